/** Returns and edits in the simulated shop: what each does to units, money and stock. */
import assert from 'node:assert/strict';
import { paidOrder, shipAll, theOrder } from './shop-life';
import { money, stockOf, units } from './shop-money';
import { World } from './world';

describe('simulator: returns and edits of the shop', () => {
  it('goods come in, are stocked, their money goes back, and the return is closed', async () => {
    const world = new World();
    const order = await paidOrder(world);
    assert.equal(world.shop.openReturn(order.id, units(order.lines[0], 1)), null, 'nothing has left');
    await shipAll(world, order);
    const id = world.shop.openReturn(order.id, units(order.lines[0], 2), 'too small') ?? '';
    assert.equal(world.shop.openReturn(order.id, units(order.lines[0], 2)), null, 'one is left to return');
    assert.equal(world.shop.cancelOrder(order.id), false);
    assert.equal(world.shop.receiveReturn(id, { refund: true }), true);
    assert.equal(world.shop.receiveReturn(id), false);
    const [returned] = theOrder(world).returns;
    assert.deepEqual(
      [returned?.name, returned?.state, returned?.lines.map(({ quantity, received }) => [quantity, received])],
      ['#1001-R1', 'CLOSED', [[2, 2]]],
    );
    const { refunds, units: left } = await money(world, order.id);
    assert.deepEqual([refunds.map(({ lines, moved }) => [lines, moved]), left[0]], [[[['2 RETURN 24.0 4.0'], '24.0']], [1, 0]]);
    assert.deepEqual(stockOf(world, 'MUG'), [999, 999], 'stocked once, not by the refund again');
  });

  it('goods that come in and are not stocked, with their money told apart', async () => {
    const world = new World();
    const order = await paidOrder(world);
    await shipAll(world, order);
    const id = world.shop.openReturn(order.id, units(order.lines[1], 1)) ?? '';
    assert.equal(world.shop.receiveReturn(id, { restock: false, close: false }), true);
    assert.deepEqual(
      [theOrder(world).returns[0]?.state, theOrder(world).refunds.length, stockOf(world, 'BOOK')],
      ['OPEN', 0, [999, 999]],
    );
    assert.notEqual(world.shop.refund(order.id, { lines: units(order.lines[1], 1), restock: 'return' }), null);
    assert.deepEqual(stockOf(world, 'BOOK'), [1000, 1000]);
  });

  it('an edit takes away what has not left, and adds lines; what was ordered can still be seen', async () => {
    const world = new World();
    const order = await paidOrder(world);
    world.shop.fulfil(order.id, { lines: units(order.lines[0], 2) });
    assert.equal(world.shop.editOrder(order.id, { remove: units(order.lines[0], 2) }), false, 'one is left');
    assert.equal(world.shop.editOrder(order.id, {}), false);
    assert.equal(
      world.shop.editOrder(order.id, { remove: units(order.lines[0], 1), add: [{ sku: 'LAMP-XL', quantity: 2, price: '5.00' }] }),
      true,
    );
    assert.deepEqual(
      theOrder(world).lines.map(({ sku, quantity, current, unfulfilled }) => [sku, quantity, current, unfulfilled]),
      [
        ['MUG', 3, 2, 0],
        ['BOOK', 1, 1, 1],
        ['LAMP-XL', 2, 2, 2],
      ],
    );
    assert.deepEqual(
      [stockOf(world, 'MUG'), stockOf(world, 'LAMP-XL')],
      [
        [998, 998],
        [998, 1000],
      ],
    );
    assert.equal((await money(world, order.id)).current, '48.0');
    while (world.shop.fulfil(order.id) !== null);
    assert.deepEqual(
      theOrder(world).lines.map(({ unfulfilled }) => unfulfilled),
      [0, 0, 0],
    );
  });
});
