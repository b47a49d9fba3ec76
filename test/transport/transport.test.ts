import assert from 'node:assert/strict';
import type { Answer, RawAnswer } from '../../lib/model/call';
import { type Wire, WireError, type WireRequest } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { createTransport } from '../../lib/transport/transport';
import { connection, dialect, raw, request, transportOver } from './fixtures';
import { turns } from './ledger';
import { virtualClock } from './virtual-clock';

const is = (answer: Answer): string => answer.is;
/** A wire that answers in turn, the last answer for ever, and notes what it was asked. */
function answering(...answers: (RawAnswer | Error)[]): Wire & { readonly asked: WireRequest[] } {
  const asked: WireRequest[] = [];
  const wire: Wire = async (asking) => {
    asked.push(asking);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
    return answer;
  };
  return Object.assign(wire, { asked });
}
const read = request({
  call: 'OR11',
  method: 'GET',
  path: '/api/orders',
  query: { max: '100', since: '2026-03-01T00:00:00Z' },
  body: undefined,
  writes: false,
});
const CREDENTIALS = {
  by: 'client credentials',
  tokenUrl: 'https://example.test/oauth/token',
  clientId: 'c',
  clientSecret: 's&=',
  header: 'X-Token',
} as const;
const token = (value: string, life: number | undefined = 86_399): RawAnswer =>
  raw(200, { access_token: value, expires_in: life });

