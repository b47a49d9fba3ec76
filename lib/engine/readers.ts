import type { Ledger } from '../ledger/port';
import { LifecycleError } from '../model/errors';
import type { HintKind } from '../model/hint';
import { type AccountId, type OrderKey, sourceIdOf } from '../model/order';
import type { Around, Instant, Ms } from '../model/record';
import type { Stream, Table } from '../platforms/port';
import type { Clock, Transport } from '../transport/port';
import type { Accounts } from './accounts';
import type { Books } from './books';
import { Hinted } from './hinted';
import { Intake, type IntakeWay } from './intake';
import type { Connected } from './port';
import { TableReading } from './tables';

/** What is read in a rhythm of its own: when it is next due, and what is wrong with it. */
interface Sweep {
  readonly intake: Pick<Intake, 'sweep'>;
  next: Instant;
  /** It failed: until then nothing else is read by it either. */
  heldUntil: Instant;
  problem: string | null;
  completeTo: string | null;
  busy: boolean;
  /** Of a table: what it is told to have changed. */
  readonly hints?: Hinted;
}
/** An account's reading: its orders, and whatever else it tells of them. */
interface Reader extends Sweep {
  readonly intake: Intake;
  readonly streams: Map<string, Sweep>;
  heardAt: Instant;
  learnedAt: Instant;
}
export interface ReadersWay {
  readonly ledger: Ledger;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly books: Books;
  readonly accounts: Accounts;
  readonly by: string;
  /** A marketplace not heard of for so long is a case. */
  readonly silentAfter: Ms;
  connected(account: AccountId): Connected | undefined;
  stopped(): boolean;
  stored(account: AccountId, keys: readonly OrderKey[]): void;
  changed(account: AccountId): void;
  wake(): void;
  background(what: string, work: Promise<unknown>): void;
}
const IDLE: Ms = 30_000;
const LEARNED_FOR: Ms = 24 * 3_600_000;
const TRY_AGAIN: Ms = 30_000;

/** Reads every deployed account in its own rhythm: sweeps, single orders that somebody waits for, what it says of itself. */
export class Readers {
  readonly #readers = new Map<AccountId, Reader>();
  constructor(private readonly way: ReadersWay) {}

