import type { Engine, Flow, LifeEvent, Run } from '../../lib/engine/port';
import type { AccountId } from '../../lib/model/order';
import type { Listener, OrderRecord } from '../../lib/model/record';
import type { CreateArgs } from '../../lib/platforms/port';
import type { Clock, Random } from '../../lib/transport/port';
import type { Step, Wiring } from '../life/flow';
import { everythingWired } from '../life/wired';

/** How a user's flow may behave, as probabilities per node and delivery. */
export interface Mischief {
  /** The flow ends before the node (a switch that drops). */
  readonly drops: number;
  /** A node throws. */
  readonly throws: number;
  /** Up to so many ms between two nodes. */
  readonly slow: number;
}

/** What is wired, as Node-RED would run it: one message, nodes one after another, parked where a step waits. */
export class ScriptedFlow implements Flow {
  readonly dropped = new Set<string>();
  engine: Engine | null = null;
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly wiring: Wiring,
    private readonly mischief: Mischief,
    private readonly alive: () => boolean,
  ) {}

  hand(run: Run, _listener: Listener, event: LifeEvent, order: OrderRecord): boolean {
    const chain = this.wiring[event.type];
    if (!chain) return false;
    this.#play(run, chain, event, order);
    return true;
  }
  resume(run: Run, parked: { node: string; message: string }, event: LifeEvent, order: OrderRecord): boolean {
    const chain = this.wiring[event.type];
    const at = chain?.findIndex(({ verb }) => verb === parked.node) ?? -1;
    if (!chain || at < 0) return false;
    this.#play(run, chain.slice(at), event, order);
    return true;
  }

  #play(run: Run, chain: readonly Step[], event: LifeEvent, order: OrderRecord): void {
    this.#nodes(run, chain, event, order).catch((error) => {
      if (this.alive()) throw error;
    });
  }
  async #nodes(run: Run, chain: readonly Step[], event: LifeEvent, order: OrderRecord): Promise<void> {
    const engine = this.engine;
    if (!engine) return;
    for (const { verb, args } of chain) {
      if (this.mischief.slow > 0) await this.clock.sleep(this.random.next() * this.mischief.slow);
      if (this.random.next() < this.mischief.drops) {
        this.dropped.add(run.key);
        break;
      }
      if (this.random.next() < this.mischief.throws) {
        this.dropped.add(run.key);
        return engine.closed(run, { node: verb, text: 'thrown by the flow' });
      }
      for (const about of await this.#things(engine, verb, run, event)) {
        const outcome = await engine.effect(verb, run.key, args(order), run, about);
        if (outcome.is !== 'waiting') continue;
        await engine.park(run, verb, verb, outcome.effect, 'kept');
        return engine.closed(run);
      }
    }
    await engine.closed(run);
  }
  /** The thing of the event; else all that the verb has to do, or the order as a whole. */
  async #things(engine: Engine, verb: string, run: Run, { about }: LifeEvent): Promise<readonly (string | undefined)[]> {
    if (about !== undefined) return [about];
    const due = verb.startsWith('order.') ? [] : await engine.dueFor(verb, run.key);
    return due.length === 0 ? [undefined] : due.map((one) => (one === '' ? undefined : one));
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
const acceptAll = (order: OrderRecord | undefined) => {
  const body = order?.observations.order?.body;
  return { lines: body?.kind === 'order' ? body.order.lines.map((line) => ({ lineId: line.id, accepted: true })) : [] };
};
/** `orders in → accept → create order`. */
export const intakeWired = (store: AccountId): Wiring => ({
  'order.placed': [
    { verb: 'order.accept', args: acceptAll },
    { verb: 'order.create', args: () => createArgs(store) },
  ],
});

const returned = (verb: string): Step => ({ verb, args: () => ({ restock: false, requests: 'accept', compliant: true }) });
/** Everything that a flow can do with an order, returns among it. */
export const wholeWired = (store: AccountId, marketplace: AccountId): Wiring => ({
  ...everythingWired(store, marketplace),
  'marketplace.return': [returned('shop.return'), returned('return.push')],
  'return.received': [returned('return.push')],
  'return.closed': [returned('return.push')],
});

const OF_THE_SHOP = /^(shipment|refund|return|order\.(cancelled|edited))/;
const OF_INTAKE = /^order\./;
/** Starts an engine with its accounts, and deploys a trigger for each kind of event and a row for each verb. */
export async function deployed(engine: Engine, wiring: Wiring, marketplace: AccountId, store: AccountId): Promise<void> {
  await engine.start();
  await engine.account(store, 'shopify', true);
  await engine.account(marketplace, 'mirakl', true);
  const types = Object.keys(wiring);
  const shop = types.filter((type) => OF_THE_SHOP.test(type));
  const intake = types.filter((type) => OF_INTAKE.test(type) && !shop.includes(type));
  const market = types.filter((type) => !intake.includes(type) && !shop.includes(type));
  const triggers = [
    { id: 'in', nodeType: 'marketplace-order-in', account: marketplace, events: intake, from: 0 },
    { id: 'market', nodeType: 'marketplace-event-in', account: marketplace, events: market, from: -1 },
    { id: 'shop', nodeType: 'shopify-event-in', account: '*' as const, events: shop, from: 0, shop: store },
  ].filter(({ events }) => events.length > 0);
  const steps = new Map(
    [...intake, ...market, ...shop].flatMap((type) =>
      (wiring[type] ?? []).map(
        ({ verb, args }) => [verb, { args, of: shop.includes(type) ? ('*' as const) : marketplace }] as const,
      ),
    ),
  );
  const settings = (verb: string, step: Step['args']): unknown =>
    verb === 'order.accept' ? undefined : step(undefined as never);
  await engine.deploy(
    triggers,
    [...steps].map(([verb, { args, of }]) => ({
      verb,
      account: of,
      node: verb,
      reachedFrom: triggers
        .filter(({ events }) => events.some((type) => wiring[type]?.some((one) => one.verb === verb)))
        .map(({ id }) => id),
      args: settings(verb, args),
    })),
    [],
  );
}
