import assert from 'node:assert/strict';
import { address, digits, line, readingOf } from '../orders';

describe('Mirakl: what happens to an order, as it is read', () => {
  it('custom fields of the order and of its lines travel, kept as something personal', () => {
    const field = (code: string, value: unknown) => ({ code, type: 'STRING', value });
    const { order } = readingOf({
      order_additional_fields: [
        field('delivery-note', 'ring twice'),
        field('choices', ['a', 'b']),
        field('count', 3),
        field('gift', true),
        field('empty', ''),
        field('nothing', null),
        field('none', []),
      ],
      order_lines: [line(1, { order_line_additional_fields: [field('engraving', 'Noa')] })],
    });
    assert.deepEqual(order.fields, {
      personal: { 'delivery-note': 'ring twice', choices: ['a', 'b'], count: '3', gift: 'true' },
    });
    assert.deepEqual(order.lines[0]?.fields, { personal: { engraving: 'Noa' } });
  });
  it('none are none', () => {
    const { order } = readingOf({ order_additional_fields: null });
    assert.ok(!('fields' in order) && !('fields' in (order.lines[0] ?? {})));
  });
  it('a field is what its digits say', () => {
    const { order } = readingOf({ order_additional_fields: [{ code: 'weight', value: digits('1.10') }] });
    assert.deepEqual(order.fields?.personal, { weight: '1.10' });
  });

  it('an incident names its lines and their reasons', () => {
    const reading = readingOf({
      has_incident: true,
      order_lines: [
        line(1, {
          order_line_state: 'INCIDENT_OPEN',
          order_line_state_reason_code: 'NOT_RECEIVED',
          shipped_date: '2026-09-02T08:00:00Z',
        }),
        line(2),
      ],
    });
    assert.deepEqual([reading.incident, reading.incidents], [true, [{ lineId: 'MK1-A-1', reason: 'NOT_RECEIVED' }]]);
    assert.equal(reading.lineStates['MK1-A-1'], 'shipped');
  });
  it('no incident names none', () => assert.ok(!('incidents' in readingOf())));

  it('it left with its first line and arrived with its last', () => {
    const gone = (n: number, shipped: string, received: string | null) =>
      line(n, { order_line_state: 'SHIPPED', shipped_date: shipped, received_date: received });
    const on = readingOf({
      order_lines: [gone(1, '2026-09-03T08:00:00Z', '2026-09-04T08:00:00Z'), gone(2, '2026-09-02T08:00:00Z', null)],
    });
    assert.deepEqual([on.shippedAt, on.deliveredAt], ['2026-09-02T08:00:00Z', undefined]);
    const there = readingOf({
      order_lines: [
        gone(1, '2026-09-02T08:00:00Z', '2026-09-05T08:00:00Z'),
        gone(2, '2026-09-02T08:00:00Z', '2026-09-04T08:00:00Z'),
      ],
    });
    assert.equal(there.deliveredAt, '2026-09-05T08:00:00Z');
  });

  const refund = (fields: object) => ({
    id: '1',
    amount: digits('5.00'),
    reason_code: '15',
    created_date: '2026-09-04T08:00:00Z',
    ...fields,
  });
  const refunds: readonly [string, object, string, string | undefined][] = [
    ['waits', { refund_state: 'WAITING_REFUND_PAYMENT', transaction_date: '2026-09-05T08:00:00Z' }, 'pending', undefined],
    ['went back', { refund_state: 'REFUNDED', transaction_date: '2026-09-05T08:00:00Z' }, 'done', '2026-09-05T08:00:00Z'],
    ['went back, nobody says when', { refund_state: 'REFUNDED' }, 'done', undefined],
  ];
  for (const [text, fields, state, doneAt] of refunds)
    it(`money that ${text}`, () => {
      const [one] = readingOf({ order_lines: [line(1, { refunds: [refund(fields)] })] }).refunds;
      assert.deepEqual([one?.state, one?.doneAt], [state, doneAt]);
    });

  it('an address that changed is another reading', () => {
    const at = (street: string) =>
      readingOf({
        customer: { customer_id: 'c', firstname: 'Noa', lastname: 'E', shipping_address: address({ street_1: street }) },
      }).order.parties;
    assert.notDeepEqual(at('1 rue A'), at('2 rue B'));
  });
});
