/** How the process dies next, chosen by the seed: at a request, at a moment, while it starts, or in the middle of a deploy. */
import type { Random } from '../../../lib/transport/port';
import type { Deployment } from '../../node-red/spawn';

export type Phase = 'before commit' | 'after commit';
export type Aim =
  /** At the nth arrival of this call from now; '*': of any. */
  | { readonly at: 'request'; readonly call: string; readonly nth: number; readonly phase: Phase }
  /** So many ms of the machine's after whatever it names has begun. */
  | { readonly at: 'random'; readonly after: number }
  | { readonly at: 'start'; readonly after: number }
  | { readonly at: 'deploy'; readonly kind: Deployment; readonly after: number };
export type Act = { readonly do: 'kill'; readonly aim: Aim } | { readonly do: 'deploy'; readonly kind: Deployment };

export const KINDS: readonly Deployment[] = ['full', 'flows', 'nodes', 'reload'];
/** The writes, the sweep, and the proof of a creation; whatever comes, as often as all of them together. */
const CALLS = ['orderCreate', 'orderCreate', 'OR21', 'OR04', 'OR11', 'orderByIdentifier', '*', '*', '*', '*', '*', '*'] as const;
/** A start takes two to three seconds on a small machine, a deploy about a tenth of one. */
const START = 2_500;
const DEPLOY = 150;

/** Kills and deploys in the order in which they happen: mixed, every kind of deploy as often as any other. */
export function actsOf(kills: number, redeploys: number, random: Random): readonly Act[] {
  const acts: Act[] = [
    ...Array.from({ length: kills }, (): Act => ({ do: 'kill', aim: aimOf(random) })),
    ...Array.from({ length: redeploys }, (_, n): Act => ({ do: 'deploy', kind: KINDS[n % KINDS.length] as Deployment })),
  ];
  for (let last = acts.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    [acts[last], acts[other]] = [acts[other] as Act, acts[last] as Act];
  }
  return acts;
}

function aimOf(random: Random): Aim {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random.next() * of.length)] as T;
  const drawn = random.next();
  if (drawn < 0.6) {
    const call = one(CALLS);
    const phase = random.next() < 0.5 ? 'before commit' : 'after commit';
    return { at: 'request', call, nth: 1 + Math.floor(random.next() * (call === '*' ? 15 : 2)), phase };
  }
  if (drawn < 0.8) return { at: 'random', after: random.next() * 4_000 };
  if (drawn < 0.9) return { at: 'start', after: random.next() * START };
  return { at: 'deploy', kind: one(KINDS), after: random.next() * DEPLOY };
}
