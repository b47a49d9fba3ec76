/** What orders are looked at with, at the connection: engines, deployed flows, accounts; and budgets, gates and lists by name. */
import type { AccountRow, Instant, Listener, Ms, Wired } from '../../model/record';
import { type Bare, foldListeners, foldWired, listenerId, wiredId } from '../deploy';
import { lease } from '../engines';
import { CLOCK_SLACK, ClockBehind } from '../errors';
import { turn } from '../pace';
import { accountSet, deployed } from '../trail';
import { type Book, changes } from './book';
import type { Row, Statement } from './driver';

export interface AroundRows {
  readonly version: number;
  readonly listeners: readonly string[];
  readonly wired: readonly string[];
  readonly accounts: readonly string[];
  readonly engines: Readonly<Record<string, Instant>>;
}
const bodies = (statement: Statement): string[] => statement.all().map(({ body }) => String(body));
const numbers = (rows: readonly Row[], name: string, value: string): Record<string, number> =>
  Object.fromEntries(rows.map((row) => [String(row[name]), Number(row[value])]));

export const surroundings = (book: Book) => {
  const { sql } = book;
  const engines = () => numbers(sql.engines.all(), 'name', 'until');

  /** Writes the rows that a deploy changed. */
  function store<T>(before: readonly T[], after: readonly T[], statement: Statement, idOf: (row: T) => string): void {
    const known = new Map(before.map((row) => [idOf(row), JSON.stringify(row)]));
    for (const row of after) {
      const body = JSON.stringify(row);
      if (known.get(idOf(row)) !== body) statement.run(idOf(row), body);
    }
  }

  return {
    /** Joins or beats: both prolong a lease, or give a new name where there is none to prolong. */
    join(engine: string, span: Ms, now: Instant): { readonly now: Instant; readonly engine: string } {
      if (now < book.clock - CLOCK_SLACK) throw new ClockBehind(now, book.clock);
      book.tick(now);
      const until = engines();
      const granted = lease({ until, given: numbers(sql.namesGiven.all(), 'base', 'given') }, engine, span, now);
      for (const name of Object.keys(until)) if (granted.leases.until[name] === undefined) sql.engineGone.run(name);
      sql.engine.run(granted.engine, now + span);
      for (const [base, given] of Object.entries(granted.leases.given)) sql.nameGiven.run(base, given);
      sql.setMeta.run(book.clock, 'clock');
      book.changed();
      return { now: book.clock, engine: granted.engine };
    },
    around(): AroundRows {
      return {
        version: book.around,
        listeners: bodies(sql.listeners),
        wired: bodies(sql.wired),
        accounts: bodies(sql.accounts),
        engines: engines(),
      };
    },
    deploy(now: Instant, listeners: string, wired: string, disabled: readonly string[]): void {
      book.tick(now);
      const asleep = new Set(disabled);
      const listening: Bare<Listener>[] = JSON.parse(listeners);
      const verbs: Bare<Wired>[] = JSON.parse(wired);
      const known = {
        listeners: bodies(sql.listeners).map((body): Listener => JSON.parse(body)),
        wired: bodies(sql.wired).map((body): Wired => JSON.parse(body)),
      };
      store(known.listeners, foldListeners(known.listeners, listening, asleep, now), sql.listener, listenerId);
      store(known.wired, foldWired(known.wired, verbs, asleep, now), sql.wire, wiredId);
      sql.setMeta.run(book.clock, 'clock');
      book.changed();
      book.note('deploy', '', deployed(listening.length, verbs.length, disabled.length));
    },
    account(body: string, by: string): void {
      const row: AccountRow = JSON.parse(body);
      sql.account.run(row.id, body);
      book.changed();
      book.note(by, row.id, accountSet(row));
    },

    take(budget: string, span: Ms, burst: number, now: Instant): Ms {
      book.tick(now);
      if (changes(sql.take, budget, span, burst, now) === 1) return 0;
      return turn(Number(sql.nextTurn.get(budget)?.next_at ?? 0), span, burst, now).wait;
    },
    once(name: string, event: string, now: Instant): boolean {
      book.tick(now);
      return changes(sql.once, name, event, now) === 1;
    },
    keep(name: string, body: string, now: Instant): void {
      book.tick(now);
      sql.keep.run(name, now, body);
    },
    kept(name: string): { readonly at: Instant; readonly body: string } | null {
      const row = sql.kept.get(name);
      return row ? { at: Number(row.at), body: String(row.body) } : null;
    },
  };
};
