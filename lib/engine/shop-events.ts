import type { Shipment, ShopReading } from '../model/life';
import type { Instant, OrderRecord } from '../model/record';
import { generationOf, shopSubject } from '../model/state';
import { inTheShop } from './echo';
import { removedOf } from './edits';
import type { Happening } from './events';
import { cancelledByUs, isCancellation, withCancellation } from './giving-back';
import type { Look } from './look';

/** What happened to the order in the shop, as its last reading tells. Our own doing is no news (R8). */
export function shopHappenings(at: Look): readonly Happening[] {
  const { order, state } = at;
  const seen = order.observations[shopSubject(generationOf(order))];
  if (!state.shop || !seen || state.shop.id !== state.bound?.id) return [];
  const { shop } = state;
  const news = inTheShop(order, shop);
  return [
    ...news.shipments.flatMap((shipment) => [...ofShipment(shipment, seen.answeredAt)]),
    ...ofCancellation(state.shop, order, seen.answeredAt),
    ...news.refunds.map(({ id, state: stands }): Happening => {
      const type = { pending: 'refund.pending', done: 'refund.created', failed: 'refund.failed' }[stands];
      return { key: `refund/${id}/${stands}`, type, at: seen.answeredAt, about: id };
    }),
    // Units that are restocked as cancelled will not ship: whoever tells of cancellations hears of them by the same name.
    ...news.refunds
      .filter((refund) => refund.state === 'done' && isCancellation(refund) && !withCancellation(refund, shop))
      .map(({ id }): Happening => ({ key: `cancelled/${id}`, type: 'order.cancelled', at: seen.answeredAt, about: id })),
    ...news.returns.map(
      ({ id, state: stands }): Happening => ({
        key: `return/${id}/${stands}`,
        type: `return.${stands}`,
        at: seen.answeredAt,
        about: id,
      }),
    ),
    ...ofEdits(state.shop, seen.answeredAt),
  ];
}

export const numbersOf = (shipment: Shipment): string => shipment.numbers.join('+');
/** The events that tell of a shipment as it is now. */
export const shippedKeys = (shipment: Shipment) =>
  [
    { type: 'shipment.created', key: `shipped/${shipment.id}/${numbersOf(shipment)}` },
    { type: 'shipment.tracking', key: `tracking/${shipment.id}/${numbersOf(shipment)}` },
  ] as const;

function* ofShipment(shipment: Shipment, at: Instant): Generator<Happening> {
  const { id: about } = shipment;
  const [created, tracking] = shippedKeys(shipment);
  const like = `shipped/${about}/`;
  yield { ...created, like, at, about };
  if (shipment.state === 'voided')
    yield { key: `voided/${about}`, type: 'shipment.voided', at, about, after: { type: created.type, like } };
  else if (shipment.numbers.length > 0) yield { ...tracking, same: created.key, at, about, after: { type: created.type, like } };
  if (shipment.deliveredAt !== undefined) yield { key: `delivered/${about}`, type: 'shipment.delivered', at, about };
}
function* ofCancellation(shop: ShopReading, order: OrderRecord, at: Instant): Generator<Happening> {
  if (shop.cancelledAt !== undefined && !cancelledByUs(order)) yield { key: 'shop-cancelled', type: 'order.cancelled', at };
}

/** The event that tells of the edits as they are now. */
export function editedKey(shop: ShopReading): string {
  const touched = [
    ...shop.lines.filter((line) => line.lineId === null && line.current > 0),
    ...shop.lines.filter((line) => line.lineId !== null && removedOf(shop, line) > 0),
  ];
  return `edited/${touched.map((line) => `${line.id.slice(line.id.lastIndexOf('/') + 1)}=${line.current}`).join(',')}`;
}
/** Lines added or removed by a committed edit, in the words of what is left. */
function* ofEdits(shop: ShopReading, at: Instant): Generator<Happening> {
  const added = shop.lines.filter((line) => line.lineId === null && line.current > 0);
  const removed = shop.lines.filter((line) => line.lineId !== null && removedOf(shop, line) > 0);
  if (added.length + removed.length === 0) return;
  yield { key: editedKey(shop), type: 'order.edited', at };
}
