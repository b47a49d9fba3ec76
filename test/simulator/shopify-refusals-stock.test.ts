/** Stock, metafields and webhooks that the simulated shop refuses. */
import { refused } from './life-refusals';
import type { LifeOrder } from './shop-life';
import type { World } from './world';

const MUG_ITEM = 'gid://shopify/InventoryItem/44000000004';
const PLACE = 'gid://shopify/Location/71001';
const stock = (row: Record<string, unknown>, more: Record<string, unknown> = {}) => [
  {
    name: 'available',
    reason: 'correction',
    quantities: [{ inventoryItemId: MUG_ITEM, locationId: PLACE, quantity: 5, changeFromQuantity: null, ...row }],
    ...more,
  },
];
const delta = (row: Record<string, unknown>, more: Record<string, unknown> = {}) => [
  {
    name: 'available',
    reason: 'correction',
    changes: [{ inventoryItemId: MUG_ITEM, locationId: PLACE, delta: 1, changeFromQuantity: null, ...row }],
    ...more,
  },
];
const metafield = (order: LifeOrder, more: Record<string, unknown>) => [
  [{ ownerId: order.id, namespace: 'm', key: 'invoice', type: 'url', value: 'https://files.example/1', ...more }],
];
const HOOK = { uri: 'https://nodered.example/hook', format: 'JSON' };
const subscribed = (_order: LifeOrder, world: World) =>
  world.graphql(
    'mutation W($s: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: ORDERS_UPDATED, webhookSubscription: $s) { userErrors { message } } }',
    { s: HOOK },
  );

