/** What a hint, or an order that somebody wants read, may cost; and that none is forgotten, and none lies there for ever. */
import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import { transient } from '../../lib/model/errors';
import type { Platform } from '../../lib/platforms/port';
import { shopify } from '../../lib/platforms/shopify';
import type { Transport } from '../../lib/transport/port';
import { VirtualClock } from '../proof/virtual-clock';
import { engineAlone } from './alone';

const STORE = 'shopify:store.example:1';
const HOUR = 3_600_000;
const MOST = 1_000;
const ORDER = 'gid://shopify/Order/1';
const BEGINS = Date.parse('2026-03-01T08:00:00Z');

/**
 * An hour an account is there whose platform behaves like that, with one hint in its ledger or one order poked at the desk; how
 * often it was asked. Asked without end at one instant, no time would pass: that is given up.
 */
async function asked(
  by: 'hint' | 'desk',
  learn: NonNullable<Platform['learn']>,
  send: Transport['send'],
): Promise<{ learned: number; sent: number; left: number }> {
  const clock = new VirtualClock(BEGINS);
  const ledger = memoryLedger();
  const times = { learned: 0, sent: 0 };
  const platform: Platform = {
    ...shopify,
    learn: (...given) => {
      times.learned += 1;
      if (times.learned > MOST) engine.stop();
      return learn(...given);
    },
  };
  const engine = engineAlone({
    clock,
    ledger,
    platform,
    account: STORE,
    send: (...given) => {
      times.sent += 1;
      if (times.sent > MOST) engine.stop();
      return send(...given);
    },
  });
  if (by === 'hint') await ledger.hint(STORE, 'order', [ORDER], clock.now());
  await engine.start();
  await engine.account(STORE, 'shopify', true);
  if (by === 'desk') engine.poke(`${STORE}:${ORDER}`);
  await clock.run(clock.now() + HOUR);
  engine.stop();
  return { ...times, left: (await ledger.hints(STORE, 'order', 10)).length };
}

for (const [what, by] of [
  ['a hint', 'hint'],
  ['an order that is wanted', 'desk'],
] as const)
  describe(`${what} of a platform`, () => {
    it('that cannot even say what it is asks no oftener than a sweep does', async () => {
      const { learned, sent } = await asked(
        by,
        () => Promise.reject(new Error('no answer')),
        async () => ({ is: 'in doubt', why: 'nobody asks' }),
      );
      assert.equal(sent, 0);
      assert.ok(learned >= 60 && learned <= 130, `${learned} times in an hour`);
    });
    it('that says when it may be asked again is asked then', async () => {
      const { learned } = await asked(
        by,
        () => Promise.reject(transient('Too many calls.', HOUR / 6)),
        async () => ({ is: 'in doubt', why: 'nobody asks' }),
      );
      assert.ok(learned >= 6 && learned <= 8, `${learned} times in an hour`);
    });
    it('that does not answer is tried again in its own time', async () => {
      const { sent } = await asked(
        by,
        async () => ({}),
        async () => ({ is: 'not executed', retryAfter: 60_000, why: 'busy' }),
      );
      // Of each kind, the sweep and the order, one a minute.
      assert.ok(sent >= 60 && sent <= 130, `${sent} times in an hour`);
    });
    it('that answers what cannot be read is tried again in its own time, and a hint is not forgotten', async () => {
      const { sent, left } = await asked(
        by,
        async () => ({}),
        async () => ({ is: 'ok', body: 'strange', sentAt: BEGINS, answeredAt: BEGINS }),
      );
      assert.ok(sent >= 60 && sent <= 130, `${sent} times in an hour`);
      assert.equal(left, by === 'hint' ? 1 : 0);
    });
  });

describe('a hint of stock', () => {
  const ITEMS = Array.from({ length: 1_200 }, (_, n) => `gid://shopify/InventoryItem/${n + 1}`);
  /** A minute after the engine has read all of it, some items are told of: when the stock was asked for, in seconds from there. */
  async function told(wired: boolean): Promise<{ readonly asked: readonly number[]; readonly left: number }> {
    const clock = new VirtualClock(BEGINS);
    const ledger = memoryLedger();
    const asked: number[] = [];
    const from = BEGINS + HOUR;
    const engine = engineAlone({
      ledger,
      clock,
      platform: shopify,
      account: STORE,
      send: async ({ call }) => {
        if (call !== 'locations') return { is: 'not executed', retryAfter: HOUR, why: 'nobody asks' };
        if (clock.now() >= from) asked.push((clock.now() - from) / 1_000);
        const body = { locations: { nodes: [], pageInfo: { hasNextPage: false } } };
        return { is: 'ok', body, sentAt: clock.now(), answeredAt: clock.now() };
      },
    });
    await engine.start();
    const push = { verb: 'stock.push', account: '*', node: 'push', reachedFrom: [], args: { store: STORE } } as const;
    await engine.deploy([], wired ? [push] : [], []);
    await engine.account(STORE, 'shopify', true);
    await clock.run(from + 1);
    for (const id of ITEMS) await engine.hint(STORE, 'inventory item', [id]);
    await clock.run(from + HOUR / 30);
    engine.stop();
    return { asked, left: (await ledger.hints(STORE, 'inventory item', 10_000)).length };
  }

  it('has it read sooner, all of them together, and is heeded', async () => {
    const { asked, left } = await told(true);
    const [first = 60] = asked;
    assert.ok(first <= 20, `asked at ${asked} s`);
    assert.ok(asked.length <= 5, `asked at ${asked} s`);
    assert.equal(left, 0);
  });
  it('is let go where nobody reads stock', async () => assert.deepEqual(await told(false), { asked: [], left: 0 }));
});
