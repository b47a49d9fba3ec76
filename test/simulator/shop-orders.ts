/** Orders made in the simulated shop, for the tests that need some. */
import assert from 'node:assert/strict';
import { dataOf, type GraphqlAnswer, json, type World } from './world';

export const MINUTE = 60_000;
export const bag = (amount: string, currencyCode = 'EUR') => ({ shopMoney: { amount, currencyCode } });
export const CREATE = `mutation Create($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) { orderCreate(order: $order, options: $options) { order { id ...Sums }
  userErrors { field message code } } } fragment Sums on Order { displayFinancialStatus totalPriceSet { shopMoney { amount } presentmentMoney { amount currencyCode } }
  totalTaxSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } }`;
export interface Made {
  readonly id: string;
  readonly displayFinancialStatus: string | null;
  readonly totalPriceSet: {
    readonly shopMoney: { readonly amount: string };
    readonly presentmentMoney: { readonly amount: string; readonly currencyCode: string };
  };
  readonly totalTaxSet: { readonly shopMoney: { readonly amount: string } };
  readonly totalOutstandingSet: { readonly shopMoney: { readonly amount: string } };
}
export const item = (amount: string, more: Record<string, unknown> = {}) => ({
  title: 'Mug',
  quantity: 1,
  priceSet: bag(amount),
  ...more,
});
export async function create(world: World, order: Record<string, unknown>, options?: unknown): Promise<Made> {
  const answer = json<GraphqlAnswer>(await world.graphql(CREATE, { order: { lineItems: [item('10.00')], ...order }, options }));
  const payload = answer.data?.orderCreate as { order: Made; userErrors: unknown[] } | undefined;
  assert.deepEqual(payload?.userErrors, [], JSON.stringify(answer.errors));
  return payload?.order as Made;
}
export const nodes = async (world: World, field: string, query: string, more = ''): Promise<Record<string, unknown>[]> => {
  const answer = json<GraphqlAnswer>(
    await world.graphql(
      `query Q($query: String) { ${field}(first: 50, query: $query${more}) { nodes { ${field === 'orders' ? 'id name tags' : 'id sku'} } } }`,
      { query },
    ),
  );
  return dataOf<{ nodes: Record<string, unknown>[] }>(answer, field).nodes;
};
