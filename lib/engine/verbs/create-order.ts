import { type AccountId, type Party, type Personal, personal } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import { generationOf, type OrderState } from '../../model/state';
import type { CreateArgs } from '../../platforms/port';
import { creationOf, decided, type Hold, instant, leftOut, type Verb } from '../verb';
import { required } from './accept-order';

const DAY = 86_400_000;
/** Where it was to go when it was made. */
export interface CreateFact {
  readonly shipTo: Personal<Party | null>;
}

/** Makes the marketplace's order in the shop, as the buyer paid it, once (R1, R6), when the address and the money are there. */
export const createOrder: Verb = {
  name: 'order.create',
  doneBy: 'flow',
  duties(order, state) {
    const id = creationOf(order);
    if (!state.eligible || leftOut(order, 'order.create', id)) return [];
    if (state.bound && order.effects[id]?.writes.some((write) => write.answer !== undefined)) return [];
    if (
      state.stage === 'refused' ||
      state.stage === 'cancelled' ||
      state.acceptance === 'refused' ||
      state.acceptance === 'expired'
    )
      return [];
    const late =
      state.stage === 'shipped' || state.stage === 'to_collect' || state.stage === 'delivered' || state.stage === 'closed';
    // An order that is already under way elsewhere is not made unasked; one whose making began is carried to its end.
    const begun = order.effects[id]?.writes.length ?? 0;
    if (late && begun === 0 && !decided(order, 'do it', 'order.create')) return [];
    const hold = notYet(order, state);
    const deadline = instant(state.reading?.order.deadlines.shipBy);
    return [
      {
        id,
        verb: 'order.create',
        key: String(generationOf(order)),
        args: { shipTo: personal(state.reading?.order.parties.personal?.shipTo ?? null) } satisfies CreateFact,
        ...(hold ? { hold } : {}),
        ...(deadline === undefined ? {} : { deadline }),
      },
    ];
  },
  target: (_, args) => (args as CreateArgs).store as AccountId,
  defaults: (_, wired) => wired,
  converse: (platform, c, args) => required(platform.createOrder, platform.name, 'create orders')(c, args as CreateArgs),
};

function notYet(order: OrderRecord, state: OrderState): Hold | undefined {
  const latest = (instant(state.reading?.order.orderedAt) ?? order.firstSeenAt) + 7 * DAY;
  if (state.unreadable) return { why: 'unreadable' };
  if (state.stage === 'awaiting_acceptance') return { why: 'awaiting acceptance', latest };
  if (state.stage === 'awaiting_payment') return { why: 'awaiting payment', latest };
  if (state.stage === 'observed_only') return { why: 'not released', latest };
  if (state.stage === 'unknown') return { why: 'unknown state' };
  const unsettled = state.reading?.differences.find(
    (difference) => !decided(order, 'do it', `price difference/${difference.field}`),
  );
  if (unsettled) return { why: `price difference in ${unsettled.field}` };
  return undefined;
}
