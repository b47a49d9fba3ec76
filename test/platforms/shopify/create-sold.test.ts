import assert from 'node:assert/strict';
import { digits, line, readingOf } from '../orders';
import { create, createdBy, decision, made, result, variants } from './shop';

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
  it('asks where the source’s sums do not agree, unless a person said to do it', async () => {
    const reading = readingOf();
    const wrong = {
      ...reading,
      order: { ...reading.order, totals: { ...reading.order.totals, grand: { amount: '12.00', currency: 'EUR' } } },
    };
    await create(wrong).asks('price difference', 'total', { stated: '12.00', computed: '10.00', currency: 'EUR' });
    await create(wrong, {}, { decisions: [decision('do it', 'price difference/total')] })
      .reads('productVariants', variants([[1, 'SKU-1']]))
      .writes('orderCreate')
      .answers(200, made('10.00'))
      .returns(result('10.00'));
  });
});
