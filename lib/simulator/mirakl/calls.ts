/** The calls of the seller's API below /api: which is meant, who may make it, how often, and who answers. */
import type { HttpAnswer, HttpRequest } from '../exchange';
import { decisionOf } from './accept';
import { done, ok, refused, tooMany } from './answers';
import { type Call, type Marketplace, type Pace, withBody } from './call';
import { dispatching } from './dispatch';
import { documentRequests } from './documents';
import { customFields } from './fields';
import { givingBack } from './give-back';
import { listOrders } from './listing';
import { packing } from './packing';
import { CARRIERS, REASONS, SHIPPING_TYPES, shopAccount } from './platform';
import { patchOrders } from './references';
import { returning } from './return-calls';
import { shipmentLists } from './shipment-view';
import { stocking } from './stock-calls';

const MINUTE = 60_000;
/** A poll looks for whatever there is; pages of a running poll and look-ups by id are not counted (CONTRACT §2.3). */
const isPoll = ({ url: { searchParams } }: HttpRequest): boolean =>
  !searchParams.get('order_ids') && (searchParams.get('offset') ?? '0') === '0';
const constant = (call: string, path: RegExp, body: (marketplace: Marketplace) => unknown): Call => ({
  call,
  method: 'GET',
  path,
  answer: (marketplace) => ok(JSON.stringify(body(marketplace))),
});

const CALLS: readonly Call[] = [
  {
    call: 'OR11',
    method: 'GET',
    path: /^\/api\/orders$/,
    pace: { calls: 1, within: MINUTE, counts: isPoll },
    answer: (marketplace, { url, now }) =>
      listOrders(url, marketplace.all(), { now, lag: marketplace.world.visibilityLag }, marketplace.taxMode()),
  },
  {
    call: 'OR04',
    method: 'PUT',
    path: /^\/api\/orders$/,
    pace: { calls: 1, within: MINUTE },
    answer: (marketplace, request) =>
      withBody(request, (body) =>
        patchOrders(body, {
          find: (id) => marketplace.find(id),
          now: request.now,
          wrote: (id) => marketplace.books.count('mirakl', 'reference', id),
        }),
      ),
  },
  { call: 'OR21', method: 'PUT', path: /^\/api\/orders\/([^/]+)\/accept$/, answer: decide },
  ...dispatching,
  ...givingBack,
  ...packing,
  ...shipmentLists,
  ...customFields,
  ...returning,
  ...stocking,
  ...documentRequests,
  constant('PC01', /^\/api\/platform\/configuration$/, ({ configuration }) => configuration),
  constant('A01', /^\/api\/account$/, ({ name, shopId, all }) => shopAccount(name, shopId, all().length)),
  constant('SH21', /^\/api\/shipping\/carriers$/, () => CARRIERS),
  constant('SH12', /^\/api\/shipping\/types$/, () => SHIPPING_TYPES),
  constant('RE01', /^\/api\/reasons$/, () => REASONS),
  constant('V01', /^\/api\/version$/, () => ({ version: '3.1024' })),
];

function decide(marketplace: Marketplace, request: HttpRequest, id = ''): HttpAnswer {
  return withBody(request, (body) => {
    const order = marketplace.find(id);
    const decision = decisionOf(order, body, marketplace.world.partialAcceptance);
    if (!order || !(decision instanceof Map)) return decision as HttpAnswer;
    marketplace.life.decide(order, (line) => decision.get(line) === true, 'api', request.now);
    marketplace.books.count('mirakl', [...decision.values()].includes(true) ? 'accept' : 'refuse', id);
    return done();
  });
}

const meant = ({ method, url }: HttpRequest): Call | undefined =>
  CALLS.find((one) => one.method === method && one.path.test(url.pathname));
/** The vendor's code of the call that a request makes; '?' where it makes none that is simulated. */
export const callOf = (request: HttpRequest): string => meant(request)?.call ?? '?';

export class Calls {
  /** When the counted requests of each call came in, as far back as its pace looks. */
  private readonly came = new Map<string, number[]>();

  constructor(private readonly marketplace: Marketplace) {}

  answer(request: HttpRequest): HttpAnswer {
    const call = meant(request);
    const before = this.unauthorised(request) ?? this.misaddressed(request, call);
    if (before || !call) return before ?? refused(404, 'HTTP 404 Not Found');
    const path = (call.path.exec(request.url.pathname) ?? []).slice(1).map((part) => decodeURIComponent(part));
    return this.tooSoon(request, call) ?? call.answer(this.marketplace, request, ...path);
  }

  private unauthorised({ headers, url }: HttpRequest): HttpAnswer | null {
    if (headers.authorization !== this.marketplace.key) return refused(401, 'Unauthorized');
    const shop = url.searchParams.get('shop_id');
    if (shop === null) return null;
    if (!/^\d+$/.test(shop)) return refused(400, `The value '${shop}' is not valid for the parameter : shop_id`);
    return shop === this.marketplace.shopId ? null : refused(403, `You are not allowed to access the shop ${shop}`);
  }

  private misaddressed({ method, url, headers, body }: HttpRequest, call: Call | undefined): HttpAnswer | null {
    const there = CALLS.filter((one) => one.path.test(url.pathname) && (one.exists?.(this.marketplace) ?? true));
    if (there.length === 0) return refused(404, 'HTTP 404 Not Found');
    if (!call) return refused(405, 'HTTP 405 Method Not Allowed');
    // Without it many calls negotiate XML, which this marketplace does not speak.
    const accepted = (headers.accept ?? '').split(',').map((one) => one.split(';')[0]?.trim());
    if (!['*/*', 'application/json', call.gives].some((type) => type !== undefined && accepted.includes(type)))
      return refused(406, 'HTTP 406 Not Acceptable');
    const type = (headers['content-type'] ?? '').split(';')[0]?.trim();
    if (method !== 'GET' && body !== '' && type !== (call.takes ?? 'application/json'))
      return refused(415, 'HTTP 415 Unsupported Media Type');
    return null;
  }

  private tooSoon(request: HttpRequest, { call, pace }: Call): HttpAnswer | null {
    if (!pace || !(pace.counts?.(request) ?? true)) return null;
    const wait = this.waitOf(call, pace, request.arrivedAt);
    if (wait > this.marketplace.world.rateTolerance) {
      this.marketplace.books.tooSoon('mirakl', call);
      return tooMany(wait);
    }
    const came = [...(this.came.get(call) ?? []), request.arrivedAt].sort((a, b) => a - b);
    this.came.set(call, came.slice(-pace.calls));
    return null;
  }
  private waitOf(call: string, { calls, within }: Pace, now: number): number {
    const came = this.came.get(call) ?? [];
    const oldest = came.length < calls ? undefined : came[0];
    return oldest === undefined ? 0 : oldest + within - now;
  }
}
