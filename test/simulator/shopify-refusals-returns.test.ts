/** Returns that the simulated shop refuses. */
import { refused } from './life-refusals';
import { type LifeOrder, shipAll, theOrder } from './shop-life';
import { json, type World } from './world';

/** The id of a fulfilled line, as a client reads it. */
async function shippedLine(order: LifeOrder, world: World): Promise<string> {
  const answer = json<{ data: { order: { fulfillments: { fulfillmentLineItems: { nodes: { id: string }[] } }[] } } }>(
    await world.graphql(
      'query Q($id: ID!) { order(id: $id) { fulfillments(first: 1) { fulfillmentLineItems(first: 5) { nodes { id } } } } }',
      { id: order.id },
    ),
  );
  return answer.data.order.fulfillments[0]?.fulfillmentLineItems.nodes[0]?.id ?? '';
}
const returned = async (order: LifeOrder, world: World, more: Record<string, unknown>) => [
  { orderId: order.id, returnLineItems: [{ fulfillmentLineItemId: await shippedLine(order, world), quantity: 1, ...more }] },
];
const opened = async (order: LifeOrder, world: World) => {
  await shipAll(world, order);
  world.shop.openReturn(order.id, [{ lineItemId: order.lines[0] ?? '', quantity: 2 }]);
};
const theReturn = (world: World) => theOrder(world).returns[0];

describe('simulator: returns that the shop refuses', () => {
  refused('returnCreate', [
    [
      'a return of no order',
      () => [{ orderId: 'gid://shopify/Order/1', returnLineItems: [] }],
      [['returnInput.orderId', 'Order does not exist.', 'NOT_FOUND']],
    ],
    [
      'a return of nothing',
      (order) => [{ orderId: order.id, returnLineItems: [] }],
      [['returnInput.returnLineItems', "Return line items can't be blank.", 'BLANK']],
    ],
    [
      'a return of what never left',
      (order) => [
        { orderId: order.id, returnLineItems: [{ fulfillmentLineItemId: 'gid://shopify/FulfillmentLineItem/1', quantity: 1 }] },
      ],
      [['returnInput.returnLineItems.0.fulfillmentLineItemId', 'Fulfillment line item does not exist.', 'NOT_FOUND']],
    ],
    [
      'a return of more than left',
      (order, world) => returned(order, world, { quantity: 4 }),
      [
        [
          'returnInput.returnLineItems.0.quantity',
          'Return line item has an invalid quantity: it is more than can be returned.',
          'INVALID',
        ],
      ],
      (order, world) => shipAll(world, order),
    ],
    [
      'a return of what is being returned',
      (order, world) => returned(order, world, { quantity: 2 }),
      [
        [
          'returnInput.returnLineItems.0.quantity',
          'Return line item has an invalid quantity: it is more than can be returned.',
          'INVALID',
        ],
      ],
      opened,
    ],
    [
      'a return of none',
      (order, world) => returned(order, world, { quantity: 0 }),
      [['returnInput.returnLineItems.0.quantity', 'Quantity must be greater than 0.', 'GREATER_THAN']],
      (order, world) => shipAll(world, order),
    ],
    [
      'a return with a long note',
      (order, world) => returned(order, world, { returnReasonNote: 'n'.repeat(256) }),
      [
        [
          'returnInput.returnLineItems.0.returnReasonNote',
          'Return reason note is too long (maximum is 255 characters).',
          'TOO_LONG',
        ],
      ],
      (order, world) => shipAll(world, order),
    ],
    [
      'a return for no known reason',
      (order, world) => returned(order, world, { returnReasonDefinitionId: 'gid://shopify/ReturnReasonDefinition/99' }),
      [['returnInput.returnLineItems.0.returnReasonDefinitionId', 'Return reason definition does not exist.', 'NOT_FOUND']],
      (order, world) => shipAll(world, order),
    ],
  ]);
  refused('returnProcess', [
    [
      'processing no return',
      () => [{ returnId: 'gid://shopify/Return/1' }],
      [['input.returnId', 'Return does not exist.', 'NOT_FOUND']],
    ],
    [
      'processing nothing',
      (_order, world) => [{ returnId: theReturn(world)?.id }],
      [['input.returnLineItems', 'There is nothing to process.', 'BLANK']],
      opened,
    ],
    [
      'processing a closed return',
      (_order, world) => [{ returnId: theReturn(world)?.id }],
      [['input.returnId', 'Return is not open.', 'INVALID_STATE']],
      async (order, world) => {
        await opened(order, world);
        world.shop.receiveReturn(theReturn(world)?.id ?? '');
      },
    ],
    [
      'processing more than comes back',
      (_order, world) => [
        { returnId: theReturn(world)?.id, returnLineItems: [{ id: theReturn(world)?.lines[0]?.id, quantity: 3 }] },
      ],
      [['input.returnLineItems.0.quantity', 'Quantity is more than can be processed.', 'INVALID']],
      opened,
    ],
    [
      'processing with more money than was paid',
      (order, world) => [
        {
          returnId: theReturn(world)?.id,
          financialTransfer: {
            issueRefund: {
              orderTransactions: [{ parentId: order.sale, transactionAmount: { amount: '50.01', currencyCode: 'EUR' } }],
            },
          },
        },
      ],
      [['transactions.0.amount', 'Refund amount $50.01 is greater than net payment received $50.00', 'INVALID']],
      opened,
    ],
  ]);
  refused('returnClose', [
    ['closing no return', () => ['gid://shopify/Return/1'], [['id', 'Return does not exist.', 'NOT_FOUND']]],
    [
      'closing twice',
      (_order, world) => [theReturn(world)?.id],
      [['id', 'Return is not open.', 'INVALID_STATE']],
      async (order, world) => {
        await opened(order, world);
        world.shop.receiveReturn(theReturn(world)?.id ?? '');
      },
    ],
  ]);
});
