/** Simulated worlds, by name: every outside system in process, at the house's clock. They live until the clock changes. */
import type { Simulator, SimulatorOptions } from '../simulator/port';
import { type Clock, type Random, type Wire, WireError } from '../transport/port';

export interface Happened {
  readonly world: string;
  readonly system: string;
  readonly call: string;
  readonly phase: 'before commit' | 'after commit';
  readonly n: number;
}
/** Some buyers think better of it, and some orders are decided in the portal. */
const DEEDS = { cancel: 0.02, portal: 0.01 };

/** Chances in [0, 1]. */
export interface Deeds {
  readonly ship: number;
  readonly cancel: number;
  readonly refund: number;
  readonly takeBack: number;
}
const NOTHING: Deeds = { ship: 0, cancel: 0, refund: 0, takeBack: 0 };

export class Worlds {
  readonly #worlds = new Map<string, Simulator>();
  readonly #people = new Map<string, { readonly perMinute: number; stop(): void }>();
  readonly #merchants = new Map<string, { readonly wanted: string; stop(): void }>();
  readonly #heard = new Set<(happened: Happened) => void>();

  constructor(
    private readonly create: (options: SimulatorOptions) => Simulator,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** The world of that name; made at its first use, so that an account alone is enough to try things. */
  named(name: string): Simulator {
    const known = this.#worlds.get(name);
    if (known) return known;
    const made = this.create({ clock: this.clock, random: this.random });
    made.onCall = (arrival) => {
      for (const hear of this.#heard) hear({ world: name, ...arrival });
    };
    this.#worlds.set(name, made);
    return made;
  }
  /** The way to its systems, with a socket's manners. */
  wireOf(name: string): Wire {
    return async (request) => {
      try {
        return await this.named(name).wire(request);
      } catch (error) {
        throw new WireError(error instanceof Error ? error.message : String(error), (error as { sent?: unknown }).sent !== false);
      }
    };
  }
  /** Buyers order at this rate, by the world's clock; 0: nobody does. Those who are at it go on. */
  people(name: string, perMinute: number): void {
    if (this.#people.get(name)?.perMinute === perMinute) return;
    this.#people.get(name)?.stop();
    this.#people.delete(name);
    if (perMinute === 0) return;
    const { stop } = this.named(name).people({
      mirakl: name,
      everyMs: 60_000 / perMinute,
      orders: Number.POSITIVE_INFINITY,
      ...DEEDS,
    });
    this.#people.set(name, { perMinute, stop });
  }
  /** The merchant's people look at each order every ten minutes of the world's time; with chances of nothing nobody does. */
  merchants(name: string, chances: Deeds): void {
    const wanted = JSON.stringify(chances);
    if (this.#merchants.get(name)?.wanted === wanted) return;
    this.#merchants.get(name)?.stop();
    this.#merchants.delete(name);
    if (Object.values(chances).every((chance) => chance === 0)) return;
    const { stop } = this.named(name).merchants({
      shopify: name,
      everyMs: 10 * 60_000,
      rounds: Number.POSITIVE_INFINITY,
      part: 0.2,
      retrack: chances.ship / 10,
      deliver: chances.ship / 10,
      ...chances,
    });
    this.#merchants.set(name, { wanted, stop });
  }
  /** In worlds whose node is gone, nobody orders and nothing goes wrong any more. */
  only(names: readonly string[]): void {
    for (const [name, world] of this.#worlds) {
      if (names.includes(name)) continue;
      this.people(name, 0);
      this.merchants(name, NOTHING);
      world.faults = {};
    }
  }
  hear(listener: (happened: Happened) => void): () => void {
    this.#heard.add(listener);
    return () => this.#heard.delete(listener);
  }
  close(): void {
    for (const people of this.#people.values()) people.stop();
    this.#people.clear();
    for (const merchants of this.#merchants.values()) merchants.stop();
    this.#merchants.clear();
    this.#heard.clear();
    this.#worlds.clear();
  }
}
