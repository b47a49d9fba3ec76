/** The shop's HTTP side: tokens, versions, and one GraphQL endpoint with its four layers of refusal (CONTRACT §3). */
import { Kind, type OperationDefinitionNode } from 'graphql';
import type { Books } from '../books';
import { type Exact, isObject, readExact } from '../exact';
import { type HttpAnswer, type HttpRequest, isoOf } from '../exchange';
import type { Bucket } from './bucket';
import { readOperation } from './check';
import { actualCost, DEAREST, requestedCost } from './cost';
import { type Operation, operationOf, parsed } from './document';
import { type TopError, Unacceptable } from './errors';
import { execute, type Roots } from './execute';
import { SCOPES } from './scopes';

export interface ApiParts {
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly token: string;
  readonly bucket: Bucket;
  readonly books: Books;
  readonly roots: Roots;
  /** Rises when anything in the shop changes. */
  readonly changes: () => number;
}
/** What an access token of the client credentials grant lives, in seconds. */
export const TOKEN_LIVES = 86_399;
/** Oldest supported first; the last two are not stable. */
export const VERSIONS = ['2026-01', '2026-04', '2026-07', '2026-10', '2027-01', 'unstable'] as const;
const PATH = /^\/admin\/api\/([^/]+)\/graphql\.json$/;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  committed = false,
): HttpAnswer => ({ status, headers: { ...JSON_TYPE, ...headers }, text: JSON.stringify(body), committed });

export class ShopApi {
  private readonly tokens = new Map<string, number>();
  private requests = 0;

  constructor(private readonly parts: ApiParts) {}

