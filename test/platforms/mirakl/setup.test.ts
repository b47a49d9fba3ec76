import assert from 'node:assert/strict';
import { readJson } from '../../../lib/model/json';
import { mirakl } from '../../../lib/platforms/mirakl';
import { hostOf } from '../../../lib/platforms/mirakl/setup';
import type { Ask, TestRow } from '../../../lib/platforms/port';
import { accountOf, Refused } from '../../../lib/platforms/port';

const answers = (bodies: Readonly<Record<string, unknown>>): { ask: Ask; asked: string[] } => {
  const asked: string[] = [];
  const ask: Ask = async (request, parse) => {
    asked.push(request.call);
    const body = bodies[request.call];
    if (body instanceof Error) throw body;
    return parse(readJson(JSON.stringify(body)));
  };
  return { ask, asked };
};
const configuration = (features: object = {}) => ({
  platform_name: 'Market',
  features: {
    order_tax_mode: 'TAX_INCLUDED',
    disable_seller_alternative_carrier: false,
    offer_prices_decimals: '4',
    order_workflows: { order_acceptance: 'NOT_AUTOMATIC', shipping_and_billing_details_before_acceptance: false },
    shipment: { multi_shipment: true },
    returns: { marketplace: true },
    ...features,
  },
});
async function rows(of: AsyncIterable<TestRow>): Promise<TestRow[]> {
  const all: TestRow[] = [];
  for await (const row of of) all.push(row);
  return all;
}
const learn = (pc01: unknown, settings: object = {}) => mirakl.learn?.(answers({ PC01: pc01 }).ask, { ...settings }, 'a');

describe('Mirakl: what it says of itself', () => {
  it('is the shop of the key at the marketplace’s host', async () => {
    const identity = await mirakl.identify(
      answers({ A01: { shop_id: 2001, brand_new: 1 } }).ask,
      { address: 'https://Shop.Mirakl.net/mmp/login?x=1' },
      'settings:n1',
    );
    assert.equal(accountOf(identity), 'mirakl:shop.mirakl.net:2001');
  });
  it('an address is reduced to its host; none is said', () => {
    assert.deepEqual(
      ['shop.mirakl.net', 'https://shop.mirakl.net/', 'http://localhost:8080/api'].map((address) => hostOf({ address })),
      ['shop.mirakl.net', 'shop.mirakl.net', 'localhost:8080'],
    );
    assert.equal(hostOf({ base: 'https://market.mirakl.simulator' }), 'market.mirakl.simulator');
    assert.throws(() => hostOf({}), { code: 'MISCONFIGURED', message: /has no address/ });
  });
  it('learns what readings need, and what the settings add to it', async () =>
    assert.deepEqual(
      await learn(configuration(), {
        marketplaceTaxCodes: ['MP'],
        operatorFulfils: true,
        acceptWithinHours: 48,
        shopId: { wrong: true },
      }),
      {
        name: 'Market',
        taxMode: 'inclusive',
        acceptance: 'manual',
        addressBeforeAcceptance: false,
        ownCarriers: true,
        multiShipment: true,
        returns: true,
        priceDecimals: 4,
        marketplaceTaxCodes: ['MP'],
        operatorFulfils: true,
        acceptWithinHours: 48,
      },
    ));
  it('an answer with next to nothing in it is learned as that', async () =>
    assert.deepEqual(await learn({ features: { order_tax_mode: 'NEW' } }), {}));

  it('Test says it in sentences, and asks PC01 alone', async () => {
    const { ask, asked } = answers({ PC01: configuration() });
    const said = await rows(mirakl.test(ask, { acceptWithinHours: 48 }, 'a'));
    assert.deepEqual(
      said.map((row) => [row.ok, row.text]),
      [
        [true, 'The key works at Market'],
        [true, 'accept within 48 h'],
        [true, 'prices include tax'],
        [true, 'addresses only after acceptance'],
        [true, 'an order may ship in several parcels'],
        [true, 'carriers outside the marketplace’s list are taken by name'],
      ],
    );
    assert.deepEqual(asked, ['PC01']);
  });
  const others: readonly [object, string][] = [
    [{ order_workflows: { order_acceptance: 'AUTOMATIC' } }, 'orders are accepted automatically'],
    [
      { order_workflows: { order_acceptance: 'BOTH' } },
      'orders are accepted automatically or by you, as your shop is set; if by you: you accept orders yourself; the operator’s deadline is not known, enter it in the settings',
    ],
    [{ order_workflows: null }, 'the marketplace does not say who accepts orders; each order’s own state counts'],
    [{ order_tax_mode: 'TAX_EXCLUDED' }, 'prices are without tax'],
    [
      { order_tax_mode: null },
      'the marketplace does not say whether prices include tax; orders that do not say it either cannot be read',
    ],
    [{ order_workflows: { shipping_and_billing_details_before_acceptance: true } }, 'addresses before acceptance'],
    [{ shipment: null }, 'an order ships as a whole'],
    [{ disable_seller_alternative_carrier: true }, 'only carriers from the marketplace’s list'],
  ];
  for (const [features, sentence] of others) {
    it(`says: ${sentence}`, async () =>
      assert.ok(
        (await rows(mirakl.test(answers({ PC01: configuration(features) }).ask, {}, 'a'))).some((row) => row.text === sentence),
      ));
  }
  it('a refused key is one row', async () => {
    const said = await rows(
      mirakl.test(answers({ PC01: new Refused('UNAUTHORISED', 'Mirakl does not know the key') }).ask, {}, 'a'),
    );
    assert.deepEqual(said, [
      { ok: false, what: 'key', text: 'The marketplace cannot be read: Mirakl does not know the key. Check address and key' },
    ]);
  });
  it('lists carriers, and the reasons that the shop may give', async () => {
    const { ask } = answers({
      SH21: { carriers: [{ code: 'DHL', label: 'DHL Paket' }] },
      RE01: {
        reasons: [
          { code: '15', label: 'Out of stock', type: 'REFUND', is_shop_right: true },
          { code: '1', label: 'Operator only', type: 'REFUND', is_shop_right: false },
        ],
      },
    });
    assert.deepEqual(await mirakl.lists?.carriers?.(ask, {}, 'a'), [{ value: 'DHL', label: 'DHL Paket' }]);
    assert.deepEqual(await mirakl.lists?.reasons?.(ask, {}, 'a'), [{ value: 'REFUND:15', label: 'Out of stock' }]);
  });
});
