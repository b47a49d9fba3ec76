/** People do anything to an order, in any order: units, stock and money add up after every deed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compared, sumOf } from '../../lib/simulator/exact';
import { type LifeOrder, paidOrder, theOrder } from './shop-life';
import { World } from './world';

type Deed = (world: World, order: LifeOrder) => unknown;
const line = fc.nat(1);
const quantity = fc.integer({ min: 1, max: 3 });
const units = (order: LifeOrder, of: number, count: number) => [{ lineItemId: order.lines[of] ?? '', quantity: count }];
const nth = <T>(list: readonly T[], place: number): T | undefined => list[place % Math.max(1, list.length)];
const deed: fc.Arbitrary<readonly [name: string, deed: Deed]> = fc.oneof(
  fc
    .tuple(line, quantity)
    .map(
      ([of, n]) =>
        [
          'ship',
          (world: World, order: LifeOrder) => world.shop.fulfil(order.id, { lines: units(order, of, n), number: 'N' }),
        ] as const,
    ),
  fc.constant(['ship all', (world: World, order: LifeOrder) => world.shop.fulfil(order.id)] as const),
  fc
    .nat(3)
    .map((n) => ['void', (world: World) => world.shop.voidFulfilment(nth(theOrder(world).fulfilments, n)?.id ?? '')] as const),
  fc.nat(3).map((n) => ['deliver', (world: World) => world.shop.deliver(nth(theOrder(world).fulfilments, n)?.id ?? '')] as const),
  fc
    .tuple(
      line,
      quantity,
      fc.constantFrom('none', 'cancel', 'return'),
      fc.constantFrom('success', 'pending', 'failed'),
      fc.boolean(),
    )
    .map(
      ([of, n, restock, state, shipping]) =>
        [
          'refund',
          (world: World, order: LifeOrder) =>
            world.shop.refund(order.id, {
              lines: units(order, of, n),
              restock,
              state,
              ...(shipping ? { shipping: true as const } : {}),
            }),
        ] as const,
    ),
  fc
    .constantFrom('0.01', '7.77', '49.99')
    .map((amount) => ['goodwill', (world: World, order: LifeOrder) => world.shop.refund(order.id, { amount })] as const),
  fc
    .tuple(fc.nat(3), fc.constantFrom('success', 'failed'))
    .map(
      ([n, outcome]) =>
        ['settle', (world: World) => world.shop.settleRefund(nth(theOrder(world).refunds, n)?.id ?? '', outcome)] as const,
    ),
  fc
    .tuple(line, quantity)
    .map(
      ([of, n]) => ['return', (world: World, order: LifeOrder) => world.shop.openReturn(order.id, units(order, of, n))] as const,
    ),
  fc
    .tuple(fc.nat(3), fc.boolean(), fc.boolean())
    .map(
      ([n, restock, refund]) =>
        [
          'receive',
          (world: World) => world.shop.receiveReturn(nth(theOrder(world).returns, n)?.id ?? '', { restock, refund }),
        ] as const,
    ),
  fc.tuple(line, quantity, fc.boolean()).map(
    ([of, n, restock]) =>
      [
        'edit',
        (world: World, order: LifeOrder) =>
          world.shop.editOrder(order.id, {
            remove: units(order, of, n),
            add: [{ sku: 'LAMP-XL', quantity: n, price: '1.50' }],
            restock,
          }),
      ] as const,
  ),
  fc
    .constantFrom(true, false)
    .map(
      (on) =>
        [
          'hold',
          (world: World, order: LifeOrder) => (on ? world.shop.hold(order.id) : world.shop.releaseHold(order.id)),
        ] as const,
    ),
  fc
    .tuple(fc.boolean(), fc.boolean())
    .map(
      ([restock, refund]) =>
        ['cancel', (world: World, order: LifeOrder) => world.shop.cancelOrder(order.id, { restock, refund })] as const,
    ),
  fc.nat(9).map((available) => ['stock', (world: World) => world.shop.setStock('MUG', 'Warehouse', available)] as const),
);

function addsUp(world: World, name: string): void {
  const order = theOrder(world);
  const shipped = (id: string): number =>
    order.fulfilments
      .filter(({ state }) => state === 'open')
      .flatMap(({ lines }) => lines)
      .filter(({ lineItemId }) => lineItemId === id)
      .reduce((sum, { quantity: count }) => sum + count, 0);
  for (const one of order.lines) {
    assert.ok(one.unfulfilled >= 0 && one.current >= 0 && one.current <= one.quantity, `${name}: ${JSON.stringify(one)}`);
    assert.ok(one.unfulfilled + shipped(one.id) <= one.quantity, `${name}: more left than was ordered`);
  }
  // What is committed is what is still to be shipped of it, whatever people did to the shelves.
  for (const { sku, available, onHand } of world.shop.stock()) {
    const open = order.lines.filter((one) => one.sku === sku).reduce((sum, one) => sum + one.unfulfilled, 0);
    assert.equal(onHand - available, open, `${name}: ${sku}`);
  }
  const gone = order.refunds.filter(({ state }) => state !== 'failed').map(({ amount }) => amount);
  assert.ok(compared(sumOf(gone, 'EUR'), '50.00') <= 0, `${name}: ${gone.join(' + ')} of 50.00`);
  if (order.cancelledAt !== null)
    assert.ok(
      order.lines.every(({ current, unfulfilled }) => current === 0 && unfulfilled === 0),
      name,
    );
}

describe('simulator: people at work in the shop', () => {
  const busy = {
    shopify: 'store',
    everyMs: 60_000,
    ship: 0.5,
    part: 0.5,
    retrack: 0.2,
    void: 0.1,
    deliver: 0.3,
    refund: 0.1,
    cancel: 0.05,
    takeBack: 0.2,
  };
  it('do everything by themselves, the same with the same seed, until they are stopped', async () => {
    const life = async (seed: number) => {
      const world = new World({ seed });
      for (let n = 0; n < 12; n += 1) await paidOrder(world, { sourceIdentifier: `701-${n}` });
      await world.clock.until(world.simulator.merchants({ ...busy, rounds: 40 }).done);
      return world.shop.orders();
    };
    const orders = await life(3);
    const all = <T>(of: (order: (typeof orders)[number]) => readonly T[]): readonly T[] => orders.flatMap(of);
    assert.ok(all(({ fulfilments }) => fulfilments).some(({ state }) => state === 'voided'));
    assert.ok(all(({ fulfilments }) => fulfilments).some(({ deliveredAt }) => deliveredAt !== null));
    assert.ok(all(({ refunds }) => refunds).some(({ lines }) => lines.length === 0));
    assert.ok(all(({ returns }) => returns).some(({ state }) => state === 'CLOSED'));
    assert.ok(orders.some(({ cancelledAt }) => cancelledAt !== null));
    assert.ok(orders.some(({ fulfilments }) => fulfilments.length > 1));
    assert.deepEqual(await life(3), orders);
    assert.notDeepEqual(await life(4), orders);

    const world = new World();
    await paidOrder(world);
    const people = world.simulator.merchants({ ...busy, ship: 1, rounds: Number.POSITIVE_INFINITY });
    people.stop();
    await world.clock.until(people.done);
    await world.clock.pass(600_000);
    assert.deepEqual(theOrder(world).fulfilments, []);
  });

  it('cannot make more of anything than there was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 14 }), async (deeds) => {
        const world = new World();
        const order = await paidOrder(world);
        let told = 0;
        for (const [name, does] of deeds) {
          const before = JSON.stringify(theOrder(world));
          const { updatedAt } = await updated(world, order.id);
          await world.clock.pass(1_000);
          const did = does(world, order);
          addsUp(world, name);
          const after = await updated(world, order.id);
          if (did === null || did === false)
            assert.equal(JSON.stringify(theOrder(world)), before, `${name} was refused and changed something`);
          else if (name !== 'stock') assert.ok(after.updatedAt > updatedAt, `${name} is no change`);
          told += 1;
        }
        assert.equal(told, deeds.length);
      }),
      { numRuns: 60, seed: 20261102 },
    );
  });
});
const updated = async (world: World, id: string): Promise<{ readonly updatedAt: string }> =>
  (
    JSON.parse((await world.graphql('query U($id: ID!) { order(id: $id) { updatedAt } }', { id })).text) as {
      data: { order: { updatedAt: string } };
    }
  ).data.order;
