import type { Return } from '../../model/life';
import type { OrderRecord } from '../../model/record';
import type { MarketReturnFact, MarketReturnStep, ReturnArgs, ReturnDone } from '../../platforms/returns';
import { inTheShop } from '../echo';
import { returnKey } from '../marketplace-events';
import { type Duty, leftOut, type Verb } from '../verb';
import { required } from './accept-order';
import { stepsDone } from './shop-return';

/** Tells the marketplace how its return goes on in the shop: agreed, the goods received, closed; each step once. */
export const pushReturn: Verb = {
  name: 'return.push',
  doneBy: 'flow',
  duties(order, state) {
    if (!state.reading) return [];
    const news = state.shop ? inTheShop(order, state.shop).returns : [];
    return marketReturns(order).flatMap((told): Duty[] => {
      const mirror = stepsDone(order, told.id).get('open')?.made[0];
      const there = news.find(({ id }) => id === mirror);
      const step = next(told, there);
      const key = `${told.id}/${step}`;
      const id = `return.push/${key}`;
      if (!step || order.effects[id]?.state === 'confirmed' || leftOut(order, 'return.push', id)) return [];
      const fact: MarketReturnFact = { step, told };
      const on =
        step === 'accept'
          ? [{ type: 'marketplace.return', key: returnKey(told) }]
          : [{ type: `return.${there?.state}`, key: `return/${mirror}/${there?.state}` }];
      const about = step === 'accept' ? told.id : mirror;
      // Closed, it takes nothing of what is still to be said of the goods that came in.
      const receiving = step === 'close' && order.effects[`return.push/${told.id}/receive`]?.state === 'open';
      const hold = receiving ? { hold: { why: 'what came in is being told' } } : {};
      return [{ id, verb: 'return.push', key, args: fact, on, ...(about === undefined ? {} : { about }), ...hold }];
    });
  },
  target: (order) => order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<ReturnDone> =>
    required(platform.pushReturn, platform.name, 'be told of returns')(c, args as ReturnArgs<MarketReturnFact>),
};

function next(told: Return, there: Return | undefined): MarketReturnStep | undefined {
  if (told.state === 'requested') return 'accept';
  if (told.state === 'open' && (there?.state === 'received' || there?.state === 'closed')) return 'receive';
  return told.state === 'received' && there?.state === 'closed' ? 'close' : undefined;
}
const marketReturns = (order: OrderRecord): readonly Return[] =>
  Object.values(order.observations).flatMap((seen) => (seen?.body.kind === 'return' ? [seen.body.told] : []));
