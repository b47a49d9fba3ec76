import assert from 'node:assert/strict';
import type { Request } from '../../../lib/model/call';
import { shopify } from '../../../lib/platforms/shopify';
import { documents, graphql } from '../../../lib/platforms/shopify/documents';
import { raw } from '../converse';
import { cases, needs, text } from '../sources';

const STORE = 'shopify:example.myshopify.com:1';
const read = graphql(STORE, documents.orderByKey, {});
const write = graphql(STORE, documents.orderCreate, {});
const judge = (request: Request, status: number, body?: unknown, headers = {}) =>
  shopify.dialect.judge(request, raw(status, body, headers));

const error = (code: string | undefined, message = 'no', path?: readonly (string | number)[]) => ({
  message,
  ...(path ? { path } : {}),
  ...(code ? { extensions: { code } } : {}),
});
const made = { id: 'gid://shopify/Order/1', name: '#1' };
const cost = (requested: number, available: number, restoreRate: number) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: null,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate },
  },
});
const said = (message: string, code: string | null = null) => ({
  data: { orderCreate: { order: null, userErrors: [{ field: ['order', 'lineItems', '0'], message, code }] } },
});

describe('Shopify: what an answer means, by status', () => {
  const rows: readonly [number, unknown, string, string][] = [
    // status, body, of a read, of a write
    [401, { errors: '[API] Invalid API key or access token' }, 'unauthorised', 'unauthorised'],
    [402, { errors: 'Unavailable Shop' }, 'refused', 'refused'],
    [403, { errors: 'Non-expiring access tokens are no longer accepted for the Admin API' }, 'refused', 'refused'],
    [404, { errors: 'Not Found' }, 'refused', 'refused'],
    [423, undefined, 'refused', 'refused'],
    [430, undefined, 'refused', 'refused'],
    [400, undefined, 'refused', 'refused'],
    [406, undefined, 'refused', 'refused'],
    [408, undefined, 'not executed', 'in doubt'],
    [301, undefined, 'refused', 'refused'],
    [202, undefined, 'not executed', 'in doubt'],
    [429, undefined, 'not executed', 'not executed'],
    [500, undefined, 'not executed', 'in doubt'],
    [502, '<html>', 'not executed', 'in doubt'],
    [503, undefined, 'not executed', 'in doubt'],
    [504, undefined, 'not executed', 'in doubt'],
    [540, undefined, 'not executed', 'in doubt'],
    [200, '{"data":{"orderCreate', 'not executed', 'in doubt'],
    [200, '[]', 'not executed', 'in doubt'],
  ];
  for (const [status, body, ofRead, ofWrite] of rows) {
    it(`${status}${typeof body === 'string' ? ` with ${body}` : ''}: a read is ${ofRead}, a write ${ofWrite}`, () =>
      assert.deepEqual([judge(read, status, body).is, judge(write, status, body).is], [ofRead, ofWrite]));
  }
  it('a refusal at the door says Shopify’s own sentence, else ours', () => {
    assert.deepEqual(judge(read, 402, { errors: 'Unavailable Shop' }), {
      is: 'refused',
      status: 402,
      code: 'HTTP_402',
      text: 'Unavailable Shop',
    });
    assert.deepEqual(judge(read, 423), { is: 'refused', status: 423, code: 'HTTP_423', text: 'the shop is locked' });
  });
  it('429 waits as long as Retry-After says, else a second', () => {
    assert.equal((judge(write, 429, undefined, { 'retry-after': '2.0' }) as { retryAfter?: number }).retryAfter, 2_000);
    assert.equal((judge(write, 429) as { retryAfter?: number }).retryAfter, 1_000);
  });
});

