import assert from 'node:assert/strict';
import type { Reading } from '../../../lib/model/order';
import { digits, line, readingOf } from '../orders';
import { askedOf, attributesOf, create, createdBy, decision, made, result, sumOf, variants } from './shop';

describe('Shopify: only what is still sold goes in', () => {
  it('refused and cancelled lines stay out, and so does their shipping', async () => {
    const { asked } = await createdBy(
      readingOf({
        order_lines: [
          line(1),
          line(2, { order_line_state: 'REFUSED' }),
          line(3, { order_line_state: 'CANCELED', price: digits('0') }),
        ],
      }),
    );
    assert.deepEqual(
      asked.order.lineItems.map((item) => item.properties[0]?.value),
      ['MK1-A-1'],
    );
  });
  it('of a line cancelled in part, the units that are left at the price that is left', async () => {
    const cancelations = [{ id: '1', amount: digits('5.00'), quantity: 1 }];
    const { asked } = await createdBy(
      readingOf({ order_lines: [line(1, { quantity: 3, price: digits('10.00'), price_unit: digits('5.00'), cancelations })] }),
    );
    assert.deepEqual(
      asked.order.lineItems.map((item) => [item.quantity, item.priceSet.shopMoney.amount]),
      [[2, '5.00']],
    );
  });
  it('asks where nothing is left, before any call', () =>
    create(readingOf({ order_lines: [line(1, { order_line_state: 'REFUSED' })] })).asks('rule broken', 'nothing to sell'));
  const refunded = line(2, { order_line_state: 'REFUNDED', quantity: 2, price: digits('20.00') });
  const two = { price: digits('30.00'), total_price: digits('30.00') };
  it('units refunded before they shipped stay in the money, and the packer is told', async () => {
    const { asked } = await createdBy(readingOf({ ...two, order_lines: [line(1), refunded] }));
    assert.equal(sumOf(asked, 2), 3000n);
    assert.equal(attributesOf(asked)['Refunded, do not ship'], '2 × Product 2');
  });
  it('asks where everything was refunded before it shipped', () =>
    create(readingOf({ price: digits('20.00'), total_price: digits('20.00'), order_lines: [refunded] })).asks(
      'rule broken',
      'nothing to ship',
    ));
  const odd = readingOf({
    ...two,
    order_lines: [line(1), line(2, { order_line_state: 'IN_ORBIT', quantity: 2, price: digits('20.00') })],
  });
  it('a line whose state nobody knows is asked for, and never dropped', () =>
    create(odd).asks('unknown value', 'line/MK1-A-2', { field: 'state of line MK1-A-2', value: 'not known to this version' }));
  it('and counts as sold once a person ignores the question', async () => {
    const decisions = [decision('dismiss', 'unknown value/line/MK1-A-2')];
    const script = create(odd, {}, { decisions });
    await script
      .reads(
        'productVariants',
        variants([
          [1, 'SKU-1'],
          [2, 'SKU-2'],
        ]),
      )
      .writes('orderCreate')
      .answers(200, made('30.00'))
      .returns(result('30.00'));
    assert.deepEqual(
      askedOf(script.requests[1] ?? assert.fail()).order.lineItems.map((item) => item.quantity),
      [1, 2],
    );
  });
  it('lines that the marketplace fulfils stay out', () =>
    create(readingOf({ fulfillment: { center: { code: 'OP' } } }, { operatorFulfils: true })).asks(
      'rule broken',
      'nothing to sell',
    ));
  it('asks above 250 lines, before any call', () => {
    const lines = Array.from({ length: 251 }, (_, n) => line(n + 1));
    return create(readingOf({ price: digits('2510.00'), total_price: digits('2510.00'), order_lines: lines })).asks(
      'rule broken',
      'lines',
      { rule: 'R2', lines: 251, most: 250, text: 'Shopify takes 250 lines in one order' },
    );
  });
  const stating = (grand: string): Reading => {
    const reading = readingOf({
      shipping_price: digits('2.00'),
      total_price: digits('12.00'),
      order_lines: [line(1, { shipping_price: digits('2.00') })],
    });
    return {
      ...reading,
      order: { ...reading.order, totals: { ...reading.order.totals, grand: { amount: grand, currency: 'EUR' } } },
    };
  };
  it('asks where the source’s sums do not agree', () =>
    create(stating('15.00')).asks('price difference', 'total', { stated: '15.00', computed: '12.00', currency: 'EUR' }));
  const accepted: readonly [string, readonly (readonly [string | undefined, string])[], string][] = [
    [
      '15.00',
      [
        [undefined, '10.00'],
        ['Difference', '3.00'],
      ],
      '2.00',
    ],
    ['11.00', [[undefined, '10.00']], '1.00'],
    ['9.00', [[undefined, '7.00']], '2.00'],
  ];
  for (const [grand, items, shipping] of accepted) {
    it(`a person who accepts the difference gets the source’s total: ${grand}`, async () => {
      const script = create(stating(grand), {}, { decisions: [decision('do it', 'price difference/total')] });
      await script
        .reads('productVariants', variants([[1, 'SKU-1']]))
        .writes('orderCreate')
        .answers(200, made(grand))
        .returns(result(grand));
      const asked = askedOf(script.requests[1] ?? assert.fail());
      assert.deepEqual(
        asked.order.lineItems.map((item) => [item.title, item.priceSet.shopMoney.amount]),
        items,
      );
      assert.equal(asked.order.shippingLines[0]?.priceSet.shopMoney.amount, shipping);
      assert.equal(sumOf(asked, 2), BigInt(grand.replace('.', '')));
    });
  }
  it('and so where the reading already names the difference', async () => {
    const reading = {
      ...stating('15.00'),
      differences: [
        { field: 'total', stated: { amount: '15.00', currency: 'EUR' }, computed: { amount: '12.00', currency: 'EUR' } },
      ],
    };
    assert.equal(sumOf((await createdBy(reading)).asked, 2), 1500n);
  });
});
