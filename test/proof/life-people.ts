/** People at work through whole lives: merchants in the shop; sellers, buyers and the operator in the marketplace's portal. Seeded. */
import type {
  MiraklSimulator,
  ShopifySimulator,
  SimulatedMarketplaceOrder,
  Simulator,
  SimulatorClock,
} from '../../lib/simulator/port';

type Merchants = Omit<Parameters<Simulator['merchants']>[0], 'shopify' | 'everyMs' | 'rounds'>;
/** Chances at each look at an order; the first that comes true is the one deed of that look. */
export interface PortalDeeds {
  readonly ship: number;
  readonly track: number;
  readonly cancel: number;
  readonly refund: number;
  readonly takeBack: number;
  readonly deliver: number;
  readonly close: number;
}
/** Chances at each look of what merchants do beside the simulator's own: a shipment without a number that comes later, edits. */
export interface LaterDeeds {
  readonly bare: number;
  readonly edit: number;
  readonly pending: number;
  readonly shipping: number;
}
export interface People {
  /** ms between two looks, and how many there are. */
  readonly everyMs: number;
  readonly rounds: number;
  readonly merchants: Merchants;
  readonly later: LaterDeeds;
  readonly portal: PortalDeeds;
  /** How the marketplace is set up. */
  readonly multiShipment: boolean;
  readonly cancelsInsteadOfRefunds: boolean;
  readonly acceptsReturns: boolean;
}
interface Chance {
  next(): number;
}
const drawn = <T>(list: readonly T[], chance: Chance): T | undefined => list[Math.floor(chance.next() * list.length)];

/** Sets the marketplace up for whole lives. */
export function settledIn(marketplace: MiraklSimulator, people: People): void {
  const { world } = marketplace;
  world.multiShipment = people.multiShipment;
  if (people.cancelsInsteadOfRefunds) world.paymentWorkflow = 'PAY_ON_DELIVERY';
  world.returns = true;
  world.acceptsReturns = people.acceptsReturns;
}
/** Ends when the last of them has gone home. */
export async function atWork(
  simulator: Simulator,
  {
    marketplace,
    shop,
    clock,
    chance,
    people,
  }: {
    readonly marketplace: MiraklSimulator;
    readonly shop: ShopifySimulator;
    readonly clock: SimulatorClock;
    readonly chance: Chance;
    readonly people: People;
  },
): Promise<void> {
  const { everyMs, rounds } = people;
  const merchants = simulator.merchants({ shopify: 'store', everyMs, rounds, ...people.merchants });
  const portal = async (): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      await clock.sleep(everyMs * (0.3 + chance.next() * 0.7));
      for (const order of marketplace.orders()) inThePortal(marketplace, order, people.portal, chance);
    }
  };
  const later = async (): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      await clock.sleep(everyMs * (0.4 + chance.next() * 0.6));
      inTheShop(shop, people.later, chance, `${round}`);
    }
  };
  await Promise.all([merchants.done, portal(), later()]);
}

function inThePortal(marketplace: MiraklSimulator, order: SimulatedMarketplaceOrder, deeds: PortalDeeds, chance: Chance): void {
  const likely = (of: number): boolean => chance.next() < of;
  const line = drawn(order.lines, chance);
  if (!line) return;
  const waiting = order.returns.find(({ state }) => state === 'WAITING_ACCEPTANCE' || state === 'IN_PROGRESS');
  if (order.state === 'SHIPPING') {
    if (likely(deeds.ship)) marketplace.shipInPortal(order.id, { carrier: 'UPS', tracking: `Q${order.id}` });
    else if (likely(deeds.cancel))
      marketplace.cancelInPortal(order.id, likely(0.5) ? undefined : [{ line: line.id, quantity: 1 }]);
    else if (likely(deeds.refund)) refunded(marketplace, order.id, line.id, chance);
    return;
  }
  const own = order.shipments.find(({ by }) => by === 'portal');
  if (likely(deeds.refund)) refunded(marketplace, order.id, line.id, chance);
  else if (own && likely(deeds.track))
    marketplace.changeTracking(order.id, { carrier: 'UPS', tracking: `Q${Math.floor(chance.next() * 1e6)}` });
  else if (waiting && likely(0.3)) {
    if (waiting.state === 'IN_PROGRESS') marketplace.receiveInPortal(waiting.id);
    else marketplace.decideReturnInPortal(waiting.id, likely(0.8));
  } else if (likely(deeds.takeBack)) marketplace.announceReturn(order.id, [{ line: line.id, quantity: 1 }]);
  else if (likely(deeds.deliver)) marketplace.markDelivered(order.id);
  else if (likely(deeds.close)) marketplace.close(order.id);
}
function refunded(marketplace: MiraklSimulator, id: string, line: string, chance: Chance): void {
  const amount = `${Math.floor(chance.next() * 3)}.${10 + Math.floor(chance.next() * 90)}`;
  const shipping = chance.next() < 0.2 ? { shipping: '0.35' } : {};
  marketplace.refundInPortal(id, line, { amount, ...shipping });
}

function inTheShop(shop: ShopifySimulator, deeds: LaterDeeds, chance: Chance, round: string): void {
  const likely = (of: number): boolean => chance.next() < of;
  for (const order of shop.orders()) {
    if (order.cancelledAt !== null || order.deletedAt !== null) continue;
    const unshipped = order.lines.filter(({ unfulfilled }) => unfulfilled > 0);
    const bare = order.fulfilments.find(({ numbers, state }) => state === 'open' && numbers.length === 0);
    const waits = order.refunds.find(({ state }) => state === 'pending');
    const line = drawn(unshipped, chance);
    if (bare) {
      if (likely(0.3)) shop.retrack(bare.id, { carrier: 'UPS', number: `L${round}-${order.name}` });
    } else if (waits) {
      if (likely(0.4)) shop.settleRefund(waits.id, likely(0.8) ? 'success' : 'failed');
    } else if (line && likely(deeds.bare)) shop.fulfil(order.id);
    else if (line && likely(deeds.edit))
      shop.editOrder(order.id, { remove: [{ lineItemId: line.id, quantity: 1 }], restock: true });
    else if (likely(deeds.pending)) shop.refund(order.id, { amount: '0.70', note: 'late', state: 'pending' });
    else if (likely(deeds.shipping)) shop.refund(order.id, { shipping: true });
  }
}
