/** The shop and the marketplace's portal act on one order within the same minutes. */
import assert from 'node:assert/strict';
import { inShop, refunds, shopOf } from './given-back';
import { bound, marketOrder, type Scene, scenes } from './scene';
import type { Stage } from './stage';

let order = { id: '', shop: '' };
const short = (gid: string): string => gid.slice(gid.lastIndexOf('/') + 1);
const line = (stage: Stage, n: number): string => shopOf(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
const several: Scene['options'] = { world: ['several parcels'] };
const onDelivery: Scene['options'] = { world: ['sellers cancel'] };

scenes('Both sides at once', [
  {
    name: 'the mirror of a portal’s shipment is voided in the shop: another number of the portal is not written on it',
    options: several,
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.market.shipInPortal(order.id, { carrier: 'UPS', tracking: 'P-1' }));
      await stage.until('mirrored', () => shopOf(stage, order.id).fulfilments.length === 1);
      stage.shopify.voidFulfilment(shopOf(stage, order.id).fulfilments[0]?.id ?? '');
      assert.ok(stage.market.changeTracking(order.id, { carrier: 'UPS', tracking: 'P-2' }));
      await stage.until('answered', async () => {
        const { effects } = await stage.record(order.id);
        return Object.values(effects).filter(({ verb, state }) => verb === 'shop.fulfil' && state === 'confirmed').length === 2;
      });
    },
    stands(stage) {
      assert.deepEqual(
        shopOf(stage, order.id).fulfilments.map(({ state, numbers }) => [state, numbers]),
        [['voided', ['P-1']]],
      );
    },
  },
  {
    name: 'the mirror is voided before its answer was heard: it was made all the same, and is not made again',
    async plays(stage) {
      order = await bound(stage);
      stage.simulator.script({ system: 'shopify', call: 'fulfillmentCreate', nth: 1, does: 'lost answer' });
      assert.ok(stage.market.shipInPortal(order.id, { carrier: 'UPS', tracking: 'P-1' }));
      const made = () => shopOf(stage, order.id).fulfilments[0];
      for (let n = 0; n < 10_000 && !made(); n += 1) await stage.clock.run(stage.clock.now() + 500);
      assert.ok(stage.shopify.voidFulfilment(made()?.id ?? ''));
      await stage.minutes(60);
    },
    stands: (stage) =>
      assert.deepEqual(
        shopOf(stage, order.id).fulfilments.map(({ state }) => state),
        ['voided'],
      ),
  },
  {
    name: 'two units leave of which one was cancelled in the portal: one is told as shipped, and a person is asked about the other',
    options: several,
    asks: [/^cancelled after creation\/shop\.cancel\//],
    async plays(stage) {
      order = await bound(stage);
      const [first] = marketOrder(stage, order.id).lines;
      assert.ok(stage.market.cancelInPortal(order.id, [{ line: first?.id ?? '', quantity: 1 }]));
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
      await stage.until('told', () => marketOrder(stage, order.id).shipments.length > 0);
    },
    stands(stage) {
      const { shipments } = marketOrder(stage, order.id);
      assert.deepEqual(
        shipments.map(({ lines }) => lines.map(({ quantity }) => quantity)),
        [[1, 1]],
      );
    },
  },
  {
    name: 'shipped and told, voided, then cancelled whole without money in the shop: a person is asked',
    options: onDelivery,
    // Where it was refused first, as shipped, it is the second step that asks.
    asks: [/^cancelled after creation\/cancel\.push\/whole/],
    async plays(stage) {
      order = await bound(stage);
      const made = stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' }) ?? assert.fail('not fulfilled');
      await stage.until('told', () => marketOrder(stage, order.id).state === 'SHIPPED');
      stage.shopify.voidFulfilment(made);
      assert.ok(stage.shopify.cancelOrder(order.shop, { restock: true }));
      await stage.until('somebody is asked', async () => (await stage.cases()).length > 0);
    },
    stands(stage) {
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPED');
    },
  },
  {
    name: 'a unit is edited away, then the shipping is given back: both go back at the marketplace',
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.shopify.editOrder(order.shop, { remove: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: true }));
      await stage.until('the unit', () => refunds(stage, order.id).length === 1);
      stage.shopify.refund(order.shop, { shipping: '3.90' });
      await stage.until('the shipping', () => refunds(stage, order.id).length === 2);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [
        [0, '10.00', '0.00', 1, 'api'],
        [0, '0.00', '3.90', 0, 'api'],
      ]);
    },
  },
  {
    name: 'the same shipping goes back on both sides: what a person then gives back by hand is carried back by nobody before they answered',
    asks: [/^refused\/shop\.refund\//],
    async plays(stage) {
      order = await bound(stage);
      const [first] = marketOrder(stage, order.id).lines;
      const given = stage.shopify.refund(order.shop, { shipping: '3.90' }) ?? assert.fail('not refunded');
      assert.ok(stage.market.refundInPortal(order.id, first?.id ?? '', { amount: '0', shipping: '3.90' }));
      const asked = (cause: RegExp) =>
        stage.until(String(cause), async () => (await stage.cases()).some((one) => cause.test(one)));
      await asked(/^over-refund\/refund\.push\//);
      assert.ok(stage.market.refundInPortal(order.id, first?.id ?? '', { amount: '2.00' }));
      await stage.minutes(60);
      assert.deepEqual(
        inShop(stage, order.id).map(([amount]) => amount),
        ['3.90'],
      );
      // Refused first, it was begun anew with what was true then: the last of them is what is asked about.
      const { effects } = await stage.record(order.id);
      const step = Object.keys(effects).findLast((id) => id.startsWith(`refund.push/${short(given)}`)) ?? '';
      await Promise.all([
        stage.engine.leaveOut(`${stage.marketplace}:${order.id}`, [step], 'given back in the portal', 'eva'),
        stage.minutes(1),
      ]);
      await asked(/^refused\/shop\.refund\//);
      assert.ok(stage.shopify.refund(order.shop, { amount: '1.00' }));
      await stage.minutes(60);
    },
    stands(stage) {
      assert.deepEqual(
        refunds(stage, order.id).map(([, amount, shipping, , by]) => [amount, shipping, by]),
        [
          ['0.00', '3.90', 'portal'],
          ['2.00', '0.00', 'portal'],
        ],
      );
    },
  },
  {
    name: 'a unit is edited away after the portal shipped it and its mirror was voided: a person is asked',
    options: several,
    asks: ['cancelled after creation/cancel.push/edit-1'],
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.market.shipInPortal(order.id, { carrier: 'UPS', tracking: 'P-1' }));
      await stage.until('mirrored', () => shopOf(stage, order.id).fulfilments.length === 1);
      stage.shopify.voidFulfilment(shopOf(stage, order.id).fulfilments[0]?.id ?? '');
      assert.ok(stage.shopify.editOrder(order.shop, { remove: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: true }));
      await stage.until('somebody is asked', async () => (await stage.cases()).length > 0);
      await stage.minutes(60);
    },
    stands: (stage) => assert.deepEqual(refunds(stage, order.id), []),
  },
]);
