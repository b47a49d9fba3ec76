/** Shipments, tracking and holds that the simulated shop refuses. */
import assert from 'node:assert/strict';
import { refused } from './life-refusals';
import { eur, type LifeOrder, SHIP, shipAll, theOrder } from './shop-life';
import { create, item } from './shop-orders';
import { json, World } from './world';

const fo = (order: LifeOrder, n = 0) => order.fulfilmentOrders[n]?.id;
const rows = (order: LifeOrder, ...of: readonly (readonly [line: number, quantity: number])[]) => ({
  lineItemsByFulfillmentOrder: [
    {
      fulfillmentOrderId: fo(order),
      fulfillmentOrderLineItems: of.map(([line, quantity]) => ({ id: order.fulfilmentOrders[0]?.lines[line], quantity })),
    },
  ],
});
const parcel = (world: World) => theOrder(world).fulfilments[0]?.id;

describe('simulator: shipments and holds that the shop refuses', () => {
  refused('fulfillmentCreate', [
    [
      'a shipment of nothing known',
      () => [{ lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/1' }] }],
      [['fulfillment', 'Fulfillment order does not exist.']],
    ],
    [
      'a shipment of no fulfilment order',
      () => [{ lineItemsByFulfillmentOrder: [] }],
      [['fulfillment', 'Fulfillment order does not exist.']],
    ],
    [
      'a shipment of two orders',
      async (order, world) => {
        const other = json<{ data: { fulfillmentOrders: { nodes: { id: string; orderId: string }[] } } }>(
          await world.graphql('{ fulfillmentOrders(first: 5) { nodes { id orderId } } }'),
        );
        const foreign = other.data.fulfillmentOrders.nodes.find(({ orderId }) => orderId !== order.id)?.id;
        return [{ lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: fo(order) }, { fulfillmentOrderId: foreign }] }];
      },
      [['fulfillment', 'All fulfillment orders must belong to the same order.']],
      (_order, world) => create(world, { lineItems: [item('1.00', { requiresShipping: true })] }),
    ],
    [
      'more than is left to ship',
      (order) => [rows(order, [0, 4])],
      [['fulfillment', 'Invalid fulfillment order line item quantity requested.']],
    ],
    [
      'more than is left to ship, in two rows',
      (order) => [rows(order, [0, 2], [0, 2])],
      [['fulfillment', 'Invalid fulfillment order line item quantity requested.']],
    ],
    ['a shipment of none', (order) => [rows(order, [0, 0])], [['fulfillment', 'Quantity must be greater than 0']]],
    [
      'a shipment of what has left',
      (order) => [rows(order, [0, 1])],
      [['fulfillment', 'Fulfillment order N has an unfulfillable status= closed.']],
      (order, world) => shipAll(world, order),
    ],
    [
      'a shipment of what is on hold',
      (order) => [rows(order, [0, 1])],
      [['fulfillment', 'Fulfillment order N has an unfulfillable status= on_hold.']],
      (order, world) => world.shop.hold(order.id),
    ],
  ]);
  refused('fulfillmentTrackingInfoUpdate', [
    [
      'tracking of no fulfilment',
      () => ['gid://shopify/Fulfillment/1', { number: '1' }],
      [['fulfillmentId', 'Fulfillment does not exist.']],
    ],
    [
      'tracking of a voided fulfilment',
      (_order, world) => [parcel(world), { number: '1' }],
      [['fulfillmentId', 'Fulfillment is cancelled.']],
      (order, world) => world.shop.voidFulfilment(world.shop.fulfil(order.id) ?? ''),
    ],
  ]);
  refused('fulfillmentCancel', [
    ['voiding no fulfilment', () => ['gid://shopify/Fulfillment/1'], [['id', 'Fulfillment not found.']]],
    [
      'voiding twice',
      (_order, world) => [parcel(world)],
      [['id', 'Fulfillment cannot be cancelled.']],
      (order, world) => world.shop.voidFulfilment(world.shop.fulfil(order.id) ?? ''),
    ],
    [
      'voiding what was delivered',
      (_order, world) => [parcel(world)],
      [['id', 'Fulfillment cannot be cancelled.']],
      (order, world) => world.shop.deliver(world.shop.fulfil(order.id) ?? ''),
    ],
  ]);
  refused('fulfillmentEventCreate', [
    [
      'an event of no fulfilment',
      () => [{ fulfillmentId: 'gid://shopify/Fulfillment/1', status: 'DELIVERED' }],
      [['fulfillmentEvent.fulfillmentId', 'Fulfillment does not exist.']],
    ],
  ]);
  refused('fulfillmentOrderHold', [
    [
      'a hold of nothing',
      () => ['gid://shopify/FulfillmentOrder/1', { reason: 'OTHER' }],
      [['id', 'Fulfillment order does not exist.', 'FULFILLMENT_ORDER_NOT_FOUND']],
    ],
    [
      'a hold with a handle that is in use',
      (order) => [fo(order), { reason: 'OTHER', handle: 'h' }],
      [
        [
          'fulfillmentHold.handle',
          'The handle provided for the fulfillment hold is already in use.',
          'DUPLICATE_FULFILLMENT_HOLD_HANDLE',
        ],
      ],
      (order, world) =>
        world.graphql(
          'mutation H($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, handle: "h" }) { userErrors { message } } }',
          { id: fo(order) },
        ),
    ],
    [
      'a hold with a long handle',
      (order) => [fo(order), { reason: 'OTHER', handle: 'h'.repeat(65) }],
      [['fulfillmentHold.handle', 'Handle is too long (maximum is 64 characters)', null]],
    ],
    [
      'a hold of more than is there',
      (order) => [
        fo(order),
        { reason: 'OTHER', fulfillmentOrderLineItems: [{ id: order.fulfilmentOrders[0]?.lines[0], quantity: 9 }] },
      ],
      [['fulfillmentHold.fulfillmentOrderLineItems', 'The line item quantity is invalid.', 'INVALID_LINE_ITEM_QUANTITY']],
    ],
    [
      'a hold of none',
      (order) => [
        fo(order),
        { reason: 'OTHER', fulfillmentOrderLineItems: [{ id: order.fulfilmentOrders[0]?.lines[0], quantity: 0 }] },
      ],
      [['fulfillmentHold.fulfillmentOrderLineItems', 'The line item quantity must be greater than zero.', 'GREATER_THAN_ZERO']],
    ],
    [
      'a hold of what has left',
      (order) => [fo(order), { reason: 'OTHER' }],
      [['id', 'The fulfillment order is not in an open state.', null]],
      (order, world) => shipAll(world, order),
    ],
  ]);
  refused('fulfillmentOrderReleaseHold', [
    [
      'releasing a hold of nothing',
      () => ['gid://shopify/FulfillmentOrder/1', []],
      [['id', 'Fulfillment order does not exist.', 'FULFILLMENT_ORDER_NOT_FOUND']],
    ],
    [
      'releasing a hold that is none',
      (order) => [fo(order), ['gid://shopify/FulfillmentHold/1']],
      [['holdIds', 'Fulfillment hold does not exist.', 'INVALID_ACCESS']],
    ],
  ]);

  it('several locations at once', async () => {
    const world = new World();
    const annex = world.shop.addLocation('Annex');
    const [mug = '', book = ''] = ['MUG', 'BOOK'].map((sku) => world.shop.catalogue.addVariant(sku));
    world.shop.setStock('BOOK', annex, 5);
    world.shop.setStock('BOOK', 'Warehouse', 0);
    world.shop.setStock('MUG', 'Warehouse', 5);
    const lines = [mug, book].map((variantId) => ({ variantId, quantity: 1, requiresShipping: true, priceSet: eur('1.00') }));
    await create(world, { lineItems: lines });
    const found = json<{ data: { fulfillmentOrders: { nodes: { id: string }[] } } }>(
      await world.graphql('{ fulfillmentOrders(first: 5) { nodes { id } } }'),
    );
    const lineItemsByFulfillmentOrder = found.data.fulfillmentOrders.nodes.map(({ id }) => ({ fulfillmentOrderId: id }));
    const answer = json<{ data: unknown }>(await world.graphql(SHIP, { f: { lineItemsByFulfillmentOrder } }));
    const message =
      'All fulfillment orders must be assigned to a single location. Multiple locations with ids [71001, 71002] were found.';
    assert.deepEqual(answer.data, {
      fulfillmentCreate: { fulfillment: null, userErrors: [{ field: ['fulfillment'], message }] },
    });
  });

  it('several kinds of delivery at once', async () => {
    const world = new World();
    await create(world, { lineItems: [item('1.00', { requiresShipping: true }), item('1.00')] });
    const found = json<{ data: { fulfillmentOrders: { nodes: { id: string; deliveryMethod: { methodType: string } }[] } } }>(
      await world.graphql('{ fulfillmentOrders(first: 5) { nodes { id deliveryMethod { methodType } } } }'),
    ).data.fulfillmentOrders.nodes;
    assert.deepEqual(
      found.map(({ deliveryMethod }) => deliveryMethod.methodType),
      ['SHIPPING', 'NONE'],
    );
    const lineItemsByFulfillmentOrder = found.map(({ id }) => ({ fulfillmentOrderId: id }));
    const answer = json<{ data: { fulfillmentCreate: { userErrors: { message: string }[] } } }>(
      await world.graphql(SHIP, { f: { lineItemsByFulfillmentOrder } }),
    );
    assert.deepEqual(
      answer.data.fulfillmentCreate.userErrors.map(({ message }) => message),
      ['All fulfillment orders must have the same delivery method type.'],
    );
  });
});
