import type { Hint, Ledger } from '../ledger/port';
import type { HintKind } from '../model/hint';
import type { AccountId } from '../model/order';
import type { Instant, Ms } from '../model/record';
import type { Clock } from '../transport/port';

export interface HintedWay {
  readonly ledger: Ledger;
  readonly clock: Clock;
}
/**
 * What belongs to one deed is told within seconds, by several topics; and a version that states seconds may still change
 * under what was read in the same ones.
 */
const SETTLES: Ms = 5_000;
/** Orders are read one by one; what is read as a table costs the same whatever it was told of. */
const AT_ONCE: Readonly<Record<HintKind, number>> = { order: 50, 'inventory item': 1_000 };

/** The hints of an account, of one kind: which of them are to be read now, and which were. They live in the ledger alone. */
export class Hinted {
  /** When the ledger is to be asked next. A start finds what came before it. */
  #from: Instant = 0;
  readonly #taken = new Map<string, number>();
  constructor(
    private readonly way: HintedWay,
    private readonly account: AccountId,
    readonly kind: HintKind,
  ) {}

  /** One was stored. */
  came(): void {
    this.again(SETTLES);
  }
  /** What was taken and not read is taken once more, so much later. */
  again(after: Ms): void {
    this.#from = Math.min(this.#from, this.way.clock.now() + after);
  }
  dueIn(now: Instant): Ms {
    return Math.max(0, this.#from - now);
  }
  /** The ids that are to be read now, the oldest first; not all at once. */
  async take(): Promise<readonly string[]> {
    const { ledger, clock } = this.way;
    const most = AT_ONCE[this.kind];
    const now = clock.now();
    if (this.#from > now) return [];
    // What comes while the ledger is asked sets it anew.
    this.#from = Number.POSITIVE_INFINITY;
    const hints = await ledger.hints(this.account, this.kind, most).catch((error: unknown) => {
      this.#from = now;
      throw error;
    });
    const settled = hints.filter(({ at }) => at + SETTLES <= now);
    for (const { id, turn } of settled) this.#taken.set(id, turn);
    const [next] = hints.slice(settled.length);
    if (next) this.#from = Math.min(this.#from, next.at + SETTLES);
    else if (hints.length === most) this.#from = now;
    return settled.map(({ id }) => id);
  }
  /** What was read of them is stored. Those that came anew since they were taken stay. */
  async read(ids: readonly string[]): Promise<void> {
    const heeded: Pick<Hint, 'id' | 'turn'>[] = [];
    for (const id of ids) {
      const turn = this.#taken.get(id);
      if (turn !== undefined) heeded.push({ id, turn });
    }
    if (heeded.length === 0) return;
    await this.way.ledger.heeded(this.account, this.kind, heeded);
    for (const { id } of heeded) this.#taken.delete(id);
  }
}
