import assert from 'node:assert/strict';
import { bodyOf, digits, line, readingOf, tax } from '../orders';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('Mirakl: money as it is read', () => {
  it('TAX_INCLUDED adds no tax to the total', () => {
    const { totals, taxMode } = readingOf({ order_lines: [line(1, { taxes: [tax('1.67')] })] }).order;
    assert.deepEqual([taxMode, totals.grand, totals.tax], ['inclusive', eur('10.00'), eur('1.67')]);
  });

  it('TAX_EXCLUDED: the buyer pays the total, its taxes and those on shipping', () => {
    const reading = readingOf({
      order_tax_mode: 'TAX_EXCLUDED',
      shipping_price: digits('2.00'),
      total_price: digits('12.00'),
      order_lines: [line(1, { shipping_price: digits('2.00'), taxes: [tax('2.00')], shipping_taxes: [tax('0.40')] })],
    });
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
    const { order } = readingOf({
      price: amount,
      total_price: amount,
      order_lines: [line(1, { price: amount, price_unit: amount })],
    });
    assert.deepEqual([order.lines[0]?.price.amount, order.totals.grand.amount], ['9007199254740993.01', '9007199254740993.01']);
  });
  it('three decimals in KWD', () => {
    const amount = digits('1.250');
    assert.equal(
      readingOf({
        currency_iso_code: 'KWD',
        price: amount,
        total_price: amount,
        shipping_price: 0,
        order_lines: [line(1, { price: amount, price_unit: amount, shipping_price: 0 })],
      }).order.totals.grand.amount,
      '1.250',
    );
  });
  it('amounts as strings, integers or decimals are the same', () => {
    for (const price of ['10.00', 10, digits('10'), digits('1E+1'), digits('10.0000')])
      assert.equal(
        readingOf({ price, total_price: price, order_lines: [line(1, { price })] }).order.totals.goods.amount,
        '10.00',
      );
  });

  it('a fee is a charge of its own line', () => {
    const { order, differences } = readingOf({
      total_price: digits('11.50'),
      order_lines: [line(1, { fees: [{ code: 'ASSEMBLY', amount: digits('1.50') }], total_price: digits('11.50') })],
    });
    assert.deepEqual(
      order.charges.find((charge) => charge.kind === 'fee'),
      { kind: 'fee', title: 'ASSEMBLY', code: 'ASSEMBLY', amount: eur('1.50'), taxes: [], lineId: 'MK1-A-1' },
    );
    assert.deepEqual(differences, []);
  });

  it('a difference of a minor unit a line is a rounding, a larger one is a difference', () => {
    const two = { price: digits('20.00'), order_lines: [line(1), line(2)] };
    assert.deepEqual(
      readingOf({ ...two, total_price: digits('20.02') }).order.charges.filter((one) => one.kind === 'rounding'),
      [{ kind: 'rounding', title: 'Rounding', amount: eur('0.02'), taxes: [] }],
    );
    const more = readingOf({ ...two, total_price: digits('20.03') });
    assert.deepEqual(more.differences, [{ field: 'total', stated: eur('20.03'), computed: eur('20.00') }]);
    assert.deepEqual(
      more.order.charges.filter((one) => one.kind === 'rounding'),
      [],
    );
  });

  it('taxes of the whole order are shared over the lines, to the cent', () => {
    const lines = [line(1), line(2), line(3)];
    const { order, differences } = readingOf({
      order_tax_mode: 'TAX_EXCLUDED',
      price: digits('30.00'),
      total_price: digits('30.00'),
      order_taxes: [{ code: 'VAT', rate: digits('21.0'), total_amount: digits('6.31') }],
      order_lines: lines,
    });
    assert.deepEqual(
      order.lines.map((one) => one.taxes[0]?.amount.amount),
      ['2.11', '2.10', '2.10'],
    );
    assert.deepEqual([order.totals.grand.amount, differences], ['36.31', []]);
  });

  it('a tax that the settings name is the marketplace’s', () =>
    assert.equal(
      readingOf({ order_lines: [line(1, { taxes: [tax('1.00', null, 'MPTAX')] })] }, { marketplaceTaxCodes: ['MPTAX'] }).order
        .lines[0]?.taxes[0]?.liable,
      'marketplace',
    ));
  it('a rate that is not stated is null, never nothing', () =>
    assert.equal(readingOf({ order_lines: [line(1, { taxes: [tax('1.00', null)] })] }).order.lines[0]?.taxes[0]?.rate, null));

  it('unit prices finer than the currency are taken only where the platform quotes them', () => {
    const fine = {
      price: digits('1.00'),
      total_price: digits('1.00'),
      order_lines: [line(1, { quantity: 3, price: digits('1.00'), price_unit: digits('0.3333') })],
    };
    assert.deepEqual(bodyOf(fine).kind, 'unreadable');
    assert.equal(readingOf(fine, { priceDecimals: 4 }).order.lines[0]?.unitPrice.amount, '0.33');
  });
});
