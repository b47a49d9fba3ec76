import assert from 'node:assert/strict';
import { ACCOUNT, digits, line, readingOf, tax } from '../orders';
import { contracts, needs } from '../sources';
import { problemsOf } from './schema';
import { attributesOf, createdBy, gid, sumOf } from './shop';

describe('Shopify: an order as the buyer paid it', () => {
  it('carries lines, shipping, money and where it comes from', async () => {
    const reading = readingOf(
      {
        shipping_price: digits('4.90'),
        total_price: digits('14.90'),
        order_lines: [line(1, { shipping_price: digits('4.90'), taxes: [tax('1.67')], shipping_taxes: [tax('0.82')] })],
      },
      { name: 'Market' },
    );
    const { asked } = await createdBy(reading, { tags: ['Market'], note: 'Hello', nameTemplate: '{marketplace} {number}' });
    assert.deepEqual(asked.order.lineItems, [
      {
        variantId: gid(1),
        quantity: 1,
        priceSet: {
          shopMoney: { amount: '10.00', currencyCode: 'EUR' },
          presentmentMoney: { amount: '10.00', currencyCode: 'EUR' },
        },
        requiresShipping: true,
        taxable: true,
        taxLines: [
          {
            title: 'VAT20',
            rate: '0.2',
            priceSet: {
              shopMoney: { amount: '1.67', currencyCode: 'EUR' },
              presentmentMoney: { amount: '1.67', currencyCode: 'EUR' },
            },
            channelLiable: false,
          },
        ],
        properties: [{ name: '_marketplace_line', value: 'MK1-A-1' }],
      },
    ]);
    assert.deepEqual(
      asked.order.shippingLines.map((one) => [
        one.title,
        one.code,
        one.priceSet.shopMoney.amount,
        one.taxLines[0]?.priceSet.shopMoney.amount,
      ]),
      [['Standard', 'STD', '4.90', '0.82']],
    );
    assert.deepEqual(
      asked.order.transactions?.map((one) => [one.kind, one.status, one.gateway, one.amountSet.shopMoney.amount]),
      [['SALE', 'SUCCESS', 'Market', '14.90']],
    );
    const { name, currency, presentmentCurrency, taxesIncluded, processedAt, sourceIdentifier, metafields, tags, note } =
      asked.order;
    assert.deepEqual(
      { name, currency, presentmentCurrency, taxesIncluded, processedAt, sourceIdentifier, metafields, tags, note },
      {
        name: 'Market MK1-A',
        currency: 'EUR',
        presentmentCurrency: 'EUR',
        taxesIncluded: true,
        processedAt: '2026-09-01T08:00:00Z',
        sourceIdentifier: 'MK1-A',
        metafields: [{ namespace: 'order_lifecycle', key: 'source_order', type: 'id', value: `${ACCOUNT}:MK1-A` }],
        tags: ['Market'],
        note: 'Hello',
      },
    );
    assert.deepEqual(asked.options, {
      inventoryBehaviour: 'DECREMENT_IGNORING_POLICY',
      sendReceipt: false,
      sendFulfillmentReceipt: false,
    });
    assert.deepEqual(attributesOf(asked), {
      Marketplace: 'Market',
      'Marketplace channel': 'Initial',
      'Marketplace order': 'MK1-A',
      'Order key': `${ACCOUNT}:MK1-A`,
      'Ship by': '2026-09-03T21:59:59.999Z',
    });
    assert.equal('email' in asked.order || 'customer' in asked.order || 'sourceName' in asked.order, false);
  });

  const orders: readonly [string, Readonly<Record<string, unknown>>, number][] = [
    ['3 for 10.00', { order_lines: [line(1, { quantity: 3, price_unit: digits('3.33') })] }, 2],
    [
      'KWD',
      {
        currency_iso_code: 'KWD',
        price: digits('1.250'),
        total_price: digits('1.250'),
        shipping_price: 0,
        order_lines: [line(1, { quantity: 2, price: digits('1.250'), price_unit: digits('0.625'), shipping_price: 0 })],
      },
      3,
    ],
    [
      'JPY',
      {
        currency_iso_code: 'JPY',
        price: 5940,
        total_price: 6490,
        shipping_price: 550,
        order_lines: [
          line(1, {
            quantity: 3,
            price: 5940,
            price_unit: 1980,
            shipping_price: 550,
            taxes: [tax('540', '10')],
            shipping_taxes: [tax('50', '10')],
          }),
        ],
      },
      0,
    ],
    [
      '9007199254740993.01',
      {
        price: digits('9007199254740993.01'),
        total_price: digits('9007199254740993.01'),
        order_lines: [line(1, { price: digits('9007199254740993.01'), price_unit: digits('9007199254740993.01') })],
      },
      2,
    ],
    [
      'tax excluded',
      {
        order_tax_mode: 'TAX_EXCLUDED',
        price: digits('20.00'),
        shipping_price: digits('5.00'),
        total_price: digits('25.00'),
        order_lines: [
          line(1, {
            quantity: 3,
            price_unit: digits('3.33'),
            taxes: [tax('2.01')],
            shipping_price: digits('5.00'),
            shipping_taxes: [tax('1.00')],
          }),
          line(2, { taxes: [tax('2.00')] }),
        ],
      },
      2,
    ],
    [
      'a fee',
      { total_price: digits('11.50'), order_lines: [line(1, { fees: [{ code: 'ASSEMBLY', amount: digits('1.50') }] })] },
      2,
    ],
    ['a rounding up', { total_price: digits('10.01') }, 2],
    [
      'a rounding down',
      {
        shipping_price: digits('4.00'),
        total_price: digits('13.99'),
        order_lines: [line(1, { shipping_price: digits('4.00') })],
      },
      2,
    ],
    [
      'a rounding down without shipping',
      { total_price: digits('9.99'), order_lines: [line(1, { quantity: 2, price_unit: digits('5.00') })] },
      2,
    ],
    [
      'shipping on two lines',
      {
        price: digits('20.00'),
        shipping_price: digits('4.90'),
        total_price: digits('24.90'),
        order_lines: [
          line(1, { shipping_price: digits('2.45'), shipping_taxes: [tax('0.41')] }),
          line(2, { shipping_price: digits('2.45'), shipping_taxes: [tax('0.41')] }),
        ],
      },
      2,
    ],
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
    const { asked } = await createdBy(
      readingOf({ order_lines: [line(1, { quantity: 3, price_unit: digits('3.33'), taxes: [tax('1.67')] })] }),
    );
    assert.deepEqual(
      asked.order.lineItems.map((item) => [
        item.quantity,
        item.priceSet.shopMoney.amount,
        item.taxLines[0]?.priceSet.shopMoney.amount,
      ]),
      [
        [2, '3.33', '1.11'],
        [1, '3.34', '0.56'],
      ],
    );
  });
  it('shipping that two lines share is one shipping line', async () => {
    const { asked } = await createdBy(readingOf(orders.at(-1)?.[1]));
    assert.deepEqual(
      asked.order.shippingLines.map((one) => [
        one.priceSet.shopMoney.amount,
        one.taxLines.map((of) => of.priceSet.shopMoney.amount),
      ]),
      [['4.90', ['0.82']]],
    );
  });
  it('shipping types get the title and code that the node maps them to', async () => {
    const { asked } = await createdBy(readingOf(), { shippingTitles: { STD: { title: 'Colissimo', code: 'COL' } } });
    assert.deepEqual(
      asked.order.shippingLines.map((one) => [one.title, one.code]),
      [['Colissimo', 'COL']],
    );
  });
  it('tax that the marketplace owes is marked as the channel’s (R13)', async () => {
    const { asked } = await createdBy(
      readingOf({ order_lines: [line(1, { taxes: [tax('1.00', '10.0', 'MP')] })] }, { marketplaceTaxCodes: ['MP'] }),
    );
    assert.equal(asked.order.lineItems[0]?.taxLines[0]?.channelLiable, true);
  });
  it('an order not yet paid is pending and has no transaction', async () => {
    const { asked } = await createdBy(readingOf({ payment_workflow: 'PAY_ON_SHIPMENT', customer_debited_date: null }));
    assert.deepEqual([asked.order.transactions, asked.order.financialStatus], [undefined, 'PENDING']);
  });
  it('stock reacts as the node says', async () => {
    for (const [stock, inventoryBehaviour] of [
      ['decrement-obeying-policy', 'DECREMENT_OBEYING_POLICY'],
      ['bypass', 'BYPASS'],
    ] as const)
      assert.equal((await createdBy(readingOf(), { stock })).asked.options.inventoryBehaviour, inventoryBehaviour);
  });
  it('a development store makes five a minute: one each 12 s, also in the budget', async () => {
    const { request } = await createdBy(readingOf(), {}, { settings: { developmentStore: true } });
    assert.deepEqual(request.paces, [
      { by: 'points', cost: 10 },
      { by: 'every', name: 'orderCreate', span: 12_000 },
    ]);
  });
});
