import assert from 'node:assert/strict';
import { readJson } from '../../../lib/model/json';
import { readPage } from '../../../lib/platforms/mirakl/reading';
import { ACCOUNT, address, answerOf, digits, line, order, pageOf, readingOf, write } from '../orders';

describe('Mirakl: an order as it is read', () => {
  it('carries key, references, channel and deadlines', () => {
    const { order } = readingOf(
      {
        references: { order_reference_for_customer: 'C-9', order_reference_for_seller: '#1001' },
        delivery_date: { latest: '2026-09-09T00:00:00Z' },
      },
      { name: 'Market', acceptWithinHours: 48 },
    );
    assert.equal(order.key, `${ACCOUNT}:MK1-A`);
    assert.deepEqual(
      order.refs.map((ref) => [ref.kind, ref.id]),
      [
        ['order', 'MK1-A'],
        ['commercial order', 'MK1'],
        ['customer reference', 'C-9'],
        ['seller reference', '#1001'],
      ],
    );
    assert.deepEqual(order.channel, {
      platform: 'mirakl',
      marketplace: 'Market',
      shopId: '2001',
      code: 'INIT',
      label: 'Initial',
    });
    assert.deepEqual(order.deadlines, {
      acknowledgeBy: '2026-09-03T08:00:00.000Z',
      shipBy: '2026-09-03T21:59:59.999Z',
      deliverBy: '2026-09-09T00:00:00Z',
    });
  });

  it('names the marketplace by its host until PC01 was read', () =>
    assert.equal(readingOf().order.channel.marketplace, 'market.example'));

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
      assert.deepEqual(
        [reading.stage, reading.acceptance, reading.lineStates['MK1-A-1'], reading.unknown],
        [stage, acceptance, lineState, []],
      );
    });
  }

  it('an added state opens a question and changes nothing', () => {
    const reading = readingOf({ order_state: 'ON_THE_MOON', order_lines: [line(1, { order_line_state: 'IN_ORBIT' })] });
    assert.deepEqual([reading.stage, reading.lineStates['MK1-A-1']], ['unknown', 'unknown']);
    assert.deepEqual(reading.unknown, [
      { field: 'order_state', value: 'ON_THE_MOON' },
      { field: 'order_lines[0].order_line_state', value: 'IN_ORBIT' },
    ]);
  });

  it('a state that is called like what every object inherits is as new as any', () => {
    for (const value of ['constructor', 'toString', '__proto__']) {
      const reading = readingOf({
        order_state: value,
        payment_workflow: value,
        order_lines: [line(1, { order_line_state: value })],
      });
      assert.deepEqual(
        [reading.stage, reading.lineStates['MK1-A-1'], reading.order.paymentGate],
        ['unknown', 'unknown', 'before_ship'],
      );
      assert.deepEqual(
        reading.unknown.map((one) => one.value),
        [value, value, value],
      );
    }
  });

  it('an added payment workflow, refund state or broken date is named and stops nothing', () => {
    const refunds = [{ id: '7', amount: digits('1.00'), refund_state: 'SOMEDAY', created_date: '2026-09-02T00:00:00Z' }];
    const reading = readingOf({
      payment_workflow: 'PAY_IN_SHELLS',
      shipping_deadline: 'soon',
      order_lines: [line(1, { refunds })],
    });
    assert.deepEqual(
      reading.unknown.map((one) => one.value),
      ['PAY_IN_SHELLS', 'soon', 'SOMEDAY'],
    );
    assert.deepEqual([reading.order.deadlines, reading.refunds[0]?.state], [{}, 'pending']);
  });

  it('a time-out is expired, whole refusal refused, part of it partial, no decision date automatic', () => {
    const all = (fields: object) =>
      readingOf({
        order_state: 'REFUSED',
        order_lines: [line(1, { order_line_state: 'REFUSED', ...fields }), line(2, { order_line_state: 'REFUSED', ...fields })],
      });
    assert.equal(all({ order_line_state_reason_code: 'ACCEPTANCE_TIMEOUT' }).acceptance, 'expired');
    assert.equal(all({}).acceptance, 'refused');
    assert.equal(
      readingOf({ order_lines: [line(1), line(2, { order_line_state: 'REFUSED' })] }).acceptance,
      'partially_accepted',
    );
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

describe('Mirakl: what cannot be read', () => {
  const broken: readonly [string, object, string][] = [
    ['no lines', { order_lines: [] }, 'order_lines'],
    ['a line without id', { order_lines: [{ ...line(1), order_line_id: null }] }, 'order_lines[0].order_line_id'],
    ['a missing total', { total_price: null }, 'total_price'],
    [
      'a tax that is no number',
      { order_lines: [line(1, { taxes: [{ code: 'V', amount: 'much' }] })] },
      'order_lines[0].taxes[0].amount',
    ],
    [
      'a rate that is no number',
      { order_lines: [line(1, { taxes: [{ code: 'V', amount: 1, rate: 'high' }] })] },
      'order_lines[0].taxes[0].rate',
    ],
    [
      'half a yen of shipping',
      {
        currency_iso_code: 'JPY',
        price: 10,
        total_price: 10,
        shipping_price: 0,
        order_lines: [line(1, { price: 10, price_unit: 10, shipping_price: digits('0.5') })],
      },
      'order_lines[0].shipping_price',
    ],
    ['no creation date', { created_date: 'yesterday' }, 'created_date'],
    ['an unknown tax mode', { order_tax_mode: 'TAX_MAYBE' }, 'order_tax_mode'],
    ['a currency that is none', { currency_iso_code: 'euro' }, 'currency_iso_code'],
  ];
  for (const [what, fields, field] of broken) {
    it(`${what} is named as ${field}, kept whole, and stops no other order`, () => {
      const page = pageOf(answerOf(order({ ...fields, order_id: 'BAD-A' }), order({ order_id: 'GOOD-A' })));
      assert.deepEqual(
        page.seen.map((one) => [one.key, one.body.kind]),
        [
          [`${ACCOUNT}:BAD-A`, 'unreadable'],
          [`${ACCOUNT}:GOOD-A`, 'order'],
        ],
      );
      const [bad] = page.seen;
      assert.ok(bad?.body.kind === 'unreadable');
      assert.equal(bad.body.field, field);
      assert.ok(bad.body.text.includes(field));
      assert.ok(bad.body.raw.personal);
      assert.ok(!bad.body.text.includes('Exemple'));
    });
  }
  it('an entry nested without end is kept as deep as it can be written again', () => {
    const bottomless = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
    for (const entry of [{ ...order({ price: null }), extra: bottomless }, { extra: bottomless }]) {
      const { seen, stray } = readPage(ACCOUNT, { orders: [entry, readJson(write(order({ order_id: 'GOOD-A' })))] }, {});
      assert.equal(seen.at(-1)?.body.kind, 'order');
      const kept = JSON.stringify([seen[0]?.body, stray]);
      assert.match(kept, /nested too deep/);
    }
  });
  it('an id of nothing but blanks, or with characters that no id has, is none', () => {
    for (const id of [' \u00a0', 'MK\u0000-A', 'MK\ud800-A']) {
      const page = pageOf(answerOf(order({ order_id: id }), order()));
      assert.deepEqual([page.stray[0]?.field, page.seen.length], ['order_id', 1]);
    }
  });
  it('an entry without an id is a stray', () => {
    const page = pageOf(answerOf(order({ order_id: null }), order()));
    assert.deepEqual([page.stray.length, page.stray[0]?.field, page.seen.length], [1, 'order_id', 1]);
  });
});

describe('Mirakl: who and where', () => {
  it('address null before acceptance', () => {
    const { parties } = readingOf({
      customer: { firstname: 'Noa', lastname: 'Exemple', billing_address: null, shipping_address: null },
    }).order;
    assert.deepEqual(parties.personal, {
      buyer: { name: 'Noa Exemple', lines: [], city: '', country: '', email: 'k4x9.relay@notification.example' },
    });
  });
  it('phone only in phone_secondary, first name absent, country code null, state a label', () => {
    const shipping = address({
      firstname: null,
      lastname: 'Doe',
      phone: null,
      phone_secondary: '+13125550100',
      country_iso_code: null,
      country: 'United States',
      state: 'Illinois',
    });
    const shipTo = readingOf({ customer: { firstname: 'J', lastname: 'Doe', shipping_address: shipping, billing_address: null } })
      .order.parties.personal?.shipTo;
    assert.deepEqual([shipTo?.name, shipTo?.phone, shipTo?.country, shipTo?.region], ['Doe', '+13125550100', 'US', 'Illinois']);
  });
  it('blank names are none, numbers are what they show, an address that says nothing is none', () => {
    const { parties } = readingOf({
      customer: {
        firstname: ' ',
        lastname: '\u00a0',
        billing_address: { firstname: '', lastname: '  ', street_1: null, city: ' ' },
        shipping_address: address({
          firstname: '  ',
          lastname: '',
          company: ' ',
          street_2: '  ',
          phone: 199001234,
          zip_code: 69003,
        }),
      },
    }).order;
    const { billTo, shipTo, buyer } = parties.personal ?? {};
    assert.equal(billTo, undefined);
    assert.deepEqual([buyer?.name, shipTo?.name, shipTo?.company, shipTo?.lines], ['', '', undefined, ['12 rue du Modèle']]);
    assert.deepEqual([shipTo?.phone, shipTo?.postalCode], ['199001234', '69003']);
  });
  it('a country that nobody knows is kept as its label', () => {
    const shipTo = readingOf({ customer: { shipping_address: address({ country_iso_code: null, country: 'Westeros' }) } }).order
      .parties.personal?.shipTo;
    assert.deepEqual([shipTo?.country, shipTo?.countryLabel], ['', 'Westeros']);
  });
  it('a pick-up point belongs to the delivery, an organisation to the buyer and the bill', () => {
    const { parties } = readingOf({
      shipping_pudo_id: 'PR-4417',
      customer: {
        firstname: 'A',
        lastname: 'B',
        shipping_address: address(),
        billing_address: address(),
        organization: { name: 'ACME', identification_number: '123', tax_identification_number: 'FR1' },
      },
    }).order;
    assert.deepEqual(
      [
        parties.personal?.shipTo?.pickupPoint,
        parties.personal?.billTo?.vatId,
        parties.personal?.buyer?.company,
        parties.personal?.buyer?.pickupPoint,
      ],
      [{ id: 'PR-4417' }, 'FR1', 'ACME', undefined],
    );
  });
  it('orders of the operator’s own centre are the marketplace’s to ship, where the settings say so', () => {
    const fields = { fulfillment: { center: { code: 'OPERATOR-1' } } };
    assert.equal(readingOf(fields).order.lines[0]?.fulfilledBy, 'merchant');
    assert.equal(readingOf(fields, { operatorFulfils: true }).order.lines[0]?.fulfilledBy, 'marketplace');
    assert.equal(readingOf(fields, { operatorFulfils: ['OTHER'] }).order.lines[0]?.fulfilledBy, 'merchant');
    assert.equal(readingOf({}, { operatorFulfils: true }).order.lines[0]?.fulfilledBy, 'merchant');
  });
});