describe('Shopify: what the answer to a mutation means', () => {
  const rows: readonly [string, unknown, string][] = [
    ['the object', { data: { orderCreate: { order: made, userErrors: [] } } }, 'ok'],
    [
      'the object, an error beside it',
      {
        data: { orderCreate: { order: made, userErrors: [] } },
        errors: [error('ACCESS_DENIED', 'no customer', ['orderCreate', 'order', 'customer'])],
      },
      'ok',
    ],
    [
      'the object, an internal error beside it',
      { data: { orderCreate: { order: made, userErrors: [] } }, errors: [error('INTERNAL_SERVER_ERROR', 'oops')] },
      'ok',
    ],
    [
      'the object, a user error beside it',
      { data: { orderCreate: { order: made, userErrors: [{ field: null, message: 'late' }] } } },
      'ok',
    ],
    [
      'a null payload with an internal error',
      { data: { orderCreate: null }, errors: [error('INTERNAL_SERVER_ERROR', 'Internal error', ['orderCreate'])] },
      'in doubt',
    ],
    [
      'a null payload with an error that has no code',
      { data: { orderCreate: null }, errors: [error(undefined, 'Internal error')] },
      'in doubt',
    ],
    ['a null payload and no error', { data: { orderCreate: null } }, 'in doubt'],
    ['a null object and no error', { data: { orderCreate: { order: null, userErrors: [] } } }, 'in doubt'],
    [
      'a null object whose error lies deeper',
      {
        data: { orderCreate: { order: null, userErrors: [] } },
        errors: [error('ACCESS_DENIED', 'no', ['orderCreate', 'order'])],
      },
      'in doubt',
    ],
    ['an internal error without data', { errors: [error('INTERNAL_SERVER_ERROR')] }, 'in doubt'],
    ['an internal error among denials', { errors: [error('ACCESS_DENIED'), error('INTERNAL_SERVER_ERROR')] }, 'in doubt'],
    ['nothing at all', {}, 'in doubt'],
    ['access denied without data', { errors: [error('ACCESS_DENIED')] }, 'refused'],
    [
      'access denied of the mutation itself',
      { data: { orderCreate: null }, errors: [error('ACCESS_DENIED', 'no', ['orderCreate'])] },
      'refused',
    ],
    ['a variable of the wrong type', { errors: [error('INVALID_VARIABLE')] }, 'refused'],
    ['too many lines', { errors: [error('MAX_INPUT_SIZE_EXCEEDED')] }, 'refused'],
    ['a query too dear', { errors: [error('MAX_COST_EXCEEDED')] }, 'refused'],
    ['a bad request', { errors: [error('BAD_REQUEST')] }, 'refused'],
    ['an unknown field', { errors: [error('undefinedField')] }, 'refused'],
    ['a user error', said('Variant does not exist', 'INVALID'), 'refused'],
    ['throttled', { errors: [error('THROTTLED', 'Throttled')] }, 'not executed'],
    ['throttled with a null payload', { data: { orderCreate: null }, errors: [error('THROTTLED', 'Throttled')] }, 'not executed'],
    [
      'the limit of a development store as a user error',
      said('Exceeded order API rate limit, please try again in a minute.'),
      'not executed',
    ],
    ['the same in other words', said('Too many attempts. Please try again later.'), 'not executed'],
    ['the same as a top-level error', { errors: [error(undefined, 'Too many orders created')] }, 'not executed'],
  ];
  for (const [what, body, is] of rows) it(`${what}: ${is}`, () => assert.equal(judge(write, 200, body).is, is));

  it('a refusal has code, field and every message', () => {
    const body = {
      data: {
        orderCreate: {
          order: null,
          userErrors: [
            { field: ['order', 'lineItems', '0', 'variantId'], message: 'Variant does not exist', code: 'INVALID' },
            { field: null, message: 'and more', code: null },
          ],
        },
      },
    };
    assert.deepEqual(judge(write, 200, body), {
      is: 'refused',
      status: 200,
      code: 'INVALID',
      field: 'order.lineItems.0.variantId',
      text: 'Variant does not exist; and more',
    });
  });
  it('mutations whose errors have no code or another name', () => {
    const cancel = { ...write, call: 'orderCancel' };
    assert.deepEqual(
      judge(cancel, 200, {
        data: {
          orderCancel: {
            job: null,
            orderCancelUserErrors: [{ field: null, message: 'Cannot cancel an order that has already been canceled' }],
          },
        },
      }),
      { is: 'refused', status: 200, code: 'USER_ERROR', text: 'Cannot cancel an order that has already been canceled' },
    );
  });
  it('the limit of a development store waits a minute', () =>
    assert.equal((judge(write, 200, said('too many orders')) as { retryAfter?: number }).retryAfter, 60_000));
});

