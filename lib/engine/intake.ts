import type { Cursor, Ledger, Seen } from '../ledger/port';
import type { Answer, Request } from '../model/call';
import { hashOf } from '../model/observe';
import { type AccountId, type OrderKey, ownKey, personal } from '../model/order';
import type { Instant, Ms } from '../model/record';
import type { Read, Intake as Reads, Stray } from '../platforms/port';
import type { Clock, Transport } from '../transport/port';
import type { Connected } from './port';

export interface IntakeWay {
  readonly ledger: Ledger;
  readonly transport: Transport;
  readonly clock: Clock;
  stopped(): boolean;
  connected(account: AccountId): Connected | undefined;
  learned(account: AccountId): unknown;
  /** Orders that were stored, so that whoever keeps them reads them anew. */
  stored(keys: readonly OrderKey[]): void;
  /** The account answered, or why it did not. */
  heard(account: AccountId, completeTo: string): void;
  failed(account: AccountId, answer: Exclude<Answer, { is: 'ok' }>): void;
}
/** How many unchanged readings are remembered, so that an overlapping window does not store them again and again. */
const REMEMBERED = 20_000;
const NEVER = '1970-01-01T00:00:00Z';

/**
 * Reads one stream of an account so that nothing passes unseen (R3): windows that begin before the last one began, sorted by
 * a key that does not move, no end and no filter by state; each page is stored with the position after it in one transaction.
 */
export class Intake {
  readonly #known = new Map<OrderKey, string>();
  readonly #wanted = new Set<OrderKey>();
  constructor(
    private readonly way: IntakeWay,
    private readonly account: AccountId,
  ) {}

  /** Asks for one order to be read again with the next look-up by id. */
  want(key: OrderKey): void {
    this.#wanted.add(key);
  }
  get wanting(): boolean {
    return this.#wanted.size > 0;
  }

  /** One sweep, resumed where its pages stopped. Returns the ms until the next is due, or until it should be tried again. */
  async sweep(): Promise<Ms> {
    const { way, account } = this;
    const connected = way.connected(account);
    const reads = connected?.platform.intake;
    if (!connected || !reads) return 60_000;
    let cursor = await way.ledger.cursor(account, reads.stream);
    for (;;) {
      const from = cursor.sweep ? cursor.sweep.from : cursor.from;
      const answer = await this.#send(reads.page(account, connected.settings, from, cursor.sweep?.offset ?? 0));
      if (answer.is !== 'ok') return this.#failed(answer);
      const began = cursor.sweep?.began ?? new Date(answer.date ?? answer.sentAt).toISOString();
      const page = readable(reads, account, answer.body, way.learned(account));
      if ('field' in page) return this.#unreadable(page, answer);
      const moved = next(cursor, reads, began, from, page.next);
      const seen = await this.#seen(page.seen, page.stray, answer);
      if (
        (await way.ledger.append(seen, way.clock.now(), { account, stream: reads.stream, expect: cursor.version, moved })) ===
        'elsewhere'
      )
        return reads.every;
      this.#remember(seen);
      way.stored(seen.map((one) => one.key));
      cursor = moved;
      if (page.next === null) {
        way.heard(account, began);
        return reads.every;
      }
      if (way.stopped()) return reads.every;
    }
  }

  /** Reads the wanted orders by id, so many a call. */
  async readWanted(): Promise<void> {
    const { way, account } = this;
    const connected = way.connected(account);
    const reads = connected?.platform.intake;
    if (!connected || !reads) return;
    while (this.#wanted.size > 0) {
      const keys = [...this.#wanted].slice(0, reads.batch);
      const answer = await this.#send(
        reads.byIds(
          account,
          connected.settings,
          keys.map((key) => key.slice(account.length + 1)),
        ),
      );
      if (answer.is !== 'ok') {
        this.#failed(answer);
        return;
      }
      for (const key of keys) this.#wanted.delete(key);
      const page = readable(reads, account, answer.body, way.learned(account));
      if ('field' in page) return;
      const seen = await this.#seen(page.seen, page.stray, answer, true);
      await way.ledger.append(seen, way.clock.now());
      this.#remember(seen);
      way.stored(keys);
    }
  }

  async #send(request: Request): Promise<Answer> {
    const { transport, clock } = this.way;
    for (let wait = await transport.reserve(request); wait > 0; wait = await transport.reserve(request)) {
      await clock.sleep(wait);
      if (this.way.stopped()) return { is: 'not sent', why: 'stopped' };
    }
    return transport.send(request);
  }
  #failed(answer: Exclude<Answer, { is: 'ok' }>): Ms {
    this.way.failed(this.account, answer);
    return answer.is === 'not executed' ? Math.max(1_000, answer.retryAfter) : 30_000;
  }
  /** A whole page that cannot be read is kept raw as a case of the account; the cursor does not move past it. */
  async #unreadable(stray: Stray, answer: { readonly sentAt: Instant; readonly answeredAt: Instant }): Promise<Ms> {
    await this.way.ledger.append(await this.#seen([], [stray], answer), this.way.clock.now());
    this.way.stored([ownKey(this.account)]);
    return 60_000;
  }

  async #seen(
    read: readonly Read[],
    stray: readonly Stray[],
    answer: { readonly sentAt: Instant; readonly answeredAt: Instant },
    all = false,
  ): Promise<Seen[]> {
    const { account } = this;
    const times = { sentAt: answer.sentAt, answeredAt: answer.answeredAt };
    const seen: Seen[] = [];
    for (const one of read) {
      const hash = hashOf(one.body);
      const version = await this.#version(one);
      if (!all && this.#known.get(one.key) === `${version}|${hash}`) continue;
      seen.push({
        key: one.key,
        account,
        refs: one.refs,
        observation: { subject: 'order', version, body: one.body, hash, ...times },
      });
    }
    for (const one of stray) {
      const body = { kind: 'unreadable' as const, field: one.field, text: one.text, raw: personal(one.raw) };
      seen.push({
        key: ownKey(account),
        account,
        refs: [],
        observation: { subject: 'order', version: new Date(times.sentAt).toISOString(), body, hash: hashOf(body), ...times },
      });
    }
    return seen;
  }
  /**
   * A version that cannot be read takes the place of the last one known, so that the reading that was asked later holds; of an
   * order never seen before it is older than any.
   */
  async #version({ key, version }: Read): Promise<string> {
    if (!Number.isNaN(Date.parse(version))) return version;
    const known = this.#known.get(key)?.split('|')[0];
    return known ?? (await this.way.ledger.read(key)).order?.observations.order?.version ?? NEVER;
  }
  #remember(seen: readonly Seen[]): void {
    for (const { key, observation } of seen) {
      this.#known.delete(key);
      this.#known.set(key, `${observation.version}|${observation.hash}`);
    }
    for (const key of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break;
      this.#known.delete(key);
    }
  }
}

/** The position after a page: within the sweep, or at its end the next window's beginning, less the overlap. */
function next(cursor: Cursor, reads: Reads, began: string, from: string | null, offset: number | null): Cursor {
  if (offset !== null)
    return { version: cursor.version + 1, from: cursor.from, sweep: { began, from, offset }, completeTo: cursor.completeTo };
  return {
    version: cursor.version + 1,
    from: new Date(Date.parse(began) - reads.overlap).toISOString(),
    sweep: null,
    completeTo: began,
  };
}

function readable(reads: Reads, account: AccountId, body: unknown, learned: unknown): ReturnType<Reads['read']> | Stray {
  try {
    return reads.read(account, body, learned);
  } catch (error) {
    return { field: 'page', text: error instanceof Error ? error.message : String(error), raw: body };
  }
}
