import assert from 'node:assert/strict';
import type { Request } from '../../../lib/model/call';
import { mirakl } from '../../../lib/platforms/mirakl';
import { or04, or11ByIds, or21 } from '../../../lib/platforms/mirakl/calls';
import { exact, raw } from '../converse';
import { ACCOUNT } from '../orders';
import { contracts, needs, text } from '../sources';

const read = or11ByIds(ACCOUNT, {}, ['A']);
const write = or21(ACCOUNT, {}, 'A', [{ lineId: 'A-1', accepted: true }]);
const judge = (request: Request, status: number, body?: unknown, headers = {}) =>
  mirakl.dialect.judge(request, raw(status, body, headers));

describe('Mirakl: what an answer means', () => {
  const rows: readonly [string, number, unknown, string, string][] = [
    // what, status, body, of a read, of a write
    ['an answer', 200, { orders: [] }, 'ok', 'ok'],
    ['created', 201, {}, 'ok', 'ok'],
    ['no content', 204, undefined, 'ok', 'ok'],
    ['half an answer', 200, '{"orders":[', 'not executed', 'in doubt'],
    ['HTML under 200', 200, '<html>maintenance</html>', 'not executed', 'in doubt'],
    ['a redirection', 302, undefined, 'refused', 'in doubt'],
    ['400', 400, { status: 400, message: 'no' }, 'refused', 'refused'],
    ['401', 401, undefined, 'unauthorised', 'unauthorised'],
    ['403', 403, undefined, 'refused', 'refused'],
    ['404', 404, undefined, 'refused', 'refused'],
    ['405', 405, undefined, 'refused', 'refused'],
    ['406', 406, undefined, 'refused', 'refused'],
    ['410', 410, undefined, 'refused', 'refused'],
    ['415', 415, undefined, 'refused', 'refused'],
    ['408', 408, undefined, 'not executed', 'in doubt'],
    ['429', 429, undefined, 'not executed', 'not executed'],
    ['500', 500, undefined, 'not executed', 'in doubt'],
    ['502 in HTML', 502, '<html></html>', 'not executed', 'in doubt'],
    ['503', 503, undefined, 'not executed', 'in doubt'],
    ['418, which nobody documents', 418, undefined, 'not executed', 'in doubt'],
  ];
  for (const [what, status, body, ofRead, ofWrite] of rows) {
    it(`${what}: a read is ${ofRead}, a write ${ofWrite}`, () =>
      assert.deepEqual([judge(read, status, body).is, judge(write, status, body).is], [ofRead, ofWrite]));
  }

  it('429 waits as long as Retry-After says, in seconds', () => {
    assert.deepEqual(judge(read, 429, undefined, { 'retry-after': '60' }), {
      is: 'not executed',
      retryAfter: 60_000,
      why: 'Mirakl asks for fewer calls (429)',
    });
    assert.deepEqual(judge(read, 429, undefined, { 'retry-after': 'later' }), {
      is: 'not executed',
      why: 'Mirakl asks for fewer calls (429)',
    });
  });

  const refusals: readonly [string, unknown, object][] = [
    [
      '{status, message}',
      { status: 400, message: 'Error with field refunds.' },
      { code: 'HTTP_400', text: 'Error with field refunds.' },
    ],
    [
      'a code within the message',
      { message: 'ORDER_INVALID_STATE: Order is not in the expected state' },
      { code: 'ORDER_INVALID_STATE', text: 'ORDER_INVALID_STATE: Order is not in the expected state' },
    ],
    [
      'errors[]',
      {
        errors: [
          { code: 'INVALID_FIELD_TYPE', field: 'requests[0].files', message: 'Field type is invalid' },
          { message: 'and more' },
        ],
      },
      { code: 'INVALID_FIELD_TYPE', field: 'requests[0].files', text: 'Field type is invalid; and more' },
    ],
    ['HTML', '<html></html>', { code: 'HTTP_400', text: 'Mirakl did not take the call as it was sent' }],
    ['nothing', undefined, { code: 'HTTP_400', text: 'Mirakl did not take the call as it was sent' }],
    ['a list', [1], { code: 'HTTP_400', text: 'Mirakl did not take the call as it was sent' }],
    [
      'errors that are none',
      { errors: ['bad', null] },
      { code: 'HTTP_400', text: 'Mirakl did not take the call as it was sent' },
    ],
  ];
  for (const [what, body, refusal] of refusals)
    it(`a refusal as ${what}`, () => assert.deepEqual(judge(write, 400, body), { is: 'refused', status: 400, ...refusal }));

  it('a long text is cut', () => {
    const verdict = judge(write, 400, { message: 'x'.repeat(5000) });
    assert.ok(verdict.is === 'refused' && verdict.text.length === 300);
  });
  it('digits survive', () => {
    const verdict = judge(or04(ACCOUNT, {}, []), 200, '{"amount": 9007199254740993.01}');
    assert.deepEqual(verdict, { is: 'ok', body: { amount: '9007199254740993.01' } });
  });
  it('the error bodies of the contract', function () {
    needs(this, contracts);
    const { payload } = exact(text(contracts, 'mirakl', 'fixtures', 'error-bodies.json')) as {
      payload: Record<string, Record<string, unknown>>;
    };
    const { _headers, ...tooMany } = payload['429'] ?? {};
    assert.deepEqual(judge(read, 429, tooMany, { 'retry-after': (_headers as Record<string, string>)['Retry-After'] }), {
      is: 'not executed',
      retryAfter: 60_000,
      why: 'Mirakl asks for fewer calls (429)',
    });
    for (const [name, body] of Object.entries(payload).filter(([name]) => /^40[04]/.test(name))) {
      assert.deepEqual(judge(write, Number(name.slice(0, 3)), body), {
        is: 'refused',
        status: Number(name.slice(0, 3)),
        code: `HTTP_${name.slice(0, 3)}`,
        text: body.message,
      });
    }
    const dr74 = judge(write, 400, payload['dr74-400']);
    assert.ok(dr74.is === 'refused' && dr74.code === 'INVALID_FIELD_TYPE');
  });
});

describe('Mirakl: the outcome of each order in OR04', () => {
  const item = { key: `${ACCOUNT}:A`, sourceOrderId: 'A', reference: '#1001' };
  const outcome = (body: unknown) => mirakl.reference?.outcome(body, item);
  const rows: readonly [string, unknown, object][] = [
    [
      'updated',
      {
        updated_orders: [
          { order_id: 'B', errors: [{ code: 'X', field: 'y', message: 'z' }] },
          { order_id: 'A', updated: {} },
        ],
      },
      { is: 'done' },
    ],
    ['no errors', { updated_orders: [{ order_id: 'A', errors: [] }] }, { is: 'done' }],
    [
      'an error',
      { updated_orders: [{ order_id: 'A', errors: [{ code: 'ORDER_NOT_FOUND', field: 'order_id', message: 'no such order' }] }] },
      { is: 'refused', code: 'ORDER_NOT_FOUND', field: 'order_id', text: 'no such order' },
    ],
    [
      'an order left out',
      { updated_orders: [] },
      { is: 'refused', code: 'NO_OUTCOME', text: 'the answer does not name this order' },
    ],
    ['nothing', null, { is: 'refused', code: 'NO_OUTCOME', text: 'the answer does not name this order' }],
  ];
  for (const [what, body, expected] of rows) it(what, () => assert.deepEqual(outcome(body), expected));
});
