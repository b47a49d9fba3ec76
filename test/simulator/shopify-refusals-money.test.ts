/** Refunds and cancellations that the simulated shop refuses, and keys that must be there. */
import assert from 'node:assert/strict';
import { refused } from './life-refusals';
import { back, type LifeOrder, paidOrder, shipAll } from './shop-life';
import { type GraphqlAnswer, json, World } from './world';

const units = (line: string | undefined, quantity: number, restockType: string, more: Record<string, unknown> = {}) => ({
  refundLineItems: [{ lineItemId: line, quantity, restockType, ...more }],
});
const opened = async (order: LifeOrder, world: World) => {
  await shipAll(world, order);
  world.shop.openReturn(order.id, [{ lineItemId: order.lines[0] ?? '', quantity: 2 }]);
};

describe('simulator: refunds and cancellations that the shop refuses', () => {
  refused('refundCreate', [
    [
      'a refund of no order',
      (order) => [{ ...back(order, '1.00'), orderId: 'gid://shopify/Order/1' }],
      [['orderId', 'Order does not exist']],
    ],
    [
      'a refund of nothing',
      (order) => [{ orderId: order.id }],
      [['', 'Refund must have a line item, an amount of shipping or a transaction']],
    ],
    [
      'more than was paid',
      (order) => [back(order, '50.01')],
      [['transactions.0.amount', 'Refund amount $50.01 is greater than net payment received $50.00']],
    ],
    [
      'more than is left of what was paid',
      (order) => [back(order, '20.01')],
      [['transactions.0.amount', 'Refund amount $20.01 is greater than net payment received $20.00']],
      (order, world) => world.shop.refund(order.id, { amount: '30.00' }),
    ],
    [
      'more than was paid, in two parts',
      (order) => [
        { ...back(order, '1'), transactions: [...back(order, '30.00').transactions, ...back(order, '30.00').transactions] },
      ],
      [['transactions.1.amount', 'Refund amount $60.00 is greater than net payment received $50.00']],
    ],
    [
      'a refund without its payment',
      (order) => [
        { orderId: order.id, transactions: [{ orderId: order.id, kind: 'REFUND', gateway: 'bazaar', amount: '1.00' }] },
      ],
      [['transactions.0.parentId', 'Transactions require a parent_id associated with the order']],
    ],
    [
      'a refund that is no refund',
      (order) => [{ ...back(order, '1'), transactions: [{ ...back(order, '1').transactions[0], kind: 'AUTHORIZATION' }] }],
      [['transactions.0.kind', 'Kind authorization is not a valid transaction']],
    ],
    ['tenths of a cent', (order) => [back(order, '1.001')], [['transactions.0.amount', 'Amount is invalid']]],
    [
      'a refund in another currency',
      (order) => [back(order, '1.00', { currency: 'USD' })],
      [['currency', 'Currency must be EUR']],
    ],
    [
      'units beyond those bought',
      (order) => [{ orderId: order.id, ...units(order.lines[0], 4, 'NO_RESTOCK') }],
      [['refundLineItems.0.quantity', 'Quantity cannot refund more items than were purchased']],
    ],
    [
      'units that were refunded',
      (order) => [{ orderId: order.id, ...units(order.lines[0], 1, 'NO_RESTOCK') }],
      [['refundLineItems.0.quantity', 'Quantity cannot refund more items than were purchased']],
      (order, world) => world.shop.refund(order.id, { lines: [{ lineItemId: order.lines[0] ?? '', quantity: 3 }] }),
    ],
    [
      'no units',
      (order) => [{ orderId: order.id, ...units(order.lines[0], 0, 'NO_RESTOCK') }],
      [['refundLineItems.0.quantity', 'Quantity must be greater than 0']],
    ],
    [
      'units of no line',
      (order) => [{ orderId: order.id, ...units('gid://shopify/LineItem/1', 1, 'NO_RESTOCK') }],
      [['refundLineItems.0.lineItemId', 'Line item does not exist']],
    ],
    [
      'cancelled units that have left',
      (order) => [{ orderId: order.id, ...units(order.lines[0], 1, 'CANCEL') }],
      [['refundLineItems.0.restockType', 'Restock type cancel is only possible for unfulfilled items']],
      (order, world) => shipAll(world, order),
    ],
    [
      'returned units that never left',
      (order) => [{ orderId: order.id, ...units(order.lines[0], 1, 'RETURN') }],
      [['refundLineItems.0.restockType', 'Restock type return is only possible for fulfilled items']],
    ],
    [
      'units to a location that is none',
      (order) => [{ orderId: order.id, ...units(order.lines[0], 1, 'CANCEL', { locationId: 'gid://shopify/Location/1' }) }],
      [['refundLineItems.0.locationId', 'Location does not exist']],
    ],
    [
      'more shipping than there was',
      (order) => [{ orderId: order.id, shipping: { amount: '6.01' } }],
      [['shipping.amount', 'Shipping amount is greater than the shipping that is left to refund']],
    ],
  ]);
  refused('orderCancel', [
    [
      'cancelling twice',
      (order) => [order.id],
      [['orderId', 'Cannot cancel an order that has already been canceled', 'INVALID']],
      (order, world) => world.shop.cancelOrder(order.id),
    ],
    [
      'cancelling what has left',
      (order) => [order.id],
      [['orderId', 'Cannot cancel an order with fulfillments that cannot be canceled', 'INVALID']],
      (order, world) => shipAll(world, order),
    ],
    [
      'cancelling with an open return',
      (order) => [order.id],
      [['orderId', 'Cannot cancel an order with active returns', 'INVALID']],
      opened,
    ],
    ['cancelling no order', () => ['gid://shopify/Order/1'], [['orderId', 'Order does not exist', 'NOT_FOUND']]],
  ]);
});

