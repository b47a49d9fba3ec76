/** The calls of the seller's API below /api: which is meant, who may make it, how often, and who answers. */
import type { Books } from '../books';
import { type Exact, readExact } from '../exact';
import type { HttpAnswer, HttpRequest } from '../exchange';
import { decisionOf } from './accept';
import { done, ok, refused, tooMany } from './answers';
import type { Life } from './life';
import { listOrders } from './listing';
import type { MiraklOrder } from './order';
import { CARRIERS, REASONS, SHIPPING_TYPES, shopAccount } from './platform';
import { patchOrders } from './references';

/** What the calls see of the marketplace. */
export interface Marketplace {
  readonly name: string;
  readonly key: string;
  readonly shopId: string;
  readonly configuration: Record<string, unknown>;
  readonly world: { visibilityLag: number; partialAcceptance: boolean; rateTolerance: number };
  readonly books: Books;
  readonly life: Life;
  /** How PC01 says that prices are meant. */
  taxMode(): 'TAX_INCLUDED' | 'TAX_EXCLUDED';
  find(id: string): MiraklOrder | undefined;
  /** In order of creation. */
  all(): readonly MiraklOrder[];
}

const CALLS: readonly { readonly call: string; readonly method: string; readonly path: RegExp }[] = [
  { call: 'OR11', method: 'GET', path: /^\/api\/orders$/ },
  { call: 'OR04', method: 'PUT', path: /^\/api\/orders$/ },
  { call: 'OR21', method: 'PUT', path: /^\/api\/orders\/([^/]+)\/accept$/ },
  { call: 'PC01', method: 'GET', path: /^\/api\/platform\/configuration$/ },
  { call: 'A01', method: 'GET', path: /^\/api\/account$/ },
  { call: 'SH21', method: 'GET', path: /^\/api\/shipping\/carriers$/ },
  { call: 'SH12', method: 'GET', path: /^\/api\/shipping\/types$/ },
  { call: 'RE01', method: 'GET', path: /^\/api\/reasons$/ },
  { call: 'V01', method: 'GET', path: /^\/api\/version$/ },
];
const MINUTE = 60_000;

/** The vendor's code of the call that a request makes; '?' where it makes none that is simulated. */
export const callOf = ({ method, url }: HttpRequest): string =>
  CALLS.find((one) => one.method === method && one.path.test(url.pathname))?.call ?? '?';

/** A poll looks for whatever there is; pages of a running poll and look-ups by id are not counted (CONTRACT §2.3). */
const isPoll = (query: URLSearchParams): boolean => !query.get('order_ids') && (query.get('offset') ?? '0') === '0';

export class Calls {
  private readonly last = new Map<string, number>();

  constructor(private readonly marketplace: Marketplace) {}

  answer(request: HttpRequest): HttpAnswer {
    const call = callOf(request);
    return (
      this.unauthorised(request) ??
      this.misaddressed(request, call) ??
      this.tooSoon(request, call) ??
      this.carriedOut(request, call)
    );
  }

  private unauthorised({ headers, url }: HttpRequest): HttpAnswer | null {
    if (headers.authorization !== this.marketplace.key) return refused(401, 'Unauthorized');
    const shop = url.searchParams.get('shop_id');
    if (shop === null) return null;
    if (!/^\d+$/.test(shop)) return refused(400, `The value '${shop}' is not valid for the parameter : shop_id`);
    return shop === this.marketplace.shopId ? null : refused(403, `You are not allowed to access the shop ${shop}`);
  }

  private misaddressed({ method, url, headers, body }: HttpRequest, call: string): HttpAnswer | null {
    if (call === '?') {
      const known = CALLS.some((one) => one.path.test(url.pathname));
      return known ? refused(405, 'HTTP 405 Method Not Allowed') : refused(404, 'HTTP 404 Not Found');
    }
    // Without it many calls negotiate XML, which this marketplace does not speak.
    if (!/application\/json|\*\/\*/.test(headers.accept ?? '')) return refused(406, 'HTTP 406 Not Acceptable');
    if (method === 'PUT' && body !== '' && !/^application\/json\b/.test(headers['content-type'] ?? ''))
      return refused(415, 'HTTP 415 Unsupported Media Type');
    return null;
  }

  private tooSoon(request: HttpRequest, call: string): HttpAnswer | null {
    if (call !== 'OR04' && !(call === 'OR11' && isPoll(request.url.searchParams))) return null;
    const wait = (this.last.get(call) ?? Number.NEGATIVE_INFINITY) + MINUTE - request.arrivedAt;
    if (wait > this.marketplace.world.rateTolerance) {
      this.marketplace.books.tooSoon('mirakl', call);
      return tooMany(wait);
    }
    this.last.set(call, Math.max(this.last.get(call) ?? 0, request.arrivedAt));
    return null;
  }

  private carriedOut(request: HttpRequest, call: string): HttpAnswer {
    const { marketplace } = this;
    switch (call) {
      case 'OR11': {
        const sight = { now: request.now, lag: marketplace.world.visibilityLag };
        return listOrders(request.url, marketplace.all(), sight, marketplace.taxMode());
      }
      case 'OR04':
        return this.withBody(request, (body) =>
          patchOrders(body, {
            find: (id) => marketplace.find(id),
            now: request.now,
            wrote: (id) => marketplace.books.count('mirakl', 'reference', id),
          }),
        );
      case 'OR21':
        return this.withBody(request, (body) => this.decided(request, body));
      case 'PC01':
        return ok(JSON.stringify(marketplace.configuration));
      case 'A01':
        return ok(JSON.stringify(shopAccount(marketplace.name, marketplace.shopId, marketplace.all().length)));
      case 'SH21':
        return ok(JSON.stringify(CARRIERS));
      case 'SH12':
        return ok(JSON.stringify(SHIPPING_TYPES));
      case 'RE01':
        return ok(JSON.stringify(REASONS));
      default:
        return ok(JSON.stringify({ version: '3.1024' }));
    }
  }

  private withBody({ body }: HttpRequest, then: (body: Exact) => HttpAnswer): HttpAnswer {
    let read: Exact;
    try {
      read = readExact(body);
    } catch {
      return refused(400, 'The request body is not valid JSON');
    }
    return then(read);
  }

  private decided(request: HttpRequest, body: Exact): HttpAnswer {
    const { marketplace } = this;
    const id = decodeURIComponent(CALLS.find((one) => one.call === 'OR21')?.path.exec(request.url.pathname)?.[1] ?? '');
    const order = marketplace.find(id);
    const decision = decisionOf(order, body, marketplace.world.partialAcceptance);
    if (!order || !(decision instanceof Map)) return decision as HttpAnswer;
    const lines = decision;
    marketplace.life.decide(order, (line) => lines.get(line) === true, 'api', request.now);
    marketplace.books.count('mirakl', [...lines.values()].includes(true) ? 'accept' : 'refuse', id);
    return done();
  }
}
