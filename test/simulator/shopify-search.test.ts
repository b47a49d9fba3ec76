/** How an order is found in the simulated shop: by id, by custom id, by a search that lags behind. */
import assert from 'node:assert/strict';
import { CREATE, create, item, MINUTE, nodes } from './shop-orders';
import { dataOf, type GraphqlAnswer, json, World } from './world';

const names = async (world: World, query: string, more = '') =>
  (await nodes(world, 'orders', query, more)).map((order) => order.name);

describe('simulator: finding a shop order', () => {
  const DEFINE =
    'mutation D($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) { createdDefinition { id } userErrors { field message code } } }';
  const definition = { name: 'Order id', namespace: 'marketplace', key: 'order_id', type: 'id', ownerType: 'ORDER' };
  const metafields = (value: string) => [{ namespace: 'marketplace', key: 'order_id', type: 'id', value }];
  const byId = async (world: World, value: string) =>
    json<GraphqlAnswer>(
      await world.graphql(
        'query Q($v: String!) { orderByIdentifier(identifier: { customId: { namespace: "marketplace", key: "order_id", value: $v } }) { name } }',
        { v: value },
      ),
    ).data?.orderByIdentifier;

  it('by its custom id at once, once that is defined; a second definition is TAKEN', async () => {
    const world = new World();
    await world.graphql(DEFINE, { definition });
    const again = json<GraphqlAnswer>(await world.graphql(DEFINE, { definition })).data?.metafieldDefinitionCreate;
    assert.deepEqual(again, {
      createdDefinition: null,
      userErrors: [
        {
          field: ['definition', 'key'],
          message: "Key is in use for Order metafields on the 'marketplace' namespace.",
          code: 'TAKEN',
        },
      ],
    });
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
    const refused = json<GraphqlAnswer>(
      await world.graphql(CREATE, { order: { lineItems: [item('1.00')], metafields: metafields('701-1') } }),
    ).data?.orderCreate;
    assert.deepEqual(refused, {
      order: null,
      userErrors: [
        {
          field: ['order', 'metafields', '0', 'value'],
          code: 'INVALID',
          message: 'Value is already assigned to another metafield. Choose a different value to ensure it remains unique.',
        },
      ],
    });
    await create(world, { metafields: metafields('701-2') });
    assert.equal(world.shop.orders().length, 3);
  });

  it('by a custom id that a later change gave it, and no longer by the one it had', async () => {
    const world = new World();
    await world.graphql(DEFINE, { definition });
    const { id } = await create(world, { metafields: metafields('701-1') });
    const change = async (value: string) =>
      dataOf<{ userErrors: unknown }>(
        json<GraphqlAnswer>(
          await world.graphql(
            'mutation U($input: OrderInput!) { orderUpdate(input: $input) { order { id } userErrors { message } } }',
            {
              input: { id, metafields: metafields(value) },
            },
          ),
        ),
        'orderUpdate',
      ).userErrors;
    assert.deepEqual(await change('701-2'), []);
    assert.deepEqual([await byId(world, '701-1'), await byId(world, '701-2')], [null, { name: '#1001' }]);
    await create(world, { metafields: metafields('701-3') });
    world.shop.world.refusesTakenIds = true;
    assert.deepEqual(await change('701-3'), [
      { message: 'Value is already assigned to another metafield. Choose a different value to ensure it remains unique.' },
    ]);
    assert.deepEqual(await byId(world, '701-2'), { name: '#1001' });
  });

  it('by a search that lags behind, finds more than was meant, and reads the syntax', async () => {
    const world = new World();
    world.shop.world.searchLag = 20_000;
    await create(world, { sourceIdentifier: '701-1', tags: ['Mirakl', 'mkt:701-1'] });
    await create(world, { sourceIdentifier: '701-1-B', tags: ['mirakl'], name: 'EXT-7' });
    assert.deepEqual(await names(world, 'source_identifier:"701-1"'), []);
    await world.clock.pass(20_000);
    assert.deepEqual(
      await names(world, 'source_identifier:"701-1"'),
      ['#1001', 'EXT-7'],
      'tokenised: compare exactly afterwards',
    );
    assert.deepEqual(await names(world, 'source_identifier:"701-1-b"'), ['EXT-7']);
    assert.deepEqual(await names(world, 'tag:"mkt:701-1"'), ['#1001']);
    assert.deepEqual(await names(world, 'tag:mirakl AND -name:"#1001"'), ['EXT-7']);
    assert.deepEqual(await names(world, 'name:1001 OR name:EXT*', ', sortKey: CREATED_AT, reverse: true'), ['EXT-7', '#1001']);
    assert.deepEqual(await names(world, '(name:1001 OR name:EXT-7) NOT tag:"mkt:701-1"'), ['EXT-7']);
    assert.deepEqual(await names(world, 'name:nothing'), []);
    await world.graphql('mutation T($id: ID!) { tagsAdd(id: $id, tags: ["late"]) { node { id } userErrors { message } } }', {
      id: world.shop.orders()[0]?.id,
    });
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
    for (let after: string | null = null, more = true; more; ) {
      const page: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } = json<{
        data: { orders: never };
      }>(
        await world.graphql(
          'query P($after: String) { orders(first: 2, after: $after, sortKey: ID) { nodes { name } pageInfo { hasNextPage endCursor } } }',
          { after },
        ),
      ).data.orders;
      pages.push(page.nodes.map((one) => one.name));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    assert.deepEqual(pages, [['#1001', '#1002'], ['#1003', '#1004'], ['#1005']]);
  });
});
