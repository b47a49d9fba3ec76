import { answerNamed } from '../../answers';
import type { Change, PlannedView } from '../../wire';
import type { Store } from '../store';
import { say } from './accounts';
import { Icon } from './icons';

/** What would be sent, call by call, field by field; approve one, all of a kind, or reject. */
export function Planned({ store }: { readonly store: Store }) {
  const planned = store.state.value?.planned ?? [];
  if (!planned.length) return null;
  const verbs = [...new Set(planned.map((one) => one.verb))];
  return (
    <section aria-labelledby="planned">
      <h2 id="planned">
        {store.words.texts.planned} <span class="count">{store.format.count(planned.length)}</span>
      </h2>
      {verbs.map((verb) => (
        <Verb key={verb} verb={verb} planned={planned.filter((one) => one.verb === verb)} store={store} />
      ))}
    </section>
  );
}

function Verb({
  verb,
  planned,
  store,
}: {
  readonly verb: string;
  readonly planned: readonly PlannedView[];
  readonly store: Store;
}) {
  const { words, format } = store;
  const why = hindrance(store);
  const askable = planned.filter((one) => one.seen);
  return (
    <details open class="kind">
      <summary>
        {words.verbs[verb] ?? verb} <span class="count">{format.count(planned.length)}</span>
      </summary>
      {askable.length > 1 && (
        <button
          type="button"
          class="wide"
          aria-disabled={why !== undefined}
          title={why ?? words.answers.approve.explain}
          onClick={() => ask(store, askable, 'approve', words.verbs[verb] ?? verb, why)}
        >
          {why !== undefined && <Icon name="lock" />} {words.texts.approveAll(format.count(askable.length))}
        </button>
      )}
      <ul class="cards">
        {planned.map((one) => (
          <Plan key={`${one.key} ${one.effect}`} planned={one} store={store} />
        ))}
      </ul>
    </details>
  );
}

function Plan({ planned, store }: { readonly planned: PlannedView; readonly store: Store }) {
  const { words, format } = store;
  const changes = planned.calls.flatMap((call) => call.changes);
  const title = `${words.verbs[planned.verb] ?? planned.verb}: ${store.numberOf(planned.key)}`;
  const why = hindrance(store);
  return (
    <li class="card case look">
      <p class="sentence">
        <button type="button" class="link" onClick={() => void store.openOrder(planned.key)}>
          {words.texts.order(store.numberOf(planned.key))}
        </button>{' '}
        → {store.named(planned.target)}
        {planned.order && (
          <span class="facts">
            {' '}
            · {words.texts.units(format.count(planned.order.units))} ·{' '}
            {format.money(planned.order.total.amount, planned.order.total.currency)}
          </span>
        )}
      </p>
      <details class="changes">
        <summary>
          {planned.calls.map(({ call }) => words.calls[call] ?? call).join(', ')} ·{' '}
          {words.texts.changes(format.count(changes.length))}
        </summary>
        {planned.calls.map((call) => (
          <Changes key={call.call} verb={planned.verb} call={call.call} changes={call.changes} store={store} />
        ))}
      </details>
      {planned.seen && (
        <div class="answers">
          <button
            type="button"
            class="primary"
            aria-disabled={why !== undefined}
            disabled={store.busy.value}
            title={why ?? words.answers.approve.explain}
            onClick={() =>
              why === undefined && planned.seen && APPROVE ? void store.settle([planned.seen], APPROVE) : say(store, why ?? '')
            }
          >
            {why !== undefined && <Icon name="lock" />} {words.answers.approve.label}
          </button>
          <button
            type="button"
            disabled={store.busy.value}
            title={words.answers.reject.explain}
            onClick={() => ask(store, [planned], 'reject', title, undefined)}
          >
            {words.answers.reject.label}
          </button>
        </div>
      )}
    </li>
  );
}

function Changes({
  verb,
  call,
  changes,
  store,
}: {
  readonly verb: string;
  readonly call: string;
  readonly changes: readonly Change[];
  readonly store: Store;
}) {
  const { texts } = store.words;
  const before = store.words.before[verb] ?? texts.nothingBefore;
  return (
    <dl class="diff" aria-label={call}>
      {changes.map((change) => (
        <div key={change.path}>
          <dt title={change.path}>{inWords(change.path, store)}</dt>
          <dd>
            <span class="sr">{texts.before}: </span>
            <del>{before}</del> <span class="sr">{texts.after}: </span>
            <ins>{change.after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `refunds[0].amount` reads as "refund 1 · amount". */
function inWords(path: string, store: Store): string {
  return path
    .split('.')
    .map((step) => {
      const [, name = step, index] = /^(.*?)(?:\[(\d+)\])?$/.exec(step) ?? [];
      const word = store.words.fields[name] ?? name;
      return index === undefined ? word : `${word} ${store.format.count(Number(index) + 1)}`;
    })
    .join(' · ');
}

const APPROVE = answerNamed('planned', {}, 'approve');

const hindrance = (store: Store): string | undefined => {
  const visitor = store.state.value?.visitor;
  if (visitor?.rights.approve) return undefined;
  return visitor?.login === false ? store.words.texts.noApproval : store.words.texts.needsRight('approve');
};

function ask(
  store: Store,
  planned: readonly PlannedView[],
  name: 'approve' | 'reject',
  sentence: string,
  why: string | undefined,
): void {
  if (why !== undefined) {
    say(store, why);
    return;
  }
  const answer = answerNamed('planned', {}, name);
  const cases = planned.flatMap((one) => one.seen ?? []);
  if (answer) store.asking.value = { what: 'answer', cases, answer, sentence, detail: {}, suggestions: [] };
}
