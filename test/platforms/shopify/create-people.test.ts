import assert from 'node:assert/strict';
import { address, line, pageOf, readingOf, tax } from '../orders';
import { cases, needs, text } from '../sources';
import { attributesOf, create, createdBy, gid, variants } from './shop';

describe('Shopify: taxes, countries and people', () => {
  const untaxed = readingOf({ order_lines: [line(1, { taxes: [tax('1.00', null, 'CITY')] })] });
  it('an unknown rate is asked for, never taken as nothing', () =>
    create(untaxed)
      .reads('productVariants', variants([[1, 'SKU-1']]))
      .asks('unknown rate', 'CITY', { code: 'CITY', line: 'Product 1', amount: '1.00', currency: 'EUR' }));
  it('a rate from the account’s map counts', async () => {
    for (const rate of ['8.875', { rate: '8.875' }])
      assert.equal(
        (await createdBy(untaxed, {}, { maps: { tax: { CITY: rate }, sku: { 'SKU-1': gid(1) } } })).asked.order.lineItems[0]
          ?.taxLines[0]?.rate,
        '0.08875',
      );
  });
  it('a tax of nothing without a rate is left out', async () =>
    assert.deepEqual(
      (await createdBy(readingOf({ order_lines: [line(1, { taxes: [tax('0.00', null, 'TAXZERO')] })] }))).asked.order.lineItems[0]
        ?.taxLines,
      [],
    ));
  const abroad = readingOf({ customer: { shipping_address: address({ country_iso_code: null, country: 'Westeros' }) } });
  it('a country that nobody knows is asked for; the account’s map answers', async () => {
    await create(abroad).asks('unmapped', 'country/Westeros', { what: 'country', value: 'Westeros' });
    const { asked } = await createdBy(abroad, {}, { maps: { country: { Westeros: 'IE' }, sku: { 'SKU-1': gid(1) } } });
    assert.equal((asked.order.shippingAddress as { countryCode: string }).countryCode, 'IE');
  });
  it('a country that Shopify lacks is asked for', () =>
    create(readingOf({ customer: { shipping_address: address({ country_iso_code: 'ATA' }) } })).asks('unmapped', 'country/AQ'));
  it('the customer is as the node says', async () => {
    assert.deepEqual(
      (await createdBy(readingOf(), { customer: 'one-per-channel', customerId: 'gid://shopify/Customer/1' })).asked.order
        .customer,
      { toAssociate: { id: 'gid://shopify/Customer/1' } },
    );
    assert.deepEqual((await createdBy(readingOf(), { customer: 'buyer' })).asked.order.customer, {
      toUpsert: { email: 'k4x9.relay@notification.example', firstName: 'Noa', lastName: 'Exemple' },
    });
  });
  it('a buyer without a name is one all the same, and an address without one goes out without one', async () => {
    const nobody = { firstname: ' ', lastname: '' };
    const unnamed = readingOf({ customer: { ...nobody, shipping_address: address(nobody), billing_address: null } });
    const { asked } = await createdBy(unnamed, { customer: 'buyer' });
    assert.deepEqual(asked.order.customer, { toUpsert: { email: 'k4x9.relay@notification.example' } });
    const to = asked.order.shippingAddress as Record<string, string>;
    assert.deepEqual([to.firstName, to.lastName, to.address1], [undefined, undefined, '12 rue du Modèle']);
  });
  it('tags: 250 of 40 characters, none twice, none parted by a comma', async () => {
    const { asked } = await createdBy(readingOf(), {
      tags: ['Mirakl', 'mirakl', ' a,b ', '', 'x'.repeat(60), ...Array.from({ length: 300 }, (_, n) => `t${n}`)],
    });
    const tags = asked.order.tags as string[];
    assert.deepEqual([tags.length, tags[0], tags[1], tags[2]], [250, 'Mirakl', 'a b', 'x'.repeat(40)]);
  });
  it('the node’s own attributes win, and empty ones are left out', async () => {
    const { asked } = await createdBy(readingOf(), { attributes: { Marketplace: 'Ours', Empty: ' ' } });
    assert.deepEqual([attributesOf(asked).Marketplace, 'Empty' in attributesOf(asked)], ['Ours', false]);
  });
  it('shopify-phone-extension: made without help, nothing lost', async function () {
    needs(this, cases);
    const [one] = pageOf(text(cases, 'inputs', 'shopify-phone-extension.json')).seen;
    assert.ok(one?.body.kind === 'order');
    const { asked } = await createdBy(one.body);
    const shipping = asked.order.shippingAddress as Record<string, string>;
    assert.deepEqual([shipping.phone, shipping.provinceCode, shipping.countryCode], ['+14165550142', 'ON', 'CA']);
    assert.equal(attributesOf(asked)['Shipping phone as given'], '+1 416-555-0142 ext. 01234');
  });
  it('tax-rate-kept: 0.21 with 0.87 and 0.69, total 8.94', async function () {
    needs(this, cases);
    const [one] = pageOf(text(cases, 'inputs', 'tax-rate-kept.json')).seen;
    assert.ok(one?.body.kind === 'order');
    const { asked } = await createdBy(one.body);
    assert.deepEqual(
      [...asked.order.lineItems, ...asked.order.shippingLines].map((row) =>
        row.taxLines.map((of) => [of.rate, of.priceSet.shopMoney.amount]),
      ),
      [[['0.21', '0.87']], [['0.21', '0.69']]],
    );
    assert.equal(asked.order.transactions?.[0]?.amountSet.shopMoney.amount, '8.94');
  });
});
