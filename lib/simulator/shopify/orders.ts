/** The shop's orders: created, looked up by id or by their unique custom id, and found by a search that lags behind. */
import type { Agenda } from '../agenda';
import type { Books } from '../books';
import type { Exact } from '../exact';
import type { Catalogue } from './catalogue';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import { createdOrder } from './create';
import type { Definitions } from './definitions';
import { FieldError, type UserError } from './errors';
import type { Thing } from './execute';
import { orderFact } from './facts';
import { gid, numberIn } from './ids';
import { settled, shippedOf } from './life';
import type { Item, News, Topic } from './news';
import { financialStatus, type Metafield, type OrderLine, type ShopOrder, touched } from './order';
import { orderPayload } from './order-payload';
import { fulfilmentOrderPayload, transactionPayload } from './payloads';
import type { CreateParts, ShopRules } from './reading';
import { dated, holds, readQuery, resembles, type Term } from './search';
import type { Location } from './stock';
import { orderView } from './view';

export interface OrdersWorld extends ShopRules {
  readonly searchLag: number;
  readonly ordersPerMinute: number | null;
}
export interface OrdersParts {
  readonly world: OrdersWorld;
  readonly agenda: Agenda;
  readonly books: Books;
  readonly catalogue: Catalogue;
  readonly definitions: Definitions;
  readonly news: News;
  readonly now: () => number;
  /** Sees to it that what is due then happens then, where somebody would hear of it. */
  readonly wake: (at: number) => void;
}
const MINUTE = 60_000;
/** The last text seen of REST; where GraphQL puts it is unverified (CONTRACT §3.4). */
const TOO_MANY_ORDERS = 'Exceeded order API rate limit, please try again in a minute.';

export class ShopOrders {
  private readonly orders: ShopOrder[] = [];
  private readonly byNumber = new Map<number, ShopOrder>();
  private readonly byCustomId = new Map<string, ShopOrder[]>();
  private readonly owners = new Map<number, ShopOrder>();
  private numbers = 6_500_000_000_000;

  constructor(readonly parts: OrdersParts) {}

  all(): readonly ShopOrder[] {
    return this.orders;
  }
  /** A standing order by gid. */
  find(id: string): ShopOrder | undefined {
    const order = this.byNumber.get(numberIn(id, 'Order'));
    return order?.deletedAt === null ? order : undefined;
  }
  /** A number that no object had before; with the order that the object belongs to, which is then found by it. */
  number(of?: ShopOrder): number {
    this.numbers += 1;
    if (of) this.owners.set(this.numbers, of);
    return this.numbers;
  }
  /** The standing order that an object belongs to: a fulfilment, a fulfilment order, a refund, a return. */
  owning(number: number): ShopOrder | undefined {
    const order = this.owners.get(number);
    return order?.deletedAt === null ? order : undefined;
  }
  view(order: ShopOrder): Thing {
    return orderView(order, this);
  }
  /** An order has changed: it says so itself, and so do its webhooks. An item without a payload of its own tells of the order. */
  touch(order: ShopOrder, at: number, ...items: readonly (readonly [Topic, (() => Exact) | null])[]): void {
    touched(order, at);
    const whole = () => orderPayload(order);
    this.parts.news.tell(at, ...items.map(([topic, payload]): Item => [topic, payload ?? whole]), ['ORDERS_UPDATED', whole]);
  }
  /** Units that will not ship any more leave their fulfilment orders, and are offered again where they were claimed and are given back. */
  withdraw(order: ShopOrder, line: OrderLine, units: number, giveBack: boolean, at: number, place: Location | null = null): void {
    let left = units;
    for (const one of order.fulfilmentOrders) {
      for (const row of one.lines) {
        const taken = row.line === line ? Math.min(left, row.remaining) : 0;
        if (taken === 0) continue;
        left -= taken;
        row.remaining -= taken;
        row.total -= taken;
        if (order.decremented) {
          const { stock } = this.parts.catalogue;
          if (giveBack) stock.change(line.variant, place ?? one.location, { available: taken }, at);
          else stock.change(line.variant, one.location, { onHand: -taken }, at);
        }
        settled(one, shippedOf(order, one), at);
      }
    }
  }

  /** orderCreate. */
  create(args: Args): Thing {
    const { world, books, catalogue, definitions } = this.parts;
    const now = this.parts.now();
    if (
      world.ordersPerMinute !== null &&
      this.orders.filter((order) => order.createdAt > now - MINUTE).length >= world.ordersPerMinute
    ) {
      books.tooSoon('shopify', 'orderCreate');
      return payload(null, [{ field: null, message: TOO_MANY_ORDERS, code: null }]);
    }
    const parts: CreateParts = {
      rules: world,
      catalogue,
      definitions,
      now,
      number: () => this.number(),
      orderName: () => `#${1001 + this.orders.length}`,
      taken: (namespace, key, value) => this.carrying(namespace, key, value).length > 0,
    };
    const created = createdOrder(args, parts);
    if (!('number' in created)) return payload(null, created);
    this.orders.push(created);
    this.byNumber.set(created.number, created);
    for (const one of created.fulfilmentOrders) this.owners.set(one.number, created);
    for (const metafield of created.metafields) this.remember(created, metafield);
    books.count('shopify', 'create', orderFact(created));
    const whole = () => orderPayload(created);
    this.parts.news.tell(
      now,
      ['ORDERS_CREATE', whole],
      ...(financialStatus(created) === 'PAID' ? [['ORDERS_PAID', whole] as const] : []),
      ...created.transactions.map((one) => ['ORDER_TRANSACTIONS_CREATE', () => transactionPayload(created, one)] as const),
      ...created.fulfilmentOrders.map(
        (one) => ['FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE', () => fulfilmentOrderPayload(one)] as const,
      ),
    );
    return payload(this.view(created), []);
  }

