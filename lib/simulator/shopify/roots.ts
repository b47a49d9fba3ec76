/** The fields of the shop's queries and mutations, each with whoever answers it. */
import { VERSIONS } from './api';
import type { Cancellations } from './cancel';
import type { Catalogue } from './catalogue';
import type { Changes } from './changes';
import type { Args } from './coerce';
import type { Definitions } from './definitions';
import type { UserError } from './errors';
import type { Roots, Thing } from './execute';
import { type Fulfilments, payload } from './fulfil';
import type { FulfilmentOrders } from './fulfilment-orders';
import type { Holds } from './holds';
import type { Call, Keys } from './idempotent';
import { gid } from './ids';
import { activatePayload, type Inventory } from './inventory';
import type { Metafields } from './metafields';
import type { ShopOrders } from './orders';
import { returnReasonDefinitions } from './reasons';
import type { RefundCreation } from './refund-create';
import type { ReturnCalls } from './return-calls';
import type { Returns } from './returns';
import { SCOPES } from './scopes';
import type { Subscriptions } from './webhooks';

export interface RootsParts {
  readonly name: string;
  readonly host: string;
  readonly currency: () => string;
  readonly catalogue: Catalogue;
  readonly definitions: Definitions;
  readonly orders: ShopOrders;
  readonly changes: Changes;
  readonly fulfilments: Fulfilments;
  readonly refundCreation: RefundCreation;
  readonly cancellations: Cancellations;
  readonly returns: Returns;
  readonly returnCalls: ReturnCalls;
  readonly fulfilmentOrders: FulfilmentOrders;
  readonly holds: Holds;
  readonly metafields: Metafields;
  readonly inventory: Inventory;
  readonly subscriptions: Subscriptions;
  readonly keys: Keys;
  /** Something in the shop has changed. */
  readonly changed: () => void;
}
type Answers = (args: Args) => Thing;

export function rootsOf(parts: RootsParts): Roots {
  const { catalogue, definitions, orders, changes, fulfilments, refundCreation, cancellations, keys } = parts;
  const { returns, returnCalls, fulfilmentOrders, holds, metafields, inventory, subscriptions } = parts;
  /** A mutation that refused nothing has changed something. */
  const changing =
    (of: Answers): Answers =>
    (args) => {
      const made = of(args);
      if (Array.isArray(made.userErrors) && made.userErrors.length === 0) parts.changed();
      return made;
    };
  const once =
    (mutation: string, of: Answers, mismatch: (error: UserError) => Thing) =>
    (args: Args, call: Call): Thing =>
      keys.once(mutation, args, call, () => changing(of)(args), mismatch);

  return {
    QueryRoot: {
      shop: () => shopView(parts.name, parts.host, parts.currency()),
      currentAppInstallation: () => ({
        __typename: 'AppInstallation',
        id: gid('AppInstallation', 501),
        accessScopes: SCOPES.map((handle) => ({ __typename: 'AccessScope', handle, description: handle.replaceAll('_', ' ') })),
        app: { __typename: 'App', id: gid('App', 601), title: 'Simulated app', handle: 'simulated-app' },
      }),
      publicApiVersions: () => VERSIONS.map(versionView),
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
      location: (args) => catalogue.location(args),
      job: (args) => cancellations.job(args),
      fulfillment: (args) => fulfilments.fulfilment(args),
      refund: (args) => refundCreation.refund(args),
      return: (args) => returns.returned(args),
      returnableFulfillments: (args) => returns.returnableFulfilments(args),
      returnReasonDefinitions,
      fulfillmentOrder: (args) => fulfilmentOrders.fulfilmentOrder(args),
      fulfillmentOrders: (args) => fulfilmentOrders.search(args),
      webhookSubscription: (args) => subscriptions.subscription(args),
      webhookSubscriptions: (args) => subscriptions.list(args),
    },
    Mutation: {
      orderCreate: changing((args) => orders.create(args)),
      metafieldDefinitionCreate: changing((args) => definitions.create(args)),
      tagsAdd: changing((args) => changes.tags(args, 'add')),
      tagsRemove: changing((args) => changes.tags(args, 'remove')),
      orderUpdate: changing((args) => changes.update(args)),
      orderCancel: changing((args) => cancellations.cancel(args)),
      fulfillmentCreate: changing((args) => fulfilments.create(args)),
      fulfillmentTrackingInfoUpdate: changing((args) => fulfilments.track(args)),
      fulfillmentCancel: changing((args) => fulfilments.cancel(args)),
      fulfillmentEventCreate: changing((args) => fulfilments.event(args)),
      fulfillmentOrderHold: changing((args) => holds.hold(args)),
      fulfillmentOrderReleaseHold: changing((args) => holds.release(args)),
      returnCreate: changing((args) => returnCalls.create(args)),
      returnProcess: changing((args) => returnCalls.process(args)),
      returnClose: changing((args) => returnCalls.close(args)),
      returnCancel: changing((args) => returnCalls.cancel(args)),
      metafieldsSet: changing((args) => metafields.set(args)),
      webhookSubscriptionCreate: changing((args) => subscriptions.create(args)),
      webhookSubscriptionUpdate: changing((args) => subscriptions.update(args)),
      webhookSubscriptionDelete: changing((args) => subscriptions.delete(args)),
      inventorySetQuantities: once(
        'inventorySetQuantities',
        (args) => inventory.set(args),
        (error) => inventory.refused('Set', [error]),
      ),
      inventoryAdjustQuantities: once(
        'inventoryAdjustQuantities',
        (args) => inventory.adjust(args),
        (error) => inventory.refused('Adjust', [error]),
      ),
      inventoryActivate: once(
        'inventoryActivate',
        (args) => inventory.activate(args),
        (error) => activatePayload(null, [error]),
      ),
      refundCreate: once(
        'refundCreate',
        (args) => refundCreation.create(args),
        (error) => ({ ...payload('RefundCreatePayload', 'refund')(null, [error]), order: null }),
      ),
    },
  };
}

export const versionView = (handle: string): Thing => ({
  __typename: 'ApiVersion',
  handle,
  displayName: handle,
  supported: handle !== 'unstable' && handle !== '2027-01',
});
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
