/** What became of one order, as one line and one entry: it stands in Shopify, a person is asked, or it was left out. */
import type { Case, CaseDetail, CaseKind, OrderRecord } from '../model/record';
import { stateOf } from '../model/state';
import type { SimulatedMarketplaceOrder, SimulatedShopOrder } from '../simulator';

export interface Outcome {
  readonly order: string;
  readonly file: string;
  readonly shopifyOrder?: { readonly name: string; readonly total: string; readonly currency: string };
  /** Parcels that left, by their numbers, and those of them that the marketplace knows. */
  readonly shipped?: { readonly parcels: readonly string[]; readonly told: readonly string[] };
  readonly case?: { readonly kind: string; readonly reason: string };
  readonly leftOut?: { readonly reason: string };
}
/** Exactly what is asked of every order: it is somewhere, the reason is known, and what left it is told. */
export const isClear = ({ shopifyOrder, shipped, case: open, leftOut }: Outcome): boolean =>
  (shopifyOrder ?? open ?? leftOut) !== undefined &&
  (open !== undefined || shipped === undefined || shipped.parcels.every((number) => shipped.told.includes(number)));

export function outcomeOf(
  order: string,
  file: string,
  record: OrderRecord | undefined,
  made: SimulatedShopOrder | undefined,
  sold: SimulatedMarketplaceOrder | undefined,
): Outcome {
  const parcels = made?.fulfilments.flatMap(({ state, numbers }) => (state === 'open' ? numbers : [])) ?? [];
  const told = sold?.shipments.flatMap(({ tracking }) => (tracking === null ? [] : [tracking])) ?? [];
  const [open] = openCases(record);
  const reason = record && !made && !open ? reasonOf(record) : undefined;
  return {
    order,
    file,
    ...(made ? { shopifyOrder: { name: made.name, total: made.total, currency: made.currency } } : {}),
    ...(parcels.length > 0 ? { shipped: { parcels, told } } : {}),
    ...(open ? { case: { kind: open.kind, reason: inWords(open) } } : {}),
    ...(reason === undefined ? {} : { leftOut: { reason } }),
  };
}

/** Those that wait for a person; that something is not decided yet comes last, since it may still be. */
export const openCases = (record: OrderRecord | undefined): readonly Case[] =>
  Object.values(record?.cases ?? {})
    .filter(({ closedAt }) => closedAt === undefined)
    .sort((a, b) => Number(a.kind === 'not decided') - Number(b.kind === 'not decided'));

/** Why nothing is to be done; undefined where something is. */
function reasonOf(record: OrderRecord): string | undefined {
  const decision = record.decisions.find(({ kind }) => kind === 'leave out');
  if (decision) return decision.reason ?? 'left out by the flow';
  const { stage, eligible, reading } = stateOf(record);
  if (stage === 'cancelled' || stage === 'refused') return `${stage} at the marketplace before anything was made`;
  if (stage === 'observed_only') return 'not released by the marketplace yet';
  if (reading?.order.test) return 'a test order';
  return reading && !eligible ? 'no line of it is fulfilled by the merchant' : undefined;
}

/** In words where a bare parameter says too little; the sidebar's own sentences belong to the browser. */
const SENTENCES: Partial<Record<CaseKind, (detail: CaseDetail) => string>> = {
  'arrived late': ({ stage }) => `${String(stage).replaceAll('_', ' ')} at the marketplace already`,
  'unknown sku': ({ sku, line }) => `Shopify has no variant ${String(sku)}, line ${String(line)}`,
};
const inWords = ({ kind, detail }: Case): string =>
  SENTENCES[kind]?.(detail) ?? (typeof detail.text === 'string' ? detail.text : listed(detail));
const listed = (detail: CaseDetail): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`)
    .join(', ');

export function lineOf({ order, file, shopifyOrder, shipped, case: open, leftOut }: Outcome): string {
  const what = [
    ...(shopifyOrder ? [`Shopify order ${shopifyOrder.name}, ${shopifyOrder.total} ${shopifyOrder.currency}`] : []),
    ...(shipped?.parcels.map((number) => `shipped as ${number}, ${shipped.told.includes(number) ? 'told' : 'not told'}`) ?? []),
    ...(open ? [`case: ${open.kind}${open.reason ? ` (${open.reason})` : ''}`] : []),
    ...(leftOut ? [`left out: ${leftOut.reason}`] : []),
  ];
  return `${order} (${file}): ${what.join('; ') || 'not settled in time'}`;
}
