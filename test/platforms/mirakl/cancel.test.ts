import assert from 'node:assert/strict';
import { askedOf } from '../../../lib/model/asked';
import { writeJson } from '../../../lib/model/json';
import type { Reading } from '../../../lib/model/order';
import type { CancellationFact, GivenBack, GivingBackArgs } from '../../../lib/platforms/giving-back';
import { mirakl } from '../../../lib/platforms/mirakl';
import { converse } from '../converse';
import { answerOf, digits, line, order, readingOf, tax } from '../orders';
import { eur, leftIn, REASONS, shopLines, shopRefund, units } from './giving-back';

/** Three mugs at 10.00 and a tray at 4.00, tax inside, shipping 3.00 with the mugs. */
const body = (change: object = {}, state = 'SHIPPING', more: object = {}) => ({
  order_state: state,
  price: digits('34.00'),
  shipping_price: digits('3.00'),
  total_price: digits('37.00'),
  can_cancel: false,
  can_shop_ship: true,
  order_lines: [
    line(1, {
      order_line_state: state,
      quantity: 3,
      price: digits('30.00'),
      price_unit: digits('10.00'),
      shipping_price: digits('3.00'),
      taxes: [tax('5.00')],
      shipping_taxes: [tax('0.50')],
      ...more,
    }),
    line(2, { order_line_state: state, price: digits('4.00'), price_unit: digits('4.00') }),
  ],
  ...change,
});
const unpaid = { payment_workflow: 'PAY_ON_DELIVERY', customer_debited_date: null, can_cancel: true };
const whole = (reading: Reading): CancellationFact => ({
  effect: 'cancel.push/whole',
  whole: true,
  refunds: [],
  units: [
    { lineId: 'MK1-A-1', quantity: 3 },
    { lineId: 'MK1-A-2', quantity: 1 },
  ],
  shipped: [],
  open: { 'MK1-A-1': 3, 'MK1-A-2': 1 },
  left: leftIn(reading),
  cutBefore: '0.00',
  stage: reading.stage,
  why: { kind: 'cancellation', words: ['CUSTOMER', 'cancellation'] },
});
const args = (fact: CancellationFact): GivingBackArgs<CancellationFact> => ({
  reasons: { customer: '15', cancellation: '34' },
  goodwill: 'proportional',
  restock: true,
  fact,
});
const cancel = (reading: Reading, fact: Partial<CancellationFact>, reasons: Record<string, string> = { customer: '15' }) =>
  converse(mirakl.pushCancellation, { ...args({ ...whole(reading), ...fact }), reasons }, { platform: mirakl, reading });
const sends = (key: string, rows: readonly object[]) => (sent: unknown) =>
  assert.deepEqual(JSON.parse(writeJson(sent)), { order_tax_mode: 'TAX_INCLUDED', [key]: rows });
const row = (
  n: number,
  amount: number,
  shipping: number,
  quantity: number,
  reason: string,
  taxes: object,
  more: object = {},
) => ({
  order_line_id: `MK1-A-${n}`,
  amount,
  shipping_amount: shipping,
  quantity,
  reason_code: reason,
  currency_iso_code: 'EUR',
  taxes: [],
  shipping_taxes: [],
  fees: [],
  ...taxes,
  ...more,
});
const vat = (amount: number, shipping: number) => ({
  taxes: [{ code: 'VAT20', amount }],
  shipping_taxes: [{ code: 'VAT20', amount: shipping }],
});
const nothing = (by: GivenBack['by']): GivenBack => ({ by, made: [], given: [], total: eur('0.00') });

