import type { Cursor, Ledger, Seen } from '../ledger/port';
import type { Answer } from '../model/call';
import { hashOf } from '../model/observe';
import { type AccountId, type Body, ownKey } from '../model/order';
import type { Instant, Ms, Observation } from '../model/record';
import type { StockLevel } from '../model/stock';
import type { Table, TableRow } from '../platforms/port';
import type { IntakeWay } from './intake';
import { type Kept, LedgerShelf } from './shelf';

/** Rows that are held until they are stored together with the position after them. */
const TOGETHER = 2_000;
type Shelved = LedgerShelf<TableRow['value']>;

export const shelfOf = <T = TableRow['value']>(ledger: Pick<Ledger, 'keep' | 'kept'>, table: string, account: AccountId) =>
  new LedgerShelf<T>(ledger, `${table}/${account}`);
/** The beginning of the last reading that was whole; null: there was none yet, and the table says nothing. */
export async function wholeSince(ledger: Pick<Ledger, 'kept'>, table: string, account: AccountId): Promise<string | null> {
  const kept = (await ledger.kept(`${table}/${account}/whole`))?.value as Whole | undefined;
  return kept?.began ?? null;
}
interface Whole {
  readonly began: string;
}

/** What changed after one wave of a shop's stock; the first wave is 1. */
export async function levelsAfter(
  ledger: Pick<Ledger, 'keep' | 'kept'>,
  account: AccountId,
  wave: number,
): Promise<readonly StockLevel[]> {
  const levels = await shelfOf<StockLevel>(ledger, 'stock', account).all();
  return [...levels.values()].filter((kept) => kept.wave > wave).map(({ value }) => value);
}

/**
 * Reads a table of an account. Rows are stored first, then the position after them in one transaction with the fact that
 * something changed (a wave, on the account's own record): whoever dies between the two reads the same rows again, and finds
 * them of a wave that was not told yet.
 */
export class TableReading {
  #busy: Promise<unknown> = Promise.resolve();
  constructor(
    private readonly way: IntakeWay,
    private readonly account: AccountId,
    private readonly table: string,
  ) {}

