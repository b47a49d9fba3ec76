import type { AccountId } from '../model/order';
import type { Case, Delivery, Effect, Instant, Parked } from '../model/record';
import { type HandOut, happenings, undelivered } from './events';
import { changedAt, doubtful, hasAnswer, inDoubt, type Look, lostAt, resumes, seenFor, wiring } from './look';
import { passedBy, type Question, questions } from './questions';
import { argsFor, type Duty, decided } from './verb';
import { verbNamed } from './verbs';

/** One thing that is to be done with an order, and when. There is no second mechanism: no queue, no retry timer, no watch apart. */
export type Due = { readonly at: Instant } & (
  | { readonly do: 'void'; readonly effect: Effect; readonly why: string }
  | { readonly do: 'settled'; readonly open: Case }
  | { readonly do: 'ask'; readonly question: Question }
  | { readonly do: 'read again'; readonly effect: Effect }
  | { readonly do: 'carry out'; readonly effect: Effect; readonly duty: Duty | undefined }
  | { readonly do: 'begin'; readonly duty: Duty; readonly args: unknown }
  | { readonly do: 'give up'; readonly delivery: Delivery }
  | { readonly do: 'lost'; readonly delivery: Delivery }
  | { readonly do: 'watch'; readonly delivery: Delivery }
  | { readonly do: 'resume'; readonly delivery: Delivery; readonly parked: Parked; readonly gone: boolean }
  | { readonly do: 'hand out'; readonly handOut: HandOut }
  | { readonly do: 'again'; readonly delivery: Delivery; readonly offer: boolean }
);
const FIRST: readonly Due['do'][] = [
  'void',
  'settled',
  'ask',
  'read again',
  'carry out',
  'begin',
  'give up',
  'lost',
  'watch',
  'resume',
  'again',
  'hand out',
];
/** Deaths of the process with a delivery out, while nothing of the order moved, before a person is asked. */
export const MOST_ATTEMPTS = 3;

/** Everything that is due, each with its time, earliest first; the earliest is the order's alarm and is committed with what made it. */
export function due(at: Look): readonly Due[] {
  const all: Due[] = [...ofEffects(at), ...ofStanding(at), ...ofDuties(at), ...ofCases(at), ...ofDeliveries(at)];
  return all.sort((a, b) => a.at - b.at || FIRST.indexOf(a.do) - FIRST.indexOf(b.do));
}
export const alarmOf = (at: Look): Instant | null => due(at)[0]?.at ?? null;

const paused = (at: Look, account: AccountId): boolean => {
  const row = at.around.accounts[account];
  return row?.mode === 'paused' || row?.stopped !== undefined;
};

function* ofEffects(at: Look): Generator<Due> {
  for (const effect of Object.values(at.order.effects)) {
    if (effect.state !== 'open' && effect.state !== 'planned') continue;
    const duty = at.duties.find((one) => one.id === effect.id);
    const doubt = inDoubt(effect);
    const begun = doubt !== undefined || hasAnswer(effect);
    if (!begun && !duty && at.policy.guards.duty) {
      yield { at: 0, do: 'void', effect, why: overtaken(at) };
      continue;
    }
    if (paused(at, effect.target)) continue;
    // What changed is looked at when it has: a decision is stamped later than every fact, and so may be of a moment to come.
    const changed = changedAt(at.order);
    const due = changed > effect.lookedAt ? changed : effect.lookAgain;
    if (effect.state === 'planned') {
      if (decided(at.order, 'approve', effect.id, effect.begunAt)) yield { at: 0, do: 'carry out', effect, duty };
      continue;
    }
    if (!begun && duty?.hold && at.policy.guards.duty) continue;
    if (
      !begun &&
      verbNamed(effect.verb)?.doneBy === 'flow' &&
      wiring(at, effect.verb).is !== 'present' &&
      !decided(at.order, 'do it', effect.id)
    )
      continue;
    if (!doubt && doubtful(at.order, effect)) continue;
    if (effect.refusal && !retried(at, effect)) {
      if (seenFor(at, effect) <= effect.refusal.at) yield { at: effect.lookAgain, do: 'read again', effect };
      continue;
    }
    yield { at: due, do: 'carry out', effect, duty };
  }
}
/** What stands is looked at again without anybody's asking while its node is there, and at once where a person wants it. */
function* ofStanding(at: Look): Generator<Due> {
  for (const effect of Object.values(at.order.effects)) {
    const verb = verbNamed(effect.verb);
    if (!verb?.standing || effect.state !== 'confirmed' || paused(at, effect.target)) continue;
    const { fact: _, ...args } = (effect.args ?? {}) as Record<string, unknown>;
    const duty = verb.asked?.(at.order, at.state, args, undefined);
    if (!duty || !isWiredTo(at, effect)) continue;
    const wished = decided(at.order, 'do it', effect.id, effect.lookedAt + 1);
    yield { at: wished ? 0 : effect.lookAgain, do: 'begin', duty, args };
  }
}
const isWiredTo = (at: Look, { verb, target }: Effect): boolean =>
  at.around.wired.some(
    (row) => row.present && row.verb === verb && (row.args as { readonly account?: unknown } | undefined)?.account === target,
  );
