import type { Cancellation } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import { type OrderState, stateOf } from '../../model/state';
import type { GivingBackArgs, MirrorCancellationFact, Mirrored } from '../../platforms/giving-back';
import { underWay } from '../echo';
import { inTheMarketplace } from '../marketplace-news';
import { type Duty, leftOut, type Verb } from '../verb';
import { required } from './accept-order';

/** Cancels in the shop what the marketplace cancelled, the whole order or units of a line, once. What has left becomes a return (R10). */
export const shopCancel: Verb = {
  name: 'shop.cancel',
  doneBy: 'flow',
  duties(order, state, sight) {
    const { reading, bound } = state;
    if (!reading || !bound || state.shop?.cancelledAt !== undefined) return [];
    const news = inTheMarketplace(order, reading, sight.abilities(order.account)?.parcels);
    const shipped = state.shop?.shipments.some((one) => one.state === 'open') ?? false;
    const type = 'marketplace.cancelled';
    if (news.cancelled || (state.stage === 'refused' && !toldByUs(order)))
      return duty(order, 'whole', undefined, { order: bound.id, shipped }, [{ type, key: type }]);
    return news.cancellations
      .filter((one) => missing(state, one))
      .flatMap((cancellation) => {
        const counted = state.quantities[cancellation.lineId];
        const remaining = counted ? counted.accepted - counted.cancelled : 0;
        const fact = { order: bound.id, cancellation, remaining, shipped: false };
        return duty(order, cancellation.id, cancellation.id, fact, [{ type, key: `${type}/${cancellation.id}` }]);
      });
  },
  target: (order) => stateOf(order).bound?.store ?? order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<Mirrored> =>
    required(platform.mirrorCancellation, platform.name, 'cancel orders')(c, args as GivingBackArgs<MirrorCancellationFact>),
};

function duty(
  order: OrderRecord,
  key: string,
  about: string | undefined,
  fact: Omit<MirrorCancellationFact, 'effect'>,
  on: NonNullable<Duty['on']>,
): Duty[] {
  const id = `shop.cancel/${key}`;
  if (order.effects[id]?.state === 'confirmed' || leftOut(order, 'shop.cancel', id)) return [];
  return [
    {
      id,
      verb: 'shop.cancel',
      key,
      ...(about === undefined ? {} : { about }),
      args: { effect: id, ...fact },
      on,
      ...(underWay(order, 'shop.refund') ? { hold: { why: 'a refund is being made' } } : {}),
    },
  ];
}
const toldByUs = (order: OrderRecord): boolean =>
  Object.values(order.effects).some((effect) => effect.verb === 'cancel.push' && effect.writes.length > 0);

/** What was cancelled before the shop's order was made is no part of it: that shows where the shop has been read. */
function missing({ shop, quantities }: OrderState, { lineId }: Cancellation): boolean {
  const counted = quantities[lineId];
  if (!shop || !counted) return true;
  const rows = shop.lines.filter((line) => line.lineId === lineId);
  // A bundle has more of the shop's units than the source's: then the order itself is asked.
  return rows.reduce((sum, { current }) => sum + current, 0) > counted.accepted - counted.cancelled;
}
