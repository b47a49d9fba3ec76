/** Every answer of the simulated marketplace is one that the vendor's own document allows; every body of the vendor can be taken over. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { type Exact, type ExactObject, isObject, objectsOf, readExact, textOf, writeExact } from '../../lib/simulator/exact';
import { cases, contracts, filesIn, needs, read } from './contracts';
import { miraklJudge } from './mirakl-schema';
import { type Called, START, World } from './world';

const MIRAKL = path.join(contracts, 'mirakl');
const FIXTURES = path.join(MIRAKL, 'fixtures');
const MINUTE = 60_000;

describe('simulator: answers of the marketplace against the OpenAPI document', () => {
  let judge: ReturnType<typeof miraklJudge>;
  before(function () {
    needs(this, MIRAKL);
    judge = miraklJudge();
  });
  const checked = async (world: World, template: string, actual = template, call: Called = {}) => {
    const answer = await world.mirakl(actual, call);
    judge(call.method ?? 'GET', template, answer);
    return answer;
  };

  it('OR11 with orders in every state that occurs here', async () => {
    const world = new World();
    const place = (taxes = 'TAX_INCLUDED') => {
      (world.market.configuration.features as Record<string, unknown>).order_tax_mode = taxes;
      return world.market.place({
        lines: [
          { sku: 'MUG-BLUE', quantity: 2, price: '12.50' },
          { sku: 'BOOK-1', quantity: 1, price: '8.00' },
        ],
      });
    };
    const [, shipped, , cancelled, , partly] = [place(), place(), place('TAX_EXCLUDED'), place(), place(), place()] as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    for (const id of world.market
      .orders()
      .slice(1, 3)
      .map((order) => order.id))
      await world.accept(id);
    await world.mirakl(`/api/orders/${partly}/accept`, {
      method: 'PUT',
      body: {
        order_lines: [
          { id: `${partly}-1`, accepted: true },
          { id: `${partly}-2`, accepted: false },
        ],
      },
    });
    await world.clock.pass(MINUTE);
    await checked(world, '/api/orders');
    await world.clock.pass(world.market.world.debitDelay);
    world.market.shipInPortal(shipped);
    world.market.cancel(cancelled);
    world.market.cancel(partly);
    world.market.place({ currency: 'JPY', shipping: '550', lines: [{ sku: 'VASE-H', quantity: 3, price: '1980' }] });
    world.market.place({ currency: 'KWD', shipping: '0', lines: [{ sku: 'VASE-H', quantity: 3, price: '1.234' }] });
    await checked(world, '/api/orders', '/api/orders', {
      method: 'PUT',
      body: { orders: [{ order_id: shipped, references: { order_reference_for_seller: '#1001' } }] },
    });
    await checked(world, '/api/orders');
    await world.clock.pass(world.market.world.acceptWithin);
    const states = new Set(world.market.orders().map((order) => order.state));
    assert.deepEqual(states, new Set(['REFUSED', 'SHIPPED', 'SHIPPING', 'CANCELED']));
    await checked(world, '/api/orders', '/api/orders?order=desc&max=100');
    await checked(world, '/api/orders', '/api/orders?order_ids=none');
    await checked(world, '/api/orders', '/api/orders?max=0');
    await checked(world, '/api/orders', '/api/orders?offset=0');
  });

  it('OR21 and OR04, done and refused', async () => {
    const world = new World();
    const id = world.market.place();
    const accept = '/api/orders/{order_id}/accept';
    await checked(world, accept, `/api/orders/${id}/accept`, { method: 'PUT', body: {} });
    await checked(world, accept, '/api/orders/none/accept', { method: 'PUT', body: {} });
    const lines = world.market.orders()[0]?.lines.map((line) => ({ id: line.id, accepted: true }));
    assert.equal(
      (await checked(world, accept, `/api/orders/${id}/accept`, { method: 'PUT', body: { order_lines: lines } })).status,
      204,
    );
    assert.equal(
      (await checked(world, accept, `/api/orders/${id}/accept`, { method: 'PUT', body: { order_lines: lines } })).status,
      400,
    );
    const references = (reference: string) => ({ order_id: id, references: { order_reference_for_seller: reference } });
    await checked(world, '/api/orders', '/api/orders', {
      method: 'PUT',
      body: { orders: [references('#1'), references(' '), { order_id: 'none' }] },
    });
    await checked(world, '/api/orders', '/api/orders', { method: 'PUT', body: { orders: [references('#1')] } });
    await world.clock.pass(MINUTE);
    await checked(world, '/api/orders', '/api/orders', { method: 'PUT', body: { orders: [] } });
  });

  for (const template of [
    '/api/platform/configuration',
    '/api/account',
    '/api/shipping/carriers',
    '/api/shipping/types',
    '/api/reasons',
    '/api/version',
  ]) {
    it(`GET ${template}`, async () => {
      const world = new World();
      assert.equal((await checked(world, template)).status, 200);
      assert.equal((await checked(world, template, `${template}?shop_id=${world.market.shopId}`)).status, 200);
      assert.equal((await checked(world, template, template, { headers: { Authorization: 'none' } })).status, 401);
    });
  }

  it('convicts an order that lacks what is required', async () => {
    const world = new World();
    world.market.place();
    const answer = await world.mirakl('/api/orders');
    assert.throws(
      () => judge('GET', '/api/orders', { ...answer, text: answer.text.replace('"order_state":', '"state":') }),
      /order_state/,
    );
    assert.throws(
      () => judge('GET', '/api/orders', { ...answer, text: answer.text.replace('"total_count":1', '"total_count":"1"') }),
      /total_count/,
    );
  });
});

/** Every order that a file shows the marketplace answering with, in the order in which it does. */
function ordersIn(text: string): ExactObject[] {
  const read = readExact(text);
  const bodies: Exact[] = isObject(read)
    ? [read, read.payload ?? null, ...objectsOf(read.steps).map((step) => step.body ?? null)]
    : [];
  return bodies
    .flatMap((body) => (isObject(body) ? objectsOf(body.orders) : []))
    .filter((order) => textOf(order.order_id) !== null && textOf(order.order_state) !== null && Array.isArray(order.order_lines));
}

