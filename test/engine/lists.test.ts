/** What several orders need at the same moment is asked for once. */
import assert from 'node:assert/strict';
import { Lists } from '../../lib/engine/shared';
import { Waiting } from '../../lib/engine/signals';
import { memoryLedger } from '../../lib/ledger';
import { shopOrder } from '../life/scene';
import { Stage } from '../life/stage';

const HOUR = 3_600_000;

describe('lists of a vendor’s', () => {
  const begun = () => {
    const clock = { at: 1_000, now: () => clock.at, sleep: async () => undefined };
    const calls: ((answer: unknown) => void)[] = [];
    const joined: string[] = [];
    const lists = new Lists(memoryLedger(), clock);
    const ask = () => new Promise<unknown>((resolve) => calls.push(resolve));
    const read = (who: string) => lists.read('list/carriers', HOUR, ask, async () => void joined.push(who));
    return { clock, calls, joined, read };
  };
  const others = () => new Promise((resolve) => setImmediate(resolve));

  it('are brought by one call for all who wait, then kept for their time', async () => {
    const { clock, calls, joined, read } = begun();
    const all = [read('a'), read('b'), read('c')];
    await others();
    assert.deepEqual([calls.length, joined], [1, ['b', 'c']]);
    calls[0]?.(['DHL']);
    assert.deepEqual(await Promise.all(all), [['DHL'], ['DHL'], ['DHL']]);
    assert.deepEqual(await read('d'), ['DHL']);
    assert.equal(calls.length, 1);
    clock.at += HOUR;
    const later = read('e');
    await others();
    calls[1]?.(['UPS']);
    assert.deepEqual(await later, ['UPS']);
  });
  it('that could not be had fail for all who wait, and are asked for anew', async () => {
    const lists = new Lists(memoryLedger(), { now: () => 1_000, sleep: async () => undefined });
    let calls = 0;
    const ask = async () => {
      calls += 1;
      await others();
      throw new Error(`call ${calls}`);
    };
    const read = () => lists.read('list/carriers', HOUR, ask, async () => undefined);
    const all = await Promise.allSettled([read(), read()]);
    assert.deepEqual(
      all.map((one) => one.status === 'rejected' && String(one.reason)),
      ['Error: call 1', 'Error: call 1'],
    );
    await assert.rejects(read(), /call 2/);
  });
  it('that have to be waited for serve on as they were kept; what fails otherwise fails', async () => {
    const clock = { at: 1_000, now: () => clock.at, sleep: async () => undefined };
    const lists = new Lists(memoryLedger(), clock);
    const read = (ask: () => Promise<unknown>) => lists.read('list/carriers', HOUR, ask, async () => undefined);
    const spent = () => Promise.reject(new Waiting(clock.at + 23 * HOUR, 'budget'));
    await assert.rejects(read(spent), (signal) => signal instanceof Waiting);
    assert.deepEqual(await read(async () => ['DHL']), ['DHL']);
    clock.at += 2 * HOUR;
    assert.deepEqual(await read(spent), ['DHL']);
    await assert.rejects(
      read(() => Promise.reject(new Error('cannot be read'))),
      /cannot be read/,
    );
    assert.deepEqual(await read(async () => ['UPS']), ['UPS']);
  });
  it('a burst of parcels and of orders spends one call of what the vendor allows a day', async () => {
    const stage = new Stage({ seed: 1 });
    try {
      const ids = Array.from({ length: 25 }, () => stage.mirakl.place());
      await stage.until('all in the shop', () => ids.every((id) => shopOrder(stage, id)));
      for (const { id } of stage.shopify.orders()) stage.shopify.fulfil(id, { carrier: 'DHL', number: `N-${id}` });
      await stage.until('all told', () => stage.mirakl.orders().every(({ state }) => state === 'SHIPPED'), 30);
      const calls = (name: string) => stage.simulator.arrivals.filter(({ call }) => call === name).length;
      assert.deepEqual([calls('SH21'), calls('metafieldDefinitionCreate')], [1, 1]);
    } finally {
      stage.end();
    }
  });
});
