/** A shop order as GraphQL shows it. */
import { createHash } from 'node:crypto';
import { isoOf } from '../exchange';
import { bagOf } from './amounts';
import type { Catalogue } from './catalogue';
import type { Args } from './coerce';
import { connection, connectionOf } from './connection';
import type { Thing } from './execute';
import { gid } from './ids';
import { currentQuantity, fulfilmentStatus, unfulfilled } from './life';
import { fulfilmentOrderView, fulfilmentView } from './life-view';
import {
  type Address,
  type Attribute,
  financialStatus,
  lineTotal,
  type Metafield,
  type OrderLine,
  type ShippingLine,
  type ShopOrder,
  sumsOf,
  type TaxLine,
  type Transaction,
} from './order';
import type { ShopOrders } from './orders';
import { refundView } from './refund-view';
import { returnView } from './return-view';
import { suggestedRefund } from './suggested';

const when = (instant: number | null): string | null => (instant === null ? null : isoOf(instant));
const attributeView = ({ key, value }: Attribute): Thing => ({ __typename: 'Attribute', key, value });
/** What a client compares with before it sets a metafield. */
export const digestOf = ({ type, value }: Pick<Metafield, 'type' | 'value'>): string =>
  createHash('sha256').update(`${type}\n${value}`).digest('hex');
export const metafieldView = (one: Metafield): Thing => ({
  __typename: 'Metafield',
  id: gid('Metafield', one.number),
  namespace: one.namespace,
  key: one.key,
  type: one.type,
  value: one.value,
  compareDigest: digestOf(one),
});

function addressView(address: Address | null): Thing | null {
  if (!address) return null;
  const field = (name: string) => address[name] ?? null;
  const name = [field('firstName'), field('lastName')].filter((part) => part !== null).join(' ');
  return {
    __typename: 'MailingAddress',
    firstName: field('firstName'),
    lastName: field('lastName'),
    name: name === '' ? null : name,
    company: field('company'),
    address1: field('address1'),
    address2: field('address2'),
    city: field('city'),
    zip: field('zip'),
    province: field('province'),
    provinceCode: field('provinceCode'),
    country: field('country'),
    countryCodeV2: field('countryCode'),
    phone: field('phone'),
  };
}

const taxView =
  (order: ShopOrder) =>
  (tax: TaxLine): Thing => ({
    __typename: 'TaxLine',
    title: tax.title,
    rate: Number(tax.rate),
    ratePercentage: Number(tax.rate) * 100,
    channelLiable: tax.channelLiable,
    priceSet: bagOf(tax.amounts, order.currencies),
  });

export function lineView(order: ShopOrder, line: OrderLine, catalogue: Catalogue): Thing {
  const current = currentQuantity(order, line);
  return {
    __typename: 'LineItem',
    id: gid('LineItem', line.number),
    name: line.title,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    currentQuantity: current,
    refundableQuantity: current,
    unfulfilledQuantity: unfulfilled(order, line),
    requiresShipping: line.requiresShipping,
    restockable: line.variant !== null,
    taxable: line.taxable,
    vendor: line.vendor,
    variantTitle: null,
    variant: () => (line.variant ? catalogue.view(line.variant) : null),
    customAttributes: line.attributes.map(attributeView),
    originalUnitPriceSet: bagOf(line.unit, order.currencies),
    originalTotalSet: bagOf(lineTotal(order, line), order.currencies),
    discountedUnitPriceSet: bagOf(line.unit, order.currencies),
    discountedTotalSet: bagOf(lineTotal(order, line), order.currencies),
    taxLines: line.taxLines.map(taxView(order)),
  };
}

export const shippingLineView = (order: ShopOrder, line: ShippingLine): Thing => ({
  __typename: 'ShippingLine',
  id: gid('ShippingLine', line.number),
  title: line.title,
  code: line.code,
  source: line.source,
  originalPriceSet: bagOf(line.amounts, order.currencies),
  discountedPriceSet: bagOf(line.amounts, order.currencies),
  taxLines: line.taxLines.map(taxView(order)),
});

export function transactionView(order: ShopOrder, one: Transaction): Thing {
  return {
    __typename: 'OrderTransaction',
    id: gid('OrderTransaction', one.number),
    kind: one.kind,
    status: one.status,
    gateway: one.gateway,
    formattedGateway: one.gateway,
    manualPaymentGateway: true,
    createdAt: one.processedAt,
    processedAt: one.processedAt,
    test: one.test,
    amountSet: bagOf(one.amounts, order.currencies),
    parentTransaction: () => {
      const parent = order.transactions.find((other) => other.number === one.parent);
      return parent ? transactionView(order, parent) : null;
    },
  };
}

