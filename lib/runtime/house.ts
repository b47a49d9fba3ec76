/**
 * What all nodes of this process share: one ledger, one engine, the deployed accounts, the runs under way. The ledger opens
 * when flows have started for the first time; until then nodes exist and messages wait. A deploy reuses what runs.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../engine/port';
import type { LifecycleError } from '../model/errors';
import type { AccountId } from '../model/order';
import type { Instant } from '../model/record';
import { type Account, DeployedAccounts } from './accounts';
import { createFlow, type LiveTrigger } from './flow';
import { follow } from './hooks';
import { Identities } from './identities';
import { Parked } from './parked';
import { type Parts, realParts } from './parts';
import { backupsOf, type HouseSettings, type LiveLedger, type Plan, planOf, samePlan } from './plan';
import { promised } from './promised';
import { asLifecycleError, Running } from './running';
import { Runs } from './runs';
import type { FlowsEvent, NodeConfig, NodeRed, RuntimeEvent, RuntimeNode } from './types/node-red';
import { Incoming } from './webhooks/incoming';
import { rowsOf } from './wiring';

export interface LiveTriggerNode extends LiveTrigger {
  /** Undefined while its account is not known. */
  listens(): { readonly account: AccountId | '*'; readonly from: number } | undefined;
}
export interface LiveActionNode {
  readonly node: RuntimeNode;
  readonly verbs: readonly string[];
  /** The node's settings as its verb takes them; undefined where only a message tells. */
  args(): unknown;
}
export interface LiveWorld {
  readonly node: RuntimeNode;
  readonly name: string;
  readonly pace: number;
  open(running: Running): void;
}
const AGAIN = 30_000;
const CHANGES_EVERY = 500;
/** A ledger that hangs must not hold a stop. */
const FAREWELL = 3_000;

export class House {
  readonly accounts: DeployedAccounts;
  readonly runs: Runs;
  /** Without hooks (the test helper) runs are followed at our own nodes alone, and end at the last of them. */
  readonly hooked: boolean;
  readonly triggers = new Map<string, LiveTriggerNode>();
  readonly actions = new Map<string, LiveActionNode>();
  readonly worlds = new Map<string, LiveWorld>();
  readonly ledgers = new Map<string, LiveLedger>();
  readonly parked: Parked;
  readonly webhooks: Incoming;
  readonly parts: Parts;
  /** While all flows stop: until the ledger knows that what is in them was not lost by a death. */
  leaving: Promise<void> | undefined;
  readonly #settings: HouseSettings;
  readonly #identities: Identities;
  readonly #listeners = new Set<() => void>();
  readonly #listed = new Set<AccountId>();
  readonly #reached = new Map<string, Set<AccountId>>();
  #flows: readonly NodeConfig[] = [];
  #flowing = false;
  #running: Running | undefined;
  #failure: LifecycleError | undefined;
  #ready = promised<Engine>();
  #work: Promise<void> = Promise.resolve();
  #change: NodeJS.Timeout | null = null;
  #untold = false;
  #retry: NodeJS.Timeout | null = null;
  #unreached: readonly string[] = [];
  #closed = false;