describe('Shopify: what the answer to a query means', () => {
  const rows: readonly [string, unknown, string][] = [
    ['data', { data: { orderByIdentifier: null } }, 'ok'],
    ['no data and no error', {}, 'not executed'],
    ['throttled', { errors: [error('THROTTLED')] }, 'not executed'],
    ['an internal error', { data: { orderByIdentifier: null }, errors: [error('INTERNAL_SERVER_ERROR')] }, 'not executed'],
    [
      'a missing definition',
      {
        data: { orderByIdentifier: null },
        errors: [error('NOT_FOUND', "Metafield definition of type 'id' is required when using custom ids.")],
      },
      'refused',
    ],
    ['a missing scope', { data: { orderByIdentifier: null }, errors: [error('ACCESS_DENIED')] }, 'refused'],
  ];
  for (const [what, body, is] of rows) it(`${what}: ${is}`, () => assert.equal(judge(read, 200, body).is, is));
});

describe('Shopify: the bucket', () => {
  it('limits-wait-is-computed: (19 − 3) / 2 = 8 s', function () {
    needs(this, cases);
    const { answer } = JSON.parse(text(cases, 'inputs', 'limits-wait-is-computed.json')) as {
      answer: { status: number; body: unknown };
    };
    const verdict = judge(write, answer.status, answer.body);
    assert.ok(verdict.is === 'not executed');
    assert.equal(verdict.retryAfter, 8_000);
    assert.deepEqual(shopify.dialect.throttle?.(raw(200, answer.body)), { maximum: 40, available: 3, restoreRate: 2, cost: 19 });
  });
  const waits: readonly [number, number, number, number][] = [
    // asked for, left, restored a second, ms
    [19, 3, 2, 8_000],
    [20, 3, 2, 9_000],
    [10, 10, 2, 1_000],
    [10, 50, 2, 1_000],
    [1000, 0, 100, 10_000],
    [10, 0, 0, 1_000],
  ];
  for (const [requested, available, restoreRate, wait] of waits) {
    it(`${requested} asked for, ${available} left, ${restoreRate} a second: ${wait} ms`, () =>
      assert.equal(
        (
          judge(write, 200, { errors: [error('THROTTLED')], extensions: cost(requested, available, restoreRate) }) as {
            retryAfter?: number;
          }
        ).retryAfter,
        wait,
      ));
  }
  it('what was charged counts before what was asked for; numbers with a fraction are read', () => {
    const body =
      '{"data":{},"extensions":{"cost":{"requestedQueryCost":19,"actualQueryCost":10,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":1990,"restoreRate":100.0}}}}';
    assert.deepEqual(shopify.dialect.throttle?.(raw(200, body)), { maximum: 2000, available: 1990, restoreRate: 100, cost: 10 });
  });
  it('an answer without a report has none', () => {
    for (const body of [undefined, '<html>', '{}', '{"extensions":{"cost":{"throttleStatus":{}}}}'])
      assert.equal(shopify.dialect.throttle?.(raw(200, body)), undefined);
    const report = (cost: string, maximum: string, available: string, rate: string) =>
      shopify.dialect.throttle?.(
        raw(
          200,
          `{"data":{},"extensions":{"cost":{"actualQueryCost":${cost},"throttleStatus":{"maximumAvailable":${maximum},"currentlyAvailable":${available},"restoreRate":${rate}}}}}`,
        ),
      );
    for (const cost of ['9007199254740000', '-5', '1e400'])
      assert.deepEqual(report(cost, '40', '3', '2'), { maximum: 40, available: 3, restoreRate: 2 }, cost);
    for (const [maximum, available, rate] of [
      ['0', '0', '2'],
      ['40', '41', '2'],
      ['40', '-41', '2'],
      ['40', '3', '0.001'],
      ['40', '3', '-2'],
    ] as const)
      assert.equal(report('1', maximum, available, rate), undefined, `${maximum} ${available} ${rate}`);
  });
});