/** A person said "try again" after the refusal. */
export const retried = (at: Look, effect: Effect): boolean => {
  const after = effect.refusal?.at ?? 0;
  return (decided(at.order, 'do it', effect.id, after) ?? decided(at.order, 'start over', effect.id, after)) !== undefined;
};
const overtaken = (at: Look): string => (at.state.unreadable ? 'unreadable' : `not due any more (${at.state.stage})`);

function* ofDuties(at: Look): Generator<Due> {
  const busy = Object.values(at.order.deliveries).some(({ state }) => state === 'out');
  for (const duty of at.duties) {
    const effect = at.order.effects[duty.id];
    if (effect?.state === 'open' || effect?.state === 'planned' || effect?.state === 'confirmed') continue;
    const verb = verbNamed(duty.verb);
    if (!verb || duty.hold) continue;
    if (verb.doneBy !== 'flow') {
      if (!paused(at, at.order.account)) yield { at: 0, do: 'begin', duty, args: duty.args };
      continue;
    }
    const wish = decided(at.order, 'do it', duty.id) ?? decided(at.order, 'do it', duty.verb);
    const defaults = wish && verb.defaults?.(at.state, wiring(at, duty.verb).row?.args);
    const args = defaults === undefined ? undefined : argsFor(duty, defaults);
    if (args !== undefined && !paused(at, verb.target(at.order, args))) yield { at: 0, do: 'begin', duty, args };
    const passed = passedBy(at, duty);
    const again = passed?.again === undefined ? undefined : at.order.deliveries[passed.again];
    // R22: what is offered once more takes its turn like every other delivery.
    if (passed && again && !busy && at.policy.guards.offer) yield { at: passed.until, do: 'again', delivery: again, offer: true };
  }
}

function* ofCases(at: Look): Generator<Due> {
  const asked = questions(at);
  for (const question of asked) {
    const open = at.order.cases[question.cause];
    if (!open || open.closedAt !== undefined) yield { at: question.at, do: 'ask', question };
  }
  for (const open of Object.values(at.order.cases)) {
    if (open.closedAt === undefined && !asked.some((question) => question.cause === open.cause))
      yield { at: 0, do: 'settled', open };
  }
}

function* ofDeliveries(at: Look): Generator<Due> {
  const paused = at.around.accounts[at.order.account]?.mode === 'paused';
  let busy = false;
  for (const delivery of Object.values(at.order.deliveries)) {
    const lost = lostAt(delivery, at);
    if (lost !== null) yield { at: lost, do: 'lost', delivery };
    // Where others may take over, what we hold has an alarm too: whoever is alive then finds out whose it is.
    else if (delivery.state === 'out' && !at.policy.alone)
      yield { at: (delivery.watchedAt ?? delivery.at) + at.policy.lease, do: 'watch', delivery };
    if (delivery.state === 'out') busy = true;
  }
  // R22: one at a time, so what follows waits for what is out; parked messages hold no turn.
  if (busy || paused) return;
  for (const delivery of Object.values(at.order.deliveries)) {
    const listener = at.around.listeners.find((one) => one.id === delivery.listener);
    if (delivery.state === 'again' && listener?.present) {
      if (delivery.attempts >= MOST_ATTEMPTS) yield { at: 0, do: 'give up', delivery };
      else yield { at: delivery.at, do: 'again', delivery, offer: false };
    }
    if (delivery.state === 'failed' && listener?.present && decided(at.order, 'failed flow', delivery.id, delivery.at))
      yield { at: 0, do: 'again', delivery, offer: false };
    for (const resumed of resumes(delivery, at)) yield { at: 0, do: 'resume', delivery, ...resumed };
  }
  const [next] = undelivered(at, happenings(at));
  if (next) yield { at: next.at, do: 'hand out', handOut: next };
}
