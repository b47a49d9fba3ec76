/** Time as the machine measures it, at a chosen pace: 1 for production, more for a simulated world beside real sockets. */
import { performance } from 'node:perf_hooks';
import type { Clock } from './port';

/** Node's timers take no longer span than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * A clock that starts at the machine's date and from there runs by its monotonic counter, so that a date set back or
 * forward while it runs makes no span negative. `pace`: how many of its milliseconds pass in a real one, counted from `epoch`:
 * two processes with one epoch and pace have one time, and a process that starts again goes on in it.
 * `stop()` cancels every sleep: what slept stays asleep, and the process may end.
 */
export function realClock(pace = 1, epoch = Date.now()): Clock & { stop(): void } {
  if (!(pace > 0)) throw new RangeError(`A clock's pace must be above zero, not ${pace}.`);
  const start = Date.now();
  const origin = performance.now();
  const timers = new Set<NodeJS.Timeout>();
  const now = (): number => Math.floor(epoch + (start - epoch + performance.now() - origin) * pace);
  let stopped = false;

  function wakeAt(moment: number, awake: () => void): void {
    if (stopped) return;
    const left = (moment - now()) / pace;
    if (left <= 0) {
      awake();
      return;
    }
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        wakeAt(moment, awake);
      },
      Math.min(Math.ceil(left), LONGEST_TIMER),
    );
    timers.add(timer);
  }
  return {
    now,
    sleep: (span) =>
      new Promise((resolve) => (span > 0 ? wakeAt(now() + span, resolve) : setImmediate(() => stopped || resolve()))),
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
