import assert from 'node:assert/strict';
import type { Request } from '../../../lib/model/call';
import { findVariants } from '../../../lib/platforms/shopify/find-variants';
import { readingOf } from '../orders';
import { createdBy, decision, gid, STORE } from './shop';

/** What is asked for a text, and what is made of the answer. */
async function found(text: string, nodes: readonly object[] = []) {
  const asked: Request[] = [];
  const variants = await findVariants(
    async (request, parse) => {
      asked.push(request);
      return parse({ productVariants: { nodes } });
    },
    STORE,
    text,
  );
  return { variants, queries: asked.map(({ body }) => (body as { variables: { query: string } }).variables.query) };
}

describe('Shopify: a variant that a person looks for', () => {
  it('is asked for by the beginnings of words, by SKU and by barcode; a number may be its own', async () => {
    assert.deepEqual((await found(' Mug-RED 0,3 l ')).queries, [
      '(mug* red* 0* 3* l*) OR sku:"Mug-RED 0,3 l" OR barcode:"Mug-RED 0,3 l"',
    ]);
    assert.deepEqual((await found('4711')).queries, ['(4711*) OR sku:"4711" OR barcode:"4711" OR id:4711']);
  });
  it('no text breaks out of its quotes, and none is no question', async () => {
    assert.deepEqual((await found('" OR -sku:"x\\')).queries, [
      '(or* sku* x*) OR sku:"\\" OR -sku:\\"x\\\\" OR barcode:"\\" OR -sku:\\"x\\\\"',
    ]);
    assert.deepEqual((await found('%&')).queries, ['sku:"%&" OR barcode:"%&"']);
    assert.deepEqual(await found('  '), { variants: [], queries: [] });
  });
  it('is shown with what tells it apart, what is exactly that first', async () => {
    const { variants } = await found('MUG-2', [
      { id: gid(1), sku: 'MUG-20', barcode: '', displayName: 'Mug - Large' },
      { id: gid(2), sku: 'MUG-2', barcode: '4006381333931', displayName: 'Mug - Small' },
      { id: gid(3), sku: null, barcode: null, displayName: 'Mug 2' },
    ]);
    assert.deepEqual(variants, [
      { id: gid(2), title: 'Mug - Small', sku: 'MUG-2', barcode: '4006381333931' },
      { id: gid(1), title: 'Mug - Large', sku: 'MUG-20' },
      { id: gid(3), title: 'Mug 2' },
    ]);
  });
  it('a bundle that a person chose for one line counts for that line', async () => {
    const to = [
      { variantId: gid(3), quantity: 1, share: 2 },
      { variantId: gid(4), quantity: 3, share: 1 },
    ];
    const decisions = [decision('use sku', 'unknown sku/MK1-A-1', { lineId: 'MK1-A-1', to })];
    const { asked } = await createdBy(readingOf(), {}, { decisions });
    assert.deepEqual(
      asked.order.lineItems.map((item) => [item.variantId, item.quantity, item.priceSet.shopMoney.amount]),
      [
        [gid(3), 1, '6.67'],
        [gid(4), 3, '1.11'],
      ],
    );
  });
});
