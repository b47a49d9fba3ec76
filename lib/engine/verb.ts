import type { Ledger } from '../ledger/port';
import type { AccountId } from '../model/order';
import type { Around, Effect, EffectId, EventKey, Instant, OrderRecord } from '../model/record';
import { generationOf, type OrderState } from '../model/state';
import type { Abilities, Conversation, Platform } from '../platforms/port';

/** What a duty waits for, and the latest moment it may: past that it is a case. */
export interface Hold {
  readonly why: string;
  readonly latest?: Instant;
}
/** Due and allowed in one: an effect is begun and sent only while its duty stands and is not held. */
export interface Duty {
  readonly id: EffectId;
  readonly verb: string;
  readonly key: string;
  readonly hold?: Hold;
  readonly deadline?: Instant;
  /**
   * What the verb is told by the facts: all that a verb of the engine's gets; beside a node's settings, under `fact`, frozen with
   * the first write.
   */
  readonly args?: unknown;
  /** The thing that it is about, as events name it: a shipment, a refund. Absent: the order as a whole. */
  readonly about?: string;
  /** The events whose flow does it, the first that a listener was told; absent: `placed`. */
  readonly on?: readonly { readonly type: string; readonly key: EventKey }[];
}
/** What a verb sees of the world besides the order. */
export interface Sight {
  readonly around: Around;
  abilities(account: AccountId): Abilities | undefined;
}
export interface Verb {
  readonly name: string;
  readonly doneBy: 'flow' | 'engine' | 'engine, many in a call';
  /** It stands on an account's own record, not on an order's. */
  readonly ofAccount?: true;
  duties(order: OrderRecord, state: OrderState, sight: Sight): readonly Duty[];
  /** The duty that a node's asking is, where no fact makes one; `about` names the asking. */
  asked?(order: OrderRecord, state: OrderState, args: unknown, about: string | undefined): Duty | undefined;
  /** The account that it writes to. */
  target(order: OrderRecord, args: unknown): AccountId;
  /** What a person's "do it now" does without a flow; undefined where only a node knows. */
  defaults?(state: OrderState, wired: unknown): unknown;
  /** Where its effect is a standing one: begun anew, in its own row, with every asking that changes something. */
  readonly standing?: Standing;
  converse?(platform: Platform, c: Conversation, args: unknown): Promise<unknown>;
}

/** What a verb that is asked again and again goes by, besides its record. */
export interface Standing {
  /**
   * What there is to do now, as `fact`: asked before the first write, so that a wait tells nothing old. A result: there is nothing
   * to do. A question: it waits for its answer. A text: it cannot be said yet, and why.
   */
  facts(
    ledger: Ledger,
    effect: Effect,
    now: Instant,
  ): Promise<{ readonly fact: unknown } | { readonly result: unknown } | { readonly asks: NonNullable<Effect['asks']> } | string>;
  /** Keeps what came of it before it counts as done; what is kept twice says the same. */
  keep(ledger: Ledger, effect: Effect, result: unknown, now: Instant): Promise<void>;
  /** The result of a look that nobody asked for and that found nothing to do: who asked last still hears what was done then. */
  still(before: unknown, result: unknown): unknown;
  /** When it is looked at again without anybody's asking. */
  again(effect: Effect, result: unknown, now: Instant): Instant;
  /** Items that were not taken, by what people call them, and why. */
  apart(result: unknown): readonly { readonly item: string; readonly reason: string }[];
}
/** A node's settings, and beside them what the facts say. */
export const argsFor = (duty: Duty | undefined, settings: unknown): unknown =>
  duty?.args === undefined ? settings : { ...(settings as object | undefined), fact: duty.args };

/**
 * A person or a rule ended it on purpose: all of the order, all of the verb, or exactly this step of it; one step left out silences
 * no other. A later "do it" of what is meant, an import of the order or a new generation of the thing takes it back. Without a
 * step: whether the verb as a whole is out.
 */
export function leftOut(order: OrderRecord, verb: string, step: EffectId = verb): boolean {
  let out = false;
  for (const { kind, of } of order.decisions) {
    const meant = of === verb || of === step;
    if (kind === 'leave out' && (meant || of === '*')) out = true;
    if ((kind === 'do it' && meant) || kind === 'import') out = false;
    if (kind === 'new generation' && of.startsWith(`${verb}/`)) out = false;
  }
  return out;
}
/** The effect that makes the order in the shop: a person's "make it again" is another one. */
export const creationOf = (order: OrderRecord): EffectId => `order.create/${generationOf(order)}`;
/** A decision of this kind about this thing, taken after an instant. */
export const decided = (order: OrderRecord, kind: string, of: string, after: Instant = 0) =>
  order.decisions.findLast((decision) => decision.kind === kind && decision.of === of && decision.at >= after);

export const instant = (iso: string | undefined): Instant | undefined => {
  if (iso === undefined) return undefined;
  const at = Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
};
