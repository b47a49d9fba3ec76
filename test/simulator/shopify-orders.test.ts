/** Totals, payment and stock of the simulated shop, as its contract describes them. */
import assert from 'node:assert/strict';
import { bag, create, item, type Made, nodes } from './shop-orders';
import { json, World } from './world';

describe('simulator: totals and payment of a shop order', () => {
  const sums = ({ totalPriceSet, totalTaxSet, totalOutstandingSet, displayFinancialStatus }: Made) => [
    totalPriceSet.shopMoney.amount,
    totalTaxSet.shopMoney.amount,
    totalOutstandingSet.shopMoney.amount,
    displayFinancialStatus,
  ];
  const taxes = (amount: string) => [{ title: 'VAT', rate: '0.2', priceSet: bag(amount) }];
  const paid = (amount: string, more: Record<string, unknown> = {}) => [
    { kind: 'SALE', status: 'SUCCESS', gateway: 'Marketplace', amountSet: bag(amount), ...more },
  ];

  it('adds taxes where prices are without them, and leaves them where they are in', async () => {
    const order = {
      lineItems: [item('10.00', { quantity: 3, taxLines: taxes('5.00') })],
      shippingLines: [{ title: 'Standard', priceSet: bag('4.90'), taxLines: taxes('0.82') }],
    };
    assert.deepEqual(sums(await create(new World(), order)), ['40.72', '5.82', '40.72', null]);
    assert.deepEqual(sums(await create(new World(), { ...order, taxesIncluded: true })), ['34.9', '5.82', '34.9', null]);
  });
  it('is exact beyond what a double holds', async () => {
    assert.deepEqual(sums(await create(new World(), { lineItems: [item('9007199254740993.01'), item('0.10')] })), [
      '9007199254740993.11',
      '0.0',
      '9007199254740993.11',
      null,
    ]);
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
    const priceSet = {
      shopMoney: { amount: '10.91', currencyCode: 'EUR' },
      presentmentMoney: { amount: '12.00', currencyCode: 'USD' },
    };
    const world = new World();
    const made = await create(world, { presentmentCurrency: 'USD', lineItems: [item('0', { priceSet, quantity: 2 })] });
    assert.deepEqual(made.totalPriceSet, {
      shopMoney: { amount: '21.82' },
      presentmentMoney: { amount: '24.0', currencyCode: 'USD' },
    });
    assert.deepEqual(
      world.shop.orders().map(({ total, currency }) => [total, currency]),
      [['24.00', 'USD']],
    );
  });
  it('knows yen, and one discount code', async () => {
    const world = new World();
    await create(world, { currency: 'JPY', lineItems: [item('0', { priceSet: bag('1980', 'JPY'), quantity: 3 })] });
    const shipping = [{ title: 'Standard', priceSet: bag('4.90') }];
    await create(world, {
      lineItems: [item('10.00', { quantity: 3 })],
      shippingLines: shipping,
      discountCode: { itemPercentageDiscountCode: { code: 'TEN', percentage: 12.5 } },
    });
    await create(world, { shippingLines: shipping, discountCode: { freeShippingDiscountCode: { code: 'FREE' } } });
    await create(world, { discountCode: { itemFixedDiscountCode: { code: 'TWO', amountSet: bag('2.00') } } });
    assert.deepEqual(
      world.shop.orders().map(({ total, currency, name }) => [name, total, currency]),
      [
        ['#1001', '5940', 'JPY'],
        ['#1002', '31.15', 'EUR'],
        ['#1003', '10.00', 'EUR'],
        ['#1004', '8.00', 'EUR'],
      ],
    );
  });
  it('counts creations per order of the marketplace, twice where it was made twice', async () => {
    const world = new World();
    for (const sourceIdentifier of ['701-1', '701-2', '701-1']) await create(world, { sourceIdentifier });
    assert.deepEqual(world.simulator.counts(), [
      { system: 'shopify', verb: 'create', fact: '701-1', count: 2 },
      { system: 'shopify', verb: 'create', fact: '701-2', count: 1 },
    ]);
  });
});

describe('simulator: the catalogue', () => {
  const skus = async (world: World, query: string) =>
    (await nodes(world, 'productVariants', query)).map((variant) => variant.sku);

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
    const available = async () =>
      json<{ data: { productVariant: { inventoryQuantity: number } } }>(
        await world.graphql('query V($id: ID!) { productVariant(id: $id) { inventoryQuantity } }', { id: variantId }),
      ).data.productVariant.inventoryQuantity;
    const lineItems = [{ variantId, quantity: 3, priceSet: bag('1.00') }];
    const before = await available();
    await create(world, { lineItems });
    assert.equal(await available(), before, 'BYPASS is the default');
    const { id } = await create(
      world,
      { lineItems, transactions: [{ amountSet: bag('3.00') }] },
      { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' },
    );
    assert.equal(await available(), before - 3);
    await world.graphql(
      'mutation C($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { id } orderCancelUserErrors { message } userErrors { message } } }',
      { id },
    );
    assert.equal(world.shop.orders().at(-1)?.cancelledAt, null, 'a cancellation takes a while');
    await world.clock.pass(5_000);
    assert.equal(await available(), before);
    assert.notEqual(world.shop.orders().at(-1)?.cancelledAt, null);
    const order = json<{ data: { order: unknown } }>(
      await world.graphql(
        'query O($id: ID!) { order(id: $id) { displayFinancialStatus cancelReason transactions(first: 5) { kind parentTransaction { kind } } } }',
        { id },
      ),
    ).data.order;
    assert.deepEqual(order, {
      displayFinancialStatus: 'REFUNDED',
      cancelReason: 'CUSTOMER',
      transactions: [
        { kind: 'SALE', parentTransaction: null },
        { kind: 'REFUND', parentTransaction: { kind: 'SALE' } },
      ],
    });
  });
});
