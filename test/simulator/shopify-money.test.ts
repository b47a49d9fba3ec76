/** Money and units that go back: refunds with their keys, cancellations with their jobs; and what each does to stock and status. */
import assert from 'node:assert/strict';
import { asked, back, done, paidOrder, REFUND, shipAll, theOrder } from './shop-life';
import { money, stockOf, units } from './shop-money';
import { create } from './shop-orders';
import { dataOf, type GraphqlAnswer, json, World } from './world';

describe('simulator: refunds of the shop', () => {
  it('of units that will not ship: they leave the order, and stock has them again; the gateway is the one that was paid by', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const refundLineItems = [{ lineItemId: order.lines[0], quantity: 2, restockType: 'CANCEL' }];
    const input = back(order, '24.00', { refundLineItems, note: 'out of stock' });
    const made = await done<{ order: { displayFinancialStatus: string } }>(world, REFUND, { input, key: 'k' }, 'refundCreate');
    assert.equal(made.order.displayFinancialStatus, 'PARTIALLY_REFUNDED');
    assert.deepEqual(await money(world, order.id), {
      status: 'PARTIALLY_REFUNDED',
      refunded: '24.0',
      current: '26.0',
      units: [
        [1, 1],
        [1, 1],
      ],
      refunds: [{ moved: '24.0', beyond: [], shipping: [], lines: ['2 CANCEL 24.0 4.0'], by: ['REFUND SUCCESS bazaar'] }],
    });
    assert.deepEqual(stockOf(world, 'MUG'), [999, 1000]);
    const [seen] = theOrder(world).refunds;
    assert.deepEqual(
      [seen?.state, seen?.amount, seen?.shipping, seen?.gateway, seen?.note],
      ['success', '24.00', '0.00', 'bazaar', 'out of stock'],
    );
    assert.deepEqual(
      seen?.lines.map(({ sku, quantity, amount, restock }) => [sku, quantity, amount, restock]),
      [['MUG', 2, '24.00', 'CANCEL']],
    );
  });

  it('of goodwill and shipping: what is beyond lines is an adjustment, negative where more was given', async () => {
    const world = new World();
    const order = await paidOrder(world);
    await done(world, REFUND, { input: back(order, '5.00', { shipping: { amount: '3.00' } }), key: 'k1' }, 'refundCreate');
    await done(
      world,
      REFUND,
      {
        input: { orderId: order.id, refundLineItems: [{ lineItemId: order.lines[1], quantity: 1, restockType: 'NO_RESTOCK' }] },
        key: 'k2',
      },
      'refundCreate',
    );
    const { refunds, status, units: left } = await money(world, order.id);
    assert.deepEqual(refunds, [
      { moved: '5.0', beyond: ['REFUND_DISCREPANCY -2.0'], shipping: ['3.0 0.5'], lines: [], by: ['REFUND SUCCESS bazaar'] },
      { moved: '0.0', beyond: ['REFUND_DISCREPANCY 8.0'], shipping: [], lines: ['1 NO_RESTOCK 8.0 1.33'], by: [] },
    ]);
    assert.equal(status, 'PARTIALLY_REFUNDED');
    assert.deepEqual(left[1], [0, 1], 'without CANCEL the unit can still be shipped');
    assert.deepEqual(
      theOrder(world).refunds.map(({ state, amount, shipping }) => [state, amount, shipping]),
      [
        ['success', '5.00', '3.00'],
        ['none', '0.00', '0.00'],
      ],
    );
  });

  it('twice with the same key are one; the same key with other input is a mismatch; another key, or a day later, is another', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const input = back(order, '5.00', { note: 'late' });
    const first = await done<{ refund: { id: string } }>(world, REFUND, { input, key: 'k' }, 'refundCreate');
    const again = await done<{ refund: { id: string } }>(world, REFUND, { input, key: 'k' }, 'refundCreate');
    assert.equal(again.refund.id, first.refund.id);
    assert.equal(world.simulator.arrivals.at(-1)?.committed, false);
    const other = dataOf<{ refund: unknown; userErrors: unknown }>(
      json<GraphqlAnswer>(await world.graphql(REFUND, { input: back(order, '6.00'), key: 'k' })),
      'refundCreate',
    );
    const message = 'The same idempotency key cannot be used with different operation parameters.';
    assert.deepEqual(other, { refund: null, order: null, userErrors: [{ field: null, message }] });
    assert.equal(theOrder(world).refunds.length, 1);
    await done(world, REFUND, { input, key: 'k2' }, 'refundCreate');
    await world.clock.pass(24 * 60 * 60_000);
    await done(world, REFUND, { input, key: 'k' }, 'refundCreate');
    assert.deepEqual(
      world.simulator
        .counts()
        .filter(({ verb }) => verb === 'refund')
        .map(({ fact, count }) => [fact, count]),
      [['701-1 5.00  late', 3]],
    );
  });

  it('a refusal does not use the key up', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const refused = dataOf<{ userErrors: unknown[] }>(
      json<GraphqlAnswer>(await world.graphql(REFUND, { input: back(order, '51.00'), key: 'k' })),
      'refundCreate',
    );
    assert.equal(refused.userErrors.length, 1);
    await done(world, REFUND, { input: back(order, '50.00'), key: 'k' }, 'refundCreate');
    assert.equal((await money(world, order.id)).status, 'REFUNDED');
  });

  it('that come late, or whose answer is lost, are one with their repeats', async () => {
    const world = new World();
    const order = await paidOrder(world);
    world.simulator.script({ system: 'shopify', call: 'refundCreate', nth: 1, does: 'late commit', after: 20_000 });
    const variables = { input: back(order, '5.00'), key: 'k' };
    await assert.rejects(world.graphql(REFUND, variables, { timeout: 10_000 }));
    await done(world, REFUND, variables, 'refundCreate');
    await world.clock.pass(30_000);
    assert.equal(theOrder(world).refunds.length, 1);
    world.simulator.script({ system: 'shopify', call: 'refundCreate', nth: 1, does: 'null with error' });
    const spoiled = json<GraphqlAnswer>(await world.graphql(REFUND, { ...variables, key: 'k2' }));
    assert.deepEqual([spoiled.data, spoiled.errors?.[0]?.extensions?.code], [{ refundCreate: null }, 'INTERNAL_SERVER_ERROR']);
    assert.equal(theOrder(world).refunds.length, 2, 'it was made all the same');
    world.simulator.script({ system: 'shopify', call: 'refundCreate', nth: 1, does: 'id with error' });
    const doubted = json<GraphqlAnswer>(await world.graphql(REFUND, { ...variables, key: 'k3' }));
    assert.notEqual(dataOf<{ refund: unknown }>(doubted, 'refundCreate').refund, null);
    assert.deepEqual(
      doubted.errors?.map(({ path, extensions }) => [path, extensions?.code]),
      [[['refundCreate', 'refund', 'customer'], 'ACCESS_DENIED']],
    );
  });

  it('in two currencies: what is told in the buyer’s is kept in both', async () => {
    const world = new World();
    const both = (shop: string, buyer: string) => ({
      shopMoney: { amount: shop, currencyCode: 'EUR' },
      presentmentMoney: { amount: buyer, currencyCode: 'USD' },
    });
    const { id } = await create(world, {
      presentmentCurrency: 'USD',
      lineItems: [{ title: 'Mug', quantity: 1, priceSet: both('10.00', '12.00') }],
      transactions: [{ gateway: 'bazaar', amountSet: both('10.00', '12.00') }],
    });
    assert.notEqual(world.shop.refund(id, { amount: '3.00' }), null);
    const read = await asked<{ totalRefundedSet: unknown }>(
      world,
      'query M($id: ID!) { order(id: $id) { totalRefundedSet { shopMoney { amount } presentmentMoney { amount } } } }',
      { id },
      'order',
    );
    assert.deepEqual(read.totalRefundedSet, { shopMoney: { amount: '2.5' }, presentmentMoney: { amount: '3.0' } });
    assert.equal(theOrder(world).refunds[0]?.amount, '3.00');
  });

  it('by people: pending, then done or failed; only what is done or pending counts as gone', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const pending = world.shop.refund(order.id, { amount: '40.00', state: 'pending' }) ?? '';
    assert.equal(theOrder(world).refunds[0]?.state, 'pending');
    assert.equal(world.shop.refund(order.id, { amount: '10.01' }), null, 'the rest is on its way');
    assert.equal((await money(world, order.id)).status, 'PAID');
    assert.equal(world.shop.settleRefund(pending, 'failed'), true);
    assert.equal(world.shop.settleRefund(pending, 'success'), false);
    assert.equal(theOrder(world).refunds[0]?.state, 'failed');
    assert.notEqual(world.shop.refund(order.id, { lines: units(order.lines[0], 3), shipping: true, restock: 'cancel' }), null);
    assert.deepEqual(theOrder(world).refunds[1]?.amount, '42.00');
    assert.equal(world.shop.refund(order.id, { lines: units(order.lines[0], 1) }), null, 'no unit is left');
    assert.equal(world.shop.refund(order.id, { shipping: '0.01' }), null, 'no shipping is left');
    assert.equal(world.shop.refund(order.id), null, 'nothing is no refund');
  });
});

