/** The one wrapper of every node with an input: a file of a node states what is its own, and nothing of this is repeated. */
import type { z } from 'zod';
import type { Engine, Outcome, Run } from '../engine/port';
import { LifecycleError, rejected } from '../model/errors';
import type { AccountId, OrderKey } from '../model/order';
import type { Account } from './accounts';
import type { House } from './house';
import { knownSkus } from './known-skus';
import { aboutOf, addResults, keyOf, runOf, type ToldOrder, toldOrder } from './message';
import { pack } from './parking';
import { type Common, type Made, nodeFile } from './register';
import { asLifecycleError } from './running';
import { says } from './status';
import type { Done, Message, NodeFile, Send, Status } from './types/node-red';

/** Of one thing, one after another. */
const MOST_STEPS = 5;
/** What leaves with a message at an output; everything else in it is as it came. */
export interface Added {
  readonly topic?: string;
  readonly payload?: unknown;
  readonly order?: ToldOrder;
  /** What later nodes go by: tags, note, hold, location. */
  readonly routing?: Readonly<Record<string, unknown>>;
  readonly results?: Readonly<Record<string, unknown>>;
}
/** By the name of the output; none: the message ends here. */
export type Sends<P extends string> = { readonly [port in P]?: Added };
/** Facts from the ledger, by the key in the message. */
export interface Subjects {
  readonly order: ToldOrder;
}
/** How a step ended. 'planned': the account is in preview, the result is what would be. 'void': not needed, or overtaken. */
export type Ended<R> =
  | { readonly is: 'confirmed'; readonly result: R }
  | { readonly is: 'planned'; readonly result: unknown }
  | { readonly is: 'void'; readonly why: string };
export interface ActionTools<S extends z.ZodObject> {
  readonly settings: z.output<S>;
  readonly message: Readonly<Message>;
  /** The key of the order that the message names. Throws where it names none. */
  readonly key: OrderKey;
  readonly engine: Engine;
  /** Name or type of the node, for decisions taken by its rules. */
  readonly by: string;
  readonly node: string;
  /** Which of these SKUs a store has. Waits while the store cannot be asked. */
  knownSkus(settingsNode: string, skus: readonly string[]): Promise<ReadonlySet<string>>;
  /** The account of a settings node, once the platform has said which it is. Throws where there is none. */
  account(settingsNode: string): Promise<Account>;
  /** The settings of an account that an order is of; empty where it is not deployed. */
  settingsOf(account: AccountId): Readonly<Record<string, unknown>>;
  /**
   * Carries a verb out, once. Throws Rejected for a refusal. Never settles where it must wait: the message is parked, and
   * `run` runs again when the step has come to its end. `about`: which thing, or which asking.
   */
  effect<R>(verb: string, args: unknown, about?: string): Promise<Ended<R>>;
  /**
   * The same for what the message's event tells of (a shipment, a refund), or where it tells of the order as a whole, for
   * everything of that verb that is due for the order, one after another. Empty: nothing is due.
   */
  effects<R>(verb: string, args: unknown): Promise<readonly Ended<R>[]>;
  /**
   * The same for an order that a message only mentions (a row of a file), about one thing, or for an account. Never parks: what
   * must wait is carried on by the engine.
   */
  effectOf<R>(key: OrderKey, account: AccountId, verb: string, args: unknown, about?: string): Promise<Ended<R> | GoesOn>;
  status(text: string | Status): void;
}
export interface GoesOn {
  readonly is: 'waiting';
  readonly why: string;
}
export interface ActionNode<S extends z.ZodObject, N extends keyof Subjects, P extends string> extends Common<S> {
  /** What counts as wired where this node is deployed; [] for what writes nothing. */
  readonly verbs: readonly string[];
  readonly needs: readonly N[];
  /** In the order of the outputs. */
  readonly ports: readonly P[] | ((settings: z.output<S>) => readonly P[]);
  /** The verb's arguments by the settings alone, so that a person's "do it now" needs no flow; undefined where only a message tells. */
  args?(settings: z.output<S>, account: (settingsNode: string) => Account | undefined): unknown;
  /** What is odd about the settings, said once when the node is deployed. */
  warnings?(settings: z.output<S>): readonly string[];
  run(subject: Pick<Subjects, N>, tools: ActionTools<S>): Promise<Sends<P>>;
}

