/** Shopify's answers, and a creation as a script. */

import type { Request } from '../../../lib/model/call';
import type { Reading } from '../../../lib/model/order';
import type { Decision } from '../../../lib/model/record';
import type { CreateArgs } from '../../../lib/platforms/port';
import { shopify } from '../../../lib/platforms/shopify';
import { type Around, converse } from '../converse';

export const STORE = 'shopify:example.myshopify.com:1';
export const args = (more: Partial<CreateArgs> = {}): CreateArgs => ({
  store: STORE,
  tags: [],
  stock: 'decrement-ignoring-policy',
  customer: 'none',
  gateway: 'Market',
  unknownSku: 'ask',
  ...more,
});

export const gid = (n: number): string => `gid://shopify/ProductVariant/${n}`;
/** Variants by SKU as the search gives them; `next` where there is another page. */
export const variants = (of: readonly (readonly [number, string])[], next?: string) => ({
  data: {
    productVariants: {
      nodes: of.map(([n, sku]) => ({ id: gid(n), sku, displayName: `Variant ${n}` })),
      pageInfo: { hasNextPage: next !== undefined, endCursor: next ?? null },
    },
  },
});
const money = (amount: string, currencyCode: string) => ({ totalPriceSet: { presentmentMoney: { amount, currencyCode } } });
export const ORDER = { id: 'gid://shopify/Order/6500000000001', name: '#2201' };
export const made = (amount: string, currency = 'EUR') => ({
  data: { orderCreate: { order: { ...ORDER, ...money(amount, currency) }, userErrors: [] } },
});
export const byKey = (found: object | null) => ({ data: { orderByIdentifier: found } });
export const bySource = (nodes: readonly object[]) => ({ data: { orders: { nodes } } });
export const result = (amount: string, currency = 'EUR') => ({ id: ORDER.id, name: ORDER.name, total: { amount, currency } });

/** What orderCreate was asked for, as far as tests look at it. */
export interface Asked {
  readonly order: {
    readonly lineItems: readonly {
      readonly variantId?: string;
      readonly title?: string;
      readonly sku?: string;
      readonly quantity: number;
      readonly priceSet: Bag;
      readonly requiresShipping: boolean;
      readonly taxLines: readonly TaxLine[];
      readonly properties: readonly { name: string; value: string }[];
    }[];
    readonly shippingLines: readonly {
      readonly title: string;
      readonly code?: string;
      readonly priceSet: Bag;
      readonly taxLines: readonly TaxLine[];
    }[];
    readonly transactions?: readonly {
      readonly kind: string;
      readonly status: string;
      readonly gateway: string;
      readonly amountSet: Bag;
    }[];
    readonly customAttributes: readonly { readonly key: string; readonly value: string }[];
    readonly [field: string]: unknown;
  };
  readonly options: Readonly<Record<string, unknown>>;
}
interface Bag {
  readonly shopMoney: { readonly amount: string; readonly currencyCode: string };
  readonly presentmentMoney: { readonly amount: string; readonly currencyCode: string };
}
interface TaxLine {
  readonly title: string;
  readonly rate: string;
  readonly priceSet: Bag;
  readonly channelLiable: boolean;
}
export const askedOf = (request: Request): Asked => (request.body as { variables: Asked }).variables;
export const attributesOf = (asked: Asked): Record<string, string> =>
  Object.fromEntries(asked.order.customAttributes.map(({ key, value }) => [key, value]));

export const create = (
  reading: Reading,
  more: Partial<CreateArgs> = {},
  around: Partial<Omit<Around, 'platform' | 'reading'>> = {},
) => converse(shopify.createOrder, args(more), { platform: shopify, reading, ...around });

/** Makes the order and gives what was asked for; every SKU is variant 1, 2, … of the script. */
export async function createdBy(
  reading: Reading,
  more: Partial<CreateArgs> = {},
  around: Partial<Omit<Around, 'platform' | 'reading'>> = {},
): Promise<{ asked: Asked; request: Request }> {
  const skus = [...new Set(reading.order.lines.map((line) => line.sku.source))].sort();
  const script = create(reading, more, around);
  if (!around.maps && !around.decisions) script.reads('productVariants', variants(skus.map((sku, n) => [n + 1, sku])));
  const { amount, currency } = reading.order.totals.grand;
  await script.writes('orderCreate').answers(200, made(amount, currency)).returns(result(amount, currency));
  const request = script.requests.at(-1);
  if (!request) throw new Error('nothing was asked for');
  return { asked: askedOf(request), request };
}
export const decision = (kind: Decision['kind'], of: string, value?: unknown): Decision => ({
  at: 1,
  by: 'someone',
  kind,
  of,
  ...(value === undefined ? {} : { value }),
});

/** What the asked lines, shipping and taxes add up to, in minor units. */
export function sumOf({ order }: Asked, decimals: number): bigint {
  const minor = (amount: string): bigint =>
    BigInt(amount.replace('.', '')) * (amount.includes('.') || decimals === 0 ? 1n : 10n ** BigInt(decimals));
  const rows = [
    ...order.lineItems.map((item) => ({ ...item, units: BigInt(item.quantity) })),
    ...order.shippingLines.map((one) => ({ ...one, units: 1n })),
  ];
  const taxes =
    order.taxesIncluded === true
      ? 0n
      : rows.flatMap((row) => row.taxLines).reduce((all, one) => all + minor(one.priceSet.shopMoney.amount), 0n);
  return rows.reduce((all, row) => all + minor(row.priceSet.shopMoney.amount) * row.units, taxes);
}
