import assert from 'node:assert/strict';
import { bound, marketOrder, type Scene, scenes, shopOrder } from './scene';
import type { Stage } from './stage';

/** What the marketplace gave back: line by its place, amount, shipping, units, by whom. */
const refunds = (stage: Stage, id: string) => {
  const { refunds: all, lines } = marketOrder(stage, id);
  return all.map(({ line, amount, shipping, quantity, by }) => [
    lines.findIndex((one) => one.id === line),
    amount,
    shipping,
    quantity,
    by,
  ]);
};
const cancellations = (stage: Stage, id: string) => {
  const { cancellations: all, lines } = marketOrder(stage, id);
  return all.map(({ line, amount, shipping, quantity, by }) => [
    lines.findIndex((one) => one.id === line),
    amount,
    shipping,
    quantity,
    by,
  ]);
};
const shopOf = (stage: Stage, id: string) => shopOrder(stage, id) ?? assert.fail(`${id} is not in the shop`);
/** What the shop gave back: amount, state, units by line. */
const inShop = (stage: Stage, id: string) => {
  const { refunds: all, lines } = shopOf(stage, id);
  return all.map(({ amount, state, lines: units }) => [
    amount,
    state,
    units.map((one) => `${lines.findIndex((line) => line.id === one.lineItemId)}x${one.quantity} ${one.restock}`).join(),
  ]);
};
let order = { id: '', shop: '' };
const line = (stage: Stage, n: number): string => shopOf(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
async function shipped(stage: Stage): Promise<void> {
  order = await bound(stage);
  stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
  await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
}
const told = (stage: Stage, count: number) => stage.until(`${count} refunds`, () => refunds(stage, order.id).length === count);

const fromShop: readonly Scene[] = [
  {
    name: 'one unit after shipment reaches the marketplace once, and its echo makes nothing',
    async plays(stage) {
      await shipped(stage);
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: 'return' });
      await told(stage, 1);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [[0, '10.00', '0.00', 1, 'api']]);
      assert.deepEqual(inShop(stage, order.id), [['10.00', 'success', '0x1 RETURN']]);
    },
  },
  {
    name: 'shipping alone, and everything else after it: to the last cent, and not more',
    async plays(stage) {
      await shipped(stage);
      stage.shopify.refund(order.shop, { shipping: true });
      await stage.until('shipping', () => refunds(stage, order.id).length > 0);
      const lines = [
        { lineItemId: line(stage, 0), quantity: 2 },
        { lineItemId: line(stage, 1), quantity: 1 },
      ];
      stage.shopify.refund(order.shop, { lines });
      await stage.until('the goods', () => refunds(stage, order.id).some(([, amount]) => amount !== '0.00'));
    },
    stands(stage) {
      const back = marketOrder(stage, order.id).refunds.flatMap(({ amount, shipping }) => [amount, shipping]);
      assert.equal(cents(back), 2940n);
      assert.equal(cents(inShop(stage, order.id).map(([amount]) => String(amount))), 2940n);
    },
  },
  {
    name: 'goodwill without lines is shared over them',
    async plays(stage) {
      await shipped(stage);
      stage.shopify.refund(order.shop, { amount: '5.10', note: 'late' });
      await told(stage, 2);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [
        [0, '4.00', '0.00', 0, 'api'],
        [1, '1.10', '0.00', 0, 'api'],
      ]);
      assert.deepEqual([...new Set(marketOrder(stage, order.id).refunds.map(({ reason }) => reason))], ['19']);
    },
  },
  {
    name: 'three equal refunds of one line are three',
    alike: true,
    async plays(stage) {
      await shipped(stage);
      for (let n = 1; n <= 3; n += 1) {
        stage.shopify.refund(order.shop, { amount: '2.00', lines: [] });
        await stage.minutes(1);
      }
      await told(stage, 6);
    },
    stands(stage) {
      assert.equal(cents(marketOrder(stage, order.id).refunds.map(({ amount }) => amount)), 600n);
      assert.equal(inShop(stage, order.id).length, 3);
    },
  },
  {
    name: 'one that is pending is told when it is done, and one that fails never',
    async plays(stage) {
      await shipped(stage);
      const late = stage.shopify.refund(order.shop, {
        amount: '3.00',
        lines: [{ lineItemId: line(stage, 1), quantity: 1 }],
        state: 'pending',
      });
      const lost = stage.shopify.refund(order.shop, {
        amount: '1.00',
        lines: [{ lineItemId: line(stage, 0), quantity: 1 }],
        state: 'pending',
      });
      await stage.minutes(30);
      assert.deepEqual(refunds(stage, order.id), []);
      stage.shopify.settleRefund(lost ?? '', 'failed');
      stage.shopify.settleRefund(late ?? '', 'success');
      await told(stage, 1);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [[1, '3.00', '0.00', 1, 'api']]);
    },
  },
  {
    name: 'after the marketplace closed the order a person is asked, and nothing is sent (R10)',
    asks: [/^rule broken\/R10\/refund\.push\//],
    async plays(stage) {
      await shipped(stage);
      stage.mirakl.markDelivered(order.id);
      await stage.minutes(5);
      stage.mirakl.close(order.id);
      await stage.minutes(10);
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 1 }] });
      await stage.minutes(20);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), []);
    },
  },
];
scenes('Refunded in the shop', fromShop);

