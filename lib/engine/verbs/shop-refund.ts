import { stateOf } from '../../model/state';
import type { GivingBackArgs, Mirrored, MirrorRefundFact } from '../../platforms/giving-back';
import { askedAbout, underWay } from '../echo';
import { inTheMarketplace } from '../marketplace-news';
import { type Duty, leftOut, type Verb } from '../verb';
import { required } from './accept-order';

/** Makes each refund of the marketplace, by its portal or its operator, in the shop too, once (R8); ours are none. */
export const shopRefund: Verb = {
  name: 'shop.refund',
  doneBy: 'flow',
  duties(order, state, sight) {
    if (!state.reading || !state.bound) return [];
    const { reading, bound } = state;
    const waits = underWay(order, 'shop.cancel')
      ? 'a cancellation is being made'
      : askedAbout(order, 'refund.push', 'cancel.push') && 'a person is asked about money that went back in the shop';
    return inTheMarketplace(order, reading, sight.abilities(order.account)?.parcels).refunds.flatMap((refund): Duty[] => {
      // What the marketplace ships by itself is not in the shop.
      if (!state.merchantLines.some(({ id }) => id === refund.lineId)) return [];
      const id = `shop.refund/${refund.id}`;
      if (order.effects[id]?.state === 'confirmed' || leftOut(order, 'shop.refund', id)) return [];
      const fact: MirrorRefundFact = { effect: id, order: bound.id, refund };
      return [
        {
          id,
          verb: 'shop.refund',
          key: refund.id,
          about: refund.id,
          args: fact,
          on: [{ type: 'marketplace.refunded', key: `marketplace.refunded/${refund.id}` }],
          ...(waits ? { hold: { why: waits } } : {}),
        },
      ];
    });
  },
  target: (order) => stateOf(order).bound?.store ?? order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<Mirrored> =>
    required(platform.mirrorRefund, platform.name, 'make refunds')(c, args as GivingBackArgs<MirrorRefundFact>),
};
