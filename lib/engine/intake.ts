import type { Cursor, Ledger, Seen } from '../ledger/port';
import type { Answer, Request } from '../model/call';
import { type AccountId, type OrderKey, orderKey, ownKey } from '../model/order';
import type { Instant, Ms } from '../model/record';
import type { Intake as Reads, Stray, Stream } from '../platforms/port';
import type { Clock, Transport } from '../transport/port';
import { Hinted } from './hinted';
import type { Connected } from './port';
import { type Asked, Sightings } from './sightings';

export interface IntakeWay {
  readonly ledger: Ledger;
  readonly transport: Transport;
  readonly clock: Clock;
  stopped(): boolean;
  connected(account: AccountId): Connected | undefined;
  learned(account: AccountId): unknown;
  /** Accounts that orders of this ledger belong to. */
  accounts(): readonly AccountId[];
  /** Orders that were stored, so that whoever keeps them reads them anew. */
  stored(keys: readonly OrderKey[]): void;
  /** The account answered, or why it did not. */
  heard(account: AccountId, completeTo: string): void;
  failed(account: AccountId, answer: Exclude<Answer, { is: 'ok' }>): void;
}
type Mark = number | string | null;
const DAY: Ms = 24 * 3_600_000;
/** A page that cannot be read is asked for again so much later. */
const UNREADABLE: Ms = 60_000;
/** This instance, or this key, does not have the call. */
const MISSING: readonly number[] = [403, 404, 405, 406, 410];
/** What a page tells; `read` is called once that is stored. */
interface Page {
  readonly rows: readonly Seen[];
  readonly next: Mark;
  read(): void;
}
type Failure = Exclude<Answer, { is: 'ok' }>;

/**
 * Reads one stream of an account so that nothing passes unseen (R3): windows that begin before the last one began, sorted by
 * a key that does not move, no end and no filter by state; each page is stored with the position after it in one transaction.
 */
export class Intake {
  readonly #sightings: Sightings;
  /** By the ids that the platform calls them by. */
  readonly #wanted = new Set<string>();
  #wantedFrom: Instant = 0;
  readonly #hints: Hinted;
  constructor(
    private readonly way: IntakeWay,
    private readonly account: AccountId,
    /** One of the platform's streams; undefined: its orders. */
    private readonly stream?: string,
  ) {
    this.#sightings = new Sightings(way, account);
    this.#hints = new Hinted(way, account, 'order');
  }

  /** Asks for one order to be read again with the next look-up by id: the source's, or the shop's. */
  want(id: string): void {
    this.#wanted.add(id);
  }
  /** The ledger holds a hint: that order is read like a wanted one. */
  hinted(): void {
    this.#hints.came();
  }
  /** Ms until the wanted orders may be read; infinite where none is wanted. */
  wantedIn(now: Instant): Ms {
    return this.#wanted.size > 0 ? Math.max(0, this.#wantedFrom - now) : this.#hints.dueIn(now);
  }

