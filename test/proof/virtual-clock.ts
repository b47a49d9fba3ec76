import type { Clock } from '../../lib/transport/port';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that passes only when nothing else can happen: the earliest sleeper is woken, and everything it causes runs first. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #heap: Timer[] = [];
  constructor(start: number) {
    this.#now = start;
  }
  now(): number {
    return this.#now;
  }
  sleep(span: number): Promise<void> {
    return new Promise((wake) => this.#push({ at: this.#now + Math.max(0, span), order: this.#order++, wake }));
  }
  get idle(): boolean {
    return this.#heap.length === 0;
  }
  /** Wakes the earliest sleeper and lets what follows run to its next wait. False where nobody sleeps or all sleep past `until`. */
  async step(until = Number.POSITIVE_INFINITY): Promise<boolean> {
    await settled();
    const first = this.#heap[0];
    if (!first || first.at > until) return false;
    this.#pop();
    this.#now = Math.max(this.#now, first.at);
    first.wake();
    await settled();
    return true;
  }
  async run(until: number): Promise<void> {
    while (await this.step(until));
    this.#now = Math.max(this.#now, until);
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    heap.push(timer);
    for (let at = heap.length - 1; at > 0; ) {
      const up = (at - 1) >> 1;
      if (!before(heap[at] as Timer, heap[up] as Timer)) return;
      [heap[at], heap[up]] = [heap[up] as Timer, heap[at] as Timer];
      at = up;
    }
  }
  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Timer;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const least = right < heap.length && before(heap[right] as Timer, heap[left] as Timer) ? right : left;
      if (!before(heap[least] as Timer, heap[at] as Timer)) return;
      [heap[at], heap[least]] = [heap[least] as Timer, heap[at] as Timer];
      at = least;
    }
  }
}
const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
/** Every promise that can run has run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
