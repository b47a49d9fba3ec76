/** Refunds of the shop, and what the marketplace would take, to test with. */
import { capturedOf, givenOf, leftOf } from '../../../lib/model/buckets';
import type { ShopLine, ShopRefund } from '../../../lib/model/life';
import type { Reading } from '../../../lib/model/order';

export const REASONS = {
  reasons: [
    { code: '15', label: 'Out of stock', type: 'REFUND', is_shop_right: true },
    { code: '17', label: 'Returned', type: 'REFUND', is_shop_right: true },
    { code: '99', label: 'Operator', type: 'REFUND', is_shop_right: false },
    { code: '34', label: 'Cancelled by the client', type: 'CANCELATION', is_shop_right: true },
  ],
};
export const eur = (amount: string) => ({ amount, currency: 'EUR' });
export const shopRefund = (change: Partial<ShopRefund>): ShopRefund => ({
  id: 'gid://shopify/Refund/7',
  at: '2026-09-10T10:00:00Z',
  state: 'done',
  total: eur('0.00'),
  lines: [],
  shipping: eur('0.00'),
  shippingTax: eur('0.00'),
  adjustment: eur('0.00'),
  ...change,
});
export const units = (
  lineId: string | null,
  quantity: number,
  amount: string,
  taxed = '0.00',
  restock: 'none' | 'cancel' | 'return' = 'none',
) => ({
  lineId,
  shopLine: `gid://shopify/LineItem/${lineId}`,
  quantity,
  amount: eur(amount),
  tax: eur(taxed),
  restock,
});
/** The lines of the shop's order that `units` names. */
export const shopLines: readonly ShopLine[] = ['MK1-A-1', 'MK1-A-2'].map((lineId) => ({
  id: `gid://shopify/LineItem/${lineId}`,
  lineId,
  sku: lineId,
  quantity: 3,
  current: 3,
  unfulfilled: 3,
}));
export const leftIn = (reading: Reading) => leftOf(capturedOf(reading), givenOf(reading, []), reading.order.currency);
