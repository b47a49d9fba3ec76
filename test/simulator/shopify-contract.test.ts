/** Every answer of the simulated shop fits the vendor's schema, and so does every name that it knows. */
import assert from 'node:assert/strict';
import { type GraphQLArgument, type GraphQLInputField, isInputObjectType, isObjectType } from 'graphql';
import { INPUT, OUTPUT, outputOf } from '../../lib/simulator/shopify/shapes';
import { needs } from './contracts';
import { misfits, operation, SHOPIFY, sdl, validRequest, variablesOf } from './sdl';
import { dataOf, type GraphqlAnswer, json, World } from './world';

const plain = (type: unknown): string => String(type).replace(/[[\]!]/g, '');

describe('simulator: the names that the shop knows', () => {
  before(function () {
    this.timeout(20_000);
    needs(this, SHOPIFY);
    sdl();
  });

  for (const type of Object.keys(OUTPUT)) {
    it(`are those of the schema: ${type}`, () => {
      const vendor = sdl().getType(type);
      const fields = vendor && 'getFields' in vendor ? vendor.getFields() : undefined;
      assert.ok(fields, `${type} is a type of the schema`);
      for (const [name, shape] of outputOf(type) ?? []) {
        const field = fields[name];
        assert.ok(field && 'args' in field, `${type}.${name}`);
        const named = plain(field.type);
        const isObject = isObjectType(sdl().getType(named)) || named === 'Node';
        assert.equal(isObject ? named : null, shape.connection ? `${shape.type}Connection` : shape.type, `${type}.${name}`);
        const args = new Set(field.args.map((arg: GraphQLArgument) => arg.name));
        for (const arg of shape.args) assert.ok(args.has(arg), `${type}.${name}(${arg})`);
      }
    });
  }

  for (const [type, text] of Object.entries(INPUT).filter(([name]) => name !== 'connection')) {
    it(`are those of the schema: ${type}`, () => {
      const [owner = '', field] = type.split('.');
      const vendor = sdl().getType(owner);
      const members: readonly (GraphQLArgument | GraphQLInputField)[] =
        field !== undefined && isObjectType(vendor)
          ? (vendor.getFields()[field]?.args ?? [])
          : isInputObjectType(vendor)
            ? Object.values(vendor.getFields())
            : [];
      const own = new Map([...text.matchAll(/(\w+):(\S+)/g)].map(([, name = '', of = '']) => [name, of]));
      assert.deepEqual([...own.keys()].sort(), members.map((member) => member.name).sort(), 'no member more and none less');
      for (const { name, type: of } of members) {
        if (own.get(name) === 'Unread') continue;
        // The contract's own exception: an absent rate gets as far as the user error.
        assert.equal(
          own.get(name),
          type === 'OrderCreateTaxLineInput' && name === 'rate' ? 'Decimal' : String(of),
          `${type}.${name}`,
        );
      }
    });
  }
});

