/** People of the simulated marketplace: what they do by themselves, and that nobody can make more of anything than there was. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SimulatedMarketplaceOrder } from '../../lib/simulator';
import { MINUTE, put, seen } from './market';
import { json, World } from './world';

const lines = [
  { sku: 'MUG-BLUE', quantity: 3, price: '10.01' },
  { sku: 'BOOK-1', quantity: 1, price: '8.00' },
];
const ordered = [3, 1] as const;
/** In cents. */
const PRICES = [3003n, 800n] as const;
const SHIPPING = 490n;

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
const sum = (parts: readonly bigint[]): bigint => parts.reduce((total, part) => total + part, 0n);

async function ready(world: World): Promise<string> {
  const id = world.market.place({ lines, shipping: '4.90' });
  await world.accept(id);
  await world.clock.pass(world.market.world.debitDelay);
  return id;
}

/** No unit leaves twice or after it was cancelled, no cent goes back twice. */
function addsUp(order: SimulatedMarketplaceOrder, after: string): void {
  for (const [index, line] of order.lines.entries()) {
    const of = <T extends { readonly line: string }>(parts: readonly T[]) => parts.filter((part) => part.line === line.id);
    const count = (parts: readonly { readonly quantity: number }[]) => parts.reduce((units, part) => units + part.quantity, 0);
    const shipped = count(of(order.shipments.filter(({ status }) => status !== 'CANCELED').flatMap((one) => one.lines)));
    const cancelled = count(of(order.cancellations));
    const excluded = count(of(order.refunds.filter((one) => one.excludedFromShipment)));
    assert.ok(
      shipped + cancelled + excluded <= (ordered[index] ?? 0),
      `${after}: ${shipped} shipped, ${cancelled} cancelled, ${excluded} paid back instead of ${line.id}`,
    );
    const money = [...of(order.refunds), ...of(order.cancellations)];
    const [goods, shipping] = [sum(money.map((one) => cents(one.amount))), sum(money.map((one) => cents(one.shipping)))];
    assert.ok(goods <= (PRICES[index] ?? 0n), `${after}: ${goods} cents went back of ${line.id}`);
    assert.ok(shipping <= (index === 0 ? SHIPPING : 0n), `${after}: ${shipping} cents of shipping went back of ${line.id}`);
    const returned = count(
      of(order.returns.filter(({ state }) => state !== 'REFUSED' && state !== 'CANCELED').flatMap((one) => one.lines)),
    );
    assert.ok(returned <= shipped, `${after}: ${returned} came back of ${shipped} of ${line.id}`);
  }
  const gone = sum(order.cancellations.map((one) => cents(one.amount) + cents(one.shipping)));
  assert.equal(cents(order.total), sum([...PRICES, SHIPPING]) - gone, `${after}: the total is what was not cancelled`);
  const everythingLeft = order.lines.every(({ state }) => state !== 'SHIPPING');
  if (order.state === 'SHIPPED') assert.ok(everythingLeft, `${after}: ${JSON.stringify(order.lines)} in a shipped order`);
}

type Deed = (world: World, id: string) => unknown;
const line = fc.constantFrom(1, 2);
const units = fc.integer({ min: 1, max: 3 });
const api = async (world: World, path: string, body?: unknown, method = 'PUT') => {
  const answer = method === 'PUT' ? await put(world, path, body) : await world.mirakl(path, { method, body });
  if (answer.status >= 400) return false;
  return answer.status !== 201 || json<{ readonly shipment_success: readonly unknown[] }>(answer).shipment_success.length > 0;
};
const named = (name: string, does: Deed): [string, Deed] => [name, does];
const deed = fc.oneof(
  fc
    .tuple(line, units)
    .map(([of, quantity]) =>
      named('ship some', (world, id) =>
        world.market.shipInPortal(id, { lines: [{ line: `${id}-${of}`, quantity }], tracking: 'P' }),
      ),
    ),
  fc.constant(named('ship all', (world, id) => world.market.shipInPortal(id))),
  fc.constant(named('OR24', (world, id) => api(world, `/api/orders/${id}/ship`))),
  fc
    .tuple(line, units, fc.boolean())
    .map(([of, quantity, shipped]) =>
      named('ST01', (world, id) =>
        api(
          world,
          '/api/shipments',
          { shipments: [{ order_id: id, shipment_lines: [{ order_line_id: `${id}-${of}`, quantity }], shipped }] },
          'POST',
        ),
      ),
    ),
  fc
    .tuple(line, units)
    .map(([of, quantity]) =>
      named('cancel', (world, id) => world.market.cancelInPortal(id, [{ line: `${id}-${of}`, quantity }])),
    ),
  fc.constant(named('cancel all', (world, id) => world.market.cancel(id))),
  fc
    .tuple(line, fc.integer({ min: 1, max: 1600 }), fc.integer({ min: 0, max: 3 }), fc.boolean())
    .map(([of, amount, quantity, excluded]) =>
      named('OR28', (world, id) =>
        api(world, '/api/orders/refund', {
          refunds: [
            {
              order_line_id: `${id}-${of}`,
              amount: amount / 100,
              shipping_amount: amount % 2,
              quantity,
              reason_code: '17',
              excluded_from_shipment: excluded,
            },
          ],
        }),
      ),
    ),
  fc.tuple(line, fc.integer({ min: 1, max: 1600 })).map(([of, amount]) =>
    named('refund', (world, id) =>
      world.market.refundInPortal(id, `${id}-${of}`, {
        amount: `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`,
      }),
    ),
  ),
  fc.constant(named('track', (world, id) => api(world, `/api/orders/${id}/tracking`, { carrier_code: 'OTHER' }))),
  fc.constant(named('retrack', (world, id) => world.market.changeTracking(id, { tracking: 'R' }))),
  fc.constant(named('deliver', (world, id) => world.market.markDelivered(id))),
  fc.constant(named('close', (world, id) => world.market.close(id))),
  line.map((of) => named('incident', (world, id) => world.market.openIncident(id, `${id}-${of}`))),
  line.map((of) => named('settled', (world, id) => world.market.resolveIncident(id, `${id}-${of}`))),
  fc.constant(named('address', (world, id) => world.market.changeAddress(id, { city: 'Nice' }))),
);
const homecoming = fc
  .tuple(line, units)
  .map(([of, quantity]) => named('return', (world, id) => world.market.announceReturn(id, [{ line: `${id}-${of}`, quantity }])));

