/** Money that went back on both sides and differs, though nothing is left to be told of it: a person is asked, and their answer counts. */
import assert from 'node:assert/strict';
import { cancellations, cents, inShop, refunds, shopOf } from './given-back';
import { bound, marketOrder, scenes } from './scene';
import type { Stage } from './stage';

let order = { id: '', shop: '' };
const line = (stage: Stage, n: number): string => shopOf(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
const CAUSE = 'price difference/given back/3.90/23.90';

/** The shop takes both units of the first line off; the portal too, with the shipping that lies on it. */
async function apart(stage: Stage): Promise<void> {
  order = await bound(stage);
  const [first] = marketOrder(stage, order.id).lines;
  assert.ok(stage.shopify.refund(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 2 }], restock: 'cancel' }));
  assert.ok(stage.market.cancelInPortal(order.id, [{ line: first?.id ?? '', quantity: 2 }]));
  await stage.until('somebody is asked', async () => (await stage.cases()).includes(CAUSE));
  assert.deepEqual(cancellations(stage, order.id), [[0, '20.00', '3.90', 2, 'portal']]);
  assert.deepEqual(inShop(stage, order.id), [['20.00', 'success', '0x2 CANCEL']]);
}
const settled = (stage: Stage) => stage.until('nobody is asked', async () => (await stage.cases()).length === 0);
const given = (stage: Stage): bigint => cents(inShop(stage, order.id).map(([amount]) => String(amount)));

scenes('Money apart', [
  {
    name: 'both sides took the same units away, one with the shipping: a person is asked',
    asks: [CAUSE],
    plays: apart,
    stands: () => undefined,
  },
  {
    name: 'what they give back by hand is their answer, and is not told',
    async plays(stage) {
      await apart(stage);
      assert.ok(stage.shopify.refund(order.shop, { shipping: '3.90' }));
      await settled(stage);
      await stage.minutes(60);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), []);
      assert.equal(given(stage), 2390n);
    },
  },
  {
    name: 'accepted, it is asked about no more; what goes back later is told',
    async plays(stage) {
      await apart(stage);
      const key = `${stage.marketplace}:${order.id}`;
      await Promise.all([stage.engine.decide(key, { kind: 'do it', of: CAUSE, by: 'eva' }), stage.minutes(1)]);
      await settled(stage);
      assert.ok(stage.shopify.refund(order.shop, { amount: '1.00', note: 'late' }));
      await stage.until('told', () => refunds(stage, order.id).length > 0);
      await stage.minutes(120);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [[1, '1.00', '0.00', 0, 'api']]);
      assert.equal(given(stage), 2100n);
    },
  },
  {
    name: 'goodwill, then the portal cancels a line of it and the shop the whole order: both come to the same',
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.shopify.refund(order.shop, { amount: '0.70', note: 'late' }));
      await stage.until('the goodwill', () => refunds(stage, order.id).length === 2);
      const [, second] = marketOrder(stage, order.id).lines;
      assert.ok(stage.market.cancelInPortal(order.id, [{ line: second?.id ?? '', quantity: 1 }]));
      assert.ok(stage.shopify.cancelOrder(order.shop, { refund: true }));
      await stage.until('the rest', () => refunds(stage, order.id).length > 2);
    },
    stands(stage) {
      const { refunds: back, cancellations: gone } = marketOrder(stage, order.id);
      assert.equal(cents([...back, ...gone].flatMap(({ amount, shipping }) => [amount, shipping])), 2940n);
      assert.equal(given(stage), 2940n);
    },
  },
  {
    name: 'given back with everything, and then shipped in the portal: a person must stop the parcel',
    asks: ['cancelled after creation/cancel.push/whole'],
    async plays(stage) {
      order = await bound(stage, {
        lines: [
          { sku: 'B', quantity: 1, price: '5.50' },
          { sku: 'A', quantity: 2, price: '10.00' },
        ],
        shipping: '3.90',
      });
      assert.ok(stage.shopify.editOrder(order.shop, { remove: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: true }));
      assert.ok(stage.shopify.cancelOrder(order.shop, { refund: true }));
      await stage.until('told', () => marketOrder(stage, order.id).lines.every(({ state }) => state === 'REFUNDED'));
      assert.ok(stage.market.shipInPortal(order.id, { carrier: 'UPS', tracking: 'P-1' }));
      await stage.until('somebody is asked', async () => (await stage.cases()).length > 0);
    },
    stands: (stage) => assert.equal(given(stage), 2940n),
  },
]);
