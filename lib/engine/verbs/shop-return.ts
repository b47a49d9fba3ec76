import type { Return } from '../../model/life';
import type { OrderRecord } from '../../model/record';
import { stateOf } from '../../model/state';
import type { ReturnArgs, ReturnDone, ShopReturnFact, ShopReturnStep } from '../../platforms/returns';
import { factOf } from '../echo';
import { returnKey } from '../marketplace-events';
import { inTheMarketplace } from '../marketplace-news';
import { type Duty, leftOut, type Verb } from '../verb';
import { required } from './accept-order';

/** Makes a marketplace's return in the shop: opened when it is agreed, then received, then closed; each step once. */
export const shopReturn: Verb = {
  name: 'shop.return',
  doneBy: 'flow',
  duties(order, state, sight) {
    const { bound, reading } = state;
    if (!bound || !reading) return [];
    const { returns } = inTheMarketplace(order, reading, sight.abilities(order.account)?.parcels);
    return returns.flatMap((told): Duty[] => {
      const made = stepsDone(order, told.id);
      const shopId = made.get('open')?.made[0];
      const step = next(
        told,
        new Set(made.keys()),
        state.shop?.returns.find(({ id }) => id === shopId),
      );
      if (!step) return [];
      const key = `${told.id}/${step}`;
      if (leftOut(order, 'shop.return', `shop.return/${key}`)) return [];
      const fact: ShopReturnFact = {
        step,
        told,
        store: bound.store,
        order: bound.id,
        ...(shopId === undefined ? {} : { shopReturn: shopId }),
      };
      const on = [{ type: 'marketplace.return', key: returnKey(told) }];
      return [{ id: `shop.return/${key}`, verb: 'shop.return', key, about: told.id, args: fact, on }];
    });
  },
  target: (order) => stateOf(order).bound?.store ?? order.account,
  defaults: (_, wired) => wired,
  converse: (platform, c, args): Promise<ReturnDone> =>
    required(platform.mirrorReturn, platform.name, 'make returns')(c, args as ReturnArgs<ShopReturnFact>),
};

/** What is still to be done in the shop, where it stands there as it does. */
function next(told: Return, done: ReadonlySet<ShopReturnStep>, there: Return | undefined): ShopReturnStep | undefined {
  const over = there?.state === 'closed' || there?.state === 'cancelled' || done.has('closed') || done.has('cancelled');
  if (told.state === 'cancelled' || told.state === 'declined') return done.has('open') && !over ? 'cancelled' : undefined;
  if (told.state === 'requested' || over) return undefined;
  if (!done.has('open')) return 'open';
  if (told.state === 'open') return undefined;
  if (!done.has('received') && there?.state !== 'received') return 'received';
  return told.state === 'closed' ? 'closed' : undefined;
}
/** By the marketplace's return: what was made of it in the shop. */
export function stepsDone(order: OrderRecord, id: string): ReadonlyMap<ShopReturnStep, ReturnDone> {
  const done = new Map<ShopReturnStep, ReturnDone>();
  for (const effect of Object.values(order.effects)) {
    const fact = effect.verb === 'shop.return' && effect.state === 'confirmed' ? factOf<ShopReturnFact>(effect) : undefined;
    if (fact?.told.id === id) done.set(fact.step, effect.result as ReturnDone);
  }
  return done;
}
