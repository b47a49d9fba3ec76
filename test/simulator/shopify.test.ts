/** The simulated shop as its contract describes it: totals, look-ups, search, stock, cancellation, points. */
import assert from 'node:assert/strict';
import { factorOf, requestedCost } from '../../lib/simulator/shopify/cost';
import { readOperation } from '../../lib/simulator/shopify/document';
import { readExact } from '../../lib/simulator/exact';
import { needs } from './contracts';
import { operation, SHOPIFY, variablesOf } from './sdl';
import { type GraphqlAnswer, json, World } from './world';

const MINUTE = 60_000;
const bag = (amount: string, currencyCode = 'EUR') => ({ shopMoney: { amount, currencyCode } });
const CREATE = `mutation Create($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) { orderCreate(order: $order, options: $options) { order { id ...Sums }
  userErrors { field message code } } } fragment Sums on Order { displayFinancialStatus totalPriceSet { shopMoney { amount } presentmentMoney { amount currencyCode } }
  totalTaxSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } }`;
interface Made {
  readonly id: string;
  readonly displayFinancialStatus: string | null;
  readonly totalPriceSet: { readonly shopMoney: { readonly amount: string }; readonly presentmentMoney: { readonly amount: string; readonly currencyCode: string } };
  readonly totalTaxSet: { readonly shopMoney: { readonly amount: string } };
  readonly totalOutstandingSet: { readonly shopMoney: { readonly amount: string } };
}
const item = (amount: string, more: Record<string, unknown> = {}) => ({ title: 'Mug', quantity: 1, priceSet: bag(amount), ...more });
async function create(world: World, order: Record<string, unknown>, options?: unknown): Promise<Made> {
  const answer = json<GraphqlAnswer>(await world.graphql(CREATE, { order: { lineItems: [item('10.00')], ...order }, options }));
  const payload = answer.data?.orderCreate as { order: Made; userErrors: unknown[] } | undefined;
  assert.deepEqual(payload?.userErrors, [], JSON.stringify(answer.errors));
  return payload?.order as Made;
}
const nodes = async (world: World, field: string, query: string, more = ''): Promise<Record<string, unknown>[]> => {
  const answer = json<GraphqlAnswer>(await world.graphql(`query Q($query: String) { ${field}(first: 50, query: $query${more}) { nodes { ${field === 'orders' ? 'id name tags' : 'id sku'} } } }`, { query }));
  return (answer.data?.[field] as { nodes: Record<string, unknown>[] }).nodes;
};
const names = async (world: World, query: string, more = '') => (await nodes(world, 'orders', query, more)).map((order) => order.name);

