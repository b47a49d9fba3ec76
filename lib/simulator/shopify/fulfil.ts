/** Fulfilments: made from fulfilment orders, told about, tracked anew, cancelled (CONTRACT §5). By the API and by people alike. */
import type { Args } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { factOf } from './facts';
import { numberIn } from './ids';
import {
  deliveredAt,
  type Fulfilment,
  type FulfilmentEvent,
  type FulfilmentOrder,
  type FulfilmentOrderLine,
  settled,
  shippedOf,
  statusOf,
  type Tracking,
} from './life';
import { eventView, fulfilmentView } from './life-view';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { eventPayload, fulfilmentPayload } from './payloads';
import { type Input, input, inputs, text } from './reading';
import { told, trackingIn } from './tracking';

/** Units of one line of a fulfilment order. */
export interface Pick {
  readonly of: FulfilmentOrder;
  readonly row: FulfilmentOrderLine;
  readonly quantity: number;
}
export class Fulfilments {
  constructor(private readonly orders: ShopOrders) {}

  find(id: string): { readonly order: ShopOrder; readonly fulfilment: Fulfilment } | undefined {
    const number = numberIn(id, 'Fulfillment');
    const order = this.orders.owning(number);
    const fulfilment = order?.fulfilments.find((one) => one.number === number);
    return order && fulfilment ? { order, fulfilment } : undefined;
  }
  fulfilment({ id }: Args): Thing | null {
    const found = this.find(String(id));
    return found ? this.view(found.order, found.fulfilment) : null;
  }
  private view(order: ShopOrder, fulfilment: Fulfilment): Thing {
    return fulfilmentView(order, fulfilment, this.orders);
  }

  /** fulfillmentCreate. */
  create({ fulfillment }: Args): Thing {
    const given = input(fulfillment) ?? {};
    const answer = payload('FulfillmentCreatePayload', 'fulfillment');
    const picked = this.picked(given);
    if ('message' in picked) return answer(null, [picked]);
    const { order, picks } = picked;
    const made = this.ship(order, picks, trackingIn(input(given.trackingInfo)), this.orders.parts.now());
    const rows = picks.map(({ row, quantity }) => `${order.lines.indexOf(row.line) + 1}:${row.line.sku ?? '-'}x${quantity}`);
    this.orders.parts.books.count('shopify', 'fulfil', factOf(order, `${rows.sort().join(',')} ${told(made.tracking)}`));
    return answer(this.view(order, made), []);
  }

  /** What is meant to be shipped, or why it cannot be. */
  private picked(given: Input): { readonly order: ShopOrder; readonly picks: readonly Pick[] } | UserError {
    const wrong = (message: string): UserError => ({ field: ['fulfillment'], message });
    const groups = inputs(given.lineItemsByFulfillmentOrder).map((group) => {
      const number = numberIn(String(group.fulfillmentOrderId), 'FulfillmentOrder');
      const order = this.orders.owning(number);
      const of = order?.fulfilmentOrders.find((one) => one.number === number);
      return order && of ? { order, of, rows: group.fulfillmentOrderLineItems } : null;
    });
    const known = groups.flatMap((group) => (group ? [group] : []));
    const [first] = known;
    if (!first || known.length < groups.length) return wrong('Fulfillment order does not exist.');
    if (known.some(({ order }) => order !== first.order)) return wrong('All fulfillment orders must belong to the same order.');
    for (const { of } of known) {
      const status = statusOf(of);
      if (status !== 'OPEN' && status !== 'IN_PROGRESS')
        return wrong(`Fulfillment order ${of.number} has an unfulfillable status= ${status.toLowerCase()}.`);
    }
    const places = [...new Set(known.map(({ of }) => of.location.number))];
    if (places.length > 1) {
      return wrong(
        `All fulfillment orders must be assigned to a single location. Multiple locations with ids [${places.join(', ')}] were found.`,
      );
    }
    if (new Set(known.map(({ of }) => of.method)).size > 1)
      return wrong('All fulfillment orders must have the same delivery method type.');
    const picks: Pick[] = [];
    for (const { of, rows } of known) {
      const asked = inputs(rows);
      if (asked.length === 0)
        picks.push(...of.lines.filter(({ remaining }) => remaining > 0).map((row) => ({ of, row, quantity: row.remaining })));
      for (const one of asked) {
        const row = of.lines.find((other) => other.number === numberIn(String(one.id), 'FulfillmentOrderLineItem'));
        const quantity = Number(one.quantity);
        if (quantity < 1) return wrong('Quantity must be greater than 0');
        const before = picks.filter((pick) => pick.row === row).reduce((sum, pick) => sum + pick.quantity, 0);
        if (!row || quantity + before > row.remaining) return wrong('Invalid fulfillment order line item quantity requested.');
        picks.push({ of, row, quantity });
      }
    }
    if (picks.length === 0) return wrong('Invalid fulfillment order line item quantity requested.');
    return { order: first.order, picks };
  }

  /** Units leave their location: on hand no more, where the order had claimed them. */
  ship(order: ShopOrder, picks: readonly Pick[], tracking: Tracking, at: number): Fulfilment {
    const { catalogue } = this.orders.parts;
    const of = [...new Set(picks.map((pick) => pick.of))];
    const made: Fulfilment = {
      number: this.orders.number(order),
      name: `${order.name}.${order.fulfilments.length + 1}`,
      location: (of[0] as FulfilmentOrder).location,
      createdAt: at,
      updatedAt: at,
      lines: picks.map(({ row, quantity }) => ({ number: this.orders.number(order), from: row, quantity })),
      orders: of,
      state: 'SUCCESS',
      tracking,
      events: [],
    };
    order.fulfilments = [...order.fulfilments, made];
    for (const { row, quantity } of picks) {
      row.remaining -= quantity;
      if (order.decremented) catalogue.stock.change(row.line.variant, made.location, { onHand: -quantity }, at);
    }
    for (const one of of) settled(one, true, at);
    const left = order.fulfilmentOrders.some((one) => one.lines.some(({ remaining }) => remaining > 0));
    const whole = left ? 'ORDERS_PARTIALLY_FULFILLED' : 'ORDERS_FULFILLED';
    this.orders.touch(order, at, ['FULFILLMENTS_CREATE', () => fulfilmentPayload(order, made)], [whole, null]);
    return made;
  }

