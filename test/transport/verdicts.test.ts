import assert from 'node:assert/strict';
import type { Answer, Verdict } from '../../lib/model/call';
import { WireError } from '../../lib/transport/port';
import { afterVerdict, afterWireError, backOff, dateOf, retryAfter } from '../../lib/transport/verdicts';
import { raw, request } from './fixtures';

const never = { next: () => 0 };
const most = { next: () => 0.999999 };
const NOW = Date.UTC(2026, 2, 1, 12);
const around = { sentAt: NOW - 200, answeredAt: NOW, failures: 0, random: never };
const write = request();
const read = request({ call: 'OR11', method: 'GET', writes: false });
const date = new Date(NOW).toUTCString();

describe('what became of a call', () => {
  const table: readonly (readonly [string, () => Answer, Answer])[] = [
    [
      'wire, nothing sent: write',
      () => afterWireError(write, new WireError('ECONNREFUSED', false), around),
      { is: 'not sent', why: 'ECONNREFUSED' },
    ],
    [
      'wire, nothing sent: read',
      () => afterWireError(read, new WireError('ENOTFOUND', false), around),
      { is: 'not sent', why: 'ENOTFOUND' },
    ],
    [
      'wire, sent: write',
      () => afterWireError(write, new WireError('ECONNRESET', true), around),
      { is: 'in doubt', why: 'ECONNRESET' },
    ],
    [
      'wire, sent: read backs off',
      () => afterWireError(read, new WireError('ECONNRESET', true), around),
      { is: 'not executed', retryAfter: 500, why: 'ECONNRESET' },
    ],
    [
      'wire, sent: read backs off more each time',
      () => afterWireError(read, new WireError('ECONNRESET', true), { ...around, failures: 4 }),
      { is: 'not executed', retryAfter: 8_000, why: 'ECONNRESET' },
    ],
    [
      "ok with the platform's date",
      () => afterVerdict(read, { is: 'ok', body: { x: 1 } }, raw(200, '', { date }), around),
      { is: 'ok', body: { x: 1 }, date: NOW, sentAt: NOW - 200, answeredAt: NOW },
    ],
    [
      'ok without a date',
      () => afterVerdict(read, { is: 'ok', body: null }, raw(204), around),
      { is: 'ok', body: null, sentAt: NOW - 200, answeredAt: NOW },
    ],
    [
      'refused',
      () =>
        afterVerdict(
          write,
          { is: 'refused', code: 'X', field: 'lines', text: 'no, ask ann@example.test', status: 400 },
          raw(400),
          around,
        ),
      { is: 'refused', code: 'X', field: 'lines', text: 'no, ask [email]', status: 400 },
    ],
    [
      'not executed, the header says when',
      () => afterVerdict(write, { is: 'not executed', why: '429' }, raw(429, '', { 'retry-after': '7' }), around),
      { is: 'not executed', retryAfter: 7_000, why: '429' },
    ],
    [
      'not executed, the dialect says when',
      () => afterVerdict(write, { is: 'not executed', why: 'a minute', retryAfter: 60_000 }, raw(200), around),
      { is: 'not executed', retryAfter: 60_000, why: 'a minute' },
    ],
    [
      'not executed, the bucket says when',
      () => afterVerdict(write, { is: 'not executed', why: 'THROTTLED' }, raw(200), { ...around, computed: 8_000 }),
      { is: 'not executed', retryAfter: 8_000, why: 'THROTTLED' },
    ],
    [
      'not executed, the longest of them counts',
      () =>
        afterVerdict(write, { is: 'not executed', why: 'x', retryAfter: 2_000 }, raw(429, '', { 'retry-after': '3' }), {
          ...around,
          computed: 1_000,
        }),
      { is: 'not executed', retryAfter: 3_000, why: 'x' },
    ],
    [
      'not executed, nobody says when',
      () => afterVerdict(write, { is: 'not executed', why: '429' }, raw(429), { ...around, failures: 2 }),
      { is: 'not executed', retryAfter: 2_000, why: '429' },
    ],
    [
      'in doubt: write',
      () => afterVerdict(write, { is: 'in doubt', why: 'HTTP 502' }, raw(502), around),
      { is: 'in doubt', why: 'HTTP 502' },
    ],
    [
      'in doubt: read',
      () => afterVerdict(read, { is: 'in doubt', why: 'HTTP 502' }, raw(502), around),
      { is: 'not executed', retryAfter: 500, why: 'HTTP 502' },
    ],
    [
      'in doubt: read, the header says when',
      () => afterVerdict(read, { is: 'in doubt', why: 'HTTP 503' }, raw(503, '', { 'retry-after': '30' }), around),
      { is: 'not executed', retryAfter: 30_000, why: 'HTTP 503' },
    ],
    [
      'unauthorised for good',
      () => afterVerdict(write, { is: 'unauthorised', why: 'HTTP 401' } satisfies Verdict, raw(401), around),
      { is: 'refused', code: 'UNAUTHORISED', text: 'HTTP 401', status: 401 },
    ],
  ];
  for (const [name, act, expected] of table) it(name, () => assert.deepEqual(act(), expected));

  it('adds up to a tenth to a stated wait, and never takes from it', () => {
    const answer = afterVerdict(write, { is: 'not executed', why: '' }, raw(429, '', { 'retry-after': '10' }), {
      ...around,
      random: most,
    });
    assert.ok(answer.is === 'not executed' && answer.retryAfter >= 10_000 && answer.retryAfter <= 11_000);
  });
  it('backs off to five minutes and no further', () => {
    assert.deepEqual(
      [0, 1, 2, 8, 9, 1_000].map((n) => backOff(n, most)),
      [1_000, 2_000, 4_000, 256_000, 300_000, 300_000],
    );
    assert.deepEqual(
      [0, 1, 1_000].map((n) => backOff(n, never)),
      [500, 1_000, 150_000],
    );
  });
  it("reads Retry-After as seconds or as a date, by the platform's clock where it states it", () => {
    const inTen = new Date(NOW + 10_000).toUTCString();
    assert.deepEqual(
      ['3', '0', '2.5', inTen, 'soon', ''].map((stated) => retryAfter(raw(429, '', { 'retry-after': stated }), NOW)),
      [3_000, 0, 2_500, 10_000, undefined, undefined],
    );
    assert.equal(retryAfter(raw(429, '', { 'retry-after': inTen, date: new Date(NOW + 4_000).toUTCString() }), NOW), 6_000);
    assert.equal(retryAfter(raw(429), NOW), undefined);
    assert.equal(dateOf(raw(200, '', { date: 'yesterday' })), undefined);
  });
});
