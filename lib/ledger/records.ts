/** How records and streams begin, and which record is an account's own. */
import { type AccountId, type OrderKey, ownKey } from '../model/order';
import type { Instant, OrderRecord } from '../model/record';
import type { Cursor } from './port';

/** A stream that was never read. */
export const NO_CURSOR: Cursor = { version: 0, from: null, sweep: null, completeTo: null };

export const isAccount = ({ key, account }: { readonly key: OrderKey; readonly account: AccountId }): boolean =>
  key === ownKey(account);

export const fresh = (key: OrderKey, account: AccountId, now: Instant): OrderRecord => ({
  key,
  account,
  version: 0,
  alarm: null,
  firstSeenAt: now,
  observations: {},
  decisions: [],
  effects: {},
  deliveries: {},
  cases: {},
});
/** Made by the first commit at version 0: orders come by readings, so this can only be an account's own record. */
export const freshAccount = (key: OrderKey, now: Instant): OrderRecord => fresh(key, key as string, now);
