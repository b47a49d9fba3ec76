/** Variants for a person who looks for what stands in for an unknown SKU. contracts/shopify §7, shopify.dev "API search syntax". */
import { z } from 'zod';
import type { AccountId } from '../../model/order';
import type { Ask, FoundVariant } from '../port';
import { documents, graphql } from './documents';
import { quoted } from './skus';

const found = z.looseObject({
  productVariants: z.looseObject({
    nodes: z.array(
      z.looseObject({
        id: z.string(),
        sku: z.string().nullish(),
        barcode: z.string().nullish(),
        displayName: z.string().default(''),
      }),
    ),
  }),
});

/** By SKU, barcode, number, or words of the title; what is exactly that first. At most 20. Nothing is asked for an empty text. */
export async function findVariants(ask: Ask, account: AccountId, text: string): Promise<readonly FoundVariant[]> {
  const wanted = text.trim();
  if (wanted === '') return [];
  const request = graphql(account, documents.findVariants, { query: queryFor(wanted) });
  const { nodes } = await ask(request, (body) => found.parse(body).productVariants);
  return nodes
    .map(({ id, sku, barcode, displayName }) => ({
      id,
      title: displayName,
      ...(sku ? { sku } : {}),
      ...(barcode ? { barcode } : {}),
    }))
    .sort((a, b) => Number(isExactly(b, wanted)) - Number(isExactly(a, wanted)));
}
const isExactly = ({ id, sku, barcode }: FoundVariant, text: string): boolean =>
  sku === text || barcode === text || id.endsWith(`/${text}`);

/** Wildcards fail beside hyphens, so each word is begun by itself; the whole text stands quoted. */
function queryFor(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const begun = words.map((word) => `${word}*`).join(' ');
  return [
    ...(begun === '' ? [] : [`(${begun})`]),
    `sku:${quoted(text)}`,
    `barcode:${quoted(text)}`,
    ...(/^\d{1,19}$/.test(text) ? [`id:${text}`] : []),
  ].join(' OR ');
}
