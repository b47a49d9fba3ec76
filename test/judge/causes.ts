/** Which open cases the world gave cause for. A kind that is not listed is never explained. */
import type { Injected, OpenCase, Trial } from './judge';

type Cause = (trial: Trial, injected: Injected, one: OpenCase) => boolean;
const has = (ids: ReadonlySet<string> | undefined, trial: Trial): boolean => ids?.has(trial.order.id) ?? false;

/** Cases of an order. */
const CAUSES: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['unknown sku', ({ order }, { unknownSkus }) => order.lines.some((line) => unknownSkus.has(line.sku))],
  ['flow let this pass', (trial, { flowDrops }) => has(flowDrops, trial)],
  ['flow error', (trial, { flowDrops }) => has(flowDrops, trial)],
  ['cancelled after creation', (trial, { cancelled }) => has(cancelled, trial) && trial.standing.length > 0],
  // A cancelled order's total is nothing any more, and its shop order's still is.
  [
    'price difference',
    (trial, { cancelled, oddities }) => has(oddities, trial) || (has(cancelled, trial) && trial.standing.length > 0),
  ],
  ['not decided', (trial, { neverPaid, oddities }) => has(neverPaid, trial) || has(oddities, trial)],
  ['arrived late', (trial, { shippedElsewhere }) => has(shippedElsewhere, trial)],
  ['refused', (trial, { refusals }) => has(refusals, trial)],
  ['in doubt', (trial, { unanswered }) => has(unanswered, trial)],
  ['maybe exists', (trial, { unanswered }) => has(unanswered, trial)],
  ['unmapped', (trial, { oddities }) => has(oddities, trial)],
  ['unknown value', (trial, { oddities }) => has(oddities, trial)],
  ['unknown rate', (trial, { oddities }) => has(oddities, trial)],
  ['unreadable', (trial, { oddities }) => has(oddities, trial)],
]);
/** Cases of an account. */
const OF_AN_ACCOUNT: ReadonlySet<string> = new Set(['silent channel', 'account stopped', 'listener gone']);

/** Whether the world gave cause for an open case; `trial` is undefined for a case of an account. */
export function explained(one: OpenCase, trial: Trial | undefined, injected: Injected): boolean {
  if (trial) return CAUSES.get(one.kind)?.(trial, injected, one) ?? false;
  if (OF_AN_ACCOUNT.has(one.kind)) return injected.cutOff?.has(one.key) ?? false;
  return one.kind === 'unreadable' && (injected.oddities?.has(one.key) ?? false);
}