  /** Starts what is to be read now; the ms until the next is. */
  start(now: Instant): Ms {
    const { way } = this;
    let idle = IDLE;
    for (const row of Object.values(way.books.around.accounts)) {
      const platform = way.connected(row.id)?.platform;
      if (!platform?.intake || row.mode === 'paused') continue;
      if (row.stopped !== undefined && !way.accounts.isTried(row.id)) continue;
      const reader = this.#reader(row.id);
      if (now - reader.heardAt > way.silentAfter && row.silentSince === undefined && !reader.busy) {
        way.background('silent', way.accounts.change(row.id, { silentSince: reader.heardAt }, way.by));
      }
      const wantedIn = Math.max(reader.intake.wantedIn(now), reader.heldUntil - now);
      if (!reader.busy && (reader.next <= now || wantedIn <= 0)) {
        reader.busy = true;
        way.background('intake', this.#read(row.id, reader, now));
      }
      if (!reader.busy) idle = Math.min(idle, reader.next - now, wantedIn);
      if (row.stopped !== undefined) continue;
      // What else there is to read, the platform says of itself.
      for (const stream of reader.learnedAt === 0 ? [] : (platform.streams ?? [])) {
        if (stream.offered && !stream.offered(row.learned)) continue;
        const sweep = this.#stream(row.id, reader, stream);
        if (!sweep.busy && sweep.next <= now) {
          sweep.busy = true;
          way.background(stream.stream, this.#readStream(row.id, sweep, now));
        }
        if (!sweep.busy) idle = Math.min(idle, sweep.next - now);
      }
      for (const table of platform.tables ?? []) {
        const sweep = this.#table(row.id, reader, table);
        const read = isWanted(table, row.id, way.books.around);
        const dueIn = tableIn(table, sweep, now, read);
        if (!sweep.busy && dueIn <= 0) {
          sweep.busy = true;
          way.background(table.table, this.#readTable(row.id, sweep, now, read));
        }
        if (!sweep.busy) idle = Math.min(idle, dueIn);
      }
    }
    return idle;
  }
  /** One order is to be read again, by its id, with the next call. */
  want(account: AccountId, id: string): void {
    this.#reader(account).intake.want(id);
    this.way.wake();
  }
  /** Stores that these have changed, and reads them soon. Rejects where that could not be stored. */
  async hint(account: AccountId, kind: HintKind, ids: readonly string[]): Promise<void> {
    await this.way.ledger.hint(account, kind, ids, this.way.clock.now());
    const reader = this.#reader(account);
    if (kind === 'order') reader.intake.hinted();
    for (const { hints } of reader.streams.values()) if (hints?.kind === kind) hints.came();
    this.way.wake();
  }
  /** An account is swept as soon as its frequency allows; an order, by its key, is read by its id at once. */
  poke(of: AccountId | OrderKey): void {
    const accounts = Object.keys(this.way.books.around.accounts).filter((id) => of === id || of.startsWith(`${id}:`));
    const account = accounts.sort((a, b) => b.length - a.length)[0];
    if (account === undefined) return;
    if (of !== account) {
      this.want(account, sourceIdOf(account, of as OrderKey));
      return;
    }
    this.way.accounts.tryAgain(account);
    const reader = this.#reader(account);
    for (const sweep of [reader, ...reader.streams.values()]) Object.assign(sweep, { next: 0, heldUntil: 0 });
    this.way.wake();
  }
  /** Its settings were deployed anew: what it says of itself may differ, and what went wrong is tried at once. */
  learnAgain(account: AccountId): void {
    const reader = this.#readers.get(account);
    if (!reader) return;
    reader.learnedAt = 0;
    if (reader.problem !== null) Object.assign(reader, { next: 0, heldUntil: 0 });
  }
  /** How far orders were read, and the first thing that is wrong: with them, else with what is read beside them. */
  async health(account: AccountId): Promise<{ completeTo: string | null; retryAt: Instant | null; problem: string | null }> {
    const reader = this.#readers.get(account);
    const stream = this.way.connected(account)?.platform.intake?.stream;
    const completeTo = reader?.completeTo ?? (stream ? (await this.way.ledger.cursor(account, stream)).completeTo : null);
    const beside = [...(reader?.streams ?? [])].find(([, { problem }]) => problem !== null);
    if (reader?.problem || !beside)
      return { completeTo, retryAt: reader?.problem ? reader.next : null, problem: reader?.problem ?? null };
    return { completeTo, retryAt: beside[1].next, problem: `${beside[0]}: ${beside[1].problem}` };
  }

  async #read(account: AccountId, reader: Reader, now: Instant): Promise<void> {
    const { accounts } = this.way;
    await this.#whole(account, reader, async () => {
      if (now - reader.learnedAt > LEARNED_FOR) {
        if (await accounts.learn(account)) await accounts.works(account);
        reader.learnedAt = now;
      }
      if (reader.intake.wantedIn(now) === 0) await reader.intake.readWanted();
      if (reader.next <= now) reader.next = now + (await reader.intake.sweep());
    });
  }
  async #readStream(account: AccountId, sweep: Sweep, now: Instant): Promise<void> {
    await this.#whole(account, sweep, async () => {
      sweep.next = now + (await sweep.intake.sweep());
    });
  }
  /** Hints of a table that nobody reads are let go: whoever reads it one day begins with all of it. */
  async #readTable(account: AccountId, sweep: Sweep, now: Instant, read: boolean): Promise<void> {
    await this.#whole(account, sweep, async () => {
      const { hints } = sweep;
      const told = (await hints?.take()) ?? [];
      let answered = false;
      try {
        if (read) sweep.next = now + (await sweep.intake.sweep());
        answered = !read || sweep.problem === null;
        if (answered) await hints?.read(told);
      } finally {
        if (!answered) hints?.came();
      }
    });
  }
  async #whole(account: AccountId, sweep: Sweep, read: () => Promise<void>): Promise<void> {
    const { clock, wake } = this.way;
    try {
      await read();
    } catch (error) {
      sweep.heldUntil = sweep.next =
        clock.now() + (error instanceof LifecycleError && error.retryAfter ? error.retryAfter : TRY_AGAIN);
      const unauthorised = (error as { code?: string }).code === 'UNAUTHORISED';
      this.#failed(account, sweep, error instanceof Error ? error.message : String(error), unauthorised);
    } finally {
      sweep.busy = false;
      wake();
    }
  }
  #failed(account: AccountId, sweep: Sweep, why: string, unauthorised: boolean): void {
    sweep.problem = why;
    if (unauthorised) this.way.background('stop', this.way.accounts.stop(account, 'key refused'));
    this.way.changed(account);
  }
  /** Only its orders say that a marketplace is silent: whatever is beside them may be missing. */
  #heard(account: AccountId, reader: Reader, completeTo: string): void {
    Object.assign(reader, { heardAt: this.way.clock.now(), completeTo, problem: null });
    this.way.background('works', this.way.accounts.works(account));
    if (this.way.accounts.row(account)?.silentSince !== undefined) this.way.background('heard', this.way.accounts.heard(account));
    this.way.changed(account);
  }
  #reader(account: AccountId): Reader {
    const known = this.#readers.get(account);
    if (known) return known;
    const reader: Reader = {
      ...this.#sweep(
        account,
        undefined,
        () => reader,
        (completeTo) => this.#heard(account, reader, completeTo),
      ),
      streams: new Map(),
      heardAt: this.way.clock.now(),
      learnedAt: 0,
    };
    this.#readers.set(account, reader);
    return reader;
  }
  #stream(account: AccountId, reader: Reader, { stream }: Stream): Sweep {
    const known = reader.streams.get(stream);
    if (known) return known;
    const sweep: Sweep = this.#sweep(
      account,
      stream,
      () => sweep,
      (completeTo) => {
        Object.assign(sweep, { completeTo, problem: null });
      },
    );
    reader.streams.set(stream, sweep);
    return sweep;
  }
  #table(account: AccountId, reader: Reader, { table, hinted }: Table): Sweep {
    const known = reader.streams.get(table);
    if (known) return known;
    const sweep: Sweep = {
      ...BEGINS,
      ...(hinted && { hints: new Hinted(this.way, account, hinted) }),
      intake: new TableReading(
        this.#way(
          account,
          () => sweep,
          (completeTo) => Object.assign(sweep, { completeTo, problem: null }),
        ),
        account,
        table,
      ),
    };
    reader.streams.set(table, sweep);
    return sweep;
  }
  #sweep(
    account: AccountId,
    stream: string | undefined,
    sweep: () => Sweep,
    heard: (completeTo: string) => void,
  ): Sweep & { readonly intake: Intake } {
    return { ...BEGINS, intake: new Intake(this.#way(account, sweep, heard), account, stream) };
  }
  #way(account: AccountId, sweep: () => Sweep, heard: (completeTo: string) => void): IntakeWay {
    const { way } = this;
    return {
      ledger: way.ledger,
      transport: way.transport,
      clock: way.clock,
      stopped: way.stopped,
      connected: (id) => way.connected(id),
      learned: (id) => way.accounts.row(id)?.learned,
      accounts: () => Object.keys(way.books.around.accounts),
      stored: (keys) => way.stored(account, keys),
      heard: (_, completeTo) => heard(completeTo),
      failed: (_, answer) => {
        const refused = answer.is === 'refused';
        const why = refused ? `${answer.code}: ${answer.text}` : answer.why;
        this.#failed(account, sweep(), why, refused && answer.code === 'UNAUTHORISED');
      },
    };
  }
}
const BEGINS = { next: 0, heldUntil: 0, problem: null, completeTo: null, busy: false };
/** Ms until a table is to be read: in its rhythm, and up to four times as often while it is told to have changed. */
function tableIn({ every }: Table, { next, heldUntil, problem, hints }: Sweep, now: Instant, read: boolean): Ms {
  const hintedIn = problem === null && hints ? hints.dueIn(now) : Number.POSITIVE_INFINITY;
  if (!read) return Math.max(hintedIn, heldUntil - now);
  return Math.min(next - now, Math.max(hintedIn, next - (every * 3) / 4 - now));
}
/** A node that tells this account, or of it, is there; or a trigger that hears of it. */
const isWanted = ({ wanted: { verb, event } }: Table, account: AccountId, { wired, listeners }: Around): boolean =>
  wired.some((row) => row.present && row.verb === verb && Object.values(row.args ?? {}).includes(account)) ||
  (event !== undefined && listeners.some((one) => one.present && one.events.includes(event) && one.shop === account));
