/** The port's people of a marketplace: each deed by its order's or return's id, after everything that was due before it. */

import type { Offers } from './offers';
import type { MiraklOrder } from './order';
import type { MarketplacePeople } from './port';
import type { Portal, PortalParts } from './portal';
import type { Return, Returns } from './returns';

interface Parts extends PortalParts {
  readonly name: string;
  readonly portal: Portal;
  readonly returns: Returns;
  readonly offers: Offers;
  /** Lets happen what is due; the time by then. */
  settle(): number;
  /** Throws RangeError where there is none. */
  known(id: string): MiraklOrder;
}

export function peopleOf(parts: Parts): MarketplacePeople {
  const { portal, parcels, returns, offers, settle } = parts;
  const deed = <T>(id: string, does: (order: MiraklOrder, now: number) => T): T => {
    const now = settle();
    return does(parts.known(id), now);
  };
  const returned = (id: string, does: (one: Return, now: number) => string | null): boolean => {
    const now = settle();
    const one = returns.find(id);
    if (!one) throw new RangeError(`the simulated marketplace "${parts.name}" has no return "${id}"`);
    return does(one, now) === null;
  };
  return {
    shipInPortal: (id, shipment = {}) => deed(id, (order, now) => portal.ship(order, shipment, now)),
    changeTracking: (id, to) => deed(id, (order, now) => portal.track(order, to, now)),
    refundInPortal: (id, lineId, refund) => deed(id, (order, now) => portal.refund(order, lineId, refund, now)),
    cancelInPortal: (id, lines, reason = '34') => deed(id, (order, now) => portal.cancel(order, lines, reason, now)),
    markDelivered: (id) => deed(id, (order, now) => parcels.deliver(order, now)),
    close: (id) => deed(id, (order, now) => parcels.close(order, now)),
    openIncident: (id, lineId) => deed(id, (order, now) => portal.openIncident(order, lineId, now)),
    resolveIncident: (id, lineId) => deed(id, (order, now) => portal.resolveIncident(order, lineId, now)),
    changeAddress: (id, to) => deed(id, (order, now) => portal.changeAddress(order, to, now)),
    announceReturn: (id, lines, reason = 'RETURN_CHANGED_MIND') =>
      deed(id, (order, now) => returns.announce(order, lines, reason, now)?.id ?? null),
    decideReturnInPortal: (id, accepted) => returned(id, (one, now) => returns.decide(one, accepted, null, 'portal', now)),
    receiveInPortal: (id) => returned(id, (one, now) => returns.step(one, 'receive', now)),
    callOffReturn: (id) => returned(id, (one, now) => returns.step(one, 'cancel', now)),
    offers() {
      settle();
      return offers.seen();
    },
  };
}
