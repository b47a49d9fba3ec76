import assert from 'node:assert/strict';
import { askedOf, joined } from '../../lib/model/asked';
import type { ShopLine, ShopRefund } from '../../lib/model/life';
import type { Reading } from '../../lib/model/order';
import { asked, euros, line, askedOfLine as of, reading, tax } from './example';

describe('a refund of the shop in the lines of the source', () => {
  const bought = (change: Partial<Reading> = {}): Reading =>
    reading(change, { lines: [line('1', 2, { taxes: [tax('3.33')] }), line('2', 1)] });
  const refund = (change: Partial<ShopRefund>): ShopRefund => ({
    id: 'r',
    at: '2026-03-02T08:00:00Z',
    state: 'done',
    total: euros('0.00'),
    lines: [],
    shipping: euros('0.00'),
    shippingTax: euros('0.00'),
    adjustment: euros('0.00'),
    ...change,
  });
  const row = (lineId: string | null, amount: string, taxed = '0.00', shopLine = `s${lineId}`, quantity = 1) => ({
    lineId,
    shopLine,
    quantity,
    amount: euros(amount),
    tax: euros(taxed),
    restock: 'none' as const,
  });

  const inShop = (id: string, lineId: string | null, quantity: number, more: Partial<ShopLine> = {}): ShopLine => ({
    id,
    lineId,
    sku: 'A',
    quantity,
    current: quantity,
    unfulfilled: quantity,
    ...more,
  });
  const sold = [inShop('s1', '1', 2), inShop('s2', '2', 1), inShop('snull', null, 1)];

  it('what was added in the shop, and what the marketplace cancelled itself, is no part of it', () => {
    const given = refund({ total: euros('18.00'), lines: [row('1', '10.00'), row(null, '5.00'), row('2', '3.00')] });
    const states = { 1: 'accepted', 2: 'cancelled' } as const;
    assert.deepEqual(
      askedOf(given, bought({ lineStates: states }), sold, () => false),
      asked({ total: '10.00', lines: [of('1', '10.00', '0.00')] }),
    );
  });
  it('rows of a price that does not divide add up, parts of a bundle count whole units', () => {
    const given = refund({ total: euros('9.00'), lines: [row('1', '5.00', '0.83', 'a', 2), row('1', '4.00', '0.67', 'b', 1)] });
    const units = (lines: readonly ShopLine[]) => askedOf(given, bought(), lines, () => false).lines;
    assert.deepEqual(units([inShop('a', '1', 2), inShop('b', '1', 1)]), [of('1', '9.00', '1.50', 3)]);
    const bundle = [inShop('a', '1', 4, { units: 2 }), inShop('b', '1', 2, { sku: 'B', units: 2 })];
    assert.deepEqual(units(bundle), [of('1', '9.00', '1.50', 1)]);
    assert.deepEqual(units([inShop('a', '1', 8, { units: 2 }), inShop('b', '1', 2, { sku: 'B', units: 2 })]), [
      of('1', '9.00', '1.50', 0),
    ]);
  });
  it('a fee that stands as a line of its own is money of its line, and no unit', () => {
    const lines = [...sold, inShop('fee', null, 1, { charge: '1' })];
    const given = refund({ total: euros('10.50'), lines: [row('1', '10.00'), row(null, '0.50', '0.08', 'fee')] });
    assert.deepEqual(askedOf(given, bought(), lines, () => false).lines, [{ ...of('1', '10.00', '0.08'), fees: '0.50' }]);
  });
  it('two refunds of one cancellation are one', () => {
    const one = asked({ total: '10.00', lines: [of('1', '10.00', '1.00')], shipping: '1.00' });
    assert.deepEqual(
      joined([one, one], 'EUR'),
      asked({ total: '20.00', lines: [of('1', '20.00', '2.00', 2)], shipping: '2.00' }),
    );
    assert.equal(joined([], 'EUR'), undefined);
  });
});
