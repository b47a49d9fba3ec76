/** What a commit makes of a record, apart from its readings. Pure; only what changes is copied. */
import type { OrderRecord } from '../model/record';
import { frozen } from './frozen';
import type { Patch } from './port';

function replaced<T>(
  old: Readonly<Record<string, T>>,
  rows: readonly T[] | undefined,
  idOf: (row: T) => string,
): Readonly<Record<string, T>> {
  if (rows === undefined || rows.length === 0) return old;
  const all = { ...old };
  for (const row of rows) all[idOf(row)] = frozen(row);
  return all;
}
export const applied = (old: OrderRecord, { effects, deliveries, cases, decisions = [], alarm }: Patch): OrderRecord => ({
  ...old,
  version: old.version + 1,
  alarm,
  effects: replaced(old.effects, effects, ({ id }) => id),
  deliveries: replaced(old.deliveries, deliveries, ({ id }) => id),
  cases: replaced(old.cases, cases, ({ cause }) => cause),
  decisions: decisions.length === 0 ? old.decisions : [...old.decisions, ...decisions.map(frozen)],
});