describe('simulator: people of the marketplace', () => {
  it('cannot make more of anything than there was, and every change moves the update date', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(deed, homecoming), { minLength: 1, maxLength: 14 }), async (deeds) => {
        const world = new World();
        world.market.world.multiShipment = true;
        const id = await ready(world);
        for (const [name, does] of deeds) {
          await world.clock.pass(MINUTE);
          const before = seen(world, id);
          const asked = world.clock.now();
          const did = await does(world, id);
          const after = seen(world, id);
          addsUp(after, name);
          if (did === false || did === null) assert.deepEqual(after, before, `${name} was refused and changed something`);
          else if (name !== 'return') assert.ok(after.updatedAt >= asked, `${name} is no change`);
        }
      }),
      { numRuns: 150 },
    );
  });

  const busy = {
    mirakl: 'bazaar',
    everyMs: MINUTE,
    ship: 0.4,
    part: 0.5,
    retrack: 0.1,
    address: 0.05,
    deliver: 0.2,
    refund: 0.1,
    cancel: 0.05,
    incident: 0.05,
    takeBack: 0.3,
  };
  it('do everything by themselves, the same with the same seed, until they are stopped', async () => {
    const life = async (seed: number) => {
      const world = new World({ seed });
      world.market.world.multiShipment = true;
      for (let n = 0; n < 12; n += 1) await ready(world);
      await world.clock.until(world.simulator.traders({ ...busy, rounds: 40 }).done);
      for (const order of world.market.orders()) addsUp(order, 'a life');
      return world.market.orders();
    };
    const orders = await life(3);
    const all = <T>(of: (order: (typeof orders)[number]) => readonly T[]): readonly T[] => orders.flatMap(of);
    assert.ok(orders.some(({ shipments }) => shipments.length > 1));
    assert.ok(orders.some(({ state }) => state === 'RECEIVED'));
    assert.ok(all(({ refunds }) => refunds).some(({ state }) => state === 'REFUNDED'));
    assert.ok(all(({ cancellations }) => cancellations).length > 0);
    assert.ok(all(({ returns }) => returns).some(({ state }) => state === 'RECEIVED'));
    assert.ok([...all(({ shipments }) => shipments), ...all(({ refunds }) => refunds)].every(({ by }) => by === 'portal'));
    assert.deepEqual(await life(3), orders);
    assert.notDeepEqual(await life(4), orders);

    const world = new World();
    const id = await ready(world);
    const people = world.simulator.traders({ ...busy, ship: 1, rounds: Number.POSITIVE_INFINITY });
    people.stop();
    await world.clock.until(people.done);
    await world.clock.pass(10 * MINUTE);
    assert.deepEqual(seen(world, id).shipments, []);
  });

  it('are asked about orders and returns that there are', () => {
    const world = new World();
    assert.throws(() => world.market.shipInPortal('none'), /has no order "none"/);
    assert.throws(() => world.market.receiveInPortal('none'), /has no return "none"/);
    const id = world.market.place();
    assert.throws(() => world.market.openIncident(id, 'none'), /has no line "none"/);
  });
});
