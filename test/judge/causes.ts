/** Which open cases the world gave cause for. A kind that is not listed is never explained. */
import { editedAway, type Injected, type OpenCase, type Trial } from './judge';
import { moneyApart } from './life';

type Cause = (trial: Trial, injected: Injected, one: OpenCase) => boolean;
const has = (ids: ReadonlySet<string> | undefined, trial: Trial): boolean => ids?.has(trial.order.id) ?? false;
const about = ({ detail }: OpenCase, verb: string): boolean => String(detail.effect ?? '').startsWith(`${verb}/`);
const called = ({ detail }: OpenCase, ...calls: readonly string[]): boolean => calls.includes(String(detail.call ?? ''));

/** Money that people gave back, on either side. */
const gaveBack = ({ order, made }: Trial): number =>
  order.refunds.filter(({ by }) => by === 'portal').length +
  order.cancellations.filter(({ by }) => by === 'portal').length +
  made.reduce((sum, { refunds, cancelledAt }) => sum + refunds.length + (cancelledAt === null ? 0 : 1), 0);
const shippedInShop = ({ made }: Trial): boolean => made.some(({ fulfilments }) => fulfilments.length > 0);
const shippedInPortal = ({ order }: Trial): boolean => order.shipments.some(({ by }) => by === 'portal');
const voided = ({ made }: Trial): boolean => made.some(({ fulfilments }) => fulfilments.some(({ state }) => state === 'voided'));
/** The marketplace takes one shipment an order, and not all of it has left. */
const halfShipped = ({ standing }: Trial): boolean =>
  standing.some(({ fulfilments, lines }) => fulfilments.length > 0 && lines.some(({ unfulfilled }) => unfulfilled > 0));
const tookOut = ({ made }: Trial): boolean => made.some((one) => one.cancelledAt !== null || editedAway(one) > 0);
const cancelledInPortal = ({ order }: Trial): boolean => order.cancellations.some(({ by }) => by === 'portal');
/** Of a line that was refunded in part before the rest was cancelled, the marketplace's total and its lines say different things. */
const refundedAndCancelled = ({ order }: Trial): boolean =>
  order.cancellations.some(({ line }) => order.refunds.some((one) => one.line === line));
const tookBack = ({ made }: Trial): boolean => made.some(({ returns }) => returns.length > 0);
const changedOnBothSides = (trial: Trial): boolean =>
  shippedInPortal(trial) && (shippedInShop(trial) || gaveBack(trial) > 0 || trial.made.some((one) => editedAway(one) > 0));

/** Cases of an order. */
const CAUSES: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['unknown sku', ({ order }, { unknownSkus }) => order.lines.some((line) => unknownSkus.has(line.sku))],
  ['flow let this pass', (trial, { flowDrops }) => has(flowDrops, trial)],
  ['flow error', (trial, { flowDrops }) => has(flowDrops, trial)],
  // In the marketplace, or in the shop, after the goods had left on the other side (R10).
  [
    'cancelled after creation',
    (trial, { cancelled }, one) =>
      (has(cancelled, trial) && trial.standing.length > 0) ||
      (about(one, 'shop.cancel') && trial.order.cancellations.length > 0 && shippedInShop(trial)) ||
      (about(one, 'cancel.push') && trial.order.shipments.length > 0 && (gaveBack(trial) > 0 || tookOut(trial))),
  ],
  // A cancelled order's total is nothing any more, and its shop order's still is.
  [
    'price difference',
    (trial, { cancelled, oddities }, { detail }) =>
      (detail.field === 'given back' && moneyApart(trial)) ||
      has(oddities, trial) ||
      (has(cancelled, trial) && trial.standing.length > 0) ||
      refundedAndCancelled(trial),
  ],
  [
    'not decided',
    (trial, { neverPaid, oddities }, { detail }) =>
      has(neverPaid, trial) ||
      has(oddities, trial) ||
      (detail.waits === 'held until complete' && halfShipped(trial)) ||
      // What will not ship is told when a person has said how.
      (detail.waits === 'held until what will not ship is told' && trial.cases.some(({ kind }) => kind === 'over-refund')),
  ],
  // Somebody shipped it before it was made in the shop.
  ['arrived late', (trial, { shippedElsewhere }) => has(shippedElsewhere, trial)],
  // The buyer's money went back more than once, or the shop never had it, so what was left of a bucket may be less than was asked for (R9).
  [
    'over-refund',
    (trial, { paidOnDelivery }, { detail }) =>
      (gaveBack(trial) + trial.made.reduce((all, one) => all + editedAway(one), 0) > 1 || has(paidOnDelivery, trial)) &&
      detail.asked !== undefined &&
      detail.asked !== detail.left,
  ],
  // R10: after the marketplace closed the order, or before the buyer was debited.
  [
    'rule broken',
    (trial, { paidOnDelivery }, one) =>
      one.detail.rule === 'R10' &&
      (about(one, 'refund.push') || about(one, 'cancel.push')) &&
      (trial.order.state === 'CLOSED' || has(paidOnDelivery, trial)),
  ],
  [
    'refused',
    (trial, { refusals }, one) =>
      has(refusals, trial) ||
      // What had left was voided, or left on the other side, so the marketplace or the shop takes no more of it.
      ((about(one, 'parcel.push') || called(one, 'fulfillmentCreate')) &&
        (voided(trial) || changedOnBothSides(trial) || (cancelledInPortal(trial) && shippedInShop(trial)))) ||
      // A part of it had left there, and was voided in the shop: the marketplace cancels no such order whole.
      (about(one, 'cancel.push') && called(one, 'OR29') && voided(trial) && trial.order.shipments.length > 0) ||
      // The same bucket went back on both sides.
      (called(one, 'refundCreate') &&
        ((gaveBack(trial) > 0 && trial.order.refunds.some(({ by }) => by === 'portal')) ||
          (cancelledInPortal(trial) && trial.made.some(({ refunds }) => refunds.length > 0)))) ||
      // Units come back that the shop has taken back already, or never shipped.
      (called(one, 'returnCreate') &&
        trial.order.returns.length > 0 &&
        (tookBack(trial) || voided(trial) || gaveBack(trial) > 0)),
  ],
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
