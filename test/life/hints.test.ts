/** What is said to have changed is read at once; and what a sweep and a webhook both tell comes once. */
import assert from 'node:assert/strict';
import { bound, type Scene, scenes } from './scene';
import type { Stage } from './stage';

const HOUR = 60;
/** Key of a shipment's event: what a delivery is of. */
const EVENT = /^shipped\//;
let order = { id: '', shop: '' };
const shipments = (stage: Stage): readonly string[] =>
  stage.told.filter((line) => line.startsWith(`shipment.created ${stage.marketplace}:${order.id}/`));
/** As a webhook would; again where the engine died before it was stored, as Shopify would. */
async function hint(stage: Stage, ids: readonly string[] = [order.shop]): Promise<void> {
  for (;;) {
    const stored = stage.engine.hint(stage.store, 'order', ids).then(
      () => true,
      () => false,
    );
    const late = stage.clock.sleep(5_000).then(() => false);
    let is: boolean | undefined;
    void Promise.race([stored, late]).then((answer) => {
      is = answer;
    });
    while (is === undefined) await stage.clock.step();
    if (is) return;
  }
}
/** The list of changes shows nothing, so that only hints tell. */
const blind: NonNullable<Scene['options']>['prepare'] = (_, shop) => {
  shop.world.searchLag = 1_000 * HOUR * 60_000;
};

scenes('Hints', [
  {
    name: 'tell of what no list shows, once, however often they come',
    options: { prepare: blind },
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'H-1' }));
      await stage.minutes(30);
      assert.deepEqual(shipments(stage), []);
      for (let n = 0; n < 3; n += 1) await hint(stage);
      await stage.until('told', () => shipments(stage).length > 0, HOUR);
      await hint(stage);
    },
    async stands(stage) {
      assert.equal(new Set(shipments(stage)).size, 1);
      assert.deepEqual(await stage.ledger.hints(stage.store, 'order', 10), []);
      const { deliveries } = await stage.record(order.id);
      assert.equal(Object.values(deliveries).filter(({ event }) => EVENT.test(event)).length, 1);
    },
  },
  {
    name: 'and the list together tell once',
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'H-2' }));
      await hint(stage);
      await stage.until('told', () => shipments(stage).length > 0, HOUR);
      await stage.minutes(HOUR);
    },
    async stands(stage) {
      assert.equal(new Set(shipments(stage)).size, 1);
      const { deliveries } = await stage.record(order.id);
      assert.equal(Object.values(deliveries).filter(({ event }) => EVENT.test(event)).length, 1);
    },
  },
  {
    name: 'of orders that no marketplace owns, or that are not there, come to nothing',
    async plays(stage) {
      order = await bound(stage);
      await hint(stage, ['gid://shopify/Order/820000000000001301', 'gid://shopify/Order/1']);
      await stage.minutes(10);
    },
    async stands(stage) {
      assert.deepEqual(await stage.ledger.hints(stage.store, 'order', 10), []);
      assert.equal((await stage.ledger.orders(10)).length, 1);
    },
  },
  {
    name: 'that lie in the ledger from an earlier life are read',
    options: { prepare: blind },
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'H-3' }));
      // Stored by a process that died before it could tell its engine.
      await stage.ledger.hint(stage.store, 'order', [order.shop], stage.clock.now());
      await hint(stage, ['gid://shopify/Order/1']);
      await stage.until('told', () => shipments(stage).length > 0, HOUR);
    },
    async stands(stage) {
      assert.equal(new Set(shipments(stage)).size, 1);
    },
  },
]);
