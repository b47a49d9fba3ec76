/** The simulated marketplace as its contract describes it: states, listings, rates, money. */
import assert from 'node:assert/strict';
import { json, START, World } from './world';

interface Listed {
  readonly orders: readonly {
    readonly order_id: string;
    readonly order_state: string;
    readonly last_updated_date: string;
    readonly total_price: number;
    readonly acceptance_decision_date?: string;
    readonly customer: { readonly shipping_address: { readonly country_iso_code: string } | null };
    readonly order_lines: readonly {
      readonly order_line_state: string;
      readonly order_line_state_reason_code?: string;
      readonly total_price: number;
      readonly cancelations: readonly unknown[];
    }[];
  }[];
  readonly total_count: number;
}
const MINUTE = 60_000;
const one = async (world: World, id: string) => json<Listed>(await world.mirakl(`/api/orders?order_ids=${id}`)).orders[0];
const ids = (answer: Parameters<typeof json>[0]) => json<Listed>(answer).orders.map((order) => order.order_id);
const mug = { sku: 'MUG-BLUE', quantity: 1, price: '12.50' };
const book = { sku: 'BOOK-1', quantity: 2, price: '8.00' };

describe('simulator: the life of a marketplace order', () => {
  it('goes from acceptance through its debit to shipping, and the address comes last', async () => {
    const world = new World();
    const id = world.market.place({ lines: [mug, book] });
    assert.equal((await one(world, id))?.customer.shipping_address, null);
    assert.equal((await world.accept(id)).status, 204);
    const states: (string | undefined)[] = [];
    for (let step = 0; step < 3; step += 1) {
      const order = await one(world, id);
      states.push(order?.order_state);
      assert.equal(order?.customer.shipping_address === null, order?.order_state !== 'SHIPPING');
      await world.clock.pass(world.market.world.debitDelay / 2);
    }
    assert.deepEqual(states, ['WAITING_DEBIT', 'WAITING_DEBIT_PAYMENT', 'SHIPPING']);
    const [seen] = world.market.orders();
    assert.equal(seen?.decidedBy, 'api');
    assert.equal(seen?.wasReadyToShip, true);
    assert.deepEqual(world.simulator.counts(), [{ system: 'mirakl', verb: 'accept', fact: id, count: 1 }]);
  });

  it('refuses by decision of every line', async () => {
    const world = new World();
    const id = world.market.place({ lines: [mug, book] });
    await world.accept(id, false);
    const order = await one(world, id);
    assert.equal(order?.order_state, 'REFUSED');
    assert.deepEqual(
      order?.order_lines.map((line) => [line.order_line_state, line.total_price]),
      [
        ['REFUSED', 17.4],
        ['REFUSED', 16],
      ],
    );
    assert.equal(order?.total_price, 0, 'refused lines keep their price and leave the order');
    assert.deepEqual(world.simulator.counts(), [{ system: 'mirakl', verb: 'refuse', fact: id, count: 1 }]);
    await world.clock.pass(world.market.world.debitDelay * 2);
    assert.equal(world.market.orders()[0]?.state, 'REFUSED');
  });

  it('accepts a part, and the total is that of the part', async () => {
    const world = new World();
    const id = world.market.place({ lines: [mug, book], shipping: '4.90' });
    await world.mirakl(`/api/orders/${id}/accept`, {
      method: 'PUT',
      body: {
        order_lines: [
          { id: `${id}-1`, accepted: false },
          { id: `${id}-2`, accepted: true },
        ],
      },
    });
    assert.deepEqual(
      world.market.orders().map(({ state, total, lines }) => [state, total, lines.map((line) => line.state)]),
      [['WAITING_DEBIT', '16.00', ['REFUSED', 'WAITING_DEBIT']]],
    );
  });

  it('times out where nobody decides, and the clock decided it', async () => {
    const world = new World();
    const id = world.market.place();
    await world.clock.pass(world.market.world.acceptWithin);
    const order = await one(world, id);
    assert.equal(order?.order_state, 'REFUSED');
    assert.equal(order?.acceptance_decision_date, undefined);
    assert.deepEqual(
      new Set(order?.order_lines.map((line) => line.order_line_state_reason_code)),
      new Set(['ACCEPTANCE_TIMEOUT']),
    );
    assert.equal(world.market.orders()[0]?.decidedBy, 'time-out');
    assert.equal(world.market.orders()[0]?.updatedAt, START + world.market.world.acceptWithin);
  });

  it('needs nobody where PC01 says AUTOMATIC', async () => {
    const world = new World();
    world.market.world.automaticAcceptance = true;
    assert.equal(
      json<{ features: { order_workflows: { order_acceptance: string } } }>(await world.mirakl('/api/platform/configuration'))
        .features.order_workflows.order_acceptance,
      'AUTOMATIC',
    );
    world.market.place();
    assert.deepEqual(
      world.market.orders().map(({ state, decidedBy }) => [state, decidedBy]),
      [['WAITING_DEBIT', 'automatic']],
    );
  });

  it('can be cancelled until the goods have left, and its amounts move to the cancelations', async () => {
    const world = new World();
    const [early, late] = [world.market.place({ lines: [mug] }), world.market.place({ lines: [mug] })];
    assert.equal(world.market.cancel(early), true);
    assert.equal(world.market.cancel(early), false);
    const order = await one(world, early);
    assert.deepEqual(
      [order?.order_state, order?.total_price, order?.order_lines[0]?.total_price, order?.order_lines[0]?.cancelations.length],
      ['CANCELED', 0, 0, 1],
    );
    await world.accept(late);
    await world.clock.pass(world.market.world.debitDelay);
    assert.equal(world.market.shipInPortal(late), true);
    assert.equal(world.market.cancel(late), false);
    assert.equal(world.market.decideInPortal(late, true), false);
  });

  it('is decided in the portal, and no call is counted for it', () => {
    const world = new World();
    const [yes, no] = [world.market.place(), world.market.place()];
    assert.equal(world.market.decideInPortal(yes, true), true);
    assert.equal(world.market.decideInPortal(no, false), true);
    assert.deepEqual(
      world.market.orders().map(({ state, decidedBy }) => [state, decidedBy]),
      [
        ['WAITING_DEBIT', 'portal'],
        ['REFUSED', 'portal'],
      ],
    );
    assert.deepEqual(world.simulator.counts(), []);
  });

  it("carries the seller's reference, and counts every time that it is written", async () => {
    const world = new World();
    const id = world.market.place();
    const write = (reference: string | null) =>
      world.mirakl('/api/orders', {
        method: 'PUT',
        body: { orders: [{ order_id: id, references: { order_reference_for_seller: reference } }] },
      });
    assert.deepEqual(json(await write('#1001')), {
      updated_orders: [{ order_id: id, updated: { references: { order_reference_for_seller: '#1001' } } }],
    });
    assert.deepEqual(ids(await world.mirakl('/api/orders?order_references_for_seller=%231001')), [id]);
    await world.clock.pass(MINUTE);
    await write('#1001');
    assert.deepEqual(world.simulator.counts(), [{ system: 'mirakl', verb: 'reference', fact: id, count: 2 }]);
    await world.clock.pass(MINUTE);
    await write(null);
    assert.equal(world.market.orders()[0]?.sellerReference, null);
  });
});

