import type { Ledger } from '../../ledger/port';
import type { AccountId } from '../../model/order';
import type { Instant, Mode, Ms } from '../../model/record';
import type { Ask, TestRow } from '../../platforms/port';
import type { Webhooks } from '../../platforms/webhooks';

/** One account as it is deployed now. */
export interface Subscriber {
  readonly node: string;
  readonly account: AccountId;
  readonly mode: Mode;
  readonly webhooks: Webhooks;
  /** Null: switched off. */
  readonly uri: string | null;
}
export interface SubscriptionsWay {
  readonly ledger: Ledger;
  readonly ask: Ask;
  readonly now: () => Instant;
  log(text: string): void;
  changed(): void;
}
const CHECKED_EVERY: Ms = 24 * 3_600_000;
const AGAIN: Ms = 5 * 60_000;
/** More former addresses than anybody leaves behind between two checks. */
const REMEMBERED = 20;

interface Checked {
  readonly wanted: string;
  readonly next: Instant;
  readonly troubles: readonly string[];
}
/** What each platform is asked to send: made at a start and a deploy, looked at daily, removed when it is switched off. */
export class Subscriptions {
  readonly #checked = new Map<AccountId, Checked>();
  readonly #busy = new Map<AccountId, Promise<void>>();

  constructor(private readonly way: SubscriptionsWay) {}

  /** What is wrong with them, in words; empty: nothing, or not looked at yet. */
  troubles(account: AccountId): readonly string[] {
    return this.#checked.get(account)?.troubles ?? [];
  }
  /** Checks those that are due or were changed. A preview makes nothing at the platform, and what is paused stays as it is. */
  async look(subscribers: readonly Subscriber[]): Promise<void> {
    // Settings nodes may share an account; it is subscribed by the first of them, or they would undo each other's.
    const first = new Map([...subscribers].reverse().map((one) => [one.account, one]));
    await Promise.all(
      [...first.values()].map((one) => {
        const busy = this.#busy.get(one.account);
        const check = () => (this.#isDue(one) ? this.#check(one) : undefined);
        return busy ? busy.then(check) : check();
      }),
    );
  }
  #isDue({ account, mode, uri }: Subscriber): boolean {
    if (mode !== 'live') return false;
    const checked = this.#checked.get(account);
    return checked?.wanted !== String(uri) || checked.next <= this.way.now();
  }
  #check(one: Subscriber): Promise<void> {
    const checking = this.#subscribe(one).finally(() => this.#busy.delete(one.account));
    this.#busy.set(one.account, checking);
    return checking;
  }
  async #subscribe({ account, webhooks, uri }: Subscriber): Promise<void> {
    const { ledger, ask, now } = this.way;
    const name = `webhooks/${account}`;
    try {
      const known = ((await ledger.kept(name))?.value ?? []) as readonly string[];
      // Nothing was ever made, and nothing is wanted: the platform need not be asked.
      if (uri === null && known.length === 0) {
        this.#done(account, uri, CHECKED_EVERY, []);
        return;
      }
      // Written down before it is made: what a death leaves behind is found and removed.
      if (uri !== null && !known.includes(uri)) await ledger.keep(name, [uri, ...known].slice(0, REMEMBERED), now());
      const rows = await webhooks.subscribe(ask, account, { uri, former: known });
      const failed = rows.filter(({ ok }) => !ok);
      if (failed.length === 0) await ledger.keep(name, uri === null ? [] : [uri], now());
      this.#done(account, uri, failed.length === 0 ? CHECKED_EVERY : AGAIN * 12, failed.map(said));
    } catch (error) {
      this.#done(account, uri, AGAIN, [error instanceof Error ? error.message : String(error)]);
    }
  }
  #done(account: AccountId, uri: string | null, after: Ms, troubles: readonly string[]): void {
    const before = this.troubles(account).join();
    this.#checked.set(account, { wanted: String(uri), next: this.way.now() + after, troubles });
    if (troubles.length > 0 && troubles.join() !== before) this.way.log(`Webhooks of ${account}: ${troubles.join('; ')}`);
    if (troubles.join() !== before) this.way.changed();
  }
}
const said = ({ what, text }: TestRow): string => `${what}: ${text}`;
