/** The merchant's people in the admin: they ship, correct, void, cancel and refund without any API (see port.ts for what each means). */
import { compared } from '../exact';
import type { Cancellations } from './cancel';
import type { Fulfilments, Pick } from './fulfil';
import type { Holds } from './holds';
import { gid, numberIn } from './ids';
import { currentQuantity, type FulfilmentOrder, fulfilled, onHold, type RestockType, unfulfilled } from './life';
import { laterDeeds } from './merchant-later';
import type { OrderLine, ShopOrder } from './order';
import type { ShopOrders } from './orders';
import type { RefundRequest, ShopPeople, ShopUnits } from './port';
import { inBoth } from './refund-create';
import { due, netOf, type Refunds, type RefundUnits, shippingLeft } from './refunds';
import type { Returns } from './returns';
import { trackingOf } from './tracking';

export interface MerchantParts {
  readonly orders: ShopOrders;
  readonly fulfilments: Fulfilments;
  readonly refunds: Refunds;
  readonly cancellations: Cancellations;
  readonly returns: Returns;
  readonly holds: Holds;
  /** Lets everything happen that is due, and says what time it is. */
  readonly now: () => number;
}
const RESTOCK: Readonly<Record<string, RestockType>> = { cancel: 'CANCEL', return: 'RETURN' };
export const lineOf = (order: ShopOrder, { lineItemId }: ShopUnits): OrderLine | undefined =>
  order.lines.find(({ number }) => number === numberIn(lineItemId, 'LineItem'));

/** Units from one location, as many as are wanted; null where it does not have them all. */
function picksAt(order: ShopOrder, wanted: readonly ShopUnits[] | null, at: FulfilmentOrder): readonly Pick[] | null {
  const open = order.fulfilmentOrders.filter(
    (one) =>
      one.location === at.location &&
      one.method === at.method &&
      !onHold(one) &&
      (one.state === 'OPEN' || one.state === 'IN_PROGRESS'),
  );
  const rows = open.flatMap((of) => of.lines.filter(({ remaining }) => remaining > 0).map((row) => ({ of, row })));
  if (wanted === null) return rows.length === 0 ? null : rows.map(({ of, row }) => ({ of, row, quantity: row.remaining }));
  const picks: Pick[] = [];
  for (const units of wanted) {
    const line = lineOf(order, units);
    let left = units.quantity;
    if (!line || left < 1) return null;
    for (const { of, row } of rows) {
      const taken = picks.filter((pick) => pick.row === row).reduce((sum, pick) => sum + pick.quantity, 0);
      const quantity = row.line === line ? Math.min(left, row.remaining - taken) : 0;
      if (quantity > 0) picks.push({ of, row, quantity });
      left -= quantity;
    }
    if (left > 0) return null;
  }
  return picks.length === 0 ? null : picks;
}

