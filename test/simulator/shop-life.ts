/** A paid order of the simulated shop with two lines and shipping, its ids, and how calls about it are made. */
import assert from 'node:assert/strict';
import { create } from './shop-orders';
import { type GraphqlAnswer, json, World } from './world';

export const eur = (amount: string, currencyCode = 'EUR') => ({ shopMoney: { amount, currencyCode } });
const tax = (amount: string) => [{ title: 'VAT', rate: '0.2', priceSet: eur(amount) }];
export const sold = (mug: string, book: string) => ({
  sourceIdentifier: '701-1',
  taxesIncluded: true,
  tags: ['marketplace'],
  note: 'as ordered',
  lineItems: [
    {
      variantId: mug,
      quantity: 3,
      requiresShipping: true,
      priceSet: eur('12.00'),
      taxLines: tax('6.00'),
      properties: [{ name: '_line', value: 'L1' }],
    },
    { variantId: book, quantity: 1, requiresShipping: true, priceSet: eur('8.00'), taxLines: tax('1.33') },
  ],
  shippingLines: [{ title: 'Standard', code: 'STD', priceSet: eur('6.00'), taxLines: tax('1.00') }],
  transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'bazaar', amountSet: eur('50.00') }],
});
export interface LifeOrder {
  readonly id: string;
  readonly lines: readonly string[];
  readonly sale: string;
  readonly fulfilmentOrders: readonly { readonly id: string; readonly lines: readonly string[] }[];
}
const IDS = `query Ids($id: ID!) { order(id: $id) { lineItems(first: 10) { nodes { id } } transactions(first: 5) { id }
  fulfillmentOrders(first: 10) { nodes { id lineItems(first: 10) { nodes { id } } } } } }`;
interface Ids {
  readonly lineItems: { readonly nodes: readonly { readonly id: string }[] };
  readonly transactions: readonly { readonly id: string }[];
  readonly fulfillmentOrders: {
    readonly nodes: readonly {
      readonly id: string;
      readonly lineItems: { readonly nodes: readonly { readonly id: string }[] };
    }[];
  };
}

/** An order of three mugs and a book, 50.00 paid on the marketplace's gateway; its stock is claimed. */
export async function paidOrder(world: World, more: Record<string, unknown> = {}): Promise<LifeOrder> {
  const [mug = '', book = ''] = ['MUG', 'BOOK'].map((sku) => world.shop.catalogue.addVariant(sku));
  const { id } = await create(world, { ...sold(mug, book), ...more }, { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' });
  return idsOf(world, id);
}
export async function idsOf(world: World, id: string): Promise<LifeOrder> {
  const order = await asked<Ids>(world, IDS, { id }, 'order');
  return {
    id,
    lines: order.lineItems.nodes.map((line) => line.id),
    sale: order.transactions[0]?.id ?? '',
    fulfilmentOrders: order.fulfillmentOrders.nodes.map((one) => ({
      id: one.id,
      lines: one.lineItems.nodes.map((line) => line.id),
    })),
  };
}

/** What a root field answered; a top-level error fails the test. */
export async function asked<T>(world: World, query: string, variables: unknown, field: string): Promise<T> {
  const answer = json<GraphqlAnswer>(await world.graphql(query, variables));
  assert.ok(answer.data && !answer.errors, JSON.stringify(answer.errors));
  return answer.data[field] as T;
}
/** A mutation that is not refused. */
export async function done<T>(world: World, query: string, variables: unknown, field: string): Promise<T> {
  const payload = await asked<{ readonly userErrors: unknown }>(world, query, variables, field);
  assert.deepEqual(payload.userErrors, []);
  return payload as T;
}

export const SHIP =
  'mutation S($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { id name status } userErrors { field message } } }';
export const REFUND =
  'mutation R($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { refund { id note } order { displayFinancialStatus } userErrors { field message } } }';

/** Ships everything that is left at the first location. */
export async function shipAll(
  world: World,
  order: LifeOrder,
  trackingInfo: unknown = { company: 'UPS', number: '1Z1' },
): Promise<string> {
  const lineItemsByFulfillmentOrder = order.fulfilmentOrders.map(({ id }) => ({ fulfillmentOrderId: id }));
  const made = await done<{ fulfillment: { id: string } }>(
    world,
    SHIP,
    { f: { lineItemsByFulfillmentOrder, trackingInfo } },
    'fulfillmentCreate',
  );
  return made.fulfillment.id;
}
/** What a refund of so much to the sale looks like. */
export const back = (order: LifeOrder, amount: string, more: Record<string, unknown> = {}) => ({
  orderId: order.id,
  transactions: [{ orderId: order.id, parentId: order.sale, kind: 'REFUND', gateway: 'bazaar', amount }],
  ...more,
});
/** The one order of the shop. */
export const theOrder = (world: World) => world.shop.orders()[0] ?? assert.fail('the shop has an order');
export { World };
