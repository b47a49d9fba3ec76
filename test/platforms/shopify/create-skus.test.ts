import assert from 'node:assert/strict';
import { digits, line, readingOf } from '../orders';
import { type Asked, create, createdBy, decision, gid, made, result, sumOf, variants } from './shop';

describe('Shopify: which variant a SKU is', () => {
  const two = readingOf({
    price: digits('20.00'),
    total_price: digits('20.00'),
    order_lines: [line(1, { offer_sku: 'A-1' }), line(2, { offer_sku: 'B"2' })],
  });
  it('is asked for all SKUs at once, quoted, and compared exactly', async () => {
    const script = create(two)
      .reads(
        'productVariants',
        variants([
          [9, 'a-1'],
          [1, 'A-1'],
          [8, 'A-10'],
          [2, 'B"2'],
        ]),
      )
      .writes('orderCreate', (body) => {
        const { variables } = body as { variables: Asked };
        assert.deepEqual(
          variables.order.lineItems.map((item) => item.variantId),
          [gid(1), gid(2)],
        );
      })
      .answers(200, made('20.00'));
    await script.returns(result('20.00'));
    assert.deepEqual((script.requests[0]?.body as { variables: object } | undefined)?.variables, {
      query: 'sku:"A-1" OR sku:"B\\"2"',
      after: null,
    });
  });
  it('is looked for on every page, since a tokenised search finds a lot', () =>
    create(readingOf())
      .reads('productVariants', variants([[7, 'SKU-10']], 'next'))
      .reads('productVariants', variants([[1, 'SKU-1']]))
      .writes('orderCreate')
      .answers(200, made('10.00'))
      .returns(result('10.00')));
  it('where unknown, is looked up anew and then asked for', () =>
    create(two)
      .reads('productVariants', variants([[1, 'A-1']]))
      .reads('productVariants', variants([]))
      .asks('unknown sku', 'MK1-A-2', { line: 'MK1-A-2', sku: 'B"2', title: 'Product 2' }));
  it('where ambiguous, is asked for with the candidates', () =>
    create(readingOf())
      .reads(
        'productVariants',
        variants([
          [1, 'SKU-1'],
          [2, 'SKU-1'],
        ]),
      )
      .asks('unknown sku', 'MK1-A-1', {
        line: 'MK1-A-1',
        sku: 'SKU-1',
        title: 'Product 1',
        candidates: [`${gid(1)} Variant 1`, `${gid(2)} Variant 2`],
      }));
  it('a line without SKU is asked for without a call', () =>
    create(readingOf({ order_lines: [line(1, { offer_sku: null })] })).asks('unknown sku', 'MK1-A-1'));
  it('where the node says so, an unknown SKU is an item of its own', async () => {
    const script = create(readingOf(), { unknownSku: 'custom-line' })
      .reads('productVariants', variants([]))
      .reads('productVariants', variants([]))
      .writes('orderCreate', (body) => {
        const [item] = (body as { variables: Asked }).variables.order.lineItems;
        assert.deepEqual([item?.variantId, item?.title, item?.sku], [undefined, 'Product 1', 'SKU-1']);
      })
      .answers(200, made('10.00'));
    await script.returns(result('10.00'));
  });
  it('a person’s choice for the line counts, and the last one of them', async () => {
    const chosen = (...ids: string[]) =>
      ids.map((variantId) => decision('use sku', 'unknown sku/MK1-A-1', { lineId: 'MK1-A-1', variantId }));
    assert.equal(
      (await createdBy(readingOf(), {}, { decisions: chosen(gid(5), gid(6)) })).asked.order.lineItems[0]?.variantId,
      gid(6),
    );
    assert.equal(
      (await createdBy(readingOf(), {}, { decisions: chosen('custom') })).asked.order.lineItems[0]?.title,
      'Product 1',
    );
  });
  const mapped: readonly [string, unknown, readonly (readonly [string, number, string])[]][] = [
    ['an id', gid(3), [[gid(3), 1, '10.00']]],
    ['one part', { variantId: gid(3) }, [[gid(3), 1, '10.00']]],
    ['two units of one variant', [{ variantId: gid(3), quantity: 2 }], [[gid(3), 2, '5.00']]],
    [
      'a bundle by shares',
      [
        { variantId: gid(3), quantity: 1, share: 2 },
        { variantId: gid(4), quantity: 3, share: 1 },
      ],
      [
        [gid(3), 1, '6.67'],
        [gid(4), 3, '1.11'],
      ],
    ],
  ];
  for (const [what, value, rows] of mapped) {
    it(`the account’s map gives ${what}`, async () => {
      const { asked } = await createdBy(readingOf(), {}, { maps: { sku: { 'SKU-1': value } } });
      assert.deepEqual(
        asked.order.lineItems.map((item) => [item.variantId, item.quantity, item.priceSet.shopMoney.amount]),
        rows,
      );
      assert.equal(sumOf(asked, 2), 1000n);
      assert.deepEqual([...new Set(asked.order.lineItems.map((item) => item.properties[0]?.value))], ['MK1-A-1']);
    });
  }
  it('a map’s value that is none counts as no map', () =>
    create(readingOf(), {}, { maps: { sku: { 'SKU-1': { wrong: true } } } })
      .reads('productVariants', variants([[1, 'SKU-1']]))
      .writes('orderCreate')
      .answers(200, made('10.00'))
      .returns(result('10.00')));
  it('more than 20 SKUs are asked for in turns', async () => {
    const lines = Array.from({ length: 21 }, (_, n) => line(n + 1, { offer_sku: `S${String(n).padStart(2, '0')}` }));
    const found = (from: number, to: number) =>
      variants(Array.from({ length: to - from }, (_, n) => [n + from + 1, `S${String(n + from).padStart(2, '0')}`] as const));
    await create(readingOf({ price: digits('210.00'), total_price: digits('210.00'), order_lines: lines }))
      .reads('productVariants', found(0, 20))
      .reads('productVariants', found(20, 21))
      .writes('orderCreate')
      .answers(200, made('210.00'))
      .returns(result('210.00'));
  });
});
