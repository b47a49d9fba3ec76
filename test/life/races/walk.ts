/**
 * Two sides act on one order. One side's deed sets the engine to work; the other's is done at its n-th await on a port from then
 * on, before that call or after it, and each n is a world of its own: every place at which the engine lets go of the turn is one
 * at which the other side gets it. The awaits that follow one another while nothing is under way (sleeping, looking whether
 * anything is due) are one place. What the engine holds in its hands there is what it began with, so a deed between two of its
 * own steps is met either by the vendor's refusal, by its proof, or by the ledger's version.
 *
 * Both sides' deeds are carried by the same engine, so that in a calm walk their own awaits follow one another as one turn does.
 * `Beside` walks what that leaves out: two engines on one ledger, of which the one at the n-th await stands still there with what
 * it holds while the other carries both sides to their end; and answers that do not come.
 */
import assert from 'node:assert/strict';
import type { Script } from '../../../lib/simulator/port';
import { convictions } from '../../judge/judge';
import { judged } from '../../proof/verdict';
import { Stage, type StageOptions } from '../stage';

export interface Race {
  readonly name: string;
  readonly options?: Pick<StageOptions, 'wiring' | 'world'>;
  /** Until both sides are about to act. */
  sets?(stage: Stage): Promise<void>;
  /** Sets the engine to work. */
  first(stage: Stage): void;
  /** Done at the n-th await. What the world does not allow there, it does not do. */
  second(stage: Stage): void;
  /** Beside the judge: what must be true whoever was first. */
  holds?(stage: Stage): void;
}
/** What happens beside, from the n-th await on. */
export interface Beside {
  /** This befalls the first call of each kind that writes. */
  readonly befalls?: Script['does'];
  /** A second engine lives on the ledger, and the one at the n-th await stands still there for so many minutes. */
  readonly stands?: number;
}
/** The calls that write, by their system. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  mirakl: ['OR04', 'OR21', 'OR23', 'OR24', 'OR28', 'OR29', 'OR30', 'ST01', 'ST23', 'ST24', 'RT25', 'RT21', 'STO01', 'OF24'],
  shopify: [
    'orderCreate',
    'orderCancel',
    'refundCreate',
    'fulfillmentCreate',
    'fulfillmentCancel',
    'fulfillmentTrackingInfoUpdate',
    'returnCreate',
    'returnProcess',
    'returnClose',
    'returnCancel',
  ],
};
/** Awaits while nothing is under way. */
const IDLE = /^(clock\.sleep|ledger\.(due|around|kept|beat|seal|hints|join|orders|take))/;

/** How many interleavings there are; plays every so many of them, and throws at the first that ends wrongly, with its number. */
export async function walked(race: Race, every = 1, beside: Beside = {}): Promise<number> {
  const all = (await played(race, Number.POSITIVE_INFINITY, beside)).work;
  for (let n = 1; n <= all; n += every) await played(race, n, beside);
  return all;
}

/** The other side acts at the n-th await. `work`: awaits from the first deed to the last commit that followed from it. */
export async function played(
  race: Race,
  n: number,
  beside: Beside = {},
  trace?: (line: string) => void,
): Promise<{ readonly work: number }> {
  let counting = false;
  let count = 0;
  let work = 0;
  let idle = false;
  const stage: Stage = new Stage({
    seed: 1,
    ...race.options,
    ...(trace ? { trace } : {}),
    two: beside.stands !== undefined,
    hears(site) {
      if (!counting) return undefined;
      const still = IDLE.test(site);
      if (still && idle) return undefined;
      idle = still;
      count += 1;
      if (site === 'ledger.commit after') work = count;
      if (count < n) return undefined;
      counting = false;
      trace?.(`the other side acts at ${site}`);
      if (beside.befalls) befall(stage, beside.befalls);
      race.second(stage);
      return beside.stands === undefined ? undefined : stage.clock.sleep(beside.stands * 60_000);
    },
  });
  try {
    await race.sets?.(stage);
    await stage.minutes(1);
    counting = true;
    race.first(stage);
    await stage.minutes(PATIENCE);
    counting = false;
    await stage.rest();
    const { mirakl, shopify, ledger, simulator, marketplace } = stage;
    const world = { mirakl, shopify, ledger, simulator, marketplace, dropped: new Set<string>(), deaths: new Map() };
    const held = [...stage.broken, ...convictions(await judged(world))].filter(
      // What had its place in a published rate, and was sent after a standstill, came in another's.
      (text) => beside.stands === undefined || !text.startsWith('rates: '),
    );
    assert.deepEqual(held, [], `${race.name}, interleaving ${n}`);
    if (n < Number.POSITIVE_INFINITY) race.holds?.(stage);
    return { work };
  } finally {
    stage.end();
  }
}
function befall({ simulator }: Stage, does: Script['does']): void {
  for (const [system, calls] of Object.entries(WRITES))
    for (const call of calls) simulator.script({ system, call, nth: 1, does });
}
/** Minutes after the first deed within which all of its work is done: a sweep, and what it finds. */
const PATIENCE = 16;