describe('simulator: answers of the shop against the schema', () => {
  before(function () {
    this.timeout(20_000);
    needs(this, SHOPIFY);
    sdl();
  });
  /** Sends one of the vendor's own operations; asserts that request and answer are valid. */
  const checked = async (
    world: World,
    name: string,
    variables: Record<string, unknown> = variablesOf(name),
    query = operation(name),
  ): Promise<GraphqlAnswer> => {
    validRequest(query, variables);
    const answer = json<GraphqlAnswer>(await world.graphql(query, variables));
    assert.ok(answer.data, JSON.stringify(answer.errors));
    assert.deepEqual(misfits(query, answer.data), []);
    assert.ok(answer.extensions?.cost.requestedQueryCost !== undefined);
    return answer;
  };
  /** The contract's own order, with a variant that this shop has. */
  const contractsOrder = (world: World): Record<string, unknown> => {
    const variables = variablesOf('OrderCreate') as { order: { lineItems: { variantId?: string }[] } };
    const [first] = variables.order.lineItems;
    if (first) first.variantId = world.shop.catalogue.addVariant('AMZ-1');
    return variables as unknown as Record<string, unknown>;
  };

  it('the connection check', async () => {
    await checked(new World(), 'ConnectionCheck', {});
  });

  it("the contract's order: defined, created, found by id, by custom id and by search, changed, tagged and cancelled", async () => {
    const world = new World();
    await checked(world, 'DefineExternalOrderId');
    await checked(world, 'DefineExternalOrderId');
    const created = await checked(world, 'OrderCreate', contractsOrder(world));
    assert.deepEqual(dataOf<{ userErrors: unknown[] }>(created, 'orderCreate').userErrors, []);
    const [order] = world.shop.orders();
    assert.deepEqual([order?.name, order?.total, order?.currency], ['AMZ-403-1234567-1234567', '49.88', 'EUR']);
    const id = order?.id ?? '';
    await world.clock.pass(world.shop.world.searchLag);
    assert.notEqual((await checked(world, 'OrderByExternalId')).data?.orderByIdentifier, null);
    assert.equal(dataOf<{ nodes: unknown[] }>(await checked(world, 'OrdersBySearch'), 'orders').nodes.length, 1);
    const full = (await checked(world, 'OrderById', { id })).data?.order as {
      displayFinancialStatus: string;
      totalPriceSet: { shopMoney: { amount: string } };
    };
    assert.deepEqual([full.displayFinancialStatus, full.totalPriceSet.shopMoney.amount], ['PAID', '49.88']);
    await checked(world, 'OrderUpdate', {
      input: { id, note: 'changed', customAttributes: [{ key: 'marketplace', value: 'amazon' }] },
    });
    await checked(world, 'TagsAdd', { id, tags: ['mkt-shipped'] });
    await checked(world, 'TagsRemove', { id, tags: ['mkt-shipped'] });
    const cancelled = await checked(world, 'OrderCancel', { ...variablesOf('OrderCancel'), orderId: id });
    const job = dataOf<{ job: { id: string; done: boolean } }>(cancelled, 'orderCancel').job;
    assert.equal(job.done, false);
    await world.clock.pass(5_000);
    assert.deepEqual((await checked(world, 'JobStatus', { id: job.id })).data?.job, { id: job.id, done: true });
    await checked(world, 'OrderById', { id });
    await checked(world, 'OrderCancel', { ...variablesOf('OrderCancel'), orderId: id });
    for (const refused of ['OrderById', 'OrderUpdate', 'TagsAdd', 'TagsRemove', 'OrderCancel', 'JobStatus'])
      await checked(world, refused);
  });

  it('variants, inventory and locations', async () => {
    const world = new World();
    const query = 'sku:"MUG-BLUE" OR sku:"SOMETHING-NEW"';
    assert.equal(
      dataOf<{ nodes: unknown[] }>(await checked(world, 'VariantsBySku', { query }), 'productVariants').nodes.length,
      2,
    );
    const items = dataOf<{ nodes: { id: string }[] }>(await checked(world, 'InventoryItemsBySku', { query }), 'inventoryItems');
    await checked(world, 'InventoryLevels', { inventoryItemId: items.nodes[0]?.id });
    const locations = dataOf<{ nodes: { id: string }[] }>(await checked(world, 'Locations', {}), 'locations');
    await checked(world, 'InventoryLevelAt', { inventoryItemId: items.nodes[0]?.id, locationId: locations.nodes[0]?.id });
    await checked(world, 'InventoryLevelAt', {
      inventoryItemId: 'gid://shopify/InventoryItem/1',
      locationId: locations.nodes[0]?.id,
    });
  });

  it('everything that can be asked of an order', async () => {
    const world = new World();
    await checked(world, 'OrderCreate', contractsOrder(world));
    const bag = '{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }';
    await checked(
      world,
      '',
      { id: world.shop.orders()[0]?.id },
      `query Everything($id: ID!) {
      __typename
      order(id: $id) {
        __typename closed confirmed note email phone poNumber ...Sums
        customAttributes { key value } billingAddress { firstName lastName name company address1 address2 city zip province provinceCode country countryCodeV2 phone }
        shippingAddress { ...on MailingAddress { name countryCodeV2 } } taxLines { title rate ratePercentage channelLiable priceSet ${bag} }
        lineItems(first: 5) { edges { cursor node { id name title quantity requiresShipping taxable vendor variantTitle variant { id sku displayName } taxLines { rate channelLiable }
          originalUnitPriceSet ${bag} originalTotalSet ${bag} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
        shippingLines(first: 5) { nodes { id title code source originalPriceSet ${bag} taxLines { title priceSet ${bag} } } }
        first: metafield(namespace: "$app:marketplace", key: "order_id") { id namespace key type value }
        none: metafield(namespace: "other", key: "order_id") { id }
        metafields(first: 5, namespace: "$app:marketplace") { nodes { key value } }
      }
    }
    fragment Sums on Order { subtotalPriceSet ${bag} totalShippingPriceSet ${bag} totalDiscountsSet ${bag} totalReceivedSet ${bag} }`,
    );
  });

  it('convicts a value that does not fit', () => {
    const query = '{ order(id: "1") { name totalPriceSet { shopMoney { amount currencyCode } } displayFinancialStatus tags } }';
    const answer = (order: unknown) => misfits(query, { order });
    const money = (amount: unknown, currencyCode: unknown) => ({ shopMoney: { amount, currencyCode } });
    assert.deepEqual(answer({ name: '#1', totalPriceSet: money('1.0', 'EUR'), displayFinancialStatus: null, tags: [] }), []);
    assert.deepEqual(
      answer({ name: null, totalPriceSet: money(1, 'EURO'), displayFinancialStatus: 'OWED', tags: [1], more: 1 }),
      [
        'data.order.more was not asked for',
        'data.order.name is null',
        'data.order.totalPriceSet.shopMoney.amount: 1 is no Decimal',
        'data.order.totalPriceSet.shopMoney.currencyCode: EURO is no CurrencyCode',
        'data.order.displayFinancialStatus: OWED is no OrderDisplayFinancialStatus',
        'data.order.tags[0]: 1 is no String',
      ],
    );
  });
});
