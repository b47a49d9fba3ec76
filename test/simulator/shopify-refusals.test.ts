/** Requests that the simulated shop refuses, in each of its four layers: status, errors and user errors to the letter. */
import assert from 'node:assert/strict';
import { type Called, json, World } from './world';

const eur = (amount: string, currencyCode = 'EUR') => ({ shopMoney: { amount, currencyCode } });
const item = { title: 'Mug', quantity: 1, priceSet: eur('10.00') };
const order = (more: Record<string, unknown> = {}) => ({ lineItems: [item], ...more });

describe('simulator: requests that the shop refuses before it reads them', () => {
  const unknownToken = { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' };
  const refused: readonly (readonly [name: string, call: Called & { readonly version?: string }, status: number, body: unknown])[] = [
    ['no token', { headers: { 'X-Shopify-Access-Token': undefined } }, 401, unknownToken],
    ['a wrong token', { headers: { 'X-Shopify-Access-Token': 'shpat_other' } }, 401, unknownToken],
    ['another method', { method: 'GET' }, 405, { errors: 'Method Not Allowed' }],
    ['a version that is none', { version: '2026-11' }, 404, { errors: 'Not Found' }],
    ['a content type that is none', { headers: { 'Content-Type': 'text/plain' } }, 415, { errors: 'Unsupported Media Type' }],
    ['a body without a query', { body: {} }, 400, { errors: { query: 'Required parameter missing or invalid' } }],
  ];
  for (const [name, call, status, body] of refused) {
    it(name, async () => {
      const answer = await new World().graphql('{ shop { name } }', {}, call);
      assert.deepEqual({ status: answer.status, body: json(answer) }, { status, body });
    });
  }

  const token = (form: string) => async () => {
    const world = new World();
    const answer = await world.clock.until(world.simulator.wire({ method: 'POST', url: `https://${world.shop.host}/admin/oauth/access_token`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: form, timeout: 1000 }));
    return { status: answer.status, body: json(answer) };
  };
  it('a token for another grant', async () => assert.deepEqual(await token('grant_type=password')(), { status: 400, body: { error: 'unsupported_grant_type', error_description: 'The grant type must be client_credentials' } }));
  it('a token for an unknown client', async () => assert.deepEqual(await token('grant_type=client_credentials&client_id=other')(), { status: 400, body: { error: 'application_cannot_be_found', error_description: 'No application was found with the client id given' } }));
  it('a token for a wrong secret', async () => assert.deepEqual(await token('grant_type=client_credentials&client_id=simulated-client-of-store&client_secret=x')(), { status: 400, body: { error: 'invalid_client', error_description: 'The client secret is not that of the application' } }));
});

describe('simulator: documents that the shop refuses whole', () => {
  const CREATE = 'mutation Create($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }';
  const invalid = (path: readonly (string | number)[], explanation: string) => ({
    message: `Variable $order of type OrderCreateOrderInput! was provided invalid value${path.length > 0 ? ` for ${path.join('.')} (${explanation})` : ''}`,
    locations: [{ line: 1, column: 17 }], extensions: { code: 'INVALID_VARIABLE', value: null, problems: [{ path, explanation }] },
  });
  const refused: readonly (readonly [name: string, query: string, variables: unknown, errors: readonly unknown[]])[] = [
    ['what is no GraphQL', '{ shop {', {}, [{ message: 'Syntax Error: Expected Name, found <EOF>.', locations: [{ line: 1, column: 9 }] }]],
    ['no operation', 'fragment A on Shop { name }', {}, [{ message: 'No operations found in the document' }]],
    ['two operations and no name', 'query A { shop { name } } query B { shop { id } }', {}, [{ message: 'An operation name is required' }]],
    ['a root field that is none', 'query Q { orderz { id } }', {}, [{ message: "Field 'orderz' doesn't exist on type 'QueryRoot'", locations: [{ line: 1, column: 11 }], path: ['query Q', 'orderz'], extensions: { code: 'undefinedField', typeName: 'QueryRoot', fieldName: 'orderz' } }]],
    ['a mutation that is none', 'mutation { orderForget(id: "1") { job { id } } }', {}, [{ message: "Field 'orderForget' doesn't exist on type 'Mutation'", locations: [{ line: 1, column: 12 }], path: ['mutation', 'orderForget'], extensions: { code: 'undefinedField', typeName: 'Mutation', fieldName: 'orderForget' } }]],
    ['a field that is none', '{ shop { colour } }', {}, [{ message: "Field 'colour' doesn't exist on type 'Shop'", locations: [{ line: 1, column: 10 }], path: ['query', 'shop', 'colour'], extensions: { code: 'undefinedField', typeName: 'Shop', fieldName: 'colour' } }]],
    ['an argument that is none', '{ order(id: "1", name: "a") { id } }', {}, [{ message: "Field 'order' doesn't accept argument 'name'", locations: [{ line: 1, column: 18 }], path: ['query', 'order', 'name'], extensions: { code: 'argumentNotAccepted', name: 'order', typeName: 'Field', argumentName: 'name' } }]],
    ['an argument that is missing', '{ order { id } }', {}, [{ message: "Field 'order' is missing required arguments: id", locations: [{ line: 1, column: 3 }], path: ['query', 'order'], extensions: { code: 'missingRequiredArguments', className: 'Field', name: 'order', arguments: 'id' } }]],
    ['an object without fields', '{ shop }', {}, [{ message: "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)", locations: [{ line: 1, column: 3 }], path: ['query', 'shop'], extensions: { code: 'selectionMismatch', nodeName: "field 'shop'", typeName: 'Shop' } }]],
    ['fields of a scalar', '{ shop { name { first } } }', {}, [{ message: "Selections can't be made on scalars (field 'name')", locations: [{ line: 1, column: 10 }], path: ['query', 'shop', 'name'], extensions: { code: 'selectionMismatch', nodeName: "field 'name'" } }]],
    ['a fragment that is none', '{ shop { ...Core } }', {}, [{ message: 'Fragment Core was used, but not defined', locations: [{ line: 1, column: 10 }], path: ['query', 'shop', '... Core'], extensions: { code: 'useAndDefineFragment', fragmentName: 'Core' } }]],
    ['a variable that is not declared', 'query Q { order(id: $id) { id } }', {}, [{ message: 'Variable $id is used by Q but not declared', locations: [{ line: 1, column: 11 }], path: ['query Q', 'order'], extensions: { code: 'variableNotDefined', variableName: 'id' } }]],
    ['a variable that is missing', CREATE, {}, [invalid([], 'Expected value to not be null')]],
    ['a member that is none', CREATE, { order: { ...order(), lines: [] } }, [invalid(['lines'], 'Field is not defined on OrderCreateOrderInput')]],
    ['a quantity that is a word', CREATE, { order: { lineItems: [{ ...item, quantity: 'two' }] } }, [invalid(['lineItems', 0, 'quantity'], 'Could not coerce value "two" to Int')]],
    ['a quantity that is missing', CREATE, { order: { lineItems: [{ title: 'Mug' }] } }, [invalid(['lineItems', 0, 'quantity'], 'Expected value to not be null')]],
    ['an amount that is none', CREATE, { order: { lineItems: [{ ...item, priceSet: eur('ten') }] } }, [invalid(['lineItems', 0, 'priceSet', 'shopMoney', 'amount'], 'Could not coerce value "ten" to Decimal')]],
    ['a country label for a code', CREATE, { order: order({ shippingAddress: { countryCode: 'FRA' } }) }, [invalid(['shippingAddress', 'countryCode'], 'Could not coerce value "FRA" to CountryCode')]],
    ['a status that is none', CREATE, { order: order({ financialStatus: 'OWED' }) }, [invalid(['financialStatus'], 'Expected "OWED" to be one of: AUTHORIZED, EXPIRED, PAID, PARTIALLY_PAID, PARTIALLY_REFUNDED, PENDING, REFUNDED, VOIDED')]],
    ['two of which one is meant', CREATE, { order: order({ customer: { toAssociate: { id: '1' }, toUpsert: {} } }) }, [invalid(['customer'], "'OrderCreateCustomerInput' requires exactly one argument, but 2 were provided.")]],
    ['251 tags', CREATE, { order: order({ tags: Array.from({ length: 251 }, (_, index) => `t${index}`) }) }, [{ message: 'The input array size of 251 is greater than the maximum allowed of 250.', extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } }]],
    ['a literal that is none', '{ orders(first: "ten") { nodes { id } } }', {}, [{ message: "Argument 'first' on Field 'orders' has an invalid value (\"ten\"). Could not coerce value \"ten\" to Int", locations: [{ line: 1, column: 10 }], extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName: 'first' } }]],
    ['a query that is too dear', '{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { variant { inventoryItem { variants(first: 250) { nodes { id } } } } } } } } }', {}, [{ message: 'Query cost is 1971, which exceeds the single query max cost limit (1000).', extensions: { code: 'MAX_COST_EXCEEDED', cost: 1971, maxCost: 1000 } }]],
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
    ['a custom id without its definition', '{ orderByIdentifier(identifier: { customId: { namespace: "m", key: "order_id", value: "1" } }) { id } }', 'orderByIdentifier', "Metafield definition of type 'id' is required when using custom ids.", 'NOT_FOUND'],
    ['a page of no size', '{ orders { nodes { id } } }', 'orders', 'you must provide one of first or last', 'BAD_REQUEST'],
    ['a page of 251', '{ productVariants(first: 251) { nodes { id } } }', 'productVariants', 'first cannot exceed 250', 'BAD_REQUEST'],
    ['a cursor of elsewhere', '{ orders(first: 1, after: "elsewhere") { nodes { id } } }', 'orders', 'Invalid cursor for current pagination sort.', 'BAD_REQUEST'],
  ];
  for (const [name, query, field, message, code] of refused) {
    it(name, async () => {
      const { data, errors } = json<{ data: unknown; errors: unknown }>(await new World().graphql(query));
      assert.deepEqual({ data, errors }, { data: { [field]: null }, errors: [{ message, locations: [{ line: 1, column: 3 }], path: [field], extensions: { code } }] });
    });
  }
});

