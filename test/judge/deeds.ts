/** What people did on purpose in a simulated world, as far as the world itself remembers it. */
import type { MiraklSimulator, ShopifySimulator } from '../../lib/simulator/port';
import type { Injected } from './judge';

/** What is read of the two systems. */
export interface DeedsSeen {
  readonly marketplace: Pick<MiraklSimulator, 'orders'> & { readonly world: Pick<MiraklSimulator['world'], 'paymentWorkflow'> };
  readonly shop: Pick<ShopifySimulator, 'orders'> & { readonly catalogue: Pick<ShopifySimulator['catalogue'], 'unknown'> };
}

/** Everything that may explain a case; what a flow dropped, and what was unanswered or cut off, only its caller knows. */
export function deedsOf({ marketplace, shop }: DeedsSeen): Injected {
  const orders = marketplace.orders();
  const idsOf = (of: (order: (typeof orders)[number]) => boolean) => new Set(orders.filter(of).map(({ id }) => id));
  return {
    unknownSkus: new Set(shop.catalogue.unknown),
    deletedInShop: new Set(
      shop
        .orders()
        .filter(({ deletedAt }) => deletedAt !== null)
        .map(({ sourceIdentifier }) => sourceIdentifier ?? ''),
    ),
    cancelled: idsOf(({ state }) => state === 'CANCELED'),
    portalDecided: idsOf(({ decidedBy }) => decidedBy === 'portal'),
    shippedElsewhere: idsOf(({ shipments }) => shipments.some(({ by }) => by === 'portal')),
    paidOnDelivery: idsOf(() => marketplace.world.paymentWorkflow === 'PAY_ON_DELIVERY'),
    flowDrops: new Set(),
  };
}
