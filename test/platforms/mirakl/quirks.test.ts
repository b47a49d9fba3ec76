import assert from 'node:assert/strict';
import { mirakl } from '../../../lib/platforms/mirakl';
import { alpha2, knownAlpha3 } from '../../../lib/platforms/mirakl/countries';
import { unitsOf } from '../../../lib/platforms/mirakl/mapping';
import { ACCOUNT, answerOf, digits, line, order, pageOf, readingOf } from '../orders';
import { contracts, needs, text } from '../sources';

describe('Mirakl: quirks', () => {
  it('the same SKU on two lines stays two lines at two prices', () => {
    const { order } = readingOf({
      price: digits('54.97'),
      total_price: digits('54.97'),
      order_lines: [
        line(1, { offer_sku: 'CUP', price: digits('19.99'), price_unit: digits('19.99') }),
        line(2, { offer_sku: 'CUP', quantity: 2, price: digits('34.98'), price_unit: digits('17.49') }),
      ],
    });
    assert.deepEqual(
      order.lines.map((one) => [one.id, one.sku.source, one.quantity, one.price.amount]),
      [
        ['MK1-A-1', 'CUP', 1, '19.99'],
        ['MK1-A-2', 'CUP', 2, '34.98'],
      ],
    );
  });

  it('a refused line keeps its price and is out of the totals', () => {
    const reading = readingOf({
      order_lines: [
        line(1),
        line(2, {
          order_line_state: 'REFUSED',
          price: digits('99.00'),
          price_unit: digits('99.00'),
          shipping_price: digits('3.00'),
        }),
      ],
    });
    assert.deepEqual(
      [reading.order.lines[1]?.price.amount, reading.order.totals.grand.amount, reading.differences],
      ['99.00', '10.00', []],
    );
    assert.deepEqual([reading.quantities['MK1-A-2']?.refused, reading.quantities['MK1-A-2']?.accepted], [1, 0]);
    assert.deepEqual(
      reading.order.charges.map((charge) => charge.lineId),
      ['MK1-A-1'],
    );
  });

  it('a cancelled line’s amounts have moved to its cancelation', () => {
    const cancelations = [
      { id: '7001', amount: digits('10.42'), quantity: 1, reason_code: '34', created_date: '2026-09-01T12:00:00Z' },
    ];
    const reading = readingOf({
      order_lines: [
        line(1),
        line(2, { order_line_state: 'CANCELED', price: digits('0.0'), price_unit: digits('10.42'), cancelations }),
      ],
    });
    assert.deepEqual(
      [reading.quantities['MK1-A-2']?.ordered, reading.quantities['MK1-A-2']?.cancelled, reading.differences],
      [1, 1, []],
    );
    assert.deepEqual(
      reading.cancellations.map((one) => [one.id, one.lineId, one.item.amount, one.quantity, one.reason]),
      [['7001', 'MK1-A-2', '10.42', 1, '34']],
    );
  });

  const partial: readonly [string, Parameters<typeof unitsOf>[0], { ordered: number; cancelled: number }][] = [
    [
      'quantity is what was ordered',
      { quantity: 3, stated: 1, price: 2000n, unit: 1000n, cancelled: 1000n, whole: false },
      { ordered: 3, cancelled: 1 },
    ],
    [
      'quantity was lowered',
      { quantity: 2, stated: 1, price: 2000n, unit: 1000n, cancelled: 1000n, whole: false },
      { ordered: 3, cancelled: 1 },
    ],
    [
      'the cancelation states no quantity',
      { quantity: 3, stated: 0, price: 2000n, unit: 1000n, cancelled: 1000n, whole: false },
      { ordered: 3, cancelled: 1 },
    ],
    [
      'an amount that is no whole unit cancels none',
      { quantity: 3, stated: 0, price: 2500n, unit: 1000n, cancelled: 500n, whole: false },
      { ordered: 3, cancelled: 0 },
    ],
    [
      'a whole line without quantity',
      { quantity: 0, stated: 2, price: 0n, unit: 1000n, cancelled: 2000n, whole: true },
      { ordered: 2, cancelled: 2 },
    ],
    [
      'no cancelation',
      { quantity: 3, stated: 0, price: 3000n, unit: 1000n, cancelled: 0n, whole: false },
      { ordered: 3, cancelled: 0 },
    ],
  ];
  for (const [what, given, units] of partial)
    it(`a partial cancelation where ${what}`, () => assert.deepEqual(unitsOf(given), units));

  it('refunds change neither price nor quantity; their quantity is informative and often 0', () => {
    const refunds = [
      {
        id: '1',
        amount: digits('4.00'),
        shipping_amount: digits('0.00'),
        quantity: 0,
        reason_code: '17',
        refund_state: 'REFUNDED',
        created_date: '2026-09-05T00:00:00Z',
        taxes: [{ code: 'VAT', amount: digits('0.67') }],
      },
      {
        id: '2',
        amount: null,
        shipping_amount: digits('2.00'),
        quantity: null,
        reason_code: '17',
        refund_state: 'WAITING_REFUND_PAYMENT',
        created_date: '2026-09-06T00:00:00Z',
      },
    ];
    const reading = readingOf({ order_state: 'RECEIVED', order_lines: [line(1, { order_line_state: 'RECEIVED', refunds })] });
    assert.deepEqual(
      reading.refunds.map((one) => [one.id, one.state, one.item.amount, one.shipping.amount, one.quantity]),
      [
        ['1', 'done', '4.00', '0.00', 0],
        ['2', 'pending', '0.00', '2.00', 0],
      ],
    );
    assert.deepEqual(
      [reading.order.totals.grand.amount, reading.quantities['MK1-A-1']?.refunded, reading.quantities['MK1-A-1']?.delivered],
      ['10.00', 0, 1],
    );
  });
  it('a line wholly refunded before it shipped will not ship', () => {
    const reading = readingOf({ order_lines: [line(1, { order_line_state: 'REFUNDED', quantity: 2 })] });
    assert.deepEqual(
      [reading.quantities['MK1-A-1']?.refundedUnshipped, reading.quantities['MK1-A-1']?.shipped, reading.lineStates['MK1-A-1']],
      [2, 0, 'accepted'],
    );
    const shipped = readingOf({
      order_lines: [line(1, { order_line_state: 'REFUNDED', quantity: 2, shipped_date: '2026-09-02T00:00:00Z' })],
    });
    assert.deepEqual([shipped.quantities['MK1-A-1']?.refundedUnshipped, shipped.quantities['MK1-A-1']?.shipped], [0, 2]);
  });
  it('an open incident says where the goods are by its dates', () => {
    const at = (fields: object) =>
      readingOf({ has_incident: true, order_lines: [line(1, { order_line_state: 'INCIDENT_OPEN', ...fields })] });
    assert.deepEqual(
      [
        at({}).lineStates['MK1-A-1'],
        at({ shipped_date: '2026-09-02T00:00:00Z' }).lineStates['MK1-A-1'],
        at({ received_date: '2026-09-03T00:00:00Z' }).lineStates['MK1-A-1'],
        at({}).incident,
      ],
      ['accepted', 'shipped', 'delivered', true],
    );
  });
  it('promotions are informational: the price is after them', () => {
    const promotions = [
      { id: 'P1', promo_code: 'TEN', deduced_amount: digits('1.00'), configuration: { internal_description: 'Ten percent' } },
    ];
    const [read] = readingOf({ order_lines: [line(1, { promotions })] }).order.lines;
    assert.deepEqual(
      [read?.price.amount, read?.discounts],
      ['10.00', [{ code: 'TEN', title: 'Ten percent', amount: { amount: '1.00', currency: 'EUR' } }]],
    );
  });
  it('eco-contributions make no charge', () =>
    assert.deepEqual(
      readingOf({
        order_lines: [line(1, { eco_contributions: [{ epr_category_code: 'FURN', total_amount: digits('0.50') }] })],
      }).order.charges.map((charge) => charge.kind),
      ['shipping'],
    ));
  it('commission and new fields are nobody’s business', () =>
    assert.equal(
      readingOf({
        total_commission: digits('1.23456'),
        brand_new: { deep: [1] },
        order_lines: [line(1, { commission_fee: digits('0.12345'), future: true })],
      }).order.lines.length,
      1,
    ));
  it('a refused order whose totals still show its lines differs in nothing', () =>
    assert.deepEqual(
      readingOf({
        order_state: 'REFUSED',
        price: digits('0'),
        total_price: digits('0'),
        order_lines: [line(1, { order_line_state: 'REFUSED' })],
      }).differences,
      [],
    ));

  it('countries: every code that the contract lists, labels in many languages, and none that is none', function () {
    assert.deepEqual(
      ['FRA', 'fra', 'FR', 'Frankreich', 'Nederland', 'Deutschland', 'ESPAÑA', 'Česko', 'Great Britain', 'U.S.A'].map((label) =>
        alpha2(null, label),
      ),
      ['FR', 'FR', 'FR', 'FR', 'NL', 'DE', 'ES', 'CZ', 'GB', 'US'],
    );
    assert.equal(alpha2('XYZ', 'Suisse'), 'CH');
    assert.equal(alpha2(null, null), undefined);
    needs(this, contracts);
    const listed =
      /country_iso_code\*: string — Country ISO 3166-1 code of the address \/ Enum: (.*)/.exec(
        text(contracts, 'mirakl', 'calls', 'OR11.txt'),
      )?.[1] ?? '';
    const codes = [...listed.matchAll(/"([A-Z]{3})"/g)].map((match) => String(match[1]));
    assert.ok(codes.length > 200);
    assert.deepEqual(
      codes.filter((code) => !knownAlpha3(code)),
      [],
    );
  });
});

