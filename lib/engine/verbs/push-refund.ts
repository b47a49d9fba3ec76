import type { GivenBack, GivingBackArgs, RefundFact } from '../../platforms/giving-back';
import { ASKED, askedAbout, underWay } from '../echo';
import { short, stepOf, toTell } from '../giving-back';
import type { Duty, Verb } from '../verb';
import { required } from './accept-order';

/** Tells the marketplace of each refund that was made in the shop, once (R8), by line and bucket. One of a cancellation is told as such. */
export const pushRefund: Verb = {
  name: 'refund.push',
  doneBy: 'flow',
  duties(order, state, sight) {
    if (!sight.abilities(order.account)?.refunds) return [];
    if (['refused', 'cancelled', 'unknown', 'observed_only'].includes(state.stage)) return [];
    const waits = underWay(order, 'cancel.push')
      ? 'a cancellation is being told'
      : askedAbout(order, 'shop.refund', 'shop.cancel') && ASKED;
    return toTell(order, state, sight).refunds.flatMap(({ id: about, fact }): Duty[] => {
      const id = stepOf(order, `refund.push/${short(about)}`, fact);
      if (id === null || order.effects[id]?.state === 'confirmed') return [];
      const key = id.slice('refund.push/'.length);
      return [
        {
          id,
          verb: 'refund.push',
          key,
          about,
          args: { ...fact, effect: id },
          on: [{ type: 'refund.created', key: `refund/${about}/done` }],
          ...(waits ? { hold: { why: waits } } : {}),
        },
      ];
    });
  },
  target: (order) => order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<GivenBack> =>
    required(platform.pushRefund, platform.name, 'be told of refunds')(c, args as GivingBackArgs<RefundFact>),
};
