import { render } from 'preact';
import { client } from './client';
import { nodeRedEditor, noEditor, type RedEditor } from './editor';
import { Sidebar } from './parts/sidebar';
import { createStore } from './store';
import { styles } from './styles';
import { followTheme } from './theme';
import { wordsFor } from './words';

/**
 * `<order-lifecycle-desk>`: the desk in a shadow root, so that the editor's stylesheet does not reach in and ours not out.
 * Finds Node-RED's editor by itself; begins when it is put into a page and stops when it is taken out.
 */
class Desk extends HTMLElement {
  #stop: (() => void) | undefined;

  connectedCallback(): void {
    if (this.#stop) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    const red = (globalThis as { RED?: RedEditor }).RED;
    const editor = red ? nodeRedEditor(red) : noEditor(localStorage, location.pathname);
    const store = createStore(client(editor.token), editor, wordsFor(navigator.languages));
    const stops = [store.start(this), followTheme(this), keepKeys(this)];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
    render(<Sidebar store={store} />, root);
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#stop = undefined;
    if (this.shadowRoot) render(null, this.shadowRoot);
  }
}

/**
 * The editor listens to keys on the whole page and sees the shadow root as one element: without this, Delete in one of our
 * fields would delete the selected nodes.
 */
function keepKeys(host: HTMLElement): () => void {
  const keep = (event: Event) => event.stopPropagation();
  const kinds = ['keydown', 'keypress', 'keyup', 'copy', 'cut', 'paste'] as const;
  for (const kind of kinds) host.addEventListener(kind, keep);
  return () => {
    for (const kind of kinds) host.removeEventListener(kind, keep);
  };
}

if (!customElements.get('order-lifecycle-desk')) customElements.define('order-lifecycle-desk', Desk);
