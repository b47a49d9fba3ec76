/** Fulfilments, their events and fulfilment orders as GraphQL shows them. */
import { isoOf } from '../exchange';
import { bagOf, timesOfAmounts } from './amounts';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid } from './ids';
import {
  deliveredAt,
  type Fulfilment,
  type FulfilmentEvent,
  type FulfilmentLine,
  type FulfilmentOrder,
  type Hold,
  onHold,
  statusOf,
} from './life';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { itemNumber } from './stock';
import { locationView } from './stock-view';
import { lineView } from './view';

const when = (instant: number | null): string | null => (instant === null ? null : isoOf(instant));
const paged = (things: readonly Thing[], args: Args): readonly Thing[] =>
  things.slice(0, typeof args.first === 'number' ? args.first : undefined);
const keyOf = ({ number }: { readonly number: number }): string => String(number);

export const eventView = (event: FulfilmentEvent): Thing => ({
  __typename: 'FulfillmentEvent',
  id: gid('FulfillmentEvent', event.number),
  status: event.status,
  happenedAt: isoOf(event.happenedAt),
  createdAt: isoOf(event.createdAt),
  message: event.message,
  estimatedDeliveryAt: event.estimatedDeliveryAt,
  ...event.place,
});

export const fulfilmentLineView = (order: ShopOrder, one: FulfilmentLine, orders: ShopOrders): Thing => ({
  __typename: 'FulfillmentLineItem',
  id: gid('FulfillmentLineItem', one.number),
  quantity: one.quantity,
  lineItem: () => lineView(order, one.from.line, orders.parts.catalogue),
  originalTotalSet: bagOf(timesOfAmounts(one.from.line.unit, one.quantity, order.currencies), order.currencies),
  discountedTotalSet: bagOf(timesOfAmounts(one.from.line.unit, one.quantity, order.currencies), order.currencies),
});

export function fulfilmentView(order: ShopOrder, fulfilment: Fulfilment, orders: ShopOrders): Thing {
  const { tracking, events } = fulfilment;
  const width = Math.max(tracking.numbers.length, tracking.urls.length, tracking.company === null ? 0 : 1);
  const firstOf = (status: string): number | null => events.find((event) => event.status === status)?.happenedAt ?? null;
  return {
    __typename: 'Fulfillment',
    id: gid('Fulfillment', fulfilment.number),
    legacyResourceId: String(fulfilment.number),
    name: fulfilment.name,
    status: fulfilment.state,
    displayStatus: fulfilment.state === 'CANCELLED' ? 'CANCELED' : (events.at(-1)?.status ?? 'FULFILLED'),
    createdAt: isoOf(fulfilment.createdAt),
    updatedAt: isoOf(fulfilment.updatedAt),
    inTransitAt: when(firstOf('IN_TRANSIT')),
    deliveredAt: when(deliveredAt(fulfilment)),
    estimatedDeliveryAt: events.findLast((event) => event.estimatedDeliveryAt !== null)?.estimatedDeliveryAt ?? null,
    requiresShipping: fulfilment.lines.some(({ from }) => from.line.requiresShipping),
    totalQuantity: fulfilment.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    location: () => locationView(fulfilment.location),
    order: () => orders.view(order),
    trackingInfo: (args: Args) =>
      paged(
        Array.from(
          { length: width },
          (_, index): Thing => ({
            __typename: 'FulfillmentTrackingInfo',
            company: tracking.company,
            number: tracking.numbers[index] ?? null,
            url: tracking.urls[index] ?? null,
          }),
        ),
        args,
      ),
    fulfillmentLineItems: (args: Args) =>
      connectionOf('FulfillmentLineItem', fulfilment.lines, args, keyOf, (one) => fulfilmentLineView(order, one, orders)),
    fulfillmentOrders: (args: Args) =>
      connectionOf('FulfillmentOrder', fulfilment.orders, args, keyOf, (one) => fulfilmentOrderView(order, one, orders)),
    events: (args: Args) =>
      connectionOf('FulfillmentEvent', args.reverse === true ? [...events].reverse() : events, args, keyOf, eventView),
  };
}

export const holdView = (hold: Hold): Thing => ({
  __typename: 'FulfillmentHold',
  id: gid('FulfillmentHold', hold.number),
  handle: hold.handle,
  reason: hold.reason,
  reasonNotes: hold.notes,
  displayReason: hold.reason.toLowerCase().replaceAll('_', ' '),
  heldByRequestingApp: hold.byApp,
});

/** What can be done with it now; a client decides by this (CONTRACT §5). */
function actionsOf(one: FulfilmentOrder): readonly string[] {
  if (onHold(one)) return ['RELEASE_HOLD', 'HOLD', 'MOVE'];
  if (one.state === 'OPEN') return ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'MOVE', 'HOLD', 'SPLIT'];
  return one.state === 'IN_PROGRESS' ? ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'HOLD', 'MARK_AS_OPEN'] : [];
}

export function fulfilmentOrderView(order: ShopOrder, one: FulfilmentOrder, orders: ShopOrders): Thing {
  const { location } = one;
  return {
    __typename: 'FulfillmentOrder',
    id: gid('FulfillmentOrder', one.number),
    orderId: gid('Order', order.number),
    orderName: order.name,
    orderProcessedAt: order.processedAt,
    order: () => orders.view(order),
    status: statusOf(one),
    requestStatus: 'UNSUBMITTED',
    createdAt: isoOf(one.createdAt),
    updatedAt: isoOf(one.updatedAt),
    fulfillAt: order.processedAt,
    fulfillBy: null,
    assignedLocation: {
      __typename: 'FulfillmentOrderAssignedLocation',
      name: location.name,
      countryCode: 'FR',
      address1: null,
      city: null,
      zip: null,
      location: () => locationView(location),
    },
    deliveryMethod: { __typename: 'DeliveryMethod', id: gid('DeliveryMethod', one.number), methodType: one.method },
    supportedActions: actionsOf(one).map(
      (action): Thing => ({ __typename: 'FulfillmentOrderSupportedAction', action, externalUrl: null }),
    ),
    fulfillmentHolds: one.holds.map(holdView),
    fulfillments: (args: Args) =>
      connectionOf(
        'Fulfillment',
        order.fulfilments.filter((other) => other.orders.includes(one)),
        args,
        keyOf,
        (other) => fulfilmentView(order, other, orders),
      ),
    lineItems: (args: Args) =>
      connectionOf(
        'FulfillmentOrderLineItem',
        one.lines,
        args,
        keyOf,
        ({ number, line, total, remaining }): Thing => ({
          __typename: 'FulfillmentOrderLineItem',
          id: gid('FulfillmentOrderLineItem', number),
          sku: line.sku,
          productTitle: line.title,
          variantTitle: null,
          vendor: line.vendor,
          requiresShipping: line.requiresShipping,
          totalQuantity: total,
          remainingQuantity: remaining,
          inventoryItemId: line.variant ? gid('InventoryItem', itemNumber(line.variant)) : null,
          lineItem: () => lineView(order, line, orders.parts.catalogue),
          variant: () => (line.variant ? orders.parts.catalogue.view(line.variant) : null),
        }),
      ),
  };
}
