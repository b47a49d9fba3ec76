/** What people at work have in common: they go home when their time is over or they are sent, and chance decides what they do. */
import type { SimulatorClock } from './port';

export interface AtWork {
  /** The last of them has gone home. */
  readonly done: Promise<void>;
  stop(): void;
}

/** Sets people to work; `stopped` says, after each wait, whether they were sent home meanwhile. */
export function atWork(work: (stopped: () => boolean) => Promise<void>): AtWork {
  let stopped = false;
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  return {
    done: Promise.race([work(() => stopped), left]),
    stop() {
      stopped = true;
      leave();
    },
  };
}
/** Every so often a round, so many of them. */
export const inRounds = (
  { everyMs, rounds }: { readonly everyMs: number; readonly rounds: number },
  clock: SimulatorClock,
  round: () => void,
): AtWork =>
  atWork(async (stopped) => {
    for (let n = 0; n < rounds && !stopped(); n += 1) {
      await clock.sleep(everyMs);
      if (!stopped()) round();
    }
  });

export interface Chance {
  /** One of them, undefined of none. */
  drawn<T>(list: readonly T[]): T | undefined;
  likely(chance?: number): boolean;
  /** 1 to most. */
  some(most: number): number;
}
export const chanceOf = (random: { next(): number }): Chance => ({
  drawn: (list) => list[Math.floor(random.next() * list.length)],
  likely: (chance = 0) => random.next() < chance,
  some: (most) => 1 + Math.floor(random.next() * most),
});
