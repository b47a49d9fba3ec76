/**
 * The rules that no run may break (MODEL.md), as a table. `breaks` is there where one order's record can show it; what shows
 * only between two commits or among all facts is judged where these are handed in. Pure: used by proofs and by the desk.
 */
import {
  acknowledgedAfterBound,
  afterTheFact,
  confirmedRests,
  decidedOnce,
  fenced,
  first,
  newestHolds,
  nothingPersonal,
  nothingRepeated,
  nothingVanishes,
  oneAtATime,
  oneShopOrder,
  type Past,
  readingOf,
  sentInPreview,
  totalsMatch,
} from './breaks';
import { refundedOnce, restockedOnce, toldTooLate, withinCaptured } from './breaks-money';
import { quantityRules } from './quantities';
import type { OrderRecord } from './record';

export type { Past };
export interface Rule {
  readonly id: string;
  readonly text: string;
  /** Says what is wrong, without anything personal, or null. Absent where one order's record cannot show it. */
  readonly breaks?: (record: OrderRecord, past: Past) => string | null;
}
export interface Broken {
  readonly rule: string;
  readonly text: string;
}

/** Every rule that a record breaks. `table` is given by tests that leave a rule out. */
export function checkRules(record: OrderRecord, past: Past = {}, table: readonly Rule[] = rules): readonly Broken[] {
  const broken: Broken[] = [];
  for (const rule of table) {
    const text = rule.breaks?.(record, past) ?? null;
    if (text !== null) broken.push({ rule: rule.id, text });
  }
  return broken;
}

export const rules: readonly Rule[] = [
  {
    id: 'R1',
    text: 'one marketplace order has at most one shop order, per time that a person had it made',
    breaks: oneShopOrder,
  },
  // Whether an order counts depends on listeners and the account's start: the judge compares world and ledger.
  { id: 'R2', text: 'every eligible order reaches Shopify, is left out, or is an open case' },
  // Cursors are the account's, not an order's: the ledger's acceptance suite and the judge.
  { id: 'R3', text: 'a polling cursor never passes a record that is not stored' },
  { id: 'R4', text: 'the final acknowledgement follows the bound shop order', breaks: acknowledgedAfterBound },
  { id: 'R5', text: 'a decision is sent once, for each line once (how many units: Q1)', breaks: decidedOnce },
  { id: 'R6', text: "the shop order's total is the source's", breaks: totalsMatch },
  // No verb writes documents yet (R11, R12, R13).
  { id: 'R7', text: 'each parcel is pushed at most once to each target' },
  {
    id: 'R8',
    text: 'each source refund makes at most one refund on each target, and none on its own side',
    breaks: refundedOnce,
  },
  { id: 'R9', text: 'refunds never exceed what was captured, per bucket', breaks: withinCaptured },
  {
    id: 'R10',
    text: 'nothing is cancelled after it shipped, nothing is refunded before it was debited',
    breaks: (record) => afterTheFact(record) ?? toldTooLate(record),
  },
  { id: 'R11', text: 'at most one standing invoice per order or shipment' },
  { id: 'R12', text: 'invoice numbers are unique, without gaps and never back in date' },
  { id: 'R13', text: "tax that the marketplace owes never appears as the seller's" },
  { id: 'R14', text: 'an older observation never overwrites a newer one', breaks: newestHolds },
  {
    id: 'R15',
    text: 'nothing is repeated before it is known what became of it; one remote record proves one effect',
    breaks: nothingRepeated,
  },
  // Counted at the vendor's door: the simulator.
  { id: 'R16', text: "a platform's published rate is never exceeded" },
  {
    id: 'R17',
    text: 'in preview no call that writes is made',
    breaks: sentInPreview,
  },
  { id: 'R18', text: 'what is confirmed makes no further call that writes', breaks: confirmedRests },
  { id: 'R19', text: 'restock at most once per cancelled or returned unit', breaks: restockedOnce },
  { id: 'R20', text: 'no personal data in reasons, refusals, errors and cases', breaks: nothingPersonal },
  { id: 'R21', text: 'nothing that was begun vanishes', breaks: nothingVanishes },
  { id: 'R22', text: 'one delivery of an order is out at a time, one write per verb in doubt', breaks: oneAtATime },
  {
    id: 'R23',
    text: 'nothing is begun after its sendUntil, no absence is believed before the commit time has passed',
    breaks: fenced,
  },
  // Effects that share a call stand on different orders.
  { id: 'R24', text: 'effects that share a call keep each its own key and outcome' },
  ...quantityRules.map(
    ({ id, text, holds }): Rule => ({
      id,
      text,
      breaks: (record) => {
        const counted = Object.entries(readingOf(record.observations.order)?.quantities ?? {});
        return first(counted, ([lineId, q]) => (holds(q) ? null : `line ${lineId}: ${text}; it is not so`));
      },
    }),
  ),
];
