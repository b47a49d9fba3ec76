/** What the main job sees of the house that Node-RED runs: its simulated world, its ledger, its clock. */
import type { Ledger } from '../ledger/port';
import type { OrderKey } from '../model/order';
import type { OrderRecord } from '../model/record';
import type { House } from '../runtime/house';
import type { Parts } from '../runtime/parts';
import { createSimulator, type MiraklSimulator, type ShopifySimulator, type Simulator } from '../simulator';
import type { Clock } from '../transport/port';
import { seededRandom } from '../transport/random';
import { openCases } from './outcome';

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

  /** What the flow's simulator calls its world. */
  get name(): string {
    const [world] = this.house.worlds.values();
    if (!world) throw new Error('The flow has no simulator node.');
    return world.name;
  }
  get world(): Simulator {
    return this.#running.worlds.named(this.name);
  }
  get marketplace(): MiraklSimulator {
    return this.world.mirakl(this.name);
  }
  get shop(): ShopifySimulator {
    return this.world.shopify(this.name);
  }
  get ledger(): Ledger {
    return this.#running.ledger;
  }
  get clock(): Clock {
    return this.#running.clock;
  }
  /** Something of ours runs, and a world to look at with it. */
  get runs(): boolean {
    return this.house.running !== undefined && this.house.worlds.size > 0;
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

  /** How far orders have come, in words: what is true in either system, whoever did it. */
  lives(): string {
    const [orders, shop] = [this.marketplace.orders(), this.shop.orders()];
    const count = <T>(of: readonly T[], is: (one: T) => boolean): number => of.filter(is).length;
    const told = [
      `${shop.length} in Shopify`,
      `${count(orders, ({ state, shipments }) => HAVE_LEFT.has(state) || shipments.some(({ shippedAt }) => shippedAt !== null))} shipped`,
      `${count(orders, ({ state, cancellations }) => state === 'CANCELED' || cancellations.length > 0)} cancelled`,
      `${count(orders, ({ refunds }) => refunds.length > 0)} refunded`,
      `${count(orders, ({ returns }) => returns.length > 0)} returned`,
    ];
    return told.join(', ');
  }

  /** Every order of the marketplace is known, and nothing is under way but what a person is asked about. */
  async isCalm(): Promise<boolean> {
    const { orders } = await this.ledger.overview(this.clock.now());
    if (orders < this.marketplace.orders().length) return false;
    for await (const _ of this.underWay()) return false;
    return true;
  }
  /** What is under way, in words. A whole life stands for weeks: it is under way while something is to be done, or a flow has it. */
  async *underWay(): AsyncGenerator<string> {
    for await (const record of this.orders(true)) {
      if (openCases(record).length > 0) continue;
      const { effects, deliveries } = record;
      for (const { id, state, reason } of Object.values(effects))
        if (state === 'open') yield `${sourceId(record)}: ${id}${reason === undefined ? '' : ` (${reason})`}`;
      for (const { id, state } of Object.values(deliveries)) if (state !== 'done') yield `${sourceId(record)}: ${id} is ${state}`;
    }
  }
}
const PAGE = 500;
const HAVE_LEFT = new Set(['SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED', 'INCIDENT_OPEN']);

/** The marketplace's own id of an order. */
export const sourceId = ({ key, account }: Pick<OrderRecord, 'key' | 'account'>): string => key.slice(account.length + 1);