/** A node with an input. */
export function actionNode<S extends z.ZodObject, N extends keyof Subjects, const P extends string>(
  definition: ActionNode<S, N, P>,
): NodeFile {
  return nodeFile(definition, (made) => {
    const { house, node, settings } = made;
    const account = (settingsNode: string): Account | undefined => house.accounts.known(settingsNode);
    if (settings !== undefined)
      house.actions.set(node.id, { node, verbs: definition.verbs, args: () => definition.args?.(settings, account) });
    for (const warning of settings === undefined ? [] : (definition.warnings?.(settings) ?? [])) node.warn(warning);
    const unsubscribe = house.onChange(() => showParked(made));
    // Registered with three parameters, and never async: a rejection here would end the process.
    node.on('input', (message: Message, send: Send, done: Done) => {
      const step = new Step(definition, made, message, send, done);
      step.run().catch((error: unknown) => step.failed(error));
    });
    return () => {
      unsubscribe();
      if (house.actions.get(node.id)?.node === node) house.actions.delete(node.id);
    };
  });
}

function showParked<S extends z.ZodObject>({ house, node, show }: Made<S>): void {
  const parked = house.parked.at(node.id);
  if (parked > 0) show(says.parked(parked));
}

/** One message at one node, from its receipt to its one `done`. */
class Step<S extends z.ZodObject, N extends keyof Subjects, P extends string> {
  readonly #house: House;
  readonly #run: Run | undefined;
  #over = false;
  /** Resolves when an effect says that it waits; a `catch` in a node cannot swallow it. */
  #wait: (outcome: Extract<Outcome, { is: 'waiting' }>) => void = () => undefined;

  constructor(
    private readonly definition: ActionNode<S, N, P>,
    private readonly made: Made<S>,
    private readonly message: Message,
    private readonly send: Send,
    private readonly done: Done,
  ) {
    this.#house = made.house;
    this.#run = runOf(message);
    if (!made.house.hooked) made.house.runs.received({ msg: message, destination: { id: made.node.id, node: made.node } });
  }

