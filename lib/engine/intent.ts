import { createHash } from 'node:crypto';
import type { Attempt, DecisionKind, Effect, Instant, OrderRecord, Write } from '../model/record';
import type { HowToWrite } from '../platforms/port';
import { decided } from './verb';

/** By what a call of a conversation is known again when it is run once more. */
export const fingerprint = (effect: Effect, of: unknown): string =>
  createHash('sha256').update(effect.id).update(JSON.stringify(of)).digest('base64url');

/** The effect with a write that is about to be sent; the first one freezes what the conversation has seen. */
export function withIntent(
  { asks: _, refusal: __, plan: ___, ...rest }: Effect,
  index: number,
  write: Write,
  seen: { readonly order: OrderRecord; readonly inputs: Effect['reads'] },
  at: Instant,
  lookAgain: Instant,
): Effect {
  const first = index === 0;
  const { order } = seen.order.observations;
  return {
    ...rest,
    state: 'open',
    writes: [...rest.writes.slice(0, index), write],
    reads: first ? seen.inputs : rest.reads,
    ...(first && order ? { frozen: order.hash } : {}),
    lookAgain,
    lookedAt: at,
    tries: rest.tries + 1,
    revision: rest.revision + 1,
  };
}

/** Attempts that are kept beside the last one. */
const KEPT = 20;
/** The attempts before a new one. What stood there before each is needed for its own proof alone. */
export function earlier(known: Write | undefined): Pick<Write, 'earlier'> {
  if (!known) return {};
  const { before: _, ...last } = known.attempt;
  return { earlier: [...(known.earlier ?? []), last].slice(-KEPT) };
}
/** A person wants the last call sent once more, though it came to nothing; what the conversation went on from stays as it was. */
export function wantedAgain(
  order: OrderRecord,
  { id, writes }: Effect,
  index: number,
  ...said: readonly DecisionKind[]
): boolean {
  if (index < writes.length - 1) return false;
  const after = writes[index]?.attempt.resolvedAt ?? 0;
  return said.some((kind) => decided(order, kind, id, after) !== undefined);
}
/** The attempt came to nothing. */
export const ended = (
  write: Write,
  resolved: NonNullable<Write['attempt']['resolved']>,
  resolvedAt: Instant,
  refused?: Attempt['refused'],
): Write => ({
  ...write,
  attempt: { ...write.attempt, resolved, resolvedAt, ...(refused ? { refused } : {}) },
});
/** The answer of a write that a person saw happen, and what it made as they named it. */
export function asSaid(value: unknown, { said }: HowToWrite<unknown>): { readonly record?: string; readonly answer: unknown } {
  const told = (value ?? {}) as { readonly record?: string; readonly records?: readonly string[]; readonly answer?: unknown };
  const records = told.records ?? (told.record ? [told.record] : []);
  return { answer: told.answer ?? said?.(records) ?? null, ...(records[0] ? { record: records[0] } : {}) };
}
/** Null where the answer cannot be read. */
export function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
