/** Refunds as GraphQL shows them. */
import { isoOf } from '../exchange';
import { bagOf, sumOfAmounts } from './amounts';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid } from './ids';
import type { Adjustment, Refund, RefundLine, RefundShipping } from './life';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { returnView } from './return-view';
import { locationView } from './stock-view';
import { lineView, shippingLineView, transactionView } from './view';

const keyOf = ({ number }: { readonly number: number }): string => String(number);

/** What successful transactions moved. */
export const movedBy = (order: ShopOrder, refund: Refund) =>
  sumOfAmounts(
    refund.transactions.filter(({ status }) => status === 'SUCCESS').map((one) => one.amounts),
    order.currencies,
  );

export function refundView(order: ShopOrder, refund: Refund, orders: ShopOrders): Thing {
  const bag = (amounts: Parameters<typeof bagOf>[0]) => bagOf(amounts, order.currencies);
  const none = sumOfAmounts([], order.currencies);
  const lineOf = (one: RefundLine): Thing => ({
    __typename: 'RefundLineItem',
    id: gid('RefundLineItem', one.number),
    quantity: one.quantity,
    restockType: one.restock,
    restocked: one.restock !== 'NO_RESTOCK',
    location: () => (one.location ? locationView(one.location) : null),
    lineItem: () => lineView(order, one.line, orders.parts.catalogue),
    priceSet: bag(one.line.unit),
    subtotalSet: bag(one.subtotal),
    totalTaxSet: bag(one.tax),
  });
  const shippingOf = (one: RefundShipping): Thing => ({
    __typename: 'RefundShippingLine',
    id: gid('RefundShippingLine', one.number),
    shippingLine: () => shippingLineView(order, one.line),
    subtotalAmountSet: bag(one.subtotal),
    taxAmountSet: bag(one.tax),
  });
  const adjustmentOf = (one: Adjustment): Thing => ({
    __typename: 'OrderAdjustment',
    id: gid('OrderAdjustment', one.number),
    reason: one.reason,
    amountSet: bag(one.amounts),
    taxAmountSet: bag(none),
  });
  return {
    __typename: 'Refund',
    id: gid('Refund', refund.number),
    legacyResourceId: String(refund.number),
    createdAt: isoOf(refund.createdAt),
    updatedAt: isoOf(refund.updatedAt),
    processedAt: refund.processedAt,
    note: refund.note,
    order: () => orders.view(order),
    return: () => (refund.ofReturn ? returnView(order, refund.ofReturn, orders) : null),
    totalRefundedSet: bag(movedBy(order, refund)),
    refundLineItems: (args: Args) => connectionOf('RefundLineItem', refund.lines, args, keyOf, lineOf),
    refundShippingLines: (args: Args) => connectionOf('RefundShippingLine', refund.shipping, args, keyOf, shippingOf),
    orderAdjustments: (args: Args) => connectionOf('OrderAdjustment', refund.adjustments, args, keyOf, adjustmentOf),
    transactions: (args: Args) =>
      connectionOf('OrderTransaction', refund.transactions, args, keyOf, (one) => transactionView(order, one)),
  };
}
