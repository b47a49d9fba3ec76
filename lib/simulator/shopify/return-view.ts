/** Returns as GraphQL shows them. */
import { isoOf } from '../exchange';
import { bagOf, timesOfAmounts } from './amounts';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid } from './ids';
import type { Disposition, Return, ReturnLine } from './life';
import { fulfilmentLineView } from './life-view';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { reasonView } from './reasons';
import { refundView } from './refund-view';
import { locationView } from './stock-view';

const keyOf = ({ number }: { readonly number: number }): string => String(number);

export function returnView(order: ShopOrder, one: Return, orders: ShopOrders): Thing {
  const lineOf = (line: ReturnLine): Thing => ({
    __typename: 'ReturnLineItem',
    id: gid('ReturnLineItem', line.number),
    quantity: line.quantity,
    processedQuantity: line.processed,
    processableQuantity: one.state === 'OPEN' ? line.quantity - line.processed : 0,
    unprocessedQuantity: line.quantity - line.processed,
    refundedQuantity: line.refunded,
    refundableQuantity: line.quantity - line.refunded,
    customerNote: null,
    returnReasonNote: line.note,
    returnReason: reasonView(line.reason).legacy,
    returnReasonDefinition: reasonView(line.reason).view,
    fulfillmentLineItem: () => fulfilmentLineView(order, line.of, orders),
    withCodeDiscountedTotalPriceSet: bagOf(
      timesOfAmounts(line.of.from.line.unit, line.quantity, order.currencies),
      order.currencies,
    ),
  });
  const dispositionOf = (of: Disposition): Thing => ({
    __typename: 'ReverseFulfillmentOrderDisposition',
    id: gid('ReverseFulfillmentOrderDisposition', of.number),
    type: of.type,
    quantity: of.quantity,
    createdAt: isoOf(of.createdAt),
    location: () => (of.location ? locationView(of.location) : null),
  });
  const reverseLineOf = (line: ReturnLine): Thing => ({
    __typename: 'ReverseFulfillmentOrderLineItem',
    id: gid('ReverseFulfillmentOrderLineItem', line.reverse.number),
    totalQuantity: line.quantity,
    fulfillmentLineItem: () => fulfilmentLineView(order, line.of, orders),
    dispositions: line.reverse.dispositions.map(dispositionOf),
  });
  const reverse: Thing = {
    __typename: 'ReverseFulfillmentOrder',
    id: gid('ReverseFulfillmentOrder', one.reverse),
    status: one.state === 'OPEN' || one.state === 'REQUESTED' ? 'OPEN' : one.state === 'CLOSED' ? 'CLOSED' : 'CANCELED',
    order: () => orders.view(order),
    lineItems: (args: Args) =>
      connectionOf('ReverseFulfillmentOrderLineItem', one.lines, args, (line) => String(line.reverse.number), reverseLineOf),
  };
  return {
    __typename: 'Return',
    id: gid('Return', one.number),
    name: one.name,
    status: one.state,
    createdAt: isoOf(one.createdAt),
    closedAt: one.closedAt === null ? null : isoOf(one.closedAt),
    requestApprovedAt: isoOf(one.createdAt),
    totalQuantity: one.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    order: () => orders.view(order),
    returnLineItems: (args: Args) => connectionOf('ReturnLineItemType', one.lines, args, keyOf, lineOf),
    reverseFulfillmentOrders: (args: Args) =>
      connectionOf(
        'ReverseFulfillmentOrder',
        one.state === 'REQUESTED' ? [] : [reverse],
        args,
        () => String(one.reverse),
        (thing) => thing,
      ),
    refunds: (args: Args) =>
      connectionOf(
        'Refund',
        order.refunds.filter(({ ofReturn }) => ofReturn === one),
        args,
        keyOf,
        (refund) => refundView(order, refund, orders),
      ),
  };
}
