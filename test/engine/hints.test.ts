/** What a hint may cost where a platform does not answer. */
import assert from 'node:assert/strict';
import { createEngine } from '../../lib/engine/engine';
import { memoryLedger } from '../../lib/ledger';
import type { Platform } from '../../lib/platforms/port';
import { shopify } from '../../lib/platforms/shopify';
import type { Transport } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { VirtualClock } from '../proof/virtual-clock';

const STORE = 'shopify:store.example:1';
const HOUR = 3_600_000;

/** So long an account is there whose platform behaves like that, with one hint in its ledger; how often it was asked. */
async function asked(learn: NonNullable<Platform['learn']>, send: Transport['send']): Promise<{ learned: number; sent: number }> {
  const clock = new VirtualClock(Date.parse('2026-03-01T08:00:00Z'));
  const ledger = memoryLedger();
  const times = { learned: 0, sent: 0 };
  const platform: Platform = {
    ...shopify,
    learn: (...given) => {
      times.learned += 1;
      return learn(...given);
    },
  };
  const engine = createEngine({
    name: 'engine',
    clock,
    random: seededRandom(1),
    ledger,
    transport: {
      reserve: async () => 0,
      release: () => undefined,
      send: (...given) => {
        times.sent += 1;
        return send(...given);
      },
    },
    connected: (account) => (account === STORE ? { platform, account, settings: {} } : undefined),
    flow: { hand: () => false, resume: () => false },
    log: () => undefined,
  });
  await ledger.hint(STORE, 'order', ['gid://shopify/Order/1'], clock.now());
  await engine.start();
  await engine.account(STORE, 'shopify', true);
  await clock.run(clock.now() + HOUR);
  engine.stop();
  return times;
}

describe('a hint of a platform', () => {
  it('that cannot even say what it is asks no oftener than a sweep does', async () => {
    const { learned, sent } = await asked(
      () => Promise.reject(new Error('no answer')),
      async () => ({ is: 'in doubt', why: 'nobody asks' }),
    );
    assert.equal(sent, 0);
    assert.ok(learned >= 60 && learned <= 130, `${learned} times in an hour`);
  });
  it('that does not answer is tried again in its own time', async () => {
    const { sent } = await asked(
      async () => ({}),
      async () => ({ is: 'not executed', retryAfter: 60_000, why: 'busy' }),
    );
    // Of each kind, the sweep and the order, one a minute.
    assert.ok(sent >= 60 && sent <= 130, `${sent} times in an hour`);
  });
});
