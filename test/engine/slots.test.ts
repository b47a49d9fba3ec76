import assert from 'node:assert/strict';
import { createEngine } from '../../lib/engine/engine';
import type { Run } from '../../lib/engine/port';
import { memoryLedger } from '../../lib/ledger';
import { hashOf } from '../../lib/model/observe';
import { seededRandom } from '../../lib/transport/random';
import { VirtualClock } from '../proof/virtual-clock';
import { ACCOUNT, NOW, reading } from './records';

/** Thirty orders before a flow that holds whatever it is handed. */
async function thirty(slots: number) {
  const clock = new VirtualClock(NOW);
  const ledger = memoryLedger();
  const handed: Run[] = [];
  const engine = createEngine({
    name: 'one',
    clock,
    random: seededRandom(1),
    ledger,
    transport: { reserve: async () => 0, release: () => undefined, send: async () => ({ is: 'not sent', why: 'no wire here' }) },
    connected: () => undefined,
    flow: { hand: (run) => handed.push(run) > 0, resume: () => false },
    log: () => undefined,
    slots,
  });
  await engine.start();
  await engine.account(ACCOUNT, 'mirakl', true);
  await engine.deploy([{ id: 'in', nodeType: 't', account: ACCOUNT, events: ['order.placed'], from: 0 }], [], []);
  const seen = Array.from({ length: 30 }, (_, n) => {
    const body = reading('awaiting_acceptance');
    return {
      key: `${ACCOUNT}:S-${n}`,
      account: ACCOUNT,
      refs: [],
      observation: {
        subject: 'order' as const,
        version: '2026-03-01T10:00:00Z',
        sentAt: NOW,
        answeredAt: NOW,
        body,
        hash: hashOf(body),
      },
    };
  });
  await ledger.append(seen, clock.now());
  await clock.run(NOW + 60_000);
  return { clock, engine, handed };
}

describe('slots', () => {
  it('hold back what is more than the account may have in the flow, and each is taken again as it becomes free', async () => {
    const { clock, engine, handed } = await thirty(4);
    assert.equal(handed.length, 4);
    engine.rests(handed[0] as Run);
    await clock.run(clock.now() + 60_000);
    assert.equal(handed.length, 5, 'a run at rest leaves its slot');
    await engine.closed(handed[1] as Run);
    await engine.closed(handed[2] as Run, { node: 'n', text: 'thrown' });
    await engine.interrupted(handed[3] as Run);
    await clock.run(clock.now() + 60_000);
    assert.equal(handed.length, 8, 'so does one that was closed, failed or interrupted');
    assert.equal(new Set(handed.map(({ key }) => key)).size, 8, 'oldest first, none twice while others wait');
    engine.stop();
  });
  it('are as many as there are', async () => {
    const { engine, handed } = await thirty(100);
    assert.equal(handed.length, 30);
    engine.stop();
  });
});
