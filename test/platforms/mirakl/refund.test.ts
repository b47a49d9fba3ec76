import assert from 'node:assert/strict';
import { askedOf } from '../../../lib/model/asked';
import { writeJson } from '../../../lib/model/json';
import type { ShopRefund } from '../../../lib/model/life';
import type { Reading } from '../../../lib/model/order';
import type { Decision } from '../../../lib/model/record';
import type { GivingBackArgs, RefundFact } from '../../../lib/platforms/giving-back';
import { mirakl } from '../../../lib/platforms/mirakl';
import { type Around, converse } from '../converse';
import { answerOf, digits, line, order, readingOf, tax } from '../orders';
import { eur, leftIn, REASONS, shopLines, shopRefund, units } from './giving-back';

const fact = (reading: Reading, refund: ShopRefund): RefundFact => ({
  effect: 'refund.push/7',
  refund: refund.id,
  asked: askedOf(refund, reading, shopLines, ({ restock }) => restock === 'cancel'),
  left: leftIn(reading),
  cutBefore: '0',
  stage: reading.stage,
  why: { kind: 'refund', words: ['late', 'refund'] },
});
const args = (reading: Reading, refund: ShopRefund, change: Partial<GivingBackArgs<never>> = {}): GivingBackArgs<RefundFact> => ({
  reasons: { late: '15' },
  goodwill: 'ask',
  restock: false,
  ...change,
  fact: fact(reading, refund),
});
const push = (reading: Reading, refund: ShopRefund, change: Partial<GivingBackArgs<never>> = {}, around: Partial<Around> = {}) =>
  converse(mirakl.pushRefund, args(reading, refund, change), { platform: mirakl, reading, ...around });

const shipped = { order_state: 'SHIPPED' };
const two = (taxes: readonly object[] = []) => ({
  ...shipped,
  price: digits('40.00'),
  shipping_price: digits('4.90'),
  total_price: digits('44.90'),
  order_lines: [
    line(1, {
      order_line_state: 'SHIPPED',
      price: digits('15.00'),
      price_unit: digits('15.00'),
      shipping_price: digits('2.45'),
      taxes,
    }),
    line(2, { order_line_state: 'SHIPPED', price: digits('25.00'), price_unit: digits('25.00'), shipping_price: digits('2.45') }),
  ],
});
const part = (n: number, amount: string, more: object = {}) => ({
  order_line_id: `MK1-A-${n}`,
  amount: Number(amount),
  shipping_amount: 0,
  quantity: 1,
  reason_code: '15',
  currency_iso_code: 'EUR',
  taxes: [],
  shipping_taxes: [],
  fees: [],
  excluded_from_shipment: false,
  ...more,
});
const sends =
  (refunds: readonly object[], mode = 'TAX_INCLUDED') =>
  (body: unknown) =>
    assert.deepEqual(JSON.parse(writeJson(body)), { order_tax_mode: mode, refunds });
const madeAs = (...lines: readonly number[]) => ({
  order_tax_mode: 'TAX_INCLUDED',
  refunds: lines.map((n) => ({ refund_id: `90${n}`, order_line_id: `MK1-A-${n}` })),
});

