import assert from 'node:assert/strict';
import { createEngine } from '../../lib/engine/engine';
import type { Run } from '../../lib/engine/port';
import { memoryLedger } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import { seededRandom } from '../../lib/transport/random';
import { VirtualClock } from '../proof/virtual-clock';
import { ACCOUNT, NOW, placed } from './records';

const LISTENER = { id: 'in', nodeType: 't', account: ACCOUNT, events: ['order.placed'], from: 0 };

/** An engine before a flow that holds whatever it is handed. */
function engineOn(ledger: Ledger, clock: VirtualClock, name: string, slots: number, alone = true) {
  const handed: Run[] = [];
  const engine = createEngine({
    name,
    clock,
    random: seededRandom(1),
    ledger,
    transport: { reserve: async () => 0, release: () => undefined, send: async () => ({ is: 'not sent', why: 'no wire here' }) },
    connected: () => undefined,
    flow: { hand: (run) => handed.push(run) > 0, resume: () => false },
    log: () => undefined,
    alone,
    slots,
  });
  return { engine, handed };
}
const changed = (ledger: Ledger, change: Partial<Ledger>): Ledger =>
  new Proxy(ledger, { get: (target, name) => Reflect.get(name in change ? change : target, name).bind(target) });
/** A second engine where the first one died: it is heard of no more. */
async function afterDeath() {
  const clock = new VirtualClock(NOW);
  const ledger = memoryLedger();
  let dead = false;
  const silent = new Proxy(ledger, {
    get(target, name) {
      const call = Reflect.get(target, name).bind(target);
      return (...given: unknown[]) => (dead ? new Promise(() => undefined) : call(...given));
    },
  });
  await thirtyOn(silent, clock, 1);
  dead = true;
  const second = engineOn(ledger, clock, 'two', 4);
  await second.engine.start();
  await second.engine.deploy([LISTENER], [], []);
  await clock.run(clock.now() + 30_000);
  return { clock, ...second };
}
/** Thirty orders before such a flow. */
async function thirty(slots: number) {
  const clock = new VirtualClock(NOW);
  return thirtyOn(memoryLedger(), clock, slots);
}
async function thirtyOn(ledger: Ledger, clock: VirtualClock, slots: number, alone = true) {
  const { engine, handed } = engineOn(ledger, clock, 'one', slots, alone);
  await engine.start();
  await engine.account(ACCOUNT, 'mirakl', true);
  await engine.deploy([LISTENER], [], []);
  const seen = Array.from({ length: 30 }, (_, n) => placed(`${ACCOUNT}:S-${n}`));
  await ledger.append(seen, clock.now());
  await clock.run(NOW + 60_000);
  return { clock, ledger, engine, handed };
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
  it('are all taken again when what ran alone after a death has ended', async () => {
    const { clock, engine, handed } = await afterDeath();
    for (const run of handed.splice(0)) await engine.closed(run);
    await clock.run(clock.now() + 1_000);
    const [alone] = handed;
    assert.deepEqual(
      handed.map(({ run }) => run),
      [2],
      'what was in the flow at the death goes next, and alone',
    );
    await engine.closed(alone as Run);
    await clock.run(clock.now() + 1_000);
    assert.equal(handed.length, 1 + 4);
    engine.stop();
  });
  it('are given to what was in the flow at a death though the flow is never empty, and to the others when it has had its time', async () => {
    const { clock, engine, handed } = await afterDeath();
    // One of them stays; the others end, and none takes their places before the suspect.
    for (const run of handed.splice(0).slice(1)) await engine.closed(run);
    await clock.run(clock.now() + 20_000);
    assert.deepEqual(handed, []);
    await clock.run(clock.now() + 300_000);
    assert.deepEqual(
      handed.map(({ run }) => run),
      [2, 1, 1],
    );
    engine.stop();
  });
  it('stay held through any silence where nobody else can hold the ledger: a machine that slept has not died', async () => {
    const clock = new VirtualClock(NOW);
    const ledger = memoryLedger();
    let silence = 3_600_000;
    const silent = changed(ledger, {
      beat: async (name, lease) => {
        await clock.sleep(silence);
        silence = 0;
        return ledger.beat(name, lease, clock.now());
      },
    });
    const { engine, handed } = await thirtyOn(silent, clock, 4);
    await clock.run(clock.now() + 2 * 3_600_000);
    assert.deepEqual([handed.length, handed.every(({ run }) => run === 1)], [4, true]);
    engine.stop();
  });
  it('are held under a new name after a silence that outlasted the lease, where others share the ledger', async () => {
    const clock = new VirtualClock(NOW);
    const ledger = memoryLedger();
    let silence = 90_000;
    const silent = changed(ledger, {
      beat: async (name, lease) => {
        await clock.sleep(silence);
        silence = 0;
        return ledger.beat(name, lease, clock.now());
      },
    });
    const { engine, handed } = await thirtyOn(silent, clock, 4, false);
    await clock.run(clock.now() + 30_000);
    const before = handed.map(({ key }) => key);
    assert.equal(before.length, 4);
    await clock.run(clock.now() + 90_000);
    // Every order once, and these four twice.
    for (let ended = 4; ended < 34; ) {
      const out = handed.slice(ended);
      assert.ok(out.length > 0, `${handed.length} were handed out, and then none`);
      for (const run of out) await engine.closed(run);
      ended += out.length;
      await clock.run(clock.now() + 1_000);
    }
    assert.deepEqual(
      handed
        .filter(({ run }) => run > 1)
        .map(({ key }) => key)
        .sort(),
      before.sort(),
    );
    engine.stop();
  });
  it('are as many as there are', async () => {
    const { engine, handed } = await thirty(100);
    assert.equal(handed.length, 30);
    engine.stop();
  });
});
