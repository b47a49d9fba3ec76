import assert from 'node:assert/strict';
import { ACCOUNT, address, answerOf, bodyOf, digits, line, order, pageOf, readingOf } from '../orders';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const tax = (amount: string, rate: string | null = '20.0', code = 'VAT20') => ({ code, amount: digits(amount), rate: rate === null ? null : digits(rate), tax_calculation_rule: 'NONE' });

describe('Mirakl: an order as it is read', () => {
  it('carries key, references, channel and deadlines', () => {
    const { order } = readingOf({ references: { order_reference_for_customer: 'C-9', order_reference_for_seller: '#1001' }, delivery_date: { latest: '2026-09-09T00:00:00Z' } }, { name: 'Market', acceptWithinHours: 48 });
    assert.equal(order.key, `${ACCOUNT}:MK1-A`);
    assert.deepEqual(order.refs.map((ref) => [ref.kind, ref.id]), [['order', 'MK1-A'], ['commercial order', 'MK1'], ['customer reference', 'C-9'], ['seller reference', '#1001']]);
    assert.deepEqual(order.channel, { platform: 'mirakl', marketplace: 'Market', shopId: '2001', code: 'INIT', label: 'Initial' });
    assert.deepEqual(order.deadlines, { acknowledgeBy: '2026-09-03T08:00:00.000Z', shipBy: '2026-09-03T21:59:59.999Z', deliverBy: '2026-09-09T00:00:00Z' });
  });

  it('names the marketplace by its host until PC01 was read', () => assert.equal(readingOf().order.channel.marketplace, 'market.example'));

  const states: readonly [string, string, string, string][] = [
    // state, stage, acceptance, line's state
    ['STAGING', 'observed_only', 'pending', 'pending'],
    ['WAITING_ACCEPTANCE', 'awaiting_acceptance', 'pending', 'pending'],
    ['WAITING_DEBIT', 'awaiting_payment', 'accepted', 'accepted'],
    ['WAITING_DEBIT_PAYMENT', 'awaiting_payment', 'accepted', 'accepted'],
    ['SHIPPING', 'ready_to_ship', 'accepted', 'accepted'],
    ['SHIPPED', 'shipped', 'accepted', 'shipped'],
    ['TO_COLLECT', 'to_collect', 'accepted', 'shipped'],
    ['RECEIVED', 'delivered', 'accepted', 'delivered'],
    ['CLOSED', 'closed', 'accepted', 'shipped'],
    ['REFUSED', 'refused', 'refused', 'refused'],
    ['CANCELED', 'cancelled', 'accepted', 'cancelled'],
  ];
  for (const [state, stage, acceptance, lineState] of states) {
    it(`${state} is ${stage}`, () => {
      const reading = readingOf({ order_state: state, order_lines: [line(1, { order_line_state: state })] });
      assert.deepEqual([reading.stage, reading.acceptance, reading.lineStates['MK1-A-1'], reading.unknown], [stage, acceptance, lineState, []]);
    });
  }

  it('an added state opens a question and changes nothing', () => {
    const reading = readingOf({ order_state: 'ON_THE_MOON', order_lines: [line(1, { order_line_state: 'IN_ORBIT' })] });
    assert.deepEqual([reading.stage, reading.lineStates['MK1-A-1']], ['unknown', 'unknown']);
    assert.deepEqual(reading.unknown, [{ field: 'order_state', value: 'ON_THE_MOON' }, { field: 'order_lines[0].order_line_state', value: 'IN_ORBIT' }]);
  });

  it('an added payment workflow, refund state or broken date is named and stops nothing', () => {
    const refunds = [{ id: '7', amount: digits('1.00'), refund_state: 'SOMEDAY', created_date: '2026-09-02T00:00:00Z' }];
    const reading = readingOf({ payment_workflow: 'PAY_IN_SHELLS', shipping_deadline: 'soon', order_lines: [line(1, { refunds })] });
    assert.deepEqual(reading.unknown.map((one) => one.value), ['PAY_IN_SHELLS', 'soon', 'SOMEDAY']);
    assert.deepEqual([reading.order.deadlines, reading.refunds[0]?.state], [{}, 'pending']);
  });

  it('a time-out is expired, whole refusal refused, part of it partial, no decision date automatic', () => {
    const all = (fields: object) => readingOf({ order_state: 'REFUSED', order_lines: [line(1, { order_line_state: 'REFUSED', ...fields }), line(2, { order_line_state: 'REFUSED', ...fields })] });
    assert.equal(all({ order_line_state_reason_code: 'ACCEPTANCE_TIMEOUT' }).acceptance, 'expired');
    assert.equal(all({}).acceptance, 'refused');
    assert.equal(readingOf({ order_lines: [line(1), line(2, { order_line_state: 'REFUSED' })] }).acceptance, 'partially_accepted');
    assert.equal(readingOf({ acceptance_decision_date: null }).acceptance, 'not_required');
  });

  const payments: readonly [string, string, string | null, string, string][] = [
    ['PAY_ON_ACCEPTANCE', 'WAITING_ACCEPTANCE', null, 'awaiting', 'before_ship'],
    ['PAY_ON_ACCEPTANCE', 'WAITING_DEBIT', null, 'awaiting', 'before_ship'],
    ['PAY_ON_ACCEPTANCE', 'SHIPPING', null, 'captured', 'before_ship'],
    ['PAY_ON_SHIPMENT', 'SHIPPING', null, 'awaiting', 'after_ship'],
    ['PAY_ON_SHIPMENT', 'SHIPPING', '2026-09-01T08:20:00Z', 'captured', 'after_ship'],
    ['PAY_ON_DUE_DATE', 'SHIPPED', null, 'awaiting', 'after_ship'],
    ['NO_CUSTOMER_PAYMENT_CONFIRMATION', 'SHIPPING', null, 'unknown', 'after_ship'],
    ['PAY_ON_ACCEPTANCE', 'CANCELED', null, 'voided', 'before_ship'],
    ['PAY_ON_ACCEPTANCE', 'CANCELED', '2026-09-01T08:20:00Z', 'captured', 'before_ship'],
  ];
  for (const [workflow, state, debited, payment, gate] of payments) {
    it(`${workflow} in ${state}${debited ? ', debited,' : ''} is ${payment}`, () => {
      const reading = readingOf({ payment_workflow: workflow, order_state: state, customer_debited_date: debited });
      assert.deepEqual([reading.payment, reading.order.paymentGate], [payment, gate]);
    });
  }
});

