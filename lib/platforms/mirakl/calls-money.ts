/** Mirakl's calls that give money back, as mirakl-seller.openapi.json has them. Amounts are JSON numbers with their own digits. */
import type { Coded } from '../../model/buckets';
import type { Request } from '../../model/call';
import type { Part } from '../../model/giving-back';
import { decimal } from '../../model/json';
import type { AccountId, Order } from '../../model/order';
import { request, type Settings } from './calls';
import { paces } from './mapping';

const write = (account: AccountId, settings: Settings, call: string, path: string, body?: unknown): Request => ({
  ...request({ account, settings, call, path, paces: paces.free }),
  method: 'PUT',
  writes: true,
  ...(body === undefined ? {} : { body }),
});
const TAX_MODES = { inclusive: 'TAX_INCLUDED', exclusive: 'TAX_EXCLUDED' } as const;

/** By rule NONE the amount must be told, else that tax does not go back; one that Mirakl computes is not sent (§4). */
const taxes = (of: readonly Coded[]) =>
  of.filter(({ computed }) => !computed).map(({ code, amount }) => ({ code, amount: decimal(amount) }));
const part = (one: Part, currency: string, reason: string) => ({
  order_line_id: one.lineId,
  amount: decimal(one.item),
  shipping_amount: decimal(one.shipping),
  quantity: one.quantity,
  reason_code: reason,
  currency_iso_code: currency,
  taxes: taxes(one.taxes),
  shipping_taxes: taxes(one.shippingTaxes),
  fees: one.fees.map(({ code, amount }) => ({ code, amount: decimal(amount) })),
});

/** OR28: refunds of lines of one order, in its own tax mode. Units that will not ship leave what is still to be shipped. */
export const or28 = (
  settings: Settings,
  { account, currency, taxMode }: Pick<Order, 'account' | 'currency' | 'taxMode'>,
  parts: readonly Part[],
  reason: string,
): Request =>
  write(account, settings, 'OR28', '/api/orders/refund', {
    order_tax_mode: TAX_MODES[taxMode],
    refunds: parts.map((one) => ({ ...part(one, currency, reason), excluded_from_shipment: one.unshipped })),
  });

/** OR29: the whole order, without a body. */
export const or29 = (account: AccountId, settings: Settings, orderId: string): Request =>
  write(account, settings, 'OR29', `/api/orders/${encodeURIComponent(orderId)}/cancel`);

/** OR30: units of lines, with their amounts. */
export const or30 = (
  settings: Settings,
  { account, currency, taxMode }: Pick<Order, 'account' | 'currency' | 'taxMode'>,
  parts: readonly Part[],
  reason: string,
): Request =>
  write(account, settings, 'OR30', '/api/orders/cancel', {
    order_tax_mode: TAX_MODES[taxMode],
    cancelations: parts.map((one) => part(one, currency, reason)),
  });
