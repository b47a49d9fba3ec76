/** Documents and fields that the simulated shop refuses: top-level errors to the letter. */
import assert from 'node:assert/strict';
import { json, World } from './world';

const eur = (amount: string, currencyCode = 'EUR') => ({ shopMoney: { amount, currencyCode } });
const item = { title: 'Mug', quantity: 1, priceSet: eur('10.00') };
const order = (more: Record<string, unknown> = {}) => ({ lineItems: [item], ...more });

describe('simulator: documents that the shop refuses whole', () => {
  const CREATE =
    'mutation Create($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }';
  const invalid = (path: readonly (string | number)[], explanation: string) => ({
    message: `Variable $order of type OrderCreateOrderInput! was provided invalid value${path.length > 0 ? ` for ${path.join('.')} (${explanation})` : ''}`,
    locations: [{ line: 1, column: 17 }],
    extensions: { code: 'INVALID_VARIABLE', value: null, problems: [{ path, explanation }] },
  });
  const refused: readonly (readonly [name: string, query: string, variables: unknown, errors: readonly unknown[]])[] = [
    [
      'what is no GraphQL',
      '{ shop {',
      {},
      [{ message: 'Syntax Error: Expected Name, found <EOF>.', locations: [{ line: 1, column: 9 }] }],
    ],
    ['no operation', 'fragment A on Shop { name }', {}, [{ message: 'No operations found in the document' }]],
    [
      'two operations and no name',
      'query A { shop { name } } query B { shop { id } }',
      {},
      [{ message: 'An operation name is required' }],
    ],
    [
      'a root field that is none',
      'query Q { orderz { id } }',
      {},
      [
        {
          message: "Field 'orderz' doesn't exist on type 'QueryRoot'",
          locations: [{ line: 1, column: 11 }],
          path: ['query Q', 'orderz'],
          extensions: { code: 'undefinedField', typeName: 'QueryRoot', fieldName: 'orderz' },
        },
      ],
    ],
    [
      'a mutation that is none',
      'mutation { orderForget(id: "1") { job { id } } }',
      {},
      [
        {
          message: "Field 'orderForget' doesn't exist on type 'Mutation'",
          locations: [{ line: 1, column: 12 }],
          path: ['mutation', 'orderForget'],
          extensions: { code: 'undefinedField', typeName: 'Mutation', fieldName: 'orderForget' },
        },
      ],
    ],
    [
      'a field that is none',
      '{ shop { colour } }',
      {},
      [
        {
          message: "Field 'colour' doesn't exist on type 'Shop'",
          locations: [{ line: 1, column: 10 }],
          path: ['query', 'shop', 'colour'],
          extensions: { code: 'undefinedField', typeName: 'Shop', fieldName: 'colour' },
        },
      ],
    ],
    [
      'an argument that is none',
      '{ order(id: "1", name: "a") { id } }',
      {},
      [
        {
          message: "Field 'order' doesn't accept argument 'name'",
          locations: [{ line: 1, column: 18 }],
          path: ['query', 'order', 'name'],
          extensions: { code: 'argumentNotAccepted', name: 'order', typeName: 'Field', argumentName: 'name' },
        },
      ],
    ],
    [
      'an argument that is missing',
      '{ order { id } }',
      {},
      [
        {
          message: "Field 'order' is missing required arguments: id",
          locations: [{ line: 1, column: 3 }],
          path: ['query', 'order'],
          extensions: { code: 'missingRequiredArguments', className: 'Field', name: 'order', arguments: 'id' },
        },
      ],
    ],
    [
      'an object without fields',
      '{ shop }',
      {},
      [
        {
          message: "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)",
          locations: [{ line: 1, column: 3 }],
          path: ['query', 'shop'],
          extensions: { code: 'selectionMismatch', nodeName: "field 'shop'", typeName: 'Shop' },
        },
      ],
    ],
    [
      'fields of a scalar',
      '{ shop { name { first } } }',
      {},
      [
        {
          message: "Selections can't be made on scalars (field 'name')",
          locations: [{ line: 1, column: 10 }],
          path: ['query', 'shop', 'name'],
          extensions: { code: 'selectionMismatch', nodeName: "field 'name'" },
        },
      ],
    ],
    [
      'a fragment that is none',
      '{ shop { ...Core } }',
      {},
      [
        {
          message: 'Fragment Core was used, but not defined',
          locations: [{ line: 1, column: 10 }],
          path: ['query', 'shop', '... Core'],
          extensions: { code: 'useAndDefineFragment', fragmentName: 'Core' },
        },
      ],
    ],
    [
      'a fragment inside itself',
      '{ shop { ...A } } fragment A on Shop { ...A }',
      {},
      [
        {
          message: 'Fragment A contains an infinite loop',
          locations: [{ line: 1, column: 19 }],
          path: ['fragment A'],
          extensions: { code: 'infiniteLoop', fragmentName: 'A' },
        },
      ],
    ],
    [
      'a variable that is not declared',
      'query Q { order(id: $id) { id } }',
      {},
      [
        {
          message: 'Variable $id is used by Q but not declared',
          locations: [{ line: 1, column: 11 }],
          path: ['query Q', 'order'],
          extensions: { code: 'variableNotDefined', variableName: 'id' },
        },
      ],
    ],
    ['a variable that is missing', CREATE, {}, [invalid([], 'Expected value to not be null')]],
    [
      'a member that is none',
      CREATE,
      { order: { ...order(), lines: [] } },
      [invalid(['lines'], 'Field is not defined on OrderCreateOrderInput')],
    ],
    [
      'a quantity that is a word',
      CREATE,
      { order: { lineItems: [{ ...item, quantity: 'two' }] } },
      [invalid(['lineItems', 0, 'quantity'], 'Could not coerce value "two" to Int')],
    ],
    [
      'a quantity that is missing',
      CREATE,
      { order: { lineItems: [{ title: 'Mug' }] } },
      [invalid(['lineItems', 0, 'quantity'], 'Expected value to not be null')],
    ],
    [
      'an amount that is none',
      CREATE,
      { order: { lineItems: [{ ...item, priceSet: eur('ten') }] } },
      [invalid(['lineItems', 0, 'priceSet', 'shopMoney', 'amount'], 'Could not coerce value "ten" to Decimal')],
    ],
    [
      'a country label for a code',
      CREATE,
      { order: order({ shippingAddress: { countryCode: 'FRA' } }) },
      [invalid(['shippingAddress', 'countryCode'], 'Could not coerce value "FRA" to CountryCode')],
    ],
    [
      'a status that is none',
      CREATE,
      { order: order({ financialStatus: 'OWED' }) },
      [
        invalid(
          ['financialStatus'],
          'Expected "OWED" to be one of: AUTHORIZED, EXPIRED, PAID, PARTIALLY_PAID, PARTIALLY_REFUNDED, PENDING, REFUNDED, VOIDED',
        ),
      ],
    ],
    [
      'two of which one is meant',
      CREATE,
      { order: order({ customer: { toAssociate: { id: '1' }, toUpsert: {} } }) },
      [invalid(['customer'], "'OrderCreateCustomerInput' requires exactly one argument, but 2 were provided.")],
    ],
    [
      '251 tags',
      CREATE,
      { order: order({ tags: Array.from({ length: 251 }, (_, index) => `t${index}`) }) },
      [
        {
          message: 'The input array size of 251 is greater than the maximum allowed of 250.',
          extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
        },
      ],
    ],
    [
      'a literal that is none',
      '{ orders(first: "ten") { nodes { id } } }',
      {},
      [
        {
          message: 'Argument \'first\' on Field \'orders\' has an invalid value ("ten"). Could not coerce value "ten" to Int',
          locations: [{ line: 1, column: 10 }],
          extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName: 'first' },
        },
      ],
    ],
    [
      'a query that is too dear',
      '{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { variant { inventoryItem { variants(first: 250) { nodes { id } } } } } } } } }',
      {},
      [
        {
          message: 'Query cost is 1971, which exceeds the single query max cost limit (1000).',
          extensions: { code: 'MAX_COST_EXCEEDED', cost: 1971, maxCost: 1000 },
        },
      ],
    ],
  ];
  for (const [name, query, variables, errors] of refused) {
    it(name, async () => {
      const world = new World();
      const answer = await world.graphql(query, variables);
      assert.deepEqual({ status: answer.status, body: json(answer) }, { status: 200, body: { errors } });
      assert.deepEqual(world.shop.orders(), []);
    });
  }

  it('is at least twenty refusals', () => assert.ok(refused.length >= 20));
});

