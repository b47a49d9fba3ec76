/**
 * What the simulated world will do by itself, and when. Nothing runs in the background: whoever looks at the world first
 * lets everything happen that was due by then, in order, each at its own time. So no timer is needed and a seed repeats.
 */
interface Entry {
  readonly at: number;
  readonly happens: (at: number) => void;
}

export class Agenda {
  /** Soonest last, so that taking one is cheap; of equal times the one that was written first happens first. */
  private readonly entries: Entry[] = [];

  add(at: number, happens: (at: number) => void): void {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle] as Entry).at > at) low = middle + 1;
      else high = middle;
    }
    this.entries.splice(low, 0, { at, happens });
  }

  /** Lets everything happen that is due at `now`. What happens may add more. */
  settle(now: number): void {
    for (let next = this.entries.at(-1); next !== undefined && next.at <= now; next = this.entries.at(-1)) {
      this.entries.pop();
      next.happens(next.at);
    }
  }
}
