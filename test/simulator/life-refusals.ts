/** Mutations that the simulated shop refuses, and how a table of them is judged: to the letter, and nothing of it happens. */
import assert from 'node:assert/strict';
import { type LifeOrder, paidOrder } from './shop-life';
import { type GraphqlAnswer, json, World } from './world';

/** What is asked, what is said about it (path, message, code where the error has one), and what happened before. */
export type Row = readonly [
  name: string,
  args: (order: LifeOrder, world: World) => readonly unknown[] | Promise<readonly unknown[]>,
  errors: readonly (readonly [path: string, message: string, code?: string | null])[],
  prepare?: (order: LifeOrder, world: World) => unknown,
];
const PLAIN = 'userErrors { field message }';
const CODED = 'userErrors { field message code }';
/** Arguments with their types, the object that is made, the errors. */
const CALLS: Readonly<Record<string, readonly [args: string, object: string, errors: string]>> = {
  fulfillmentCreate: ['fulfillment:FulfillmentInput!', 'fulfillment { id }', PLAIN],
  fulfillmentTrackingInfoUpdate: ['fulfillmentId:ID! trackingInfoInput:FulfillmentTrackingInput!', 'fulfillment { id }', PLAIN],
  fulfillmentCancel: ['id:ID!', 'fulfillment { id }', PLAIN],
  fulfillmentEventCreate: ['fulfillmentEvent:FulfillmentEventInput!', 'fulfillmentEvent { id }', PLAIN],
  fulfillmentOrderHold: ['id:ID! fulfillmentHold:FulfillmentOrderHoldInput!', 'fulfillmentOrder { id }', CODED],
  fulfillmentOrderReleaseHold: ['id:ID! holdIds:[ID!]', 'fulfillmentOrder { id }', CODED],
  refundCreate: ['input:RefundInput!', 'refund { id }', PLAIN],
  orderCancel: ['orderId:ID!', 'job { id }', 'userErrors: orderCancelUserErrors { field message code }'],
  returnCreate: ['returnInput:ReturnInput!', 'return { id }', CODED],
  returnProcess: ['input:ReturnProcessInput!', 'return { id }', CODED],
  returnClose: ['id:ID!', 'return { id }', CODED],
  metafieldsSet: ['metafields:[MetafieldsSetInput!]!', 'metafields { id }', CODED],
  inventorySetQuantities: ['input:InventorySetQuantitiesInput!', 'inventoryAdjustmentGroup { id }', CODED],
  inventoryAdjustQuantities: ['input:InventoryAdjustQuantitiesInput!', 'inventoryAdjustmentGroup { id }', CODED],
  inventoryActivate: ['inventoryItemId:ID! locationId:ID! available:Int', 'inventoryLevel { id }', PLAIN],
  webhookSubscriptionCreate: [
    'topic:WebhookSubscriptionTopic! webhookSubscription:WebhookSubscriptionInput!',
    'webhookSubscription { id }',
    PLAIN,
  ],
  webhookSubscriptionUpdate: ['id:ID! webhookSubscription:WebhookSubscriptionInput!', 'webhookSubscription { id }', PLAIN],
  webhookSubscriptionDelete: ['id:ID!', 'deletedWebhookSubscriptionId', PLAIN],
};
const KEYED = /^(refundCreate|inventory)/;

function document(call: string): { readonly text: string; readonly args: readonly string[] } {
  const [typed, object, errors] = CALLS[call] ?? assert.fail(`no call ${call}`);
  const pairs = typed.split(' ').map((one) => one.split(':'));
  const declared = pairs.map(([name, type]) => `$${name}: ${type}`).join(', ');
  const given = pairs.map(([name]) => `${name}: $${name}`).join(', ');
  const more = call === 'orderCancel' ? ', reason: CUSTOMER, restock: true' : '';
  const key = KEYED.test(call) ? ' @idempotent(key: "k")' : '';
  return {
    text: `mutation M(${declared}) { answer: ${call}(${given}${more})${key} { ${object} ${errors} } }`,
    args: pairs.map(([name = '']) => name),
  };
}

/** Each request is refused as it says, and changes nothing, then or later. */
export function refused(call: string, rows: readonly Row[]): void {
  for (const [name, args, errors, prepare] of rows) {
    it(`${call}: ${name}`, async () => {
      const world = new World();
      const order = await paidOrder(world);
      await prepare?.(order, world);
      const { text, args: names } = document(call);
      const given = await args(order, world);
      const variables = Object.fromEntries(names.map((one, index) => [one, given[index]]));
      const state = () =>
        JSON.stringify([world.shop.orders(), world.shop.stock(), world.shop.webhooks.subscriptions(), world.simulator.counts()]);
      const before = state();
      const answer = json<GraphqlAnswer>(await world.graphql(text, variables));
      assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
      const payload = answer.data?.answer as Record<string, unknown> & { userErrors: Record<string, unknown>[] };
      assert.deepEqual(
        payload.userErrors.map(({ message, ...error }) => ({
          message: String(message).replace(/order \d+ has/, 'order N has'),
          ...error,
        })),
        errors.map(([path, message, code]) => ({
          message,
          field: path === '' ? null : path.split('.'),
          ...(code === undefined ? {} : { code }),
        })),
      );
      const made = Object.entries(payload).find(([key]) => key !== 'userErrors');
      assert.equal(made?.[1], null);
      await world.clock.pass(10_000);
      assert.equal(state(), before, 'a refusal changes nothing');
      assert.equal(world.simulator.arrivals.at(-1)?.committed, false);
    });
  }
}
