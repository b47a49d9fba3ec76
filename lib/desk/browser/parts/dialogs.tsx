import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Asking, Store } from '../store';
import { EarlierDialog } from './earlier';
import { OrderPanel } from './order';

/** The one dialog that is open: native, so that focus, Escape and what lies behind it behave as everywhere. */
export function Dialogs({ store }: { readonly store: Store }) {
  const asking = store.asking.value;
  if (!asking) return null;
  if (asking.what === 'answer') return <AnswerDialog asking={asking} store={store} />;
  if (asking.what === 'go live') return <GoLiveDialog asking={asking} store={store} />;
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

type AnswerAsking = Extract<Asking, { what: 'answer' }>;
function AnswerDialog({ asking, store }: { readonly asking: AnswerAsking; readonly store: Store }) {
  const { words, format } = store;
  const { answer, cases } = asking;
  const wording = words.answers[answer.name];
  const [text, setText] = useState(asking.suggestions[0] ?? '');
  const [always, setAlways] = useState(answer.always !== undefined);
  const close = () => {
    store.asking.value = null;
  };
  const isReason = answer.needs === 'reason';
  const submit = (event: Event) => {
    event.preventDefault();
    const given = text.trim();
    if (answer.needs !== 'nothing' && given === '') return;
    close();
    void store.settle(cases, answer, {
      ...(answer.needs === 'nothing' ? {} : isReason ? { reason: given } : { value: given }),
      ...(always ? { always } : {}),
    });
  };
  return (
    <Dialog title={wording.label} onClose={close}>
      <form onSubmit={submit}>
        <p>{asking.sentence}</p>
        {cases.length > 1 && <p class="bulk">{words.texts.bulk(format.count(cases.length))}</p>}
        <p class="remedy">{wording.explain}</p>
        {answer.needs !== 'nothing' && (
          <div class="field">
            <label for="given">{wording.field}</label>
            {answer.needs === 'variants' || isReason ? (
              <textarea
                id="given"
                rows={answer.needs === 'variants' ? 4 : 2}
                required
                maxLength={2000}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            ) : (
              <input
                id="given"
                type="text"
                required
                maxLength={2000}
                list="suggestions"
                autocomplete="off"
                spellcheck={false}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            )}
            {asking.suggestions.length > 0 && (
              <datalist id="suggestions">
                {asking.suggestions.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            )}
          </div>
        )}
        {answer.always === 'offered' && (
          <label class="check">
            <input type="checkbox" checked={always} onChange={(event) => setAlways(event.currentTarget.checked)} />{' '}
            {words.texts.always}
          </label>
        )}
        <Buttons confirm={wording.label} store={store} onCancel={close} />
      </form>
    </Dialog>
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

function Buttons({
  confirm,
  store,
  onCancel,
}: {
  readonly confirm: string;
  readonly store: Store;
  readonly onCancel: () => void;
}) {
  return (
    <div class="buttons">
      <button type="button" onClick={onCancel}>
        {store.words.texts.cancel}
      </button>
      <button type="submit" class="primary">
        {confirm}
      </button>
    </div>
  );
}
