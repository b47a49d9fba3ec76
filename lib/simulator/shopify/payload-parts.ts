/** What the bodies of webhooks are made of: moments, money, taxes, addresses, lines. */
import { Digits, type Exact, type ExactObject, sumOf } from '../exact';
import type { Amounts, Currencies } from './amounts';
import { gid } from './ids';
import { fulfilled, unfulfilled } from './life';
import type { Address, OrderLine, ShopOrder, TaxLine } from './order';

/** Whole seconds, with an offset. */
export const stamp = (instant: number): string =>
  `${new Date(Math.floor(instant / 1000) * 1000).toISOString().slice(0, 19)}+00:00`;
export const stampOf = (instant: number | null): string | null => (instant === null ? null : stamp(instant));
export const plainOf = (amount: string, currency: string): string => sumOf([amount], currency);
export const setOf = ({ shop, presentment }: Amounts, currencies: Currencies): ExactObject => ({
  shop_money: { amount: plainOf(shop, currencies.shop), currency_code: currencies.shop },
  presentment_money: { amount: plainOf(presentment, currencies.presentment), currency_code: currencies.presentment },
});
export const NONE: Amounts = { shop: '0', presentment: '0' };

export const taxPayload = (order: ShopOrder, tax: TaxLine): ExactObject => ({
  channel_liable: tax.channelLiable,
  price: plainOf(tax.amounts.shop, order.currencies.shop),
  price_set: setOf(tax.amounts, order.currencies),
  rate: new Digits(tax.rate),
  title: tax.title,
});

export function addressPayload(address: Address | null): Exact {
  if (!address) return null;
  const field = (name: string): string | null => address[name] ?? null;
  const name = [field('firstName'), field('lastName')].filter((part) => part !== null).join(' ');
  return {
    first_name: field('firstName'),
    address1: field('address1'),
    phone: field('phone'),
    city: field('city'),
    zip: field('zip'),
    province: field('province'),
    country: field('country'),
    last_name: field('lastName'),
    address2: field('address2'),
    company: field('company'),
    latitude: null,
    longitude: null,
    name,
    country_code: field('countryCode'),
    province_code: field('provinceCode'),
  };
}

/** A line as it stands in a fulfilment or a refund; orders have a few fields more. */
export function linePayload(order: ShopOrder, line: OrderLine): ExactObject {
  const shipped = fulfilled(order, line);
  return {
    id: line.number,
    admin_graphql_api_id: gid('LineItem', line.number),
    fulfillable_quantity: unfulfilled(order, line),
    fulfillment_service: 'manual',
    fulfillment_status: shipped === 0 ? null : unfulfilled(order, line) === 0 ? 'fulfilled' : 'partial',
    gift_card: false,
    grams: 0,
    name: line.title,
    price: plainOf(line.unit.shop, order.currencies.shop),
    price_set: setOf(line.unit, order.currencies),
    product_exists: line.variant !== null,
    product_id: line.variant ? line.variant.number - 33_000_000_000 : null,
    properties: line.attributes.map(({ key, value }): ExactObject => ({ name: key, value })),
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    total_discount: plainOf('0', order.currencies.shop),
    total_discount_set: setOf(NONE, order.currencies),
    variant_id: line.variant?.number ?? null,
    variant_inventory_management: line.variant ? 'shopify' : null,
    variant_title: null,
    vendor: line.vendor,
    tax_lines: line.taxLines.map((tax) => taxPayload(order, tax)),
    duties: [],
    discount_allocations: [],
  };
}
