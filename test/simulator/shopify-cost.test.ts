/** Points, limits, tokens and versions of the simulated shop. */
import assert from 'node:assert/strict';
import { readExact } from '../../lib/simulator/exact';
import { readOperation } from '../../lib/simulator/shopify/check';
import { factorOf, requestedCost } from '../../lib/simulator/shopify/cost';
import { needs } from './contracts';
import { operation, SHOPIFY, variablesOf } from './sdl';
import { CREATE, create, item, MINUTE } from './shop-orders';
import { type GraphqlAnswer, json, World } from './world';

describe('simulator: what the shop charges', () => {
  const costOf = (query: string, variables: Record<string, unknown>) =>
    requestedCost(readOperation(query, null, readExact(JSON.stringify(variables)) as Record<string, never>));

  it('by the fitted model, for the documents that the contract gives figures of', function () {
    needs(this, SHOPIFY);
    assert.equal(costOf(operation('OrderById'), variablesOf('OrderById')), 42);
    assert.equal(costOf(operation('OrderCreate'), variablesOf('OrderCreate')), 19);
  });
  it('f(first) as it was measured, and never less for more', () => {
    assert.deepEqual([1, 3, 5, 10, 20, 50, 100, 200, 250].map(factorOf), [1, 2, 3, 4, 5, 7, 9, 10, 11]);
    const all = Array.from({ length: 251 }, (_, first) => factorOf(first));
    assert.deepEqual(
      [...all].sort((a, b) => a - b),
      all,
    );
  });

  const DEAR = '{ orders(first: 250) { nodes { id lineItems(first: 50) { nodes { id } } } } }';
  it('from a bucket that fills with the clock, giving back what was not used', async () => {
    const world = new World();
    Object.assign(world.shop.world, { maximumAvailable: 200, restoreRate: 10 });
    const cost = async () => json<GraphqlAnswer>(await world.graphql(DEAR)).extensions?.cost;
    assert.deepEqual(await cost(), {
      requestedQueryCost: 112,
      actualQueryCost: 2,
      throttleStatus: { maximumAvailable: 200, currentlyAvailable: 198, restoreRate: 10 },
    });
    for (let order = 0; order < 9; order += 1) await create(world, {});
    assert.deepEqual(world.simulator.overRate(), {});
    const before = world.clock.now();
    const throttled = await world.graphql(DEAR);
    assert.equal(throttled.status, 200);
    const body = json<GraphqlAnswer>(throttled);
    assert.equal('data' in body, false);
    assert.deepEqual(
      body.errors?.map(({ message, extensions }) => [message, extensions?.code]),
      [['Throttled', 'THROTTLED']],
    );
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
    assert.deepEqual(sixth, {
      order: null,
      userErrors: [{ field: null, message: 'Exceeded order API rate limit, please try again in a minute.', code: null }],
    });
    assert.deepEqual(world.simulator.overRate(), { 'shopify orderCreate': 1 });
    await world.clock.pass(MINUTE);
    await create(world, {});
  });
});

describe('simulator: tokens and versions of the shop', () => {
  const SHOP = '{ shop { myshopifyDomain } }';
  const ask = async (world: World) =>
    json<{ access_token: string; expires_in: number; scope: string }>(
      await world.clock.until(
        world.simulator.wire({
          method: 'POST',
          url: `https://${world.shop.host}/admin/oauth/access_token`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          timeout: 1000,
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: world.shop.clientId,
            client_secret: world.shop.clientSecret,
          }).toString(),
        }),
      ),
    );

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
    assert.deepEqual(
      [await served('2026-10'), await served('2026-04'), await served('2023-01')],
      ['2026-10', '2026-04', '2026-01'],
    );
  });
  it('carries out the operation that is named', async () => {
    const answer = await new World().graphql('query A { shop { id } } query B { shop { name } }', {}, { operationName: 'B' });
    assert.deepEqual(json<GraphqlAnswer>(answer).data, { shop: { name: 'Shop store' } });
  });
  it('leaves out what is skipped or not included', async () => {
    const query =
      'query A($yes: Boolean!) { shop { id @skip(if: $yes) name @include(if: $yes) ...on Shop @skip(if: true) { email } } }';
    const answer = await new World().graphql(query, { yes: true });
    assert.deepEqual(json<GraphqlAnswer>(answer).data, { shop: { name: 'Shop store' } });
  });
});
