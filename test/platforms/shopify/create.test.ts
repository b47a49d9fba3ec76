import assert from 'node:assert/strict';
import { graphql, documents } from '../../../lib/platforms/shopify/documents';
import { ACCOUNT, address, digits, line, pageOf, readingOf } from '../orders';
import { cases, contracts, needs, text } from '../sources';
import { problemsOf } from './schema';
import { args, type Asked, attributesOf, byKey, bySource, create, createdBy, decision, gid, made, ORDER, result, STORE, variants } from './shop';

const tax = (amount: string, rate: string | null = '20.0', code = 'VAT20') => ({ code, amount: digits(amount), rate: rate === null ? null : digits(rate) });
/** What the asked lines, shipping and taxes add up to, in minor units. */
function sumOf({ order }: Asked, decimals: number): bigint {
  const minor = (amount: string): bigint => BigInt(amount.replace('.', '')) * (amount.includes('.') || decimals === 0 ? 1n : 10n ** BigInt(decimals));
  const rows = [...order.lineItems.map((item) => ({ ...item, units: BigInt(item.quantity) })), ...order.shippingLines.map((one) => ({ ...one, units: 1n }))];
  const taxes = order.taxesIncluded === true ? 0n : rows.flatMap((row) => row.taxLines).reduce((all, one) => all + minor(one.priceSet.shopMoney.amount), 0n);
  return rows.reduce((all, row) => all + minor(row.priceSet.shopMoney.amount) * row.units, taxes);
}

