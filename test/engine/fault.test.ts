/** An error of our own is said as one, with the verb and the place, and holds nobody's name; what forbids a step is said as it is. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { faultOf } from '../../lib/engine/fault';
import { memoryLedger } from '../../lib/ledger';
import { misconfigured } from '../../lib/model/errors';
import { mirakl } from '../../lib/platforms/mirakl';
import type { Platform } from '../../lib/platforms/port';
import { VirtualClock } from '../proof/virtual-clock';
import { ACCEPT, accepting, engineAlone, KEY } from './alone';
import { ACCOUNT, NOW, observation } from './records';

describe('a step that fails', () => {
  /** The open cases of an order whose acceptance fails so, and its engine. */
  async function failing(acceptOrder: Platform['acceptOrder']) {
    const clock = new VirtualClock(NOW);
    const ledger = memoryLedger();
    const { prepare: _, intake: __, acceptOrder: ___, ...rest } = mirakl;
    const platform: Platform = { ...rest, ...(acceptOrder ? { acceptOrder } : {}) };
    const engine = engineAlone({ clock, ledger, platform, takes: true });
    await accepting(engine);
    const seen = observation('awaiting_acceptance', '2026-03-01T10:00:00Z', NOW);
    await ledger.append([{ key: KEY, account: ACCOUNT, observation: seen, refs: [] }], NOW);
    await engine.start();
    const outcome = await engine.effect('order.accept', KEY, ACCEPT);
    await clock.run(NOW + 1_000);
    const cases = await engine.cases(9);
    engine.stop();
    await clock.run(clock.now() + 1);
    return { cases, outcome };
  }

  it('by an error of ours is a fault in this package, named with its verb and its place', async () => {
    const { cases, outcome } = await failing(async function acceptAll() {
      return (undefined as unknown as { lines: never }).lines;
    });
    const [only] = cases;
    assert.equal(cases.length, 1);
    assert.equal(only?.kind, 'fault');
    assert.deepEqual(outcome, { is: 'waiting', effect: only.detail.effect, why: 'a fault in this package' });
    assert.equal(only.detail.verb, 'order.accept');
    assert.match(String(only.detail.text), /^TypeError: Cannot read properties of undefined/);
  });
  it('because the platform lacks it is no fault: it says what to choose', async () => {
    const { cases } = await failing(undefined);
    assert.deepEqual(
      cases.map(({ kind, detail }) => [kind, detail.text]),
      [['rule broken', 'mirakl cannot accept orders. Choose another account in this node, or wire the order past it.']],
    );
  });
  it('for its settings is no fault', async () => {
    const { cases } = await failing(() => Promise.reject(misconfigured('address', 'The address is not https.')));
    assert.deepEqual(
      cases.map(({ kind, detail }) => [kind, detail.text]),
      [['rule broken', 'The address is not https.']],
    );
  });
});

describe('a step that is void, and due again', () => {
  it('asks once more, and does not go in circles', async () => {
    const clock = new VirtualClock(NOW);
    const ledger = memoryLedger();
    const { prepare: _, intake: __, ...rest } = mirakl;
    let asked = 0;
    const acceptOrder: NonNullable<Platform['acceptOrder']> = async (c) => {
      asked += 1;
      // A circle would leave no turn to anything else: it is stood still, and told by its count.
      if (asked > 10) await new Promise(() => undefined);
      return c.ask('unknown value', 'line', { field: 'state' });
    };
    const engine = engineAlone({ clock, ledger, platform: { ...rest, acceptOrder }, takes: true });
    await accepting(engine);
    const read = async (stage: 'awaiting_acceptance' | 'cancelled', version: string) => {
      const seen = observation(stage, version, clock.now());
      await ledger.append([{ key: KEY, account: ACCOUNT, observation: seen, refs: [] }], clock.now());
      engine.poke(ACCOUNT);
      await clock.run(clock.now() + 60_000);
    };
    await read('awaiting_acceptance', '2026-03-01T10:00:00Z');
    await engine.start();
    assert.equal((await engine.effect('order.accept', KEY, ACCEPT)).is, 'waiting');
    const effect = async () =>
      Object.values((await ledger.read(KEY)).order?.effects ?? {}).find(({ verb }) => verb === 'order.accept');
    await read('cancelled', '2026-03-01T10:05:00Z');
    assert.equal((await effect())?.state, 'void');
    await read('awaiting_acceptance', '2026-03-01T10:10:00Z');
    const before = asked;
    const again = engine.effect('order.accept', KEY, ACCEPT);
    await clock.run(clock.now() + 1_000);
    assert.equal(asked, before + 1);
    assert.equal((await again).is, 'waiting');
    assert.equal((await effect())?.state, 'open');
    engine.stop();
    await clock.run(clock.now() + 1);
  });
});

describe('a fault', () => {
  it('names the function and the file in this package', () => {
    const error = new TypeError('x is not a function');
    error.stack = `TypeError: x is not a function
    at Array.map (<anonymous>)
    at createOrder (/data/node_modules/@order-lifecycle/node-red/dist/lib/platforms/shopify/create.js:97:12)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`;
    assert.deepEqual(faultOf(error), {
      text: 'TypeError: x is not a function',
      where: 'createOrder (lib/platforms/shopify/create.js:97)',
    });
  });
  it('of an answer that cannot be read names the field, not its value', () => {
    const read = () => z.object({ order: z.object({ id: z.string() }) }).parse({ order: { id: { name: 'Anna' } } });
    assert.throws(read, (error) => {
      const { text } = faultOf(error);
      assert.match(text, /^an answer cannot be read at order\.id: /);
      assert.doesNotMatch(text, /Anna/);
      return true;
    });
  });
  it('holds no person and no secret', () => {
    for (const text of ['Anna Przybylska, Rue 1', '{"name":"Anna'])
      assert.throws(
        () => JSON.parse(text),
        (error) => !/Anna/.test(faultOf(error).text),
      );
    assert.equal(faultOf(new Error('mail anna@example.org bounced')).text, 'Error: mail [email] bounced');
    assert.deepEqual(faultOf('just a text'), { text: 'just a text', where: null });
  });
});
