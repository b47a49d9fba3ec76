/** Bodies of webhooks, in the shape of the vendor's samples: numbers for ids, text for money, names of the older API. */
import { Digits, type Exact, type ExactObject, sumOf } from '../exact';
import type { Amounts, Currencies } from './amounts';
import { gid } from './ids';
import {
  deliveredAt,
  type Fulfilment,
  type FulfilmentEvent,
  type FulfilmentOrder,
  fulfilled,
  type Refund,
  type Return,
  statusOf,
  unfulfilled,
} from './life';
import type { Address, OrderLine, ShopOrder, TaxLine, Transaction } from './order';
import { itemNumber, type Level, levelId, type Variant } from './stock';

/** Whole seconds, with an offset. */
export const stamp = (instant: number): string =>
  `${new Date(Math.floor(instant / 1000) * 1000).toISOString().slice(0, 19)}+00:00`;
export const stampOf = (instant: number | null): string | null => (instant === null ? null : stamp(instant));
export const plainOf = (amount: string, currency: string): string => sumOf([amount], currency);
export const setOf = ({ shop, presentment }: Amounts, currencies: Currencies): ExactObject => ({
  shop_money: { amount: plainOf(shop, currencies.shop), currency_code: currencies.shop },
  presentment_money: { amount: plainOf(presentment, currencies.presentment), currency_code: currencies.presentment },
});
const NONE: Amounts = { shop: '0', presentment: '0' };

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

export function fulfilmentPayload(order: ShopOrder, one: Fulfilment): ExactObject {
  const { company, numbers, urls } = one.tracking;
  const last = one.events.at(-1)?.status.toLowerCase() ?? null;
  return {
    id: one.number,
    order_id: order.number,
    status: one.state.toLowerCase(),
    created_at: stamp(one.createdAt),
    service: 'manual',
    updated_at: stamp(one.updatedAt),
    tracking_company: company,
    shipment_status: deliveredAt(one) === null ? last : 'delivered',
    location_id: one.location.number,
    origin_address: null,
    email: order.email,
    destination: addressPayload(order.shippingAddress),
    line_items: one.lines.map(({ from, quantity }) => ({ ...linePayload(order, from.line), quantity })),
    tracking_number: numbers[0] ?? null,
    tracking_numbers: [...numbers],
    tracking_url: urls[0] ?? null,
    tracking_urls: [...urls],
    receipt: {},
    name: one.name,
    admin_graphql_api_id: gid('Fulfillment', one.number),
  };
}

export const eventPayload = (order: ShopOrder, fulfilment: Fulfilment, event: FulfilmentEvent): ExactObject => ({
  id: event.number,
  fulfillment_id: fulfilment.number,
  status: event.status.toLowerCase(),
  message: event.message,
  happened_at: stamp(event.happenedAt),
  city: event.place.city,
  province: event.place.province,
  country: event.place.country,
  zip: event.place.zip,
  address1: event.place.address1,
  latitude: null,
  longitude: null,
  shop_id: 401,
  created_at: stamp(event.createdAt),
  updated_at: stamp(event.createdAt),
  estimated_delivery_at: event.estimatedDeliveryAt,
  order_id: order.number,
  admin_graphql_api_id: gid('FulfillmentEvent', event.number),
});

/** Only ids and a status: whoever hears it must ask. */
export const fulfilmentOrderPayload = (one: FulfilmentOrder): ExactObject => ({
  fulfillment_order: { id: gid('FulfillmentOrder', one.number), status: statusOf(one).toLowerCase() },
});

export function transactionPayload(order: ShopOrder, one: Transaction): ExactObject {
  const { shop, presentment } = order.currencies;
  return {
    id: one.number,
    order_id: order.number,
    kind: one.kind.toLowerCase(),
    gateway: one.gateway,
    status: one.status.toLowerCase(),
    message: null,
    created_at: stamp(Date.parse(one.processedAt)),
    test: one.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: one.parent,
    processed_at: stamp(Date.parse(one.processedAt)),
    device_id: null,
    error_code: null,
    source_name: 'web',
    payment_details: null,
    receipt: {},
    amount: plainOf(one.amounts.presentment, presentment),
    currency: presentment,
    payment_id: `${order.name}.${order.transactions.indexOf(one) + 1}`,
    total_unsettled_set: {
      presentment_money: { amount: plainOf('0', presentment), currency: presentment },
      shop_money: { amount: plainOf('0', shop), currency: shop },
    },
    manual_payment_gateway: true,
    amount_rounding: null,
    admin_graphql_api_id: gid('OrderTransaction', one.number),
  };
}

