/** A shop that is paid in points, as Shopify describes it (contract §3.4), and the calls to it. */
import type { Request } from '../../lib/model/call';
import type { Wire } from '../../lib/transport/port';
import { type Cost, raw, request } from './fixtures';
import type { VirtualClock } from './virtual-clock';

export const points = (cost: number, over: Partial<Request> = {}): Request =>
  request({ call: 'orderCreate', paces: [{ by: 'points', cost }], ...over });
export const bucketOf = (maximum: number, available: number, rate: number): Cost['throttleStatus'] => ({
  maximumAvailable: maximum,
  currentlyAvailable: available,
  restoreRate: rate,
});

/** A shop with a bucket: the requested cost is taken first, what was not used is given back with the answer. */
export class Shop {
  level: number;
  refused = 0;
  answered = 0;
  paid = 0;
  readonly arrivals: number[] = [];
  private at: number;
  constructor(
    private readonly clock: VirtualClock,
    private readonly options: {
      maximum: number;
      available?: number;
      rate: number;
      latency: () => number;
      actual?: (requested: number) => number;
    },
  ) {
    this.level = options.available ?? options.maximum;
    this.at = clock.now();
  }
  readonly wire: Wire = async ({ body }) => {
    const { maximum, rate, latency, actual = (cost) => cost } = this.options;
    const requested = (JSON.parse(body ?? '{}') as { cost: number }).cost;
    await this.clock.sleep(latency());
    this.refill();
    this.arrivals.push(this.clock.now());
    const cost = (actualQueryCost: number | null): Cost => ({
      requestedQueryCost: requested,
      actualQueryCost,
      throttleStatus: bucketOf(maximum, Math.floor(this.level), rate),
    });
    if (this.level + 1e-6 < requested) {
      this.refused++;
      const throttled = {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: { cost: cost(null) },
      };
      await this.clock.sleep(latency());
      return raw(200, throttled);
    }
    this.level -= requested;
    await this.clock.sleep(latency());
    this.refill();
    const used = actual(requested);
    this.level = Math.min(maximum, this.level + requested - used);
    this.paid += used;
    this.answered++;
    const answer = { data: {}, extensions: { cost: cost(used) } };
    await this.clock.sleep(latency());
    return raw(200, answer);
  };
  refill(): void {
    const { maximum, rate } = this.options;
    this.level = Math.min(maximum, this.level + ((this.clock.now() - this.at) / 1000) * rate);
    this.at = this.clock.now();
  }
}
/** A call that the shop charges `cost` for, and the platform's folder expects to cost `estimate`. */
export const paid = (cost: number, estimate = cost): Request => points(estimate, { body: { cost } });