describe('simulator: totals and payment of a shop order', () => {
  const sums = ({ totalPriceSet, totalTaxSet, totalOutstandingSet, displayFinancialStatus }: Made) => [totalPriceSet.shopMoney.amount, totalTaxSet.shopMoney.amount, totalOutstandingSet.shopMoney.amount, displayFinancialStatus];
  const taxes = (amount: string) => [{ title: 'VAT', rate: '0.2', priceSet: bag(amount) }];
  const paid = (amount: string, more: Record<string, unknown> = {}) => [{ kind: 'SALE', status: 'SUCCESS', gateway: 'Marketplace', amountSet: bag(amount), ...more }];

  it('adds taxes where prices are without them, and leaves them where they are in', async () => {
    const order = { lineItems: [item('10.00', { quantity: 3, taxLines: taxes('5.00') })], shippingLines: [{ title: 'Standard', priceSet: bag('4.90'), taxLines: taxes('0.82') }] };
    assert.deepEqual(sums(await create(new World(), order)), ['40.72', '5.82', '40.72', null]);
    assert.deepEqual(sums(await create(new World(), { ...order, taxesIncluded: true })), ['34.9', '5.82', '34.9', null]);
  });
  it('is exact beyond what a double holds', async () => {
    assert.deepEqual(sums(await create(new World(), { lineItems: [item('9007199254740993.01'), item('0.10')] })), ['9007199254740993.11', '0.0', '9007199254740993.11', null]);
  });
  it('takes its financial status from the transactions, else as stated', async () => {
    const statusOf = async (more: Record<string, unknown>) => (await create(new World(), more)).displayFinancialStatus;
    assert.equal(await statusOf({}), null);
    assert.equal(await statusOf({ financialStatus: 'PENDING' }), 'PENDING');
    assert.equal(await statusOf({ transactions: paid('10.00') }), 'PAID');
    assert.equal(await statusOf({ transactions: paid('4.00') }), 'PARTIALLY_PAID');
    assert.equal(await statusOf({ transactions: paid('10.00', { kind: 'AUTHORIZATION' }) }), 'AUTHORIZED');
    assert.equal(await statusOf({ transactions: paid('10.00', { status: 'PENDING' }), financialStatus: 'PAID' }), 'PENDING');
  });
  it("keeps the buyer's money beside the shop's", async () => {
    const priceSet = { shopMoney: { amount: '10.91', currencyCode: 'EUR' }, presentmentMoney: { amount: '12.00', currencyCode: 'USD' } };
    const world = new World();
    const made = await create(world, { presentmentCurrency: 'USD', lineItems: [item('0', { priceSet, quantity: 2 })] });
    assert.deepEqual(made.totalPriceSet, { shopMoney: { amount: '21.82' }, presentmentMoney: { amount: '24.0', currencyCode: 'USD' } });
    assert.deepEqual(world.shop.orders().map(({ total, currency }) => [total, currency]), [['24.00', 'USD']]);
  });
  it('knows yen, and one discount code', async () => {
    const world = new World();
    await create(world, { currency: 'JPY', lineItems: [item('0', { priceSet: bag('1980', 'JPY'), quantity: 3 })] });
    const shipping = [{ title: 'Standard', priceSet: bag('4.90') }];
    await create(world, { lineItems: [item('10.00', { quantity: 3 })], shippingLines: shipping, discountCode: { itemPercentageDiscountCode: { code: 'TEN', percentage: 12.5 } } });
    await create(world, { shippingLines: shipping, discountCode: { freeShippingDiscountCode: { code: 'FREE' } } });
    await create(world, { discountCode: { itemFixedDiscountCode: { code: 'TWO', amountSet: bag('2.00') } } });
    assert.deepEqual(world.shop.orders().map(({ total, currency, name }) => [name, total, currency]), [['#1001', '5940', 'JPY'], ['#1002', '31.15', 'EUR'], ['#1003', '10.00', 'EUR'], ['#1004', '8.00', 'EUR']]);
  });
  it('counts creations per order of the marketplace, twice where it was made twice', async () => {
    const world = new World();
    for (const sourceIdentifier of ['701-1', '701-2', '701-1']) await create(world, { sourceIdentifier });
    assert.deepEqual(world.simulator.counts(), [{ system: 'shopify', verb: 'create', fact: '701-1', count: 2 }, { system: 'shopify', verb: 'create', fact: '701-2', count: 1 }]);
  });
});

