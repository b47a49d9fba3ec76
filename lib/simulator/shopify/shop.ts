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
import { Fulfilments } from './fulfil';
import { Keys } from './idempotent';
import { merchantOf } from './merchant';
import { News } from './news';
import { ShopOrders } from './orders';
import { RefundCreation } from './refund-create';
import { Refunds } from './refunds';
import { rootsOf } from './roots';
import { seenShopOrder } from './seen';

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
  readonly books: Books;
}

/** Makes a shop: what people and tests do with it, and the host that serves its API. */
export function createShop({ name, clock, books }: ShopParts): { readonly simulator: ShopHost; readonly host: Host } {
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
  const orders = new ShopOrders({ world, agenda, books, catalogue, definitions, news: new News(), now });
  const fulfilments = new Fulfilments(orders);
  const refunds = new Refunds(orders);
  const cancellations = new Cancellations(orders, refunds);
  const host = `${name}.myshopify.simulator`;
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
    refundCreation: new RefundCreation(orders, refunds),
    cancellations,
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
  const clientId = `simulated-client-of-${name}`;
  const clientSecret = `simulated-secret-of-${name}`;
  const token = `shpat_simulated_legacy_${name}`;
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
        return true;
      },
      ...merchantOf({ orders, fulfilments, refunds, cancellations, now: settled }),
    },
    host: {
      system: 'shopify',
      host,
      nameOf: (request) => ShopApi.nameOf(request),
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