describe('simulator: OR11', () => {
  const shelf = async (count: number): Promise<World> => {
    const world = new World();
    for (let order = 0; order < count; order += 1) {
      world.market.place();
      await world.clock.pass(1000);
    }
    return world;
  };

  it('has pages of ten unless asked otherwise, links to their neighbours, and the whole count', async () => {
    const world = await shelf(25);
    const first = await world.mirakl('/api/orders');
    assert.equal(ids(first).length, 10);
    assert.equal(json<Listed>(first).total_count, 25);
    assert.equal(first.headers.link, `<https://${world.market.host}/api/orders?max=10&offset=10>; rel="next"`);
    const last = await world.mirakl('/api/orders?max=10&offset=20');
    assert.equal(ids(last).length, 5);
    assert.equal(last.headers.link, `<https://${world.market.host}/api/orders?max=10&offset=10>; rel="previous"`);
  });

  it('sorts by creation, both ways', async () => {
    const world = await shelf(3);
    const ascending = ids(await world.mirakl('/api/orders?sort=dateCreated&order=asc'));
    await world.clock.pass(MINUTE);
    assert.deepEqual(ids(await world.mirakl('/api/orders?sort=dateCreated&order=desc')), [...ascending].reverse());
  });

  it('filters by state, creation and debit', async () => {
    const world = await shelf(3);
    const [first = '', second = '', third = ''] = world.market.orders().map((order) => order.id);
    world.market.decideInPortal(first, true);
    await world.clock.pass(world.market.world.debitDelay);
    const listed = async (query: string) => {
      await world.clock.pass(MINUTE);
      return ids(await world.mirakl(`/api/orders?${query}`));
    };
    assert.deepEqual(await listed('order_state_codes=SHIPPING'), [first]);
    assert.deepEqual(await listed('order_state_codes=SHIPPING,WAITING_ACCEPTANCE'), [first, second, third]);
    assert.deepEqual(await listed('customer_debited=true'), [first]);
    assert.deepEqual(await listed('customer_debited=false'), [second, third]);
    assert.deepEqual(
      await listed(`start_date=${new Date(START + 500).toISOString()}&end_date=${new Date(START + 1500).toISOString()}`),
      [second],
    );
    assert.deepEqual(await listed('channel_codes=INIT&order_ids='), [first, second, third]);
    assert.deepEqual(await listed('only_null_channel=true'), []);
    assert.deepEqual(await listed('payment_workflow=PAY_ON_SHIPMENT'), []);
  });

  it('lists a change by its update date, and only after the lag', async () => {
    const world = await shelf(1);
    const [id = ''] = world.market.orders().map((order) => order.id);
    await world.clock.pass(10 * MINUTE);
    world.market.world.visibilityLag = 30_000;
    const since = new Date(world.clock.now() - 1000).toISOString();
    world.market.decideInPortal(id, true);
    const sweep = async () => ids(await world.mirakl(`/api/orders?start_update_date=${since}`));
    assert.deepEqual(await sweep(), [], 'the change is there and not yet listed');
    assert.equal((await one(world, id))?.order_state, 'WAITING_DEBIT', 'a look-up by id sees it');
    await world.clock.pass(MINUTE);
    assert.deepEqual(await sweep(), [id]);
    assert.deepEqual(ids(await world.mirakl(`/api/orders?offset=0&order_ids=${id}&end_update_date=${since}`)), []);
  });

  it('takes a poll once a minute; pages and look-ups by id are not counted', async () => {
    const world = await shelf(15);
    assert.equal((await world.mirakl('/api/orders')).status, 200);
    assert.equal((await world.mirakl('/api/orders?offset=10')).status, 200);
    assert.equal((await world.mirakl('/api/orders?order_ids=MK10001-A')).status, 200);
    assert.deepEqual(world.simulator.overRate(), {});
    const tooSoon = await world.mirakl('/api/orders');
    assert.equal(tooSoon.status, 429);
    assert.deepEqual(json(tooSoon), { message: 'Too many requests', status: 429 });
    assert.equal(tooSoon.headers['retry-after'], '60');
    assert.deepEqual(world.simulator.overRate(), { 'mirakl OR11': 1 });
    await world.clock.pass(MINUTE);
    assert.equal((await world.mirakl('/api/orders')).status, 200);
  });

  it('takes OR04 once a minute', async () => {
    const world = await shelf(1);
    const write = () => world.mirakl('/api/orders', { method: 'PUT', body: { orders: [{ order_id: 'MK10001-A' }] } });
    assert.deepEqual([(await write()).status, (await write()).status], [200, 429]);
    assert.deepEqual(world.simulator.overRate(), { 'mirakl OR04': 1 });
  });
});

