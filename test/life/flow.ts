import type { Engine, Flow, LifeEvent, Outcome, Run } from '../../lib/engine/port';
import type { Listener, OrderRecord } from '../../lib/model/record';

/** One node of a chain: the verb that it carries out, and its settings. */
export interface Step {
  readonly verb: string;
  args(order: OrderRecord): unknown;
}
/** What a user has wired: the chain of nodes behind each event. */
export type Wiring = Readonly<Record<string, readonly Step[]>>;

/** Runs what is wired as Node-RED would: one message, nodes one after another, parked where a step waits. */
export class WiredFlow implements Flow {
  engine: Engine | null = null;
  /** Every event that was handed out: type and what it is about, with each sending. */
  readonly told: string[];
  constructor(
    private readonly wiring: Wiring,
    told: string[],
    private readonly alive: () => boolean,
  ) {
    this.told = told;
  }

  hand(run: Run, _listener: Listener, event: LifeEvent, order: OrderRecord): boolean {
    const chain = this.wiring[event.type];
    if (!chain) return false;
    this.told.push(`${event.type} ${event.id}`);
    this.#play(run, chain, 0, event, order);
    return true;
  }
  resume(run: Run, parked: { node: string }, event: LifeEvent, order: OrderRecord): boolean {
    const chain = this.wiring[event.type];
    const at = chain?.findIndex(({ verb }) => verb === parked.node) ?? -1;
    if (!chain || at < 0) return false;
    this.#play(run, chain, at, event, order);
    return true;
  }

  #play(run: Run, chain: readonly Step[], from: number, event: LifeEvent, order: OrderRecord): void {
    this.#nodes(run, chain.slice(from), event, order).catch((error) => {
      if (this.alive()) throw error;
    });
  }
  async #nodes(run: Run, chain: readonly Step[], event: LifeEvent, order: OrderRecord): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    for (const { verb, args } of chain) {
      const things = event.about === undefined ? await everything(engine, verb, run) : [event.about];
      for (const about of things) {
        const outcome: Outcome = await engine.effect(verb, run.key, args(order), run, about);
        if (outcome.is !== 'waiting') continue;
        await engine.park(run, verb, verb, outcome.effect, 'kept');
        return engine.closed(run);
      }
    }
    await engine.closed(run);
  }
}
/** What a verb has to do; where that is nothing, the order as a whole is asked for, as a node would. */
async function everything(engine: Engine, verb: string, run: Run): Promise<readonly (string | undefined)[]> {
  const due = await engine.dueFor(verb, run.key);
  return due.length === 0 ? [undefined] : due.map((about) => (about === '' ? undefined : about));
}
