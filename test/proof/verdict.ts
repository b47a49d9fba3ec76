import type { OrderKey } from '../../lib/model/order';
import { judge, type Verdict } from '../judge/judge';
import type { World } from './life';

/** Lays the world and the ledger's open cases before the judge. */
export async function judged(world: World): Promise<Verdict> {
  const { mirakl, shopify, ledger, simulator, marketplace } = world;
  const leftOut: { sourceOrderId: string; reason: string }[] = [];
  for (let after: OrderKey | undefined; ; ) {
    const orders = await ledger.orders(500, after);
    for (const order of orders) {
      const out = order.decisions.find((decision) => decision.kind === 'leave out');
      if (out) leftOut.push({ sourceOrderId: order.key.slice(marketplace.length + 1), reason: out.reason ?? '' });
    }
    after = orders.at(-1)?.key;
    if (orders.length < 500) break;
  }
  return judge(
    { marketplace: mirakl.orders(), shop: shopify.orders(), counts: simulator.counts(), overRate: simulator.overRate() },
    { openCases: await ledger.openCases(100_000), leftOut },
    {
      unknownSkus: new Set(shopify.catalogue.unknown),
      deletedInShop: new Set(
        shopify
          .orders()
          .filter((order) => order.deletedAt !== null)
          .map((order) => order.sourceIdentifier ?? ''),
      ),
      cancelled: new Set(
        mirakl
          .orders()
          .filter((order) => order.state === 'CANCELED')
          .map((order) => order.id),
      ),
      portalDecided: new Set(
        mirakl
          .orders()
          .filter((order) => order.decidedBy === 'portal')
          .map((order) => order.id),
      ),
      flowDrops: new Set(
        [...world.dropped, ...[...world.deaths].filter(([, times]) => times >= 3).map(([key]) => key)].map((key) =>
          key.slice(marketplace.length + 1),
        ),
      ),
    },
  );
}