describe('simulator: fields that are refused alone', () => {
  const refused: readonly (readonly [name: string, query: string, field: string, message: string, code: string])[] = [
    [
      'a custom id without its definition',
      '{ orderByIdentifier(identifier: { customId: { namespace: "m", key: "order_id", value: "1" } }) { id } }',
      'orderByIdentifier',
      "Metafield definition of type 'id' is required when using custom ids.",
      'NOT_FOUND',
    ],
    ['a page of no size', '{ orders { nodes { id } } }', 'orders', 'you must provide one of first or last', 'BAD_REQUEST'],
    [
      'a page of 251',
      '{ productVariants(first: 251) { nodes { id } } }',
      'productVariants',
      'first cannot exceed 250',
      'BAD_REQUEST',
    ],
    [
      'a cursor of elsewhere',
      '{ orders(first: 1, after: "elsewhere") { nodes { id } } }',
      'orders',
      'Invalid cursor for current pagination sort.',
      'BAD_REQUEST',
    ],
  ];
  for (const [name, query, field, message, code] of refused) {
    it(name, async () => {
      const { data, errors } = json<{ data: unknown; errors: unknown }>(await new World().graphql(query));
      assert.deepEqual(
        { data, errors },
        {
          data: { [field]: null },
          errors: [{ message, locations: [{ line: 1, column: 3 }], path: [field], extensions: { code } }],
        },
      );
    });
  }
});
