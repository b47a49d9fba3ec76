/** Which variant a marketplace's SKU is: a person's choice, the account's map, or Shopify's catalogue compared exactly. contracts/shopify §7. */
import { z } from 'zod';
import type { Request } from '../../model/call';
import type { AccountId, Line } from '../../model/order';
import type { Ask, Conversation, CreateArgs } from '../port';
import { documents, graphql } from './documents';
import { SKUS_KEPT, SKUS_PER_CALL } from './mapping';

/** One unit of the source is so many of this variant, at this share of the price. */
export interface Part {
  readonly variantId: string;
  readonly quantity: number;
  readonly share: number;
}
/** A line is variants, or an item without one. */
export type Chosen = readonly Part[] | 'custom';

const part = z.looseObject({
  variantId: z.string().min(1),
  quantity: z.number().int().positive().default(1),
  share: z.number().positive().default(1),
});
/** As a person's map holds it: a variant's id, one part, or the parts of a bundle. */
const mapped = z.union([z.literal('custom'), z.string().startsWith('gid://'), part, z.array(part).min(1)]);
/** As a person's decision about one line holds it: `to` as in the map, or the variant alone. */
const decided = z.looseObject({ lineId: z.string(), variantId: z.string().min(1).optional(), to: z.unknown().optional() });

/** Asks a person where a SKU is unknown or stands for several variants. */
export async function chooseVariants(
  c: Conversation,
  lines: readonly Line[],
  args: CreateArgs,
): Promise<ReadonlyMap<string, Chosen>> {
  const chosen = new Map<string, Chosen>();
  for (const line of lines) {
    const choice = byDecision(c, line.id) ?? byMap(await c.map('sku', line.sku.source));
    if (choice) chosen.set(line.id, choice);
  }
  const open = lines.filter((line) => !chosen.has(line.id));
  const skus = [...new Set(open.map((line) => line.sku.source).filter((sku) => sku !== ''))].sort();
  const found = new Map<string, readonly Variant[]>();
  for (let at = 0; at < skus.length; at += SKUS_PER_CALL) {
    for (const [sku, variants] of await lookUp(c, args.store, skus.slice(at, at + SKUS_PER_CALL))) found.set(sku, variants);
  }
  for (const line of open) {
    const variants = found.get(line.sku.source) ?? [];
    const [only] = variants;
    if (only && variants.length === 1) chosen.set(line.id, [{ variantId: only.id, quantity: 1, share: 1 }]);
    else if (variants.length === 0 && args.unknownSku === 'custom-line') chosen.set(line.id, 'custom');
    else {
      c.ask('unknown sku', line.id, {
        line: line.id,
        sku: line.sku.source,
        title: line.title,
        ...(line.sku.gtin === undefined ? {} : { gtin: line.sku.gtin }),
        ...(variants.length > 1 ? { candidates: variants.map((one) => `${one.id} ${one.displayName}`) } : {}),
      });
    }
  }
  return chosen;
}

function byDecision(c: Conversation, lineId: string): Chosen | undefined {
  const values = c.order.decisions.filter((one) => one.kind === 'use sku').map((one) => decided.safeParse(one.value).data);
  const last = values.findLast((value) => value?.lineId === lineId);
  return byMap(last?.to ?? last?.variantId);
}
function byMap(value: unknown): Chosen | undefined {
  const read = mapped.safeParse(value).data;
  if (read === undefined || read === 'custom') return read;
  if (typeof read === 'string') return [{ variantId: read, quantity: 1, share: 1 }];
  return Array.isArray(read) ? read : [read];
}

const variant = z.looseObject({ id: z.string(), sku: z.string().nullish(), displayName: z.string().default('') });
export type Variant = z.output<typeof variant>;
const answer = z.looseObject({
  productVariants: z.looseObject({
    nodes: z.array(variant),
    pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }).optional(),
  }),
});

/** Kept answers first; a SKU that they do not know is asked again, since somebody may just have entered it. */
async function lookUp(c: Conversation, store: AccountId, skus: readonly string[]): Promise<Map<string, readonly Variant[]>> {
  const known = exactly(skus, await pages(c, store, skus, true));
  const missing = skus.filter((sku) => known.get(sku)?.length === 0);
  if (missing.length === 0) return known;
  return new Map([...known, ...exactly(missing, await pages(c, store, missing, false))]);
}
/** The search is tokenised and ignores case: only equality counts. */
const exactly = (skus: readonly string[], variants: readonly Variant[]): Map<string, readonly Variant[]> =>
  new Map(skus.map((sku) => [sku, variants.filter((one) => one.sku === sku)]));

const pages = (c: Conversation, store: AccountId, skus: readonly string[], kept: boolean): Promise<readonly Variant[]> =>
  variantsOf(
    (request, parse) =>
      c.read(request, parse, kept && isFirst(request) ? { name: `skus/${skus.join('|')}`, maxAge: SKUS_KEPT } : undefined),
    store,
    skus,
  );
const isFirst = (request: Request): boolean => (request.body as { variables: { after: string | null } }).variables.after === null;

/** What the catalogue's search gives for some SKUs, over all its pages: more than was asked for. */
export async function variantsOf(ask: Ask, store: AccountId, skus: readonly string[]): Promise<readonly Variant[]> {
  const query = skus.map((sku) => `sku:${quoted(sku)}`).join(' OR ');
  const variants: Variant[] = [];
  for (let after: string | null = null; ; ) {
    const page: z.output<typeof answer> = await ask(graphql(store, documents.variantsBySku, { query, after }), (body) =>
      answer.parse(body),
    );
    variants.push(...page.productVariants.nodes);
    const { pageInfo } = page.productVariants;
    if (!pageInfo?.hasNextPage || !pageInfo.endCursor) return variants;
    after = pageInfo.endCursor;
  }
}
/** A value in Shopify's search syntax. */
export const quoted = (value: string): string => `"${value.replace(/[\\"]/g, '\\$&')}"`;
