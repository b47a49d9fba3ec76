/** Units of a line: what may still happen with them, and the rules Q1–Q8 that hold between the counters (MODEL.md). Pure. */
import type { Quantities } from './order';

const NAMES = [
  'ordered',
  'accepted',
  'refused',
  'cancelRequested',
  'cancelled',
  'refundedUnshipped',
  'shipped',
  'delivered',
  'returnAdvised',
  'returnReceived',
  'restocked',
  'scrapped',
  'refunded',
  'invoiced',
  'credited',
] as const satisfies readonly (keyof Quantities)[];

/** Counters of a line of which nothing is known but how much was ordered. */
export const ordered = (units: number): Quantities => ({
  ordered: units,
  accepted: 0,
  refused: 0,
  cancelRequested: 0,
  cancelled: 0,
  refundedUnshipped: 0,
  shipped: 0,
  delivered: 0,
  returnAdvised: 0,
  returnReceived: 0,
  restocked: 0,
  scrapped: 0,
  refunded: 0,
  invoiced: 0,
  credited: 0,
});

/** Units that wait for a decision. */
export const undecided = (q: Quantities): number => q.ordered - q.accepted - q.refused;
/** Units whose sale ended before they shipped. */
export const ended = (q: Quantities): number => q.cancelled + q.refundedUnshipped;
/** Units that may still ship; a voided shipment gives its units back by counting them no longer. */
export const open = (q: Quantities): number => q.accepted - ended(q) - q.shipped;
/** Units that came back and are neither in stock nor written off yet. */
export const uninspected = (q: Quantities): number => q.returnReceived - q.restocked - q.scrapped;

/** Counters of several lines taken together. */
export function total(lines: readonly Quantities[]): Quantities {
  const sum: Record<keyof Quantities, number> = { ...ordered(0) };
  for (const line of lines) for (const name of NAMES) sum[name] += line[name];
  return sum;
}

/** When a document counts units: what shipped, or what was accepted and not cancelled. */
export type InvoicePolicy = 'on shipment' | 'on acceptance';
export const invoiceable = (q: Quantities, policy: InvoicePolicy): number =>
  policy === 'on shipment' ? q.shipped : q.accepted - q.cancelled;

/** A rule between counters. `holds` is asked of every line. */
export interface QuantityRule {
  readonly id: 'Q1' | 'Q2' | 'Q3' | 'Q4' | 'Q5' | 'Q6' | 'Q7' | 'Q8';
  readonly text: string;
  holds(q: Quantities): boolean;
}

export const q1 = (q: Quantities): boolean => undecided(q) >= 0;
export const q2 = (q: Quantities): boolean => open(q) >= 0;
export const q3 = (q: Quantities): boolean => q.delivered <= q.shipped;
export const q4 = (q: Quantities): boolean => q.returnAdvised <= q.shipped && q.returnReceived <= q.shipped;
export const q5 = (q: Quantities): boolean => q.restocked + q.scrapped <= q.returnReceived;
export const q6 = (q: Quantities): boolean => q.refundedUnshipped <= q.refunded && q.refunded <= q.accepted;
/** Which policy a channel follows is not stated on the order, so this convicts what is above both. */
export const q7 = (q: Quantities): boolean =>
  q.invoiced - q.credited <= Math.max(invoiceable(q, 'on shipment'), invoiceable(q, 'on acceptance'));
export const q8 = (q: Quantities): boolean => q.credited <= q.invoiced;

export const quantityRules: readonly QuantityRule[] = [
  { id: 'Q1', text: 'no more units are decided than were ordered', holds: q1 },
  { id: 'Q2', text: 'no more units are cancelled, refunded unshipped and shipped than were accepted', holds: q2 },
  { id: 'Q3', text: 'no more units are delivered than were shipped', holds: q3 },
  { id: 'Q4', text: 'no more units come back, advised or received, than were shipped', holds: q4 },
  { id: 'Q5', text: 'no more units are restocked and scrapped than came back', holds: q5 },
  {
    id: 'Q6',
    text: 'units refunded before shipment are among those refunded, and no more are refunded than were accepted',
    holds: q6,
  },
  { id: 'Q7', text: 'no more units stand invoiced than shipped, or than were accepted and not cancelled', holds: q7 },
  { id: 'Q8', text: 'no more units are credited than were invoiced', holds: q8 },
];