  /** An order carries this metafield from now on, and is found by it. */
  remember(order: ShopOrder, { namespace, key, value }: Metafield): void {
    const custom = JSON.stringify([namespace, key, value]);
    const others = (this.byCustomId.get(custom) ?? []).filter((other) => other !== order);
    this.byCustomId.set(custom, [...others, order]);
  }

  /** The standing orders that carry a value, the first to carry it first. */
  carrying(namespace: string, key: string, value: string): readonly ShopOrder[] {
    const known = this.byCustomId.get(JSON.stringify([namespace, key, value])) ?? [];
    const carries = ({ metafields }: ShopOrder) =>
      metafields.some((one) => one.namespace === namespace && one.key === key && one.value === value);
    return known.filter((order) => order.deletedAt === null && carries(order));
  }

  /** order(id). */
  order({ id }: Args): Thing | null {
    const order = this.find(String(id));
    return order ? this.view(order) : null;
  }

  /** orderByIdentifier: not the search index, so without a lag. */
  byIdentifier({ identifier }: Args): Thing | null {
    const given = identifier as {
      readonly id?: string | null;
      readonly customId?: { readonly namespace?: string | null; readonly key: string; readonly value: string } | null;
    };
    if (!given.customId) return this.order({ id: given.id ?? '' });
    const { namespace, key, value } = given.customId;
    const definition = this.parts.definitions.find('ORDER', namespace ?? '$app', key);
    if (definition?.type !== 'id')
      throw new FieldError("Metafield definition of type 'id' is required when using custom ids.", 'NOT_FOUND');
    const [order] = this.carrying(namespace ?? '$app', key, value);
    return order ? this.view(order) : null;
  }

  /** orders(query:): the search index, which lags behind. */
  search(args: Args): Thing {
    const query = readQuery(typeof args.query === 'string' ? args.query : '');
    const seenAt = this.parts.now() - this.parts.world.searchLag;
    const found = this.orders.filter((order) => {
      if (order.deletedAt !== null) return false;
      const entry = order.index.findLast((one) => one.at <= seenAt);
      return entry !== undefined && holds(query, (term) => fulfils(order, entry, term));
    });
    const key = typeof args.sortKey === 'string' ? args.sortKey : 'PROCESSED_AT';
    // The index sorts by what it was told, not by what is true by now.
    const told = (order: ShopOrder): number => order.index.findLast((one) => one.at <= seenAt)?.updatedAt ?? order.updatedAt;
    const ranks = new Map(
      found.map((order) => [
        order,
        key === 'UPDATED_AT' ? told(order) : key === 'PROCESSED_AT' ? Date.parse(order.processedAt) : order.number,
      ]),
    );
    const rank = (order: ShopOrder): number => ranks.get(order) ?? order.number;
    const reversed = args.reverse === true;
    found.sort((a, b) => rank(a) - rank(b) || a.number - b.number);
    if (reversed) found.reverse();
    return connectionOf(
      'Order',
      found,
      args,
      (order) => String(order.number),
      (order) => this.view(order),
      { rankOf: rank, reversed },
    );
  }
}

function fulfils(order: ShopOrder, entry: ShopOrder['index'][number], term: Term): boolean {
  const { field, value } = term;
  switch (field) {
    case 'source_identifier':
      return resembles(order.sourceIdentifier, value);
    case 'tag':
      return entry.tags.some((tag) => tag.toLowerCase() === value.toLowerCase());
    case 'tag_not':
      return !entry.tags.some((tag) => tag.toLowerCase() === value.toLowerCase());
    case 'name':
      return resembles(order.name, value);
    case 'po_number':
      return resembles(order.poNumber, value);
    case 'id':
      return value === String(order.number) || value === gid('Order', order.number);
    case 'created_at':
      return dated(order.createdAt, term);
    case 'updated_at':
      return dated(entry.updatedAt, term);
    case 'processed_at':
      return dated(Date.parse(order.processedAt), term);
    case 'status':
      return (
        value === 'any' ||
        (value === 'cancelled'
          ? order.cancelledAt !== null
          : value === 'closed'
            ? order.closedAt !== null
            : order.closedAt === null && order.cancelledAt === null)
      );
    case null:
      return [order.name, order.sourceIdentifier, order.poNumber, order.email].some((text) => resembles(text, value));
    default: {
      const [, namespace, key] = /^metafields\.([^.]+)\.(.+)$/.exec(field) ?? [];
      // An unknown filter is left out by the vendor, not refused.
      if (namespace === undefined) return true;
      return order.metafields.some((one) => one.namespace === namespace && one.key === key && resembles(one.value, value));
    }
  }
}

function payload(order: Thing | null, errors: readonly UserError[]): Thing {
  return {
    __typename: 'OrderCreatePayload',
    order,
    userErrors: errors.map((error) => ({ __typename: 'OrderCreateUserError', code: null, ...error })),
  };
}