describe('simulator: keys and arguments that the shop must have', () => {
  const refused: readonly (readonly [name: string, field: string, query: string, message: string, code: string])[] = [
    [
      'a refund without a key',
      'refundCreate',
      '(input: { orderId: "1" }) { userErrors { message } }',
      'The @idempotent directive is required for this mutation but was not provided.',
      'BAD_REQUEST',
    ],
    [
      'a refund with a blank key',
      'refundCreate',
      '(input: { orderId: "1" }) @idempotent(key: " ") { userErrors { message } }',
      'The idempotency key cannot be blank.',
      'BAD_REQUEST',
    ],
    [
      'stock without a key',
      'inventorySetQuantities',
      '(input: { name: "available", reason: "correction", quantities: [] }) { userErrors { message } }',
      'The @idempotent directive is required for this mutation but was not provided.',
      'BAD_REQUEST',
    ],
    [
      'an activation without a key',
      'inventoryActivate',
      '(inventoryItemId: "1", locationId: "2") { userErrors { message } }',
      'The @idempotent directive is required for this mutation but was not provided.',
      'BAD_REQUEST',
    ],
    [
      'stock without what it was',
      'inventorySetQuantities',
      '(input: { name: "available", reason: "correction", quantities: [{ inventoryItemId: "1", locationId: "2", quantity: 3 }] }) @idempotent(key: "k") { userErrors { message } }',
      'InventoryQuantityInput must include the following argument: changeFromQuantity.',
      'INVALID_FIELD_ARGUMENTS',
    ],
    [
      'a change of stock without what it was',
      'inventoryAdjustQuantities',
      '(input: { name: "available", reason: "correction", changes: [{ inventoryItemId: "1", locationId: "2", delta: 3 }] }) @idempotent(key: "k") { userErrors { message } }',
      'InventoryChangeInput must include the following argument: changeFromQuantity.',
      'INVALID_FIELD_ARGUMENTS',
    ],
  ];
  for (const [name, field, query, message, code] of refused) {
    it(name, async () => {
      const { data, errors } = json<GraphqlAnswer>(await new World().graphql(`mutation { ${field}${query} }`));
      assert.deepEqual(
        [data, errors?.map((error) => [error.message, error.extensions?.code, error.path])],
        [{ [field]: null }, [[message, code, [field]]]],
      );
    });
  }
  it('before 2026-04 the key may be left out', async () => {
    const world = new World();
    const order = await paidOrder(world);
    const query = 'mutation R($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }';
    const answer = json<GraphqlAnswer>(await world.graphql(query, { input: back(order, '1.00') }, { version: '2026-01' }));
    assert.deepEqual(answer.data, { refundCreate: { userErrors: [] } });
  });
});