export function merchantOf(parts: MerchantParts): ShopPeople {
  const { orders, fulfilments, refunds, cancellations, now } = parts;
  const unitsOf = (order: ShopOrder, { lines = [], restock = 'none' }: RefundRequest): readonly RefundUnits[] | null => {
    const units = lines.map((one) => ({ line: lineOf(order, one), quantity: one.quantity }));
    const type = RESTOCK[restock] ?? 'NO_RESTOCK';
    const fits = units.every(({ line, quantity }) => {
      if (!line || quantity < 1 || quantity > currentQuantity(order, line)) return false;
      return type === 'NO_RESTOCK' || quantity <= (type === 'CANCEL' ? unfulfilled(order, line) : fulfilled(order, line));
    });
    if (!fits) return null;
    return units.flatMap(({ line, quantity }) => (line ? [{ line, quantity, restock: type, location: null }] : []));
  };
  const refundIn = (id: string) => {
    const number = numberIn(id, 'Refund');
    const order = orders.owning(number);
    const refund = order?.refunds.find((one) => one.number === number);
    return order && refund ? { order, refund } : undefined;
  };

  return {
    fulfil(orderId, { lines, carrier, number, url, location } = {}) {
      const at = now();
      const order = orders.find(orderId);
      if (!order) return null;
      const place = location === undefined ? null : (orders.parts.catalogue.stock.find(location) ?? undefined);
      if (place === undefined) return null;
      for (const one of order.fulfilmentOrders) {
        if (place !== null && one.location !== place) continue;
        const picks = picksAt(order, lines ?? null, one);
        if (!picks) continue;
        const tracking = trackingOf(carrier ?? null, number === undefined ? [] : [number], url === undefined ? [] : [url]);
        return gid('Fulfillment', fulfilments.ship(order, picks, tracking, at).number);
      }
      return null;
    },
    retrack(fulfilmentId, { carrier, number, url }) {
      const at = now();
      const found = fulfilments.find(fulfilmentId);
      if (!found) return false;
      const tracking = trackingOf(carrier ?? null, number === undefined ? [] : [number], url === undefined ? [] : [url]);
      return fulfilments.retrack(found.order, found.fulfilment, tracking, at);
    },
    voidFulfilment(fulfilmentId) {
      const at = now();
      const found = fulfilments.find(fulfilmentId);
      return found !== undefined && fulfilments.undo(found.order, found.fulfilment, at);
    },
    deliver(fulfilmentId) {
      const at = now();
      const found = fulfilments.find(fulfilmentId);
      if (!found || found.fulfilment.state === 'CANCELLED') return false;
      fulfilments.happened(
        found.order,
        found.fulfilment,
        {
          number: orders.number(found.order),
          status: 'DELIVERED',
          happenedAt: at,
          createdAt: at,
          message: null,
          estimatedDeliveryAt: null,
          place: { address1: null, city: null, province: null, country: null, zip: null },
        },
        at,
      );
      return true;
    },
    cancelOrder(orderId, { restock = true, refund = true, reason = 'CUSTOMER' } = {}) {
      const at = now();
      const order = orders.find(orderId);
      return order !== undefined && cancellations.carryOut(order, { reason, restock, refund }, at);
    },
    refund(orderId, what = {}) {
      const at = now();
      const order = orders.find(orderId);
      const lines = order && unitsOf(order, what);
      if (!order || !lines) return null;
      const { presentment } = order.currencies;
      const left = shippingLeft(order);
      const shipping = what.shipping === true ? left : inBoth(order, what.shipping ?? '0', presentment);
      const net = netOf(order);
      // What lines and shipping make, but never more than is left of what was paid.
      const made = due(order, lines, shipping);
      const wanted =
        what.amount === undefined
          ? compared(made.presentment, net.presentment) > 0
            ? net
            : made
          : inBoth(order, what.amount, presentment);
      const tooMuch = compared(wanted.presentment, net.presentment) > 0 || compared(shipping.presentment, left.presentment) > 0;
      const nothing = lines.length === 0 && compared(shipping.presentment, '0') === 0 && compared(wanted.presentment, '0') === 0;
      if (tooMuch || nothing) return null;
      const status = what.state === 'pending' ? 'PENDING' : what.state === 'failed' ? 'FAILURE' : 'SUCCESS';
      const plan = { lines, shipping, back: refunds.backTo(order, wanted), note: what.note ?? null, status };
      return gid('Refund', refunds.write(order, plan, at).number);
    },
    settleRefund(refundId, outcome) {
      const at = now();
      const found = refundIn(refundId);
      return found !== undefined && refunds.settle(found.order, found.refund, outcome === 'success' ? 'SUCCESS' : 'FAILURE', at);
    },
    ...laterDeeds(parts),
    annotate(orderId, { tags, note }) {
      const at = now();
      const order = orders.find(orderId);
      if (!order) return false;
      if (tags) order.tags = [...new Set(tags)];
      if (note !== undefined) order.note = note;
      orders.touch(order, at);
      return true;
    },
  };
}
