import type { Ledger } from '../ledger/port';
import { LifecycleError } from '../model/errors';
import type { AccountId, Ref } from '../model/order';
import type { AccountRow, Effect, Instant, Ms, OrderRecord } from '../model/record';
import { Refused } from '../platforms/port';
import type { Clock, Random, Transport } from '../transport/port';
import type { Books, Page } from './books';
import { faultOf } from './fault';
import { changedAt, hasAnswer, inDoubt } from './look';
import type { Connected } from './port';
import type { Lists } from './shared';
import { Asking, LookAgain, Planned, Waiting } from './signals';
import { Talk } from './talk';
import { argsFor, type Duty, decided } from './verb';
import { verbNamed } from './verbs';

export interface Carrier {
  readonly books: Books;
  readonly ledger: Ledger;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly lists: Lists;
  readonly by: string;
  connected(account: AccountId): Connected | undefined;
  /** Makes what a platform needs before its first write, once. Null where that is done, else what is missing. */
  prepare(account: AccountId): Promise<string | null>;
}
/** An unknown SKU may be made, a missing account deployed: asked again now and then without anybody's doing. */
const ASKED_AGAIN: Ms = 10 * 60_000;
const MOST_BACKOFF: Ms = 15 * 60_000;

/**
 * Runs an effect's conversation once, as far as it goes. The effect may be new (nothing of it is stored before its intent,
 * its wait or its end). Returns the order as it is then, or null where it moved and must be looked at again.
 */
export async function carryOut(carrier: Carrier, page: Page, effect: Effect): Promise<Page | null> {
  const { clock } = carrier;
  const connected = carrier.connected(effect.target);
  const verb = verbNamed(effect.verb);
  const row = page.around.accounts[effect.target];
  if (!connected || !row || !verb?.converse) {
    const detail = { account: effect.target, effect: effect.id };
    return store(
      carrier,
      page,
      waiting(clock, page, effect, ASKED_AGAIN, 'account not deployed', {
        kind: 'account stopped',
        cause: `account not deployed/${effect.target}`,
        detail,
      }),
    );
  }
  if (row.mode === 'paused' || row.stopped !== undefined)
    return store(carrier, page, waiting(clock, page, effect, ASKED_AGAIN, row.stopped ? 'account stopped' : 'paused'));

  const live =
    row.mode === 'live' ||
    inDoubt(effect) !== undefined ||
    hasAnswer(effect) ||
    decided(page.order, 'approve', effect.id, effect.begunAt) !== undefined;
  // Begun anew after it was void it counts on from there; from nothing, it would look changed by somebody else, for ever.
  const revision = page.order.effects[effect.id]?.revision ?? effect.revision;
  const started = { ...effect, revision, state: 'open' as const };
  const talk = new Talk(
    carrier,
    page,
    started,
    await frozen(carrier.ledger, page.order, effect),
    live,
    connected.settings,
    row.learned,
  );
  try {
    const missing = live ? await carrier.prepare(effect.target) : null;
    if (missing) throw new Asking('account stopped', `not ready/${effect.target}`, { account: effect.target, missing });
    const result = await verb.converse(connected.platform, talk, effect.args);
    const { asks: _, refusal: __, plan: ___, ...rest } = talk.effect;
    const now = clock.now();
    await verb.standing?.keep(carrier.ledger, rest, result, now);
    const lookAgain = verb.standing?.again(rest, result, now) ?? rest.lookAgain;
    await talk.finish({ ...rest, state: 'confirmed', result, lookedAt: now, lookAgain }, refsOf(effect.verb, result));
    return talk.page;
  } catch (signal) {
    try {
      return await letGo(carrier, talk, row, signal);
    } catch (again) {
      if (again instanceof LookAgain) return null;
      throw again;
    }
  }
}

