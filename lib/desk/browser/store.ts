import { computed, signal } from '@preact/signals';
import type { CaseDetail, Mode } from '../../model/record';
import type { Answer } from '../answers';
import type { CaseView, DeskState, MapName, ModeAnswer, OrderView, Prepared, Seen, SettleCommand, Settled } from '../wire';
import { type Client, Refused } from './client';
import type { Editor } from './editor';
import { type Format, format } from './format';
import { type Arranged, arrange, merge } from './groups';
import type { Around, Words } from './sentences';

/** What is said to the person after something was tried. */
export interface Notice {
  readonly tone: 'good' | 'bad' | 'plain';
  readonly text: string;
  readonly rows?: readonly Prepared[];
}
/** A dialog that is open. */
export type Asking =
  | {
      readonly what: 'answer';
      readonly cases: readonly Seen[];
      readonly answer: Answer;
      /** Of the first of them: all are alike in what matters. */
      readonly detail: CaseDetail;
      readonly suggestions: readonly string[];
      readonly sentence: string;
    }
  | { readonly what: 'go live'; readonly account: string; readonly name: string; readonly from: Mode; readonly planned: number }
  | { readonly what: 'order'; readonly key: string }
  /** With the entry that a case waits for. */
  | { readonly what: 'maps'; readonly account: string; readonly name?: MapName; readonly from?: string }
  | { readonly what: 'earlier orders'; readonly account: string; readonly name: string };

/** Between two looks without a word from the editor. */
const LOOK_EVERY = 20_000;
/** However often the editor says that something moved. */
const LOOK_AT_MOST_EVERY = 1500;
/** What went well need not be closed by hand. */
const GOOD_NEWS_STAYS = 12_000;
/** Screen readers are told at most this often. */
const ANNOUNCE_EVERY = 10_000;

export type Store = ReturnType<typeof createStore>;

