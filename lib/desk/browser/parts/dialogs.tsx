import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Asking, Store } from '../store';
import { AnswerDialog } from './answer';
import { EarlierDialog } from './earlier';
import { MapsDialog } from './maps';
import { OrderPanel } from './order';

/** The one dialog that is open: native, so that focus, Escape and what lies behind it behave as everywhere. */
export function Dialogs({ store }: { readonly store: Store }) {
  const asking = store.asking.value;
  if (!asking) return null;
  if (asking.what === 'answer') return <AnswerDialog asking={asking} store={store} />;
  if (asking.what === 'go live') return <GoLiveDialog asking={asking} store={store} />;
  if (asking.what === 'maps') return <MapsDialog asking={asking} store={store} />;
  if (asking.what === 'earlier orders') return <EarlierDialog asking={asking} store={store} />;
  return <OrderPanel orderKey={asking.key} store={store} />;
}

export function Dialog({
  title,
  onClose,
  wide,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} class={wide ? 'wide' : ''} aria-labelledby="dialog-title" onClose={onClose}>
      <div class="sheet">
        <h2 id="dialog-title">{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

type LiveAsking = Extract<Asking, { what: 'go live' }>;
function GoLiveDialog({ asking, store }: { readonly asking: LiveAsking; readonly store: Store }) {
  const { texts } = store.words;
  const close = () => {
    store.asking.value = null;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    close();
    void store.setMode(asking.account, 'live', asking.from);
  };
  return (
    <Dialog title={texts.goLiveTitle(asking.name)} onClose={close}>
      <form onSubmit={submit}>
        <p>{texts.goLiveText(store.format.count(asking.planned))}</p>
        <Buttons confirm={texts.goLive} store={store} onCancel={close} />
      </form>
    </Dialog>
  );
}

export function Buttons({
  confirm,
  store,
  ready = true,
  onCancel,
}: {
  readonly confirm: string;
  readonly store: Store;
  readonly ready?: boolean;
  readonly onCancel: () => void;
}) {
  return (
    <div class="buttons">
      <button type="button" onClick={onCancel}>
        {store.words.texts.cancel}
      </button>
      <button type="submit" class="primary" disabled={!ready}>
        {confirm}
      </button>
    </div>
  );
}
