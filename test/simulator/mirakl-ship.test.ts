/** Goods leave the simulated marketplace: OR23 and OR24, ST01 to ST24, and what people and the clock do afterwards. */
import assert from 'node:assert/strict';
import { counts, DAY, MINUTE, post, put, ready, seen } from './market';
import { json, START, World } from './world';

interface Listed {
  readonly orders: readonly Readonly<Record<string, unknown>>[];
}
interface Shipments {
  readonly shipment_errors: readonly { readonly id?: string; readonly order_id?: string; readonly message: string }[];
  readonly shipment_success: readonly { readonly id: string; readonly status?: string }[];
}
interface Page {
  readonly data: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
  readonly next_page_token?: string;
  readonly previous_page_token?: string;
}
const read = async (world: World, id: string) =>
  json<Listed>(await world.mirakl(`/api/orders?order_ids=${id}`)).orders[0] as Readonly<Record<string, unknown>>;
/** An order that may be shipped. */

describe('simulator: an order is shipped', () => {
  it('by OR23 and OR24, and shows who carries it', async () => {
    const world = new World();
    const id = await ready(world);
    assert.equal((await put(world, `/api/orders/${id}/tracking`, { carrier_code: 'DHL', tracking_number: 'T 1' })).status, 204);
    assert.equal((await put(world, `/api/orders/${id}/ship`)).status, 204);
    const order = await read(world, id);
    assert.deepEqual(
      [
        order.order_state,
        order.shipping_carrier_code,
        order.shipping_company,
        order.shipping_tracking,
        order.shipping_tracking_url,
      ],
      ['SHIPPED', 'DHL', 'DHL', 'T 1', 'https://track.example/dhl/T%201'],
    );
    assert.deepEqual([order.can_shop_ship, order.can_cancel], [false, false]);
    const [shipment] = seen(world, id).shipments;
    assert.deepEqual([shipment?.status, shipment?.by, shipment?.tracking], ['SHIPPED', 'api', 'T 1']);
    assert.deepEqual(
      shipment?.lines.map(({ quantity }) => quantity),
      [2, 1],
    );
    assert.deepEqual(counts(world), [`tracking ${id} DHL T 1 1`, `ship ${id} 1`]);
  });

  it('counts the same tracking told twice as one fact told twice, and a corrected one as another', async () => {
    const world = new World();
    const id = await ready(world);
    for (const number of ['T1', 'T1', 'T2'])
      await put(world, `/api/orders/${id}/tracking`, {
        carrier_name: 'Bike',
        carrier_url: 'https://bike.example',
        tracking_number: number,
      });
    assert.deepEqual(counts(world), [`tracking ${id} Bike T1 2`, `tracking ${id} Bike T2 1`]);
    const order = await read(world, id);
    assert.deepEqual([order.shipping_carrier_code, order.shipping_company], [undefined, 'Bike']);
  });

  it('moves its update date with every change', async () => {
    const world = new World();
    const id = await ready(world);
    const dates = new Set([(await read(world, id)).last_updated_date]);
    const look = async () => {
      dates.add((await read(world, id)).last_updated_date);
      await world.clock.pass(MINUTE);
    };
    await put(world, `/api/orders/${id}/tracking`, { carrier_code: 'OTHER' });
    await look();
    await put(world, `/api/orders/${id}/ship`);
    await look();
    world.market.changeTracking(id, { tracking: 'T9' });
    await look();
    world.market.markDelivered(id);
    await look();
    world.market.close(id);
    await look();
    assert.equal(dates.size, 6);
  });

  it('in parcels: it stays SHIPPING until everything has left', async () => {
    const world = new World();
    world.market.world.multiShipment = true;
    const id = await ready(world);
    const first = json<Shipments>(
      await post(world, '/api/shipments', {
        shipments: [
          {
            order_id: id,
            shipment_lines: [{ order_line_id: `${id}-1`, quantity: 1 }],
            tracking: { carrier_code: 'UPS', tracking_number: 'U1' },
            shipped: true,
          },
        ],
      }),
    );
    assert.deepEqual([first.shipment_errors, first.shipment_success[0]?.status], [[], 'SHIPPED']);
    assert.equal(seen(world, id).state, 'SHIPPING');
    const items = json<Page>(await world.mirakl('/api/shipments/items_to_ship')).data;
    assert.deepEqual(
      ((items[0]?.shipment_lines ?? []) as { order_line_id: string; quantity: number }[]).map((line) => [
        line.order_line_id,
        line.quantity,
      ]),
      [
        [`${id}-1`, 1],
        [`${id}-2`, 1],
      ],
    );
    const second = json<Shipments>(
      await post(world, '/api/shipments', {
        shipments: [{ order_id: id, shipment_lines: [1, 2].map((line) => ({ order_line_id: `${id}-${line}`, quantity: 1 })) }],
      }),
    ).shipment_success[0];
    assert.equal(second?.status, 'SHIPPING');
    assert.equal(seen(world, id).state, 'SHIPPING', 'packed is not shipped');
    const tracking = { carrier_code: 'UPS', tracking_number: 'U2' };
    const told = json<Shipments>(
      await post(world, '/api/shipments/tracking', {
        shipments: [
          { id: second?.id, tracking },
          { id: 'no', tracking },
        ],
      }),
    );
    assert.deepEqual(
      [told.shipment_success, told.shipment_errors],
      [[{ id: second?.id }], [{ id: 'no', message: "Shipment with id 'no' not found" }]],
    );
    await put(world, '/api/shipments/ship', { shipments: [{ id: second?.id }] });
    assert.equal(seen(world, id).state, 'SHIPPED');
    const listed = json<Page>(await world.mirakl(`/api/shipments?order_id=${id}`)).data;
    assert.deepEqual(
      listed.map(({ status, tracking: with_ }) => [status, (with_ as { tracking_number: string }).tracking_number]),
      [
        ['SHIPPED', 'U1'],
        ['SHIPPED', 'U2'],
      ],
    );
    assert.deepEqual(counts(world), [
      `shipment ${id} ${id}-1x1 UPS U1 1`,
      `ship ${id} ${id}-1x1 UPS U1 1`,
      `shipment ${id} ${id}-1x1,${id}-2x1 untracked 1`,
      `tracking ${id} ${second?.id} UPS U2 1`,
      `ship ${id} ${second?.id} 1`,
    ]);
  });

  it('lists shipments in pages that go from place to place, both ways', async () => {
    const world = new World();
    world.market.world.multiShipment = true;
    for (let order = 0; order < 5; order += 1) world.market.shipInPortal(await ready(world));
    const ids = (page: Page) => page.data.map((one) => one.id);
    const page = async (query: string) => json<Page>(await world.mirakl(`/api/shipments?${query}`));
    const all = ids(await page('limit=100'));
    assert.equal(all.length, 5);
    const first = await page('limit=2');
    const second = await page(`page_token=${first.next_page_token}&limit=1&order_id=ignored`);
    const third = await page(`page_token=${second.next_page_token}`);
    assert.deepEqual([ids(first), ids(second), ids(third)], [all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
    assert.deepEqual([first.previous_page_token, third.next_page_token], [undefined, undefined]);
    assert.deepEqual(ids(await page(`page_token=${third.previous_page_token}`)), all.slice(2, 4));
    assert.deepEqual(ids(await page('limit=2&sort=dateCreated,DESC')), [...all].reverse().slice(0, 2));
    assert.deepEqual(ids(await page('shipment_state_code=RECEIVED')), []);
  });

  it('in the portal, whole or in parcels', async () => {
    const world = new World();
    const [whole, parcels] = [await ready(world), await ready(world)];
    assert.equal(
      world.market.shipInPortal(parcels, { lines: [{ line: `${parcels}-1`, quantity: 1 }] }),
      false,
      'not without multi-shipment',
    );
    assert.equal(world.market.shipInPortal(whole, { carrier: 'DHL', tracking: 'D1' }), true);
    assert.equal(world.market.shipInPortal(whole), false);
    world.market.world.multiShipment = true;
    assert.equal(world.market.shipInPortal(parcels, { lines: [{ line: `${parcels}-1`, quantity: 3 }] }), false);
    assert.equal(world.market.shipInPortal(parcels, { lines: [{ line: `${parcels}-1`, quantity: 2 }], tracking: 'P1' }), true);
    assert.equal(
      world.market.changeTracking(parcels, { tracking: 'P2', shipment: seen(world, parcels).shipments[0]?.id ?? '' }),
      true,
    );
    assert.deepEqual(
      [whole, parcels].map((id) => [seen(world, id).state, ...seen(world, id).shipments.map((one) => [one.by, one.tracking])]),
      [
        ['SHIPPED', ['portal', 'D1']],
        ['SHIPPING', ['portal', 'P2']],
      ],
    );
    assert.deepEqual(
      seen(world, parcels).lines.map((line) => line.state),
      ['SHIPPED', 'SHIPPING'],
    );
    assert.deepEqual(counts(world), [], 'what people do is no effect of the API');
  });

  it('is received and closed by the clock, and collected where it is', async () => {
    const world = new World();
    world.market.world.toCollectAfter = 2 * DAY;
    const id = await ready(world);
    world.market.shipInPortal(id);
    const states: string[] = [];
    for (const days of [1, 1, 5, 14]) {
      states.push(seen(world, id).state);
      await world.clock.pass(days * DAY);
    }
    assert.deepEqual([...states, seen(world, id).state], ['SHIPPED', 'SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED']);
  });

  it('is received and closed by people, and stays open while an incident is', async () => {
    const world = new World();
    world.market.world.receivedAfter = null;
    const id = await ready(world);
    assert.equal(world.market.markDelivered(id), false);
    world.market.shipInPortal(id);
    assert.equal(world.market.openIncident(id, `${id}-1`), true);
    assert.equal((await read(world, id)).has_incident, true);
    assert.equal(world.market.markDelivered(id), true);
    assert.equal(world.market.close(id), false);
    assert.equal(world.market.resolveIncident(id, `${id}-1`), true);
    assert.equal(world.market.close(id), true);
    assert.deepEqual(
      seen(world, id).lines.map((line) => line.state),
      ['CLOSED', 'CLOSED'],
    );
  });

  it('commits late where the answer is lost, as OR21 does', async () => {
    const world = new World();
    const id = await ready(world);
    world.simulator.script({ system: 'mirakl', call: 'OR24', nth: 1, does: 'late commit', after: 20_000 });
    await assert.rejects(world.mirakl(`/api/orders/${id}/ship`, { method: 'PUT', timeout: 5_000 }));
    assert.equal(seen(world, id).state, 'SHIPPING');
    await world.clock.pass(20_000);
    assert.equal(seen(world, id).state, 'SHIPPED');
    assert.deepEqual(counts(world), [`ship ${id} 1`]);
  });

  it('has a new address when the buyer changes it', async () => {
    const world = new World();
    const id = world.market.place();
    assert.equal(world.market.changeAddress(id, { city: 'Nice' }), false);
    await world.accept(id);
    await world.clock.pass(world.market.world.debitDelay);
    assert.equal(world.market.changeAddress(id, { city: 'Nice' }), true);
    const { customer } = (await read(world, id)) as {
      readonly customer?: { readonly shipping_address: { readonly city: string } };
    };
    assert.equal(customer?.shipping_address.city, 'Nice');
    assert.ok(seen(world, id).updatedAt > START);
  });
});