  async run(): Promise<void> {
    const { definition, made, message } = this;
    if (made.problem || made.settings === undefined)
      throw made.problem ?? new LifecycleError('MISCONFIGURED', 'Misconfigured', 'The settings of this node cannot be used.');
    const engine = await this.#house.ready();
    const source = sourceOf(message);
    if (source !== undefined) this.#house.reached(made.node.id, source);
    const waits = new Promise<Extract<Outcome, { is: 'waiting' }>>((resolve) => {
      this.#wait = resolve;
    });
    const subject = definition.needs.length > 0 ? { order: await orderOf(engine, keyOf(message)) } : {};
    const ended = await Promise.race([
      definition.run(subject as Pick<Subjects, N>, this.#tools(engine, made.settings)).then((sends) => ({ sends })),
      waits.then((waiting) => ({ waiting })),
    ]);
    if ('sends' in ended) this.#finish(ended.sends, made.settings);
    else await this.#park(engine, ended.waiting);
  }
  failed(error: unknown): void {
    if (this.#over || this.made.closed()) return;
    const failure = asLifecycleError(error);
    this.made.show(failure.code === 'TRANSIENT' ? says.other('try again') : says.failed);
    // A refusal is a case of its own already.
    if (failure.code === 'REJECTED') this.#house.runs.told(failure);
    this.#done(failure);
  }

  #tools(engine: Engine, settings: z.output<S>): ActionTools<S> {
    const { made, message } = this;
    return {
      settings,
      message,
      get key() {
        return keyOf(message);
      },
      engine,
      by: made.node.name || this.definition.type,
      node: made.node.id,
      knownSkus: (settingsNode, skus) => knownSkus(this.#house, settingsNode, skus),
      account: (settingsNode) => this.#house.account(settingsNode),
      settingsOf: (account) => this.#house.accounts.heldOf(account)?.settings ?? {},
      effect: <R>(verb: string, args: unknown, about?: string) => this.#effect<R>(engine, verb, args, about),
      effects: <R>(verb: string, args: unknown) => this.#effects<R>(engine, verb, args),
      effectOf: <R>(...asked: [OrderKey, AccountId, string, unknown, string?]) => this.#effectOf<R>(engine, ...asked),
      status: (status) => made.show(typeof status === 'string' ? says.done(status) : status),
    };
  }
  async #effects<R>(engine: Engine, verb: string, args: unknown): Promise<readonly Ended<R>[]> {
    const about = aboutOf(this.message);
    const ended: Ended<R>[] = [];
    if (about !== undefined) {
      // One step of it may make the next one due.
      do ended.push(await this.#effect<R>(engine, verb, args, about));
      while (ended.length < MOST_STEPS && (await engine.dueFor(verb, keyOf(this.message))).includes(about));
      return ended;
    }
    for (const one of await engine.dueFor(verb, keyOf(this.message)))
      ended.push(await this.#effect<R>(engine, verb, args, one === '' ? undefined : one));
    return ended;
  }
  async #effect<R>(engine: Engine, verb: string, args: unknown, about?: string): Promise<Ended<R>> {
    const outcome = await engine.effect(verb, keyOf(this.message), args, this.#run, about);
    switch (outcome.is) {
      case 'confirmed':
        return { is: 'confirmed', result: outcome.result as R };
      case 'planned':
        this.made.show(says.preview);
        return outcome;
      case 'void':
        return outcome;
      case 'refused':
        throw rejected(outcome.why, { code: 'REFUSED', call: verb });
      case 'waiting':
        this.#wait(outcome);
        return new Promise<never>(() => undefined);
    }
  }

  async #effectOf<R>(
    engine: Engine,
    key: OrderKey,
    account: AccountId,
    verb: string,
    args: unknown,
    about?: string,
  ): Promise<Ended<R> | GoesOn> {
    this.#house.reached(this.made.node.id, account);
    const outcome = await engine.effect(verb, key, args, undefined, about);
    if (outcome.is === 'confirmed') return { is: 'confirmed', result: outcome.result as R };
    if (outcome.is === 'refused') return { is: 'void', why: outcome.why };
    return outcome.is === 'waiting' ? { is: 'waiting', why: outcome.why } : outcome;
  }

  #finish(sends: Sends<P>, settings: z.output<S>): void {
    // A closed node sends nothing, and its run is sent again.
    if (this.#over || this.made.closed()) return;
    const { ports } = this.definition;
    const names = typeof ports === 'function' ? ports(settings) : ports;
    let first = true;
    const out = names.map((name) => {
      const added = sends[name];
      if (!added) return null;
      // The message itself goes on at one output only; Node-RED clones what leaves beside it.
      const message = first ? this.message : { ...this.message };
      first = false;
      return carrying(message, added);
    });
    if (!first) this.send(out);
    this.#done();
  }
  async #park(engine: Engine, { effect, why }: Extract<Outcome, { is: 'waiting' }>): Promise<void> {
    if (this.made.closed()) return;
    const { node } = this.made;
    if (!this.#run)
      throw new LifecycleError(
        'CANNOT_WAIT',
        'CannotWait',
        `This message cannot wait here (${why}): the step goes on in the ledger; answer the caller before it.`,
        { why },
      );
    const parked = effect === '' ? 'stale' : await engine.park(this.#run, node.id, node.type, effect, pack(this.message));
    // A message of a sending that is over ends here: the later one goes on.
    if (parked === 'stale') return this.#done();
    this.#over = true;
    this.#house.runs.parked(this.message, node);
    this.#house.parked.add(this.#run, node.id);
  }
  /** The one place where a message is done: Node-RED does not guard against a second time. */
  #done(error?: Error): void {
    if (this.#over || this.made.closed()) return;
    this.#over = true;
    if (!this.#house.hooked)
      this.#house.runs.completed({ msg: this.message, error, node: { id: this.made.node.id, node: this.made.node } });
    if (error) this.done(error);
    else this.done();
  }
}

async function orderOf(engine: Engine, key: OrderKey): Promise<ToldOrder> {
  const record = await engine.read(key);
  const order = record && toldOrder(record);
  if (!order)
    throw new LifecycleError(
      'NOT_FOUND',
      'UnknownOrder',
      `The ledger has no readable order ${key}. Pass msg.order of a trigger or of "look up" on, unchanged.`,
      { field: 'msg.order.key' },
    );
  return order;
}
function carrying(message: Message, { topic, payload, order, routing, results }: Added): Message {
  if (topic !== undefined) message.topic = topic;
  if (payload !== undefined) message.payload = payload;
  if (order !== undefined) message.order = order;
  if (routing !== undefined) message.routing = routing;
  if (results !== undefined) addResults(message, results);
  return message;
}
const sourceOf = ({ event }: Message): AccountId | undefined => {
  const source = typeof event === 'object' && event !== null ? (event as Record<string, unknown>).source : undefined;
  return typeof source === 'string' ? source : undefined;
};
