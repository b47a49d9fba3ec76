/** Seller, buyers and operator of a marketplace at work: parcels, refunds, cancellations, returns, incidents. Seeded, in the simulator's own time. */
import { chanceOf, inRounds } from '../at-work';
import type { MiraklSimulator, SimulatedMarketplaceOrder, Simulator, SimulatorClock } from '../port';

type Options = Parameters<Simulator['traders']>[0];
const CARRIERS = [{ carrier: 'DHL' }, { carrier: 'UPS' }, { carrierName: 'Somebody else' }];
const CITIES = ['Nice', 'Lille', 'Brest'];

/** Sets people to work at a marketplace; `done` when the last of them has gone home. */
export function startTraders(
  options: Options,
  marketplace: MiraklSimulator,
  clock: SimulatorClock,
  random: { next(): number },
): ReturnType<Simulator['traders']> {
  let parcels = 0;
  const { drawn, likely } = chanceOf(random);
  const tracked = () => {
    parcels += 1;
    return { ...(drawn(CARRIERS) ?? {}), tracking: `Q${parcels}` };
  };
  /** One unit of some line that still stands where the order does. */
  const unit = (order: SimulatedMarketplaceOrder) => {
    const line = drawn(order.lines.filter(({ state }) => state === 'SHIPPING'));
    return line && [{ line: line.id, quantity: 1 }];
  };

  /** One look at an order: nothing, or one deed; whether it can be done is the marketplace's to say. */
  const look = (order: SimulatedMarketplaceOrder): void => {
    const { id, state } = order;
    const line = drawn(order.lines);
    const waiting = order.returns.find((one) => one.state === 'WAITING_ACCEPTANCE' || one.state === 'IN_PROGRESS');
    const incident = order.lines.find((one) => one.state === 'INCIDENT_OPEN');
    if (state === 'SHIPPING' && likely(options.cancel)) marketplace.cancelInPortal(id, unit(order));
    else if (state === 'SHIPPING' && likely(options.ship)) {
      const lines = likely(options.part) ? unit(order) : undefined;
      marketplace.shipInPortal(id, { ...tracked(), ...(lines ? { lines } : {}) });
    } else if (likely(options.retrack)) {
      const parcel = drawn(order.shipments);
      marketplace.changeTracking(id, { ...tracked(), ...(parcel ? { shipment: parcel.id } : {}) });
    } else if (likely(options.address)) marketplace.changeAddress(id, { city: drawn(CITIES) ?? 'Nice' });
    else if (likely(options.deliver)) marketplace.markDelivered(id);
    else if (line && likely(options.refund))
      marketplace.refundInPortal(id, line.id, { amount: order.currency === 'JPY' ? '50' : '0.50', reason: '19' });
    else if (line && likely(options.incident)) {
      if (incident) marketplace.resolveIncident(id, incident.id);
      else marketplace.openIncident(id, line.id);
    } else if (likely(options.takeBack)) {
      if (waiting?.state === 'WAITING_ACCEPTANCE') marketplace.decideReturnInPortal(waiting.id, likely(0.8));
      else if (waiting) marketplace.receiveInPortal(waiting.id);
      else if (line) marketplace.announceReturn(id, [{ line: line.id, quantity: 1 }]);
    }
  };
  return inRounds(options, clock, () => {
    for (const order of marketplace.orders()) look(order);
  });
}
