import type { Ledger } from '../ledger/port';
import { LifecycleError } from '../model/errors';
import { type AccountId, type OrderKey, sourceIdOf } from '../model/order';
import type { Instant, Ms } from '../model/record';
import type { Clock, Transport } from '../transport/port';
import type { Accounts } from './accounts';
import type { Books } from './books';
import { Intake } from './intake';
import type { Connected } from './port';

/** An account's reading: when it is next due, and what is wrong with it. */
interface Reader {
  readonly intake: Intake;
  next: Instant;
  problem: string | null;
  heardAt: Instant;
  completeTo: string | null;
  busy: boolean;
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

/** Reads every deployed marketplace in its own rhythm: sweeps, single orders that somebody waits for, what it says of itself. */
export class Readers {
  readonly #readers = new Map<AccountId, Reader>();
  constructor(private readonly way: ReadersWay) {}

  /** Starts what is to be read now; the ms until the next is. */
  start(now: Instant): Ms {
    const { way } = this;
    let idle = IDLE;
    for (const row of Object.values(way.books.around.accounts)) {
      if (!way.connected(row.id)?.platform.intake || row.mode === 'paused' || row.stopped !== undefined) continue;
      const reader = this.#reader(row.id);
      if (now - reader.heardAt > way.silentAfter && row.silentSince === undefined && !reader.busy) {
        way.background('silent', way.accounts.change(row.id, { silentSince: reader.heardAt }, way.by));
      }
      if (!reader.busy && (reader.next <= now || reader.intake.wanting)) {
        reader.busy = true;
        way.background('intake', this.#read(row.id, reader, now));
      }
      if (!reader.busy) idle = Math.min(idle, reader.next - now);
    }
    return idle;
  }
  /** One order is to be read again, by its id, with the next call. */
  want(account: AccountId, id: string): void {
    this.#reader(account).intake.want(id);
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
    this.#reader(account).next = 0;
    this.way.wake();
  }
  /** Its settings were deployed anew: what it says of itself may differ. */
  learnAgain(account: AccountId): void {
    const reader = this.#readers.get(account);
    if (reader) reader.learnedAt = 0;
  }
  async health(account: AccountId): Promise<{ completeTo: string | null; retryAt: Instant | null; problem: string | null }> {
    const reader = this.#readers.get(account);
    const stream = this.way.connected(account)?.platform.intake?.stream;
    const completeTo = reader?.completeTo ?? (stream ? (await this.way.ledger.cursor(account, stream)).completeTo : null);
    return { completeTo, retryAt: reader?.problem ? reader.next : null, problem: reader?.problem ?? null };
  }

  async #read(account: AccountId, reader: Reader, now: Instant): Promise<void> {
    const { accounts, clock, wake } = this.way;
    try {
      if (now - reader.learnedAt > LEARNED_FOR) {
        await accounts.learn(account);
        reader.learnedAt = now;
      }
      await reader.intake.readWanted();
      if (reader.next <= now) reader.next = now + (await reader.intake.sweep());
    } catch (error) {
      reader.next = clock.now() + (error instanceof LifecycleError && error.retryAfter ? error.retryAfter : TRY_AGAIN);
      const unauthorised = (error as { code?: string }).code === 'UNAUTHORISED';
      this.#failed(account, reader, error instanceof Error ? error.message : String(error), unauthorised);
    } finally {
      reader.busy = false;
      wake();
    }
  }
  #failed(account: AccountId, reader: Reader, why: string, unauthorised: boolean): void {
    reader.problem = why;
    if (unauthorised) this.way.background('stop', this.way.accounts.stop(account, 'key refused'));
    this.way.changed(account);
  }
  #heard(account: AccountId, reader: Reader, completeTo: string): void {
    Object.assign(reader, { heardAt: this.way.clock.now(), completeTo, problem: null });
    if (this.way.accounts.row(account)?.silentSince !== undefined) this.way.background('heard', this.way.accounts.heard(account));
    this.way.changed(account);
  }
  #reader(account: AccountId): Reader {
    const known = this.#readers.get(account);
    if (known) return known;
    const { way } = this;
    const intake = new Intake(
      {
        ledger: way.ledger,
        transport: way.transport,
        clock: way.clock,
        stopped: way.stopped,
        connected: (id) => way.connected(id),
        learned: (id) => way.accounts.row(id)?.learned,
        accounts: () => Object.keys(way.books.around.accounts),
        stored: (keys) => way.stored(account, keys),
        heard: (_, completeTo) => this.#heard(account, reader, completeTo),
        failed: (_, answer) => {
          const refused = answer.is === 'refused';
          const why = refused ? `${answer.code}: ${answer.text}` : answer.why;
          this.#failed(account, reader, why, refused && answer.code === 'UNAUTHORISED');
        },
      },
      account,
    );
    const reader: Reader = {
      intake,
      next: 0,
      problem: null,
      heardAt: way.clock.now(),
      completeTo: null,
      busy: false,
      learnedAt: 0,
    };
    this.#readers.set(account, reader);
    return reader;
  }
}