describe('Mirakl: cancellations', () => {
  it('while it may be cancelled, the whole order by OR29 without a body', async () => {
    const told = cancel(readingOf(body(unpaid)), {})
      .writes('OR29')
      .answers(204);
    await told.returns({ by: 'cancellation', made: [], given: [], total: eur('37.00') });
    const request = told.requests.at(-1);
    assert.deepEqual([request?.method, request?.path, request?.body], ['PUT', '/api/orders/MK1-A/cancel', undefined]);
  });
  it('whose lost answer is proven by the state', async () => {
    const reading = readingOf(body(unpaid));
    const lost = (state: string) =>
      cancel(reading, {})
        .writes('OR29')
        .loses()
        .reads('OR11', answerOf(order(body(unpaid, state))));
    await lost('CANCELED').isSettledAs({ answer: { by: 'cancellation', made: [], given: [], total: eur('37.00') } });
    await lost('SHIPPING').isSettledAs('absent');
    await lost('SHIPPED').isSettledAs('moot');
  });
  it('and which somebody cancelled in the portal meanwhile is no failure', () =>
    cancel(readingOf(body(unpaid)), {})
      .writes('OR29')
      .answers(400, { message: 'ORDER_INVALID_STATE' })
      .reads('OR11', answerOf(order(body(unpaid, 'CANCELED'))))
      .returns({ by: 'cancellation', made: [], given: [], total: eur('37.00') }));
  it('units by OR30 with their amounts and taxes; shipping goes with the last one', async () => {
    const reading = readingOf(body(unpaid));
    const some = (quantity: number) => ({ whole: false, units: [{ lineId: 'MK1-A-1', quantity }] });
    for (const [quantity, sent] of [
      [1, row(1, 10, 0, 1, '34', vat(1.67, 0))],
      [3, row(1, 30, 3, 3, '34', vat(5, 0.5))],
    ] as const)
      await cancel(reading, some(quantity), { customer: '34' })
        .reads('RE01', REASONS)
        .reads('OR11', answerOf(order(body(unpaid))))
        .writes('OR30', sends('cancelations', [sent]))
        .answers(200, { order_tax_mode: 'TAX_INCLUDED', cancelations: [{ cancelation_id: '71', order_line_id: 'MK1-A-1' }] })
        .returns({ by: 'cancellation', made: ['71'], given: [], total: eur(quantity === 1 ? '10.00' : '33.00') });
  });
  it('by OR30: a lost answer is proven by a cancellation that was not there before', () => {
    const was = {
      id: '70',
      amount: digits('10.00'),
      shipping_amount: digits('0.00'),
      reason_code: '34',
      created_date: '2026-09-10T10:00:00Z',
    };
    const reading = readingOf(body(unpaid));
    return cancel(reading, { whole: false, units: [{ lineId: 'MK1-A-1', quantity: 1 }] }, { customer: '34' })
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(body(unpaid, 'SHIPPING', { cancelations: [was] }))))
      .writes('OR30')
      .loses()
      .reads('OR11', answerOf(order(body(unpaid, 'SHIPPING', { cancelations: [was, { ...was, id: '71' }] }))))
      .isSettledAs({ record: '71', answer: { by: 'cancellation', made: ['71'], given: [], total: eur('10.00') } });
  });
  it('after the debit there is no cancellation: all of it is refunded, and leaves the shipment', () =>
    cancel(readingOf(body()), {})
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(body())))
      .writes(
        'OR28',
        sends('refunds', [
          row(1, 30, 3, 3, '15', vat(5, 0.5), { excluded_from_shipment: true }),
          row(2, 4, 0, 1, '15', {}, { excluded_from_shipment: true }),
        ]),
      )
      .loses()
      .reads('OR11', answerOf(order(body())))
      .isSettledAs('absent'));
  it('what the shop gave back with it is what is refunded', () => {
    const reading = readingOf(body());
    const refund = shopRefund({ total: eur('10.00'), lines: [units('MK1-A-1', 1, '10.00', '1.67', 'cancel')] });
    const fact = {
      whole: false,
      units: [{ lineId: 'MK1-A-1', quantity: 1 }],
      asked: askedOf(refund, reading, shopLines, () => true),
    };
    return cancel(reading, fact)
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(body())))
      .writes('OR28', sends('refunds', [row(1, 10, 0, 1, '15', vat(1.67, 0), { excluded_from_shipment: true })]))
      .loses()
      .reads('OR11', answerOf(order(body())))
      .isSettledAs('absent');
  });
  it('before acceptance the lines are refused', () => {
    const reading = readingOf(body({ acceptance_decision_date: null, customer_debited_date: null }, 'WAITING_ACCEPTANCE'));
    return cancel(reading, {})
      .writes('OR21', { order_lines: [1, 2].map((n) => ({ id: `MK1-A-${n}`, accepted: false })) })
      .answers(204)
      .returns(nothing('refusal'));
  });
  it('while the buyer is being debited nothing can be told: a person is asked', () =>
    cancel(readingOf(body({ customer_debited_date: null }, 'WAITING_DEBIT_PAYMENT')), {}).asks(
      'rule broken',
      'R10/cancel.push/whole',
    ));
  it('what has left becomes a return, and nothing is sent (R10)', async () => {
    for (const state of ['SHIPPED', 'TO_COLLECT', 'RECEIVED'])
      await cancel(readingOf(body({}, state)), {}).returns(nothing('return'));
    await cancel(readingOf(body()), { units: [], shipped: [{ lineId: 'MK1-A-1', quantity: 3 }] }).returns(nothing('return'));
  });
  it('what left while it was told is a return too', async () => {
    const refused = (state: string) =>
      cancel(readingOf(body()), {})
        .reads('RE01', REASONS)
        .reads('OR11', answerOf(order(body())))
        .writes('OR28')
        .answers(400, { message: 'The quantity 3 exceeds what is left to ship' })
        .reads('OR11', answerOf(order(body({}, state))));
    await refused('SHIPPED').returns(nothing('return'));
    await refused('SHIPPING').isRefused('HTTP_400');
  });
  it('of an order that has left in part, what has not is refunded', () =>
    cancel(readingOf(body()), {
      units: [{ lineId: 'MK1-A-2', quantity: 1 }],
      shipped: [{ lineId: 'MK1-A-1', quantity: 3 }],
    })
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(body())))
      .writes('OR28', sends('refunds', [row(2, 4, 0, 1, '15', {}, { excluded_from_shipment: true })]))
      .loses()
      .reads('OR11', answerOf(order(body())))
      .isSettledAs('absent'));
});