export function refundPayload(order: ShopOrder, refund: Refund): ExactObject {
  const { currencies } = order;
  return {
    id: refund.number,
    order_id: order.number,
    created_at: stamp(refund.createdAt),
    note: refund.note,
    user_id: null,
    processed_at: stamp(Date.parse(refund.processedAt)),
    duties: [],
    total_duties_set: setOf(NONE, currencies),
    return: refund.ofReturn ? { id: refund.ofReturn.number, admin_graphql_api_id: gid('Return', refund.ofReturn.number) } : null,
    refund_shipping_lines: refund.shipping.map(
      (one): ExactObject => ({
        id: one.number,
        shipping_line: { id: one.line.number, title: one.line.title, code: one.line.code },
        subtotal_amount_set: setOf(one.subtotal, currencies),
        tax_amount_set: setOf(one.tax, currencies),
      }),
    ),
    restock: refund.lines.some(({ restock }) => restock !== 'NO_RESTOCK'),
    admin_graphql_api_id: gid('Refund', refund.number),
    order_adjustments: refund.adjustments.map(
      (one): ExactObject => ({
        id: one.number,
        order_id: order.number,
        refund_id: refund.number,
        amount: plainOf(one.amounts.shop, currencies.shop),
        tax_amount: plainOf('0', currencies.shop),
        kind: 'refund_discrepancy',
        reason: one.reason.toLowerCase().replaceAll('_', ' '),
        amount_set: setOf(one.amounts, currencies),
        tax_amount_set: setOf(NONE, currencies),
      }),
    ),
    refund_line_items: refund.lines.map(
      (one): ExactObject => ({
        id: one.number,
        quantity: one.quantity,
        line_item_id: one.line.number,
        location_id: one.location?.number ?? null,
        restock_type: one.restock.toLowerCase(),
        // The vendor writes these two as numbers.
        subtotal: new Digits(plainOf(one.subtotal.shop, currencies.shop)),
        total_tax: new Digits(plainOf(one.tax.shop, currencies.shop)),
        subtotal_set: setOf(one.subtotal, currencies),
        total_tax_set: setOf(one.tax, currencies),
        line_item: linePayload(order, one.line),
      }),
    ),
    transactions: refund.transactions.map((one) => transactionPayload(order, one)),
  };
}

/** Requested and opened: the order as an object; closed and cancelled: its bare id. */
export function returnPayload(order: ShopOrder, one: Return): ExactObject {
  const named: ExactObject = { id: one.number, admin_graphql_api_id: gid('Return', one.number), status: one.state.toLowerCase() };
  if (one.state === 'CLOSED' || one.state === 'CANCELED') return { ...named, order_id: order.number };
  return {
    ...named,
    order: { id: order.number, admin_graphql_api_id: gid('Order', order.number) },
    total_return_line_items: one.lines.length,
    name: one.name,
    return_line_items: one.lines.map(
      (line): ExactObject => ({
        id: line.number,
        admin_graphql_api_id: gid('ReturnLineItem', line.number),
        fulfillment_line_item: {
          id: line.of.number,
          admin_graphql_api_id: gid('FulfillmentLineItem', line.of.number),
          line_item: { id: line.of.from.line.number, admin_graphql_api_id: gid('LineItem', line.of.from.line.number) },
        },
        quantity: line.quantity,
        return_reason_note: line.note,
      }),
    ),
    return_shipping_fees: [],
    exchange_line_items: [],
    total_exchange_line_items: 0,
  };
}

export const levelPayload = (variant: Variant, level: Level): ExactObject => ({
  inventory_item_id: itemNumber(variant),
  location_id: level.location.number,
  available: level.available,
  updated_at: stamp(level.changedAt),
  admin_graphql_api_id: levelId(variant, level),
});

type Deltas = readonly { readonly line: OrderLine; readonly delta: number }[];
export const editPayload = (order: ShopOrder, number: number, additions: Deltas, removals: Deltas, at: number): ExactObject => {
  const deltas = (of: Deltas) => of.map(({ line, delta }): ExactObject => ({ id: line.number, delta }));
  return {
    order_edit: {
      id: number,
      app_id: null,
      created_at: stamp(at),
      notify_customer: false,
      order_id: order.number,
      staff_note: '',
      user_id: null,
      line_items: { additions: deltas(additions), removals: deltas(removals) },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
      committed_at: stamp(at),
    },
  };
};
