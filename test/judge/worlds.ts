/** Small worlds to judge: one clean, and whatever a test makes of it. */
import type { EffectCount, SimulatedMarketplaceOrder, SimulatedShopOrder } from '../../lib/simulator/port';
import type { Injected, JudgedLedger, JudgedWorld, OpenCase } from './judge';

export const ACCOUNT = 'mirakl:bazaar.mirakl.simulator:2001';

export const sold = (id: string, change: Partial<SimulatedMarketplaceOrder> = {}): SimulatedMarketplaceOrder => ({
  id,
  state: 'SHIPPING',
  createdAt: 1_000,
  updatedAt: 5_000,
  currency: 'EUR',
  total: '34.90',
  lines: [{ id: `${id}-1`, sku: 'LAMP', quantity: 2, state: 'SHIPPING' }],
  sellerReference: `#${id}`,
  decidedBy: 'api',
  wasReadyToShip: true,
  shipments: [],
  refunds: [],
  cancellations: [],
  returns: [],
  ...change,
});
export const shopLine = (quantity: number, variantId: string | null = null): SimulatedShopOrder['lines'][number] => ({
  id: 'gid://shopify/LineItem/1',
  sku: 'LAMP',
  quantity,
  current: quantity,
  unfulfilled: quantity,
  variantId,
});
export const made = (of: string, change: Partial<SimulatedShopOrder> = {}): SimulatedShopOrder => ({
  id: `gid://shopify/Order/${of}`,
  name: `#${of}`,
  sourceIdentifier: of,
  createdAt: 3_000,
  total: '34.90',
  currency: 'EUR',
  cancelledAt: null,
  deletedAt: null,
  lines: [shopLine(2, 'gid://shopify/ProductVariant/1')],
  tags: [],
  attributes: {},
  note: null,
  fulfilments: [],
  refunds: [],
  returns: [],
  ...change,
});
export const count = (verb: string, fact: string, times = 1): EffectCount => ({
  system: verb === 'create' ? 'shopify' : 'mirakl',
  verb,
  fact,
  count: times,
});
/** What is done once for each order. */
export const once = (...ids: readonly string[]): EffectCount[] =>
  ids.flatMap((id) => ['accept', 'create', 'reference'].map((verb) => count(verb, id)));
export const open = (id: string, kind: string, detail: OpenCase['detail'] = {}): OpenCase => ({
  key: `${ACCOUNT}:${id}`,
  kind,
  cause: `${kind}/1`,
  detail,
});

export interface Told {
  readonly marketplace?: JudgedWorld['marketplace'];
  readonly shop?: JudgedWorld['shop'];
  readonly counts?: JudgedWorld['counts'];
  readonly overRate?: JudgedWorld['overRate'];
  readonly openCases?: JudgedLedger['openCases'];
  readonly leftOut?: JudgedLedger['leftOut'];
  readonly injected?: Partial<Injected>;
}
/** Two orders, each accepted, made and told once; what is given stands in its place. */
export function court(told: Told): readonly [JudgedWorld, JudgedLedger, Injected] {
  const nobody = new Set<string>();
  return [
    {
      marketplace: told.marketplace ?? [sold('A'), sold('B')],
      shop: told.shop ?? [made('A'), made('B')],
      counts: told.counts ?? once('A', 'B'),
      overRate: told.overRate ?? {},
    },
    { openCases: told.openCases ?? [], leftOut: told.leftOut ?? [] },
    { unknownSkus: nobody, deletedInShop: nobody, cancelled: nobody, portalDecided: nobody, flowDrops: nobody, ...told.injected },
  ];
}
