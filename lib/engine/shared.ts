import type { Ledger } from '../ledger/port';
import type { Ms } from '../model/record';
import type { Clock } from '../transport/port';
import { Waiting } from './signals';

/** Work that several want at the same moment is done once, and each gets what comes of it. */
export class Shared<T> {
  readonly #under = new Map<string, Promise<T>>();

  /** What is under way by this name. */
  underWay(name: string): Promise<T> | undefined {
    return this.#under.get(name);
  }
  do(name: string, work: () => Promise<T>): Promise<T> {
    const known = this.#under.get(name);
    if (known) return known;
    const done = work().finally(() => this.#under.delete(name));
    this.#under.set(name, done);
    return done;
  }
}

/**
 * Lists of a vendor's that are kept for a while. Several orders at once ask for a list that is not there yet: one call brings it for
 * all of them, or a burst would spend what the vendor allows a day (contracts/mirakl §2.3) and the rest waited until tomorrow.
 */
export class Lists {
  readonly #asked = new Shared<unknown>();
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  /** Throws what `ask` throws, to everybody who waits for it; where it has to wait, what was kept before serves on; `joined` is called before the waiting. */
  async read(name: string, maxAge: Ms, ask: () => Promise<unknown>, joined: () => Promise<void>): Promise<unknown> {
    const kept = await this.ledger.kept(name);
    if (kept && this.clock.now() - kept.at < maxAge) return kept.value;
    const underWay = this.#asked.underWay(name);
    if (underWay) {
      await joined();
      return underWay;
    }
    return this.#asked.do(name, async () => {
      try {
        const fresh = await ask();
        await this.ledger.keep(name, fresh, this.clock.now());
        return fresh;
      } catch (signal) {
        // Others spend the same turns (a dialog that is opened, another connector): yesterday's list is better than tomorrow's parcel.
        if (kept && signal instanceof Waiting) return kept.value;
        throw signal;
      }
    });
  }
}
