/** The seller's references of many orders in one call a minute (R24), on a machine that is slow. */
import assert from 'node:assert/strict';
import { shopOrder } from './scene';
import { Stage } from './stage';

const ORDERS = 90;

describe('The references of many orders', () => {
  it('leave in one call within its time, though each commit takes a second', async () => {
    let slow = false;
    const stage: Stage = new Stage({
      seed: 1,
      prepare: (mirakl) => {
        mirakl.world.debitDelay = 0;
      },
      hears: (site) => (slow && site === 'ledger.commit before' ? stage.clock.sleep(1_000) : undefined),
    });
    try {
      await stage.minutes(2);
      const ids = Array.from({ length: ORDERS }, () =>
        stage.market.place({ lines: [{ sku: 'A', quantity: 1, price: '10.00' }] }),
      );
      await stage.until('in the shop', () => ids.filter((id) => shopOrder(stage, id)).length >= 3);
      slow = true;
      await stage.until('told', () => stage.market.orders().every(({ sellerReference }) => sellerReference !== null), 120);
      await stage.rest();
      assert.deepEqual(stage.broken, []);
      assert.deepEqual(await stage.cases(), []);
      const told = stage.simulator.counts().filter(({ verb }) => verb === 'reference');
      assert.deepEqual([told.length, told.filter(({ count }) => count !== 1)], [ORDERS, []]);
    } finally {
      stage.end();
    }
  }).timeout(120_000);
});