describe('Shopify: an order as the buyer paid it', () => {
  it('carries lines, shipping, money and where it comes from', async function () {
    const reading = readingOf({ shipping_price: digits('4.90'), total_price: digits('14.90'), order_lines: [line(1, { shipping_price: digits('4.90'), taxes: [tax('1.67')], shipping_taxes: [tax('0.82')] })] }, { name: 'Market' });
    const { asked } = await createdBy(reading, { tags: ['Market'], note: 'Hello', nameTemplate: '{marketplace} {number}' });
    assert.deepEqual(asked.order.lineItems, [{
      variantId: gid(1), quantity: 1, priceSet: { shopMoney: { amount: '10.00', currencyCode: 'EUR' }, presentmentMoney: { amount: '10.00', currencyCode: 'EUR' } }, requiresShipping: true, taxable: true,
      taxLines: [{ title: 'VAT20', rate: '0.2', priceSet: { shopMoney: { amount: '1.67', currencyCode: 'EUR' }, presentmentMoney: { amount: '1.67', currencyCode: 'EUR' } }, channelLiable: false }],
      properties: [{ name: '_marketplace_line', value: 'MK1-A-1' }],
    }]);
    assert.deepEqual(asked.order.shippingLines.map((one) => [one.title, one.code, one.priceSet.shopMoney.amount, one.taxLines[0]?.priceSet.shopMoney.amount]), [['Standard', 'STD', '4.90', '0.82']]);
    assert.deepEqual(asked.order.transactions?.map((one) => [one.kind, one.status, one.gateway, one.amountSet.shopMoney.amount]), [['SALE', 'SUCCESS', 'Market', '14.90']]);
    const { name, currency, presentmentCurrency, taxesIncluded, processedAt, sourceIdentifier, metafields, tags, note } = asked.order;
    assert.deepEqual(
      { name, currency, presentmentCurrency, taxesIncluded, processedAt, sourceIdentifier, metafields, tags, note },
      { name: 'Market MK1-A', currency: 'EUR', presentmentCurrency: 'EUR', taxesIncluded: true, processedAt: '2026-09-01T08:00:00Z', sourceIdentifier: 'MK1-A', metafields: [{ namespace: 'order_lifecycle', key: 'source_order', type: 'id', value: `${ACCOUNT}:MK1-A` }], tags: ['Market'], note: 'Hello' },
    );
    assert.deepEqual(asked.options, { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY', sendReceipt: false, sendFulfillmentReceipt: false });
    assert.deepEqual(attributesOf(asked), { Marketplace: 'Market', 'Marketplace channel': 'Initial', 'Marketplace order': 'MK1-A', 'Order key': `${ACCOUNT}:MK1-A`, 'Ship by': '2026-09-03T21:59:59.999Z' });
    assert.equal('email' in asked.order || 'customer' in asked.order || 'sourceName' in asked.order, false);
  });

  const orders: readonly [string, Readonly<Record<string, unknown>>, number][] = [
    ['3 for 10.00', { order_lines: [line(1, { quantity: 3, price_unit: digits('3.33') })] }, 2],
    ['KWD', { currency_iso_code: 'KWD', price: digits('1.250'), total_price: digits('1.250'), shipping_price: 0, order_lines: [line(1, { quantity: 2, price: digits('1.250'), price_unit: digits('0.625'), shipping_price: 0 })] }, 3],
    ['JPY', { currency_iso_code: 'JPY', price: 5940, total_price: 6490, shipping_price: 550, order_lines: [line(1, { quantity: 3, price: 5940, price_unit: 1980, shipping_price: 550, taxes: [tax('540', '10')], shipping_taxes: [tax('50', '10')] })] }, 0],
    ['9007199254740993.01', { price: digits('9007199254740993.01'), total_price: digits('9007199254740993.01'), order_lines: [line(1, { price: digits('9007199254740993.01'), price_unit: digits('9007199254740993.01') })] }, 2],
    ['tax excluded', { order_tax_mode: 'TAX_EXCLUDED', price: digits('20.00'), shipping_price: digits('5.00'), total_price: digits('25.00'), order_lines: [line(1, { quantity: 3, price_unit: digits('3.33'), taxes: [tax('2.01')], shipping_price: digits('5.00'), shipping_taxes: [tax('1.00')] }), line(2, { taxes: [tax('2.00')] })] }, 2],
    ['a fee', { total_price: digits('11.50'), order_lines: [line(1, { fees: [{ code: 'ASSEMBLY', amount: digits('1.50') }] })] }, 2],
    ['a rounding up', { total_price: digits('10.01') }, 2],
    ['a rounding down', { shipping_price: digits('4.00'), total_price: digits('13.99'), order_lines: [line(1, { shipping_price: digits('4.00') })] }, 2],
    ['a rounding down without shipping', { total_price: digits('9.99'), order_lines: [line(1, { quantity: 2, price_unit: digits('5.00') })] }, 2],
    ['shipping on two lines', { price: digits('20.00'), shipping_price: digits('4.90'), total_price: digits('24.90'), order_lines: [line(1, { shipping_price: digits('2.45'), shipping_taxes: [tax('0.41')] }), line(2, { shipping_price: digits('2.45'), shipping_taxes: [tax('0.41')] })] }, 2],
  ];
  for (const [what, fields, decimals] of orders) {
    it(`${what}: sums to the source’s total (R6), and the vendor’s schema takes it`, async function () {
      const reading = readingOf(fields);
      const { asked, request } = await createdBy(reading);
      const { amount } = reading.order.totals.grand;
      assert.equal(sumOf(asked, decimals), BigInt(amount.replace('.', '')));
      assert.equal(asked.order.transactions?.[0]?.amountSet.shopMoney.amount, amount);
      needs(this, contracts);
      assert.deepEqual(problemsOf(request), []);
    }).timeout(20_000);
  }

  it('3 for 10.00 is 2 × 3.33 and 1 × 3.34, its tax shared to the cent', async () => {
    const { asked } = await createdBy(readingOf({ order_lines: [line(1, { quantity: 3, price_unit: digits('3.33'), taxes: [tax('1.67')] })] }));
    assert.deepEqual(asked.order.lineItems.map((item) => [item.quantity, item.priceSet.shopMoney.amount, item.taxLines[0]?.priceSet.shopMoney.amount]), [[2, '3.33', '1.11'], [1, '3.34', '0.56']]);
  });
  it('shipping that two lines share is one shipping line', async () => {
    const { asked } = await createdBy(readingOf(orders.at(-1)?.[1]));
    assert.deepEqual(asked.order.shippingLines.map((one) => [one.priceSet.shopMoney.amount, one.taxLines.map((of) => of.priceSet.shopMoney.amount)]), [['4.90', ['0.82']]]);
  });
  it('shipping types get the title and code that the node maps them to', async () => {
    const { asked } = await createdBy(readingOf(), { shippingTitles: { STD: { title: 'Colissimo', code: 'COL' } } });
    assert.deepEqual(asked.order.shippingLines.map((one) => [one.title, one.code]), [['Colissimo', 'COL']]);
  });
  it('tax that the marketplace owes is marked as the channel’s (R13)', async () => {
    const { asked } = await createdBy(readingOf({ order_lines: [line(1, { taxes: [tax('1.00', '10.0', 'MP')] })] }, { marketplaceTaxCodes: ['MP'] }));
    assert.equal(asked.order.lineItems[0]?.taxLines[0]?.channelLiable, true);
  });
  it('an order not yet paid is pending and has no transaction', async () => {
    const { asked } = await createdBy(readingOf({ payment_workflow: 'PAY_ON_SHIPMENT', customer_debited_date: null }));
    assert.deepEqual([asked.order.transactions, asked.order.financialStatus], [undefined, 'PENDING']);
  });
  it('stock reacts as the node says', async () => {
    for (const [stock, inventoryBehaviour] of [['decrement-obeying-policy', 'DECREMENT_OBEYING_POLICY'], ['bypass', 'BYPASS']] as const) assert.equal((await createdBy(readingOf(), { stock })).asked.options['inventoryBehaviour'], inventoryBehaviour);
  });
  it('a development store makes five a minute: one each 12 s, also in the budget', async () => {
    const { request } = await createdBy(readingOf(), {}, { settings: { developmentStore: true } });
    assert.deepEqual(request.paces, [{ by: 'points', cost: 10 }, { by: 'every', name: 'orderCreate', span: 12_000 }]);
  });
});

describe('Shopify: only what is still sold goes in', () => {
  it('refused and cancelled lines stay out, and so does their shipping', async () => {
    const { asked } = await createdBy(readingOf({ order_lines: [line(1), line(2, { order_line_state: 'REFUSED' }), line(3, { order_line_state: 'CANCELED', price: digits('0') })] }));
    assert.deepEqual(asked.order.lineItems.map((item) => item.properties[0]?.value), ['MK1-A-1']);
  });
  it('of a line cancelled in part, the units that are left at the price that is left', async () => {
    const cancelations = [{ id: '1', amount: digits('5.00'), quantity: 1 }];
    const { asked } = await createdBy(readingOf({ order_lines: [line(1, { quantity: 3, price: digits('10.00'), price_unit: digits('5.00'), cancelations })] }));
    assert.deepEqual(asked.order.lineItems.map((item) => [item.quantity, item.priceSet.shopMoney.amount]), [[2, '5.00']]);
  });
  it('asks where nothing is left, before any call', () => create(readingOf({ order_lines: [line(1, { order_line_state: 'REFUSED' })] })).asks('rule broken', 'nothing to sell'));
  it('lines that the marketplace fulfils stay out', () => create(readingOf({ fulfillment: { center: { code: 'OP' } } }, { operatorFulfils: true })).asks('rule broken', 'nothing to sell'));
  it('asks above 250 lines, before any call', () => {
    const lines = Array.from({ length: 251 }, (_, n) => line(n + 1));
    return create(readingOf({ price: digits('2510.00'), total_price: digits('2510.00'), order_lines: lines })).asks('rule broken', 'lines', { rule: 'R2', lines: 251, most: 250, text: 'Shopify takes 250 lines in one order' });
  });
  it('asks where the source’s sums do not agree, unless a person said to do it', async () => {
    const reading = readingOf();
    const wrong = { ...reading, order: { ...reading.order, totals: { ...reading.order.totals, grand: { amount: '12.00', currency: 'EUR' } } } };
    await create(wrong).asks('price difference', 'total', { stated: '12.00', computed: '10.00', currency: 'EUR' });
    await create(wrong, {}, { decisions: [decision('do it', 'price difference/total')] }).reads('productVariants', variants([[1, 'SKU-1']])).writes('orderCreate').answers(200, made('10.00')).returns(result('10.00'));
  });
});

describe('Shopify: which variant a SKU is', () => {
  const two = readingOf({ price: digits('20.00'), total_price: digits('20.00'), order_lines: [line(1, { offer_sku: 'A-1' }), line(2, { offer_sku: 'B"2' })] });
  it('is asked for all SKUs at once, quoted, and compared exactly', async () => {
    const script = create(two).reads('productVariants', variants([[9, 'a-1'], [1, 'A-1'], [8, 'A-10'], [2, 'B"2']])).writes('orderCreate', (body) => {
      const { variables } = body as { variables: Asked };
      assert.deepEqual(variables.order.lineItems.map((item) => item.variantId), [gid(1), gid(2)]);
    }).answers(200, made('20.00'));
    await script.returns(result('20.00'));
    assert.deepEqual((script.requests[0]?.body as { variables: object }).variables, { query: 'sku:"A-1" OR sku:"B\\"2"', after: null });
  });
  it('is looked for on every page, since a tokenised search finds a lot', () =>
    create(readingOf()).reads('productVariants', variants([[7, 'SKU-10']], 'next')).reads('productVariants', variants([[1, 'SKU-1']])).writes('orderCreate').answers(200, made('10.00')).returns(result('10.00')));
  it('where unknown, is looked up anew and then asked for', () =>
    create(two).reads('productVariants', variants([[1, 'A-1']])).reads('productVariants', variants([])).asks('unknown sku', 'MK1-A-2', { line: 'MK1-A-2', sku: 'B"2', title: 'Product 2' }));
  it('where ambiguous, is asked for with the candidates', () =>
    create(readingOf()).reads('productVariants', variants([[1, 'SKU-1'], [2, 'SKU-1']])).asks('unknown sku', 'MK1-A-1', { line: 'MK1-A-1', sku: 'SKU-1', title: 'Product 1', candidates: [`${gid(1)} Variant 1`, `${gid(2)} Variant 2`] }));
  it('a line without SKU is asked for without a call', () => create(readingOf({ order_lines: [line(1, { offer_sku: null })] })).asks('unknown sku', 'MK1-A-1'));
  it('where the node says so, an unknown SKU is an item of its own', async () => {
    const script = create(readingOf(), { unknownSku: 'custom-line' }).reads('productVariants', variants([])).reads('productVariants', variants([])).writes('orderCreate', (body) => {
      const [item] = (body as { variables: Asked }).variables.order.lineItems;
      assert.deepEqual([item?.variantId, item?.title, item?.sku], [undefined, 'Product 1', 'SKU-1']);
    }).answers(200, made('10.00'));
    await script.returns(result('10.00'));
  });
  it('a person’s choice for the line counts, and the last one of them', async () => {
    const chosen = (...ids: string[]) => ids.map((variantId) => decision('use sku', 'unknown sku/MK1-A-1', { lineId: 'MK1-A-1', variantId }));
    assert.equal((await createdBy(readingOf(), {}, { decisions: chosen(gid(5), gid(6)) })).asked.order.lineItems[0]?.variantId, gid(6));
    assert.equal((await createdBy(readingOf(), {}, { decisions: chosen('custom') })).asked.order.lineItems[0]?.title, 'Product 1');
  });
  const mapped: readonly [string, unknown, readonly (readonly [string, number, string])[]][] = [
    ['an id', gid(3), [[gid(3), 1, '10.00']]],
    ['one part', { variantId: gid(3) }, [[gid(3), 1, '10.00']]],
    ['two units of one variant', [{ variantId: gid(3), quantity: 2 }], [[gid(3), 2, '5.00']]],
    ['a bundle by shares', [{ variantId: gid(3), quantity: 1, share: 2 }, { variantId: gid(4), quantity: 3, share: 1 }], [[gid(3), 1, '6.67'], [gid(4), 3, '1.11']]],
  ];
  for (const [what, value, rows] of mapped) {
    it(`the account’s map gives ${what}`, async () => {
      const { asked } = await createdBy(readingOf(), {}, { maps: { sku: { 'SKU-1': value } } });
      assert.deepEqual(asked.order.lineItems.map((item) => [item.variantId, item.quantity, item.priceSet.shopMoney.amount]), rows);
      assert.equal(sumOf(asked, 2), 1000n);
      assert.deepEqual([...new Set(asked.order.lineItems.map((item) => item.properties[0]?.value))], ['MK1-A-1']);
    });
  }
  it('a map’s value that is none counts as no map', () => create(readingOf(), {}, { maps: { sku: { 'SKU-1': { wrong: true } } } }).reads('productVariants', variants([[1, 'SKU-1']])).writes('orderCreate').answers(200, made('10.00')).returns(result('10.00')));
  it('more than 20 SKUs are asked for in turns', async () => {
    const lines = Array.from({ length: 21 }, (_, n) => line(n + 1, { offer_sku: `S${String(n).padStart(2, '0')}` }));
    const found = (from: number, to: number) => variants(Array.from({ length: to - from }, (_, n) => [n + from + 1, `S${String(n + from).padStart(2, '0')}`] as const));
    await create(readingOf({ price: digits('210.00'), total_price: digits('210.00'), order_lines: lines })).reads('productVariants', found(0, 20)).reads('productVariants', found(20, 21)).writes('orderCreate').answers(200, made('210.00')).returns(result('210.00'));
  });
});

describe('Shopify: taxes, countries and people', () => {
  const untaxed = readingOf({ order_lines: [line(1, { taxes: [tax('1.00', null, 'CITY')] })] });
  it('an unknown rate is asked for, never taken as nothing', () => create(untaxed).reads('productVariants', variants([[1, 'SKU-1']])).asks('unknown rate', 'CITY', { code: 'CITY', amount: '1.00', currency: 'EUR' }));
  it('a rate from the account’s map counts', async () => {
    for (const rate of ['8.875', { rate: '8.875' }]) assert.equal((await createdBy(untaxed, {}, { maps: { tax: { CITY: rate }, sku: { 'SKU-1': gid(1) } } })).asked.order.lineItems[0]?.taxLines[0]?.rate, '0.08875');
  });
  it('a tax of nothing without a rate is left out', async () => assert.deepEqual((await createdBy(readingOf({ order_lines: [line(1, { taxes: [tax('0.00', null, 'TAXZERO')] })] }))).asked.order.lineItems[0]?.taxLines, []));
  const abroad = readingOf({ customer: { shipping_address: address({ country_iso_code: null, country: 'Westeros' }) } });
  it('a country that nobody knows is asked for; the account’s map answers', async () => {
    await create(abroad).asks('unmapped', 'country/Westeros', { map: 'country', value: 'Westeros' });
    const { asked } = await createdBy(abroad, {}, { maps: { country: { Westeros: 'IE' }, sku: { 'SKU-1': gid(1) } } });
    assert.equal((asked.order['shippingAddress'] as { countryCode: string }).countryCode, 'IE');
  });
  it('a country that Shopify lacks is asked for', () => create(readingOf({ customer: { shipping_address: address({ country_iso_code: 'ATA' }) } })).asks('unmapped', 'country/AQ'));
  it('the customer is as the node says', async () => {
    assert.deepEqual((await createdBy(readingOf(), { customer: 'one-per-channel', customerId: 'gid://shopify/Customer/1' })).asked.order['customer'], { toAssociate: { id: 'gid://shopify/Customer/1' } });
    assert.deepEqual((await createdBy(readingOf(), { customer: 'buyer' })).asked.order['customer'], { toUpsert: { email: 'k4x9.relay@notification.example', firstName: 'Noa', lastName: 'Exemple' } });
  });
  it('tags: 250 of 40 characters, none twice, none parted by a comma', async () => {
    const { asked } = await createdBy(readingOf(), { tags: ['Mirakl', 'mirakl', ' a,b ', '', 'x'.repeat(60), ...Array.from({ length: 300 }, (_, n) => `t${n}`)] });
    const tags = asked.order['tags'] as string[];
    assert.deepEqual([tags.length, tags[0], tags[1], tags[2]], [250, 'Mirakl', 'a b', 'x'.repeat(40)]);
  });
  it('the node’s own attributes win, and empty ones are left out', async () => {
    const { asked } = await createdBy(readingOf(), { attributes: { Marketplace: 'Ours', Empty: ' ' } });
    assert.deepEqual([attributesOf(asked)['Marketplace'], 'Empty' in attributesOf(asked)], ['Ours', false]);
  });
  it('shopify-phone-extension: made without help, nothing lost', async function () {
    needs(this, cases);
    const [one] = pageOf(text(cases, 'inputs', 'shopify-phone-extension.json')).seen;
    assert.ok(one?.body.kind === 'order');
    const { asked } = await createdBy(one.body);
    const shipping = asked.order['shippingAddress'] as Record<string, string>;
    assert.deepEqual([shipping['phone'], shipping['provinceCode'], shipping['countryCode']], ['+14165550142', 'ON', 'CA']);
    assert.equal(attributesOf(asked)['Shipping phone as given'], '+1 416-555-0142 ext. 01234');
  });
  it('tax-rate-kept: 0.21 with 0.87 and 0.69, total 8.94', async function () {
    needs(this, cases);
    const [one] = pageOf(text(cases, 'inputs', 'tax-rate-kept.json')).seen;
    assert.ok(one?.body.kind === 'order');
    const { asked } = await createdBy(one.body);
    assert.deepEqual([...asked.order.lineItems, ...asked.order.shippingLines].map((row) => row.taxLines.map((of) => [of.rate, of.priceSet.shopMoney.amount])), [[['0.21', '0.87']], [['0.21', '0.69']]]);
    assert.equal(asked.order.transactions?.[0]?.amountSet.shopMoney.amount, '8.94');
  });
});

describe('Shopify: once, whatever is lost', () => {
  const begun = (more = {}) => create(readingOf(), {}, more).reads('productVariants', variants([[1, 'SKU-1']])).writes('orderCreate');
  const ours = { ...ORDER, totalPriceSet: { presentmentMoney: { amount: '10.0', currencyCode: 'EUR' } } };
  const found = { record: ORDER.id, answer: result('10.00') };

  it('a lost answer is found by the order’s own key', () => begun().loses().reads('orderByIdentifier', byKey(ours)).isSettledAs(found));
  it('or by its source, where key and source both are ours', () =>
    begun().loses().reads('orderByIdentifier', byKey(null)).reads('orders', bySource([{ ...ours, sourceIdentifier: 'MK1-A', metafield: { value: `${ACCOUNT}:MK1-A` } }])).isSettledAs(found));
  const others: readonly [string, object][] = [
    ['an order that the search took for like', { sourceIdentifier: 'MK1-A-2', metafield: { value: `${ACCOUNT}:MK1-A` } }],
    ['another account’s order of the same number', { sourceIdentifier: 'MK1-A', metafield: { value: 'mirakl:other.example:1:MK1-A' } }],
    ['another connector’s order', { sourceIdentifier: 'MK1-A', metafield: null }],
  ];
  for (const [what, fields] of others) it(`${what} is not ours`, () => begun().loses().reads('orderByIdentifier', byKey(null)).reads('orders', bySource([{ ...ours, ...fields }])).isSettledAs('absent'));

  it('shopify-null-payload-yet-created: in doubt, and found later by its key', function () {
    needs(this, cases);
    const { steps } = JSON.parse(text(cases, 'inputs', 'shopify-null-payload-yet-created.json')) as { steps: { operation?: string; body: unknown }[] };
    const [one] = pageOf(JSON.stringify(steps[0]?.body).replace(/("(?:price|price_unit|shipping_price|total_price|amount|rate)":)(\d+(?:\.\d+)?)/g, '$1"$2"')).seen;
    assert.ok(one?.body.kind === 'order');
    const [created, ...looks] = steps.slice(1);
    const script = () => create((one.body as { kind: 'order' }) as never).reads('productVariants', variants([[1, 'CHAIR-ASH']])).writes('orderCreate').answers(200, created?.body);
    return script().reads('orderByIdentifier', looks[0]?.body).reads('orders', bySource([])).isSettledAs('absent')
      .then(() => script().reads('orderByIdentifier', looks[1]?.body).isSettledAs({ record: ORDER.id, answer: { id: ORDER.id, name: '#2201', total: { amount: '167.90', currency: 'EUR' } } }));
  });
  it('its sister: the id present and an error beside it is done', () =>
    begun().answers(200, { ...made('10.00'), errors: [{ message: 'denied', path: ['orderCreate', 'order', 'name'], extensions: { code: 'ACCESS_DENIED' } }] }).returns(result('10.00')));
  it('an answer that lacks name and total beside an error is done too', () =>
    begun().answers(200, { data: { orderCreate: { order: { id: ORDER.id }, userErrors: [] } }, errors: [{ message: 'x' }] }).returns({ id: ORDER.id, name: '', total: { amount: '10.00', currency: 'EUR' } }));
  it('a total that differs is returned as Shopify states it', () => begun().answers(200, made('10.01')).returns(result('10.01')));
  it('a refusal is a refusal', () =>
    begun().answers(200, { data: { orderCreate: { order: null, userErrors: [{ field: ['order', 'lineItems', '0', 'variantId'], message: 'Variant does not exist', code: 'INVALID' }] } } }).isRefused('INVALID'));

  it('made again by a person’s decision, it has a key of its own, by which it is proven', async () => {
    const script = begun({ decisions: [decision('new generation', 'order.create/1')] }).loses().reads('orderByIdentifier', byKey(null)).reads('orders', bySource([{ ...ours, sourceIdentifier: 'MK1-A', metafield: { value: `${ACCOUNT}:MK1-A` } }]));
    await script.isSettledAs('absent');
    assert.deepEqual((script.requests[2]?.body as { variables: { value: string } }).variables.value, `${ACCOUNT}:MK1-A#2`);
  });
  it('the same order twice is the same request', async () => {
    const [one, two] = [await createdBy(readingOf()), await createdBy(readingOf())];
    assert.deepEqual(one.request, two.request);
  });
  it('a proof asks for nothing about a person', () => {
    const request = graphql(STORE, documents.orderByKey, {});
    assert.doesNotMatch(JSON.stringify([request, documents.ordersBySource, args()]), /email|phone|address/i);
  });
});
