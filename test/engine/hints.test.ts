/** What a hint, or an order that somebody wants read, may cost where a platform does not answer. */
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

/**
 * An hour an account is there whose platform behaves like that, with one hint in its ledger or one order poked at the desk; how
 * often it was asked. Asked without end at one instant, no time would pass: that is given up.
 */
async function asked(
  by: 'hint' | 'desk',
  learn: NonNullable<Platform['learn']>,
  send: Transport['send'],
): Promise<{ learned: number; sent: number }> {
  const clock = new VirtualClock(Date.parse('2026-03-01T08:00:00Z'));
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
  return times;
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
  });