describe('simulator: stock, metafields and webhooks that the shop refuses', () => {
  refused('inventorySetQuantities', [
    [
      'stock by another name',
      () => stock({}, { name: 'reserved' }),
      [['input.name', 'The specified quantity name is invalid.', 'INVALID_NAME']],
    ],
    [
      'stock for no reason',
      () => stock({}, { reason: 'because' }),
      [['input.reason', 'The specified reason is invalid.', 'INVALID_REASON']],
    ],
    [
      'stock with a reference that is no address',
      () => stock({}, { referenceDocumentUri: 'offer 1' }),
      [['input.referenceDocumentUri', 'The specified reference document is invalid.', 'INVALID_REFERENCE_DOCUMENT']],
    ],
    [
      'stock of nothing',
      () => stock({ inventoryItemId: 'gid://shopify/InventoryItem/1' }),
      [['input.quantities.0.inventoryItemId', 'The specified inventory item could not be found.', 'INVALID_INVENTORY_ITEM']],
    ],
    [
      'stock at no location',
      () => stock({ locationId: 'gid://shopify/Location/1' }),
      [['input.quantities.0.locationId', 'The specified location could not be found.', 'INVALID_LOCATION']],
    ],
    [
      'stock where it is not stocked',
      (_order, world) => stock({ locationId: world.shop.addLocation('Annex') }),
      [['input.quantities.0.locationId', 'The specified inventory item is not stocked at the location.', 'INVALID_LOCATION']],
    ],
    [
      'stock below nothing',
      () => stock({ quantity: -1 }),
      [['input.quantities.0.quantity', "The quantity can't be negative.", 'INVALID_QUANTITY_NEGATIVE']],
    ],
    [
      'stock beyond a milliard',
      () => stock({ quantity: 1_000_000_001 }),
      [['input.quantities.0.quantity', "The quantity can't be higher than 1000000000.", 'INVALID_QUANTITY_TOO_HIGH']],
    ],
    [
      'stock that is another by now',
      () => stock({ changeFromQuantity: 1 }),
      [
        [
          'input.quantities.0.changeFromQuantity',
          'The specified change from quantity does not match the current quantity.',
          'CHANGE_FROM_QUANTITY_STALE',
        ],
      ],
    ],
    [
      'stock set twice at once',
      () =>
        stock(
          {},
          {
            quantities: [1, 2].map((quantity) => ({
              inventoryItemId: MUG_ITEM,
              locationId: PLACE,
              quantity,
              changeFromQuantity: null,
            })),
          },
        ),
      [
        [
          'input.quantities.1.locationId',
          'The combination of inventoryItemId and locationId must be unique.',
          'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
        ],
      ],
    ],
  ]);
  refused('inventoryAdjustQuantities', [
    [
      'a change of stock by another name',
      () => delta({}, { name: 'offered' }),
      [['input.name', 'The specified quantity name is invalid.', 'INVALID_QUANTITY_NAME']],
    ],
    [
      'a change of stock that is another by now',
      () => delta({ changeFromQuantity: 1 }),
      [
        [
          'input.changes.0.changeFromQuantity',
          'The specified change from quantity does not match the current quantity.',
          'CHANGE_FROM_QUANTITY_STALE',
        ],
      ],
    ],
    [
      'a change of stock below everything',
      () => delta({ delta: -1_000_000_001 }),
      [['input.changes.0.delta', "The quantity can't be lower than -1000000000.", 'INVALID_QUANTITY_TOO_LOW']],
    ],
  ]);
  refused('inventoryActivate', [
    [
      'stocking nothing',
      () => ['gid://shopify/InventoryItem/1', PLACE],
      [['inventoryItemId', "The product couldn't be stocked because it wasn't found."]],
    ],
    [
      'stocking nowhere',
      () => [MUG_ITEM, 'gid://shopify/Location/1'],
      [['locationId', "The product couldn't be stocked because the location wasn't found."]],
    ],
    [
      'stocking what is stocked',
      () => [MUG_ITEM, PLACE, 5],
      [['available', 'Not allowed to set available quantity when the item is already active at the location.']],
    ],
  ]);
  refused('metafieldsSet', [
    [
      'a metafield of no order',
      (order) => metafield(order, { ownerId: 'gid://shopify/Order/1' }),
      [['metafields.0.ownerId', 'Owner does not exist.', 'INVALID']],
    ],
    [
      'a metafield with a short key',
      (order) => metafield(order, { key: 'k' }),
      [['metafields.0.key', 'Key is too short (minimum is 2 characters).', 'TOO_SHORT']],
    ],
    [
      'an empty metafield',
      (order) => metafield(order, { value: '' }),
      [['metafields.0.value', "Value can't be blank.", 'BLANK']],
    ],
    [
      'a metafield without a type',
      (order) => metafield(order, { type: null }),
      [['metafields.0.type', "Type can't be blank.", 'BLANK']],
    ],
    [
      'a metafield that is no address',
      (order) => metafield(order, { value: 'invoice 1' }),
      [['metafields.0.value', 'Value must be a valid URL.', 'INVALID_VALUE']],
    ],
    [
      'a metafield that is another by now',
      (order) => metafield(order, { compareDigest: 'old' }),
      [
        [
          'metafields.0.compareDigest',
          'The resource has been updated since it was loaded. Try again with an updated compareDigest value.',
          'STALE_OBJECT',
        ],
      ],
    ],
    [
      '26 metafields',
      (order) => [Array.from({ length: 26 }, () => metafield(order, {})[0]?.[0])],
      [['metafields', 'Exceeded the maximum metafields input limit of 25.', 'LESS_THAN_OR_EQUAL_TO']],
    ],
  ]);
  refused('webhookSubscriptionCreate', [
    [
      'a webhook over plain HTTP',
      () => ['ORDERS_UPDATED', { uri: 'http://nodered.example/hook' }],
      [['webhookSubscription.uri', 'Address protocol http:// is not supported']],
    ],
    ['a webhook to nowhere', () => ['ORDERS_UPDATED', {}], [['webhookSubscription.uri', "Address can't be blank"]]],
    [
      'a webhook to what is no address',
      () => ['ORDERS_UPDATED', { uri: 'nodered' }],
      [['webhookSubscription.uri', 'Address is invalid']],
    ],
    [
      'a webhook twice',
      () => ['ORDERS_UPDATED', HOOK],
      [['webhookSubscription.uri', 'Address for this topic has already been taken']],
      subscribed,
    ],
  ]);
  refused('webhookSubscriptionUpdate', [
    [
      'a change of no webhook',
      () => ['gid://shopify/WebhookSubscription/1', HOOK],
      [['id', 'Webhook subscription does not exist']],
    ],
  ]);
  refused('webhookSubscriptionDelete', [
    ['deleting no webhook', () => ['gid://shopify/WebhookSubscription/1'], [['id', 'Webhook subscription does not exist']]],
  ]);
});
