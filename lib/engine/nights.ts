import type { Ledger } from '../ledger/port';
import type { Instant, Ms } from '../model/record';
import type { Clock } from '../transport/port';

/** Where the nightly copies of the ledger go, and how many of them are kept; 0: none are made. */
export interface Backups {
  /** Null: `backups` beside the ledger's file. */
  readonly folder: string | null;
  readonly keep: number;
  /** An IANA name; absent: the machine's. */
  readonly timeZone?: string;
}
export interface NightsWay {
  readonly ledger: Pick<Ledger, 'backup' | 'keep' | 'kept'>;
  readonly clock: Clock;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** Looked up at every beat, so that redeployed settings count at once. */
  backups?(): Backups | undefined;
}
const HOUR: Ms = 3_600_000;
/** A night's copy is due from three o'clock on; where nothing ran then, with the next start. */
const DUE_AT: Ms = 3 * HOUR;
const KEPT = 'backup';

/** The date, YYYY-MM-DD, of the night whose copy was due last. Throws RangeError for a time zone that there is not. */
export function nightOf(now: Instant, timeZone?: string): string {
  const local = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  });
  const parts = Object.fromEntries(local.formatToParts(new Date(now - DUE_AT)).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** Has the ledger copied once a night. A copy that fails is said, in the log and in every account's health, and stops nothing. */
export class Nights {
  #last: string | null = null;
  #making = false;
  #tryAt: Instant = 0;
  /** With which settings it was tried last: others are tried at once. */
  #asked = '';
  #said: string | null = null;
  #problem: string | null = null;
  constructor(private readonly way: NightsWay) {}

  /** Why there is no copy of the last night; null where there is one, or none is wanted. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Makes the copy if it is due; nobody need wait for it. Rejects never. */
  async look(): Promise<void> {
    const { clock, log } = this.way;
    const now = clock.now();
    const wanted = this.way.backups?.();
    if (!wanted || wanted.keep < 1) {
      this.#problem = null;
      return;
    }
    const asked = JSON.stringify(wanted);
    if (this.#making || (now < this.#tryAt && asked === this.#asked)) return;
    this.#making = true;
    this.#asked = asked;
    let night = '';
    try {
      night = nightOf(now, wanted.timeZone);
      if (night > (await this.#lastNight(night, now))) await this.#make(wanted, night, now);
      this.#problem = null;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#tryAt = now + HOUR;
      if (this.#said !== night) log('error', this.#problem);
      this.#said = night;
    } finally {
      this.#making = false;
    }
  }
  /** A ledger begins with the night before its first one as done: there is nothing yet to be copied. */
  async #lastNight(night: string, now: Instant): Promise<string> {
    if (this.#last !== null) return this.#last;
    const kept = (await this.way.ledger.kept(KEPT))?.value as { readonly night: string } | null | undefined;
    if (!kept) await this.way.ledger.keep(KEPT, { night }, now);
    this.#last = kept?.night ?? night;
    return this.#last;
  }
  async #make({ folder, keep }: Backups, night: string, now: Instant): Promise<void> {
    const place = await this.way.ledger.backup({ folder, night, keep, now });
    await this.way.ledger.keep(KEPT, { night }, this.way.clock.now());
    this.#last = night;
    if (place !== null) this.way.log('info', `the ledger was copied to ${place}`);
  }
}
