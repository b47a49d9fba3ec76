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
import type { Call, Keys } from './idempotent';
import { gid } from './ids';
import type { ShopOrders } from './orders';
import { returnReasonDefinitions } from './reasons';
import type { RefundCreation } from './refund-create';
import { SCOPES } from './scopes';

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
  readonly keys: Keys;
  /** Something in the shop has changed. */
  readonly changed: () => void;
}
type Answers = (args: Args) => Thing;

export function rootsOf(parts: RootsParts): Roots {
  const { catalogue, definitions, orders, changes, fulfilments, refundCreation, cancellations, keys } = parts;
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
      returnReasonDefinitions,
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
