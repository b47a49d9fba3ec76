import assert from 'node:assert/strict';
import { alpha2 } from '../../../lib/platforms/mirakl/countries';
import { shopify } from '../../../lib/platforms/shopify';
import { NOT_IN_SHOPIFY } from '../../../lib/platforms/shopify/create';
import { type Document, documents, graphql } from '../../../lib/platforms/shopify/documents';
import { API_VERSION, METAFIELD, TERRITORIES } from '../../../lib/platforms/shopify/mapping';
import { contracts, needs, text } from '../sources';
import { checkDocument, problemsOf, schema } from './schema';

const STORE = 'shopify:example.myshopify.com:1';
const samples: Readonly<Record<keyof typeof documents, Record<string, unknown>>> = {
  orderByKey: { ...METAFIELD, value: 'k' },
  ordersBySource: { query: 'source_identifier:"A"', namespace: METAFIELD.namespace, key: METAFIELD.key },
  ordersByNumber: { query: 'tag:"A"', namespace: METAFIELD.namespace, key: METAFIELD.key },
  orderById: { id: 'gid://shopify/Order/1' },
  markOrder: { metafields: [{ ownerId: 'gid://shopify/Order/1', ...METAFIELD, value: 'k' }] },
  variantsBySku: { query: 'sku:"A"', after: null },
  findVariants: { query: '(a*) OR sku:"A"' },
  orderCreate: { order: {}, options: {} },
  defineSourceOrder: { definition: { name: 'Source order', ...METAFIELD, ownerType: 'ORDER' } },
  shop: {},
  connection: {},
  locations: { after: null },
};

describe('Shopify: every document against the vendor’s schema', function () {
  this.timeout(20_000);
  for (const [name, document] of Object.entries(documents) as [keyof typeof documents, Document][]) {
    it(name, function () {
      needs(this, contracts);
      checkDocument(document, samples[name]);
    });
  }
  it('a wrong variable would be seen', function () {
    needs(this, contracts);
    assert.notDeepEqual(problemsOf(graphql(STORE, documents.orderCreate, { order: { lineItems: [{ quantity: 'many' }] } })), []);
  });
  it('goes to the pinned version, pays by points, and a cost stands on every document', () => {
    const request = graphql(STORE, documents.orderCreate, { order: {} });
    assert.deepEqual([request.method, request.path], ['POST', `/admin/api/${API_VERSION}/graphql.json`]);
    assert.deepEqual(request.paces, [{ by: 'points', cost: 10 }]);
    for (const document of Object.values(documents)) assert.ok(document.cost > 0);
  });
  it('writes select ids and what is compared, nothing that a missing scope could deny', () => {
    for (const document of Object.values(documents).filter((one) => one.writes))
      assert.doesNotMatch(document.text, /customer|email|phone|address|lineItems/i);
  });
  it('every country that a marketplace can name is one of Shopify’s, a province of one, or asked for', function () {
    needs(this, contracts);
    const codes = new Set(
      (schema().getType('CountryCode')?.astNode as { values?: readonly { name: { value: string } }[] } | undefined)?.values?.map(
        (one) => one.name.value,
      ),
    );
    assert.ok(codes.size > 200);
    const listed = [...text(contracts, 'mirakl', 'calls', 'OR11.txt').matchAll(/"([A-Z]{3})"/g)].flatMap(
      (match) => alpha2(match[1]) ?? [],
    );
    const missing = [...new Set(listed)].filter(
      (code) => !codes.has(code) && !NOT_IN_SHOPIFY.has(code) && !codes.has(TERRITORIES[code]?.country ?? ''),
    );
    assert.deepEqual(missing, []);
  });
  it('is a shop: it makes orders and takes no decision', () =>
    assert.deepEqual([shopify.side, shopify.abilities.acceptanceSent], ['shop', 'never']));
});
