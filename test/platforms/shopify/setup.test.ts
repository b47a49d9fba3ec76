import assert from 'node:assert/strict';
import { type Ask, accountOf, Refused, type TestRow } from '../../../lib/platforms/port';
import { shopify } from '../../../lib/platforms/shopify';

const STORE = 'settings:node';
const answers =
  (bodies: Readonly<Record<string, unknown>>): Ask =>
  async (request, parse) => {
    const body = bodies[request.call];
    if (body instanceof Error) throw body;
    return parse(typeof body === 'function' ? body(request.body) : body);
  };
const SHOP = {
  shop: {
    id: 'gid://shopify/Shop/62000000001',
    name: 'Example',
    myshopifyDomain: 'Example.myshopify.com',
    currencyCode: 'EUR',
    plan: { publicDisplayName: 'Basic', partnerDevelopment: false },
  },
};
const installed = (
  scopes: readonly string[],
  versions: readonly { handle: string; supported: boolean }[] = [{ handle: '2026-10', supported: true }],
) => ({
  currentAppInstallation: { accessScopes: scopes.map((handle) => ({ handle })) },
  publicApiVersions: versions,
});
async function rows(bodies: Readonly<Record<string, unknown>>): Promise<TestRow[]> {
  const all: TestRow[] = [];
  for await (const row of shopify.test(answers(bodies), {}, STORE)) all.push(row);
  return all;
}

describe('Shopify: what it says of itself', () => {
  it('is the shop as it names itself', async () =>
    assert.equal(
      accountOf(await shopify.identify(answers({ shop: SHOP }), {}, STORE)),
      'shopify:example.myshopify.com:62000000001',
    ));

  it('Test has a row for each scope, with what is lost without it', async () => {
    const said = await rows({ shop: SHOP, currentAppInstallation: installed(['write_orders', 'read_products']) });
    const row = (what: string) => said.find((one) => one.what === what);
    assert.deepEqual(row('shop'), { ok: true, what: 'shop', text: 'Example (Example.myshopify.com), currency EUR' });
    assert.deepEqual(row('plan')?.text, 'Plan Basic');
    assert.deepEqual(row('version'), { ok: true, what: 'version', text: 'API version 2026-10' });
    assert.deepEqual(
      [row('write_orders'), row('read_orders')].map((one) => one?.text),
      ['granted', 'granted'],
    );
    assert.deepEqual(row('read_locations'), {
      ok: true,
      what: 'read_locations',
      text: 'not granted: locations cannot be listed',
    });
    assert.equal(said.at(-1)?.text, 'Shopify sends the buyer nothing');
  });
  it('a scope that the first order needs is missing loudly', async () => {
    const said = await rows({ shop: SHOP, currentAppInstallation: installed([]) });
    assert.deepEqual(
      said.filter((row) => !row.ok).map((row) => row.what),
      ['write_orders', 'read_orders', 'read_products'],
    );
  });
  it('a version that is no longer served falls forward to the oldest that is', async () => {
    const said = await rows({
      shop: SHOP,
      currentAppInstallation: installed(
        [],
        [
          { handle: 'unstable', supported: true },
          { handle: '2027-07', supported: true },
          { handle: '2027-04', supported: true },
          { handle: '2026-10', supported: false },
        ],
      ),
    });
    assert.deepEqual(
      said.find((row) => row.what === 'version'),
      {
        ok: false,
        what: 'version',
        text: 'API version 2026-10 is no longer served; Shopify answers with 2027-04. Update this package',
      },
    );
  });
  it('a development store says its limit', async () => {
    const said = await rows({
      shop: { shop: { ...SHOP.shop, plan: { partnerDevelopment: true } } },
      currentAppInstallation: installed([]),
    });
    assert.match(said.find((row) => row.what === 'plan')?.text ?? '', /five new orders a minute/);
  });
  it('credentials that are refused are one row; rights that cannot be read another', async () => {
    assert.deepEqual(
      (await rows({ shop: new Refused('UNAUTHORISED', 'no token') })).map((row) => row.text),
      ['The shop cannot be read: no token. Check address and credentials'],
    );
    assert.deepEqual(
      (await rows({ shop: SHOP, currentAppInstallation: new Refused('ACCESS_DENIED', 'no') }))
        .filter((row) => !row.ok)
        .map((row) => row.text),
      ['The app’s rights cannot be read: no'],
    );
  });

  it('prepares the unique value that an order is found by', async () => {
    const ask = answers({
      metafieldDefinitionCreate: (body: { variables: object }) => {
        assert.deepEqual(body.variables, {
          definition: { name: 'Source order', namespace: 'order_lifecycle', key: 'source_order', type: 'id', ownerType: 'ORDER' },
        });
        return {};
      },
    });
    assert.deepEqual(
      (await shopify.prepare?.(ask, {}, STORE))?.map((row) => row.ok),
      [true],
    );
  });
  it('one that is there already is as good', async () =>
    assert.deepEqual(
      (await shopify.prepare?.(answers({ metafieldDefinitionCreate: new Refused('TAKEN', 'Key is in use') }), {}, STORE))?.map(
        (row) => row.ok,
      ),
      [true],
    ));
  it('one that is refused says what is lost', async () => {
    const said = await shopify.prepare?.(
      answers({ metafieldDefinitionCreate: new Refused('RESOURCE_TYPE_LIMIT_EXCEEDED', 'too many') }),
      {},
      STORE,
    );
    assert.deepEqual(said, [
      {
        ok: false,
        what: 'order key',
        text: 'Shopify refused the definition of the order key: too many (RESOURCE_TYPE_LIMIT_EXCEEDED). Without it an order whose answer was lost cannot be found again',
      },
    ]);
  });
  it('what is no refusal is not swallowed', () =>
    assert.rejects(
      async () => shopify.prepare?.(answers({ metafieldDefinitionCreate: new Error('no line') }), {}, STORE),
      /no line/,
    ));

  it('knows which SKUs its catalogue has, compared exactly', async () => {
    const productVariants = {
      nodes: [
        { id: '1', sku: 'A' },
        { id: '2', sku: 'b' },
        { id: '3', sku: null },
      ],
      pageInfo: { hasNextPage: false },
    };
    assert.deepEqual(await shopify.knownSkus?.(answers({ productVariants: { productVariants } }), STORE, ['A', 'B', '']), ['A']);
  });
  it('lists locations over all pages', async () => {
    const page = ({ variables }: { variables: { after: string | null } }) => ({
      locations: {
        nodes: [{ id: variables.after ?? 'first', name: 'L' }],
        pageInfo: { hasNextPage: variables.after === null, endCursor: 'second' },
      },
    });
    assert.deepEqual(await shopify.lists?.locations?.(answers({ locations: page }), {}, STORE), [
      { value: 'first', label: 'L' },
      { value: 'second', label: 'L' },
    ]);
  });
});
