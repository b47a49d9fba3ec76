import { isNothing } from '../model/buckets';
import { compare, type Money } from '../model/money';
import { ownKey } from '../model/order';
import { quantityRules } from '../model/quantities';
import type { CaseDetail, CaseKind, Effect, Instant } from '../model/record';
import type { OrderState } from '../model/state';
import type { CancellationFact } from '../platforms/giving-back';
import { endedBy, factOf } from './echo';
import { isEdit } from './edits';
import { hasLeft } from './giving-back';
import { deliveryId, inDoubt, type Look, resumes, seenFor, wiring } from './look';
import { asOne } from './marketplace-news';
import { moneyApart } from './money-apart';
import { creationOf, type Duty, decided, leftOut } from './verb';
import { verbNamed } from './verbs';

/** What a person must decide, from when on. An open case whose cause is not among these closes itself. */
export interface Question {
  readonly cause: string;
  readonly kind: CaseKind;
  readonly detail: CaseDetail;
  readonly at: Instant;
}
const MINUTES = 60_000;
/** The cause of an account's own case while it is stopped. */
export const STOPPED = 'account stopped';
/** An effect that could not be settled by proof in this time is shown to a person, and closes by itself when it is. */
const DOUBT_SHOWN_AFTER = 15 * MINUTES;

export function questions(at: Look): readonly Question[] {
  const all = [...ofTheAccount(at), ...ofTheFacts(at), ...ofTheEffects(at), ...ofTheFlow(at)];
  return all.filter((question) => !decided(at.order, 'dismiss', question.cause));
}

function ofTheAccount(at: Look): Question[] {
  if (at.order.key !== ownKey(at.order.account)) return [];
  const row = at.around.accounts[at.order.account];
  const asked: Question[] = [];
  if (row?.stopped)
    asked.push({ cause: STOPPED, kind: 'account stopped', detail: { account: row.id, reason: row.stopped }, at: 0 });
  if (row?.silentSince)
    asked.push({ cause: 'silent channel', kind: 'silent channel', detail: { account: row.id, since: row.silentSince }, at: 0 });
  for (const listener of at.around.listeners) {
    if (listener.until === null || listener.account !== at.order.account) continue;
    const replaced = at.around.listeners.some(
      (other) => other.present && other.account === listener.account && other.events.includes('order.placed'),
    );
    if (!replaced && !decided(at.order, 'done by hand', `listener gone/${listener.id}`)) {
      asked.push({
        cause: `listener gone/${listener.id}`,
        kind: 'listener gone',
        detail: { node: listener.id, type: listener.nodeType },
        at: listener.until + 24 * 60 * MINUTES,
      });
    }
  }
  return asked;
}

function ofTheFacts(at: Look): Question[] {
  const { order, state } = at;
  const asked: Question[] = [];
  if (state.unreadable) {
    asked.push({
      cause: `unreadable/${state.unreadable.field}`,
      kind: 'unreadable',
      detail: { field: state.unreadable.field, text: state.unreadable.text },
      at: 0,
    });
  }
  for (const [subject, seen] of Object.entries(order.observations)) {
    if (subject === 'order' || seen?.body.kind !== 'unreadable') continue;
    const { field, text } = seen.body;
    asked.push({ cause: `unreadable/${subject}/${field}`, kind: 'unreadable', detail: { subject, field, text }, at: 0 });
  }
  const reading = state.reading;
  if (!reading || at.listeners.length === 0 || !state.eligible) return asked;
  // What the source states is stored even when it cannot be; a person sees it.
  for (const [line, counted] of Object.entries(state.quantities)) {
    for (const { id, text, holds } of quantityRules) {
      if (holds(counted)) continue;
      asked.push({ cause: `rule broken/${id}/${line}`, kind: 'rule broken', detail: { rule: id, text, line }, at: 0 });
    }
  }
  for (const { field, value } of reading.unknown)
    asked.push({ cause: `unknown value/${field}/${value}`, kind: 'unknown value', detail: { field, value }, at: 0 });
  for (const { field, stated, computed } of reading.differences) {
    const cause = `price difference/${field}`;
    if (!state.bound && !decided(order, 'do it', cause)) {
      asked.push({
        cause,
        kind: 'price difference',
        detail: { field, stated: stated.amount, computed: computed.amount, currency: stated.currency },
        at: 0,
      });
    }
  }
  // What is cancelled leaves the source's totals (contracts/mirakl §10): they are compared while they stand.
  const standing = state.stage !== 'cancelled' && state.stage !== 'refused' && reading.cancellations.length === 0;
  if (
    state.bound &&
    standing &&
    !same(state.bound.total, reading.order.totals.grand) &&
    !decided(order, 'do it', 'price difference/created')
  ) {
    asked.push({
      cause: 'price difference/created',
      kind: 'price difference',
      detail: {
        ...(state.bound.total.currency === reading.order.currency
          ? { field: 'total' }
          : { field: 'currency', shopCurrency: state.bound.total.currency }),
        stated: reading.order.totals.grand.amount,
        computed: state.bound.total.amount,
        currency: reading.order.currency,
        shopOrder: state.bound.name,
      },
      at: 0,
    });
  }
  if (
    state.bound &&
    (state.stage === 'cancelled' || state.stage === 'refused') &&
    !state.shop?.cancelledAt &&
    !cancelling(at) &&
    !decided(order, 'done by hand', 'cancelled after creation')
  ) {
    asked.push({
      cause: 'cancelled after creation',
      kind: 'cancelled after creation',
      detail: { shopOrder: state.bound.name },
      at: 0,
    });
  }
  asked.push(...tooLate(at));
  const apart = moneyApart(at);
  if (apart) asked.push(apart);
  const late =
    state.stage === 'shipped' || state.stage === 'to_collect' || state.stage === 'delivered' || state.stage === 'closed';
  const creates = at.duties.some((duty) => duty.verb === 'order.create');
  if (
    late &&
    !state.bound &&
    !creates &&
    wiring(at, 'order.create').is === 'present' &&
    !leftOut(order, 'order.create', creationOf(order))
  ) {
    asked.push({ cause: 'arrived late', kind: 'arrived late', detail: { stage: state.stage }, at: 0 });
  }
  return asked;
}
/** A node cancels it in the shop, or has; where it came too late for that a person must stop the parcel (R10). */
function cancelling(at: Look): boolean {
  const done = at.order.effects['shop.cancel/whole'];
  if (done?.state === 'confirmed') return endedBy(done) !== 'return';
  return wiring(at, 'shop.cancel').is === 'present' && at.duties.some(({ id }) => id === 'shop.cancel/whole');
}
/**
 * Cancelled too late (R10): the goods had left on the other side, where nothing was changed; what one side gave back, or has no
 * longer sold, the other still has. The order as a whole is asked about by its state.
 */
