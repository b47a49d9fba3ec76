import { useState } from 'preact/hooks';
import { isOptional } from '../../answers';
import type { Asking, Store } from '../store';
import { AmountsField } from './amounts';
import { Buttons, Dialog } from './dialogs';
import { MadeField } from './made';
import { MomentField } from './moment';
import { BundleField, VariantField } from './variants';

type AnswerAsking = Extract<Asking, { what: 'answer' }>;

/** What an answer needs to know before it is given. */
export function AnswerDialog({ asking, store }: { readonly asking: AnswerAsking; readonly store: Store }) {
  const { words, format } = store;
  const { answer, cases } = asking;
  const wording = words.answers[answer.name];
  const [text, setText] = useState(answer.needs === 'owner' ? (store.state.value?.visitor.name ?? '') : '');
  const [always, setAlways] = useState(answer.always !== undefined);
  const close = () => {
    store.asking.value = null;
  };
  const given = text.trim();
  const ready = isOptional(answer.needs) || given !== '';
  const submit = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    close();
    void store.settle(cases, answer, {
      ...(answer.needs === 'nothing' || given === '' ? {} : answer.needs === 'reason' ? { reason: given } : { value: given }),
      ...(always ? { always } : {}),
    });
  };
  return (
    <Dialog title={wording.label} onClose={close}>
      <form onSubmit={submit}>
        <p>{asking.sentence}</p>
        {cases.length > 1 && <p class="bulk">{words.texts.bulk(format.count(cases.length))}</p>}
        <p class="remedy">{wording.explain}</p>
        <Field asking={asking} store={store} text={text} onValue={setText} />
        {answer.always === 'offered' && (
          <label class="check">
            <input type="checkbox" checked={always} onChange={(event) => setAlways(event.currentTarget.checked)} />{' '}
            {words.texts.always}
          </label>
        )}
        <Buttons confirm={wording.label} store={store} ready={ready} onCancel={close} />
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly asking: AnswerAsking;
  readonly store: Store;
  readonly text: string;
  readonly onValue: (text: string) => void;
}
function Field({ asking, store, text, onValue }: FieldProps) {
  const { answer } = asking;
  const label = store.words.answers[answer.name].field;
  switch (answer.needs) {
    case 'nothing':
      return null;
    case 'variant':
      return <VariantField asking={asking} store={store} onValue={onValue} />;
    case 'variants':
      return <BundleField asking={asking} store={store} onValue={onValue} />;
    case 'reason':
      return (
        <div class="field">
          <label for="given">{label}</label>
          <textarea
            id="given"
            rows={2}
            required
            maxLength={2000}
            value={text}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        </div>
      );
    case 'made':
    case 'made, if any':
      return <MadeField asking={asking} store={store} onValue={onValue} />;
    case 'amounts':
      return <AmountsField asking={asking} store={store} onValue={onValue} />;
    case 'moment':
      return <MomentField label={label ?? ''} store={store} onValue={onValue} />;
    case 'owner':
    case 'code':
    case 'record id':
      return (
        <div class="field">
          <label for="given">{label}</label>
          <input
            id="given"
            type="text"
            required={answer.needs !== 'owner'}
            maxLength={answer.needs === 'owner' ? 100 : 2000}
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        </div>
      );
  }
}