describe('simulator: orders of the shop that are cancelled', () => {
  it('with a job: nothing of it is true before that is done', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const CANCEL =
      'mutation C($id: ID!) { orderCancel(orderId: $id, reason: INVENTORY, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { id done } userErrors: orderCancelUserErrors { message } } }';
    const { job } = await done<{ job: { id: string; done: boolean } }>(world, CANCEL, { id: order.id }, 'orderCancel');
    assert.deepEqual([job.done, theOrder(world).cancelledAt], [false, null]);
    await world.clock.pass(5_000);
    assert.deepEqual(await asked(world, 'query J($id: ID!) { job(id: $id) { done } }', { id: job.id }, 'job'), { done: true });
    const { status, refunded, units: left, refunds } = await money(world, order.id);
    assert.deepEqual(
      [status, refunded, left, refunds.map(({ lines, by }) => [lines, by])],
      [
        'REFUNDED',
        '50.0',
        [
          [0, 0],
          [0, 0],
        ],
        [[['3 CANCEL 36.0 6.0', '1 CANCEL 8.0 1.33'], ['REFUND SUCCESS bazaar']]],
      ],
    );
    assert.deepEqual(stockOf(world, 'MUG'), [1000, 1000]);
    assert.deepEqual(
      world.simulator
        .counts()
        .filter(({ verb }) => verb === 'cancel')
        .map(({ fact, count }) => [fact, count]),
      [['701-1 INVENTORY', 1]],
    );
  });

  it('a shipment in the meantime stands in its way: the job ends, the order stands', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const CANCEL =
      'mutation C($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true) { job { id } userErrors: orderCancelUserErrors { message } } }';
    await done(world, CANCEL, { id: order.id }, 'orderCancel');
    await shipAll(world, order);
    await world.clock.pass(5_000);
    assert.equal(theOrder(world).cancelledAt, null);
    assert.equal(world.shop.cancelOrder(order.id), false);
  });

  it('without a refund it stays paid; without restock its units are lost to the stock', async () => {
    const world = new World();
    const order = await paidOrder(world);
    assert.equal(world.shop.cancelOrder(order.id, { restock: false, refund: false, reason: 'OTHER' }), true);
    const { status, refunds, units: left } = await money(world, order.id);
    assert.deepEqual(
      [status, left, refunds[0]?.moved],
      [
        'PAID',
        [
          [0, 0],
          [0, 0],
        ],
        '0.0',
      ],
    );
    assert.deepEqual(stockOf(world, 'MUG'), [997, 997]);
    assert.equal(world.shop.fulfil(order.id), null);
  });
});
