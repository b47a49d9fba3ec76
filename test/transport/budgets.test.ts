import assert from 'node:assert/strict';
import type { Answer, Request } from '../../lib/model/call';
import { raw, request, transportOver } from './fixtures';
import { turns } from './ledger';
import { paid, points, Shop } from './shop';
import { virtualClock } from './virtual-clock';

const every = (name: string, span: number, burst?: number): Request['paces'][number] => ({
  by: 'every',
  name,
  span,
  ...(burst === undefined ? {} : { burst }),
});
const is = (answer: Answer): string => answer.is;

describe('budgets by turns and by patience', () => {
  describe('published frequencies', () => {
    it('are turns of the ledger, by account and name', async () => {
      const ledger = turns();
      const clock = virtualClock();
      const transport = transportOver(clock, async () => raw(200, '{}'), { ledger });
      const paced = (account?: string): Request =>
        request({ paces: [every('OR11', 60_000)], ...(account === undefined ? {} : { account }) });
      assert.equal(await transport.reserve(paced()), 0);
      assert.equal(await transport.reserve(paced()), 60_000);
      assert.equal(await transport.reserve(paced('stub:other.test:1')), 0);
      assert.deepEqual(
        ledger.taken.map(({ budget }) => budget),
        ['stub:example.test:1/OR11', 'stub:other.test:1/OR11'],
      );
    });
    it('stay spent when the call is released', async () => {
      const transport = transportOver(virtualClock(), async () => raw(200, '{}'));
      const paced = request({ paces: [every('OR11', 60_000)] });
      await transport.reserve(paced);
      transport.release(paced);
      assert.equal(await transport.reserve(paced), 60_000);
    });
    it('take nothing else where one has no free turn', async () => {
      const ledger = turns();
      const clock = virtualClock();
      const shop = new Shop(clock, { maximum: 100, rate: 1, latency: () => 0 });
      const transport = transportOver(clock, shop.wire, { ledger });
      await clock.until(transport.send(paid(10)));
      const both = (): Request =>
        points(50, {
          body: { cost: 50 },
          paces: [{ by: 'points', cost: 50 }, every('day', 86_400_000), every('minute', 60_000)],
        });
      assert.equal(await transport.reserve(both()), 0);
      clock.pass(60_000);
      assert.ok((await transport.reserve(both())) > 80_000_000);
      assert.equal(await transport.reserve(paid(50)), 0, 'the points were given back');
      assert.deepEqual(
        ledger.taken.map(({ budget }) => budget.split('/')[1]),
        ['minute', 'day', 'minute'],
        'the shorter turn is the one taken in vain',
      );
    });
    it('queue those who wait: each gets its turn, in order, and the ledger is not asked in vain', async () => {
      const ledger = turns();
      let asked = 0;
      const clock = virtualClock();
      const came: string[] = [];
      const transport = transportOver(
        clock,
        async ({ url }) => {
          came.push(url.slice(-1));
          return raw(200, '{}');
        },
        {
          ledger: {
            ...ledger,
            take: (...args) => {
              asked++;
              return ledger.take(...args);
            },
          },
        },
      );
      const began = clock.now();
      await clock.until(
        Promise.all([0, 1, 2, 3, 4, 5].map((n) => transport.send(request({ path: `/${n}`, paces: [every('OR11', 1_000, 2)] })))),
      );
      assert.deepEqual(came, ['0', '1', '2', '3', '4', '5']);
      assert.equal(clock.now() - began, 2_000);
      assert.ok(asked <= 8, String(asked));
    });
  });

  describe('a platform that asks for patience', () => {
    it('gets it from that account and call, and from no other', async () => {
      const clock = virtualClock();
      const came: string[] = [];
      const transport = transportOver(clock, async ({ url }) => {
        came.push(url);
        return came.length === 1 ? raw(429, '', { 'retry-after': '30' }) : raw(200, '{}');
      });
      const answer = await transport.send(request());
      assert.ok(answer.is === 'not executed' && answer.retryAfter >= 30_000);
      assert.equal(await transport.reserve(request()), answer.retryAfter);
      assert.equal(await transport.reserve(request({ call: 'OR23' })), 0);
      assert.equal(await transport.reserve(request({ account: 'stub:other.test:1' })), 0);
      const began = clock.now();
      assert.equal(is(await clock.until(transport.send(request()))), 'ok');
      assert.equal(clock.now() - began, answer.retryAfter);
    });
    it('asks with one call, not with all that waited, when the time is over', async () => {
      const clock = virtualClock();
      const came: number[] = [];
      const began = clock.now();
      const transport = transportOver(clock, async () => {
        came.push(clock.now() - began);
        const busy = clock.now() < began + 70_000;
        await clock.sleep(100);
        return busy ? raw(429, '', { 'retry-after': '30' }) : raw(200, '{}');
      });
      const untilDone = async (): Promise<void> => {
        // Writes as the engine sends them: asking for a place again and again.
        for (;;) {
          const write = request();
          const wait = await transport.reserve(write);
          if (wait > 0) await clock.sleep(wait);
          else if ((await transport.send(write)).is === 'ok') return;
        }
      };
      await clock.until(Promise.all(Array.from({ length: 10 }, untilDone)));
      assert.equal(came.filter((at) => at === 0).length, 10);
      // Three waits of 30 s and up to a tenth: one call after each, the others when the last was let through.
      assert.equal(came.filter((at) => at > 0 && at < 70_000).length, 2);
      assert.equal(came.length, 10 + 2 + 10);
    });
    it('also after a restart', async () => {
      const clock = virtualClock();
      const ledger = turns();
      const before = transportOver(clock, async () => raw(429, '', { 'retry-after': '30' }), { ledger });
      const answer = await before.send(request());
      clock.pass(1_000);
      const after = transportOver(clock, async () => raw(200, '{}'), { ledger });
      assert.equal(await after.reserve(request()), answer.is === 'not executed' && answer.retryAfter - 1_000);
    });
    it('and says so once in the log, without a word of the answer', async () => {
      const logs: string[] = [];
      const transport = transportOver(virtualClock(), async () => raw(429, 'ann@example.test', { 'retry-after': '30' }), {
        logs,
      });
      await transport.send(request());
      assert.equal(logs.length, 1);
      assert.match(logs[0] ?? '', /^warn stub:example\.test:1 OR21: asked for patience \(HTTP 429\)/);
    });
    it('rejects a reservation when the ledger does, and holds nothing', async () => {
      const clock = virtualClock();
      const ledger = turns();
      let broken = true;
      const shop = new Shop(clock, { maximum: 100, rate: 1, latency: () => 0 });
      const transport = transportOver(clock, shop.wire, {
        ledger: { ...ledger, kept: async (name) => (broken ? Promise.reject(new Error('locked')) : ledger.kept(name)) },
      });
      await assert.rejects(transport.reserve(paid(90)), /locked/);
      broken = false;
      assert.equal(is(await clock.until(transport.send(paid(90)))), 'ok');
    });
  });
});