describe('the transport', () => {
  it('writes the request as the platform gave it', async () => {
    const wire = answering(raw(200, '{"ok":1}'));
    const transport = transportOver(virtualClock(), wire);
    assert.equal(is(await transport.send(request())), 'ok');
    assert.equal(is(await transport.send(read)), 'ok');
    const [put, get] = wire.asked;
    assert.deepEqual(
      { ...put, mayLeave: undefined },
      {
        method: 'PUT',
        url: 'https://example.test/api/orders/1/accept',
        body: '{"a":1}',
        timeout: 30_000,
        mayLeave: undefined,
        headers: { accept: 'application/json', 'content-type': 'application/json', authorization: 'k-0123456789' },
      },
    );
    assert.equal(get?.url, 'https://example.test/api/orders?max=100&since=2026-03-01T00%3A00%3A00Z');
    assert.equal(get && 'body' in get, false);
    assert.equal(get?.headers['content-type'], undefined);
  });
  it('says "not sent" for an account that is not deployed', async () => {
    const transport = createTransport({
      clock: virtualClock(),
      random: seededRandom(1),
      ledger: turns(),
      connection: () => undefined,
      log: () => undefined,
    });
    const answer = await transport.send(request());
    assert.ok(answer.is === 'not sent' && /not deployed/.test(answer.why));
  });
  it('doubts a write whose dialect cannot read the answer, and asks a read again', async () => {
    const broken = {
      ...dialect,
      judge: () => {
        throw new TypeError('x is undefined');
      },
    };
    const transport = transportOver(virtualClock(), answering(raw(200, '{}')), { dialect: broken });
    assert.equal(is(await transport.send(request())), 'in doubt');
    assert.equal(is(await transport.send(read)), 'not executed');
  });
  it('doubts a write when the wire breaks its word', async () => {
    const transport = transportOver(virtualClock(), answering(new TypeError('oops')));
    assert.equal(is(await transport.send(request())), 'in doubt');
  });
  it('backs off from a read that fails again and again, and begins anew after it went well', async () => {
    const wire = answering(...Array.from({ length: 6 }, () => raw(502)), raw(200), raw(502));
    const clock = virtualClock();
    const transport = transportOver(clock, wire);
    const waits: number[] = [];
    for (let n = 0; n < 8; n++) {
      const answer = await clock.until(transport.send(read));
      waits.push(answer.is === 'not executed' ? answer.retryAfter : 0);
    }
    const [after, again = 0] = waits.splice(6);
    assert.ok(
      waits.every((wait, n) => wait >= 500 * 2 ** n && wait <= 1_000 * 2 ** n),
      String(waits),
    );
    assert.equal(after, 0);
    assert.ok(again > 0 && again <= 1_000, String(again));
  });

  describe('fence', () => {
    it('sends nothing after notAfter, and gives the points back', async () => {
      const clock = virtualClock();
      const wire = answering(raw(200, '{}'));
      const transport = transportOver(clock, wire);
      const paid = request({ paces: [{ by: 'points', cost: 30 }] });
      assert.equal(await transport.reserve(paid), 0);
      clock.pass(1_001);
      assert.equal(is(await transport.send(paid, clock.now() - 1)), 'not sent');
      assert.equal(wire.asked.length, 0);
      assert.equal(await transport.reserve(request({ paces: [{ by: 'points', cost: 30 }] })), 0);
    });
    it('holds when asking for a token outlasts it', async () => {
      const clock = virtualClock();
      const urls: string[] = [];
      const wire: Wire = async ({ url }) => {
        urls.push(url);
        if (url !== CREDENTIALS.tokenUrl) return raw(200, '{}');
        await clock.sleep(5_000);
        return token('t1');
      };
      const transport = transportOver(clock, wire, { auth: CREDENTIALS });
      const late = await clock.until(transport.send(request(), clock.now() + 4_999));
      assert.equal(is(late), 'not sent');
      assert.deepEqual(urls, [CREDENTIALS.tokenUrl]);
      assert.equal(is(await clock.until(transport.send(request(), clock.now()))), 'ok');
    });
    it('holds when the wait for a place outlasts it', async () => {
      const clock = virtualClock();
      const wire = answering(raw(200, '{}'));
      const transport = transportOver(clock, wire);
      const paced = { ...read, paces: [{ by: 'every', name: 'OR11', span: 60_000 }] } as const;
      assert.equal(is(await transport.send({ ...paced })), 'ok');
      const began = clock.now();
      assert.equal(is(await clock.until(transport.send({ ...paced }, began + 59_999))), 'not sent');
      assert.equal(is(await clock.until(transport.send({ ...paced }, began + 60_000))), 'ok');
      assert.equal(clock.now() - began, 60_000);
      assert.equal(wire.asked.length, 2);
    });
    it('is asked again by a wire that waits for a connection', async () => {
      const clock = virtualClock();
      const wire: Wire = async ({ mayLeave }) => {
        await clock.sleep(1_000);
        if (mayLeave?.() === false) throw new WireError('too late', false);
        return raw(200, '{}');
      };
      const transport = transportOver(clock, wire);
      assert.equal(is(await clock.until(transport.send(request(), clock.now() + 999))), 'not sent');
      assert.equal(is(await clock.until(transport.send(request(), clock.now() + 1_000))), 'ok');
    });
  });

  describe('credentials', () => {
    it('asks once for a token, however many wait, and keeps it until five minutes before its end', async () => {
      const clock = virtualClock();
      let asked = 0;
      const used: (string | undefined)[] = [];
      const wire: Wire = async (asking) => {
        if (asking.url === CREDENTIALS.tokenUrl) {
          assert.equal(asking.body, 'grant_type=client_credentials&client_id=c&client_secret=s%26%3D');
          assert.equal(asking.headers['content-type'], 'application/x-www-form-urlencoded');
          asked++;
          await clock.sleep(100);
          return token(`t${asked}`, 3_600);
        }
        used.push(asking.headers['x-token']);
        return raw(200, '{}');
      };
      const transport = transportOver(clock, wire, { auth: CREDENTIALS });
      await clock.until(Promise.all([1, 2, 3].map(() => transport.send(request()))));
      clock.pass(3_299_000);
      await clock.until(transport.send(request()));
      assert.deepEqual([asked, used], [1, ['t1', 't1', 't1', 't1']]);
      clock.pass(1_000);
      await clock.until(transport.send(request()));
      assert.deepEqual([asked, used.at(-1)], [2, 't2']);
    });
    it('renews a refused token once, sends again, and stops at the second refusal', async () => {
      const logs: string[] = [];
      const wire = answering(token('t1'), raw(401), token('t2'), raw(200, '{}'), raw(401), token('t3'), raw(401), raw(401));
      const transport = transportOver(virtualClock(), wire, { auth: CREDENTIALS, logs });
      assert.equal(is(await transport.send(request())), 'ok');
      const refused = await transport.send(request());
      assert.ok(refused.is === 'refused' && refused.code === 'UNAUTHORISED' && refused.status === 401);
      assert.equal(wire.asked.length, 7);
      // The third token never worked: it is not exchanged for a fourth.
      assert.equal(is(await transport.send(request())), 'refused');
      assert.equal(wire.asked.length, 8);
      assert.ok(logs.length > 0 && !/t1|t2|t3|s&=/.test(logs.join()), logs.join());
    });
    it('renews once for all whose token was refused at the same time', async () => {
      const clock = virtualClock();
      let asked = 0;
      const wire: Wire = async ({ url, headers }) => {
        await clock.sleep(50);
        if (url === CREDENTIALS.tokenUrl) return token(`t${++asked}`);
        return raw(headers['x-token'] === 't1' ? 401 : 200, '');
      };
      const transport = transportOver(clock, wire, { auth: CREDENTIALS });
      const answers = await clock.until(Promise.all([1, 2, 3, 4].map(() => transport.send(request()))));
      assert.deepEqual([asked, answers.map(is)], [2, ['ok', 'ok', 'ok', 'ok']]);
    });
    it('does not send a refused key again, and takes a new one when it is deployed', async () => {
      let value = 'old-key-1';
      const used: (string | undefined)[] = [];
      const wire: Wire = async ({ headers }) => {
        used.push(headers.authorization);
        // Somebody deploys a new key while the second call is on its way.
        if (used.length === 2) value = 'new-key-2';
        return raw(headers.authorization === 'new-key-2' ? 200 : 401);
      };
      const transport = createTransport({
        clock: virtualClock(),
        random: seededRandom(1),
        ledger: turns(),
        log: () => undefined,
        connection: () => connection(wire, { auth: { by: 'header', name: 'Authorization', value } }),
      });
      const refused = await transport.send(request());
      assert.ok(refused.is === 'refused' && refused.code === 'UNAUTHORISED' && !refused.text.includes('old-key'));
      assert.deepEqual(used, ['old-key-1']);
      assert.equal(is(await transport.send(request())), 'ok');
      assert.deepEqual(used, ['old-key-1', 'old-key-1', 'new-key-2']);
    });
    it('does not go beyond a published frequency in order to send again', async () => {
      const wire = answering(token('t1'), raw(401), token('t2'), raw(200, '{}'));
      const transport = transportOver(virtualClock(), wire, { auth: CREDENTIALS });
      const answer = await transport.send(request({ paces: [{ by: 'every', name: 'OR21', span: 1_000 }] }));
      assert.deepEqual(answer.is === 'not executed' && answer.retryAfter, 1_000);
      assert.equal(wire.asked.length, 3);
    });
    const failures: readonly (readonly [string, RawAnswer | Error, Answer['is']])[] = [
      ['refused by 401', raw(401, { error: 'invalid_client', client_secret: 's&=' }), 'refused'],
      ['refused by 400', raw(400), 'refused'],
      ['answered without a token', raw(200, '{}'), 'refused'],
      ['answered by a page', raw(200, '<html>'), 'refused'],
      ['asked to wait', raw(429, '', { 'retry-after': '9' }), 'not executed'],
      ['down', raw(503), 'not executed'],
      ['out of reach', new WireError('ECONNREFUSED', false), 'not executed'],
      ['silent', new WireError('no answer within 30000 ms', true), 'not executed'],
    ];
    for (const [name, answer, expected] of failures)
      it(`says "${expected}" for a write when the token's server is ${name}`, async () => {
        const wire = answering(answer);
        const result = await transportOver(virtualClock(), wire, { auth: CREDENTIALS }).send(request());
        assert.equal(result.is, expected);
        assert.ok(!JSON.stringify(result).includes('s&='));
        if (result.is === 'refused') assert.equal(result.code, 'UNAUTHORISED');
        if (name === 'asked to wait') assert.ok(result.is === 'not executed' && result.retryAfter >= 9_000);
        assert.equal(wire.asked.length, 1);
      });
  });
});
