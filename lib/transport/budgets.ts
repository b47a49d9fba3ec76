/**
 * When a call may leave. Three reasons to wait, asked together: the platform asked for patience (429), the account's
 * bucket of points is too low, or a published frequency has no free turn in the ledger.
 */

import type { Ledger } from '../ledger/port';
import type { Pace, Request, Throttle } from '../model/call';
import type { AccountId } from '../model/order';
import type { Instant, Ms } from '../model/record';
import { ASK_AGAIN, Bucket, type Flight } from './bucket';
import type { Clock } from './port';

/** A reservation nobody uses is given back after this long: its holder is gone. */
const LAPSES_AFTER: Ms = 10 * 60_000;

interface Place {
  readonly since: Instant;
  readonly bucket?: Bucket;
  readonly flight?: Flight;
  left: boolean;
}
interface Pause {
  readonly until: Instant;
  /** After it, one call at a time until one is executed: else all who waited would be refused together again. */
  trying?: Request;
}
type Points = Extract<Pace, { by: 'points' }>;
type Every = Extract<Pace, { by: 'every' }>;

export class Budgets {
  private readonly buckets = new Map<AccountId, Bucket>();
  /** By the request's own object: whoever reserves must send the same one. */
  private readonly places = new Map<Request, Place>();
  private readonly pauses = new Map<string, Pause>();
  /** What a call really cost where that was more than its platform had estimated. */
  private readonly dearer = new Map<string, number>();
  private readonly recalled = new Map<string, Promise<void>>();
  /** When the last call of a published frequency had surely arrived: its answer came, or never will. */
  private readonly arrivedBy = new Map<string, Instant>();

  constructor(
    private readonly clock: Clock,
    private readonly ledger: Pick<Ledger, 'take' | 'keep' | 'kept'>,
  ) {}

  holds(request: Request): boolean {
    return this.places.has(request);
  }

  /** 0 and the place is taken, or the ms to wait and nothing is. Rejects only where the ledger does. */
  async reserve(request: Request): Promise<Ms> {
    if (this.places.has(request)) return 0;
    await this.recall(request);
    const now = this.clock.now();
    this.lapse(now);
    const pause = this.pauses.get(nameOf(request));
    if (pause && pause.until > now) return pause.until - now;
    if (pause?.trying && this.places.has(pause.trying)) return ASK_AGAIN;

    const cost = this.costOf(request);
    const bucket = cost === null ? undefined : this.bucket(request.account, now);
    if (bucket && cost !== null) {
      const wait = bucket.wait(request.call, cost, now);
      if (wait > 0) return wait;
    }
    // The points are held while the ledger is asked, so that no other call counts on them.
    const place: Place =
      bucket && cost !== null
        ? { since: now, left: false, bucket, flight: bucket.take(request.call, cost, now) }
        : { since: now, left: false };
    this.places.set(request, place);
    if (pause) pause.trying = request;
    try {
      const wait = await this.turns(request, now);
      if (wait > 0) this.release(request);
      return wait;
    } catch (error) {
      this.release(request);
      throw error;
    }
  }

  /** Gives back the points of a call that was not sent. A turn of a published frequency stays spent. */
  release(request: Request): void {
    const place = this.places.get(request);
    if (!place) return;
    this.places.delete(request);
    if (place.bucket && place.flight) place.bucket.giveBack(place.flight, this.clock.now());
  }

  /** The call is being written. */
  leave(request: Request): void {
    const place = this.places.get(request);
    if (!place) return;
    place.left = true;
    if (place.flight) place.bucket?.leave(place.flight);
  }

  /**
   * The call has been answered, or never will be. `executed: false` with a report that cannot pay for it is a refusal
   * for lack of points: it cost nothing, and the bucket shuts until it can be paid. Returns the wait then, else 0.
   */
  land(request: Request, executed: boolean, report: Throttle | undefined): Ms {
    const place = this.places.get(request);
    this.places.delete(request);
    const now = this.clock.now();
    for (const { name } of everyOf(request)) this.arrivedBy.set(`${request.account}/${name}`, now);
    if (executed && (this.pauses.get(nameOf(request))?.until ?? now) < now) this.pauses.delete(nameOf(request));
    if (!place?.bucket || !place.flight) return 0;
    if (executed || !report) {
      place.bucket.land(place.flight, now, report);
      if (report?.cost !== undefined) this.learn(request, report.cost, place.flight.cost);
      return 0;
    }
    const cost = report.cost ?? place.flight.cost;
    place.bucket.land(place.flight, now, { ...report, cost: 0 });
    this.learn(request, cost, place.flight.cost);
    return cost > report.available ? place.bucket.shut(cost, report, now) : 0;
  }

  /** Nothing of this account and call leaves before `until`, also after a restart. */
  async pause(request: Request, until: Instant): Promise<void> {
    const name = nameOf(request);
    if ((this.pauses.get(name)?.until ?? 0) >= until) return;
    this.pauses.set(name, { until });
    await this.ledger.keep(`pause/${name}`, until, this.clock.now());
  }

  /** A pause outlives the process: read once per call name. */
  private recall(request: Request): Promise<void> {
    const name = nameOf(request);
    let recalled = this.recalled.get(name);
    if (!recalled) {
      recalled = this.ledger.kept(`pause/${name}`).then((row) => {
        if (typeof row?.value === 'number' && row.value > (this.pauses.get(name)?.until ?? 0))
          this.pauses.set(name, { until: row.value });
      });
      this.recalled.set(name, recalled);
      recalled.catch(() => this.recalled.delete(name));
    }
    return recalled;
  }

  /**
   * The shortest span first: where a longer one is not free, what was taken in vain is the cheaper turn. The vendor counts
   * from when a call arrives, so a slow one must not be followed too closely by a quick one.
   */
  private async turns(request: Request, now: Instant): Promise<Ms> {
    const paces = everyOf(request).sort((a, b) => a.span - b.span);
    for (const pace of paces) {
      const free = (pace.burst ?? 1) > 1 ? 0 : (this.arrivedBy.get(`${request.account}/${pace.name}`) ?? -pace.span) + pace.span;
      if (free > now) return free - now;
    }
    for (const pace of paces) {
      const wait = await this.ledger.take(`${request.account}/${pace.name}`, pace.span, pace.burst ?? 1, now);
      if (wait > 0) return wait;
    }
    return 0;
  }

  /** Null where the call is not paid in points. A call paid in points always costs something. */
  private costOf(request: Request): number | null {
    const points = request.paces.filter((pace): pace is Points => pace.by === 'points');
    if (points.length === 0) return null;
    const stated = points.reduce((sum, pace) => sum + pace.cost, 0);
    return Math.max(1, stated, this.dearer.get(nameOf(request)) ?? 0);
  }

  private learn(request: Request, cost: number, reserved: number): void {
    if (cost > reserved) this.dearer.set(nameOf(request), cost);
  }

  private bucket(account: AccountId, now: Instant): Bucket {
    const bucket = this.buckets.get(account) ?? new Bucket(now);
    this.buckets.set(account, bucket);
    return bucket;
  }

  private lapse(now: Instant): void {
    for (const [request, place] of this.places) {
      if (place.since + LAPSES_AFTER > now) return;
      if (!place.left) this.release(request);
    }
  }
}

const everyOf = (request: Request): Every[] => request.paces.filter((pace): pace is Every => pace.by === 'every');
const nameOf = (request: Request): string => `${request.account}/${request.call}`;
