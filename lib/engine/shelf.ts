import { createHash } from 'node:crypto';
import type { Ledger } from '../ledger/port';
import type { Instant } from '../model/record';

/** What is kept under one key, and what it is about. */
export interface Kept<T> {
  readonly value: T;
  /** Counted up with every change of the shelf that it was part of. */
  readonly wave: number;
  /** The beginning of the reading that it was last seen in, by the source's clock. */
  readonly seen: string;
}
const PARTS = 64;

/**
 * A table that is too large for one value (levels, offers): kept in 64 parts by the hash of the key, so that a few changes
 * write a few parts. Nothing here is personal. Written before the cursor of what it was read from moves: what is written twice
 * is the same.
 */
export class LedgerShelf<T> {
  constructor(
    private readonly ledger: Pick<Ledger, 'keep' | 'kept'>,
    private readonly name: string,
  ) {}

  async all(): Promise<Map<string, Kept<T>>> {
    const parts = await Promise.all(Array.from({ length: PARTS }, (_, part) => this.#part(part)));
    return new Map(parts.flatMap((part) => Object.entries(part)));
  }
  /** What is known of these keys. */
  async some(keys: Iterable<string>): Promise<Map<string, Kept<T>>> {
    const parts = [...new Set([...keys].map(partOf))];
    const read = await Promise.all(parts.map((part) => this.#part(part)));
    return new Map(read.flatMap((part) => Object.entries(part)));
  }
  async put(rows: ReadonlyMap<string, Kept<T>>, now: Instant): Promise<void> {
    const byPart = new Map<number, [string, Kept<T>][]>();
    for (const row of rows) byPart.set(partOf(row[0]), [...(byPart.get(partOf(row[0])) ?? []), row]);
    for (const [part, changed] of byPart) {
      const known = await this.#part(part);
      await this.ledger.keep(`${this.name}/${part}`, { ...known, ...Object.fromEntries(changed) }, now);
    }
  }
  /** Removes what was not seen since a reading that was whole. */
  async drop(seenBefore: string, now: Instant): Promise<void> {
    for (let part = 0; part < PARTS; part += 1) {
      const known = await this.#part(part);
      const left = Object.entries(known).filter(([, { seen }]) => seen >= seenBefore);
      if (left.length < Object.keys(known).length) await this.ledger.keep(`${this.name}/${part}`, Object.fromEntries(left), now);
    }
  }
  async #part(part: number): Promise<Record<string, Kept<T>>> {
    return ((await this.ledger.kept(`${this.name}/${part}`))?.value ?? {}) as Record<string, Kept<T>>;
  }
}
const partOf = (key: string): number => createHash('sha256').update(key).digest().readUInt8(0) % PARTS;
