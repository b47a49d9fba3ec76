import type { ShopReading } from '../../model/life';
import type { CancellationFact, GivenBack, GivingBackArgs } from '../../platforms/giving-back';
import { ASKED, askedAbout, underWay } from '../echo';
import { short, stepOf, toTell } from '../giving-back';
import { editedKey } from '../shop-events';
import type { Duty, Verb } from '../verb';
import { required } from './accept-order';

/**
 * Tells the marketplace of units that will not ship, the whole order or a part of it, each once; a refund that the shop made with
 * them is the same fact (R8). What has left is no cancellation any more (R10).
 */
export const pushCancellation: Verb = {
  name: 'cancel.push',
  doneBy: 'flow',
  duties(order, state, sight) {
    if (!sight.abilities(order.account)?.refunds) return [];
    if (['refused', 'cancelled', 'unknown', 'observed_only'].includes(state.stage)) return [];
    const asked = askedAbout(order, 'shop.refund', 'shop.cancel');
    return toTell(order, state, sight).cancellations.flatMap(({ about, fact }): Duty[] => {
      const id = stepOf(order, `cancel.push/${about === undefined ? 'whole' : short(about)}`, fact);
      if (id === null || order.effects[id]?.state === 'confirmed') return [];
      const key = id.slice('cancel.push/'.length);
      const byHand = asked && !fact.whole && fact.asked !== undefined;
      const waits = underWay(order, 'refund.push') ? 'a refund is being told' : byHand && ASKED;
      const shopsOwn = fact.refunds.map((refund) => ({ type: 'refund.created', key: `refund/${refund}/done` }));
      return [
        {
          id,
          verb: 'cancel.push',
          key,
          ...(about === undefined ? {} : { about }),
          args: { ...fact, effect: id },
          on: [...told(about, state.shop), ...shopsOwn],
          ...(waits ? { hold: { why: waits } } : {}),
        },
      ];
    });
  },
  target: (order) => order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<GivenBack> =>
    required(platform.pushCancellation, platform.name, 'be told of cancellations')(c, args as GivingBackArgs<CancellationFact>),
};

/** The event by which a flow hears of it: the whole order, an edit, or a refund of units that will not ship. */
function told(about: string | undefined, shop: ShopReading | null): NonNullable<Duty['on']> {
  if (about === undefined) return [{ type: 'order.cancelled', key: 'shop-cancelled' }];
  if (about.startsWith('edit-')) return shop ? [{ type: 'order.edited', key: editedKey(shop) }] : [];
  return [{ type: 'order.cancelled', key: `cancelled/${about}` }];
}
