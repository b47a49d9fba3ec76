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
export class Worlds {
  readonly #worlds = new Map<string, Simulator>();
  readonly #people = new Map<string, { stop(): void }>();
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
  /** Buyers order at this rate, by the world's clock; 0: nobody does. */
  people(name: string, marketplace: string, perMinute: number): void {
    this.#people.get(name)?.stop();
    this.#people.delete(name);
    if (perMinute > 0) this.#people.set(name, this.named(name).people({ mirakl: marketplace, everyMs: 60_000 / perMinute, orders: Number.POSITIVE_INFINITY, cancel: 0.02, portal: 0.01 }));
  }
  hear(listener: (happened: Happened) => void): () => void {
    this.#heard.add(listener);
    return () => this.#heard.delete(listener);
  }
  close(): void {
    for (const people of this.#people.values()) people.stop();
    this.#people.clear();
    this.#heard.clear();
    this.#worlds.clear();
  }
}