/** Everything that the desk knows, and everything that it can do. One per mounted desk. */
export function createStore(client: Client, editor: Editor, words: Words) {
  const f: Format = format(words.language);
  const state = signal<DeskState | null>(null);
  /** The reader's clock. */
  const now = signal(Date.now());
  /** The ledger's clock at the last answer, and the reader's then; one may be wrong, and a simulated world's runs ahead. */
  const clock = signal({ ledger: 0, reader: 0, pace: 1 });
  const trouble = signal<{ readonly since: number; readonly text: string; readonly error: Refused['error'] } | null>(null);
  const notice = signal<Notice | null>(null);
  const asking = signal<Asking | null>(null);
  const busy = signal(false);
  const order = signal<OrderView | 'loading' | { readonly failed: string } | null>(null);
  const faulty = signal(editor.faultyNodes());
  const announcement = signal('');
  /** While the pointer or the focus is in the list of cases, no row moves: news wait behind a pill. */
  const held = signal<readonly CaseView[] | null>(null);

  const readers = (at: number) => clock.value.reader + (at - clock.value.ledger) / clock.value.pace;
  /** A moment of the reader's clock, by the ledger's. */
  const ledgers = (at: number) => Math.round(clock.value.ledger + (at - clock.value.reader) * clock.value.pace);
  const around = computed<Around>(() => ({
    format: f,
    named,
    moment: (at) => f.moment(readers(at), now.value),
    relative: (at) => f.relative(readers(at), now.value),
    until: (at) => readers(at) - now.value,
  }));
  const rests = (one: CaseView) => (one.snoozedUntil ?? 0) > (state.value?.at ?? 0);
  const fresh = computed(() => (state.value?.cases ?? []).filter((one) => one.kind !== 'planned' && !rests(one)));
  const snoozed = computed(() => (state.value?.cases ?? []).filter((one) => one.kind !== 'planned' && rests(one)));
  const shown = computed(() =>
    held.value ? merge(held.value, fresh.value) : { rows: fresh.value, arrived: 0, gone: new Set<string>() },
  );
  /** What the editor finds wrong with our nodes, and what the runtime sees of the deployed flows. */
  const faults = computed(() => [
    ...faulty.value,
    ...(state.value?.unreached ?? []).map((id) => ({ id, name: named(id), why: words.texts.unreached })),
  ]);
  const arranged = computed<readonly Arranged[]>(() => arrange(shown.value.rows));

  function named(id: string): string {
    return state.value?.accounts.find((account) => account.id === id)?.name ?? editor.nodeName(id) ?? id;
  }
  /** The order's number at its source: what follows the account, which names itself by three parts. */
  function numberOf(key: string): string {
    const account = state.value?.accounts.find((one) => key.startsWith(`${one.id}:`))?.id;
    return account === undefined ? key.split(':').slice(3).join(':') || key : key.slice(account.length + 1);
  }
  const hold = (on: boolean) => {
    if (on) held.value ??= fresh.value;
    else held.value = null;
  };

  let looking: Promise<void> | null = null;
  let again = false;
  let announcedAt = 0;
  let lookedAt = 0;
  let noticedAt = 0;
  const tick = () => {
    now.value = Date.now();
    if (notice.value?.tone === 'good' && !notice.value.rows && now.value - noticedAt > GOOD_NEWS_STAYS) notice.value = null;
  };

  /** Reads everything anew; calls made meanwhile become one further reading. */
  function look(): Promise<void> {
    if (looking) {
      again = true;
      return looking;
    }
    lookedAt = Date.now();
    looking = readState().finally(() => {
      looking = null;
      if (again) {
        again = false;
        void look();
      }
    });
    return looking;
  }
  async function readState() {
    try {
      const next = await client.get<DeskState>('state');
      tick();
      clock.value = { ledger: next.at, reader: now.value, pace: next.pace };
      if (state.value && state.value.openCases !== next.openCases && now.value - announcedAt >= ANNOUNCE_EVERY) {
        announcedAt = now.value;
        announcement.value = words.texts.announced(f.count(next.openCases));
      }
      state.value = next;
      trouble.value = null;
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused('failed', String(error));
      trouble.value = { since: trouble.value?.since ?? now.value, text: refused.message, error: refused.error };
    }
    faulty.value = editor.faultyNodes();
  }

  /** Runs one command, says what came of it, and looks again. */
  async function command<A>(run: () => Promise<A>, said: (answer: A) => Notice | null): Promise<boolean> {
    busy.value = true;
    try {
      notice.value = said(await run());
      return true;
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused('failed', String(error));
      notice.value = { tone: 'bad', text: `${words.refusals[refused.error]}: ${refused.message}` };
      return false;
    } finally {
      noticedAt = Date.now();
      busy.value = false;
      held.value = null;
      await look();
    }
  }

  const settle = (cases: readonly Seen[], answer: Answer, given: Pick<SettleCommand, 'reason' | 'value' | 'always'> = {}) =>
    command(
      () =>
        client.post<readonly Settled[]>('settle', {
          cases: cases.map(({ key, cause, openedAt, count }) => ({ key, cause, openedAt, count })),
          answer: answer.name,
          ...given,
        }),
      (outcomes) => settledNotice(outcomes, answer),
    );
  function settledNotice(outcomes: readonly Settled[], answer: Answer): Notice {
    const [only] = outcomes;
    const of = (is: Settled['is']) => outcomes.filter((one) => one.is === is).length;
    if (outcomes.length > 1)
      return {
        tone: of('failed') ? 'bad' : 'good',
        text: words.texts.ran(f.count(of('done')), f.count(of('already settled')), f.count(of('failed'))),
      };
    if (only?.is === 'already settled') return { tone: 'plain', text: words.texts.settledBefore(only.by) };
    if (only?.is === 'failed') return { tone: 'bad', text: words.texts.settleFailed(only.why ?? '') };
    return {
      tone: 'good',
      text: words.answers[answer.name].done ?? (answer.closes ? words.texts.settledNow : words.texts.noted),
    };
  }

  const setMode = (account: string, mode: Mode, from: Mode) =>
    command(
      () => client.post<ModeAnswer>('mode', { account, mode, from }),
      ({ is, mode: after, rows }) => ({
        tone: is === 'done' ? 'good' : 'bad',
        text: is === 'already settled' ? words.texts.settledBefore(undefined) : `${named(account)}: ${words.modes[after].label}`,
        ...(rows.length ? { rows } : {}),
      }),
    );
  const tryExample = () =>
    command(
      async () => editor.importFlow((await client.get<{ readonly flow: unknown }>('example')).flow),
      (is) => ({ tone: 'good', text: is === 'added' ? words.texts.added : words.texts.thereAlready }),
    );

  async function openOrder(key: string) {
    asking.value = { what: 'order', key };
    order.value = 'loading';
    await readOrder(() => client.get<OrderView>('order', { key }));
  }
  const reveal = (key: string) => readOrder(() => client.post<OrderView>('order/reveal', { key }));
  async function readOrder(read: () => Promise<OrderView>) {
    try {
      order.value = await read();
    } catch (error) {
      order.value = { failed: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Starts looking; returns how to stop. Nothing is read while the page is hidden. */
  function start(host: Element): () => void {
    const visible = () => {
      if (document.visibilityState === 'visible' && host.getClientRects().length > 0) void look();
    };
    const ticking = setInterval(tick, 1000);
    const polling = setInterval(visible, LOOK_EVERY);
    let soon: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = editor.subscribe(() => {
      soon ??= setTimeout(
        () => {
          soon = undefined;
          visible();
        },
        Math.max(250, lookedAt + LOOK_AT_MOST_EVERY - Date.now()),
      );
    });
    document.addEventListener('visibilitychange', visible);
    // Shown again after another tab of the sidebar: its size comes back.
    const shownAgain = new ResizeObserver(visible);
    shownAgain.observe(host);
    void look();
    return () => {
      clearInterval(ticking);
      clearInterval(polling);
      clearTimeout(soon);
      unsubscribe();
      shownAgain.disconnect();
      document.removeEventListener('visibilitychange', visible);
    };
  }

  return {
    words,
    client,
    command,
    editor,
    format: f,
    state,
    now,
    trouble,
    notice,
    asking,
    busy,
    order,
    faults,
    announcement,
    around,
    shown,
    arranged,
    snoozed,
    ledgers,
    named,
    numberOf,
    hold,
    look,
    settle,
    setMode,
    tryExample,
    openOrder,
    reveal,
    start,
  };
}