scenes('Refunded in the marketplace', [
  {
    name: 'in the portal: made in the shop once, without money or stock moving, and not told back',
    async plays(stage) {
      await shipped(stage);
      const { lines } = marketOrder(stage, order.id);
      stage.mirakl.refundInPortal(order.id, lines[0]?.id ?? '', { amount: '7.00', shipping: '1.00', quantity: 1 });
      await stage.until('in the shop', () => inShop(stage, order.id).length > 0);
    },
    stands(stage) {
      assert.deepEqual(inShop(stage, order.id), [['8.00', 'success', '0x1 NO_RESTOCK']]);
      assert.deepEqual(refunds(stage, order.id), [[0, '7.00', '1.00', 1, 'portal']]);
    },
  },
  {
    name: 'on both sides in one minute: each is carried over once',
    async plays(stage) {
      await shipped(stage);
      const { lines } = marketOrder(stage, order.id);
      stage.mirakl.refundInPortal(order.id, lines[1]?.id ?? '', { amount: '1.50' });
      stage.shopify.refund(order.shop, { amount: '2.50', lines: [{ lineItemId: line(stage, 0), quantity: 1 }] });
      await stage.until('both', () => inShop(stage, order.id).length === 2 && refunds(stage, order.id).length === 2);
    },
    stands(stage) {
      const told = refunds(stage, order.id).map(([, amount, , , by]) => `${amount} ${by}`);
      assert.deepEqual(told.sort(), ['1.50 portal', '2.50 api']);
      assert.deepEqual(
        inShop(stage, order.id)
          .map(([amount]) => amount)
          .sort(),
        ['1.50', '2.50'],
      );
    },
  },
]);

const onDelivery: Scene['options'] = {
  prepare: (mirakl) => {
    mirakl.world.paymentWorkflow = 'PAY_ON_DELIVERY';
    mirakl.world.partialCancelation = true;
  },
};
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
      assert.ok(stage.mirakl.shipInPortal(order.id, { carrier: 'DHL', tracking: 'P-1' }));
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
      assert.ok(stage.mirakl.cancelInPortal(order.id));
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
      assert.ok(stage.mirakl.cancelInPortal(order.id));
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
      assert.ok(stage.mirakl.cancelInPortal(order.id, [{ line: lines[0]?.id ?? '', quantity: 1 }]));
      await stage.until('in the shop', () => inShop(stage, order.id).length > 0);
    },
    stands(stage) {
      assert.equal(inShop(stage, order.id).length, 1);
      assert.equal(shopOf(stage, order.id).lines[0]?.current, 1);
      assert.deepEqual(refunds(stage, order.id), []);
    },
  },
]);

/** Decimal texts of two places, summed. */
function cents(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n);
}