describe('simulator: finding a shop order', () => {
  const DEFINE = 'mutation D($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) { createdDefinition { id } userErrors { field message code } } }';
  const definition = { name: 'Order id', namespace: 'marketplace', key: 'order_id', type: 'id', ownerType: 'ORDER' };
  const metafields = (value: string) => [{ namespace: 'marketplace', key: 'order_id', type: 'id', value }];
  const byId = async (world: World, value: string) => json<GraphqlAnswer>(await world.graphql('query Q($v: String!) { orderByIdentifier(identifier: { customId: { namespace: "marketplace", key: "order_id", value: $v } }) { name } }', { v: value })).data?.orderByIdentifier;

  it('by its custom id at once, once that is defined; a second definition is TAKEN', async () => {
    const world = new World();
    await world.graphql(DEFINE, { definition });
    const again = json<GraphqlAnswer>(await world.graphql(DEFINE, { definition })).data?.metafieldDefinitionCreate;
    assert.deepEqual(again, { createdDefinition: null, userErrors: [{ field: ['definition', 'key'], message: "Key is in use for Order metafields on the 'marketplace' namespace.", code: 'TAKEN' }] });
    await create(world, { metafields: metafields('701-1') });
    assert.deepEqual(await byId(world, '701-1'), { name: '#1001' });
    assert.equal(await byId(world, '701'), null);
    assert.equal(world.shop.deleteOrder(world.shop.orders()[0]?.id ?? ''), true);
    assert.equal(await byId(world, '701-1'), null);
    assert.notEqual(world.shop.orders()[0]?.deletedAt, null);
  });

  it('refuses a custom id that is taken only where the shop is told to', async () => {
    const world = new World();
    await world.graphql(DEFINE, { definition });
    await create(world, { metafields: metafields('701-1') });
    await create(world, { metafields: metafields('701-1') });
    world.shop.world.refusesTakenIds = true;
    const refused = json<GraphqlAnswer>(await world.graphql(CREATE, { order: { lineItems: [item('1.00')], metafields: metafields('701-1') } })).data?.orderCreate;
    assert.deepEqual(refused, { order: null, userErrors: [{ field: ['order', 'metafields', '0', 'value'], code: 'INVALID', message: 'Value is already assigned to another metafield. Choose a different value to ensure it remains unique.' }] });
    await create(world, { metafields: metafields('701-2') });
    assert.equal(world.shop.orders().length, 3);
  });

  it('by a search that lags behind, finds more than was meant, and reads the syntax', async () => {
    const world = new World();
    world.shop.world.searchLag = 20_000;
    await create(world, { sourceIdentifier: '701-1', tags: ['Mirakl', 'mkt:701-1'] });
    await create(world, { sourceIdentifier: '701-1-B', tags: ['mirakl'], name: 'EXT-7' });
    assert.deepEqual(await names(world, 'source_identifier:"701-1"'), []);
    await world.clock.pass(20_000);
    assert.deepEqual(await names(world, 'source_identifier:"701-1"'), ['#1001', 'EXT-7'], 'tokenised: compare exactly afterwards');
    assert.deepEqual(await names(world, 'source_identifier:"701-1-b"'), ['EXT-7']);
    assert.deepEqual(await names(world, 'tag:"mkt:701-1"'), ['#1001']);
    assert.deepEqual(await names(world, 'tag:mirakl AND -name:"#1001"'), ['EXT-7']);
    assert.deepEqual(await names(world, 'name:1001 OR name:EXT*', ', sortKey: CREATED_AT, reverse: true'), ['EXT-7', '#1001']);
    assert.deepEqual(await names(world, '(name:1001 OR name:EXT-7) NOT tag:"mkt:701-1"'), ['EXT-7']);
    assert.deepEqual(await names(world, 'name:nothing'), []);
    await world.graphql('mutation T($id: ID!) { tagsAdd(id: $id, tags: ["late"]) { node { id } userErrors { message } } }', { id: world.shop.orders()[0]?.id });
    assert.deepEqual(await names(world, 'tag:late'), []);
    await world.clock.pass(20_000);
    assert.deepEqual(await names(world, 'tag:late'), ['#1001']);
  });

  it('by its update time', async () => {
    const world = new World();
    await create(world, {});
    await world.clock.pass(MINUTE);
    const since = new Date(world.clock.now()).toISOString();
    await create(world, {});
    await world.clock.pass(MINUTE);
    assert.deepEqual(await names(world, `updated_at:>='${since}'`), ['#1002']);
    assert.deepEqual(await names(world, `updated_at:<${since}`), ['#1001']);
    assert.deepEqual(await names(world, `updated_at:>='${since}' updated_at:<'${since}'`), []);
  });

  it('page by page', async () => {
    const world = new World();
    for (let order = 0; order < 5; order += 1) await create(world, {});
    await world.clock.pass(MINUTE);
    const pages: string[][] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } = json<{ data: { orders: never } }>(await world.graphql(
        'query P($after: String) { orders(first: 2, after: $after, sortKey: ID) { nodes { name } pageInfo { hasNextPage endCursor } } }', { after })).data.orders;
      pages.push(page.nodes.map((one) => one.name));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    assert.deepEqual(pages, [['#1001', '#1002'], ['#1003', '#1004'], ['#1005']]);
  });
});

