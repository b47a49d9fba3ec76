import { createHash } from 'node:crypto';
import type { OrderRecord } from '../../model/record';
import { type OrderState, stateOf } from '../../model/state';
import type { UpdateArgs, Updated, UpdateFact } from '../../platforms/port';
import { type Duty, leftOut, type Verb } from '../verb';
import { required } from './accept-order';

const WEEK = 7 * 86_400_000;

/**
 * Notes on the shop's order what a flow asks for: tags, note, attributes, address, hold, release. Nothing in the facts demands it,
 * so each asking is a duty of its own: by the event that it was asked for, so that an event that comes again changes nothing twice.
 */
export const shopUpdate: Verb = {
  name: 'shop.update',
  doneBy: 'flow',
  duties: (order, state) =>
    Object.values(order.effects).flatMap((effect) =>
      effect.verb === 'shop.update' &&
      (effect.state === 'open' || effect.state === 'planned') &&
      !leftOut(order, 'shop.update', effect.id)
        ? [duty(order, state, effect.key, effect.about)]
        : [],
    ),
  asked(order, state, args, about) {
    const key = about === undefined ? unasked(order, args) : keyed(about);
    return leftOut(order, 'shop.update', `shop.update/${key}`) ? undefined : duty(order, state, key, about);
  },
  target: (order) => stateOf(order).bound?.store ?? order.account,
  converse: (platform, c, args): Promise<Updated> =>
    required(platform.updateOrder, platform.name, 'change orders')(c, args as UpdateArgs),
};

function duty(order: OrderRecord, { bound }: OrderState, key: string, about: string | undefined): Duty {
  const fact: UpdateFact | undefined = bound ? { store: bound.store, order: bound.id, of: key } : undefined;
  return {
    id: `shop.update/${key}`,
    verb: 'shop.update',
    key,
    ...(about === undefined ? {} : { about }),
    ...(fact ? { args: fact } : { hold: { why: 'not in the shop yet', latest: order.firstSeenAt + WEEK } }),
  };
}
const keyed = (of: string): string => createHash('sha256').update(of).digest('hex').slice(0, 16);
/** Without an event: the same asking as the last one is that one, another one is new. */
function unasked(order: OrderRecord, args: unknown): string {
  const content = keyed(JSON.stringify(args));
  const before = Object.values(order.effects).filter(({ verb, about }) => verb === 'shop.update' && about === undefined);
  const last = before.at(-1)?.key;
  return last?.startsWith(`${content}-`) ? last : `${content}-${before.length + 1}`;
}