async function letGo(carrier: Carrier, talk: Talk, row: AccountRow, signal: unknown): Promise<Page | null> {
  const { clock } = carrier;
  const lookedAt = seenBy(clock, talk.order);
  if (signal instanceof LookAgain) {
    await talk.flush();
    return null;
  }
  if (signal instanceof Waiting) {
    // The same wait for longer each time it fails, so that an outage is not hammered.
    const patience = Math.min(MOST_BACKOFF, 1_000 * 2 ** Math.min(talk.effect.tries, 10)) * carrier.random.next() * 0.25;
    await talk.flush({ lookAgain: Math.round(signal.until + patience), lookedAt, reason: signal.why });
    return talk.page;
  }
  if (signal instanceof Asking) {
    const cause = `${signal.kind}/${signal.about}`;
    await talk.flush({
      lookAgain: clock.now() + ASKED_AGAIN,
      lookedAt,
      reason: signal.kind,
      asks: { kind: signal.kind, cause, detail: signal.detail },
    });
    return talk.page;
  }
  if (signal instanceof Planned) {
    await talk.flush({
      state: 'planned',
      plan: { call: signal.request.call, request: { personal: signal.request.body ?? null } },
      lookedAt,
    });
    return talk.page;
  }
  if (signal instanceof Refused) {
    // Of a call the conversation's end says that it stands refused, at the time when it was; a refused look-up is one too.
    const last = talk.effect.writes.at(-1);
    const ofCall = last?.attempt.refused?.code === signal.code ? last : undefined;
    const refusal = {
      at: ofCall?.attempt.resolvedAt ?? clock.now(),
      call: ofCall?.call ?? talk.effect.verb,
      code: signal.code,
      text: signal.message,
      ...(signal.field ? { field: signal.field } : {}),
    };
    await talk.flush({ refusal, lookAgain: clock.now(), lookedAt, reason: signal.code });
    return talk.page;
  }
  if (signal instanceof LifecycleError && signal.code === 'TRANSIENT') {
    await talk.flush({
      lookAgain: clock.now() + (signal.retryAfter ?? ASKED_AGAIN),
      lookedAt,
      reason: 'waiting for the platform',
    });
    return talk.page;
  }
  // Settings or a rule that forbid it are said as they are; anything else is a fault of ours. Nothing is lost by either: a person
  // sees it, and it is tried again.
  const { id, verb } = talk.effect;
  const [kind, told] =
    signal instanceof LifecycleError
      ? (['rule broken', { text: signal.message.slice(0, 300) }] as const)
      : (['fault', { verb, ...faultOf(signal) }] as const);
  await talk.flush({
    lookAgain: clock.now() + ASKED_AGAIN,
    lookedAt,
    reason: kind === 'fault' ? 'a fault in this package' : kind,
    asks: { kind, cause: `${kind}/${id}`, detail: { effect: id, account: row.id, ...told } },
  });
  return talk.page;
}

/** When this was looked at: not before what was seen, for a decision bears a time after every fact, which may be one to come. */
const seenBy = (clock: Clock, order: OrderRecord): Instant => Math.max(clock.now(), changedAt(order));

const waiting = (clock: Clock, { order }: Page, effect: Effect, span: Ms, reason: string, asks?: Effect['asks']): Effect => ({
  ...effect,
  lookAgain: clock.now() + span,
  lookedAt: seenBy(clock, order),
  reason,
  ...(asks ? { asks } : {}),
});

async function store(carrier: Carrier, page: Page, effect: Effect): Promise<Page | null> {
  return carrier.books.commit(page, { effects: [{ ...effect, revision: effect.revision + 1 }], by: carrier.by });
}

/** The order as the first intent saw it: from then on the conversation's inputs stand still. */
async function frozen(ledger: Ledger, order: OrderRecord, effect: Effect): Promise<OrderRecord> {
  const now = order.observations.order;
  if (effect.frozen === undefined || now?.hash === effect.frozen) return order;
  const seen = (await ledger.facts(order.key)).find((fact) => fact.hash === effect.frozen);
  return seen ? { ...order, observations: { ...order.observations, order: seen } } : order;
}

/** Names under which the order is found from now on. */
function refsOf(verb: string, result: unknown): readonly Ref[] {
  const made = result as { id?: string; name?: string } | null;
  if (verb !== 'order.create' || !made?.id || !made.name) return [];
  return [
    { system: 'shopify', kind: 'name', id: made.name },
    { system: 'shopify', kind: 'id', id: made.id },
  ];
}

/** An effect that nothing is stored of yet. */
export const newEffect = ({ id, verb, key, about }: Duty, target: AccountId, args: unknown, now: Instant): Effect => ({
  id,
  verb,
  key,
  ...(about === undefined ? {} : { about }),
  target,
  args,
  state: 'open',
  writes: [],
  reads: [],
  lookAgain: now,
  lookedAt: now,
  begunAt: now,
  revision: 0,
  tries: 0,
});

/** Before its first write an effect goes by the facts as they are now. */
export const upToDate = (effect: Effect, duty: Duty | undefined): Effect =>
  duty?.args === undefined || effect.writes.length > 0 || verbNamed(effect.verb)?.doneBy !== 'flow'
    ? effect
    : { ...effect, args: argsFor(duty, effect.args) };
