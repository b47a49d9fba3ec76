/** What the marketplace tells that we did not do, and of a kind that we may be doing just now nothing yet (R8). Pure. */
import type { Return, Shipment } from '../model/life';
import type { Cancellation, Reading, Refund } from '../model/order';
import type { Effect, OrderRecord } from '../model/record';
import type { Abilities } from '../platforms/port';
import { factOf, ours, underWay } from './echo';
import { isAnswer } from './money-apart';

/** By these we change what the marketplace then tells; a cancellation may end as a refund. */
const MONEY = ['refund.push', 'cancel.push'] as const;
const PARCELS = ['parcel.push'] as const;
const RETURNS = ['return.push'] as const;

export interface MarketplaceNews {
  readonly shipments: readonly Shipment[];
  /** The order as a whole; the parts that were cancelled before are none of it. */
  readonly cancelled: boolean;
  /** Of an order that goes on otherwise. */
  readonly cancellations: readonly Cancellation[];
  /** Those that are done. */
  readonly refunds: readonly Refund[];
  readonly returns: readonly Return[];
}
/** `parcels`: whether the marketplace tells of each shipment by itself (Abilities.parcels). */
export function inTheMarketplace(order: OrderRecord, reading: Reading, parcels: Abilities['parcels']): MarketplaceNews {
  const whole = reading.stage === 'cancelled';
  const cancellations = foreign(order, reading.cancellations, MONEY);
  return {
    shipments: shippedByOthers(order, reading, parcels),
    cancelled: whole && !underWay(order, ...MONEY) && !cancelledByUs(order, reading, cancellations),
    cancellations: whole ? [] : cancellations,
    refunds: foreign(
      order,
      reading.refunds.filter(({ state, at }) => state === 'done' && !isAnswer(order, at)),
      MONEY,
    ),
    returns: returnsOf(order),
  };
}

function foreign<T extends { readonly id: string }>(
  order: OrderRecord,
  things: readonly T[],
  verbs: readonly string[],
): readonly T[] {
  if (underWay(order, ...verbs)) return [];
  const known = ours(order, ...verbs);
  return things.filter(({ id }) => !known.has(id));
}
/** All of it by one call without ids, or line by line. */
function cancelledByUs(order: OrderRecord, reading: Reading, others: readonly Cancellation[]): boolean {
  const whole = effectsOf(order, ['cancel.push']).some((effect) => effect.about === undefined && answered(effect));
  return whole || (reading.cancellations.length > 0 && others.length === 0);
}

function shippedByOthers(order: OrderRecord, reading: Reading, parcels: Abilities['parcels']): readonly Shipment[] {
  if (parcels === 'each')
    return foreign(
      order,
      toldParcels(order).filter(({ state }) => state === 'open'),
      PARCELS,
    );
  // It takes one shipment an order, and says only that it shipped: whoever told it so first did all of it.
  if (underWay(order, ...PARCELS) || effectsOf(order, PARCELS).some(answered)) return [];
  const one = asOne(reading);
  return one ? [one] : [];
}
function toldParcels(order: OrderRecord): readonly Shipment[] {
  return Object.values(order.observations).flatMap((seen) =>
    seen?.body.kind === 'parcel' && seen.body.by === 'marketplace' ? [seen.body.shipment] : [],
  );
}
/** What an order says of its goods, as one shipment under the order's id; undefined while nothing has left. */
export function asOne({ order, quantities, tracking, shippedAt }: Reading): Shipment | undefined {
  const lines = order.lines
    .filter((line) => line.fulfilledBy === 'merchant')
    .map((line) => ({ lineId: line.id, quantity: quantities[line.id]?.shipped ?? 0 }))
    .filter(({ quantity }) => quantity > 0);
  if (lines.length === 0) return undefined;
  return {
    id: order.sourceOrderId,
    state: 'open',
    at: shippedAt ?? order.sourceUpdatedAt,
    lines,
    ...(tracking?.carrier === undefined ? {} : { carrier: { name: tracking.carrier } }),
    numbers: tracking?.number === undefined ? [] : [tracking.number],
    urls: [],
  };
}

/** That the goods came and that it is closed, where we told it so; that it was agreed is still to be done in the shop. */
const TELLS: Readonly<Record<string, Return['state']>> = { receive: 'received', close: 'closed' };
/** What we told of a return is no news; while we may be telling, nothing is. */
function returnsOf(order: OrderRecord): readonly Return[] {
  if (underWay(order, ...RETURNS)) return [];
  const told = effectsOf(order, RETURNS)
    .filter(answered)
    .flatMap((effect) => factOf<{ readonly step: string; readonly told: Return }>(effect) ?? []);
  return Object.values(order.observations).flatMap((seen) => {
    if (seen?.body.kind !== 'return') return [];
    const { told: one } = seen.body;
    return told.some((fact) => fact.told.id === one.id && TELLS[fact.step] === one.state) ? [] : [one];
  });
}

const effectsOf = (order: OrderRecord, verbs: readonly string[]): readonly Effect[] =>
  Object.values(order.effects).filter((effect) => verbs.includes(effect.verb));
const answered = (effect: Effect): boolean => effect.writes.some((write) => write.answer !== undefined);
