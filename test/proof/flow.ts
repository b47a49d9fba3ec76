import type { Engine, Flow, LifeEvent, Run } from '../../lib/engine/port';
import type { AccountId } from '../../lib/model/order';
import type { Listener, OrderRecord } from '../../lib/model/record';
import type { CreateArgs } from '../../lib/platforms/port';
import type { Clock, Random } from '../../lib/transport/port';

/** How a user's flow may behave, as probabilities per node and delivery. */
export interface Mischief {
  /** The flow ends before the node (a switch that drops). */
  readonly drops: number;
  /** A node throws. */
  readonly throws: number;
  /** Up to so many ms between two nodes. */
  readonly slow: number;
}
const NODES = ['order.accept', 'order.create'] as const;

/** `orders in → accept → create order`, as Node-RED would run it: one message, nodes one after another, parked where a step waits. */
export class ScriptedFlow implements Flow {
  readonly dropped = new Set<string>();
  engine: Engine | null = null;
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly store: AccountId,
    private readonly mischief: Mischief,
    private readonly alive: () => boolean,
  ) {}

  hand(run: Run, _listener: Listener, event: LifeEvent, order: OrderRecord): boolean {
    if (event.type !== 'order.placed') return false;
    this.#play(run, order, 0);
    return true;
  }
  resume(run: Run, parked: { node: string; message: string }, _event: LifeEvent, order: OrderRecord): boolean {
    const at = NODES.indexOf(parked.node as (typeof NODES)[number]);
    if (at < 0) return false;
    this.#play(run, order, at);
    return true;
  }

  #play(run: Run, order: OrderRecord, from: number): void {
    this.#nodes(run, order, from).catch((error) => {
      if (this.alive()) throw error;
    });
  }
  async #nodes(run: Run, order: OrderRecord, from: number): Promise<void> {
    const engine = this.engine;
    if (!engine) return;
    for (const node of NODES.slice(from)) {
      if (this.mischief.slow > 0) await this.clock.sleep(this.random.next() * this.mischief.slow);
      if (this.random.next() < this.mischief.drops) {
        this.dropped.add(run.key);
        break;
      }
      if (this.random.next() < this.mischief.throws) {
        this.dropped.add(run.key);
        return engine.closed(run, { node, text: 'thrown by the flow' });
      }
      const outcome = await engine.effect(node, run.key, node === 'order.accept' ? acceptAll(order) : this.#create(), run);
      if (outcome.is !== 'waiting') continue;
      if ((await engine.park(run, node, node, outcome.effect, 'kept')) === 'stale') return;
      break;
    }
    await engine.closed(run);
  }
  #create(): CreateArgs {
    return createArgs(this.store);
  }
}

export const createArgs = (store: AccountId): CreateArgs => ({
  store,
  tags: ['marketplace'],
  stock: 'decrement-ignoring-policy',
  customer: 'none',
  gateway: 'marketplace',
  unknownSku: 'ask',
});
function acceptAll(order: OrderRecord) {
  const body = order.observations.order?.body;
  return { lines: body?.kind === 'order' ? body.order.lines.map((line) => ({ lineId: line.id, accepted: true })) : [] };
}