describe('simulator: the catalogue', () => {
  const skus = async (world: World, query: string) => (await nodes(world, 'productVariants', query)).map((variant) => variant.sku);

  it('is searched by words and without case, so that more is found than was meant', async () => {
    const world = new World();
    for (const sku of ['ABC-1', 'abc-1', 'ABC-1-XL', 'ABC-10']) world.shop.catalogue.addVariant(sku);
    assert.deepEqual(await skus(world, 'sku:"ABC-1"'), ['ABC-1', 'abc-1', 'ABC-1-XL']);
    assert.deepEqual(await skus(world, 'sku:"ABC-10" OR sku:"MUG-BLUE"'), ['MUG-BLUE', 'ABC-10']);
  });
  it('knows every SKU but the unknown ones, unless told otherwise', async () => {
    const world = new World();
    world.shop.catalogue.unknown.add('GONE');
    assert.deepEqual(await skus(world, 'sku:"GONE"'), []);
    assert.deepEqual(await skus(world, 'sku:"NEW-1"'), ['NEW-1']);
    world.shop.catalogue.knowsEverySku = false;
    assert.deepEqual(await skus(world, 'sku:"NEW-2"'), []);
  });
  it('may have a SKU twice', async () => {
    const world = new World();
    world.shop.catalogue.addVariant('TWICE');
    world.shop.catalogue.addVariant('TWICE');
    assert.deepEqual(await skus(world, 'sku:TWICE'), ['TWICE', 'TWICE']);
  });
  it('loses stock by an order that says so, and has it back by a cancellation that says so', async () => {
    const world = new World();
    const variantId = world.shop.catalogue.addVariant('STOCKED');
    const available = async () => json<{ data: { productVariant: { inventoryQuantity: number } } }>(await world.graphql('query V($id: ID!) { productVariant(id: $id) { inventoryQuantity } }', { id: variantId })).data.productVariant.inventoryQuantity;
    const lineItems = [{ variantId, quantity: 3, priceSet: bag('1.00') }];
    const before = await available();
    await create(world, { lineItems });
    assert.equal(await available(), before, 'BYPASS is the default');
    const { id } = await create(world, { lineItems, transactions: [{ amountSet: bag('3.00') }] }, { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' });
    assert.equal(await available(), before - 3);
    await world.graphql('mutation C($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { id } orderCancelUserErrors { message } userErrors { message } } }', { id });
    assert.equal(world.shop.orders().at(-1)?.cancelledAt, null, 'a cancellation takes a while');
    await world.clock.pass(5_000);
    assert.equal(await available(), before);
    assert.notEqual(world.shop.orders().at(-1)?.cancelledAt, null);
    const order = json<{ data: { order: unknown } }>(await world.graphql('query O($id: ID!) { order(id: $id) { displayFinancialStatus cancelReason transactions(first: 5) { kind parentTransaction { kind } } } }', { id })).data.order;
    assert.deepEqual(order, { displayFinancialStatus: 'REFUNDED', cancelReason: 'CUSTOMER', transactions: [{ kind: 'SALE', parentTransaction: null }, { kind: 'REFUND', parentTransaction: { kind: 'SALE' } }] });
  });
});

describe('simulator: what the shop charges', () => {
  const costOf = (query: string, variables: Record<string, unknown>) => requestedCost(readOperation(query, null, readExact(JSON.stringify(variables)) as Record<string, never>));

  it('by the fitted model, for the documents that the contract gives figures of', function () {
    needs(this, SHOPIFY);
    assert.equal(costOf(operation('OrderById'), variablesOf('OrderById')), 42);
    assert.equal(costOf(operation('OrderCreate'), variablesOf('OrderCreate')), 19);
  });
  it('f(first) as it was measured, and never less for more', () => {
    assert.deepEqual([1, 3, 5, 10, 20, 50, 100, 200, 250].map(factorOf), [1, 2, 3, 4, 5, 7, 9, 10, 11]);
    const all = Array.from({ length: 251 }, (_, first) => factorOf(first));
    assert.deepEqual([...all].sort((a, b) => a - b), all);
  });

  const DEAR = '{ orders(first: 250) { nodes { id lineItems(first: 50) { nodes { id } } } } }';
  it('from a bucket that fills with the clock, giving back what was not used', async () => {
    const world = new World();
    Object.assign(world.shop.world, { maximumAvailable: 200, restoreRate: 10 });
    const cost = async () => json<GraphqlAnswer>(await world.graphql(DEAR)).extensions?.cost;
    assert.deepEqual(await cost(), { requestedQueryCost: 112, actualQueryCost: 2, throttleStatus: { maximumAvailable: 200, currentlyAvailable: 198, restoreRate: 10 } });
    for (let order = 0; order < 9; order += 1) await create(world, {});
    assert.deepEqual(world.simulator.overRate(), {});
    const before = world.clock.now();
    const throttled = await world.graphql(DEAR);
    assert.equal(throttled.status, 200);
    const body = json<GraphqlAnswer>(throttled);
    assert.equal('data' in body, false);
    assert.deepEqual(body.errors?.map(({ message, extensions }) => [message, extensions?.code]), [['Throttled', 'THROTTLED']]);
    const { requestedQueryCost = 0, actualQueryCost, throttleStatus } = body.extensions?.cost ?? {};
    assert.deepEqual([requestedQueryCost, actualQueryCost], [112, null]);
    assert.deepEqual(world.simulator.overRate(), { 'shopify orders': 1 });
    const missing = requestedQueryCost - (throttleStatus?.currentlyAvailable ?? 0);
    assert.ok(missing > 0);
    await world.clock.pass(Math.ceil((missing / 10) * 1000));
    assert.ok('data' in json<GraphqlAnswer>(await world.graphql(DEAR)), `enough after ${world.clock.now() - before} ms`);
  });
  it('five orders a minute where the store is for development', async () => {
    const world = new World();
    world.shop.world.ordersPerMinute = 5;
    for (let order = 0; order < 5; order += 1) await create(world, {});
    const sixth = json<GraphqlAnswer>(await world.graphql(CREATE, { order: { lineItems: [item('1.00')] } })).data?.orderCreate;
    assert.deepEqual(sixth, { order: null, userErrors: [{ field: null, message: 'Exceeded order API rate limit, please try again in a minute.', code: null }] });
    assert.deepEqual(world.simulator.overRate(), { 'shopify orderCreate': 1 });
    await world.clock.pass(MINUTE);
    await create(world, {});
  });
});

describe('simulator: tokens and versions of the shop', () => {
  const SHOP = '{ shop { myshopifyDomain } }';
  const ask = async (world: World) => json<{ access_token: string; expires_in: number; scope: string }>(await world.clock.until(world.simulator.wire({
    method: 'POST', url: `https://${world.shop.host}/admin/oauth/access_token`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, timeout: 1000,
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: world.shop.clientId, client_secret: world.shop.clientSecret }).toString(),
  })));

  it('gives a token that lives a day less a second', async () => {
    const world = new World();
    const { access_token: token, expires_in: lives } = await ask(world);
    assert.equal(lives, 86_399);
    const status = async () => (await world.graphql(SHOP, {}, { headers: { 'X-Shopify-Access-Token': token } })).status;
    assert.equal(await status(), 200);
    await world.clock.pass(lives * 1000);
    assert.equal(await status(), 401);
    assert.notEqual((await ask(world)).access_token, token);
  });
  it('says which version answered, and falls forward from an expired one', async () => {
    const served = async (version: string) => (await new World().graphql(SHOP, {}, { version })).headers['x-shopify-api-version'];
    assert.deepEqual([await served('2026-10'), await served('2026-04'), await served('2023-01')], ['2026-10', '2026-04', '2026-01']);
  });
  it('carries out the operation that is named', async () => {
    const answer = await new World().graphql('query A { shop { id } } query B { shop { name } }', {}, { operationName: 'B' });
    assert.deepEqual(json<GraphqlAnswer>(answer).data, { shop: { name: 'Shop store' } });
  });
});
