/** What the main job sees of the house that Node-RED runs: its simulated world, its ledger, its clock. */
import type { Ledger } from '../ledger/port';
import type { OrderKey } from '../model/order';
import type { OrderRecord } from '../model/record';
import type { House } from '../runtime/house';
import type { Parts } from '../runtime/parts';
import { createSimulator, type MiraklSimulator, type ShopifySimulator, type Simulator } from '../simulator';
import type { Clock } from '../transport/port';
import { seededRandom } from '../transport/random';

/** The name of the world in the first example. */
export const WORLD = 'demo';

/**
 * Parts whose chances are those of a seed. How calls interleave the machine decides, so two runs of a seed are alike, not the
 * same. `onUnanswered` is called for each call that got no answer, whether it was carried out or not.
 */
export const seeded = (seed: number, onUnanswered: () => void = () => undefined): Partial<Parts> => ({
  random: seededRandom(seed),
  createSimulator: (options) => listened(createSimulator({ ...options, random: seededRandom(seed * 7 + 1) }), onUnanswered),
});

/** The same world, with an ear at its wire. A copy would not do: faults and kills are set on the world itself. */
function listened(world: Simulator, onUnanswered: () => void): Simulator {
  const wire: Simulator['wire'] = (request) =>
    world.wire(request).catch((error: unknown) => {
      onUnanswered();
      throw error;
    });
  return new Proxy(world, {
    get: (target, name): unknown => (name === 'wire' ? wire : Reflect.get(target, name, target)),
  });
}

/** Looked up at every use: a deploy that changes the pace begins another world. Its members throw where nothing runs. */
export class Backstage {
  constructor(private readonly house: House) {}

  get world(): Simulator {
    return this.#running.worlds.named(WORLD);
  }
  get marketplace(): MiraklSimulator {
    return this.world.mirakl(WORLD);
  }
  get shop(): ShopifySimulator {
    return this.world.shopify(WORLD);
  }
  get ledger(): Ledger {
    return this.#running.ledger;
  }
  get clock(): Clock {
    return this.#running.clock;
  }
  get runs(): boolean {
    return this.house.running !== undefined;
  }
  get #running() {
    const { running, problem } = this.house;
    if (!running) throw problem ?? new Error('Nothing of order-lifecycle runs: the flow has none of its nodes.');
    return running;
  }

  /** Every order of the ledger; `standing`: those of which something has not ended. */
  async *orders(standing = false): AsyncGenerator<OrderRecord> {
    for (let after: OrderKey | undefined; ; ) {
      const page = await this.ledger.orders(PAGE, after, standing);
      yield* page;
      after = page.at(-1)?.key;
      if (page.length < PAGE) return;
    }
  }
}
const PAGE = 500;

/** The marketplace's own id of an order. */
export const sourceId = ({ key, account }: Pick<OrderRecord, 'key' | 'account'>): string => key.slice(account.length + 1);
