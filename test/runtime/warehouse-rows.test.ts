import assert from 'node:assert/strict';
import type { ToldOrder } from '../../lib/runtime/message';
import { byOrder, type Columns, shipmentsOf } from '../../lib/runtime/warehouse-rows';
import { told } from '../nodes/scripted-engine';

const columns: Columns = {
  order: 'order',
  line: 'sku',
  quantity: 'qty',
  carrier: 'carrier',
  number: 'tracking',
  url: '',
  location: '',
  shipment: '',
};
const base = told();
const line = base.lines[0] as ToldOrder['lines'][number];
const counted = base.quantities[line.id] as ToldOrder['quantities'][string];
/** Two lines of one SKU, and one of another. */
const order: ToldOrder = {
  ...base,
  lines: [
    { ...line, id: 'L1', sku: { source: 'MUG' }, quantity: 1 },
    { ...line, id: 'L2', sku: { source: 'MUG' }, quantity: 2 },
    { ...line, id: 'L3', sku: { source: 'LAMP', gtin: '4006381333931' }, quantity: 1 },
  ],
  quantities: Object.fromEntries(
    [
      ['L1', 1],
      ['L2', 2],
      ['L3', 1],
    ].map(([id, units]) => [id, { ...counted, ordered: units, accepted: units, cancelled: 0, refundedUnshipped: 0, shipped: 0 }]),
  ) as ToldOrder['quantities'],
};
const made = (rows: readonly Record<string, unknown>[], change: Partial<Columns> = {}) =>
  shipmentsOf(rows, { ...columns, ...change }, order, '2026-03-01T10:00:00Z');
const units = (rows: readonly Record<string, unknown>[], change: Partial<Columns> = {}) =>
  made(rows, change).shipments.map(({ lines, numbers }) => [
    numbers.join('+'),
    lines.map((one) => `${one.lineId}×${one.quantity}`).join(' '),
  ]);

describe('rows of a warehouse', () => {
  it('are grouped by the order that they name; one that names none is rejected with the column', () => {
    const { orders, rejected } = byOrder(
      [{ order: 'A' }, { order: 'B' }, { order: 'A', sku: 'x' }, { sku: 'y' }, 'text'],
      columns,
      undefined,
    );
    assert.deepEqual(
      orders.map(({ reference, rows }) => [reference, rows.length]),
      [
        ['A', 2],
        ['B', 1],
      ],
    );
    assert.deepEqual(
      rejected.map(({ field }) => field),
      ['order', 'payload'],
    );
  });
  it('without a column for it belong to the order of the message', () => {
    assert.deepEqual(byOrder({ sku: 'x' }, { ...columns, order: '' }, 'mirakl:x:1:O').orders[0]?.reference, 'mirakl:x:1:O');
  });
  it('of one number are one shipment, each line by SKU, GTIN or the marketplace’s id', () => {
    assert.deepEqual(
      units([
        { sku: 'LAMP', qty: '1', tracking: 'N1' },
        { sku: 'L2', qty: 2, tracking: 'N1' },
        { sku: 'L1', qty: 1, tracking: 'N2' },
      ]),
      [
        ['N1', 'L3×1 L2×2'],
        ['N2', 'L1×1'],
      ],
    );
    assert.deepEqual(units([{ sku: '4006381333931', qty: 1, tracking: 'N1' }]), [['N1', 'L3×1']]);
  });
  it('of an SKU on two lines ship the first line first, over several rows', () => {
    assert.deepEqual(
      units([
        { sku: 'MUG', qty: 2, tracking: 'N1' },
        { sku: 'MUG', qty: 1, tracking: 'N2' },
      ]),
      [
        ['N1', 'L1×1 L2×1'],
        ['N2', 'L2×1'],
      ],
    );
  });
  it('without columns for line and quantity ship all that is left', () => {
    assert.deepEqual(units([{ tracking: 'N1' }], { line: '', quantity: '' }), [['N1', 'L1×1 L2×2 L3×1']]);
  });
  it('told twice are the same shipment', () => {
    const rows = [{ sku: 'LAMP', qty: 1, tracking: 'N1', carrier: 'DHL' }];
    assert.equal(made(rows).shipments[0]?.id, made(rows).shipments[0]?.id);
    assert.equal(made([{ ...rows[0], ship: 'W7' }], { shipment: 'ship' }).shipments[0]?.id, 'warehouse:W7');
  });
  it('that cannot be used are rejected with field and reason, and the whole shipment with them', () => {
    const bad: readonly (readonly [Record<string, unknown>, RegExp])[] = [
      [{ sku: 'NOBODY', qty: 1 }, /no line or SKU "NOBODY"/],
      [{ sku: 'LAMP', qty: 'many' }, /"many" is no number/],
      [{ sku: 'LAMP', qty: 0 }, /"0" is no number/],
      [{ sku: 'LAMP', qty: 1.5 }, /"1.5" is no number/],
      [{ sku: 'LAMP', qty: 5 }, /4 more units/],
      [{ qty: 1 }, /names no line/],
    ];
    for (const [row, reason] of bad) {
      const { shipments, rejected } = made([row, { sku: 'MUG', qty: 1 }]);
      assert.deepEqual(shipments, []);
      assert.match(rejected[0]?.reason ?? '', reason);
    }
  });
  it('read nested fields by a path', () => {
    assert.deepEqual(
      units([{ what: { sku: 'LAMP' }, qty: 1, parcel: { no: 'N1' } }], { line: 'what.sku', number: 'parcel.no' }),
      [['N1', 'L3×1']],
    );
  });
});
