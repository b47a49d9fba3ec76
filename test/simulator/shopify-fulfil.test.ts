/** How goods leave the simulated shop: in parts, from several locations, voided, held; and what that does to its stock. */
import assert from 'node:assert/strict';
import { asked, done, eur, paidOrder, SHIP, shipAll, theOrder } from './shop-life';
import { create, item, MINUTE } from './shop-orders';
import { World } from './world';

const stockOf = (world: World, sku: string) =>
  world.shop
    .stock()
    .filter((one) => one.sku === sku)
    .map(({ available, onHand }) => [available, onHand]);
const STATUS = `query S($id: ID!) { order(id: $id) { displayFulfillmentStatus fulfillmentOrders(first: 5) { nodes { status supportedActions { action }
  lineItems(first: 5) { nodes { totalQuantity remainingQuantity } } } } lineItems(first: 5) { nodes { currentQuantity unfulfilledQuantity } } } }`;
interface Status {
  readonly displayFulfillmentStatus: string;
  readonly fulfillmentOrders: {
    readonly nodes: readonly {
      readonly status: string;
      readonly supportedActions: readonly { readonly action: string }[];
      readonly lineItems: { readonly nodes: readonly { readonly totalQuantity: number; readonly remainingQuantity: number }[] };
    }[];
  };
  readonly lineItems: { readonly nodes: readonly { readonly currentQuantity: number; readonly unfulfilledQuantity: number }[] };
}
/** Order status, then of each fulfilment order: status, what remains, and whether it can be shipped. */
async function statusOf(world: World, id: string) {
  const status = await asked<Status>(world, STATUS, { id }, 'order');
  return [
    status.displayFulfillmentStatus,
    ...status.fulfillmentOrders.nodes.map((one) => [
      one.status,
      one.lineItems.nodes.map(({ remainingQuantity }) => remainingQuantity).join(),
      one.supportedActions.some(({ action }) => action === 'CREATE_FULFILLMENT'),
    ]),
  ];
}
const units = (line: string | undefined, quantity: number) => ({ lines: [{ lineItemId: line ?? '', quantity }] });

