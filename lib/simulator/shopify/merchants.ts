/** The merchant's people at work: they ship what can ship, correct, void, deliver, refund, cancel, take back. Seeded, in the simulator's own time. */
import { chanceOf, inRounds } from '../at-work';
import type { ShopifySimulator, SimulatedShopOrder, Simulator, SimulatorClock } from '../port';

type Options = Parameters<Simulator['merchants']>[0];
const CARRIERS = ['UPS', 'DHL Express', 'La Poste', 'Somebody else'];

/** Sets people to work in a shop; `done` when the last of them has gone home. */
export function startMerchants(
  options: Options,
  shop: ShopifySimulator,
  clock: SimulatorClock,
  random: { next(): number },
): ReturnType<Simulator['merchants']> {
  let parcels = 0;
  const { drawn, likely, some } = chanceOf(random);
  const tracking = () => {
    parcels += 1;
    return { carrier: drawn(CARRIERS) ?? 'UPS', number: `P${parcels}` };
  };
  /** Some units of a line that has some. */
  const unitsOf = (order: SimulatedShopOrder, left: (line: SimulatedShopOrder['lines'][number]) => number) => {
    const line = drawn(order.lines.filter((one) => left(one) > 0));
    return line && [{ lineItemId: line.id, quantity: some(left(line)) }];
  };

  /** One look at an order: nothing, or one deed. */
  const look = (order: SimulatedShopOrder): void => {
    const open = order.fulfilments.filter(({ state, deliveredAt }) => state === 'open' && deliveredAt === null);
    const unshipped = order.lines.some(({ unfulfilled }) => unfulfilled > 0);
    if (unshipped && likely(options.cancel)) shop.cancelOrder(order.id);
    else if (unshipped && likely(options.ship)) {
      const part = likely(options.part) ? unitsOf(order, (line) => line.unfulfilled) : undefined;
      shop.fulfil(order.id, { ...tracking(), ...(part ? { lines: part } : {}) });
    } else if (open.length > 0 && likely(options.retrack)) shop.retrack(drawn(open)?.id ?? '', tracking());
    else if (open.length > 0 && likely(options.void)) shop.voidFulfilment(drawn(open)?.id ?? '');
    else if (open.length > 0 && likely(options.deliver)) shop.deliver(drawn(open)?.id ?? '');
    else if (likely(options.refund)) {
      const lines = unitsOf(order, (line) => Math.min(line.unfulfilled, line.current));
      shop.refund(order.id, lines ? { lines, restock: 'cancel' } : { amount: '0.50', note: 'goodwill' });
    } else if (likely(options.takeBack)) {
      const waiting = order.returns.find(({ state }) => state === 'OPEN');
      const lines = unitsOf(order, (line) => Math.min(line.current, line.quantity - line.unfulfilled));
      if (waiting) shop.receiveReturn(waiting.id, { refund: true });
      else if (lines) shop.openReturn(order.id, lines, 'wrong size');
    }
  };
  return inRounds(options, clock, () => {
    for (const order of shop.orders()) if (order.cancelledAt === null && order.deletedAt === null) look(order);
  });
}
