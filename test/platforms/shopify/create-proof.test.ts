import assert from 'node:assert/strict';
import { documents, graphql } from '../../../lib/platforms/shopify/documents';
import { ACCOUNT, pageOf, readingOf } from '../orders';
import { cases, needs, text } from '../sources';
import { args, byKey, bySource, create, createdBy, decision, made, ORDER, result, STORE, variants } from './shop';

describe('Shopify: once, whatever is lost', () => {
  const begun = (more = {}) =>
    create(readingOf(), {}, more)
      .reads('productVariants', variants([[1, 'SKU-1']]))
      .writes('orderCreate');
  const ours = { ...ORDER, totalPriceSet: { presentmentMoney: { amount: '10.0', currencyCode: 'EUR' } } };
  const found = { record: ORDER.id, answer: result('10.00') };

  it('a lost answer is found by the order’s own key', () =>
    begun().loses().reads('orderByIdentifier', byKey(ours)).isSettledAs(found));
  it('or by its source, where key and source both are ours', () =>
    begun()
      .loses()
      .reads('orderByIdentifier', byKey(null))
      .reads('orders', bySource([{ ...ours, sourceIdentifier: 'MK1-A', metafield: { value: `${ACCOUNT}:MK1-A` } }]))
      .isSettledAs(found));
  const others: readonly [string, object][] = [
    ['an order that the search took for like', { sourceIdentifier: 'MK1-A-2', metafield: { value: `${ACCOUNT}:MK1-A` } }],
    [
      'another account’s order of the same number',
      { sourceIdentifier: 'MK1-A', metafield: { value: 'mirakl:other.example:1:MK1-A' } },
    ],
    ['another connector’s order', { sourceIdentifier: 'MK1-A', metafield: null }],
  ];
  for (const [what, fields] of others)
    it(`${what} is not ours`, () =>
      begun()
        .loses()
        .reads('orderByIdentifier', byKey(null))
        .reads('orders', bySource([{ ...ours, ...fields }]))
        .isSettledAs('absent'));

  it('shopify-null-payload-yet-created: in doubt, and found later by its key', function () {
    needs(this, cases);
    const { steps } = JSON.parse(text(cases, 'inputs', 'shopify-null-payload-yet-created.json')) as {
      steps: { operation?: string; body: unknown }[];
    };
    const [one] = pageOf(
      JSON.stringify(steps[0]?.body).replace(
        /("(?:price|price_unit|shipping_price|total_price|amount|rate)":)(\d+(?:\.\d+)?)/g,
        '$1"$2"',
      ),
    ).seen;
    assert.ok(one?.body.kind === 'order');
    const [created, ...looks] = steps.slice(1);
    const script = () =>
      create(one.body as { kind: 'order' } as never)
        .reads('productVariants', variants([[1, 'CHAIR-ASH']]))
        .writes('orderCreate')
        .answers(200, created?.body);
    return script()
      .reads('orderByIdentifier', looks[0]?.body)
      .reads('orders', bySource([]))
      .isSettledAs('absent')
      .then(() =>
        script()
          .reads('orderByIdentifier', looks[1]?.body)
          .isSettledAs({
            record: ORDER.id,
            answer: { id: ORDER.id, name: '#2201', total: { amount: '167.90', currency: 'EUR' } },
          }),
      );
  });
  it('its sister: the id present and an error beside it is done', () =>
    begun()
      .answers(200, {
        ...made('10.00'),
        errors: [{ message: 'denied', path: ['orderCreate', 'order', 'name'], extensions: { code: 'ACCESS_DENIED' } }],
      })
      .returns(result('10.00')));
  it('an answer that lacks name and total beside an error is done too', () =>
    begun()
      .answers(200, { data: { orderCreate: { order: { id: ORDER.id }, userErrors: [] } }, errors: [{ message: 'x' }] })
      .returns({ id: ORDER.id, name: '', total: { amount: '10.00', currency: 'EUR' } }));
  it('a total that differs is returned as Shopify states it', () => begun().answers(200, made('10.01')).returns(result('10.01')));
  it('a refusal is a refusal', () =>
    begun()
      .answers(200, {
        data: {
          orderCreate: {
            order: null,
            userErrors: [{ field: ['order', 'lineItems', '0', 'variantId'], message: 'Variant does not exist', code: 'INVALID' }],
          },
        },
      })
      .isRefused('INVALID'));

  it('made again by a person’s decision, it has a key of its own, by which it is proven', async () => {
    const script = begun({ decisions: [decision('new generation', 'order.create/1')] })
      .loses()
      .reads('orderByIdentifier', byKey(null))
      .reads('orders', bySource([{ ...ours, sourceIdentifier: 'MK1-A', metafield: { value: `${ACCOUNT}:MK1-A` } }]));
    await script.isSettledAs('absent');
    assert.deepEqual(
      (script.requests[2]?.body as { variables: { value: string } } | undefined)?.variables.value,
      `${ACCOUNT}:MK1-A#2`,
    );
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