describe('simulator: money of the marketplace', () => {
  const written = async (currency: string, price: string, shipping: string): Promise<string> => {
    const world = new World();
    world.market.place({ currency, shipping, lines: [{ sku: 'VASE-H', quantity: 1, price }] });
    return (await world.mirakl('/api/orders')).text;
  };

  it('keeps every digit of an amount that no double holds', async () => {
    const text = await written('EUR', '9007199254740993.01', '0.10');
    assert.match(text, /"price_unit":9007199254740993\.01,/);
    assert.match(text, /"total_price":9007199254740993\.11,/);
  });
  it('writes yen without decimals and dinars with three', async () => {
    assert.match(await written('JPY', '5940', '550'), /"price":5940,.*"total_price":6490,/);
    assert.match(await written('KWD', '1.234', '0.5'), /"price":1\.234,.*"total_price":1\.734,/);
  });
  it('refuses to place what is no amount in its currency', () => {
    assert.throws(
      () => new World().market.place({ currency: 'JPY', lines: [{ sku: 'VASE-H', quantity: 1, price: '1.5' }] }),
      /"1\.5" is no amount in JPY/,
    );
  });
  it('gives prices before tax where PC01 says so, and the buyer pays both', async () => {
    const world = new World();
    (world.market.configuration.features as Record<string, unknown>).order_tax_mode = 'TAX_EXCLUDED';
    world.market.place({ shipping: '5.00', lines: [{ sku: 'VASE-H', quantity: 2, price: '10.00' }] });
    assert.equal(world.market.orders()[0]?.total, '30.00');
    const body = json<{ orders: readonly { total_price: number; order_tax_mode: string }[] }>(await world.mirakl('/api/orders'))
      .orders[0];
    assert.deepEqual([body?.total_price, body?.order_tax_mode], [25, 'TAX_EXCLUDED']);
  });
});
