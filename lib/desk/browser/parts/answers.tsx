import { useState } from 'preact/hooks';
import { type Answer, aboutOf, answersOf, ownAnswersOf, rightFor } from '../../answers';
import { type CaseView, MAP_NAMES, type MapName } from '../../wire';
import type { Group } from '../groups';
import type { Store } from '../store';
import { say } from './accounts';
import { Icon } from './icons';

/** The default answer first, the second beside it, the rest behind "More". */
export function Answers({ group, sentence, store }: { readonly group: Group; readonly sentence: string; readonly store: Store }) {
  const [open, setOpen] = useState(false);
  const { words } = store;
  const resting = store.snoozed.value.includes(group.cases[0] as CaseView);
  // What is snoozed is first of all shown again.
  const all = answersOf(group.kind, group.detail);
  const again = all.filter(({ name }) => name === 'show again');
  const others = all.filter(({ name }) => name !== 'show again');
  const answers = resting ? [...again, ...others] : others;
  const node = nodeOf(group, store);
  const mapped = waitsFor(group);
  // What every case has stays behind "More", unless there is nothing else.
  const shown = Math.max(1, Math.min(2, ownAnswersOf(group.kind, group.detail).length));
  const first = answers.slice(0, shown);
  const rest = answers.slice(shown);
  return (
    <div class="answers">
      {mapped && (
        <button
          type="button"
          class="primary"
          onClick={() => (store.asking.value = { what: 'maps', account: group.cases[0]?.account ?? '', ...mapped })}
        >
          <Icon name="plus" /> {words.texts.mapIt}
        </button>
      )}
      {first.map((answer, index) => (
        <AnswerButton
          key={answer.name}
          answer={answer}
          primary={index === 0 && !mapped}
          group={group}
          sentence={sentence}
          store={store}
        />
      ))}
      {node !== undefined && (
        <button type="button" onClick={() => store.editor.reveal(node)}>
          <Icon name="jump" /> {words.texts.openNode}
        </button>
      )}
      {rest.length > 0 && (
        <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="dots" /> {open ? words.texts.less : words.texts.more}
        </button>
      )}
      {open && (
        <div class="answers rest">
          {rest.map((answer) => (
            <AnswerButton key={answer.name} answer={answer} primary={false} group={group} sentence={sentence} store={store} />
          ))}
        </div>
      )}
    </div>
  );
}
/** The map's entry that would settle it. */
function waitsFor({ kind, detail }: Group): { readonly name: MapName; readonly from: string } | undefined {
  const { what, value, code } = detail;
  if (kind === 'unknown rate' && typeof code === 'string') return { name: 'tax', from: code };
  const name = MAP_NAMES.find((one) => one === what);
  return kind === 'unmapped' && name !== undefined && typeof value === 'string' && value !== ''
    ? { name, from: value }
    : undefined;
}
function nodeOf(group: Group, store: Store): string | undefined {
  const node = group.detail.node ?? aboutOf(group.detail)?.split('|')[0];
  return typeof node === 'string' && store.editor.nodeName(node) !== undefined ? node : undefined;
}

interface ButtonProps {
  readonly answer: Answer;
  readonly primary: boolean;
  readonly group: Group;
  readonly sentence: string;
  readonly store: Store;
}
function AnswerButton({ answer, primary, group, sentence, store }: ButtonProps) {
  const { words } = store;
  const visitor = store.state.value?.visitor;
  const right = rightFor(answer, group.cases.length);
  const why = visitor?.rights[right]
    ? undefined
    : right === 'approve' && visitor?.login === false
      ? words.texts.noApproval
      : words.texts.needsRight(right);
  const press = () => {
    if (why !== undefined) return say(store, why);
    const asks = answer.needs !== 'nothing' || answer.always !== undefined || answer.bulk !== undefined;
    if (!asks && group.cases.length === 1 && answer.right === 'write') return void store.settle(group.cases, answer);
    const ranked = group.detail.variants ?? group.detail.candidates;
    store.asking.value = {
      what: 'answer',
      cases: group.cases,
      answer,
      sentence,
      detail: group.detail,
      suggestions: Array.isArray(ranked) ? (ranked as readonly string[]) : [],
    };
  };
  return (
    <button
      type="button"
      class={primary ? 'primary' : ''}
      aria-disabled={why !== undefined}
      disabled={store.busy.value}
      title={why ?? words.answers[answer.name].explain}
      onClick={press}
    >
      {why !== undefined && <Icon name="lock" />} {words.answers[answer.name].label}
    </button>
  );
}