  constructor(readonly RED: NodeRed) {
    this.#settings = (RED.settings.orderLifecycle ?? {}) as HouseSettings;
    this.parts = { ...realParts, ...this.#settings.parts };
    this.accounts = new DeployedAccounts({
      wireOf: (held) => this.#need().wireOf(held),
      guarded: (held, wire) => this.#identities.guarded(held, wire),
      authOf: (held) => this.#need().authOf(held),
    });
    this.#identities = new Identities({
      accounts: this.accounts,
      running: () => (this.#closed ? undefined : this.#running),
      listed: (account) => this.#listed.has(account),
      told: (stop) => this.#later(() => this.#identified(stop)),
      changed: () => this.changed(),
      later: (ms, then) => void setTimeout(then, ms).unref(),
    });
    const log = (text: string): void => RED.log.warn(`[order-lifecycle] ${text}`);
    this.runs = new Runs({
      closed: async (run, error) => this.#running?.engine.closed(run, error),
      rests: (run) => this.#running?.engine.rests(run),
      interrupted: async (run) => this.#running?.engine.interrupted(run),
      getNode: (id) => RED.nodes.getNode(id),
      log,
      ...(this.#settings.quiet === undefined ? {} : { quiet: this.#settings.quiet }),
      ...(this.#settings.idle === undefined ? {} : { idle: this.#settings.idle }),
    });
    this.parked = new Parked(() => this.changed());
    this.webhooks = new Incoming(this);
    this.hooked = RED.hooks !== undefined;
    if (RED.hooks) follow(RED.hooks, () => this.runs);
    RED.events.on('flows:stopping', this.#onStopping);
    RED.events.on('flows:started', this.#onStarted);
    RED.events.on('runtime-event', this.#onRuntime);
  }

  get engine(): Engine | undefined {
    return this.#running?.engine;
  }
  /** For what runs only where there is an engine. Throws otherwise. */
  engineNow(): Engine {
    return this.#need().engine;
  }
  engineTime(): Instant {
    return this.#need().clock.now();
  }
  /** A moment of the ledger's clock as the machine's, for showing it. */
  machineTime(at: Instant): number {
    const { clock, plan } = this.#need();
    return Date.now() + (at - clock.now()) / plan.pace;
  }
  get running(): Running | undefined {
    return this.#running;
  }
  /** Why there is no engine, where that is not just "not yet". */
  get problem(): LifecycleError | undefined {
    return this.#failure;
  }
  /** Nodes that would do something and that no trigger reaches. */
  get unreached(): readonly string[] {
    return this.#unreached;
  }
  /** The engine, as soon as there is one. Rejects where the ledger cannot be opened. */
  ready(): Promise<Engine> {
    return this.#ready.promise;
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  /** The first change is told at once, what follows it within a moment by one word at its end. */
  changed(): void {
    if (this.#closed) return;
    this.#untold = true;
    this.#change ??= setTimeout(() => this.#tell(), 0).unref();
  }
  #tell(): void {
    this.#change = null;
    if (!this.#untold) return;
    this.#untold = false;
    this.#change = setTimeout(() => this.#tell(), CHANGES_EVERY).unref();
    for (const listener of [...this.#listeners]) listener();
  }
  /** A message of this account came to a node by a way that no wire shows; from now on it counts as wired. */
  reached(node: string, account: AccountId): void {
    const known = this.#reached.get(node) ?? new Set();
    if (known.has(account) || !this.#unreached.includes(node)) return;
    this.#reached.set(node, known.add(account));
    this.#later(() => this.#rows());
  }
  /** The account of a settings node, as soon as the platform has said which one it is. Rejects where there is none. */
  account(node: string): Promise<Account> {
    return this.#identities.of(node);
  }
  /** Ends everything that this house holds, and forgets it: for tests, and for a runtime that is stopped within its process. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.webhooks.close();
    houses.delete(this.RED.events);
    this.RED.events.removeListener('flows:stopping', this.#onStopping);
    this.RED.events.removeListener('flows:started', this.#onStarted);
    this.RED.events.removeListener('runtime-event', this.#onRuntime);
    this.RED.hooks?.remove('*.order-lifecycle');
    if (this.#change) clearTimeout(this.#change);
    if (this.#retry) clearTimeout(this.#retry);
    await this.#work;
    await this.#leave();
  }
  /** At the end of the process, where nothing can be waited for. */
  exit(): void {
    this.#running?.stop();
  }

  readonly #onStopping = ({ type }: FlowsEvent): void => {
    this.#flowing = false;
    this.runs.stopping();
    // Whether the process goes too is not said. Nothing is waited for once every node is closed, so they wait.
    if (type !== 'full' || !this.#running) return;
    const known = this.#running.engine.farewell().catch(() => undefined);
    this.leaving = Promise.race([known, wait(FAREWELL, undefined, { ref: false })]);
  };
  readonly #onStarted = ({ config }: FlowsEvent): void => {
    this.#flows = config.flows;
    this.#flowing = true;
    this.leaving = undefined;
    this.accounts.sweep((node) => this.RED.nodes.getNode(node) !== null);
    this.runs.started();
    this.#later(() => this.#deployed());
  };
  readonly #onRuntime = ({ id, payload }: RuntimeEvent): void => {
    if (id === 'runtime-state' && payload?.state === 'stop' && !payload.deploy && !this.#flowing) this.runs.stopped();
  };

  /** One deploy after another; a failure is kept, shown, and tried again. */
  #later(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch((error: unknown) => this.#fail(asLifecycleError(error)));
  }
  #fail(failure: LifecycleError): void {
    if (this.#closed) return;
    this.RED.log.error(`[order-lifecycle] ${failure.name}: ${failure.message}`);
    this.#failure = failure;
    this.#ready.reject(failure);
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      if (this.#failure) this.#later(() => this.#deployed());
    }, AGAIN).unref();
    this.changed();
  }

  async #deployed(): Promise<void> {
    if (this.#closed || this.#isEmpty()) return;
    const [ledger] = this.ledgers.values();
    const plan = planOf(
      this.#settings,
      this.RED.settings.userDir,
      this.accounts.all,
      [...this.worlds.values()].map(({ pace }) => pace),
      ledger,
    );
    if (this.#running && !samePlan(this.#running.plan, plan)) await this.#leave();
    if (!this.#running) await this.#enter(plan);
    const running = this.#need();
    running.backups = backupsOf(ledger);
    if (this.#failure && this.#ready.settled) this.#ready = promised();
    for (const world of this.worlds.values()) world.open(running);
    running.worlds.only([...this.worlds.values()].map(({ name }) => name));
    await this.accounts.recall(running.ledger);
    await this.#rows();
    this.#failure = undefined;
    this.#ready.resolve(running.engine);
    this.changed();
    for (const held of this.accounts.all) void this.#identities.compare(held).catch(() => undefined);
  }
  async #identified(stop: AccountId | undefined): Promise<void> {
    if (stop !== undefined) await this.#running?.engine.stopAccount(stop, 'another identity');
    await this.#rows();
    this.changed();
  }
  async #enter(plan: Plan): Promise<void> {
    if (this.#ready.settled) this.#ready = promised();
    const flow = createFlow({
      RED: this.RED,
      runs: this.runs,
      flowing: () => this.#flowing,
      trigger: (id) => this.triggers.get(id),
      sentAnew: (run) => this.parked.drop(run),
      resumed: (run, node) => this.parked.remove(run, node),
      log: (text) => this.RED.log.warn(`[order-lifecycle] ${text}`),
    });
    const { slots, grace } = this.#settings;
    this.#running = await Running.open(plan, {
      parts: this.parts,
      accounts: this.accounts,
      flow,
      log: (level, text) => this.RED.log[level](`[order-lifecycle] ${text}`),
      changed: () => this.changed(),
      ...(slots === undefined ? {} : { slots }),
      ...(grace === undefined ? {} : { grace: grace * 60_000 }),
    });
    await this.#recallReached();
  }
  async #leave(): Promise<void> {
    this.runs.close();
    this.accounts.forget();
    this.#listed.clear();
    const running = this.#running;
    this.#running = undefined;
    if (this.#ready.settled) this.#ready = promised();
    await running?.close();
  }
  #need(): Running {
    if (!this.#running) throw this.#failure ?? new Error('the ledger is not open yet');
    return this.#running;
  }
  #isEmpty(): boolean {
    return (
      !this.#running &&
      this.triggers.size + this.actions.size + this.worlds.size + this.ledgers.size === 0 &&
      this.accounts.all.length === 0
    );
  }

  /** Tells the ledger which accounts, listeners and verbs are in the flows now. */
  async #rows(): Promise<void> {
    const running = this.#running;
    if (!running || this.#closed) return;
    await this.accounts.settle(running.ledger, running.clock.now());
    for (const held of this.accounts.all) {
      const standing = this.accounts.standing(held.node);
      if (standing.is !== 'known') continue;
      await running.engine.account(standing.account, held.platform.name, held.world !== undefined);
      this.#listed.add(standing.account);
    }
    const { listeners, wired, disabled, unreached } = rowsOf({
      flows: this.#flows,
      getNode: (id) => this.RED.nodes.getNode(id),
      reached: this.#reached,
      listeners: [...this.triggers.values()].flatMap(({ node, ports, listens }) => {
        const listening = listens();
        return listening ? [{ node, ports, ...listening }] : [];
      }),
      verbs: [...this.actions.values()].map(({ node, verbs, args }) => ({ node, verbs, args: args() })),
    });
    this.#unreached = unreached;
    await running.engine.deploy(listeners, wired, disabled);
    this.#identities.look();
    this.webhooks.deployed();
    if (this.#reached.size > 0)
      await running.ledger.keep(
        'reached',
        [...this.#reached].map(([node, accounts]) => [node, [...accounts]]),
        running.clock.now(),
      );
  }
  async #recallReached(): Promise<void> {
    const kept = (await this.#need().ledger.kept('reached'))?.value as [string, AccountId[]][] | undefined;
    for (const [node, accounts] of kept ?? []) this.#reached.set(node, new Set(accounts));
  }
}

const houses = new Map<unknown, House>();
/** The house of this runtime; every node of the process gets the same one, whichever API object it was given. */
export function houseOf(RED: NodeRed): House {
  const known = houses.get(RED.events);
  if (known) return known;
  const house = new House(RED);
  houses.set(RED.events, house);
  return house;
}
process.once('exit', () => {
  for (const house of houses.values()) house.exit();
});