describe('Mirakl: money as it is read', () => {
  it('TAX_INCLUDED adds no tax to the total', () => {
    const { totals, taxMode } = readingOf({ order_lines: [line(1, { taxes: [tax('1.67')] })] }).order;
    assert.deepEqual([taxMode, totals.grand, totals.tax], ['inclusive', eur('10.00'), eur('1.67')]);
  });

  it('TAX_EXCLUDED: the buyer pays the total, its taxes and those on shipping', () => {
    const reading = readingOf({ order_tax_mode: 'TAX_EXCLUDED', shipping_price: digits('2.00'), total_price: digits('12.00'), order_lines: [line(1, { shipping_price: digits('2.00'), taxes: [tax('2.00')], shipping_taxes: [tax('0.40')] })] });
    assert.deepEqual([reading.order.taxMode, reading.order.totals.grand, reading.differences], ['exclusive', eur('14.40'), []]);
  });

  it('a legacy payload without tax mode takes the platform’s', () => {
    const lines = { order_tax_mode: undefined, order_lines: [line(1, { taxes: [tax('2.00')] })] };
    assert.equal(readingOf(lines, { taxMode: 'exclusive' }).order.totals.grand.amount, '12.00');
    assert.equal(readingOf(lines, { taxMode: 'inclusive' }).order.totals.grand.amount, '10.00');
  });
  it('and where nobody says it, the tax mode is never guessed, unless there is no tax', () => {
    const body = bodyOf({ order_tax_mode: undefined, order_lines: [line(1, { taxes: [tax('2.00')] })] });
    assert.deepEqual(body.kind === 'unreadable' && body.field, 'order_tax_mode');
    assert.equal(readingOf({ order_tax_mode: undefined }).order.taxMode, 'inclusive');
  });

  it('digits survive: 9007199254740993.01', () => {
    const amount = digits('9007199254740993.01');
    const { order } = readingOf({ price: amount, total_price: amount, order_lines: [line(1, { price: amount, price_unit: amount })] });
    assert.deepEqual([order.lines[0]?.price.amount, order.totals.grand.amount], ['9007199254740993.01', '9007199254740993.01']);
  });
  it('three decimals in KWD', () => {
    const amount = digits('1.250');
    assert.equal(readingOf({ currency_iso_code: 'KWD', price: amount, total_price: amount, shipping_price: 0, order_lines: [line(1, { price: amount, price_unit: amount, shipping_price: 0 })] }).order.totals.grand.amount, '1.250');
  });
  it('amounts as strings, integers or decimals are the same', () => {
    for (const price of ['10.00', 10, digits('10'), digits('1E+1'), digits('10.0000')]) assert.equal(readingOf({ price, total_price: price, order_lines: [line(1, { price })] }).order.totals.goods.amount, '10.00');
  });

  it('a fee is a charge of its own line', () => {
    const { order, differences } = readingOf({ total_price: digits('11.50'), order_lines: [line(1, { fees: [{ code: 'ASSEMBLY', amount: digits('1.50') }], total_price: digits('11.50') })] });
    assert.deepEqual(order.charges.find((charge) => charge.kind === 'fee'), { kind: 'fee', title: 'ASSEMBLY', code: 'ASSEMBLY', amount: eur('1.50'), taxes: [], lineId: 'MK1-A-1' });
    assert.deepEqual(differences, []);
  });

  it('a difference of a minor unit a line is a rounding, a larger one is a difference', () => {
    const two = { price: digits('20.00'), order_lines: [line(1), line(2)] };
    assert.deepEqual(readingOf({ ...two, total_price: digits('20.02') }).order.charges.filter((one) => one.kind === 'rounding'), [{ kind: 'rounding', title: 'Rounding', amount: eur('0.02'), taxes: [] }]);
    const more = readingOf({ ...two, total_price: digits('20.03') });
    assert.deepEqual(more.differences, [{ field: 'total', stated: eur('20.03'), computed: eur('20.00') }]);
    assert.deepEqual(more.order.charges.filter((one) => one.kind === 'rounding'), []);
  });

  it('taxes of the whole order are shared over the lines, to the cent', () => {
    const lines = [line(1), line(2), line(3)];
    const { order, differences } = readingOf({ order_tax_mode: 'TAX_EXCLUDED', price: digits('30.00'), total_price: digits('30.00'), order_taxes: [{ code: 'VAT', rate: digits('21.0'), total_amount: digits('6.31') }], order_lines: lines });
    assert.deepEqual(order.lines.map((one) => one.taxes[0]?.amount.amount), ['2.11', '2.10', '2.10']);
    assert.deepEqual([order.totals.grand.amount, differences], ['36.31', []]);
  });

  it('a tax that the settings name is the marketplace’s', () =>
    assert.equal(readingOf({ order_lines: [line(1, { taxes: [tax('1.00', null, 'MPTAX')] })] }, { marketplaceTaxCodes: ['MPTAX'] }).order.lines[0]?.taxes[0]?.liable, 'marketplace'));
  it('a rate that is not stated is null, never nothing', () => assert.equal(readingOf({ order_lines: [line(1, { taxes: [tax('1.00', null)] })] }).order.lines[0]?.taxes[0]?.rate, null));

  it('unit prices finer than the currency are taken only where the platform quotes them', () => {
    const fine = { price: digits('1.00'), total_price: digits('1.00'), order_lines: [line(1, { quantity: 3, price: digits('1.00'), price_unit: digits('0.3333') })] };
    assert.deepEqual(bodyOf(fine).kind, 'unreadable');
    assert.equal(readingOf(fine, { priceDecimals: 4 }).order.lines[0]?.unitPrice.amount, '0.33');
  });
});

