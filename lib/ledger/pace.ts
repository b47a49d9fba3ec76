/** A published frequency (GCRA): one instant per budget says when the next turn is due. Pure; every driver asks here. */
import type { Instant, Ms } from '../model/record';

/**
 * `next`: as stored, 0 where never taken. One turn each `span`; `burst` turns may be taken at once after a rest.
 * `wait` 0: taken, store the new `next`. Otherwise nothing is taken.
 */
export function turn(next: Instant, span: Ms, burst: number, now: Instant): { readonly wait: Ms; readonly next: Instant } {
  const wait = Math.max(0, Math.ceil(next - (Math.max(1, burst) - 1) * span - now));
  return { wait, next: wait === 0 ? Math.max(next, now) + span : next };
}
