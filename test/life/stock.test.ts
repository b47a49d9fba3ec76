import assert from 'node:assert/strict';
import { bound, scenes } from './scene';
import type { Stage } from './stage';
import { stockWired } from './wired';

const offered = (stage: Stage, sku: string): number => {
  const offer = stage.market.offers().find((one) => one.sku === sku);
  assert.ok(offer, `there is no offer ${sku}`);
  return offer.quantity;
};
const until = (stage: Stage, sku: string, quantity: number): Promise<void> =>
  stage.until(`${sku} at ${quantity}`, () => offered(stage, sku) === quantity, 120);
const calls = (stage: Stage, call: string): number => stage.simulator.arrivals.filter((one) => one.call === call).length;

scenes('Stock', [
  {
    name: 'what the shop has is told of every offer that the shop knows, then what changes; nothing else is touched',
    alike: true,
    options: { wiring: stockWired() },
    async plays(stage) {
      await until(stage, 'TEE-RED-M', 1000);
      stage.shopify.setStock('TEE-RED-M', 'Warehouse', 7);
      await until(stage, 'TEE-RED-M', 7);
      stage.shopify.setStock('BOOK-1', 'Warehouse', -3);
      await until(stage, 'BOOK-1', 0);
    },
    stands(stage) {
      assert.deepEqual([offered(stage, 'TEE-RED-M'), offered(stage, 'BOOK-1'), offered(stage, 'VASE-H')], [7, 0, 1000]);
      assert.equal(calls(stage, 'OF24'), 0);
      assert.equal(stage.market.offers().find(({ sku }) => sku === 'TEE-RED-M')?.description, 'TEE-RED-M as new');
    },
  },
  {
    name: 'units that the marketplace has sold are not offered again before the shop knows of them',
    alike: true,
    options: { wiring: stockWired() },
    async plays(stage) {
      await until(stage, 'TEE-RED-M', 1000);
      stage.shopify.setStock('TEE-RED-M', 'Warehouse', 10);
      await until(stage, 'TEE-RED-M', 10);
      await bound(stage, { lines: [{ sku: 'TEE-RED-M', quantity: 4, price: '12.50' }] });
      stage.shopify.setStock('BOOK-1', 'Warehouse', 5);
      await until(stage, 'BOOK-1', 5);
    },
    stands(stage) {
      assert.equal(offered(stage, 'TEE-RED-M'), 6);
    },
  },
]);
