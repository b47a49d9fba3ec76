import { LifecycleError } from '../model/errors';
import type { OrderKey } from '../model/order';
import type { Effect } from '../model/record';
import type { Clock } from '../transport/port';
import type { Books, Page } from './books';
import { newEffect } from './carry';
import type { Deliveries } from './deliveries';
import { short } from './giving-back';
import { changedAt, doubtful, inDoubt, type Policy } from './look';
import type { Outcome, Run } from './port';
import { argsFor, leftOut } from './verb';
import { verbNamed } from './verbs';

export interface CallsWay {
  readonly books: Books;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly by: string;
  carry(page: Page, effect: Effect): Promise<Page | null>;
}

/** A node asks for an effect: remembered, joined, begun, or waiting. One order's calls go one after another. */
export function callEffect(
  way: CallsWay,
  verb: string,
  key: OrderKey,
  args: unknown,
  run?: Run,
  about?: string,
): Promise<Outcome> {
  return way.books.exclusive(key, async () => {
    for (;;) {
      const page = await way.books.open(key);
      if (!page) throw unknown(key);
      if (run && way.deliveries.stale(page, run)) return { is: 'waiting', effect: '', why: 'stale' };
      const outcome = await once(way, page, verb, args, about);
      if (outcome) return outcome;
    }
  });
}

/** Null: the order moved; look again. */
async function once(way: CallsWay, page: Page, name: string, args: unknown, about?: string): Promise<Outcome | null> {
  const verb = verbNamed(name);
  if (!verb) throw new LifecycleError('MISCONFIGURED', 'UnknownVerb', `There is no verb "${name}".`, { field: 'verb' });
  const guarded = way.policy.guards.duty;
  const duty = verb.asked
    ? verb.asked(page.order, page.state, args, about)
    : page.duties.find((one) => one.verb === name && isAbout(one, about));
  const effects = page.order.effects;
  const known = duty
    ? effects[duty.id]
    : Object.values(effects).findLast((effect) => effect.verb === name && isAbout(effect, about));
  // A standing effect is begun anew by every other asking.
  const anew = verb.standing !== undefined && duty !== undefined && (about === undefined || known?.about !== about);
  if (known && known.state !== 'open' && !(known.state === 'void' && duty) && !anew) return outcomeOf(known);
  if (!duty && !(known && inDoubt(known)) && guarded) return { is: 'void', why: notDue(page, name, about) };

  const now = way.clock.now();
  const fresh = duty && newEffect(duty, verb.target(page.order, args), argsFor(duty, args), now);
  const effect = known?.state === 'open' ? known : fresh;
  if (!effect) return { is: 'void', why: notDue(page, name, about) };
  if (duty?.hold && !inDoubt(effect) && guarded) {
    const waiting: Outcome = { is: 'waiting', effect: effect.id, why: duty.hold.why };
    if (known?.state === 'open') return waiting;
    const held = { ...effect, reason: duty.hold.why, revision: effect.revision + 1 };
    return (await way.books.commit(page, { effects: [held], by: way.by })) && waiting;
  }
  const ahead = inDoubt(effect) ? undefined : doubtful(page.order, effect);
  if (ahead) {
    const waiting: Outcome = { is: 'waiting', effect: effect.id, why: 'one before it is in doubt' };
    if (known?.state === 'open') return waiting;
    const held = { ...effect, reason: waiting.why, revision: effect.revision + 1 };
    return (await way.books.commit(page, { effects: [held], by: way.by })) && waiting;
  }
  const resting = known?.state === 'open' && changedAt(page.order) <= known.lookedAt && known.lookAgain > now;
  if (resting || effect.refusal) return { is: 'waiting', effect: effect.id, why: effect.reason ?? 'waiting' };
  const after = (await way.carry(page, effect))?.order.effects[effect.id];
  return after ? outcomeOf(after) : null;
}

/** What is about the order as a whole is about each of its things. */
const isAbout = (one: { readonly about?: string }, about: string | undefined): boolean =>
  about === undefined || one.about === undefined || one.about === about;

const unknown = (key: OrderKey): LifecycleError =>
  new LifecycleError(
    'NOT_FOUND',
    'UnknownOrder',
    `Order ${key} is not in the ledger. Pass msg.order of a trigger or of look-up-order on, unchanged.`,
    { field: 'msg.order.key' },
  );

function outcomeOf(effect: Effect): Outcome {
  switch (effect.state) {
    case 'confirmed':
      return { is: 'confirmed', result: effect.result };
    case 'planned':
      return { is: 'planned', result: { planned: true, call: effect.plan?.call ?? effect.verb } };
    case 'void':
      return { is: 'void', why: effect.reason ?? 'not due any more' };
    case 'refused':
      return { is: 'refused', why: effect.reason ?? 'refused' };
    case 'open':
      return { is: 'waiting', effect: effect.id, why: effect.reason ?? 'waiting' };
  }
}
/** Why a step is not needed, for the node's second output. */
function notDue(page: Page, verb: string, about: string | undefined): string {
  // The steps of what was asked about: one that was left out says nothing of another.
  const whose = about === undefined ? verb : `${verb}/${short(about)}`;
  const steps = page.order.decisions.map(({ of }) => of).filter((of) => of === whose || of.startsWith(`${whose}/`));
  if ([verb, ...steps].some((step) => leftOut(page.order, verb, step))) return 'left out';
  if (page.state.reading?.order.test) return 'test order';
  if (page.state.merchantLines.length === 0) return 'the marketplace ships it';
  return `not due (${page.state.stage})`;
}

/** What is due now by this verb, and what was begun and has not ended; each by what it is about. */
export function dueFor(page: Page, verb: string): readonly string[] {
  const begun = Object.values(page.order.effects).filter((effect) => effect.verb === verb && effect.state === 'open');
  const due = page.duties.filter((duty) => duty.verb === verb);
  return [...new Set([...begun, ...due].map(({ about }) => about ?? ''))];
}
