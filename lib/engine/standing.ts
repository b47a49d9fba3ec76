import type { Effect, Ms } from '../model/record';
import type { Page } from './books';
import type { Carrier } from './carry';
import type { Standing } from './verb';

const NOT_YET: Ms = 30_000;
const ASKED_AGAIN: Ms = 10 * 60_000;

/**
 * A standing effect before anything of it was sent: what there is to do is asked now, and its row is begun anew (what was sent
 * before stands in the audit trail; what was refused stands in it until it is heard otherwise). Answers the page
 * and effect to carry out, or the page alone where that is all; null: look again.
 */
export async function begunAnew(
  { books, ledger, clock, by }: Carrier,
  page: Page,
  effect: Effect,
  standing: Standing,
): Promise<{ readonly page: Page; readonly effect: Effect } | { readonly page: Page | null }> {
  const stored = page.order.effects[effect.id];
  const now = clock.now();
  const { fact: _, ...args } = (effect.args ?? {}) as Record<string, unknown>;
  // Looked at by itself, it still answers whoever asked last and waits for the answer.
  const about = effect.about ?? stored?.about;
  const row: Effect = {
    ...effect,
    ...(about === undefined ? {} : { about }),
    ...(stored?.result === undefined ? {} : { result: stored.result }),
    state: 'open',
    args,
    writes: [],
    reads: [],
    lookedAt: now,
    revision: stored?.revision ?? 0,
  };
  const store = (changed: Effect): Promise<Page | null> =>
    books.commit(page, { effects: [{ ...changed, revision: changed.revision + 1 }], by });

  const found = await standing.facts(ledger, row, now);
  if (typeof found === 'string') return { page: await store({ ...row, lookAgain: now + NOT_YET, reason: found }) };
  if ('asks' in found)
    return { page: await store({ ...row, asks: found.asks, lookAgain: now + ASKED_AGAIN, reason: found.asks.kind }) };
  if ('result' in found) {
    const { reason: __, asks: ___, refusal: ____, plan: _____, ...quiet } = row;
    const lookAgain = standing.again(row, found.result, now);
    const result = effect.about === undefined ? standing.still(row.result, found.result) : found.result;
    return { page: await store({ ...quiet, state: 'confirmed', result, lookAgain }) };
  }
  const ready: Effect = { ...row, args: { ...args, fact: found.fact } };
  if (!stored || (stored.state === 'open' && stored.writes.length === 0)) return { page, effect: ready };
  const anew = await store({ ...ready, lookAgain: now });
  const begun = anew?.order.effects[effect.id];
  return anew && begun ? { page: anew, effect: begun } : { page: null };
}
/** Nothing of it has happened, and nothing may be on its way. */
export const isUnsent = (effect: Effect): boolean =>
  effect.writes.every((write) => write.answer === undefined && write.attempt.resolved !== undefined);