  /** fulfillmentTrackingInfoUpdate: replaces the tracking. */
  track({ fulfillmentId, trackingInfoInput }: Args): Thing {
    const answer = payload('FulfillmentTrackingInfoUpdatePayload', 'fulfillment');
    const found = this.find(String(fulfillmentId));
    if (!found) return answer(null, [{ field: ['fulfillmentId'], message: 'Fulfillment does not exist.' }]);
    const { order, fulfilment } = found;
    if (!this.retrack(order, fulfilment, trackingIn(input(trackingInfoInput)), this.orders.parts.now()))
      return answer(null, [{ field: ['fulfillmentId'], message: 'Fulfillment is cancelled.' }]);
    this.orders.parts.books.count('shopify', 'tracking', factOf(order, `${fulfilment.name} ${told(fulfilment.tracking)}`));
    return answer(this.view(order, fulfilment), []);
  }
  retrack(order: ShopOrder, fulfilment: Fulfilment, tracking: Tracking, at: number): boolean {
    if (fulfilment.state === 'CANCELLED') return false;
    fulfilment.tracking = tracking;
    fulfilment.updatedAt = at;
    this.orders.touch(order, at, ['FULFILLMENTS_UPDATE', () => fulfilmentPayload(order, fulfilment)]);
    return true;
  }

  /** fulfillmentCancel. */
  cancel({ id }: Args): Thing {
    const answer = payload('FulfillmentCancelPayload', 'fulfillment');
    const found = this.find(String(id));
    if (!found) return answer(null, [{ field: ['id'], message: 'Fulfillment not found.' }]);
    const { order, fulfilment } = found;
    if (!this.undo(order, fulfilment, this.orders.parts.now()))
      return answer(null, [{ field: ['id'], message: 'Fulfillment cannot be cancelled.' }]);
    this.orders.parts.books.count('shopify', 'cancel', factOf(order, fulfilment.name));
    return answer(this.view(order, fulfilment), []);
  }
  /** The units can be shipped again, from the fulfilment orders that they came from. False where that cannot be. */
  undo(order: ShopOrder, fulfilment: Fulfilment, at: number): boolean {
    const returned = order.returns.some(({ lines }) => lines.some(({ of }) => fulfilment.lines.includes(of)));
    if (fulfilment.state === 'CANCELLED' || order.cancelledAt !== null || returned || deliveredAt(fulfilment) !== null)
      return false;
    fulfilment.state = 'CANCELLED';
    fulfilment.updatedAt = at;
    for (const { from, quantity } of fulfilment.lines) {
      from.remaining += quantity;
      if (order.decremented)
        this.orders.parts.catalogue.stock.change(from.line.variant, fulfilment.location, { onHand: quantity }, at);
    }
    for (const one of fulfilment.orders) settled(one, shippedOf(order, one), at);
    this.orders.touch(order, at, ['FULFILLMENTS_UPDATE', () => fulfilmentPayload(order, fulfilment)]);
    return true;
  }

  /** fulfillmentEventCreate: not idempotent. */
  event({ fulfillmentEvent }: Args): Thing {
    const given = input(fulfillmentEvent) ?? {};
    const answer = payload('FulfillmentEventCreatePayload', 'fulfillmentEvent');
    const found = this.find(String(given.fulfillmentId));
    if (!found) return answer(null, [{ field: ['fulfillmentEvent', 'fulfillmentId'], message: 'Fulfillment does not exist.' }]);
    const { order, fulfilment } = found;
    const now = this.orders.parts.now();
    const happened = text(given.happenedAt);
    const place = (name: 'address1' | 'city' | 'province' | 'country' | 'zip') => text(given[name]);
    const event: FulfilmentEvent = {
      number: this.orders.number(order),
      status: String(given.status),
      happenedAt: happened === null ? now : Date.parse(happened),
      createdAt: now,
      message: text(given.message),
      estimatedDeliveryAt: text(given.estimatedDeliveryAt),
      place: {
        address1: place('address1'),
        city: place('city'),
        province: place('province'),
        country: place('country'),
        zip: place('zip'),
      },
    };
    this.happened(order, fulfilment, event, now);
    this.orders.parts.books.count('shopify', 'tracking', factOf(order, `${fulfilment.name} ${event.status} ${event.happenedAt}`));
    return answer(eventView(event), []);
  }
  happened(order: ShopOrder, fulfilment: Fulfilment, event: FulfilmentEvent, at: number): void {
    fulfilment.events = [...fulfilment.events, event].sort((a, b) => a.happenedAt - b.happenedAt);
    fulfilment.updatedAt = at;
    this.orders.touch(
      order,
      at,
      ['FULFILLMENT_EVENTS_CREATE', () => eventPayload(order, fulfilment, event)],
      ['FULFILLMENTS_UPDATE', () => fulfilmentPayload(order, fulfilment)],
    );
  }
}

/** A payload with one object and plain user errors. */
export const payload =
  (type: string, field: string) =>
  (thing: Thing | null, errors: readonly UserError[]): Thing => ({
    __typename: type,
    [field]: thing,
    userErrors: errors.map((error) => ({ __typename: 'UserError', field: error.field, message: error.message })),
  });
