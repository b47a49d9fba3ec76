/** When a reading repeats another, and who waits for one that repeats. Which one holds is model/observe's. Pure. */
import type { Effect, Observation } from '../model/record';

type Reading = Pick<Observation, 'version' | 'hash'>;

export const sameReading = (a: Reading, b: Reading): boolean => a.hash === b.hash && a.version === b.version;

/** An open effect that was refused, or has a write without an answer: it may wait for a reading that was asked late enough. */
export const inDoubt = (effect: Effect): boolean =>
  effect.state === 'open' && (effect.refusal !== undefined || effect.writes.some(({ answeredAt }) => answeredAt === undefined));