describe('Mirakl: the sweep', () => {
  it('walks by creation, from an update date, without end date or state filter, in pages of 100', () => {
    const request = mirakl.intake?.page(ACCOUNT, {}, '2026-09-01T00:00:00.000Z', 200);
    assert.deepEqual(request?.query, {
      start_update_date: '2026-09-01T00:00:00.000Z',
      sort: 'dateCreated',
      order: 'asc',
      max: '100',
      offset: '200',
    });
    assert.deepEqual(mirakl.intake?.page(ACCOUNT, { shopId: 2001 }, null, 0).query, {
      sort: 'dateCreated',
      order: 'asc',
      max: '100',
      offset: '0',
      shop_id: '2001',
    });
  });
  it('polls once a minute, with a partner’s key every 15; pages and look-ups by id are paced apart', () => {
    const pace = (partnerKey: boolean, offset: number) => mirakl.intake?.page(ACCOUNT, { partnerKey }, null, offset).paces;
    assert.deepEqual(pace(false, 0), [{ by: 'every', name: 'OR11', span: 61_000 }]);
    assert.deepEqual(pace(true, 0), [{ by: 'every', name: 'OR11', span: 901_000 }]);
    assert.deepEqual(
      pace(false, 100)?.map((one) => 'name' in one && one.name),
      ['OR11 page'],
    );
    assert.deepEqual(
      mirakl.intake?.byIds(ACCOUNT, {}, ['A', 'B']).paces.map((one) => 'name' in one && one.name),
      ['OR11 by id'],
    );
  });
  it('an overlap above an hour, since Mirakl’s own delta is not published', () =>
    assert.ok((mirakl.intake?.overlap ?? 0) >= 3_600_000));
  it('asks for at most 100 ids', () => {
    assert.equal(mirakl.intake?.byIds(ACCOUNT, {}, ['A', 'B']).query?.order_ids, 'A,B');
    assert.throws(() => mirakl.intake?.byIds(ACCOUNT, {}, new Array<string>(101).fill('A')), /1 to 100/);
  });
  it('goes on to the next page as its request counted, and ends on the last or an empty one', () => {
    const judged = (count: number, total: number, offset: number) => {
      const request = mirakl.intake?.page(ACCOUNT, {}, null, offset);
      assert.ok(request);
      const verdict = mirakl.dialect.judge(request, {
        status: 200,
        headers: {},
        text: answerOf(...Array.from({ length: count }, (_, n) => order({ order_id: `O-${n}` }))).replace(
          /"total_count":\d+/,
          `"total_count":${total}`,
        ),
      });
      assert.ok(verdict.is === 'ok');
      return mirakl.intake?.read(ACCOUNT, verdict.body, {}).next;
    };
    assert.deepEqual([judged(2, 300, 0), judged(2, 300, 100), judged(2, 102, 100), judged(0, 500, 100)], [2, 102, null, null]);
  });
  it('intake-page-drift: an order that turns up on two pages is one order, told apart by its update date', () => {
    const seen = [
      ...pageOf(answerOf(order({ order_id: 'A' }))).seen,
      ...pageOf(answerOf(order({ order_id: 'A', last_updated_date: '2026-09-01T11:45:00Z' }))).seen,
    ];
    assert.deepEqual(
      seen.map((one) => [one.key, one.version]),
      [
        [`${ACCOUNT}:A`, '2026-09-01T08:20:00Z'],
        [`${ACCOUNT}:A`, '2026-09-01T11:45:00Z'],
      ],
    );
  });
});
