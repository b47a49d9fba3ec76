/** What the main job sees of the house that Node-RED runs: its simulated world and its ledger, taken where they are made. */
import type { Ledger } from '../ledger/port';
import type { OrderKey } from '../model/order';
import type { OrderRecord } from '../model/record';
import { type Parts, realParts } from '../runtime/parts';
import { createSimulator, type SimulatedWorld } from '../simulator';
import type { Clock } from '../transport/port';
import { seededRandom } from '../transport/random';

/** The name of the world in the examples' accounts. */
export const WORLD = 'demo';

export interface Backstage {
  readonly parts: Partial<Parts>;
  readonly world: SimulatedWorld;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Parts for the house, and the world that comes of them. `seed` decides buyers and faults; how calls interleave is decided by
 * the machine, so that two runs of a seed are alike, not the same.
 * `begin` is called with the world before anything else happens in it.
 */
export function backstage(seed: number | undefined, begin: (world: SimulatedWorld, clock: Clock) => void): Backstage {
  let world: SimulatedWorld | undefined;
  let ledger: Ledger | undefined;
  let clock: Clock | undefined;
  const there = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The flow has no simulated accounts that run. Deploy the example again, or start with another --user-dir.');
    return part;
  };
  return {
    parts: {
      ...(seed === undefined ? {} : { random: seededRandom(seed) }),
      async openLedger(place) {
        ledger = await realParts.openLedger(place);
        return ledger;
      },
      createClock(pace) {
        const made = realParts.createClock(pace);
        clock ??= made;
        return made;
      },
      createSimulator(options) {
        const made = createSimulator(seed === undefined ? options : { ...options, random: seededRandom(seed * 7 + 1) });
        world = made;
        clock = options.clock as Clock;
        begin(made, options.clock as Clock);
        return made;
      },
    },
    get world() {
      return there(world);
    },
    get ledger() {
      return there(ledger);
    },
    get clock() {
      return there(clock);
    },
  };
}

const PAGE = 500;
/** Every order of the ledger; `standing`: those of which something has not ended. */
export async function* ordersOf(ledger: Ledger, standing = false): AsyncGenerator<OrderRecord> {
  for (let after: OrderKey | undefined; ; ) {
    const page = await ledger.orders(PAGE, after, standing);
    yield* page;
    after = page.at(-1)?.key;
    if (page.length < PAGE) return;
  }
}
/** Nothing is under way: what is not ended waits for a person. */
export async function atRest(ledger: Ledger): Promise<boolean> {
  for await (const order of ordersOf(ledger, true)) {
    if (!Object.values(order.cases).some((one) => one.closedAt === undefined)) return false;
  }
  return true;
}
