/** The leaky bucket of one app on one store: points come back with the clock (CONTRACT §3.4). */
export interface BucketSize {
  readonly maximumAvailable: number;
  readonly restoreRate: number;
}
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

export class Bucket {
  private available: number | null = null;
  private at = 0;

  constructor(private readonly size: BucketSize) {}

  /** Takes points where there are enough. */
  take(points: number, now: number): boolean {
    this.restore(now);
    if (this.level() < points) return false;
    this.available = this.level() - points;
    return true;
  }

  /** What was taken and not used. */
  giveBack(points: number): void {
    this.available = Math.min(this.size.maximumAvailable, this.level() + points);
  }

  status(now: number): ThrottleStatus {
    this.restore(now);
    return {
      maximumAvailable: this.size.maximumAvailable,
      currentlyAvailable: Math.floor(this.level()),
      restoreRate: this.size.restoreRate,
    };
  }

  private level(): number {
    return Math.min(this.available ?? this.size.maximumAvailable, this.size.maximumAvailable);
  }

  private restore(now: number): void {
    const gained = (Math.max(0, now - this.at) * this.size.restoreRate) / 1000;
    this.available = Math.min(this.size.maximumAvailable, this.level() + gained);
    this.at = now;
  }
}
