/** Refunds of the shop, and what the marketplace would take, to test with. */
import { capturedOf, givenOf, leftOf } from '../../../lib/model/buckets';
import type { ShopRefund } from '../../../lib/model/life';
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
export const leftIn = (reading: Reading) => leftOf(capturedOf(reading), givenOf(reading, []), reading.order.currency);
