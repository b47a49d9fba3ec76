/** fulfillmentOrder and fulfillmentOrders: what is expected to ship, over all orders (CONTRACT §5). */
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid, numberIn } from './ids';
import { type FulfilmentOrder, statusOf } from './life';
import { fulfilmentOrderView } from './life-view';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { dated, holds, readQuery, type Term } from './search';

interface Found {
  readonly order: ShopOrder;
  readonly one: FulfilmentOrder;
}
const ENDED = new Set(['CLOSED', 'CANCELLED']);

export class FulfilmentOrders {
  constructor(private readonly orders: ShopOrders) {}

  /** A fulfilment order of a standing order, by gid. */
  find(id: string): Found | undefined {
    const number = numberIn(id, 'FulfillmentOrder');
    const order = this.orders.owning(number);
    const one = order?.fulfilmentOrders.find((other) => other.number === number);
    return order && one ? { order, one } : undefined;
  }
  fulfilmentOrder({ id }: Args): Thing | null {
    const found = this.find(String(id));
    return found ? this.view(found) : null;
  }
  view({ order, one }: Found): Thing {
    return fulfilmentOrderView(order, one, this.orders);
  }

  search(args: Args): Thing {
    const query = readQuery(typeof args.query === 'string' ? args.query : '');
    const all = this.orders.all().filter(({ deletedAt }) => deletedAt === null);
    const found = all
      .flatMap((order) => order.fulfilmentOrders.map((one): Found => ({ order, one })))
      .filter(({ one }) => args.includeClosed === true || !ENDED.has(one.state))
      .filter((one) => holds(query, (term) => fulfils(one, term)));
    const rankOf = ({ one }: Found): number => (args.sortKey === 'UPDATED_AT' ? one.updatedAt : one.number);
    const reversed = args.reverse === true;
    found.sort((a, b) => rankOf(a) - rankOf(b) || a.one.number - b.one.number);
    if (reversed) found.reverse();
    return connectionOf(
      'FulfillmentOrder',
      found,
      args,
      ({ one }) => String(one.number),
      (one) => this.view(one),
      { rankOf, reversed },
    );
  }
}

function fulfils({ order, one }: Found, term: Term): boolean {
  const { field, value } = term;
  switch (field) {
    case 'status':
      return statusOf(one).toLowerCase() === value.toLowerCase();
    case 'updated_at':
      return dated(one.updatedAt, term);
    case 'created_at':
      return dated(one.createdAt, term);
    case 'id':
      return value === String(one.number) || value === gid('FulfillmentOrder', one.number);
    case 'order_id':
      return value === String(order.number);
    case 'assigned_location_id':
      return value === String(one.location.number);
    default:
      // An unknown filter is left out by the vendor, not refused.
      return true;
  }
}
