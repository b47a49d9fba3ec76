/** What the simulated systems keep book of, for the judge: effects per fact, arrivals, calls above a published rate. */
import type { Arrival, EffectCount } from './port';

type Written<T> = { -readonly [K in keyof T]: T[K] };

export class Books {
  private readonly effects = new Map<string, Written<EffectCount>>();
  private readonly over = new Map<string, number>();
  readonly arrivals: Written<Arrival>[] = [];

  /** An effect has happened on the vendor's side. */
  count(system: string, verb: string, fact: string): void {
    const key = JSON.stringify([system, verb, fact]);
    const known = this.effects.get(key);
    if (known) known.count += 1;
    else this.effects.set(key, { system, verb, fact, count: 1 });
  }

  /** A call came sooner than the vendor's published rate allows. */
  tooSoon(system: string, call: string): void {
    const key = `${system} ${call}`;
    this.over.set(key, (this.over.get(key) ?? 0) + 1);
  }

  arrived(arrival: Arrival): Written<Arrival> {
    const entry = { ...arrival };
    this.arrivals.push(entry);
    return entry;
  }

  counts(): readonly EffectCount[] {
    return [...this.effects.values()].map((effect) => ({ ...effect }));
  }

  overRate(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.over);
  }
}
