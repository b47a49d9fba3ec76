import assert from 'node:assert/strict';
import { cents, inShop, refunds, shopOf } from './given-back';
import { bound, marketOrder, type Scene, scenes } from './scene';
import type { Stage } from './stage';
import { everythingWired } from './wired';

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
      stage.market.markDelivered(order.id);
      await stage.minutes(5);
      stage.market.close(order.id);
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
      stage.market.refundInPortal(order.id, lines[0]?.id ?? '', { amount: '7.00', shipping: '1.00', quantity: 1 });
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
      stage.market.refundInPortal(order.id, lines[1]?.id ?? '', { amount: '1.50' });
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

/** A person answers the case whose cause begins so, once it is open; whoever takes the answer may die before. */
async function answer(stage: Stage, cause: string): Promise<void> {
  await stage.until(`a case ${cause}`, async () => (await stage.cases()).some((one) => one.startsWith(cause)));
  const { key } = await stage.record(order.id);
  const open = (await stage.cases()).find((one) => one.startsWith(cause)) ?? '';
  await stage.until('answered', async () => {
    await Promise.race([stage.engine.decide(key, { kind: 'do it', of: open, by: 'someone' }), stage.minutes(1)]);
    return (await stage.record(order.id)).decisions.some(({ of }) => of === open);
  });
}
scenes('Refunds that a person decides', [
  {
    name: 'money without lines is shared when somebody says so, and not before',
    options: {
      wiring: (store, marketplace) => ({
        ...everythingWired(store, marketplace),
        'refund.created': [
          { verb: 'refund.push', args: () => ({ reasons: {}, reason: '17', goodwill: 'ask' as const, restock: false }) },
        ],
      }),
    },
    async plays(stage) {
      await shipped(stage);
      stage.shopify.refund(order.shop, { amount: '5.10' });
      await stage.minutes(30);
      assert.deepEqual(refunds(stage, order.id), []);
      await answer(stage, 'refund without lines/');
      await told(stage, 2);
    },
    stands(stage) {
      assert.deepEqual(refunds(stage, order.id), [
        [0, '4.00', '0.00', 0, 'api'],
        [1, '1.10', '0.00', 0, 'api'],
      ]);
    },
  },
  {
    name: 'more than is left is cut to that when somebody says so, and not before',
    // The portal's own refund cannot be made in the shop any more: somebody sees that too.
    asks: [/^over-refund\/shop\.refund\//],
    async plays(stage) {
      await shipped(stage);
      const { lines } = marketOrder(stage, order.id);
      stage.shopify.refund(order.shop, {
        lines: [0, 1].map((n) => ({ lineItemId: line(stage, n), quantity: n === 0 ? 2 : 1 })),
        shipping: true,
      });
      assert.ok(stage.market.refundInPortal(order.id, lines[0]?.id ?? '', { amount: '15.00' }));
      await answer(stage, 'over-refund/refund.push/');
      await told(stage, 3);
    },
    stands(stage) {
      const all = marketOrder(stage, order.id).refunds.flatMap(({ amount, shipping }) => [amount, shipping]);
      assert.equal(cents(all), 2940n);
    },
  },
]);