describe('simulator: goods leave the shop', () => {
  it('in two parcels: partly, then whole; what lies there falls as they leave, what is offered fell with the order', async () => {
    const world = new World();
    const order = await paidOrder(world);
    assert.deepEqual([stockOf(world, 'MUG'), stockOf(world, 'BOOK')], [[[997, 1000]], [[999, 1000]]]);
    assert.deepEqual(await statusOf(world, order.id), ['UNFULFILLED', ['OPEN', '3,1', true]]);
    world.shop.fulfil(order.id, { ...units(order.lines[0], 2), carrier: 'UPS', number: '1Z1' });
    assert.deepEqual(await statusOf(world, order.id), ['PARTIALLY_FULFILLED', ['IN_PROGRESS', '1,1', true]]);
    assert.deepEqual(stockOf(world, 'MUG'), [[997, 998]]);
    world.shop.fulfil(order.id);
    assert.deepEqual(await statusOf(world, order.id), ['FULFILLED', ['CLOSED', '0,0', false]]);
    assert.deepEqual([stockOf(world, 'MUG'), stockOf(world, 'BOOK')], [[[997, 997]], [[999, 999]]]);
    assert.deepEqual(
      theOrder(world).fulfilments.map(({ carrier, numbers, urls, lines }) => [
        carrier,
        numbers,
        urls,
        lines.map(({ sku, quantity }) => `${sku} ${quantity}`),
      ]),
      [
        ['UPS', ['1Z1'], ['https://www.ups.com/track?tracknum=1Z1'], ['MUG 2']],
        [null, [], [], ['MUG 1', 'BOOK 1']],
      ],
    );
    assert.equal(world.shop.fulfil(order.id), null, 'nothing is left');
  });

  it('and come back when a fulfilment is voided', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const parcel = world.shop.fulfil(order.id, units(order.lines[0], 3)) ?? '';
    assert.equal(world.shop.voidFulfilment(parcel), true);
    assert.equal(world.shop.voidFulfilment(parcel), false);
    assert.equal(world.shop.retrack(parcel, { number: '2' }), false);
    assert.equal(world.shop.deliver(parcel), false);
    assert.deepEqual(await statusOf(world, order.id), ['UNFULFILLED', ['OPEN', '3,1', true]]);
    assert.deepEqual(stockOf(world, 'MUG'), [[997, 1000]]);
    await shipAll(world, order);
    assert.deepEqual(
      theOrder(world).fulfilments.map(({ state }) => state),
      ['voided', 'open'],
    );
  });

  it('from the locations that have them: one that has all, else each line from where it lies', async () => {
    const world = new World();
    const annex = world.shop.addLocation('Annex');
    const ids = ['MUG', 'BOOK'].map((sku) => world.shop.catalogue.addVariant(sku));
    const lineItems = ids.map((variantId) => ({ variantId, quantity: 2, requiresShipping: true, priceSet: eur('1.00') }));
    const routed = async () => {
      const { id } = await create(world, { lineItems }, { inventoryBehaviour: 'DECREMENT_OBEYING_POLICY' });
      const query =
        'query L($id: ID!) { order(id: $id) { fulfillmentOrders(first: 5) { nodes { assignedLocation { name } lineItems(first: 5) { nodes { sku } } } } } }';
      const found = await asked<{
        fulfillmentOrders: { nodes: { assignedLocation: { name: string }; lineItems: { nodes: { sku: string }[] } }[] };
      }>(world, query, { id }, 'order');
      return found.fulfillmentOrders.nodes.map((one) => [
        one.assignedLocation.name,
        one.lineItems.nodes.map(({ sku }) => sku).join(),
      ]);
    };
    for (const sku of ['MUG', 'BOOK']) world.shop.setStock(sku, annex, 5);
    world.shop.setStock('BOOK', 'Warehouse', 1);
    assert.deepEqual(await routed(), [['Annex', 'MUG,BOOK']]);
    world.shop.setStock('MUG', annex, 0);
    assert.deepEqual(await routed(), [
      ['Warehouse', 'MUG'],
      ['Annex', 'BOOK'],
    ]);
    const order = world.shop.orders()[1];
    assert.equal(world.shop.fulfil(order?.id ?? '', { location: 'Nowhere' }), null);
    assert.notEqual(world.shop.fulfil(order?.id ?? '', { location: 'Annex' }), null);
    assert.notEqual(world.shop.fulfil(order?.id ?? ''), null);
    assert.deepEqual(
      world.shop.orders()[1]?.fulfilments.map(({ location }) => location),
      [annex, 'gid://shopify/Location/71001'],
    );
    assert.deepEqual(stockOf(world, 'MUG'), [
      [998, 998],
      [0, 2],
    ]);
    assert.deepEqual(stockOf(world, 'BOOK'), [
      [1, 1],
      [1, 3],
    ]);
  });

  it('not while they are on hold; a hold of some units lets the others go', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const HOLD =
      'mutation H($id: ID!, $h: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $h) { fulfillmentHold { id } remainingFulfillmentOrder { id } userErrors { message } } }';
    const [first] = order.fulfilmentOrders;
    const h = { reason: 'OTHER', handle: 'one', fulfillmentOrderLineItems: [{ id: first?.lines[0], quantity: 1 }] };
    const held = await done<{ fulfillmentHold: { id: string } }>(world, HOLD, { id: first?.id, h }, 'fulfillmentOrderHold');
    assert.deepEqual(await statusOf(world, order.id), ['ON_HOLD', ['ON_HOLD', '1,0', false], ['OPEN', '2,1', true]]);
    assert.notEqual(world.shop.fulfil(order.id), null);
    assert.equal(world.shop.fulfil(order.id), null, 'the rest is held');
    const RELEASE =
      'mutation R($id: ID!, $ids: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $ids) { userErrors { message } } }';
    await done(world, RELEASE, { id: first?.id, ids: [held.fulfillmentHold.id] }, 'fulfillmentOrderReleaseHold');
    assert.notEqual(world.shop.fulfil(order.id), null);
    assert.deepEqual(await statusOf(world, order.id), ['FULFILLED', ['CLOSED', '0,0', false], ['CLOSED', '0,0', false]]);
    assert.equal(world.shop.hold(order.id), false, 'nothing is left to hold');
  });

  it('people hold and release, whoever placed the holds', async () => {
    const world = new World();
    const order = await paidOrder(world);
    assert.equal(world.shop.hold(order.id), true);
    assert.equal(world.shop.fulfil(order.id), null);
    assert.equal(world.shop.releaseHold(order.id), true);
    assert.equal(world.shop.releaseHold(order.id), false);
    assert.notEqual(world.shop.fulfil(order.id), null);
  });

  it('and what is told of them later replaces the tracking, or adds an event', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const id = await shipAll(world, order, { company: 'Somebody', numbers: ['A', 'B'], urls: ['https://t.example/A'] });
    const query = 'query F($id: ID!) { fulfillment(id: $id) { displayStatus deliveredAt trackingInfo { company number url } } }';
    assert.deepEqual(await asked(world, query, { id }, 'fulfillment'), {
      displayStatus: 'FULFILLED',
      deliveredAt: null,
      trackingInfo: [
        { company: 'Somebody', number: 'A', url: 'https://t.example/A' },
        { company: 'Somebody', number: 'B', url: null },
      ],
    });
    const before = theOrder(world).fulfilments[0]?.updatedAt ?? 0;
    await world.clock.pass(MINUTE);
    assert.equal(world.shop.retrack(id, { carrier: 'GLS', number: 'C' }), true);
    assert.ok((theOrder(world).fulfilments[0]?.updatedAt ?? 0) > before);
    assert.equal(world.shop.deliver(id), true);
    const at = new Date(world.clock.now()).toISOString().replace('.000Z', 'Z');
    assert.deepEqual(await asked(world, query, { id }, 'fulfillment'), {
      displayStatus: 'DELIVERED',
      deliveredAt: at,
      trackingInfo: [{ company: 'GLS', number: 'C', url: 'https://gls-group.eu/track/C' }],
    });
  });

  it('counts what the API did, twice where it was done twice, and nothing that people did', async () => {
    const world = new World();
    const order = await paidOrder(world);
    world.shop.fulfil(order.id, units(order.lines[1], 1));
    const f = {
      lineItemsByFulfillmentOrder: [
        {
          fulfillmentOrderId: order.fulfilmentOrders[0]?.id,
          fulfillmentOrderLineItems: [{ id: order.fulfilmentOrders[0]?.lines[0], quantity: 1 }],
        },
      ],
      trackingInfo: { company: 'UPS', number: '1Z1' },
    };
    for (let time = 0; time < 2; time += 1) await done(world, SHIP, { f }, 'fulfillmentCreate');
    const TRACK =
      'mutation T($id: ID!, $t: FulfillmentTrackingInput!) { fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $t) { userErrors { message } } }';
    await done(
      world,
      TRACK,
      { id: theOrder(world).fulfilments[1]?.id, t: { company: 'UPS', number: '1Z2' } },
      'fulfillmentTrackingInfoUpdate',
    );
    assert.deepEqual(
      world.simulator.counts().map(({ verb, fact, count }) => [verb, fact, count]),
      [
        ['create', '701-1', 1],
        ['fulfil', '701-1 1:MUGx1 UPS:1Z1', 2],
        ['tracking', '701-1 #1001.2 UPS:1Z2', 1],
      ],
    );
  });

  it('an order of which nothing was claimed leaves the stock alone', async () => {
    const world = new World();
    const variantId = world.shop.catalogue.addVariant('MUG');
    const { id } = await create(world, { lineItems: [item('1.00', { variantId, requiresShipping: true })] });
    world.shop.fulfil(id);
    assert.deepEqual(stockOf(world, 'MUG'), [[1000, 1000]]);
  });
});

