/** One simulated shop: its catalogue and orders, its owner's deeds, and the host that answers for it. */
import { Agenda } from '../agenda';
import type { Books } from '../books';
import type { Host } from '../exchange';
import type { ShopifySimulator, SimulatorClock } from '../port';
import { ShopApi, VERSIONS } from './api';
import { Bucket } from './bucket';
import { Catalogue, gid } from './catalogue';
import { Changes } from './changes';
import type { Args } from './coerce';
import { Definitions } from './definitions';
import type { Roots, Thing } from './execute';
import { seenShopOrder } from './order';
import { ShopOrders } from './orders';

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
const SCOPES = ['read_inventory', 'read_locations', 'read_orders', 'read_products', 'write_inventory', 'write_orders'];

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
  const orders = new ShopOrders({ world, agenda, books, catalogue, definitions, now });
  const changes = new Changes(orders);
  const host = `${name}.myshopify.simulator`;
  let changed = 0;
  /** A mutation that refused nothing has changed something. */
  const changing =
    (of: (args: Args) => Thing) =>
    (args: Args): Thing => {
      const payload = of(args);
      if (Array.isArray(payload.userErrors) && payload.userErrors.length === 0) changed += 1;
      return payload;
    };
  const roots: Roots = {
    QueryRoot: {
      shop: () => shopView(name, host, world.currency),
      currentAppInstallation: () => ({
        __typename: 'AppInstallation',
        id: gid('AppInstallation', 501),
        accessScopes: SCOPES.map((handle) => ({ __typename: 'AccessScope', handle, description: handle.replace('_', ' ') })),
        app: { __typename: 'App', id: gid('App', 601), title: 'Simulated app', handle: 'simulated-app' },
      }),
      publicApiVersions: () =>
        VERSIONS.map(
          (handle): Thing => ({
            __typename: 'ApiVersion',
            handle,
            displayName: handle,
            supported: handle !== 'unstable' && handle !== '2027-01',
          }),
        ),
      order: (args) => orders.order(args),
      orderByIdentifier: (args) => orders.byIdentifier(args),
      orders: (args) => orders.search(args),
      productVariants: (args) => catalogue.productVariants(args),
      productVariant: ({ id }) => {
        const variant = catalogue.variant(String(id));
        return variant ? catalogue.view(variant) : null;
      },
      inventoryItems: (args) => catalogue.inventoryItems(args),
      inventoryItem: (args) => catalogue.inventoryItem(args),
      locations: (args) => catalogue.locations(args),
      job: (args) => changes.job(args),
    },
    Mutation: {
      orderCreate: changing((args) => orders.create(args)),
      metafieldDefinitionCreate: changing((args) => definitions.create(args)),
      tagsAdd: changing((args) => changes.tags(args, 'add')),
      tagsRemove: changing((args) => changes.tags(args, 'remove')),
      orderUpdate: changing((args) => changes.update(args)),
      orderCancel: changing((args) => changes.cancel(args)),
    },
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
        agenda.settle(clock.now());
        return orders.all().map(seenShopOrder);
      },
      deleteOrder(id) {
        agenda.settle(clock.now());
        const order = orders.find(id);
        if (!order) return false;
        order.deletedAt = clock.now();
        return true;
      },
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

const shopView = (name: string, host: string, currency: string): Thing => ({
  __typename: 'Shop',
  id: gid('Shop', 401),
  name: `Shop ${name}`,
  myshopifyDomain: host,
  currencyCode: currency,
  ianaTimezone: 'Europe/Paris',
  taxesIncluded: true,
  email: 'shop@example.com',
  plan: { __typename: 'ShopPlan', publicDisplayName: 'Basic', partnerDevelopment: true, shopifyPlus: false },
});
