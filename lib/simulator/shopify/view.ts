/** A shop order as GraphQL shows it. */
import { isoOf } from '../exchange';
import { bagOf } from './amounts';
import { type Catalogue, gid } from './catalogue';
import type { Args } from './coerce';
import { connection } from './connection';
import type { Thing } from './execute';
import {
  type Address,
  type Attribute,
  financialStatus,
  lineTotal,
  type Metafield,
  type OrderLine,
  type ShopOrder,
  sumsOf,
  type TaxLine,
  type Transaction,
} from './order';

const when = (instant: number | null): string | null => (instant === null ? null : isoOf(instant));
const attributeView = ({ key, value }: Attribute): Thing => ({ __typename: 'Attribute', key, value });
const metafieldView = (one: Metafield): Thing => ({
  __typename: 'Metafield',
  id: gid('Metafield', one.number),
  namespace: one.namespace,
  key: one.key,
  type: one.type,
  value: one.value,
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

/** The order with everything that can be asked of it. */
export function orderView(order: ShopOrder, catalogue: Catalogue): Thing {
  const bag = (amounts: Parameters<typeof bagOf>[0]) => bagOf(amounts, order.currencies);
  const sums = sumsOf(order);
  const taxView = (tax: TaxLine): Thing => ({
    __typename: 'TaxLine',
    title: tax.title,
    rate: Number(tax.rate),
    ratePercentage: Number(tax.rate) * 100,
    channelLiable: tax.channelLiable,
    priceSet: bag(tax.amounts),
  });
  const lineView = (line: OrderLine): Thing => ({
    __typename: 'LineItem',
    id: gid('LineItem', line.number),
    name: line.title,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    currentQuantity: order.cancelledAt === null ? line.quantity : 0,
    unfulfilledQuantity: order.cancelledAt === null ? line.quantity : 0,
    requiresShipping: line.requiresShipping,
    taxable: line.taxable,
    vendor: line.vendor,
    variantTitle: null,
    variant: line.variant ? catalogue.view(line.variant) : null,
    customAttributes: line.attributes.map(attributeView),
    originalUnitPriceSet: bag(line.unit),
    originalTotalSet: bag(lineTotal(order, line)),
    taxLines: line.taxLines.map(taxView),
  });
  const transactionView = (one: Transaction): Thing => ({
    __typename: 'OrderTransaction',
    id: gid('OrderTransaction', one.number),
    kind: one.kind,
    status: one.status,
    gateway: one.gateway,
    manualPaymentGateway: true,
    processedAt: one.processedAt,
    test: one.test,
    amountSet: bag(one.amounts),
    parentTransaction: () => {
      const parent = order.transactions.find((other) => other.number === one.parent);
      return parent ? transactionView(parent) : null;
    },
  });
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
    displayFulfillmentStatus: 'UNFULFILLED',
    totalPriceSet: bag(sums.total),
    subtotalPriceSet: bag(sums.subtotal),
    totalTaxSet: bag(sums.tax),
    totalShippingPriceSet: bag(sums.shipping),
    totalDiscountsSet: bag(sums.discount),
    totalOutstandingSet: bag(sums.outstanding),
    totalReceivedSet: bag(sums.received),
    totalRefundedSet: bag(sums.refunded),
    customAttributes: order.attributes.map(attributeView),
    billingAddress: addressView(order.billingAddress),
    shippingAddress: addressView(order.shippingAddress),
    taxLines: order.taxLines.map(taxView),
    lineItems: (args: Args) => connection('LineItem', order.lines.map(lineView), args),
    shippingLines: (args: Args) =>
      connection(
        'ShippingLine',
        order.shippingLines.map(
          (line): Thing => ({
            __typename: 'ShippingLine',
            id: gid('ShippingLine', line.number),
            title: line.title,
            code: line.code,
            source: line.source,
            originalPriceSet: bag(line.amounts),
            taxLines: line.taxLines.map(taxView),
          }),
        ),
        args,
      ),
    transactions: ({ first }: Args) =>
      order.transactions.slice(0, typeof first === 'number' ? first : undefined).map(transactionView),
    // Goods never leave this shop and nothing comes back: there is none of these yet.
    fulfillments: [],
    refunds: [],
    returns: (args: Args) => connection('Return', [], args),
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
