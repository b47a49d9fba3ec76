/** An order as orders/* webhooks tell it: its tags in one text, its money as text. */
import type { Exact, ExactObject } from '../exact';
import { type Amounts, sumOfAmounts } from './amounts';
import { gid } from './ids';
import { currentQuantity, fulfilmentStatus } from './life';
import { financialStatus, lineTotal, type OrderLine, type ShippingLine, type ShopOrder, sumsOf } from './order';
import { addressPayload, linePayload, plainOf, setOf, stamp, stampOf, taxPayload } from './payload-parts';
import { fulfilmentPayload, refundPayload, returnPayload } from './payloads';

const FULFILMENT: Readonly<Record<string, string>> = { FULFILLED: 'fulfilled', PARTIALLY_FULFILLED: 'partial' };

const orderLine = (order: ShopOrder, line: OrderLine): ExactObject => ({
  ...linePayload(order, line),
  attributed_staffs: [],
  current_quantity: currentQuantity(order, line),
  sales_line_item_group_id: null,
});

function shippingLine(order: ShopOrder, line: ShippingLine): ExactObject {
  const price = plainOf(line.amounts.shop, order.currencies.shop);
  const set = setOf(line.amounts, order.currencies);
  return {
    id: line.number,
    carrier_identifier: null,
    code: line.code,
    current_discounted_price_set: set,
    discounted_price: price,
    discounted_price_set: set,
    is_removed: false,
    phone: null,
    price,
    price_set: set,
    requested_fulfillment_service_id: null,
    source: line.source,
    title: line.title,
    tax_lines: line.taxLines.map((tax) => taxPayload(order, tax)),
    discount_allocations: [],
  };
}

/** Each sum twice: as text in the shop's currency, and as a set in both. */
function sums(order: ShopOrder): ExactObject {
  const { currencies } = order;
  const all = sumsOf(order);
  const none = sumOfAmounts([], currencies);
  const items = sumOfAmounts(
    order.lines.map((line) => lineTotal(order, line)),
    currencies,
  );
  const both = (name: string, amounts: Amounts): ExactObject => ({
    [name]: plainOf(amounts.shop, currencies.shop),
    [`${name}_set`]: setOf(amounts, currencies),
  });
  return {
    ...both('current_subtotal_price', all.subtotal),
    ...both('current_total_discounts', all.discount),
    ...both('current_total_price', all.current),
    ...both('current_total_tax', all.tax),
    ...both('subtotal_price', all.subtotal),
    ...both('total_discounts', all.discount),
    ...both('total_line_items_price', items),
    ...both('total_price', all.total),
    ...both('total_tax', all.tax),
    current_shipping_price_set: setOf(all.shipping, currencies),
    total_shipping_price_set: setOf(all.shipping, currencies),
    total_outstanding: plainOf(all.outstanding.shop, currencies.shop),
    total_tip_received: plainOf('0', currencies.shop),
    total_cash_rounding_payment_adjustment_set: setOf(none, currencies),
    total_cash_rounding_refund_adjustment_set: setOf(none, currencies),
  };
}

export function orderPayload(order: ShopOrder): ExactObject {
  const status = financialStatus(order);
  const absent: readonly string[] = [
    'browser_ip',
    'cart_token',
    'checkout_token',
    'client_details',
    'current_total_additional_fees_set',
    'current_total_duties_set',
    'customer_locale',
    'device_id',
    'landing_site',
    'landing_site_ref',
    'location_id',
    'merchant_of_record_app_id',
    'original_total_additional_fees_set',
    'original_total_duties_set',
    'reference',
    'referring_site',
    'source_url',
    'user_id',
    'customer',
    'payment_terms',
  ];
  return {
    id: order.number,
    admin_graphql_api_id: gid('Order', order.number),
    app_id: 601,
    ...Object.fromEntries(absent.map((name): [string, Exact] => [name, null])),
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: stampOf(order.cancelledAt),
    closed_at: stampOf(order.closedAt),
    confirmation_number: `S${order.number}`,
    confirmed: true,
    contact_email: order.email,
    created_at: stamp(order.createdAt),
    currency: order.currencies.shop,
    discount_codes: [],
    duties_included: false,
    email: order.email,
    estimated_taxes: false,
    financial_status: status?.toLowerCase() ?? null,
    fulfillment_status: FULFILMENT[fulfilmentStatus(order)] ?? null,
    merchant_business_entity_id: 'simulated',
    name: order.name,
    note: order.note,
    note_attributes: order.attributes.map(({ key, value }): ExactObject => ({ name: key, value })),
    number: order.number % 100_000,
    order_number: order.number % 100_000,
    order_status_url: `https://shop.simulator/${order.number}`,
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    phone: order.phone,
    po_number: order.poNumber,
    presentment_currency: order.currencies.presentment,
    processed_at: stamp(Date.parse(order.processedAt)),
    source_identifier: order.sourceIdentifier,
    source_name: order.sourceName ?? 'simulated-app',
    ...sums(order),
    tags: [...order.tags].sort().join(', '),
    tax_exempt: false,
    tax_lines: order.taxLines.map((tax) => taxPayload(order, tax)),
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: `simulated-${order.number}`,
    total_weight: 0,
    updated_at: stamp(order.updatedAt),
    billing_address: addressPayload(order.billingAddress),
    discount_applications: [],
    fulfillments: order.fulfilments.map((one) => fulfilmentPayload(order, one)),
    line_items: order.lines.map((line) => orderLine(order, line)),
    refunds: order.refunds.map((one) => refundPayload(order, one)),
    shipping_address: addressPayload(order.shippingAddress),
    shipping_lines: order.shippingLines.map((line) => shippingLine(order, line)),
    returns: order.returns.map((one) => returnPayload(order, one)),
    line_item_groups: [],
  };
}
