/** Which of two readings holds, and who waits for one. Pure; every driver asks here. */
import type { Effect, Observation } from '../model/record';

type Reading = Pick<Observation, 'version' | 'sentAt' | 'hash'>;

// Date.parse also reads "5" and "1/2": only what looks like ISO 8601 counts as an instant.
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const instant = (version: string): number => (ISO.test(version) ? Date.parse(version) : NaN);

/** Versions as instants where both read as such, else as texts. Negative, zero or positive. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [instant(a), instant(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : 1;
}
/** True where `a` holds against `b`: the greater version, else asked later, else the greater hash (so that any order of arrival ends alike). */
export function wins(a: Reading, b: Reading): boolean {
  const byVersion = compareVersions(a.version, b.version);
  if (byVersion !== 0) return byVersion > 0;
  if (a.sentAt !== b.sentAt) return a.sentAt > b.sentAt;
  return a.hash > b.hash;
}
export const sameReading = (a: Reading, b: Reading): boolean => a.hash === b.hash && a.version === b.version;

/** An open effect with a write that nobody knows the outcome of: it may wait for a reading that was asked late enough. */
export const inDoubt = (effect: Effect): boolean =>
  effect.state === 'open' && effect.writes.some(({ answeredAt, attempt }) => answeredAt === undefined && attempt.resolved === undefined);