function tooLate({ order, state }: Look): Question[] {
  return Object.values(order.effects).flatMap((effect) => {
    if (effect.state !== 'confirmed' || effect.id === 'shop.cancel/whole') return [];
    if (endedBy(effect) !== 'return' && !leftAllTheSame(state, effect)) return [];
    if (effect.verb === 'cancel.push' ? !standsAgainst(effect) : effect.verb !== 'shop.cancel') return [];
    const cause = `cancelled after creation/${effect.id}`;
    if (decided(order, 'done by hand', cause)) return [];
    const detail = { shopOrder: state.bound?.name ?? '', effect: effect.id, rule: 'R10' };
    return [{ cause, kind: 'cancelled after creation' as const, detail, at: 0 }];
  });
}
/** A whole order that was called off here, with its money; then somebody ships it in the marketplace's portal. */
const leftAllTheSame = ({ shop, reading }: OrderState, effect: Effect): boolean =>
  reading !== null &&
  hasLeft(reading) &&
  effect.verb === 'cancel.push' &&
  factOf<CancellationFact>(effect)?.whole === true &&
  shop?.shipments.length === 0 &&
  // What it says of its units is mirrored, and asked about where the shop does not take it.
  asOne(reading) === undefined;
/** The shop's whole order is gone, or units of it, or money went back there, and the marketplace's order stands. */
const standsAgainst = (effect: Effect): boolean => {
  const { asked, whole } = factOf<CancellationFact>(effect) ?? {};
  return whole === true || isEdit(effect) || (asked !== undefined && !isNothing(asked.total));
};

function ofTheEffects(at: Look): Question[] {
  const asked: Question[] = [];
  for (const effect of Object.values(at.order.effects)) {
    asked.push(...setApart(effect));
    if (effect.state === 'planned') {
      asked.push({
        cause: `planned/${effect.id}`,
        kind: 'planned',
        detail: { effect: effect.id, verb: effect.verb, call: effect.plan?.call ?? '' },
        at: 0,
      });
      continue;
    }
    if (effect.state !== 'open') continue;
    const duty = at.duties.find((one) => one.id === effect.id);
    const doubt = inDoubt(effect);
    if (doubt) {
      asked.push({
        cause: `in doubt/${effect.id}`,
        kind: 'in doubt',
        detail: { effect: effect.id, call: doubt.call, sentAt: doubt.attempt.at },
        at: doubt.attempt.sendUntil + doubt.attempt.commitsWithin + DOUBT_SHOWN_AFTER,
      });
    }
    if (!duty && !doubt) continue;
    if (effect.asks) asked.push({ ...effect.asks, detail: { effect: effect.id, ...effect.asks.detail }, at: 0 });
    const { refusal } = effect;
    // Most refusals were overtaken by a cancellation: it is called refused by a reading that was asked after it, or when none
    // can be had (the marketplace does not know the order).
    if (refusal) {
      const read = seenFor(at, effect) > refusal.at;
      const { call, code, field = null, text } = refusal;
      asked.push({
        cause: `refused/${effect.id}`,
        kind: 'refused',
        detail: { effect: effect.id, call, code, field, text },
        at: read ? 0 : refusal.at + DOUBT_SHOWN_AFTER,
      });
    }
    if (duty?.hold?.latest !== undefined)
      asked.push({
        cause: `not decided/${effect.id}`,
        kind: 'not decided',
        detail: { effect: effect.id, waits: duty.hold.why },
        at: duty.hold.latest,
      });
  }
  return asked;
}

