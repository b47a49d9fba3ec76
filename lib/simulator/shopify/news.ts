/** What happens in the shop, as its webhooks tell it. Who listens is not this room's business. */
import type { Exact } from '../exact';

export type Topic =
  | 'ORDERS_CREATE'
  | 'ORDERS_UPDATED'
  | 'ORDERS_CANCELLED'
  | 'ORDERS_EDITED'
  | 'ORDERS_PAID'
  | 'ORDERS_FULFILLED'
  | 'ORDERS_PARTIALLY_FULFILLED'
  | 'ORDERS_DELETE'
  | 'REFUNDS_CREATE'
  | 'ORDER_TRANSACTIONS_CREATE'
  | 'FULFILLMENTS_CREATE'
  | 'FULFILLMENTS_UPDATE'
  | 'FULFILLMENT_EVENTS_CREATE'
  | 'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE'
  | 'FULFILLMENT_ORDERS_PLACED_ON_HOLD'
  | 'FULFILLMENT_ORDERS_HOLD_RELEASED'
  | 'RETURNS_APPROVE'
  | 'RETURNS_CANCEL'
  | 'RETURNS_CLOSE'
  | 'RETURNS_PROCESS'
  | 'INVENTORY_LEVELS_UPDATE'
  | 'INVENTORY_LEVELS_CONNECT';
/** A topic, and what its payload is made of at the moment of telling. */
export type Item = readonly [topic: Topic, payload: () => Exact];

export class News {
  /** Takes the items of one deed: all its deliveries carry one event id. */
  listen: (items: readonly Item[], at: number) => void = () => {};

  tell(at: number, ...items: readonly Item[]): void {
    this.listen(items, at);
  }
}
