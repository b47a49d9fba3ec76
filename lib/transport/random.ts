/** Chance: seeded for simulated time, the system's own otherwise. */
import { randomBytes } from 'node:crypto';
import type { Random } from './port';

/**
 * A small generator (mulberry32): the same seed gives the same row of numbers, on every machine and version of Node.
 * Not for secrets. `seed`: any integer, taken modulo 2^32.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    },
  };
}

/** The operating system's chance, 48 bits of it. */
export const systemRandom: Random = { next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48 };
