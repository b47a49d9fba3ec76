import type { Patch } from '../ledger/port';
import { wins } from '../model/observe';
import type { AccountId, OrderKey } from '../model/order';
import type { Observation, OrderRecord, Subject } from '../model/record';

/** What an order is after a patch: the ledger does the same to its rows, so that the engine need not read what it wrote. */
export function apply(order: OrderRecord, patch: Omit<Patch, 'alarm' | 'standing' | 'by'>): OrderRecord {
  const observations: Partial<Record<Subject, Observation>> = { ...order.observations };
  for (const seen of patch.observations ?? []) {
    const known = observations[seen.subject];
    if (!known || wins(seen, known)) observations[seen.subject] = seen;
  }
  return {
    ...order,
    version: order.version + 1,
    observations,
    decisions: patch.decisions?.length ? [...order.decisions, ...patch.decisions] : order.decisions,
    effects: keyed(order.effects, patch.effects, (effect) => effect.id),
    deliveries: keyed(order.deliveries, patch.deliveries, (delivery) => delivery.id),
    cases: keyed(order.cases, patch.cases, (one) => one.cause),
  };
}

function keyed<T>(
  rows: Readonly<Record<string, T>>,
  changed: readonly T[] | undefined,
  id: (row: T) => string,
): Readonly<Record<string, T>> {
  if (!changed?.length) return rows;
  const next = { ...rows };
  for (const row of changed) next[id(row)] = row;
  return next;
}

/** An order that nothing is known of yet, or an account's own record: version 0, created by the first commit. */
export const blank = (key: OrderKey, account: AccountId, now: number): OrderRecord => ({
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
