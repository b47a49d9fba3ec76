/** Requests and orders that the simulated shop refuses: status and body to the letter. */
import assert from 'node:assert/strict';
import { type Called, json, World } from './world';

const eur = (amount: string, currencyCode = 'EUR') => ({ shopMoney: { amount, currencyCode } });
const item = { title: 'Mug', quantity: 1, priceSet: eur('10.00') };
const order = (more: Record<string, unknown> = {}) => ({ lineItems: [item], ...more });

describe('simulator: requests that the shop refuses before it reads them', () => {
  const unknownToken = { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' };
  const refused: readonly (readonly [
    name: string,
    call: Called & { readonly version?: string },
    status: number,
    body: unknown,
  ])[] = [
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
    const answer = await world.clock.until(
      world.simulator.wire({
        method: 'POST',
        url: `https://${world.shop.host}/admin/oauth/access_token`,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: form,
        timeout: 1000,
      }),
    );
    return { status: answer.status, body: json(answer) };
  };
  it('a token for another grant', async () =>
    assert.deepEqual(await token('grant_type=password')(), {
      status: 400,
      body: { error: 'unsupported_grant_type', error_description: 'The grant type must be client_credentials' },
    }));
  it('a token for an unknown client', async () =>
    assert.deepEqual(await token('grant_type=client_credentials&client_id=other')(), {
      status: 400,
      body: { error: 'application_cannot_be_found', error_description: 'No application was found with the client id given' },
    }));
  it('a token for a wrong secret', async () =>
    assert.deepEqual(await token('grant_type=client_credentials&client_id=simulated-client-of-store&client_secret=x')(), {
      status: 400,
      body: { error: 'invalid_client', error_description: 'The client secret is not that of the application' },
    }));
});

describe('simulator: orders that orderCreate refuses', () => {
  const CREATE =
    'mutation Create($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) { orderCreate(order: $order, options: $options) { order { id } userErrors { field message code } } }';
  const tax = (more: Record<string, unknown> = {}) => ({ title: 'VAT', rate: '0.2', priceSet: eur('1.67'), ...more });
  type Prepare = (world: World) => void;
  const refused: readonly (readonly [
    name: string,
    input: Record<string, unknown>,
    errors: readonly (readonly [path: string, message: string, code: string | null])[],
    prepare?: Prepare | undefined,
    options?: unknown,
  ])[] = [
    ['no lines', { lineItems: [] }, [['order.lineItems', 'Line items must have at least one line item', 'INVALID']]],
    [
      'a variant that is none',
      { lineItems: [item, { ...item, variantId: 'gid://shopify/ProductVariant/1' }] },
      [['order.lineItems.1.variantId', 'Variant does not exist', 'INVALID']],
    ],
    [
      'a custom item without title and price',
      { lineItems: [{ quantity: 1 }] },
      [
        ['order.lineItems.0.title', "Title can't be blank", 'INVALID'],
        ['order.lineItems.0.priceSet', "Price can't be blank", 'INVALID'],
      ],
    ],
    [
      'no quantity',
      { lineItems: [{ ...item, quantity: 0 }] },
      [['order.lineItems.0.quantity', 'Quantity must be greater than 0', 'INVALID']],
    ],
    [
      'a fulfilment service that is none',
      { lineItems: [{ ...item, fulfillmentService: 'far-away' }] },
      [['order.lineItems.0.fulfillmentService', 'Fulfillment service is invalid', 'FULFILLMENT_SERVICE_INVALID']],
    ],
    [
      'a tax line without its rate',
      order({ taxLines: [{ title: 'VAT', priceSet: eur('1.67') }] }),
      [['order.taxLines.0.rate', 'Tax line rate is missing', 'TAX_LINE_RATE_MISSING']],
    ],
    [
      'a tax line of a line without its rate',
      { lineItems: [{ ...item, taxLines: [tax({ rate: null })] }] },
      [['order.lineItems.0.taxLines.0.rate', 'Tax line rate is missing', 'TAX_LINE_RATE_MISSING']],
    ],
    [
      'taxes on the order and on its lines',
      { lineItems: [{ ...item, taxLines: [tax()] }], taxLines: [tax()] },
      [['order.taxLines', 'Tax lines must be given on the order or on its lines, not on both', 'INVALID']],
    ],
    [
      'money in another currency',
      { currency: 'USD', lineItems: [item] },
      [['order.lineItems.0.priceSet.shopMoney.currencyCode', 'Currency must be USD', 'INVALID']],
    ],
    [
      'cents of a yen',
      { currency: 'JPY', lineItems: [{ ...item, priceSet: eur('10.50', 'JPY') }] },
      [['order.lineItems.0.priceSet.shopMoney.amount', 'Amount must have at most 0 decimals', 'INVALID']],
    ],
    [
      'no money in the currency of the buyer',
      order({ presentmentCurrency: 'USD' }),
      [['order.lineItems.0.priceSet.presentmentMoney', 'Presentment money in USD is required', 'INVALID']],
    ],
    [
      'customer and customerId',
      order({ customer: { toAssociate: { id: '1' } }, customerId: '1' }),
      [['order.customer', 'Only one of customer and customerId can be provided', 'REDUNDANT_CUSTOMER_FIELDS']],
    ],
    [
      'a day that is none',
      order({ processedAt: '2026-13-45' }),
      [['order.processedAt', 'Processed at is invalid', 'PROCESSED_AT_INVALID']],
    ],
    [
      'two discount codes',
      order({
        discountCode: { freeShippingDiscountCode: { code: 'A' }, itemFixedDiscountCode: { code: 'B', amountSet: eur('1.00') } },
      }),
      [['order.discountCode', 'Only one discount code can be provided', 'INVALID']],
    ],
    [
      'a metafield without a value',
      order({ metafields: [{ namespace: 'm', key: 'order_id', type: 'id' }] }),
      [['order.metafields.0.value', "Value can't be blank", 'INVALID']],
    ],
    [
      'a phone with letters',
      order({ shippingAddress: { phone: '+33 1 99 00 ext. 5' } }),
      [['order.shippingAddress.phone', 'Phone is invalid', 'INVALID']],
      (world) => {
        world.shop.world.refusesPhonesWithLetters = true;
      },
    ],
    [
      'any order of a shop that sleeps',
      order(),
      [['order', 'Shop is dormant', 'SHOP_DORMANT']],
      (world) => {
        world.shop.world.dormant = true;
      },
    ],
    [
      'the sixth order of a minute',
      order(),
      [['', 'Exceeded order API rate limit, please try again in a minute.', null]],
      (world) => {
        world.shop.world.ordersPerMinute = 0;
      },
    ],
    [
      'stock that is not there',
      { lineItems: [{ variantId: 'gid://shopify/ProductVariant/43000000001', quantity: 1001 }] },
      [['order.lineItems.0', 'Unable to reserve inventory', 'INVENTORY_CLAIM_FAILED']],
      undefined,
      { inventoryBehaviour: 'DECREMENT_OBEYING_POLICY' },
    ],
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
