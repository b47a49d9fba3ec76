/** Alarms of the memory driver: sorted per account, so that a held account costs nothing and the next alarm is exact. */
import { type AccountId, type OrderKey, ownKey } from '../model/order';
import type { Instant } from '../model/record';

interface Alarm {
  readonly at: Instant;
  readonly key: OrderKey;
}
const before = (a: Alarm, at: Instant, key: OrderKey): boolean => a.at < at || (a.at === at && a.key < key);

/** After every key. */
const LAST = '\uffff';

/** Index of the first alarm that is not before (at, key). */
function place(alarms: readonly Alarm[], at: Instant, key: OrderKey): number {
  let [low, high] = [0, alarms.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const alarm = alarms[middle];
    if (alarm && before(alarm, at, key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Alarms {
  private readonly accounts = new Map<AccountId, Alarm[]>();

  /** Moves an order's alarm; null: it has none. */
  move(account: AccountId, key: OrderKey, from: Instant | null, to: Instant | null): void {
    if (from === to) return;
    const alarms = this.accounts.get(account) ?? [];
    this.accounts.set(account, alarms);
    if (from !== null) alarms.splice(place(alarms, from, key), 1);
    if (to !== null) alarms.splice(place(alarms, to, key), 0, { at: to, key });
  }

  due(
    now: Instant,
    limit: number,
    without: readonly AccountId[],
  ): { readonly keys: readonly OrderKey[]; readonly inMs: number | null } {
    const gone: Alarm[] = [];
    let next = Infinity;
    for (const [account, alarms] of this.accounts) {
      if (without.includes(account)) continue;
      const end = place(alarms, now, LAST);
      gone.push(...alarms.slice(0, Math.min(end, limit)));
      next = Math.min(next, alarms[end]?.at ?? next);
    }
    if (this.accounts.size > 1) gone.sort((a, b) => (before(a, b.at, b.key) ? -1 : 1));
    return { keys: gone.slice(0, limit).map(({ key }) => key), inMs: next === Infinity ? null : next - now };
  }

  count(now: Instant): number {
    let due = 0;
    for (const [account, alarms] of this.accounts) {
      const end = place(alarms, now, LAST);
      // An account's own record is no order.
      due += end - (alarms.slice(0, end).some(({ key }) => key === ownKey(account)) ? 1 : 0);
    }
    return due;
  }
}