/** The order with everything that can be asked of it. */
export function orderView(order: ShopOrder, orders: ShopOrders): Thing {
  const { catalogue } = orders.parts;
  const bag = (amounts: Parameters<typeof bagOf>[0]) => bagOf(amounts, order.currencies);
  const sums = sumsOf(order);
  const some = <T>(items: readonly T[], { first }: Args, view: (item: T) => Thing): readonly Thing[] =>
    items.slice(0, typeof first === 'number' ? first : undefined).map(view);
  const numberOf = ({ number }: { readonly number: number }): string => String(number);
  return {
    __typename: 'Order',
    id: gid('Order', order.number),
    legacyResourceId: String(order.number),
    name: order.name,
    sourceName: order.sourceName ?? 'simulated-app',
    sourceIdentifier: order.sourceIdentifier,
    tags: [...order.tags].sort(),
    createdAt: isoOf(order.createdAt),
    updatedAt: isoOf(order.updatedAt),
    processedAt: order.processedAt,
    cancelledAt: when(order.cancelledAt),
    cancelReason: order.cancelReason,
    closedAt: when(order.closedAt),
    closed: order.closedAt !== null,
    confirmed: true,
    test: order.test,
    note: order.note,
    email: order.email,
    phone: order.phone,
    poNumber: order.poNumber,
    currencyCode: order.currencies.shop,
    presentmentCurrencyCode: order.currencies.presentment,
    taxesIncluded: order.taxesIncluded,
    displayFinancialStatus: financialStatus(order),
    displayFulfillmentStatus: fulfilmentStatus(order),
    returnStatus: returnStatus(order),
    totalPriceSet: bag(sums.total),
    currentTotalPriceSet: bag(sums.current),
    subtotalPriceSet: bag(sums.subtotal),
    totalTaxSet: bag(sums.tax),
    totalShippingPriceSet: bag(sums.shipping),
    totalDiscountsSet: bag(sums.discount),
    totalOutstandingSet: bag(sums.outstanding),
    totalReceivedSet: bag(sums.received),
    totalRefundedSet: bag(sums.refunded),
    netPaymentSet: bag(sums.net),
    customAttributes: order.attributes.map(attributeView),
    billingAddress: addressView(order.billingAddress),
    shippingAddress: addressView(order.shippingAddress),
    taxLines: order.taxLines.map(taxView(order)),
    lineItems: (args: Args) => connectionOf('LineItem', order.lines, args, numberOf, (line) => lineView(order, line, catalogue)),
    shippingLines: (args: Args) =>
      connectionOf('ShippingLine', order.shippingLines, args, numberOf, (line) => shippingLineView(order, line)),
    transactions: (args: Args) => some(order.transactions, args, (one) => transactionView(order, one)),
    fulfillments: (args: Args) => some(order.fulfilments, args, (one) => fulfilmentView(order, one, orders)),
    fulfillmentOrders: (args: Args) =>
      connectionOf('FulfillmentOrder', order.fulfilmentOrders, args, numberOf, (one) => fulfilmentOrderView(order, one, orders)),
    refunds: (args: Args) => some(order.refunds, args, (one) => refundView(order, one, orders)),
    returns: (args: Args) => connectionOf('Return', order.returns, args, numberOf, (one) => returnView(order, one, orders)),
    suggestedRefund: (args: Args) => suggestedRefund(order, args, orders),
    metafield: ({ namespace, key }: Args) => {
      const found = order.metafields.find((one) => one.namespace === (namespace ?? '$app') && one.key === key);
      return found ? metafieldView(found) : null;
    },
    metafields: (args: Args) =>
      connection(
        'Metafield',
        order.metafields.filter((one) => !args.namespace || one.namespace === args.namespace).map(metafieldView),
        args,
      ),
  };
}

const returnStatus = (order: ShopOrder): string => {
  const states = new Set(order.returns.map(({ state }) => state));
  if (states.has('REQUESTED')) return 'RETURN_REQUESTED';
  if (states.has('OPEN')) return 'IN_PROGRESS';
  return states.has('CLOSED') ? 'RETURNED' : 'NO_RETURN';
};
