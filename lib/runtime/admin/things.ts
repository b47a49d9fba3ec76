/** What happened to an order as things with a name: shipments, refunds, cancellations and returns of either side. */
import type { ThingView } from '../../desk/wire';
import { madeBy } from '../../engine/echo';
import { asOne } from '../../engine/marketplace-news';
import type { Return, Shipment, ShopReading } from '../../model/life';
import { type Money, sum } from '../../model/money';
import type { Order, Reading, Tax } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import { generationOf, shopSubject } from '../../model/state';

type Thing = Omit<ThingView, 'ours'>;

/** The marketplace's first, then the shop's, each in the order in which they were told; `ours` was made by an effect. */
export function thingsOf(record: OrderRecord): readonly ThingView[] {
  const order = record.observations.order?.body;
  const shop = record.observations[shopSubject(generationOf(record))]?.body;
  const told = Object.values(record.observations).flatMap((seen) => seen?.body ?? []);
  const parcels = told.flatMap((body) => (body.kind === 'parcel' ? [ofShipment(body.shipment, body.by)] : []));
  const whole = order?.kind === 'order' && !parcels.some(({ side }) => side === 'marketplace') ? asOne(order) : undefined;
  const things: readonly Thing[] = [
    ...(whole ? [ofShipment(whole, 'marketplace')] : []),
    ...parcels,
    ...(order?.kind === 'order' ? ofReading(order) : []),
    ...told.flatMap((body) => (body.kind === 'return' ? [ofReturn(body.told, 'marketplace')] : [])),
    ...(shop?.kind === 'shop' ? ofShop(shop) : []),
  ];
  const made = new Set(Object.values(record.effects).flatMap(madeBy));
  return things.map((thing) => ({ ...thing, ours: made.has(thing.id) }));
}

const units = (of: readonly { readonly quantity: number }[]): number => of.reduce((all, { quantity }) => all + quantity, 0);
const ofShipment = ({ id, at, lines, numbers, state, deliveredAt }: Shipment, side: Thing['side']): Thing => ({
  kind: 'shipment',
  side,
  id,
  at,
  units: units(lines),
  numbers,
  state: deliveredAt === undefined ? state : 'delivered',
});
const ofReturn = ({ id, name, at, lines, number, state }: Return, side: Thing['side']): Thing => ({
  kind: 'return',
  side,
  id,
  at,
  units: units(lines),
  numbers: number === undefined ? [] : [number],
  state,
  ...(name === undefined ? {} : { name }),
});
function ofReading({ order, refunds, cancellations }: Reading): readonly Thing[] {
  return [
    ...refunds.map((one): Thing => ({ ...money('refund', one, order), state: one.state })),
    ...cancellations.map((one): Thing => money('cancellation', one, order)),
  ];
}
interface Moved {
  readonly id: string;
  readonly at: string;
  readonly quantity: number;
  readonly item: Money;
  readonly shipping: Money;
  readonly taxes: readonly Tax[];
}
const money = (kind: Thing['kind'], moved: Moved, order: Order): Thing => ({
  kind,
  side: 'marketplace',
  id: moved.id,
  at: moved.at,
  units: moved.quantity,
  numbers: [],
  amount: grossOf(moved, order),
});
/** With everything: taxes beside the amounts are added to them. */
export const grossOf = (
  { item, shipping, taxes }: Pick<Moved, 'item' | 'shipping' | 'taxes'>,
  { taxMode, currency }: Pick<Order, 'taxMode' | 'currency'>,
): Money => sum([item, shipping, ...(taxMode === 'exclusive' ? taxes.map(({ amount }) => amount) : [])], currency);

const ofShop = ({ shipments, refunds, returns }: ShopReading): readonly Thing[] => [
  ...shipments.map((one) => ofShipment(one, 'shop')),
  ...refunds.map(
    ({ id, at, lines, total, state }): Thing => ({
      kind: 'refund',
      side: 'shop',
      id,
      at,
      units: units(lines),
      numbers: [],
      amount: total,
      state,
    }),
  ),
  ...returns.map((one) => ofReturn(one, 'shop')),
];