describe('simulator: orders that orderCreate refuses', () => {
  const CREATE = 'mutation Create($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) { orderCreate(order: $order, options: $options) { order { id } userErrors { field message code } } }';
  const tax = (more: Record<string, unknown> = {}) => ({ title: 'VAT', rate: '0.2', priceSet: eur('1.67'), ...more });
  type Prepare = (world: World) => void;
  const refused: readonly (readonly [name: string, input: Record<string, unknown>, errors: readonly (readonly [path: string, message: string, code: string | null])[], prepare?: Prepare | undefined, options?: unknown])[] = [
    ['no lines', { lineItems: [] }, [['order.lineItems', 'Line items must have at least one line item', 'INVALID']]],
    ['a variant that is none', { lineItems: [item, { ...item, variantId: 'gid://shopify/ProductVariant/1' }] }, [['order.lineItems.1.variantId', 'Variant does not exist', 'INVALID']]],
    ['a custom item without title and price', { lineItems: [{ quantity: 1 }] }, [['order.lineItems.0.title', "Title can't be blank", 'INVALID'], ['order.lineItems.0.priceSet', "Price can't be blank", 'INVALID']]],
    ['no quantity', { lineItems: [{ ...item, quantity: 0 }] }, [['order.lineItems.0.quantity', 'Quantity must be greater than 0', 'INVALID']]],
    ['a fulfilment service that is none', { lineItems: [{ ...item, fulfillmentService: 'far-away' }] }, [['order.lineItems.0.fulfillmentService', 'Fulfillment service is invalid', 'FULFILLMENT_SERVICE_INVALID']]],
    ['a tax line without its rate', order({ taxLines: [{ title: 'VAT', priceSet: eur('1.67') }] }), [['order.taxLines.0.rate', 'Tax line rate is missing', 'TAX_LINE_RATE_MISSING']]],
    ['a tax line of a line without its rate', { lineItems: [{ ...item, taxLines: [tax({ rate: null })] }] }, [['order.lineItems.0.taxLines.0.rate', 'Tax line rate is missing', 'TAX_LINE_RATE_MISSING']]],
    ['taxes on the order and on its lines', { lineItems: [{ ...item, taxLines: [tax()] }], taxLines: [tax()] }, [['order.taxLines', 'Tax lines must be given on the order or on its lines, not on both', 'INVALID']]],
    ['money in another currency', { currency: 'USD', lineItems: [item] }, [['order.lineItems.0.priceSet.shopMoney.currencyCode', 'Currency must be USD', 'INVALID']]],
    ['cents of a yen', { currency: 'JPY', lineItems: [{ ...item, priceSet: eur('10.50', 'JPY') }] }, [['order.lineItems.0.priceSet.shopMoney.amount', 'Amount must have at most 0 decimals', 'INVALID']]],
    ['no money in the currency of the buyer', order({ presentmentCurrency: 'USD' }), [['order.lineItems.0.priceSet.presentmentMoney', 'Presentment money in USD is required', 'INVALID']]],
    ['customer and customerId', order({ customer: { toAssociate: { id: '1' } }, customerId: '1' }), [['order.customer', 'Only one of customer and customerId can be provided', 'REDUNDANT_CUSTOMER_FIELDS']]],
    ['a day that is none', order({ processedAt: '2026-13-45' }), [['order.processedAt', 'Processed at is invalid', 'PROCESSED_AT_INVALID']]],
    ['two discount codes', order({ discountCode: { freeShippingDiscountCode: { code: 'A' }, itemFixedDiscountCode: { code: 'B', amountSet: eur('1.00') } } }), [['order.discountCode', 'Only one discount code can be provided', 'INVALID']]],
    ['a metafield without a value', order({ metafields: [{ namespace: 'm', key: 'order_id', type: 'id' }] }), [['order.metafields.0.value', "Value can't be blank", 'INVALID']]],
    ['a phone with letters', order({ shippingAddress: { phone: '+33 1 99 00 ext. 5' } }), [['order.shippingAddress.phone', 'Phone is invalid', 'INVALID']], (world) => { world.shop.world.refusesPhonesWithLetters = true; }],
    ['any order of a shop that sleeps', order(), [['order', 'Shop is dormant', 'SHOP_DORMANT']], (world) => { world.shop.world.dormant = true; }],
    ['the sixth order of a minute', order(), [['', 'Exceeded order API rate limit, please try again in a minute.', null]], (world) => { world.shop.world.ordersPerMinute = 0; }],
    ['stock that is not there', { lineItems: [{ variantId: 'gid://shopify/ProductVariant/43000000001', quantity: 1001 }] }, [['order.lineItems.0', 'Unable to reserve inventory', 'INVENTORY_CLAIM_FAILED']], undefined, { inventoryBehaviour: 'DECREMENT_OBEYING_POLICY' }],
  ];
  for (const [name, input, errors, prepare, options] of refused) {
    it(name, async () => {
      const world = new World();
      world.shop.catalogue.addVariant('X');
      prepare?.(world);
      const { data } = json<{ data: unknown }>(await world.graphql(CREATE, { order: input, options }));
      const userErrors = errors.map(([path, message, code]) => ({ field: path === '' ? null : path.split('.'), message, code }));
      assert.deepEqual(data, { orderCreate: { order: null, userErrors } });
      assert.deepEqual(world.shop.orders(), [], 'nothing of it is made');
      assert.deepEqual(world.simulator.counts(), []);
      assert.equal(world.simulator.arrivals.at(-1)?.committed, false);
    });
  }

  it('is at least fifteen refusals', () => assert.ok(refused.length >= 15));
});
