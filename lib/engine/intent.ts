import { createHash } from 'node:crypto';
import type { Effect, Instant, OrderRecord, Write } from '../model/record';

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