  /** One sweep, resumed where its pages stopped. Returns the ms until the next is due, or until it should be tried again. */
  sweep(): Promise<Ms> {
    const mine = this.#busy.then(() => this.#sweep());
    this.#busy = mine.catch(() => undefined);
    return mine;
  }
  get #reads(): Table | undefined {
    return this.way.connected(this.account)?.platform.tables?.find(({ table }) => table === this.table);
  }

  async #sweep(): Promise<Ms> {
    const { way, account } = this;
    const { ledger, clock } = way;
    const connected = way.connected(account);
    const reads = this.#reads;
    if (!connected || !reads) return 60_000;
    const cursor = await ledger.cursor(account, reads.table);
    const from = cursor.sweep ? cursor.sweep.from : (await this.#wholeIsDue(reads)) ? null : cursor.from;
    const shelf: Shelved = shelfOf(ledger, reads.table, account);
    let mark: number | string = cursor.sweep?.offset ?? 0;
    let began = cursor.sweep?.began;
    let version = cursor.version;
    let held: TableRow[] = [];
    for (;;) {
      const answer = await this.#send(reads, from, mark);
      if (answer.is !== 'ok') {
        // A mark of pages does not live for ever: the sweep begins anew, with the same window.
        if (answer.is === 'refused' && cursor.sweep && answer.code !== 'UNAUTHORISED') {
          const moved = { ...cursor, version: version + 1, sweep: null };
          await ledger.append([], clock.now(), { account, stream: reads.table, expect: version, moved });
          return 1_000;
        }
        way.failed(account, answer);
        return answer.is === 'not executed' ? Math.max(1_000, answer.retryAfter) : 30_000;
      }
      began ??= new Date(answer.date ?? answer.sentAt).toISOString();
      const page = reads.read(answer.body, mark);
      held.push(...page.rows);
      if (page.next !== null && held.length < TOGETHER && !way.stopped()) {
        mark = page.next;
        continue;
      }
      const moved = after({ ...cursor, version }, reads, { began, from, next: page.next });
      const news = await this.#store(shelf, held, { began, whole: from === null, answer });
      const position = { account, stream: reads.table, expect: version, moved };
      if ((await ledger.append(news, clock.now(), position)) === 'elsewhere') return reads.every;
      if (news.length > 0) way.stored([ownKey(account)]);
      if (page.next === null) {
        if (from === null) await this.#whole(reads, shelf, began);
        way.heard(account, began);
        return reads.every;
      }
      if (way.stopped()) return reads.every;
      version = moved.version;
      mark = page.next;
      held = [];
    }
  }

  /** Stores what changed; the fact that something did is to go with the position. */
  async #store(
    shelf: Shelved,
    rows: readonly TableRow[],
    read: { readonly began: string; readonly whole: boolean; readonly answer: { sentAt: Instant; answeredAt: Instant } },
  ): Promise<readonly Seen[]> {
    const { way, account } = this;
    const known = await shelf.some(rows.map(({ key }) => key));
    const told = (await way.ledger.read(ownKey(account))).order?.observations[this.#subject];
    const wave = told?.body.kind === 'table' ? told.body.wave : 0;
    const put = new Map<string, Kept<TableRow['value']>>();
    let changed = false;
    for (const { key, value } of rows) {
      const before = known.get(key);
      const same = before !== undefined && JSON.stringify(before.value) === JSON.stringify(value);
      // Of a wave that nobody was told of: it was stored, and the process ended.
      const untold = before !== undefined && before.wave > wave;
      changed ||= !same || untold;
      if (!same || read.whole) put.set(key, { value, wave: same ? before.wave : wave + 1, seen: read.began });
    }
    await shelf.put(put, way.clock.now());
    return changed && this.#reads?.tells ? [this.#wave(wave + 1, told, read.answer)] : [];
  }
  get #subject() {
    return this.table as 'stock';
  }
  #wave(wave: number, before: Observation | undefined, answer: { sentAt: Instant; answeredAt: Instant }): Seen {
    const body: Body = { kind: 'table', table: this.#subject, wave };
    const { sentAt, answeredAt } = answer;
    // Two waves within a millisecond are two versions.
    const version = new Date(Math.max(sentAt, before ? Date.parse(before.version) + 1 : 0)).toISOString();
    return {
      key: ownKey(this.account),
      account: this.account,
      refs: [],
      observation: { subject: this.#subject, version, body, hash: hashOf(body), sentAt, answeredAt },
    };
  }

  async #wholeIsDue({ table, wholeEvery }: Table): Promise<boolean> {
    const since = await wholeSince(this.way.ledger, table, this.account);
    return since === null || this.way.clock.now() - Date.parse(since) >= wholeEvery;
  }
  async #whole({ table, drifts }: Table, shelf: Shelved, began: string): Promise<void> {
    const { ledger, clock } = this.way;
    const before = await wholeSince(ledger, table, this.account);
    // Pages that are counted may pass over a row while others come and go: it is gone when two readings have not seen it.
    const since = drifts ? before : began;
    if (since !== null) await shelf.drop(since, clock.now());
    await ledger.keep(`${table}/${this.account}/whole`, { began } satisfies Whole, clock.now());
  }

  async #send(reads: Table, from: string | null, mark: number | string): Promise<Answer> {
    const { transport, clock, connected } = this.way;
    const request = reads.page(this.account, connected(this.account)?.settings ?? {}, from, mark);
    for (let wait = await transport.reserve(request); wait > 0; wait = await transport.reserve(request)) {
      await clock.sleep(wait);
      if (this.way.stopped()) return { is: 'not sent', why: 'stopped' };
    }
    return transport.send(request);
  }
}

/** The position after a page: within the sweep, or at its end the next window's beginning, less the overlap. */
function after(
  cursor: Cursor,
  { overlap }: Table,
  { began, from, next }: { readonly began: string; readonly from: string | null; readonly next: number | string | null },
): Cursor {
  const version = cursor.version + 1;
  if (next !== null) return { ...cursor, version, sweep: { began, from, offset: next } };
  return { version, from: new Date(Date.parse(began) - overlap).toISOString(), sweep: null, completeTo: began };
}
