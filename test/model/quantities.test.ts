import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Quantities } from '../../lib/model/order';
import { ended, invoiceable, open, quantityRules, total, undecided, uninspected } from '../../lib/model/quantities';
import { counted } from './example';

describe('units of a line', () => {
  const sold = counted(10, {
    accepted: 8,
    refused: 1,
    cancelled: 2,
    refundedUnshipped: 1,
    refunded: 2,
    shipped: 3,
    delivered: 1,
  });

  it('wait for a decision', () => assert.equal(undecided(sold), 1));
  it('ended before they shipped', () => assert.equal(ended(sold), 3));
  it('may still ship', () => assert.equal(open(sold), 2));
  it('may ship again when a shipment is voided', () => assert.equal(open({ ...sold, shipped: sold.shipped - 1 }), 3));
  it('came back and wait to be looked at', () =>
    assert.equal(uninspected({ ...sold, returnReceived: 3, restocked: 1, scrapped: 1 }), 1));
  it('may be invoiced when shipped, or when accepted', () => {
    assert.equal(invoiceable(sold, 'on shipment'), 3);
    assert.equal(invoiceable(sold, 'on acceptance'), 6);
  });
  it('add up over lines, counter by counter', () => {
    const all = total([sold, sold]);
    for (const name of Object.keys(sold) as (keyof Quantities)[]) assert.equal(all[name], 2 * sold[name], name);
  });
});

describe('the rules between counters', () => {
  const lawful = counted(4, {
    accepted: 4,
    cancelRequested: 1,
    cancelled: 1,
    shipped: 3,
    delivered: 3,
    returnAdvised: 2,
    returnReceived: 2,
    restocked: 1,
    scrapped: 1,
    refunded: 2,
    invoiced: 3,
    credited: 1,
  });
  const wrong: Readonly<Record<string, readonly Quantities[]>> = {
    Q1: [counted(1, { accepted: 1, refused: 1 }), counted(1, { accepted: 2 }), counted(1, { refused: 2 })],
    Q2: [
      counted(2, { accepted: 2, cancelled: 2, shipped: 1 }),
      counted(1, { shipped: 1 }),
      counted(1, { accepted: 1, shipped: 1, refundedUnshipped: 1, refunded: 1 }),
    ],
    Q3: [counted(2, { accepted: 2, shipped: 1, delivered: 2 })],
    Q4: [counted(2, { accepted: 2, shipped: 1, returnAdvised: 2 }), counted(2, { accepted: 2, shipped: 1, returnReceived: 2 })],
    Q5: [counted(2, { accepted: 2, shipped: 2, returnReceived: 1, restocked: 1, scrapped: 1 })],
    Q6: [counted(2, { accepted: 2, refundedUnshipped: 1 }), counted(2, { accepted: 1, refused: 1, refunded: 2 })],
    Q7: [counted(2, { accepted: 2, cancelled: 1, invoiced: 2 })],
    Q8: [counted(2, { accepted: 2, invoiced: 1, credited: 2 })],
  };

  it('hold for a line that has lived', () => {
    for (const rule of quantityRules) assert.equal(rule.holds(lawful), true, rule.id);
  });
  it('are all here', () =>
    assert.deepEqual(
      quantityRules.map((rule) => rule.id),
      Object.keys(wrong),
    ));
  for (const rule of quantityRules) {
    it(`${rule.id}: ${rule.text}`, () => {
      for (const q of wrong[rule.id] ?? []) {
        assert.deepEqual(
          quantityRules.filter((one) => !one.holds(q)).map((one) => one.id),
          [rule.id],
          JSON.stringify(q),
        );
      }
    });
  }

  it('hold through any life of a line that takes one lawful step after another', () => {
    const steps: readonly ((q: Quantities) => Quantities)[] = [
      (q) => (undecided(q) > 0 ? { ...q, accepted: q.accepted + 1 } : q),
      (q) => (undecided(q) > 0 ? { ...q, refused: q.refused + 1 } : q),
      (q) => (open(q) > 0 && q.accepted - q.cancelled > q.invoiced - q.credited ? { ...q, cancelled: q.cancelled + 1 } : q),
      (q) =>
        open(q) > 0 && q.refunded < q.accepted
          ? { ...q, refundedUnshipped: q.refundedUnshipped + 1, refunded: q.refunded + 1 }
          : q,
      (q) => (open(q) > 0 ? { ...q, shipped: q.shipped + 1 } : q),
      (q) => (q.delivered < q.shipped ? { ...q, delivered: q.delivered + 1 } : q),
      (q) => (q.returnAdvised < q.shipped ? { ...q, returnAdvised: q.returnAdvised + 1 } : q),
      (q) => (q.returnReceived < q.returnAdvised ? { ...q, returnReceived: q.returnReceived + 1 } : q),
      (q) => (uninspected(q) > 0 ? { ...q, restocked: q.restocked + 1 } : q),
      (q) => (uninspected(q) > 0 ? { ...q, scrapped: q.scrapped + 1 } : q),
      (q) => (q.refunded < q.accepted ? { ...q, refunded: q.refunded + 1 } : q),
      (q) => (q.invoiced - q.credited < invoiceable(q, 'on acceptance') ? { ...q, invoiced: q.invoiced + 1 } : q),
      (q) => (q.credited < q.invoiced ? { ...q, credited: q.credited + 1 } : q),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(steps.length - 1), { maxLength: 60 }), (units, life) => {
        let q = counted(units);
        for (const step of life) {
          q = steps[step]?.(q) ?? q;
          for (const rule of quantityRules) assert.ok(rule.holds(q), `${rule.id}: ${JSON.stringify(q)}`);
        }
        assert.ok(undecided(q) >= 0 && open(q) >= 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
