import { setTimeout as wait } from 'node:timers/promises';
import { askBy } from '../engine/ask';
import type { Backups } from '../engine/nights';
import type { Engine, Flow } from '../engine/port';
import type { Ledger } from '../ledger/port';
import { LifecycleError } from '../model/errors';
import type { Ask } from '../platforms/port';
import type { Auth, Clock, Transport, Wire } from '../transport/port';
import type { DeployedAccounts, Held } from './accounts';
import type { Parts } from './parts';
import type { Plan } from './plan';
import { Worlds } from './worlds';

export interface RunningWay {
  readonly parts: Parts;
  readonly accounts: DeployedAccounts;
  readonly flow: Flow;
  readonly slots?: number;
  readonly grace?: number;
  log(level: 'info' | 'warn' | 'error', text: string): void;
  changed(): void;
}

/** An open ledger with the engine on it, and everything that ends with them. */
export class Running {
  #stopped = false;
  /** As deployed last. */
  backups: Backups | undefined;
  private constructor(
    readonly plan: Plan,
    readonly ledger: Ledger,
    readonly engine: Engine,
    readonly transport: Transport,
    readonly clock: Clock & { stop(): void },
    readonly worlds: Worlds,
    private readonly http: Wire & { close(): Promise<void> },
  ) {}

  /** Opens the ledger and starts the engine. Throws what either says, with the ledger closed again. */
  static async open(plan: Plan, way: RunningWay): Promise<Running> {
    const { parts, accounts, log } = way;
    const clock = parts.createClock(plan.pace);
    const http = parts.createWire();
    const worlds = new Worlds(parts.createSimulator, clock, parts.random);
    const ledger = await parts.openLedger(plan.place);
    const transport = parts.createTransport({
      clock,
      random: parts.random,
      ledger,
      connection: (account) => accounts.connection(account),
      log,
    });
    const engine = parts.createEngine({
      name: parts.engineName(),
      clock,
      random: parts.random,
      transport,
      ledger,
      flow: way.flow,
      connected: (account) => accounts.connected(account),
      log,
      backups: () => running.backups,
      changed: () => way.changed(),
      ...(way.slots === undefined ? {} : { slots: way.slots }),
      ...(way.grace === undefined ? {} : { grace: way.grace }),
    });
    const running: Running = new Running(plan, ledger, engine, transport, clock, worlds, http);
    try {
      // Before the first look at an order: an account that is not there yet would be asked about.
      await accounts.recall(ledger);
      await engine.start();
      return running;
    } catch (error) {
      await running.close();
      throw error;
    }
  }

  wireOf(held: Held): Wire {
    return held.world === undefined ? this.http : this.worlds.wireOf(held.world);
  }
  authOf(held: Held): Auth {
    return typeof held.auth === 'function' ? held.auth(this.worlds.named(held.world ?? held.node)) : held.auth;
  }
  /** Reads outside any effect: who an account is. */
  readonly ask: Ask = (request, parse) => askBy(this.transport, this.clock)(request, parse);

  /** At once: what is in flight is in the ledger. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.engine.stop();
    this.worlds.close();
  }
  async close(): Promise<void> {
    this.stop();
    this.clock.stop();
    await this.http.close();
    // A ledger that hangs must not hold a deploy.
    await Promise.race([this.ledger.close(), wait(5_000, undefined, { ref: false })]);
  }
}

/** A person's words for why a ledger or an engine could not be opened; its code is for the catch node. */
export const asLifecycleError = (error: unknown): LifecycleError => {
  if (error instanceof LifecycleError) return error;
  const { name, message } = error instanceof Error ? error : { name: 'LedgerFailed', message: String(error) };
  return new LifecycleError('MISCONFIGURED', name, message, { field: 'ledger' });
};
