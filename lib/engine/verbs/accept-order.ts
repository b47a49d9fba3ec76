import { misconfigured } from '../../model/errors';
import type { AcceptArgs } from '../../platforms/port';
import { instant, leftOut, type Verb } from '../verb';

const ID = 'order.accept/1';

/** Decides an order's lines at the marketplace, once, all in one call (R5). The address usually comes only after it (R4). */
export const acceptOrder: Verb = {
  name: 'order.accept',
  doneBy: 'flow',
  duties(order, state, sight) {
    if (!state.eligible || state.unreadable || leftOut(order, 'order.accept', ID)) return [];
    if (state.stage !== 'awaiting_acceptance' || state.acceptance !== 'pending' || state.told.accepted) return [];
    if (sight.abilities(order.account)?.acceptanceSent === 'never') return [];
    const deadline = instant(state.reading?.order.deadlines.acknowledgeBy);
    return [{ id: ID, verb: 'order.accept', key: '1', ...(deadline === undefined ? {} : { deadline }) }];
  },
  target: (order) => order.account,
  defaults: (state): AcceptArgs => ({
    lines: (state.reading?.order.lines ?? []).map((line) => ({ lineId: line.id, accepted: true })),
  }),
  converse: (platform, c, args) => required(platform.acceptOrder, platform.name, 'accept orders')(c, args as AcceptArgs),
};

/** A platform that lacks a verb is a mistake in the wiring, said by name. */
export function required<F>(verb: F | undefined, platform: string, what: string): F {
  if (verb === undefined)
    throw misconfigured('account', `${platform} cannot ${what}. Choose another account in this node, or wire the order past it.`);
  return verb;
}
