import type { ShopReading } from '../../model/life';
import { added, merged, type Parcel, parcelsOf } from '../../model/parcels';
import { ended, open, total, undecided } from '../../model/quantities';
import type { OrderRecord } from '../../model/record';
import type { OrderState } from '../../model/state';
import type { CancellationFact, RefundFact } from '../../platforms/giving-back';
import type { ParcelFact, PushParcelArgs, PushResult } from '../../platforms/port';
import { factOf, inTheShop, underWay } from '../echo';
import { isWired, short, stepOf } from '../giving-back';
import { shippedKeys } from '../shop-events';
import { type Duty, type Hold, instant, type Sight, type Verb } from '../verb';
import { required } from './accept-order';
import { pushCancellation } from './push-cancellation';
import { pushRefund } from './push-refund';

/**
 * Tells the marketplace of each parcel that left the shop, once; a changed number, and units shipped again after a void, are
 * an update of it (R7). Where it takes one shipment an order, it is told when all of it has left.
 */
export const pushParcel: Verb = {
  name: 'parcel.push',
  doneBy: 'flow',
  duties(order, state, sight) {
    const how = sight.abilities(order.account)?.parcels;
    if (!how || !state.shop || state.shop.id !== state.bound?.id) return [];
    if (['refused', 'cancelled', 'closed', 'unknown', 'observed_only'].includes(state.stage)) return [];
    const told = toldParcels(order);
    const shipments = inTheShop(order, state.shop).shipments;
    const parcels = parcelsOf(shipments, new Set(told.keys()));
    const whole = how === 'whole order' ? merged(parcels) : undefined;
    const due = how === 'each' ? parcels : whole ? [whole] : [];
    return due.flatMap((left): Duty[] => {
      const parcel = told.has(left.id) || how !== 'each' ? left : stillSold(left, state, [...told.values()]);
      const last = told.get(parcel.id);
      if (parcel.voided || parcel.lines.length === 0 || (last && saysTheSame(last, parcel))) return [];
      // Shipped in the portal or by another connector: there is nothing to tell.
      if (!last && state.stage !== 'ready_to_ship' && !early(state)) return [];
      const hold = notYet(order, state, sight, how, last !== undefined);
      const deadline = instant(state.reading?.order.deadlines.shipBy);
      const heard = how === 'each' ? shipments.filter(({ id }) => id === parcel.shipment) : shipments;
      const toldAs = toldRecord(order, parcel.id);
      const args: ParcelFact = { parcel, told: last !== undefined, ...(toldAs === undefined ? {} : { toldAs }) };
      const id = stepOf(order, `parcel.push/${short(parcel.id)}/${timesTold(order, parcel.id) + 1}`, args);
      if (id === null) return [];
      return [
        {
          id,
          verb: 'parcel.push',
          key: id.slice('parcel.push/'.length),
          args,
          ...(how === 'each' ? { about: parcel.shipment } : {}),
          on: heard.flatMap((shipment) => [...shippedKeys(shipment)]),
          ...(hold ? { hold } : {}),
          ...(deadline === undefined ? {} : { deadline }),
        },
      ];
    });
  },
  target: (order) => order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<PushResult> =>
    required(platform.pushParcel, platform.name, 'be told of parcels')(c, args as PushParcelArgs),
};

/** What was cancelled at the marketplace before it heard of the parcel left all the same (R10); it takes no more than it sold. */
function stillSold(parcel: Parcel, { reading }: OrderState, told: readonly Parcel[]): Parcel {
  const gone = new Map(added(told.flatMap(({ lines }) => lines)).map(({ lineId, quantity }) => [lineId, quantity]));
  const lines = parcel.lines.map(({ lineId, quantity }) => {
    const sold = reading?.quantities[lineId];
    const takes = sold ? Math.max(0, sold.accepted - ended(sold) - (gone.get(lineId) ?? 0)) : quantity;
    return { lineId, quantity: Math.min(quantity, takes) };
  });
  return { ...parcel, lines: lines.filter(({ quantity }) => quantity > 0) };
}
const early = ({ stage }: OrderState): boolean => stage === 'awaiting_payment' || stage === 'awaiting_acceptance';

function notYet(
  order: OrderRecord,
  state: OrderState,
  sight: Sight,
  how: 'each' | 'whole order',
  told: boolean,
): Hold | undefined {
  const by = instant(state.reading?.order.deadlines.shipBy);
  const latest = by === undefined ? {} : { latest: by };
  if (early(state)) return { why: 'the marketplace does not take shipments yet', ...latest };
  if (how === 'each' || told) return undefined;
  if (state.shop && !complete(state, state.shop)) return { why: 'held until complete', ...latest };
  // Told as shipped, the whole order counts as shipped: what will not ship is told first.
  return leavesShipment(order, state, sight) ? { why: 'held until what will not ship is told', ...latest } : undefined;
}
/** Units are still to be told as cancelled, or refunded before they left. */
function leavesShipment(order: OrderRecord, state: OrderState, sight: Sight): boolean {
  // While we may be giving back in the shop ourselves, what is new there is not known.
  if (underWay(order, 'shop.refund', 'shop.cancel')) return true;
  const due = (verb: Verb): readonly Duty[] => (isWired(order, sight, verb.name) ? verb.duties(order, state, sight) : []);
  const cancelled = due(pushCancellation).some(({ args }) => (args as CancellationFact).units.length > 0);
  return cancelled || due(pushRefund).some(({ args }) => (args as RefundFact).asked.lines.some(({ unshipped }) => unshipped));
}
/** All that still is to ship has left: by the shop's own lines, since what was cancelled or refunded leaves those. */
function complete(state: OrderState, shop: ShopReading): boolean {
  const sold = shop.lines.filter((line) => line.lineId !== null);
  if (sold.length > 0) return sold.every((line) => line.unfulfilled <= 0);
  const all = total(Object.values(state.quantities));
  return open(all) + undecided(all) <= 0;
}

const pushes = (order: OrderRecord, parcel: string) =>
  Object.values(order.effects).filter(
    (effect) => effect.verb === 'parcel.push' && effect.state === 'confirmed' && factOf<ParcelFact>(effect)?.parcel.id === parcel,
  );
/** Of `6500000000010/2-3`: the second time that it is told, begun thrice. */
const timeOf = (key: string): number => Number.parseInt(key.split('/').at(-1) ?? '', 10);
const timesTold = (order: OrderRecord, parcel: string): number => pushes(order, parcel).length;
function toldRecord(order: OrderRecord, parcel: string): string | undefined {
  const results = pushes(order, parcel).map((effect) => effect.result as PushResult | undefined);
  return results.flatMap((result) => result?.made ?? [])[0];
}
/** What the marketplace was told last of each parcel. */
function toldParcels(order: OrderRecord): ReadonlyMap<string, Parcel> {
  const told = new Map<string, Parcel>();
  const confirmed = Object.values(order.effects)
    .filter((effect) => effect.verb === 'parcel.push' && effect.state === 'confirmed')
    .sort((a, b) => timeOf(a.key) - timeOf(b.key));
  for (const effect of confirmed) {
    const parcel = factOf<ParcelFact>(effect)?.parcel;
    if (parcel) told.set(parcel.id, parcel);
  }
  return told;
}
/** What can be told anew of a parcel that was told: who carries it, and its number. Its units stay as they were told. */
const saysTheSame = (a: Parcel, b: Parcel): boolean =>
  a.number === b.number && a.carrier?.name === b.carrier?.name && a.carrier?.code === b.carrier?.code;