const NAMED = 10;
/** Items of a shared call that were not taken (R24): one question for all of them, until they are. */
function setApart(effect: Effect): readonly Question[] {
  const apart = verbNamed(effect.verb)?.standing?.apart(effect.result) ?? [];
  if (apart.length === 0) return [];
  const named = apart.slice(0, NAMED).map(({ item, reason }) => `${item}: ${reason}`);
  const more = apart.length > NAMED ? [`and ${apart.length - NAMED} more`] : [];
  const detail = { effect: effect.id, account: effect.target, call: effect.verb, code: 'NOT_TAKEN', field: null };
  return [
    {
      cause: `refused/${effect.id}`,
      kind: 'refused',
      detail: { ...detail, text: [...named, ...more].join('; '), items: apart.map(({ item }) => item).slice(0, 100) },
      at: 0,
    },
  ];
}

function ofTheFlow(at: Look): Question[] {
  const asked: Question[] = [];
  for (const delivery of Object.values(at.order.deliveries)) {
    if (delivery.state !== 'failed' || decided(at.order, 'failed flow', delivery.id, delivery.at)) continue;
    asked.push({
      cause: `flow error/${delivery.id}`,
      kind: 'flow error',
      detail: {
        delivery: delivery.id,
        node: delivery.error?.node ?? null,
        text: delivery.error?.text ?? 'the process ended three times while this order was in the flow',
      },
      at: 0,
    });
  }
  for (const duty of at.duties) {
    const effect = at.order.effects[duty.id];
    if (verbNamed(duty.verb)?.doneBy !== 'flow' || effect?.state === 'planned' || (effect?.writes.length ?? 0) > 0) continue;
    const wired = wiring(at, duty.verb);
    if (wired.is === 'removed')
      asked.push({
        cause: `flow let this pass/${duty.id}`,
        kind: 'flow let this pass',
        detail: { duty: duty.id, verb: duty.verb, removed: true },
        at: wired.row?.until ?? 0,
      });
    const passed = effect?.state === 'open' ? null : passedBy(at, duty);
    if (passed?.offered && at.policy.guards.offer)
      asked.push({
        cause: `flow let this pass/${duty.id}`,
        kind: 'flow let this pass',
        detail: { duty: duty.id, verb: duty.verb, removed: false },
        at: passed.until,
      });
  }
  return asked;
}

const PLACED = [{ type: 'order.placed', key: 'placed' }];
/**
 * Where every delivery that could have done a duty has been through its flow: until when it is waited for, which delivery is
 * offered once more, and whether that was done. Null while one is still on its way, or goes on as soon as there is a place for it.
 * A delivery that is parked for long counts as passed for every other duty, so that it hides none.
 */
export function passedBy(
  at: Look,
  duty: Duty,
): { readonly until: Instant; readonly again: string | undefined; readonly offered: boolean } | null {
  if (duty.hold || wiring(at, duty.verb).is !== 'present') return null;
  let last = Math.max(at.order.observations.order?.answeredAt ?? 0, wiring(at, duty.verb).row?.since ?? 0);
  let again: string | undefined;
  let seen = 0;
  for (const listener of at.listeners) {
    const heard = (duty.on ?? PLACED).filter(({ type }) => listener.events.includes(type));
    if (heard.length === 0) continue;
    const delivery = heard.map(({ key }) => at.order.deliveries[deliveryId(listener.id, key)]).find((one) => one !== undefined);
    if (!delivery) {
      if (listener.present) return null;
      continue;
    }
    seen += 1;
    if (delivery.state === 'out' || delivery.state === 'again' || !resumes(delivery, at).next().done) return null;
    if (delivery.state === 'failed' && !decided(at.order, 'failed flow', delivery.id, delivery.at)) return null;
    last = Math.max(last, delivery.at);
    if (!delivery.resent && delivery.state === 'done' && listener.present) again ??= delivery.id;
  }
  if (seen === 0) return null;
  const left = duty.deadline === undefined ? Number.POSITIVE_INFINITY : Math.max(0, (duty.deadline - last) / 2);
  return { until: last + Math.min(at.policy.grace, left), again, offered: again === undefined };
}

/** Either side may come to state another currency than the one the order was made in: amounts of two currencies do not compare. */
const same = (a: Money, b: Money): boolean => a.currency === b.currency && compare(a, b) === 0;
