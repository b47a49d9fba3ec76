/** Which SKUs the catalogue has, for a rule that accepts only what can be shipped. contracts/shopify §7. */
import { z } from 'zod';
import type { AccountId } from '../../model/order';
import type { Ask } from '../port';
import { documents, graphql } from './documents';
import { SKUS_PER_CALL } from './mapping';
import { quoted } from './skus';

const answer = z.looseObject({
  productVariants: z.looseObject({
    nodes: z.array(z.looseObject({ sku: z.string().nullish() })),
    pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }).optional(),
  }),
});

/** The search is tokenised and ignores case: only equality counts. A SKU that is empty is known to nobody. */
export async function knownSkus(ask: Ask, account: AccountId, skus: readonly string[]): Promise<readonly string[]> {
  const wanted = skus.filter((sku) => sku !== '');
  const found = new Set<string>();
  for (let at = 0; at < wanted.length; at += SKUS_PER_CALL) {
    const query = wanted
      .slice(at, at + SKUS_PER_CALL)
      .map((sku) => `sku:${quoted(sku)}`)
      .join(' OR ');
    for (let after: string | null = null; ; ) {
      const page: z.output<typeof answer> = await ask(graphql(account, documents.variantsBySku, { query, after }), (body) =>
        answer.parse(body),
      );
      for (const { sku } of page.productVariants.nodes) if (sku) found.add(sku);
      const { pageInfo } = page.productVariants;
      if (!pageInfo?.hasNextPage || !pageInfo.endCursor) break;
      after = pageInfo.endCursor;
    }
  }
  return wanted.filter((sku) => found.has(sku));
}