describe('Mirakl: what cannot be read', () => {
  const broken: readonly [string, object, string][] = [
    ['no lines', { order_lines: [] }, 'order_lines'],
    ['a line without id', { order_lines: [{ ...line(1), order_line_id: null }] }, 'order_lines[0].order_line_id'],
    ['a missing total', { total_price: null }, 'total_price'],
    ['a tax that is no number', { order_lines: [line(1, { taxes: [{ code: 'V', amount: 'much' }] })] }, 'order_lines[0].taxes[0].amount'],
    ['a rate that is no number', { order_lines: [line(1, { taxes: [{ code: 'V', amount: 1, rate: 'high' }] })] }, 'order_lines[0].taxes[0].rate'],
    ['half a yen of shipping', { currency_iso_code: 'JPY', price: 10, total_price: 10, shipping_price: 0, order_lines: [line(1, { price: 10, price_unit: 10, shipping_price: digits('0.5') })] }, 'order_lines[0].shipping_price'],
    ['no creation date', { created_date: 'yesterday' }, 'created_date'],
    ['an unknown tax mode', { order_tax_mode: 'TAX_MAYBE' }, 'order_tax_mode'],
    ['a currency that is none', { currency_iso_code: 'euro' }, 'currency_iso_code'],
  ];
  for (const [what, fields, field] of broken) {
    it(`${what} is named as ${field}, kept whole, and stops no other order`, () => {
      const page = pageOf(answerOf(order({ ...fields, order_id: 'BAD-A' }), order({ order_id: 'GOOD-A' })));
      assert.deepEqual(page.seen.map((one) => [one.key, one.body.kind]), [[`${ACCOUNT}:BAD-A`, 'unreadable'], [`${ACCOUNT}:GOOD-A`, 'order']]);
      const [bad] = page.seen;
      assert.ok(bad?.body.kind === 'unreadable');
      assert.equal(bad.body.field, field);
      assert.ok(bad.body.text.includes(field));
      assert.ok(bad.body.raw.personal);
      assert.ok(!bad.body.text.includes('Exemple'));
    });
  }
  it('an entry without an id is a stray', () => {
    const page = pageOf(answerOf(order({ order_id: null }), order()));
    assert.deepEqual([page.stray.length, page.stray[0]?.field, page.seen.length], [1, 'order_id', 1]);
  });
});

