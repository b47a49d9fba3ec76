/** Every number that we declare of Shopify, and every place where its contract leaves a doubt (contracts/shopify/CONTRACT.md §13). */
import type { Pace } from '../../model/call';
import type { Ms } from '../../model/record';

export const API_VERSION = '2026-10';
/** The longest time Shopify may still commit an orderCreate that was sent. A request may take 10 s before a 504; nothing more is published [unverified]. */
export const COMMITS_WITHIN: Ms = 120_000;
/** Five new orders a minute on trial and development stores [schema text]: one each 12 s, so that no minute sees a sixth. */
export const DEVELOPMENT_STORE: Pace = { by: 'every', name: 'orderCreate', span: 12_000 };
/** How the limit of a development store is worded; its place (errors or userErrors) and GraphQL wording are [unverified, §3.4]. */
export const ORDER_LIMIT = /order API rate limit|too many (orders|attempts)/i;
export const ORDER_LIMIT_WAIT: Ms = 60_000;

/** The order's own key as a unique value on the order. A merchant-owned namespace survives a change of the app (§4.2). */
export const METAFIELD = { namespace: 'order_lifecycle', key: 'source_order', type: 'id' } as const;

/** By these a fulfilment or a refund finds the source's line again, never by SKU. Names that begin with _ are not shown to the buyer. */
export const LINE_PROPERTY = '_marketplace_line';
/** Of a bundle: the units of the source's line, which its parts are multiples of. */
export const UNITS_PROPERTY = '_marketplace_units';
/** A fee or an eco-contribution that stands as a line: nothing ships for it. */
export const CHARGE_PROPERTY = '_marketplace_charge';
/** Our holds are known by it; a hold's handle is unique per app and fulfilment order, and at most 64 long (§5). */
export const HOLD_HANDLE = 'order-lifecycle';
/** The search index lags behind by seconds to minutes [third-party measurements, §4.2]. */
export const SEARCH_LAG: Ms = 10 * 60_000;
export const SHOP_SWEEP_EVERY: Ms = 60_000;
/** Levels that changed; and all of them, for an item that was deleted or given another SKU changes no level. */
export const STOCK_EVERY: Ms = 60_000;
export const STOCK_WHOLE_EVERY: Ms = 24 * 60 * 60_000;

/** An order that was seen this much later than it was placed may have come into the shop by another way before. */
export const SEEN_LATE: Ms = 60 * 60_000;

/** Input arrays may hold 250 (MAX_INPUT_SIZE_EXCEEDED above). */
export const MOST_LINES = 250;
export const MOST_TAGS = 250;
/** Seen on draft orders, [unverified] for orders. */
export const TAG_LENGTH = 40;
/** Length of an address line [unverified]: Shopify's database takes 255. */
export const ADDRESS_LINE = 255;
export const SKUS_PER_CALL = 20;
/** How old an answer about SKUs may be. What was not found is always asked again. */
export const SKUS_KEPT: Ms = 60 * 60_000;

/** Alpha-2 codes that Shopify's CountryCode has as a province of another country, or not at all. */
export const TERRITORIES: Readonly<Record<string, { readonly country: string; readonly province?: string }>> = {
  AS: { country: 'US', province: 'AS' },
  FM: { country: 'US', province: 'FM' },
  GU: { country: 'US', province: 'GU' },
  MH: { country: 'US', province: 'MH' },
  MP: { country: 'US', province: 'MP' },
  PR: { country: 'US', province: 'PR' },
  PW: { country: 'US', province: 'PW' },
  VI: { country: 'US', province: 'VI' },
};
