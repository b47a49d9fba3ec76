/** Which SKUs the catalogue has, for a rule that accepts only what can be shipped. contracts/shopify §7. */
import type { AccountId } from '../../model/order';
import type { Ask } from '../port';
import { SKUS_PER_CALL } from './mapping';
import { variantsOf } from './skus';

/** The search is tokenised and ignores case: only equality counts. A SKU that is empty is known to nobody. */
export async function knownSkus(ask: Ask, account: AccountId, skus: readonly string[]): Promise<readonly string[]> {
  const wanted = skus.filter((sku) => sku !== '');
  const found = new Set<string>();
  for (let at = 0; at < wanted.length; at += SKUS_PER_CALL) {
    for (const { sku } of await variantsOf(ask, account, wanted.slice(at, at + SKUS_PER_CALL))) if (sku) found.add(sku);
  }
  return wanted.filter((sku) => found.has(sku));
}
