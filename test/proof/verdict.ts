import type { OrderKey } from '../../lib/model/order';
import { deedsOf } from '../judge/deeds';
import { judge, type Verdict } from '../judge/judge';
import type { World } from './life';

type Judged = Pick<World, 'mirakl' | 'shopify' | 'ledger' | 'simulator' | 'marketplace' | 'dropped' | 'deaths'>;

/** Lays the world and the ledger's open cases before the judge. */
export async function judged(world: Judged): Promise<Verdict> {
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
      ...deedsOf({ marketplace: mirakl, shop: shopify }),
      flowDrops: new Set(
        [...world.dropped, ...[...world.deaths].filter(([, times]) => times >= 3).map(([key]) => key)].map((key) =>
          key.slice(marketplace.length + 1),
        ),
      ),
    },
  );
}

/** The rule of MODEL.md that a fault breaks: what checkRules found names it; what the judge found is named by its kind. */
export function ruleOf(fault: string): string {
  const named = /^(R\d+|Q\d+) broken/.exec(fault);
  if (named) return named[1] as string;
  if (fault.startsWith('duplicates: ')) return /shop order|create/.test(fault) ? 'R1' : /reference/.test(fault) ? 'R4' : 'R5';
  if (fault.startsWith('lost: ')) return 'R2';
  if (fault.startsWith('money: ')) return 'R6';
  if (fault.startsWith('rates: ')) return 'R16';
  // Nothing is created before the marketplace releases it; one that was never released has no order to be.
  if (fault.includes('never ready to ship')) return 'R4';
  return 'R21';
}