  get #reads(): Stream | undefined {
    const platform = this.way.connected(this.account)?.platform;
    return this.stream === undefined ? platform?.intake : platform?.streams?.find(({ stream }) => stream === this.stream);
  }
  /** Where its pages only name what changed. */
  get #orders(): Reads | undefined {
    return this.stream === undefined ? this.way.connected(this.account)?.platform.intake : undefined;
  }

  /** One sweep, resumed where its pages stopped. Returns the ms until the next is due, or until it should be tried again. */
  async sweep(): Promise<Ms> {
    const { way, account } = this;
    const connected = way.connected(account);
    const reads = this.#reads;
    const names = this.#orders?.names;
    if (!connected || !reads) return 60_000;
    let cursor = await way.ledger.cursor(account, reads.stream);
    for (;;) {
      const from = cursor.sweep ? cursor.sweep.from : cursor.from;
      const answer = await this.#send(reads.page(account, connected.settings, from, cursor.sweep?.offset ?? 0));
      if (answer.is === 'refused' && typeof cursor.sweep?.offset === 'string' && answer.code !== 'UNAUTHORISED')
        return this.#fromTheStart(reads, cursor);
      if (answer.is !== 'ok') return this.#failed(answer);
      const began = cursor.sweep?.began ?? new Date(answer.date ?? answer.sentAt).toISOString();
      const page = names
        ? await this.#named(names, answer.body, answer.date ?? answer.sentAt)
        : await this.#told(answer.body, answer);
      if ('is' in page) return this.#failed(page);
      if ('field' in page) return this.#unreadable(page, answer);
      const moved = next(cursor, reads, began, from, page.next);
      const position = { account, stream: reads.stream, expect: cursor.version, moved };
      if ((await way.ledger.append(page.rows, way.clock.now(), position)) === 'elsewhere') return reads.every;
      this.#sightings.remember(page.rows);
      page.read();
      way.stored(page.rows.map((one) => one.key));
      cursor = moved;
      if (page.next === null) {
        way.heard(account, began);
        return reads.every;
      }
      if (way.stopped()) return reads.every;
    }
  }

  /** A mark of pages does not live for ever: after a long stop its sweep begins anew, with the same window. */
  async #fromTheStart(reads: Stream, cursor: Cursor): Promise<Ms> {
    const { way, account } = this;
    const moved = { ...cursor, version: cursor.version + 1, sweep: null };
    await way.ledger.append([], way.clock.now(), { account, stream: reads.stream, expect: cursor.version, moved });
    return 1_000;
  }

  /** Reads the wanted orders by id, so many a call. */
  async readWanted(): Promise<void> {
    const { way, account } = this;
    const reads = this.#orders;
    if (!reads) return;
    for (const id of await this.#hints.take()) this.#wanted.add(id);
    while (this.#wanted.size > 0) {
      const ids = [...this.#wanted].slice(0, reads.batch);
      const page = await this.#whole(ids, true);
      if ('is' in page) {
        this.#wantedFrom = way.clock.now() + this.#failed(page);
        return;
      }
      if ('field' in page) {
        // Whoever waits for them looks again; a hint stays, since what it says was not read. The sweeps make it a case.
        for (const id of ids) this.#wanted.delete(id);
        this.#hints.again(UNREADABLE);
        return;
      }
      await way.ledger.append(page, way.clock.now());
      this.#sightings.remember(page);
      await this.#hints.read(ids);
      for (const id of ids) this.#wanted.delete(id);
      // One that the answer does not name was asked for as well: whoever waits for it looks again.
      const marketplace = way.connected(account)?.platform.side === 'marketplace';
      way.stored(marketplace ? ids.map((id) => orderKey(account, id)) : page.map(({ key }) => key));
    }
  }

  /** A page that tells whole readings. */
  async #told(body: unknown, asked: Asked): Promise<Page | Stray> {
    const page = this.#readable(body);
    if ('field' in page) return page;
    return { rows: await this.#sightings.rows(page.seen, page.stray, asked), next: page.next, read: () => undefined };
  }
  /** A page that names what changed: what is this ledger's and not known in that version is read whole. */
  async #named(
    names: NonNullable<Reads['names']>,
    body: unknown,
    /** By the platform's clock. */
    asked: Instant,
  ): Promise<Page | Failure | Stray> {
    let page: ReturnType<typeof names>;
    try {
      page = names(body);
    } catch (error) {
      return unread(body, error);
    }
    const fresh = page.named.filter(
      ({ id, version, of }) => this.#sightings.orderIn(of) && !this.#sightings.isNamed(id, version),
    );
    const rows: Seen[] = [];
    const known: { readonly id: string; readonly version: string }[] = [];
    // Only what is stored is known: a page that is given up half-way is named again with the next sweep.
    const read = (): void => {
      for (const { id, version } of known) this.#sightings.named(id, version, asked);
    };
    const batch = this.#orders?.batch ?? 1;
    for (let at = 0; at < fresh.length; at += batch) {
      const some = fresh.slice(at, at + batch);
      const whole = await this.#whole(some.map(({ id }) => id));
      if ('is' in whole || 'field' in whole) {
        await this.way.ledger.append(rows, this.way.clock.now());
        this.#sightings.remember(rows);
        read();
        this.way.stored(rows.map(({ key }) => key));
        return whole;
      }
      // What could not be read is read again with the next sweep: it may have been the answer.
      if (!whole.some(({ observation }) => observation.body.kind === 'unreadable')) known.push(...some);
      rows.push(...whole);
    }
    return { rows, next: page.next, read };
  }
  async #whole(ids: readonly string[], all = false): Promise<readonly Seen[] | Failure | Stray> {
    const connected = this.way.connected(this.account);
    const reads = this.#orders;
    if (!connected || !reads) return { is: 'not sent', why: 'it is not deployed any more' };
    const answer = await this.#send(reads.byIds(this.account, connected.settings, ids));
    if (answer.is !== 'ok') return answer;
    const page = this.#readable(answer.body);
    return 'field' in page ? page : this.#sightings.rows(page.seen, page.stray, answer, all);
  }

  async #send(request: Request): Promise<Answer> {
    const { transport, clock } = this.way;
    for (let wait = await transport.reserve(request); wait > 0; wait = await transport.reserve(request)) {
      await clock.sleep(wait);
      if (this.way.stopped()) return { is: 'not sent', why: 'stopped' };
    }
    return transport.send(request);
  }
  #failed(answer: Failure): Ms {
    if (answer.is === 'refused' && this.#reads?.mayBeMissing && MISSING.includes(answer.status)) return DAY;
    this.way.failed(this.account, answer);
    return answer.is === 'not executed' ? Math.max(1_000, answer.retryAfter) : 30_000;
  }
  /** A whole page that cannot be read is kept raw as a case of the account; the cursor does not move past it. */
  async #unreadable(stray: Stray, asked: Asked): Promise<Ms> {
    await this.way.ledger.append(await this.#sightings.rows([], [stray], asked), this.way.clock.now());
    this.way.stored([ownKey(this.account)]);
    return UNREADABLE;
  }
  #readable(body: unknown): ReturnType<Stream['read']> | Stray {
    const reads = this.#reads;
    try {
      return reads ? reads.read(this.account, body, this.way.learned(this.account)) : { seen: [], stray: [], next: null };
    } catch (error) {
      return unread(body, error);
    }
  }
}

/** The position after a page: within the sweep, or at its end the next window's beginning, less the overlap. */
function next(cursor: Cursor, reads: Stream, began: string, from: string | null, mark: Mark): Cursor {
  if (mark !== null)
    return {
      version: cursor.version + 1,
      from: cursor.from,
      sweep: { began, from, offset: mark },
      completeTo: cursor.completeTo,
    };
  return {
    version: cursor.version + 1,
    from: new Date(Date.parse(began) - reads.overlap).toISOString(),
    sweep: null,
    completeTo: began,
  };
}
const unread = (body: unknown, error: unknown): Stray => ({
  field: 'page',
  text: error instanceof Error ? error.message : String(error),
  raw: body,
});
