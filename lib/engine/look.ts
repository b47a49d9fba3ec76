import { type AccountId, ownKey } from '../model/order';
import type { Around, Delivery, Effect, Instant, Listener, Ms, OrderRecord, Parked, Wired } from '../model/record';
import { generationOf, type OrderState, shopSubject, stateOf } from '../model/state';
import type { Abilities } from '../platforms/port';
import type { Guards } from './guards';
import { type Duty, decided, instant, type Sight } from './verb';
import { verbNamed, verbs } from './verbs';

/** What the engine goes by besides the ledger. */
export interface Policy {
  /** The name that this engine holds deliveries under; a new one after a lapsed lease. */
  readonly engine: string;
  /** Nobody else can hold this ledger: a delivery held by another name is lost at once. */
  readonly alone: boolean;
  readonly lease: Ms;
  readonly grace: Ms;
  readonly guards: Guards;
  /** When the ledger was put back from a copy, if ever. */
  readonly restored?: Instant;
  abilities(account: AccountId): Abilities | undefined;
}
/** One order as it is looked at: record, folded state, duties. Computed once per version of order and flows. */
export interface Look {
  readonly order: OrderRecord;
  readonly state: OrderState;
  readonly around: Around;
  readonly policy: Policy;
  readonly duties: readonly Duty[];
  /** Listeners that this order is offered to, deployed or resting. */
  readonly listeners: readonly Listener[];
}

/** A record is immutable: it is folded once, however often it is looked at. */
const folded = new WeakMap<OrderRecord, OrderState>();
function stateOfRecord(order: OrderRecord): OrderState {
  const known = folded.get(order) ?? stateOf(order);
  folded.set(order, known);
  return known;
}

export function look(order: OrderRecord, around: Around, policy: Policy): Look {
  const state = stateOfRecord(order);
  const sight: Sight = { around, abilities: policy.abilities };
  const listeners = around.listeners.filter(
    (listener) => covers(listener, order.account) && hears(listener, order, state) && offered(listener, order, state),
  );
  const wanted = listeners.some((listener) => listener.events.includes('order.placed'));
  // An order that is bound lives on here, whoever told of it.
  const own = order.key === ownKey(order.account);
  const duties =
    own || wanted || state.bound
      ? verbs.flatMap((verb) => (own === (verb.ofAccount ?? false) ? verb.duties(order, state, sight) : []))
      : [];
  return { order, state, around, policy, duties, listeners };
}

/** Who hears of one shop hears of the orders that are bound there, and of the shop itself. */
const hears = (listener: Listener, order: OrderRecord, state: OrderState): boolean =>
  listener.shop === undefined || listener.shop === state.bound?.store || ownKey(listener.shop) === order.key;

export const covers = (row: { readonly account: AccountId | '*' }, account: AccountId): boolean =>
  row.account === '*' || row.account === account;

/**
 * Placed after the listener's start, or ticked by a person; an account's own record is offered always. Who hears of no new
 * orders hears of all that live here: those that a flow was told of, or that are bound.
 */
function offered(listener: Listener, order: OrderRecord, state: OrderState): boolean {
  if (order.key === ownKey(order.account)) return true;
  if (decided(order, 'import', order.key)) return true;
  if (!listener.events.includes('order.placed') && livesHere(order, state)) return true;
  const start = listener.from < 0 ? listener.since : listener.from;
  const orderedAt = instant(state.reading?.order.orderedAt);
  return orderedAt === undefined ? state.unreadable !== null : orderedAt >= start;
}

const livesHere = (order: OrderRecord, state: OrderState): boolean =>
  state.bound !== null || Object.values(order.deliveries).some((delivery) => delivery.event === 'placed');

/** The rows of a verb for an account, and what they say: deployed, only disabled, only removed, or never there. */
export function wiring(
  at: Look,
  verb: string,
): { readonly is: 'present' | 'disabled' | 'removed' | 'never'; readonly row: Wired | undefined } {
  const rows = at.around.wired.filter((row) => row.verb === verb && covers(row, at.order.account));
  const present = rows.find((row) => row.present);
  if (present) return { is: 'present', row: present };
  const disabled = rows.find((row) => row.until === null);
  if (disabled) return { is: 'disabled', row: disabled };
  const removed = rows.filter((row) => (row.until ?? 0) > at.order.firstSeenAt).at(-1);
  return removed ? { is: 'removed', row: removed } : { is: 'never', row: undefined };
}

export const deliveryId = (listener: string, event: string): string => `${listener}|${event}`;

/** When a delivery that is out counts as lost: its holder's lease ended, or nobody else can hold this ledger. Null while it is ours. */
export function lostAt(delivery: Delivery, at: Look): Instant | null {
  if (delivery.state !== 'out' || delivery.holder === at.policy.engine) return null;
  return at.policy.alone ? 0 : (at.around.engines[delivery.holder ?? ''] ?? 0);
}

/** What of a parked delivery goes on as soon as there is a place: what it waited for has ended. `gone`: from its trigger, since its node is not there. */
export function* resumes(
  delivery: Delivery,
  { order, around }: Pick<Look, 'order' | 'around'>,
): Generator<{ readonly parked: Parked; readonly gone: boolean }> {
  const listener = around.listeners.find((one) => one.id === delivery.listener);
  if (delivery.state !== 'parked') return;
  for (const parked of delivery.parked) {
    if (order.effects[parked.effect]?.state === 'open') continue;
    const node = around.wired.find((row) => row.node === parked.node);
    const gone = !node || node.until !== null || parked.message === undefined;
    if (gone ? listener?.present : node.present) yield { parked, gone };
  }
}

/** How far an order has come: answered writes and ended effects. An attempt at a delivery counts only where this stood still. */
export function progress(order: OrderRecord): number {
  let moved = 0;
  for (const effect of Object.values(order.effects)) {
    // A standing effect's row is begun anew; its changes only count up.
    if (verbNamed(effect.verb)?.standing) moved += effect.revision;
    else moved += effect.writes.filter((write) => write.answer !== undefined).length + (effect.state === 'open' ? 0 : 1);
  }
  return moved;
}

/** When the thing that an effect writes to was last asked for: the shop's order, or the source's. */
export function seenFor({ order, state }: Look, effect: Effect): Instant {
  // What an account does for itself has no reading that could say more.
  if (order.key === ownKey(order.account)) return Number.POSITIVE_INFINITY;
  const subject = effect.target === state.bound?.store ? shopSubject(generationOf(order)) : 'order';
  return order.observations[subject]?.sentAt ?? 0;
}

/** The last fact that a waiting effect has not seen yet. */
export function changedAt(order: OrderRecord): Instant {
  let at = 0;
  for (const seen of Object.values(order.observations)) if (seen && seen.answeredAt > at) at = seen.answeredAt;
  for (const decision of order.decisions) if (decision.at > at) at = decision.at;
  return at;
}

/** The write of an effect whose outcome nobody knows. */
export const inDoubt = (effect: Effect) =>
  effect.writes.find((write) => write.answer === undefined && write.attempt.resolved === undefined);
/** R22: another effect of the same verb and account on this order, of which nobody knows whether it happened; it goes first. */
export const doubtful = (order: OrderRecord, effect: Effect): Effect | undefined =>
  Object.values(order.effects).find(
    (other) => other.verb === effect.verb && other.target === effect.target && other.id !== effect.id && inDoubt(other),
  );
export const hasAnswer = (effect: Effect): boolean => effect.writes.some((write) => write.answer !== undefined);