describe('simulator: orders that are taken over', () => {
  const adopted = (folder: string, least: number) => {
    it(`are served back equal, digit by digit: ${path.basename(folder)}`, async function () {
      needs(this, folder);
      let orders = 0;
      for (const name of filesIn(folder)) {
        const world = new World();
        for (const order of ordersIn(read(folder, name))) {
          const id = world.market.adopt(writeExact(order));
          const listed = (await world.mirakl(`/api/orders?order_ids=${id}`)).text;
          assert.equal(listed, `{"orders":[${writeExact(order)}],"total_count":1}`, `${name} ${id}`);
          const sweep = await world.mirakl(`/api/orders?start_update_date=${new Date(START).toISOString()}`);
          assert.ok(sweep.text.includes(`"order_id":"${id}"`), `${name}: a sweep finds ${id}, however old its own dates are`);
          await world.clock.pass(MINUTE);
          orders += 1;
        }
      }
      assert.ok(orders >= least, `only ${orders} orders were found`);
    });
  };
  adopted(FIXTURES, 4);
  adopted(cases, 10);

  it('live on: accepted, debited, given an address, and otherwise as they were', async function () {
    needs(this, FIXTURES);
    const world = new World();
    const [before] = ordersIn(read(FIXTURES, 'or11-waiting-acceptance-addresses-null.json')) as [ExactObject];
    const id = world.market.adopt(writeExact(before));
    const listed = async () =>
      objectsOf((readExact((await world.mirakl(`/api/orders?order_ids=${id}`)).text) as ExactObject).orders)[0] as ExactObject;
    await world.accept(id);
    const accepted = await listed();
    assert.equal(accepted.order_state, 'WAITING_DEBIT');
    assert.ok(Date.parse(textOf(accepted.last_updated_date) ?? '') > START, 'what changes has a new update date');
    await world.clock.pass(world.market.world.debitDelay);
    const ready = await listed();
    assert.equal(ready.order_state, 'SHIPPING');
    const { customer } = ready;
    assert.ok(isObject(customer) && isObject(customer.shipping_address) && isObject(customer.billing_address));
    for (const field of [
      'created_date',
      'price',
      'shipping_price',
      'total_price',
      'total_commission',
      'order_tax_mode',
      'shipping_deadline',
    ])
      assert.deepEqual(ready[field], before[field], field);
  });

  it('are replaced by a later reading of the same order', async () => {
    const world = new World();
    const order = (state: string) =>
      `{"order_id":"R-A","order_state":"${state}","created_date":"2020-01-01T00:00:00Z","currency_iso_code":"EUR","total_price":20.0000,"customer":{},"order_lines":[{"order_line_id":"R-A-1","order_line_state":"${state}","quantity":1}]}`;
    world.market.adopt(order('WAITING_ACCEPTANCE'));
    world.market.adopt(order('SHIPPING'));
    await world.clock.pass(world.market.world.acceptWithin);
    assert.deepEqual(
      world.market.orders().map(({ id, state, decidedBy }) => [id, state, decidedBy]),
      [['R-A', 'SHIPPING', 'automatic']],
    );
    assert.equal((await world.mirakl('/api/orders')).text, `{"orders":[${order('SHIPPING')}],"total_count":1}`);
  });

  it('must be orders', () => {
    assert.throws(() => new World().market.adopt('{"orders":[]}'), /only one order of an OR11 answer/);
    assert.throws(() => new World().market.adopt('{'), SyntaxError);
  });
});
