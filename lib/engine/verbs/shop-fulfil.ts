import type { Shipment } from '../../model/life';
import type { OrderRecord } from '../../model/record';
import { stateOf } from '../../model/state';
import type { FulfilArgs, FulfilFact, Fulfilled } from '../../platforms/port';
import { factOf } from '../echo';
import { shippedKey } from '../marketplace-events';
import { inTheMarketplace } from '../marketplace-news';
import { numbersOf } from '../shop-events';
import { type Duty, leftOut, type Sight, type Verb } from '../verb';
import { required } from './accept-order';

/** Makes each shipment that a warehouse told of, or that was made in the marketplace's portal, in the shop, once. */
export const shopFulfil: Verb = {
  name: 'shop.fulfil',
  doneBy: 'flow',
  duties(order, state, sight) {
    const { bound } = state;
    if (!bound) return [];
    return toldShipments(order, sight).flatMap(({ by, shipment }): Duty[] => {
      const before = confirmed(order, shipment.id);
      const last = before.at(-1);
      if (last && numbersOf(last.fact.shipment) === numbersOf(shipment)) return [];
      const key = `${shipment.id}/${before.length + 1}`;
      if (leftOut(order, 'shop.fulfil', `shop.fulfil/${key}`)) return [];
      const fact: FulfilFact = { by, shipment, store: bound.store, order: bound.id, made: before[0]?.made ?? [] };
      const on = by === 'marketplace' ? [{ type: 'marketplace.shipped', key: shippedKey(shipment) }] : [];
      return [{ id: `shop.fulfil/${key}`, verb: 'shop.fulfil', key, about: shipment.id, args: fact, on }];
    });
  },
  target: (order) => stateOf(order).bound?.store ?? order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<Fulfilled> =>
    required(platform.fulfil, platform.name, 'make shipments')(c, args as FulfilArgs),
};

function toldShipments(
  order: OrderRecord,
  sight: Sight,
): readonly { readonly by: FulfilFact['by']; readonly shipment: Shipment }[] {
  const { reading } = stateOf(order);
  const portal = reading ? inTheMarketplace(order, reading, sight.abilities(order.account)?.parcels).shipments : [];
  const warehouse = Object.values(order.observations).flatMap((seen) =>
    seen?.body.kind === 'parcel' && seen.body.by === 'warehouse' ? [seen.body.shipment] : [],
  );
  return [
    ...portal.map((shipment) => ({ by: 'marketplace' as const, shipment })),
    ...warehouse.map((shipment) => ({ by: 'warehouse' as const, shipment })),
  ];
}
const confirmed = (order: OrderRecord, shipment: string) =>
  Object.values(order.effects)
    .filter((effect) => effect.verb === 'shop.fulfil' && effect.about === shipment && effect.state === 'confirmed')
    .flatMap((effect) => {
      const fact = factOf<FulfilFact>(effect);
      return fact ? [{ fact, made: (effect.result as Fulfilled | undefined)?.made ?? [] }] : [];
    });
