/**
 * One account's bucket of points (Shopify): a lower bound of what the server holds, kept by what it reports. Pure: the
 * time is handed in. Points are charged when a call is reserved, so the level already counts everything in flight.
 */
import type { Throttle } from '../model/call';
import type { Instant, Ms } from '../model/record';

/** A call that has been charged: reserved, or on its way. */
export interface Flight {
  readonly cost: number;
  /** Its place among the bucket's happenings when it left; null while only reserved. */
  left: number | null;
}
interface Waiting {
  readonly since: Instant;
  readonly cost: number;
  readonly until: Instant;
}
interface Landed {
  readonly cost: number;
  readonly at: number;
}
/** Before any report: small enough for every plan that a vendor publishes. */
const UNKNOWN = { maximum: 40, restoreRate: 2 };
/** A call may be asked for again this soon while only an answer in flight can tell more. */
export const ASK_AGAIN: Ms = 500;
/** Who was told to wait and does not come back by then has lost its place in the line. */
const COMES_BACK_WITHIN: Ms = 2_000;
const ENOUGH = 1e-6;

export class Bucket {
  private maximum = UNKNOWN.maximum;
  private restoreRate = UNKNOWN.restoreRate;
  private level = UNKNOWN.maximum;
  private at: Instant;
  private told: 'nothing yet' | 'no report' | 'reported' = 'nothing yet';
  private shutUntil: Instant = 0;
  private happenings = 0;
  private readonly flights = new Set<Flight>();
  /** By call name: a dear call must not wait for ever behind cheap ones. */
  private readonly waiting = new Map<string, Waiting>();
  /** Calls that ended while another was on its way: that one's report may not count them. */
  private landed: Landed[] = [];

  constructor(now: Instant) {
    this.at = now;
  }

  /** Ms until a call of this cost may go; 0: now. A cost above the whole bucket waits for a full one. */
  wait(call: string, cost: number, now: Instant): Ms {
    if (this.shutUntil > now) return Math.ceil(this.shutUntil - now);
    // Until an answer tells how large the bucket is, calls go one at a time.
    if (this.told === 'nothing yet') return this.flights.size === 0 ? 0 : ASK_AGAIN;
    this.refill(now);
    const since = this.waiting.get(call)?.since ?? now;
    const missing = Math.min(cost + this.firstCome(call, since, now), this.maximum) - this.level;
    if (missing <= ENOUGH) return 0;
    const wait = this.restoreRate > 0 ? Math.ceil((missing / this.restoreRate) * 1000) : ASK_AGAIN;
    this.waiting.set(call, { since, cost, until: now + wait + COMES_BACK_WITHIN });
    return wait;
  }

  take(call: string, cost: number, now: Instant): Flight {
    this.refill(now);
    this.waiting.delete(call);
    const flight: Flight = { cost: Math.min(cost, this.maximum), left: null };
    this.level -= flight.cost;
    this.flights.add(flight);
    return flight;
  }

  /** A call that was never sent, or that the server refused to charge. */
  giveBack(flight: Flight, now: Instant): void {
    this.refill(now);
    if (this.flights.delete(flight)) this.level = Math.min(this.level + flight.cost, this.ceiling());
  }

  leave(flight: Flight): void {
    flight.left = ++this.happenings;
  }

  /**
   * The answer of a call, or the news that none will come: then it stays charged until another answer reports. A report
   * is from some moment while its call was on its way and may lack every other call of that time, so they are taken off.
   */
  land(flight: Flight, now: Instant, report: Throttle | undefined): void {
    this.refill(now);
    if (!this.flights.delete(flight)) return;
    const beside = this.beside(flight);
    this.landed.push({ cost: report?.cost ?? flight.cost, at: ++this.happenings });
    if (report) {
      this.maximum = report.maximum;
      this.restoreRate = report.restoreRate;
      this.told = 'reported';
      this.level = Math.min(report.available - beside, this.ceiling());
    } else if (this.told === 'nothing yet') this.told = 'no report';
    const oldest = Math.min(...[...this.flights].map((other) => other.left ?? Infinity));
    this.landed = this.landed.filter((other) => other.at > oldest);
  }

  /** The server refused a call for lack of points: nobody asks before it can be paid for. Returns the wait. */
  shut(cost: number, report: Throttle, now: Instant): Ms {
    const seconds =
      report.restoreRate > 0 ? Math.ceil((Math.min(cost, report.maximum) - report.available) / report.restoreRate) : 1;
    const wait = Math.max(1, seconds) * 1000;
    this.shutUntil = Math.max(this.shutUntil, now + wait);
    return wait;
  }

  /** Points that calls of other names have waited for longer. */
  private firstCome(call: string, since: Instant, now: Instant): number {
    let cost = 0;
    for (const [name, other] of this.waiting) {
      if (other.until < now) this.waiting.delete(name);
      else if (name !== call && other.since < since) cost += other.cost;
    }
    return cost;
  }

  /** Cost of all other calls that this one's report may not count. */
  private beside(flight: Flight): number {
    let cost = 0;
    for (const other of this.flights) cost += other.cost;
    for (const other of this.landed) if (other.at > (flight.left ?? 0)) cost += other.cost;
    return cost;
  }

  /** What is charged here may not be charged there yet, where the bucket cannot rise above its brim. */
  private ceiling(): number {
    let cost = 0;
    for (const other of this.flights) cost += other.cost;
    return this.maximum - cost;
  }

  private refill(now: Instant): void {
    if (now > this.at)
      this.level = Math.min(this.level + ((now - this.at) / 1000) * this.restoreRate, Math.max(this.ceiling(), this.level));
    this.at = Math.max(this.at, now);
  }
}