describe('simulator: what changed in the shop, page by page', () => {
  it('skips nobody although orders move while they are read', async () => {
    const world = new World();
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      ids.push((await create(world, { sourceIdentifier: `701-${n}` })).id);
      await world.clock.pass(MINUTE);
    }
    const query = `query P($q: String, $after: String) { orders(first: 2, after: $after, query: $q, sortKey: UPDATED_AT) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    interface Page {
      readonly nodes: readonly { readonly id: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: Page = await asked<Page>(world, query, { q: "updated_at:>='2026-11-01T00:00:00Z'", after }, 'orders');
      seen.push(...page.nodes.map(({ id }) => id));
      // The last one that was read is touched: it moves to the end, and its place in the list is another's.
      if (seen.length === 2) world.shop.annotate(page.nodes[1]?.id ?? '', { note: 'moved' });
      await world.clock.pass(MINUTE);
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    assert.deepEqual(seen, [...ids, ids[1]]);
  });

  it('shows an item and its levels by what changed there', async () => {
    const world = new World();
    const annex = world.shop.addLocation('Annex');
    world.shop.setStock('MUG-BLUE', annex, 3);
    await world.clock.pass(MINUTE);
    const since = new Date(world.clock.now()).toISOString();
    await world.clock.pass(MINUTE);
    world.shop.setStock('BOOK-1', 'Warehouse', 8);
    const query =
      'query I($q: String) { inventoryItems(first: 10, query: $q) { nodes { sku inventoryLevels(first: 5, query: $q) { nodes { location { name } quantities(names: ["available"]) { quantity } } } } } }';
    assert.deepEqual(await asked(world, query, { q: `updated_at:>'${since}'` }, 'inventoryItems'), {
      nodes: [
        { sku: 'BOOK-1', inventoryLevels: { nodes: [{ location: { name: 'Warehouse' }, quantities: [{ quantity: 8 }] }] } },
      ],
    });
  });
});
