import type { Ledger, Seen } from '../ledger/port';
import { hashOf } from '../model/observe';
import { type AccountId, type OrderKey, ownKey, personal } from '../model/order';
import type { Instant, Ms, Subject } from '../model/record';
import type { Read, Stray } from '../platforms/port';

/** When a page was asked for and when it came. */
export interface Asked {
  readonly sentAt: Instant;
  readonly answeredAt: Instant;
}
export interface SightingsWay {
  readonly ledger: Ledger;
  /** Accounts that orders of this ledger belong to. */
  accounts(): readonly AccountId[];
}
/** How many unchanged readings are remembered, so that an overlapping window does not store them again and again. */
const REMEMBERED = 20_000;
const NEVER = '1970-01-01T00:00:00Z';
/** A version states seconds: what was read so soon after it may still change under the same one. */
const SETTLED: Ms = 5_000;

/** What an account's pages tell, as rows for the ledger; what is known already is left out. */
export class Sightings {
  readonly #known = new Map<string, string>();
  constructor(
    private readonly way: SightingsWay,
    private readonly account: AccountId,
  ) {}

  /** `all`: also what is known already, so that an absence counts from this reading. */
  async rows(read: readonly Read[], stray: readonly Stray[], asked: Asked, all = false): Promise<Seen[]> {
    const { account } = this;
    const times = { sentAt: asked.sentAt, answeredAt: asked.answeredAt };
    const seen: Seen[] = [];
    for (const one of read) {
      const { subject = 'order' } = one;
      const own = subject === 'order' || one.key.startsWith(`${account}:`);
      const [key, of] = own ? [one.key, account] : (this.orderIn(one.key) ?? [undefined, account]);
      if (key === undefined) continue;
      const hash = hashOf(one.body);
      const version = await this.#version(key, subject, one.version);
      if (!all && this.#known.get(place(key, subject)) === `${version}|${hash}`) continue;
      seen.push({ key, account: of, refs: one.refs, observation: { subject, version, body: one.body, hash, ...times } });
    }
    for (const one of stray) {
      const body = { kind: 'unreadable' as const, field: one.field, text: one.text, raw: personal(one.raw) };
      const hash = hashOf(body);
      // Overlapping windows bring it again and again.
      if (this.#known.has(`stray ${hash}`)) continue;
      seen.push({
        key: ownKey(account),
        account,
        refs: [],
        observation: { subject: 'order', version: new Date(times.sentAt).toISOString(), body, hash, ...times },
      });
    }
    return seen;
  }
  /** They are stored: the same again is nothing new. */
  remember(seen: readonly Seen[]): void {
    for (const { key, observation } of seen) {
      if (key === ownKey(this.account)) this.#keep(`stray ${observation.hash}`, '');
      this.#keep(place(key, observation.subject), `${observation.version}|${observation.hash}`);
    }
  }

  /** A page names it in this version, and that was read whole. */
  isNamed(id: string, version: string): boolean {
    return this.#known.get(`name ${id}`) === version;
  }
  named(id: string, version: string, asked: Instant): void {
    if (asked - Date.parse(version) > SETTLED) this.#keep(`name ${id}`, version);
  }

  /** The order of this ledger that another system's key stands for: `account:order`, or `account:order#2` where it was made again. */
  orderIn(named: string): readonly [OrderKey, AccountId] | undefined {
    const accounts = this.way.accounts().filter((account) => named.startsWith(`${account}:`));
    const account = accounts.sort((a, b) => b.length - a.length)[0];
    return account === undefined ? undefined : [named.replace(/#\d+$/, ''), account];
  }

  /**
   * A version that cannot be read takes the place of the last one known, so that the reading that was asked later holds; of an
   * order never seen before it is older than any.
   */
  async #version(key: OrderKey, subject: Subject, version: string): Promise<string> {
    if (!Number.isNaN(Date.parse(version))) return version;
    const known = this.#known.get(place(key, subject))?.split('|')[0];
    return known ?? (await this.way.ledger.read(key)).order?.observations[subject]?.version ?? NEVER;
  }
  #keep(name: string, value: string): void {
    this.#known.delete(name);
    this.#known.set(name, value);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break;
      this.#known.delete(oldest);
    }
  }
}
const place = (key: OrderKey, subject: Subject): string => `${key}|${subject}`;
