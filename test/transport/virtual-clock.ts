/** Time for tests: it moves only when everybody sleeps. */
import type { Clock } from '../../lib/transport/port';

export interface VirtualClock extends Clock {
  /** Runs until `done` settles, moving time to the next sleeper whenever nothing else is left to do. */
  until<T>(done: Promise<T>): Promise<T>;
  /** Time passes without anybody waking. */
  pass(span: number): void;
}

export function virtualClock(start = Date.UTC(2026, 2, 1)): VirtualClock {
  let now = start;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (span) => new Promise((wake) => sleepers.push({ at: now + Math.max(0, span), wake })),
    pass: (span) => {
      now += span;
    },
    async until(done) {
      let ended = false;
      const end = (): void => {
        ended = true;
      };
      done.then(end, end);
      for (;;) {
        await idle();
        if (ended) return done;
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        if (!next) throw new Error('everybody waits and nobody sleeps');
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}
