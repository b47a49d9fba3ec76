import type { Ledger } from '../ledger/port';
import type { Clock } from '../transport/port';

/** More restarts than this before an order is looked at again are not met. */
const REMEMBERED = 64;

/**
 * Engines that said that they stop. What such a one had in the flow was not its undoing, whenever another comes to look at it:
 * the next may have stopped before it did.
 */
export class Farewells {
  #before: readonly string[] = [];
  #said = false;

  constructor(
    private readonly ledger: Pick<Ledger, 'keep' | 'kept'>,
    private readonly clock: Clock,
  ) {}
  async recall(): Promise<void> {
    const kept = (await this.ledger.kept('stopped'))?.value as readonly string[] | string | undefined;
    this.#before = typeof kept === 'string' ? [kept] : (kept ?? []);
  }
  /** Whether the engine of this name went by itself. */
  said(engine: string | undefined): boolean {
    return engine !== undefined && this.#before.includes(engine);
  }
  say(engine: string): Promise<void> {
    this.#said = true;
    return this.#keep([...this.#before, engine].slice(-REMEMBERED));
  }
  /** It goes on after all. */
  async takeBack(): Promise<void> {
    if (!this.#said) return;
    this.#said = false;
    await this.#keep(this.#before);
  }
  #keep(names: readonly string[]): Promise<void> {
    return this.ledger.keep('stopped', names, this.clock.now());
  }
}
