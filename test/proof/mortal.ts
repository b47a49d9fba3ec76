import type { Random } from '../../lib/transport/port';

/**
 * One life of an engine. Every await on a port passes a gate twice, before the call and after it; at the chosen one the engine
 * dies: what it awaited never comes, what was committed stays, the world goes on.
 */
export class Life {
  #left: number;
  #most: number;
  #dead = false;
  diedAt: string | null = null;
  /** Hears of each await, before it goes on; and not until what it answers is done. */
  hears: ((site: string) => void | Promise<void>) | undefined;
  /** `at`: only awaits of this site count, so that rare ones are died at too; null: every await counts. `most` ends it in any case. */
  constructor(
    awaits: number,
    most: number,
    private readonly at: string | null,
    private readonly sites: Map<string, number>,
    private readonly onDeath: () => void,
  ) {
    this.#left = awaits;
    this.#most = most;
  }
  get hunted(): boolean {
    return Number.isFinite(this.#most);
  }
  get dead(): boolean {
    return this.#dead;
  }
  /** Resolves while alive; never once dead. */
  pass(site: string): Promise<void> {
    if (this.#dead) return never();
    const held = this.hears?.(site);
    if (this.at === null || this.at === site) this.#left -= 1;
    this.#most -= 1;
    if (this.#left > 0 && this.#most > 0) return held ?? alive;
    this.#dead = true;
    this.diedAt = site;
    this.sites.set(site, (this.sites.get(site) ?? 0) + 1);
    this.onDeath();
    return never();
  }
  /** From now on nothing kills it. */
  spare(): void {
    this.#left = this.#most = Number.POSITIVE_INFINITY;
  }
  end(): void {
    this.#dead = true;
  }
}
const alive = Promise.resolve();
/** Each its own: one for all would keep everybody who ever awaited it. */
const never = (): Promise<never> => new Promise(() => undefined);

/** A port seen through a life: async methods pass the gate, the rest is handed on. */
export function mortal<T extends object>(
  port: T,
  name: string,
  life: Life,
  seen: Set<string>,
  site: (method: string, args: readonly unknown[]) => string = (method) => method,
): T {
  return new Proxy(port, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (typeof value !== 'function' || property === 'now' || property === 'release' || property === 'next')
        return typeof value === 'function' ? value.bind(target) : value;
      return async (...args: unknown[]) => {
        const at = `${name}.${site(String(property), args)}`;
        if (life.hunted) seen.add(`${at} before`);
        await life.pass(`${at} before`);
        const answer = await value.apply(target, args);
        if (life.hunted) seen.add(`${at} after`);
        await life.pass(`${at} after`);
        return answer;
      };
    },
  });
}

/** How many awaits the next life has: few or many alike, so that every site is met. */
export const lifespan = (random: Random, mean: number): number => 1 + Math.floor(-Math.log(1 - random.next()) * mean);
