/** One simulated shop: its catalogue and orders, its owner's deeds, and the host that answers for it. */
import { Agenda } from '../agenda';
import type { Books } from '../books';
import type { Host } from '../exchange';
import type { ShopifySimulator, SimulatorClock } from '../port';
import { ShopApi } from './api';
import { Bucket } from './bucket';
import { Cancellations } from './cancel';
import { Catalogue } from './catalogue';
import { Changes } from './changes';
import { Definitions } from './definitions';
import { Deliveries, type DeliveryParts } from './deliveries';
import { Fulfilments } from './fulfil';
import { FulfilmentOrders } from './fulfilment-orders';
import { Holds } from './holds';
import { Keys } from './idempotent';
import { gid, numberIn } from './ids';
import { Inventory } from './inventory';
import { merchantOf } from './merchant';
import { Metafields } from './metafields';
import { News } from './news';
import { ShopOrders } from './orders';
import { levelPayload } from './payloads';
import { RefundCreation } from './refund-create';
import { Refunds } from './refunds';
import { ReturnCalls } from './return-calls';
import { Returns } from './returns';
import { rootsOf } from './roots';
import { seenShopOrder, seenStock } from './seen';
import { Subscriptions } from './webhooks';

/** Beyond the port: the shop's currency, and what only tests of refusals need. */
export interface ShopHost extends ShopifySimulator {
  readonly world: ShopifySimulator['world'] & {
    currency: string;
    dormant: boolean;
    /** Whether orderCreate refuses an `id` metafield whose value another order has. The vendor's behaviour is unverified: off, so that nobody relies on it. */
    refusesTakenIds: boolean;
  };
}
export interface ShopParts {
  readonly name: string;
  readonly clock: SimulatorClock;
  readonly random: { next(): number };
  readonly books: Books;
  /** Takes a webhook to its receiver; undefined while nobody can be reached. */
  readonly deliver: DeliveryParts['deliver'];
}

/** Makes a shop: what people and tests do with it, and the host that serves its API. */
export function createShop({ name, clock, random, books, deliver }: ShopParts): {
  readonly simulator: ShopHost;
  readonly host: Host;
} {
  const agenda = new Agenda();
  const catalogue = new Catalogue();
  const definitions = new Definitions();
  const world: ShopHost['world'] = {
    searchLag: 2_000,
    ordersPerMinute: null,
    maximumAvailable: 2_000,
    restoreRate: 100,
    refusesPhonesWithLetters: false,
    currency: 'EUR',
    dormant: false,
    refusesTakenIds: false,
  };
  // What a call sees is the moment of its arrival; between calls, the clock.
  let arrived: number | null = null;
  const now = () => arrived ?? clock.now();
  const host = `${name}.myshopify.simulator`;
  const clientId = `simulated-client-of-${name}`;
  const clientSecret = `simulated-secret-of-${name}`;
  const token = `shpat_simulated_legacy_${name}`;
  const news = new News();
  const subscriptions = new Subscriptions(now);
  const webhooks: ShopHost['webhooks'] = {
    losses: 0,
    repeats: 0,
    shuffle: 0,
    subscriptions: () =>
      subscriptions.all().map(({ number, topic, uri }) => ({ id: gid('WebhookSubscription', number), topic, uri })),
    remove: (id) => subscriptions.remove(numberIn(id, 'WebhookSubscription')),
  };
  const deliveries = new Deliveries({ host, secret: clientSecret, clock, random, subscriptions, settings: webhooks, deliver });
  news.listen = (items, at) => deliveries.tell(items, at);
  catalogue.stock.onChange = (variant, level, isNew) => {
    const told = () => levelPayload(variant, level);
    news.tell(level.changedAt, ...(isNew ? [['INVENTORY_LEVELS_CONNECT', told] as const] : []), [
      'INVENTORY_LEVELS_UPDATE',
      told,
    ]);
  };
  const wake = (at: number): void => {
    if (deliveries.heard) void clock.sleep(at - now()).then(() => agenda.settle(clock.now()));
  };
  const orders = new ShopOrders({ world, agenda, books, catalogue, definitions, news, now, wake });
  const fulfilments = new Fulfilments(orders);
  const refunds = new Refunds(orders);
  const refundCreation = new RefundCreation(orders, refunds);
  const cancellations = new Cancellations(orders, refunds);
  const returns = new Returns(orders, refunds);
  const fulfilmentOrders = new FulfilmentOrders(orders);
  const holds = new Holds(orders, fulfilmentOrders);
  let changed = 0;
  const roots = rootsOf({
    name,
    host,
    currency: () => world.currency,
    catalogue,
    definitions,
    orders,
    changes: new Changes(orders),
    fulfilments,
    refundCreation,
    cancellations,
    returns,
    returnCalls: new ReturnCalls(orders, returns, refundCreation),
    fulfilmentOrders,
    holds,
    metafields: new Metafields(orders),
    inventory: new Inventory({ catalogue, now, count: (told) => books.count('shopify', 'update', told) }),
    subscriptions,
    keys: new Keys(now),
    changed: () => {
      changed += 1;
    },
  });
  /** Who looks at the shop lets everything happen first that is due. */
  const settled = (): number => {
    agenda.settle(clock.now());
    return clock.now();
  };
  const api = new ShopApi({
    host,
    clientId,
    clientSecret,
    token,
    books,
    roots,
    bucket: new Bucket(world),
    changes: () => changed,
  });

  return {
    simulator: {
      host,
      clientId,
      clientSecret,
      token,
      catalogue,
      world,
      orders: () => {
        settled();
        return orders.all().map(seenShopOrder);
      },
      deleteOrder(id) {
        const at = settled();
        const order = orders.find(id);
        if (!order) return false;
        order.deletedAt = at;
        news.tell(at, ['ORDERS_DELETE', () => ({ id: order.number })]);
        return true;
      },
      ...merchantOf({ orders, fulfilments, refunds, cancellations, returns, holds, now: settled }),
      webhooks,
      stock: () => {
        settled();
        return catalogue.all().flatMap(seenStock);
      },
      locations: () => catalogue.stock.locations.map((one) => ({ id: gid('Location', one.number), name: one.name })),
    },
    host: {
      system: 'shopify',
      host,
      nameOf: (request) => ShopApi.nameOf(request),
      askedOf: (request) => ShopApi.askedOf(request),
      writes: (request) => ShopApi.writes(request),
      answer(request) {
        agenda.settle(request.now);
        arrived = request.now;
        try {
          return api.answer(request);
        } finally {
          arrived = null;
        }
      },
      tooMany: (_request, retryAfter) => ({
        status: 429,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'retry-after': `${Math.max(1, Math.ceil(retryAfter / 1000))}.0`,
        },
        text: JSON.stringify({ errors: 'Too Many Requests' }),
        committed: false,
      }),
      throttled: (request) => api.throttled(request),
      spoiled: (request, answer, how) => api.spoiled(request, answer, how),
    },
  };
}
