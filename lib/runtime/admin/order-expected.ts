/** What is expected of an order next, and whose turn it is: by its facts and duties, without a clock. */
import type { Expected, Whose } from '../../desk/wire';
import { inDoubt, type Look, wiring } from '../../engine/look';
import type { Duty } from '../../engine/verb';
import { verbNamed } from '../../engine/verbs';
import type { Phase } from '../../model/phase';
import type { Effect } from '../../model/record';

/** Questions to people first, then steps between the systems, then what the goods and the money do. */
export function expectedOf(at: Look): readonly Expected[] {
  const asked = Object.values(at.order.cases)
    .filter(({ closedAt, kind }) => closedAt === undefined && kind !== 'planned')
    .map((one): Expected => ({ what: 'answer', whose: 'person', waits: one.kind }));
  const settling = Object.values(at.order.effects)
    .filter(({ state, id }) => state === 'open' && !at.duties.some((duty) => duty.id === id))
    .map((effect): Expected => ({ what: effect.verb, ...underWay(effect) }));
  const steps = at.duties.filter(({ id }) => !isAsked(at, at.order.effects[id])).map((duty) => ofDuty(at, duty));
  return [...asked, ...steps, ...settling, ...ofTheGoods(at)];
}

/** Its question stands among the questions. */
function isAsked({ order }: Look, effect: Effect | undefined): boolean {
  const asked = effect?.state === 'open' && effect.asks ? order.cases[effect.asks.cause] : undefined;
  return asked !== undefined && asked.closedAt === undefined;
}
function ofDuty(at: Look, duty: Duty): Expected {
  const effect = at.order.effects[duty.id];
  const by = duty.deadline === undefined ? {} : { by: new Date(duty.deadline).toISOString() };
  return { what: duty.verb, ...turnOf(at, duty, effect), ...by };
}
type Turn = Pick<Expected, 'whose' | 'waits'>;
function turnOf(at: Look, duty: Duty, effect: Effect | undefined): Turn {
  if (effect?.state === 'planned') return { whose: 'person', waits: 'approval' };
  if (duty.hold) return { whose: HOLDS[duty.hold.why] ?? 'marketplace', waits: duty.hold.why };
  if (effect?.state === 'open') return underWay(effect);
  if (verbNamed(duty.verb)?.doneBy !== 'flow') return { whose: 'engine' };
  const { is } = wiring(at, duty.verb);
  return is === 'present' ? { whose: 'flow' } : { whose: 'nobody', waits: is === 'disabled' ? 'node disabled' : 'no node' };
}
function underWay(effect: Effect): Turn {
  if (effect.asks || effect.refusal) return { whose: 'person', waits: 'answer' };
  if (inDoubt(effect)) return { whose: 'engine', waits: 'in doubt' };
  return { whose: 'engine', ...(effect.reason === undefined ? {} : { waits: effect.reason }) };
}
/** Who ends a hold; every other one the marketplace. */
const HOLDS: Readonly<Record<string, Whose>> = {
  'awaiting acceptance': 'seller',
  unreadable: 'person',
  'unknown state': 'person',
  'held until complete': 'seller',
  'held until what will not ship is told': 'engine',
  'a refund is being told': 'engine',
  'a cancellation is being told': 'engine',
  'a refund is being made': 'engine',
  'a cancellation is being made': 'engine',
  'not in the shop yet': 'flow',
};

/** What comes next by the phase, where no step of ours stands for it already. */
const NEXT: Readonly<
  Partial<Record<Phase, { readonly what: string; readonly whose: Whose; readonly by?: 'acknowledgeBy' | 'shipBy' | 'deliverBy' }>>
> = {
  awaiting_acceptance: { what: 'accept', whose: 'seller', by: 'acknowledgeBy' },
  awaiting_payment: { what: 'pay', whose: 'marketplace' },
  ready_to_ship: { what: 'ship', whose: 'seller', by: 'shipBy' },
  partially_shipped: { what: 'ship the rest', whose: 'seller', by: 'shipBy' },
  shipped: { what: 'deliver', whose: 'carrier', by: 'deliverBy' },
  delivered: { what: 'close', whose: 'marketplace' },
  on_hold: { what: 'release', whose: 'marketplace' },
};
function ofTheGoods({ state, order, duties }: Look): readonly Expected[] {
  const next = NEXT[state.phase];
  const doubled = next?.what === 'accept' && duties.some(({ verb }) => verb === 'order.accept');
  const by = next?.by && state.reading?.order.deadlines[next.by];
  const goods: readonly Expected[] =
    next && !doubled ? [{ what: next.what, whose: next.whose, ...(by === undefined ? {} : { by }) }] : [];
  const back = Object.values(order.observations).some((seen) => seen?.body.kind === 'return' && seen.body.told.state === 'open');
  return back ? [...goods, { what: 'send back', whose: 'buyer' }] : goods;
}