describe('Mirakl: who and where', () => {
  it('address null before acceptance', () => {
    const { parties } = readingOf({ customer: { firstname: 'Noa', lastname: 'Exemple', billing_address: null, shipping_address: null } }).order;
    assert.deepEqual(parties.personal, { buyer: { name: 'Noa Exemple', lines: [], city: '', country: '', email: 'k4x9.relay@notification.example' } });
  });
  it('phone only in phone_secondary, first name absent, country code null, state a label', () => {
    const shipping = address({ firstname: null, lastname: 'Doe', phone: null, phone_secondary: '+13125550100', country_iso_code: null, country: 'United States', state: 'Illinois' });
    const shipTo = readingOf({ customer: { firstname: 'J', lastname: 'Doe', shipping_address: shipping, billing_address: null } }).order.parties.personal?.shipTo;
    assert.deepEqual([shipTo?.name, shipTo?.phone, shipTo?.country, shipTo?.region], ['Doe', '+13125550100', 'US', 'Illinois']);
  });
  it('a country that nobody knows is kept as its label', () => {
    const shipTo = readingOf({ customer: { shipping_address: address({ country_iso_code: null, country: 'Westeros' }) } }).order.parties.personal?.shipTo;
    assert.deepEqual([shipTo?.country, shipTo?.countryLabel], ['', 'Westeros']);
  });
  it('a pick-up point belongs to the delivery, an organisation to the buyer and the bill', () => {
    const { parties } = readingOf({ shipping_pudo_id: 'PR-4417', customer: { firstname: 'A', lastname: 'B', shipping_address: address(), billing_address: address(), organization: { name: 'ACME', identification_number: '123', tax_identification_number: 'FR1' } } }).order;
    assert.deepEqual([parties.personal?.shipTo?.pickupPoint, parties.personal?.billTo?.vatId, parties.personal?.buyer?.company, parties.personal?.buyer?.pickupPoint], [{ id: 'PR-4417' }, 'FR1', 'ACME', undefined]);
  });
  it('orders of the operator’s own centre are the marketplace’s to ship, where the settings say so', () => {
    const fields = { fulfillment: { center: { code: 'OPERATOR-1' } } };
    assert.equal(readingOf(fields).order.lines[0]?.fulfilledBy, 'merchant');
    assert.equal(readingOf(fields, { operatorFulfils: true }).order.lines[0]?.fulfilledBy, 'marketplace');
    assert.equal(readingOf(fields, { operatorFulfils: ['OTHER'] }).order.lines[0]?.fulfilledBy, 'merchant');
    assert.equal(readingOf({}, { operatorFulfils: true }).order.lines[0]?.fulfilledBy, 'merchant');
  });
});
