/** Bodies of webhooks, in the shape of the vendor's samples: numbers for ids, text for money, names of the older API. */
import { Digits, type ExactObject } from '../exact';
import { gid } from './ids';
import {
  deliveredAt,
  type Fulfilment,
  type FulfilmentEvent,
  type FulfilmentOrder,
  type Refund,
  type Return,
  statusOf,
} from './life';
import type { OrderLine, ShopOrder, Transaction } from './order';
import { addressPayload, linePayload, NONE, plainOf, setOf, stamp } from './payload-parts';
import { itemNumber, type Level, levelId, type Variant } from './stock';

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
