import { useState } from 'preact/hooks';
import type { CaseView } from '../../wire';
import { type Arranged, arrange, type Group, idOf } from '../groups';
import { deadlineOf, urgencyOf } from '../sentences';
import type { Store } from '../store';
import { Answers } from './answers';
import { Icon, type IconName } from './icons';

const MOST_AT_FIRST = 5;
const MOST_ORDERS = 4;
const URGENCY_ICON: Readonly<Record<string, IconName>> = { now: 'alert', soon: 'clock', look: 'look' };

/** Everything that waits for a person, by kind, the most urgent first. */
export function Cases({ store }: { readonly store: Store }) {
  const { texts } = store.words;
  const { arrived, gone } = store.shown.value;
  const open =
    (store.state.value?.openCases ?? 0) -
    (store.state.value?.cases.filter((one) => one.kind === 'planned').length ?? 0) -
    store.snoozed.value.length;
  if (store.state.value?.engine !== 'running') return null;
  return (
    <section aria-labelledby="cases" onPointerEnter={() => store.hold(true)} onPointerLeave={() => store.hold(false)}>
      <h2 id="cases">
        {texts.cases} <span class="count">{store.format.count(Math.max(0, open))}</span>
      </h2>
      {(arrived > 0 || gone.size > 0) && (
        <button type="button" class="pill" onClick={() => store.hold(false)}>
          {texts.news(store.format.count(arrived), store.format.count(gone.size))}
        </button>
      )}
      {store.arranged.value.length === 0 && (
        <p class="calm">
          <Icon name="check" /> {texts.noCases}
        </p>
      )}
      {store.arranged.value.map((one) => (
        <Kind key={one.kind} arranged={one} store={store} />
      ))}
      <Snoozed store={store} />
    </section>
  );
}

function Kind({ arranged, store }: { readonly arranged: Arranged; readonly store: Store }) {
  const [all, setAll] = useState(false);
  const { words, format } = store;
  const groups = all ? arranged.groups : arranged.groups.slice(0, MOST_AT_FIRST);
  return (
    <details open class="kind">
      <summary>
        {words.cases[arranged.kind].title} <span class="count">{format.count(arranged.cases)}</span>
      </summary>
      <ul class="cards">
        {groups.map((group) => (
          <CaseCard key={group.id} group={group} store={store} />
        ))}
      </ul>
      {arranged.groups.length > groups.length && (
        <button type="button" class="quiet wide" onClick={() => setAll(true)}>
          {words.texts.showAll(format.count(arranged.groups.length))}
        </button>
      )}
    </details>
  );
}

/** What somebody has put off, folded away. */
function Snoozed({ store }: { readonly store: Store }) {
  const cases = store.snoozed.value;
  if (cases.length === 0) return null;
  return (
    <details class="kind">
      <summary>
        {store.words.texts.snoozed} <span class="count">{store.format.count(cases.length)}</span>
      </summary>
      <ul class="cards">
        {arrange(cases)
          .flatMap(({ groups }) => groups)
          .map((group) => (
            <CaseCard key={group.id} group={group} store={store} />
          ))}
      </ul>
    </details>
  );
}

function CaseCard({ group, store }: { readonly group: Group; readonly store: Store }) {
  const { words, format } = store;
  const around = store.around.value;
  const { gone } = store.shown.value;
  const urgency = urgencyOf(group.kind);
  const kind = words.cases[group.kind];
  const settled = group.cases.every((one) => gone.has(idOf(one)));
  const sentence = kind.sentence(group.detail, around);
  return (
    <li class={`card case ${urgency}${settled ? ' settled' : ''}`}>
      <p class="sentence">
        <span class={`urgency ${urgency}`}>
          <Icon name={URGENCY_ICON[urgency] ?? 'look'} /> {words.urgency[urgency]}
        </span>{' '}
        {sentence}
      </p>
      <p class="facts">
        <Orders group={group} store={store} />
        {store.named(group.cases[0]?.account ?? '')} ·{' '}
        {words.texts.opened(around.relative(Math.min(...group.cases.map((one) => one.openedAt))))}
        {group.cases.length === 1 &&
          (group.cases[0]?.count ?? 1) > 1 &&
          ` · ${words.texts.times(format.count(group.cases[0]?.count ?? 1))}`}
        <Deadline detail={group.detail} store={store} />
      </p>
      <Marks group={group} store={store} />
      <p class="remedy">{kind.remedy}</p>
      {settled ? <p class="facts">{words.texts.settledNow}</p> : <Answers group={group} sentence={sentence} store={store} />}
    </li>
  );
}

/** Whose the cases are, how long they are put off, what was noted; each once. */
function Marks({ group, store }: { readonly group: Group; readonly store: Store }) {
  const { texts } = store.words;
  const each = (marks: readonly (string | undefined)[]) => [...new Set(marks.filter((mark) => mark !== undefined))];
  const snoozed = store.snoozed.value.includes(group.cases[0] as CaseView);
  const facts = [
    ...each(group.cases.map(({ owner }) => owner)).map(texts.owner),
    ...(snoozed
      ? each(group.cases.map((one) => (one.snoozedUntil === undefined ? undefined : store.around.value.moment(one.snoozedUntil))))
      : []
    ).map(texts.quietUntil),
  ];
  const notes = each(group.cases.map(({ note }) => note));
  if (facts.length + notes.length === 0) return null;
  return (
    <p class="marks">
      {facts.length > 0 && <strong>{facts.join(' · ')}</strong>}
      {notes.map((note) => (
        <span key={note}>{texts.note(note)}</span>
      ))}
    </p>
  );
}

function Orders({ group, store }: { readonly group: Group; readonly store: Store }) {
  const { texts } = store.words;
  const orders = group.cases.filter((one) => String(one.key) !== String(one.account));
  if (!orders.length) return null;
  return (
    <span class="orders">
      {orders.length > 1 && <strong>{texts.ofOrders(store.format.count(orders.length))}: </strong>}
      {orders.slice(0, MOST_ORDERS).map((one) => (
        <button key={idOf(one)} type="button" class="link" onClick={() => void store.openOrder(one.key)}>
          {orders.length > 1 ? store.numberOf(one.key) : texts.order(store.numberOf(one.key))}
        </button>
      ))}
      {orders.length > MOST_ORDERS && `+${store.format.count(orders.length - MOST_ORDERS)} `}
      {' · '}
    </span>
  );
}
function Deadline({ detail, store }: { readonly detail: Group['detail']; readonly store: Store }) {
  const deadline = deadlineOf(detail);
  if (deadline === undefined) return null;
  const { relative, until } = store.around.value;
  const { texts } = store.words;
  const when = relative(deadline);
  return (
    <strong class={until(deadline) < 86_400_000 ? 'pressing' : ''}>
      {' '}
      · {until(deadline) < 0 ? texts.overdue(when) : texts.dueAt(when)}
    </strong>
  );
}
