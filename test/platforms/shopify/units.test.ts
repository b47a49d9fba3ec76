import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Left, type Sold, unitsShipped } from '../../../lib/platforms/shopify/units';

const left = (n: number, rows: Left['rows'], voided = false): Left => ({
  id: `F${n}`,
  at: `2026-03-01T10:00:0${n}Z`,
  voided,
  rows,
});
const row = (line: string, quantity: number) => ({ line, quantity });
const shipped = (sold: readonly Sold[], shipments: readonly Left[]) =>
  shipments.map(({ id }) =>
    (unitsShipped(sold, shipments).get(id) ?? []).map(({ lineId, quantity }) => `${lineId}×${quantity}`).join(' '),
  );

describe('Shopify: units of the source that left', () => {
  it('of one line that is one line are as many', () => {
    const sold: Sold[] = [{ id: 'a', lineId: 'L1', part: 'V1', quantity: 3 }];
    assert.deepEqual(shipped(sold, [left(1, [row('a', 1)]), left(2, [row('a', 2)])]), ['L1×1', 'L1×2']);
  });
  it('of a price that does not divide count over its lines', () => {
    const sold: Sold[] = [
      { id: 'a', lineId: 'L1', part: 'V1', quantity: 2 },
      { id: 'b', lineId: 'L1', part: 'V1', quantity: 1 },
    ];
    assert.deepEqual(shipped(sold, [left(1, [row('a', 1), row('b', 1)]), left(2, [row('a', 1)])]), ['L1×2', 'L1×1']);
  });
  it('of a bundle have left with the shipment that completes them', () => {
    const sold: Sold[] = [
      { id: 'a', lineId: 'L1', part: 'V1', quantity: 2, units: 2 },
      { id: 'b', lineId: 'L1', part: 'V2', quantity: 4, units: 2 },
    ];
    assert.deepEqual(shipped(sold, [left(1, [row('a', 2), row('b', 1)]), left(2, [row('b', 1)]), left(3, [row('b', 2)])]), [
      '',
      'L1×1',
      'L1×1',
    ]);
  });
  it('of a pack of three have left by threes', () => {
    const sold: Sold[] = [{ id: 'a', lineId: 'L1', part: 'V1', quantity: 6, units: 2 }];
    assert.deepEqual(shipped(sold, [left(1, [row('a', 2)]), left(2, [row('a', 4)])]), ['', 'L1×2']);
  });
  it('come back when their shipment is voided', () => {
    const sold: Sold[] = [{ id: 'a', lineId: 'L1', part: 'V1', quantity: 2 }];
    assert.deepEqual(shipped(sold, [left(1, [row('a', 2)], true), left(2, [row('a', 2)])]), ['L1×2', 'L1×2']);
  });
  it('of lines added in the shop are none', () => {
    const sold: Sold[] = [{ id: 'x', lineId: null, part: 'V9', quantity: 1 }];
    assert.deepEqual(shipped(sold, [left(1, [row('x', 1)])]), ['']);
  });
  it('never are more than were sold, however they are parted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 6 }),
        (units, each, parts) => {
          const sold: Sold[] = [
            { id: 'a', lineId: 'L', part: 'V1', quantity: units, units },
            { id: 'b', lineId: 'L', part: 'V2', quantity: units * each, units },
          ];
          let [a, b] = [units, units * each];
          const shipments = parts.map(([x, y], n) => {
            const [some, more] = [Math.min(x, a), Math.min(y, b)];
            a -= some;
            b -= more;
            return left(n, [row('a', some), row('b', more)]);
          });
          const all = shipments
            .flatMap(({ id }) => unitsShipped(sold, shipments).get(id) ?? [])
            .reduce((sum, one) => sum + one.quantity, 0);
          assert.equal(all, Math.min(units - a, Math.floor((units * each - b) / each)));
        },
      ),
    );
  });
});
