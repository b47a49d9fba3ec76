import assert from 'node:assert/strict';
import { ACCOUNT, readingOf } from '../orders';
import { byKey, bySource, create, decision, made, ORDER, result, STORE, variants } from './shop';

const placed = Date.parse('2026-09-01T08:00:00Z');
const late = { firstSeenAt: placed + 86_400_000 };
const known = { id: 'gid://shopify/Order/77', name: '#1077', sourceIdentifier: null, tags: [], metafield: null };
const made77 = { id: known.id, name: known.name, totalPriceSet: { presentmentMoney: { amount: '10.0', currencyCode: 'EUR' } } };
const bound = { id: known.id, name: known.name, total: { amount: '10.00', currency: 'EUR' } };
const begin = (around = {}) => create(readingOf(), {}, { ...late, ...around });
const goesOn = (script: ReturnType<typeof begin>) =>
  script
    .reads('productVariants', variants([[1, 'SKU-1']]))
    .writes('orderCreate')
    .answers(200, made('10.00'))
    .returns(result('10.00'));

describe('Shopify: an order that may be there already', () => {
  it('is looked for only where it was placed long before it was seen', () =>
    goesOn(create(readingOf(), {}, { firstSeenAt: placed + 3_600_000 })));

  const like: readonly [string, object][] = [
    ['its source identifier', { sourceIdentifier: 'MK1-A' }],
    ['its name', { name: 'Market MK1-A' }],
    ['a tag', { tags: ['mkt:MK1-A', 'other'] }],
  ];
  for (const [what, fields] of like) {
    it(`is found by ${what} and asked for, before any write`, () =>
      begin()
        .reads('orders', bySource([{ ...known, ...fields }]))
        .asks('maybe exists', known.id, { shopOrder: (fields as { name?: string }).name ?? known.name, id: known.id }));
  }
  const unlike: readonly [string, object][] = [
    ['a longer number', { sourceIdentifier: 'MK1-AB', name: 'MK1-A-2', tags: ['xMK1-A'] }],
    [
      'an order that is marked as another one’s',
      { sourceIdentifier: 'MK1-A', metafield: { value: 'mirakl:other.example:1:MK1-A' } },
    ],
  ];
  for (const [what, fields] of unlike)
    it(`${what} is not it`, () => goesOn(begin().reads('orders', bySource([{ ...known, ...fields }]))));

  it('a person who says that it is another order is asked no more', () =>
    goesOn(
      begin({ decisions: [decision('it did not', `maybe exists/${known.id}`)] }).reads(
        'orders',
        bySource([{ ...known, sourceIdentifier: 'MK1-A' }]),
      ),
    ));

  const same = { decisions: [decision('it happened', `maybe exists/${known.id}`, { record: known.id })] };
  it('where a person says that it is the same, it is bound by our mark and nothing is created', () =>
    begin(same)
      .reads('order', { data: { order: made77 } })
      .writes('metafieldsSet', (body) =>
        assert.deepEqual((body as { variables: object }).variables, {
          metafields: [
            { ownerId: known.id, namespace: 'order_lifecycle', key: 'source_order', type: 'id', value: `${ACCOUNT}:MK1-A` },
          ],
        }),
      )
      .answers(200, { data: { metafieldsSet: { metafields: [{ id: 'gid://shopify/Metafield/1' }], userErrors: [] } } })
      .returns(bound));
  it('a lost answer to the mark is proven by the key', () =>
    begin(same)
      .reads('order', { data: { order: made77 } })
      .writes('metafieldsSet')
      .loses()
      .reads('orderByIdentifier', byKey(made77))
      .isSettledAs({ record: known.id, answer: bound }));
  it('a mark that is refused is a refusal', () =>
    begin(same)
      .reads('order', { data: { order: made77 } })
      .writes('metafieldsSet')
      .answers(200, {
        data: {
          metafieldsSet: {
            metafields: null,
            userErrors: [{ field: ['metafields', '0', 'value'], message: 'Value is already assigned', code: 'TAKEN' }],
          },
        },
      })
      .isRefused('TAKEN'));
  it('one that was deleted meanwhile is asked for again', () =>
    begin(same)
      .reads('order', { data: { order: null } })
      .asks('maybe exists', known.id));
  it('made anew by a person’s decision, the former one counts no more', async () => {
    const decisions = [...same.decisions, decision('new generation', 'order.create/1')];
    const script = begin({ decisions }).reads('orders', bySource([]));
    await goesOn(script);
    assert.equal(script.requests.at(-1)?.account, STORE);
    assert.notEqual(ORDER.id, known.id);
  });
});
