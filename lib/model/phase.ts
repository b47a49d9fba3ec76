/** The derived axes of an order and its one phase (MODEL.md, State). Pure, no clock: overdue, incident and case are overlays. */
import { compare, isZero, sum } from './money';
import type { Acceptance, Line, LineId, Payment, Quantities, Reading, Stage } from './order';
import { ended, open, total, undecided, uninspected } from './quantities';

export type Phase =
  | 'refused'
  | 'cancelled'
  | 'closed'
  | 'delivered'
  | 'shipped'
  | 'partially_shipped'
  | 'on_hold'
  | 'awaiting_acceptance'
  | 'awaiting_payment'
  | 'ready_to_ship';
export type Fulfilment =
  | 'unfulfilled'
  | 'partially_shipped'
  | 'shipped'
  | 'partially_delivered'
  | 'delivered'
  | 'nothing_to_ship';
export type Returned = 'none' | 'requested' | 'in_transit' | 'received' | 'inspected' | 'closed';
export type Refunded = 'none' | 'pending' | 'partial' | 'full';

/** What the phase is made of: the source's word, and what was moved by answered writes. */
export interface Stand {
  readonly reading: Reading | null;
  readonly stage: Stage;
  readonly acceptance: Acceptance;
  readonly payment: Payment;
  readonly quantities: Readonly<Record<LineId, Quantities>>;
}

/** How far the units that ship have come. What waits for a decision is not yet nothing to ship. */
export function fulfilment(lines: readonly Quantities[]): Fulfilment {
  const all = total(lines);
  const left = open(all) + undecided(all);
  if (all.delivered > 0) return left <= 0 && all.delivered >= all.shipped ? 'delivered' : 'partially_delivered';
  if (all.shipped > 0) return left <= 0 ? 'shipped' : 'partially_shipped';
  return left <= 0 ? 'nothing_to_ship' : 'unfulfilled';
}

/** in_transit: some of the advised units came back, others are still on their way. closed: all that came back is refunded. */
export function returned(lines: readonly Quantities[]): Returned {
  const all = total(lines);
  if (all.returnAdvised + all.returnReceived === 0) return 'none';
  if (all.returnReceived === 0) return 'requested';
  if (all.returnReceived < all.returnAdvised) return 'in_transit';
  if (uninspected(all) > 0) return 'received';
  return all.refunded - all.refundedUnshipped >= all.returnReceived ? 'closed' : 'inspected';
}

/** By money, since a source's refunded units are informative: full where all that the buyer paid went back. */
export function refunded(reading: Reading): Refunded {
  const { order, refunds } = reading;
  if (refunds.some((refund) => refund.state === 'pending')) return 'pending';
  const done = refunds.filter((refund) => refund.state === 'done');
  const taxes = order.taxMode === 'exclusive' ? done.flatMap((refund) => refund.taxes.map((tax) => tax.amount)) : [];
  const back = sum([...done.flatMap((refund) => [refund.item, refund.shipping]), ...taxes], order.currency);
  if (isZero(back)) return 'none';
  return compare(back, order.totals.grand) >= 0 ? 'full' : 'partial';
}

/**
 * refused › cancelled › closed › delivered › shipped › partially_shipped › on_hold › awaiting_acceptance › awaiting_payment ›
 * ready_to_ship: the first that is true. One that nobody decided in time counts as refused. An order that could not be read, is only observed, or stands in a state that the
 * mapping does not know is on hold: nothing may be done with it, whatever else is known.
 */
export function phaseOf(stand: Stand): Phase {
  const { reading, stage, acceptance } = stand;
  if (!reading) return 'on_hold';
  const lines = reading.order.lines;
  const shipping = fulfilment(
    shippingLines(lines)
      .map((line) => stand.quantities[line.id])
      .filter(known),
  );
  if (stage === 'refused' || acceptance === 'refused' || acceptance === 'expired') return 'refused';
  if (stage === 'cancelled' || allEnded(lines, stand.quantities)) return 'cancelled';
  if (stage === 'closed') return 'closed';
  if (stage === 'delivered' || shipping === 'delivered') return 'delivered';
  if (stage === 'shipped' || stage === 'to_collect' || shipping === 'shipped') return 'shipped';
  if (shipping === 'partially_shipped') return 'partially_shipped';
  if (shipping === 'partially_delivered') return someLeft(lines, stand.quantities) ? 'partially_shipped' : 'shipped';
  if (stage === 'observed_only' || stage === 'unknown') return 'on_hold';
  if (acceptance === 'pending') return 'awaiting_acceptance';
  return gated(stand, reading) ? 'awaiting_payment' : 'ready_to_ship';
}

/** Only the merchant's lines ship from here; an order that has none is followed by the marketplace's own. */
function shippingLines(lines: readonly Line[]): readonly Line[] {
  const ours = lines.filter((line) => line.fulfilledBy === 'merchant');
  return ours.length > 0 ? ours : lines;
}
const known = (q: Quantities | undefined): q is Quantities => q !== undefined;

/** Every unit that was accepted was cancelled or refunded before it shipped, and none waits for a decision. */
function allEnded(lines: readonly Line[], quantities: Stand['quantities']): boolean {
  const all = total(lines.map((line) => quantities[line.id]).filter(known));
  return ended(all) > 0 && open(all) <= 0 && undecided(all) <= 0 && all.shipped === 0;
}
function someLeft(lines: readonly Line[], quantities: Stand['quantities']): boolean {
  const all = total(
    shippingLines(lines)
      .map((line) => quantities[line.id])
      .filter(known),
  );
  return open(all) + undecided(all) > 0;
}

/** Payment holds the shipment back: only where the channel ships after payment, and until the money is there or promised. */
function gated({ stage, payment }: Stand, reading: Reading): boolean {
  if (reading.order.paymentGate !== 'before_ship') return false;
  if (stage === 'awaiting_payment' || payment === 'awaiting' || payment === 'failed' || payment === 'voided') return true;
  // Decided by our receipt, and the source does not say yet what comes next.
  return stage === 'awaiting_acceptance' && payment === 'unknown';
}
