import assert from 'node:assert/strict';
import { cancellations, cents, inShop, refunds, shopOf } from './given-back';
import { bound, marketOrder, type Scene, scenes } from './scene';
import type { Stage } from './stage';

let order = { id: '', shop: '' };
const line = (stage: Stage, n: number): string => shopOf(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
const told = (stage: Stage, count: number) => stage.until(`${count} refunds`, () => refunds(stage, order.id).length === count);

const onDelivery: Scene['options'] = { world: ['sellers cancel'] };
scenes('Cancelled in the shop', [
  {
    name: 'whole, after the debit: the money goes back at the marketplace, once with its refund',
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.cancelOrder(order.shop, { restock: true, refund: true, reason: 'CUSTOMER' });
      await told(stage, 2);
    },
    stands(stage) {
      const back = marketOrder(stage, order.id).refunds.flatMap(({ amount, shipping }) => [amount, shipping]);
      assert.equal(cents(back), 2940n);
      assert.deepEqual(
        refunds(stage, order.id).map(([n, , , quantity]) => [n, quantity]),
        [
          [0, 2],
          [1, 1],
        ],
      );
      assert.deepEqual(cancellations(stage, order.id), []);
      assert.equal(inShop(stage, order.id).length, 1);
    },
  },
  {
    name: 'whole, before the debit: cancelled at the marketplace',
    options: onDelivery,
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.cancelOrder(order.shop, { restock: true });
      await stage.until('cancelled', () => marketOrder(stage, order.id).state === 'CANCELED');
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), []);
    },
  },
  {
    name: 'one unit, after the debit: refunded, and taken out of the shipment',
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: 'cancel' });
      await told(stage, 1);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [[0, '10.00', '0.00', 1, 'api']]);
      assert.deepEqual(inShop(stage, order.id), [['10.00', 'success', '0x1 CANCEL']]);
    },
  },
  {
    name: 'one unit, and then the rest without a refund: everything goes back at the marketplace, each unit once',
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: 'cancel' });
      await told(stage, 1);
      await stage.minutes(10);
      stage.shopify.cancelOrder(order.shop, { restock: true, refund: false, reason: 'INVENTORY' });
      await told(stage, 3);
    },
    stands(stage) {
      const back = marketOrder(stage, order.id).refunds.flatMap(({ amount, shipping }) => [amount, shipping]);
      assert.equal(cents(back), 2940n);
      assert.deepEqual(
        refunds(stage, order.id).map(([n, amount, , quantity]) => [n, amount, quantity]),
        [
          [0, '10.00', 1],
          [0, '10.00', 1],
          [1, '5.50', 1],
        ],
      );
    },
  },
  {
    name: 'one unit edited away: refunded with its money, and the shop’s own refund of it is the same fact',
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.shopify.editOrder(order.shop, { remove: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: true }));
      await told(stage, 1);
      stage.shopify.refund(order.shop, { amount: '10.00' });
      await stage.minutes(20);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [[0, '10.00', '0.00', 1, 'api']]);
      assert.equal(inShop(stage, order.id).length, 1);
    },
  },
  {
    name: 'one unit, before the debit: cancelled at the marketplace with its amount',
    options: onDelivery,
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: 'cancel', amount: '0' });
      await stage.until('cancelled', () => cancellations(stage, order.id).length > 0);
    },
    stands(stage) {
      assert.deepEqual(cancellations(stage, order.id), [[0, '10.00', '0.00', 1, 'api']]);
      assert.equal(inShop(stage, order.id).length, 1);
    },
  },
]);
scenes('Cancelled too late', [
  {
    name: 'in the shop after it was shipped in the portal: it is a return, and nothing is refunded by itself (R10)',
    asks: [/./],
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.market.shipInPortal(order.id, { carrier: 'DHL', tracking: 'P-1' }));
      assert.ok(stage.shopify.cancelOrder(order.shop, { restock: true, refund: true }));
      await stage.until('a return', async () => {
        const { effects } = await stage.record(order.id);
        return Object.values(effects).some(({ result }) => (result as { by?: string } | undefined)?.by === 'return');
      });
      await stage.until('somebody is asked', async () => (await stage.cases()).length > 0);
    },
    stands(stage) {
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPED');
      assert.deepEqual(refunds(stage, order.id), []);
    },
  },
  {
    name: 'in the marketplace after the shop shipped it: nothing is cancelled, and a person is asked to stop the parcel (R10)',
    asks: ['cancelled after creation'],
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.market.cancelInPortal(order.id));
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
      await stage.minutes(60);
    },
    stands(stage) {
      assert.equal(shopOf(stage, order.id).cancelledAt, null);
      assert.deepEqual(inShop(stage, order.id), []);
    },
  },
]);
scenes('Cancelled in the marketplace', [
  {
    name: 'whole: the shop’s order is cancelled and stocked again, once, and nothing is told back',
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.market.cancelInPortal(order.id));
      await stage.until('cancelled', () => shopOf(stage, order.id).cancelledAt !== null);
    },
    stands(stage) {
      assert.deepEqual(inShop(stage, order.id), [['29.40', 'success', '0x2 CANCEL,1x1 CANCEL']]);
      assert.deepEqual(refunds(stage, order.id), []);
    },
  },
  {
    name: 'one unit: it leaves the shop’s order',
    async plays(stage) {
      order = await bound(stage);
      const { lines } = marketOrder(stage, order.id);
      assert.ok(stage.market.cancelInPortal(order.id, [{ line: lines[0]?.id ?? '', quantity: 1 }]));
      await stage.until('in the shop', () => inShop(stage, order.id).length > 0);
    },
    stands(stage) {
      assert.equal(inShop(stage, order.id).length, 1);
      assert.equal(shopOf(stage, order.id).lines[0]?.current, 1);
      assert.deepEqual(refunds(stage, order.id), []);
    },
  },
]);