describe('Mirakl: refunds', () => {
  it('one line by OR28, with its reason', async () => {
    const reading = readingOf(two());
    const told = push(reading, shopRefund({ total: eur('15.00'), lines: [units('MK1-A-1', 1, '15.00')] }))
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(two())))
      .writes('OR28', sends([part(1, '15.00')]))
      .answers(200, madeAs(1));
    await told.returns({
      by: 'refund',
      made: ['901'],
      given: [{ record: '901', lineId: 'MK1-A-1', item: '15.00', taxes: [], shipping: '0.00', shippingTaxes: [], fees: [] }],
      total: eur('15.00'),
    });
    const body = writeJson(told.requests.at(-1)?.body);
    assert.match(body, /"amount":15\.00,"shipping_amount":0\.00/);
  });
  it('refund-shipping-once: shipping goes over the lines that still have some, once', async () => {
    const first = shopRefund({ total: eur('19.90'), lines: [units('MK1-A-1', 1, '15.00')], shipping: eur('4.90') });
    await push(readingOf(two()), first)
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(two())))
      .writes(
        'OR28',
        sends([part(1, '15.00', { shipping_amount: 2.45 }), part(2, '0.00', { shipping_amount: 2.45, quantity: 0 })]),
      )
      .answers(200, madeAs(1, 2))
      .returns({
        by: 'refund',
        made: ['901', '902'],
        given: [
          { record: '901', lineId: 'MK1-A-1', item: '15.00', taxes: [], shipping: '2.45', shippingTaxes: [], fees: [] },
          { record: '902', lineId: 'MK1-A-2', item: '0.00', taxes: [], shipping: '2.45', shippingTaxes: [], fees: [] },
        ],
        total: eur('19.90'),
      });
    const after = two();
    const gone = (id: string, amount: string) => ({
      id,
      amount: digits(amount),
      shipping_amount: digits('2.45'),
      refund_state: 'REFUNDED',
      created_date: '2026-09-10T10:00:00Z',
    });
    after.order_lines = [
      { ...after.order_lines[0], refunds: [gone('901', '15.00')] },
      { ...after.order_lines[1], refunds: [gone('902', '0.00')] },
    ];
    await push(readingOf(after), shopRefund({ total: eur('4.90'), shipping: eur('4.90') })).asks('over-refund', 'refund.push/7', {
      effect: 'refund.push/7',
      line: 'MK1-A-1',
      bucket: 'shipping',
      asked: '4.90',
      left: '0.00',
      currency: 'EUR',
    });
  });
  it('refund-gross-on-net-order: 20.00 with everything is 18.35 and 1.65 of tax, never 21.80', () => {
    const net = {
      order_state: 'RECEIVED',
      order_tax_mode: 'TAX_EXCLUDED',
      price: digits('91.74'),
      total_price: digits('91.74'),
      order_lines: [
        line(1, {
          order_line_state: 'RECEIVED',
          quantity: 2,
          price: digits('91.74'),
          price_unit: digits('45.87'),
          taxes: [tax('8.26', '9.0', 'VAT9')],
        }),
      ],
    };
    return push(readingOf(net), shopRefund({ total: eur('20.00') }), { goodwill: 'proportional' })
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(net)))
      .writes('OR28', sends([part(1, '18.35', { quantity: 0, taxes: [{ code: 'VAT9', amount: 1.65 }] })], 'TAX_EXCLUDED'))
      .answers(200, madeAs(1))
      .returns({
        by: 'refund',
        made: ['901'],
        given: [
          {
            record: '901',
            lineId: 'MK1-A-1',
            item: '18.35',
            taxes: [{ code: 'VAT9', amount: '1.65' }],
            shipping: '0.00',
            shippingTaxes: [],
            fees: [],
          },
        ],
        total: eur('20.00'),
      });
  });
  it('a tax that Mirakl computes is not told', () => {
    const computed = two([{ ...tax('2.50'), tax_calculation_rule: 'PROPORTIONAL_TO_AMOUNT' }]);
    return push(readingOf(computed), shopRefund({ total: eur('15.00'), lines: [units('MK1-A-1', 1, '15.00', '2.50')] }))
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(computed)))
      .writes('OR28', sends([part(1, '15.00')]))
      .loses()
      .reads('OR11', answerOf(order(computed)))
      .isSettledAs('absent');
  });
  it('money without lines asks, unless the node or a person shares it', async () => {
    const reading = readingOf(two());
    const goodwill = shopRefund({ total: eur('4.00') });
    const about = { effect: 'refund.push/7', amount: '4.00', currency: 'EUR' };
    await push(reading, goodwill).asks('refund without lines', 'refund.push/7', about);
    const decisions: Decision[] = [{ at: 1, by: 'someone', kind: 'do it', of: 'refund without lines/refund.push/7' }];
    const shared = [part(1, '1.50', { quantity: 0 }), part(2, '2.50', { quantity: 0 })];
    for (const way of [push(reading, goodwill, {}, { decisions }), push(reading, goodwill, { goodwill: 'proportional' })])
      await way
        .reads('RE01', REASONS)
        .reads('OR11', answerOf(order(two())))
        .writes('OR28', sends(shared))
        .loses()
        .reads('OR11', answerOf(order(two())))
        .isSettledAs('absent');
  });
  it('three equal refunds are three: a lost answer is proven by the one that was not there before', () => {
    const with_ = (...ids: readonly string[]) => {
      const body = two();
      const refunds = ids.map((id) => ({
        id,
        amount: digits('5.00'),
        shipping_amount: digits('0.00'),
        reason_code: '15',
        refund_state: 'WAITING_REFUND',
        created_date: '2026-09-10T10:00:00Z',
      }));
      return { ...body, order_lines: [{ ...body.order_lines[0], refunds }, body.order_lines[1]] };
    };
    const third = shopRefund({ total: eur('5.00'), lines: [units('MK1-A-1', 0, '5.00')] });
    return push(readingOf(with_('1', '2')), third)
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(with_('1', '2'))))
      .writes('OR28')
      .loses()
      .reads('OR11', answerOf(order(with_('1', '2', '3'))))
      .isSettledAs({
        record: '3',
        answer: {
          by: 'refund',
          made: ['3'],
          given: [{ record: '3', lineId: 'MK1-A-1', item: '5.00', taxes: [], shipping: '0.00', shippingTaxes: [], fees: [] }],
          total: eur('5.00'),
        },
      });
  });
  it('of units that left meanwhile the money goes back all the same', () => {
    const ready = { ...two(), order_state: 'SHIPPING' };
    const given = shopRefund({ total: eur('15.00'), lines: [units('MK1-A-1', 1, '15.00', '0.00', 'cancel')] });
    return push(readingOf(ready), given)
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(ready)))
      .writes('OR28', sends([part(1, '15.00', { excluded_from_shipment: true })]))
      .answers(400, { message: 'The quantity 1 exceeds what is left to ship' })
      .reads('OR11', answerOf(order(two())))
      .reads('OR11', answerOf(order(two())))
      .writes('OR28', sends([part(1, '15.00')]))
      .loses()
      .reads('OR11', answerOf(order(two())))
      .isSettledAs('absent');
  });
  it('before the debit, and after the order was closed, asks and calls nothing (R10)', async () => {
    const refund = shopRefund({ total: eur('10.00'), lines: [units('MK1-A-1', 1, '10.00')] });
    const states = [
      { order_state: 'WAITING_DEBIT_PAYMENT', customer_debited_date: null },
      { order_state: 'CLOSED' },
      { order_state: 'SHIPPING', payment_workflow: 'PAY_ON_DELIVERY', customer_debited_date: null },
    ];
    for (const state of states) await push(readingOf(state), refund).asks('rule broken', 'R10/refund.push/7');
  });
  it('a reason is one that the shop may give: mapped in the node, in the account, or asked for', async () => {
    const reading = readingOf(two());
    const refund = shopRefund({ total: eur('15.00'), lines: [units('MK1-A-1', 1, '15.00')] });
    await push(reading, refund, { reasons: {} }).asks('unmapped', 'reason/refund');
    await push(reading, refund, { reasons: {}, reason: 'REFUND:99' }).reads('RE01', REASONS).asks('unmapped', 'reason/refund');
    await push(reading, refund, { reasons: {}, reason: '34' }).reads('RE01', REASONS).asks('unmapped', 'reason/refund');
    await push(reading, refund, { reasons: {} }, { maps: { reason: { late: '17' } } })
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(two())))
      .writes('OR28', sends([part(1, '15.00', { reason_code: '17' })]))
      .loses()
      .reads('OR11', answerOf(order(two())))
      .isSettledAs('absent');
  });
  it('yen have no decimals, dinars three', async () => {
    for (const [currency, price, third] of [
      ['JPY', '5940', '1980'],
      ['KWD', '5.940', '1.980'],
    ] as const) {
      const body = {
        ...shipped,
        currency_iso_code: currency,
        price: digits(price),
        shipping_price: digits('0'),
        total_price: digits(price),
        order_lines: [
          line(1, {
            order_line_state: 'SHIPPED',
            quantity: 3,
            price: digits(price),
            price_unit: digits(third),
            shipping_price: digits('0'),
          }),
        ],
      };
      const of = (amount: string) => ({ amount, currency });
      const refund = shopRefund({
        total: of(third),
        shipping: of('0'),
        shippingTax: of('0'),
        lines: [{ ...units('MK1-A-1', 1, '0.00'), amount: of(third), tax: of('0') }],
      });
      const script = push(readingOf(body), refund)
        .reads('RE01', REASONS)
        .reads('OR11', answerOf(order(body)))
        .writes('OR28')
        .loses()
        .reads('OR11', answerOf(order(body)));
      await script.isSettledAs('absent');
      const sent = script.requests.find(({ call }) => call === 'OR28')?.body;
      assert.ok(writeJson(sent).includes(`"amount":${third},`), writeJson(sent));
    }
  });
});
