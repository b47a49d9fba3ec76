import type { z } from 'zod';
import type { ActionTools, Ended } from './action-node';
import { aboutOf } from './message';
import type { pairs } from './settings';

/** One step of a node that goes either way: the verb towards the marketplace, and the one towards the shop. */
export interface Way<R> {
  readonly to: 'marketplace' | 'shop';
  readonly ended: Ended<R>;
}
/**
 * What the message's event tells of, carried to the other side, whichever that is; without one, everything that is due either
 * way. What was done before is remembered, so that a message that comes again ends as it did.
 */
export async function bothWays<R>(
  { effect, effects, message }: Pick<ActionTools<z.ZodObject>, 'effect' | 'effects' | 'message'>,
  verbs: { readonly marketplace: string; readonly shop: string },
  args: unknown,
): Promise<{ readonly done: readonly Way<R>[]; readonly why: string }> {
  const ways: Way<R>[] = [];
  for (const to of ['marketplace', 'shop'] as const) {
    const due = await effects<R>(verbs[to], args);
    const ended = due.length > 0 || aboutOf(message) !== undefined ? due : [await effect<R>(verbs[to], args)];
    ways.push(...ended.map((one) => ({ to, ended: one })));
  }
  const done = ways.filter(({ ended }) => ended.is !== 'void');
  const voids = ways.flatMap(({ ended }) => (ended.is === 'void' ? [ended.why] : []));
  return { done, why: voids[0] ?? 'nothing new' };
}

/** The table of reasons and the code of every other, as both nodes have them. */
export const reasonsOf = ({ reasons, reason }: { readonly reasons: z.output<typeof pairs>; readonly reason: string }) => ({
  reasons,
  ...(reason.trim() ? { reason: reason.trim() } : {}),
});
