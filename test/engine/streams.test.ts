/** Lists beside the orders, read by the intake: nothing passes unseen (R3), whatever changes, stops or expires between two pages. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Intake } from '../../lib/engine/intake';
import { memoryLedger } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import type { Answer, Request } from '../../lib/model/call';
import { ownKey } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';
import type { Platform } from '../../lib/platforms/port';
import { ACCOUNT } from './records';

const START = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const iso = (at: number): string => new Date(at).toISOString();
const STATES = ['WAITING_ACCEPTANCE', 'IN_PROGRESS', 'RECEIVED', 'CLOSED'];

/** A marketplace's list of returns: by creation, so many a page, by token. */
class Returns {
  now = START;
  /** Tokens of before this instant are not known any more. */
  forgets = 0;
  refuses: { readonly status: number; readonly code: string } | null = null;
  readonly asked: string[] = [];
  readonly #all: { readonly id: string; readonly created: number; updated: number; state: number }[] = [];
  constructor(private readonly limit: number) {}

  add(): void {
    const id = `R${this.#all.length + 1}`;
    this.#all.push({ id, created: this.now, updated: this.now, state: 0 });
  }
  change(which: number): void {
    const one = this.#all[which % this.#all.length];
    if (one) Object.assign(one, { updated: this.now, state: (one.state + 1) % STATES.length });
  }
  get standing(): readonly string[] {
    return this.#all.map(({ id, state }) => `${id} ${STATES[state]}`);
  }
  answer({ query = {} }: Request): Answer {
    this.now += 1_000;
    this.asked.push(query.page_token === undefined ? `from ${query.return_last_updated_from ?? 'the beginning'}` : 'next');
    if (this.refuses) return { is: 'refused', text: 'no', ...this.refuses };
    const token =
      query.page_token === undefined ? null : (JSON.parse(query.page_token) as { from: string; after: number; at: number });
    if (token && token.at < this.forgets)
      return { is: 'refused', status: 400, code: 'HTTP_400', text: 'page_token is not valid' };
    const from = token?.from ?? query.return_last_updated_from ?? iso(0);
    const found = this.#all.filter(({ updated }, place) => updated >= Date.parse(from) && place > (token?.after ?? -1));
    const page = found.slice(0, this.limit);
    const last = page.at(-1);
    const next = found.length > page.length && last ? { from, after: this.#all.indexOf(last), at: this.now } : null;
    const body = {
      data: page.map(({ id, created, updated, state }) => ({
        id,
        order_id: `O-${id}`,
        state: STATES[state],
        date_created: iso(created),
        last_updated: iso(updated),
        return_lines: [{ order_line_id: 'L', quantity: 1 }],
      })),
      ...(next ? { next_page_token: JSON.stringify(next) } : {}),
    };
    return { is: 'ok', body, sentAt: this.now - 500, answeredAt: this.now, date: this.now };
  }
}
interface Reading {
  readonly failures: string[];
  sweep(): Promise<number>;
}
/** An engine's reading of it; `between` is called after each page, and stops the sweep where it says so. */
function reading(list: Returns, ledger: Ledger, between: () => boolean = () => false, platform: Platform = mirakl): Reading {
  let stopped = false;
  const failures: string[] = [];
  const intake = new Intake(
    {
      ledger,
      transport: {
        reserve: async () => 0,
        release: () => undefined,
        send: async (request) => {
          const answer = list.answer(request);
          stopped = between();
          return answer;
        },
      },
      clock: { now: () => list.now, sleep: async () => undefined },
      stopped: () => stopped,
      connected: (account) => ({ platform, account, settings: {} }),
      learned: () => ({ returns: true }),
      accounts: () => [ACCOUNT],
      stored: () => undefined,
      heard: () => undefined,
      failed: (_, answer) => failures.push(answer.is === 'refused' ? answer.code : answer.is),
    },
    ACCOUNT,
    'returns',
  );
  return { failures, sweep: () => intake.sweep() };
}
async function stored(ledger: Ledger): Promise<readonly string[]> {
  const orders = await ledger.orders(1_000);
  const told = orders.flatMap(({ observations }) =>
    Object.values(observations).flatMap((seen) => (seen?.body.kind === 'return' ? [seen.body.told] : [])),
  );
  const words: Readonly<Record<string, string>> = {
    requested: 'WAITING_ACCEPTANCE',
    open: 'IN_PROGRESS',
    received: 'RECEIVED',
    closed: 'CLOSED',
  };
  return told.map(({ id, state }) => `${id} ${words[state]}`).sort(byNumber);
}
const byNumber = (a: string, b: string): number => Number.parseInt(a.slice(1), 10) - Number.parseInt(b.slice(1), 10);

describe('a list beside the orders', () => {
  it('is read in pages, then from where the last sweep began, less the overlap', async () => {
    const [list, ledger] = [new Returns(2), memoryLedger()];
    for (let n = 0; n < 5; n += 1) list.add();
    const { sweep } = reading(list, ledger);
    const every = await sweep();
    assert.deepEqual(list.asked, ['from the beginning', 'next', 'next']);
    assert.deepEqual(await stored(ledger), list.standing);
    list.now += every;
    await sweep();
    assert.equal(list.asked[3], `from ${iso(START + 1_000 - 60 * MINUTE)}`);
    assert.equal((await ledger.cursor(ACCOUNT, 'returns')).sweep, null);
    assert.equal((await ledger.cursor(ACCOUNT, 'orders')).from, null, 'the orders’ cursor is another');
  });

  it('goes on after a stop where it was, in the window that it began with', async () => {
    const [list, ledger] = [new Returns(2), memoryLedger()];
    for (let n = 0; n < 5; n += 1) list.add();
    await reading(list, ledger, () => true).sweep();
    assert.deepEqual(await stored(ledger), list.standing.slice(0, 2));
    await reading(list, ledger).sweep();
    assert.deepEqual(list.asked, ['from the beginning', 'next', 'next']);
    assert.deepEqual(await stored(ledger), list.standing);
  });

  it('begins its window anew where its token is not known any more', async () => {
    const [list, ledger] = [new Returns(2), memoryLedger()];
    for (let n = 0; n < 5; n += 1) list.add();
    await reading(list, ledger, () => true).sweep();
    list.forgets = list.now + 1;
    list.change(0);
    const after = reading(list, ledger);
    assert.ok((await after.sweep()) <= 1_000);
    await after.sweep();
    assert.deepEqual(list.asked, ['from the beginning', 'next', 'from the beginning', 'next', 'next']);
    assert.deepEqual([await stored(ledger), after.failures], [list.standing, []]);
  });

  it('that is refused says so and moves nothing; one that may be missing is asked for a day later, without a word', async () => {
    const [list, ledger] = [new Returns(2), memoryLedger()];
    list.add();
    list.refuses = { status: 403, code: 'HTTP_403' };
    const loud = reading(list, ledger);
    assert.ok((await loud.sweep()) < MINUTE);
    assert.deepEqual(loud.failures, ['HTTP_403']);
    const streams = (mirakl.streams ?? []).map((one) => ({ ...one, mayBeMissing: true as const }));
    const quiet = reading(list, ledger, undefined, { ...mirakl, streams });
    assert.equal(await quiet.sweep(), 24 * 60 * MINUTE);
    assert.deepEqual(quiet.failures, []);
    list.refuses = { status: 401, code: 'UNAUTHORISED' };
    await quiet.sweep();
    assert.deepEqual(quiet.failures, ['UNAUTHORISED']);
    assert.deepEqual(await ledger.orders(10), []);
  });

  it('an entry that cannot be read is one case of the account, however often windows overlap', async () => {
    const [list, ledger] = [new Returns(2), memoryLedger()];
    list.add();
    const answer = list.answer.bind(list);
    list.answer = (request) => {
      const told = answer(request);
      return told.is === 'ok' ? { ...told, body: { data: [{ id: 'R1', state: 'IN_PROGRESS' }] } } : told;
    };
    const { sweep } = reading(list, ledger);
    for (let n = 0; n < 3; n += 1) await sweep();
    const facts = await ledger.facts(ownKey(ACCOUNT));
    assert.equal(facts.length, 1);
    assert.match(facts[0]?.body.kind === 'unreadable' ? facts[0].body.text : '', /^return R1: order_id is missing/);
  });

  it('passes nothing, whatever is added, changed, stopped or forgotten between two pages', async () => {
    const deed = fc.constantFrom('add', 'change', 'stop', 'forget', 'wait', 'nothing');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9 }),
        fc.array(fc.tuple(deed, fc.nat(20)), { maxLength: 60 }),
        async (first, deeds) => {
          const [list, ledger] = [new Returns(2), memoryLedger()];
          for (let n = 0; n < first; n += 1) list.add();
          const rest = [...deeds];
          const between = (): boolean => {
            const [what, which] = rest.shift() ?? ['nothing', 0];
            if (what === 'add') list.add();
            if (what === 'change') list.change(which);
            if (what === 'forget') list.forgets = list.now;
            if (what === 'wait') list.now += which * 10 * MINUTE;
            return what === 'stop';
          };
          const pass = async ({ sweep }: Reading): Promise<void> => {
            const wait = await sweep();
            list.now += wait;
          };
          let engine = reading(list, ledger, between);
          for (let sweeps = 0; rest.length > 0 && sweeps < 200; sweeps += 1) {
            await pass(engine);
            if (sweeps % 3 === 2) engine = reading(list, ledger, between);
          }
          // Two calm ones: the first may only end what was begun.
          const calm = reading(list, ledger);
          for (let n = 0; n < 3; n += 1) await pass(calm);
          assert.deepEqual(await stored(ledger), list.standing);
        },
      ),
      { numRuns: 150 },
    );
  });
});