  /** The operation that a request names; null where none can be read. */
  private static operationIn({ body }: HttpRequest): OperationDefinitionNode | null {
    try {
      const { query, operationName } = readBody(body);
      return operationOf(parsed(query), operationName);
    } catch (error) {
      if (error instanceof Unacceptable || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  /** `token`, or the root fields of the document joined by "+"; '?' where neither can be read. */
  static nameOf(request: HttpRequest): string {
    if (request.url.pathname === '/admin/oauth/access_token') return 'token';
    const selections = ShopApi.operationIn(request)?.selectionSet.selections ?? [];
    return selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : '?')).join('+') || '?';
  }
  static askedOf(request: HttpRequest): string {
    return ShopApi.operationIn(request)?.name?.value ?? request.url.pathname;
  }
  static writes(request: HttpRequest): boolean {
    return PATH.test(request.url.pathname) && ShopApi.operationIn(request)?.operation === 'mutation';
  }

  answer(request: HttpRequest): HttpAnswer {
    const { method, url } = request;
    if (url.pathname === '/admin/oauth/access_token')
      return method === 'POST' ? this.issued(request) : answer(405, { errors: 'Method Not Allowed' });
    const asked = PATH.exec(url.pathname)?.[1];
    if (asked === undefined) return answer(404, { errors: 'Not Found' });
    if (method !== 'POST') return answer(405, { errors: 'Method Not Allowed' });
    const version = servedVersion(asked);
    if (version === null) return answer(404, { errors: 'Not Found' });
    const token = request.headers['x-shopify-access-token'];
    const until =
      token === undefined ? undefined : token === this.parts.token ? Number.POSITIVE_INFINITY : this.tokens.get(token);
    if (until === undefined || until <= request.now)
      return answer(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return answer(415, { errors: 'Unsupported Media Type' });
    this.requests += 1;
    return this.graphql(request, { 'x-shopify-api-version': version, 'x-request-id': `simulated-${this.requests}` });
  }

  private graphql(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpAnswer {
    let operation: Operation;
    try {
      const { query, operationName, variables } = readBody(request.body);
      operation = readOperation(query, operationName, variables);
    } catch (error) {
      if (error instanceof SyntaxError) return answer(400, { errors: { query: error.message } }, headers);
      if (error instanceof Unacceptable) return answer(200, { errors: error.errors }, headers);
      throw error;
    }
    const requested = requestedCost(operation);
    if (requested > DEAREST) {
      return answer(
        200,
        {
          errors: [
            {
              message: `Query cost is ${requested}, which exceeds the single query max cost limit (${DEAREST}).`,
              extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: DEAREST },
            },
          ],
        },
        headers,
      );
    }
    if (!this.parts.bucket.take(requested, request.now)) {
      this.parts.books.tooSoon('shopify', ShopApi.nameOf(request));
      return this.throttledAt(request.now, requested, headers);
    }
    const before = this.parts.changes();
    try {
      const { data, errors } = execute(operation, this.parts.roots, headers['x-shopify-api-version'] ?? VERSIONS[3]);
      const actual = Math.min(requested, actualCost(operation, data));
      this.parts.bucket.giveBack(requested - actual);
      const cost = {
        requestedQueryCost: requested,
        actualQueryCost: actual,
        throttleStatus: this.parts.bucket.status(request.now),
      };
      return answer(
        200,
        { data, ...(errors.length > 0 ? { errors } : {}), extensions: { cost } },
        headers,
        this.parts.changes() !== before,
      );
    } catch (error) {
      if (!(error instanceof Unacceptable)) throw error;
      this.parts.bucket.giveBack(requested);
      return answer(200, { errors: error.errors }, headers, this.parts.changes() !== before);
    }
  }

  /** THROTTLED: HTTP 200, no data, nothing executed. */
  throttled(request: HttpRequest): HttpAnswer {
    let requested = 1;
    try {
      const { query, operationName, variables } = readBody(request.body);
      requested = requestedCost(readOperation(query, operationName, variables));
    } catch (error) {
      if (!(error instanceof Unacceptable) && !(error instanceof SyntaxError)) throw error;
    }
    return this.throttledAt(request.now, requested, {
      'x-shopify-api-version': servedVersion(PATH.exec(request.url.pathname)?.[1] ?? '') ?? VERSIONS[3],
    });
  }

  private throttledAt(now: number, requestedQueryCost: number, headers: Readonly<Record<string, string>>): HttpAnswer {
    const cost = { requestedQueryCost, actualQueryCost: null, throttleStatus: this.parts.bucket.status(now) };
    return answer(
      200,
      {
        errors: [
          { message: 'Throttled', extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' } },
        ],
        extensions: { cost },
      },
      headers,
    );
  }

  /** Client credentials grant: no refresh token, a new token every time. */
  private issued({ headers, body, now }: HttpRequest): HttpAnswer {
    const form = /^application\/json\b/.test(headers['content-type'] ?? '') ? jsonForm(body) : new URLSearchParams(body);
    const wrong = (error: string, text: string) => answer(400, { error, error_description: text });
    if (form.get('grant_type') !== 'client_credentials')
      return wrong('unsupported_grant_type', 'The grant type must be client_credentials');
    if (form.get('client_id') !== this.parts.clientId)
      return wrong('application_cannot_be_found', `No application was found with the client id given`);
    if (form.get('client_secret') !== this.parts.clientSecret)
      return wrong('invalid_client', 'The client secret is not that of the application');
    const token = `shpat_simulated_${this.parts.host}_${this.tokens.size + 1}`;
    this.tokens.set(token, now + TOKEN_LIVES * 1000);
    return answer(200, { access_token: token, scope: SCOPES.join(','), expires_in: TOKEN_LIVES });
  }

  /** What a partial success makes of an answer: the object was made, and the answer hides or doubts it (CONTRACT §3.5). */
  spoiled(request: HttpRequest, original: HttpAnswer, how: 'null with error' | 'id with error'): HttpAnswer {
    const body = JSON.parse(original.text) as { data?: Record<string, unknown>; errors?: TopError[]; extensions?: unknown };
    const [field] = Object.keys(body.data ?? {});
    if (!original.committed || field === undefined) return original;
    const nothing: TopError = {
      message: 'Internal error. Looks like something went wrong on our end.',
      path: [field],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: `simulated-${this.requests}-${isoOf(request.now)}` },
    };
    const [object = 'order'] = Object.keys((body.data?.[field] ?? {}) as object);
    const denied: TopError = {
      message: 'Access denied for customer field. Required access: `read_customers` access scope.',
      path: [field, object, 'customer'],
      extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_customers` access scope.' },
    };
    const spoilt =
      how === 'null with error'
        ? { ...body, data: { ...body.data, [field]: null }, errors: [nothing] }
        : { ...body, errors: [denied] };
    return { ...original, text: JSON.stringify(spoilt) };
  }
}

/** The version that answers: an expired one falls forward to the oldest supported; null where it is no version at all. */
export function servedVersion(asked: string): string | null {
  if ((VERSIONS as readonly string[]).includes(asked)) return asked;
  return /^20\d\d-(01|04|07|10)$/.test(asked) && asked < VERSIONS[0] ? VERSIONS[0] : null;
}

/** The body of a GraphQL request; throws SyntaxError where it is none. */
function readBody(body: string): { query: string; operationName: string | null; variables: Readonly<Record<string, Exact>> } {
  const read = readExact(body);
  if (!isObject(read) || typeof read.query !== 'string') throw new SyntaxError('Required parameter missing or invalid');
  return {
    query: read.query,
    operationName: typeof read.operationName === 'string' ? read.operationName : null,
    variables: isObject(read.variables) ? read.variables : {},
  };
}
function jsonForm(body: string): URLSearchParams {
  const form = new URLSearchParams();
  try {
    const read = readExact(body);
    if (isObject(read)) for (const [name, value] of Object.entries(read)) if (typeof value === 'string') form.set(name, value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return form;
}
