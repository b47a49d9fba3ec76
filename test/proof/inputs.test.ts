import assert from 'node:assert/strict';
import { damaged, type Plan, planned } from './damaged';
import { WHOLE } from './damaged-wire';

/** What once failed, and what it showed. Spelled out, so that it stays the same damage whatever chance does. */
const MENDED: readonly [string, Plan][] = [
  [
    'a reading whose version cannot be read lost against the one before, and the order stood still',
    { seed: 150, side: 'order later', given: { kind: 'unknown value', path: 'last_updated_date' } },
  ],
  [
    'a delivery whose event the facts do not tell any more was sent again for ever',
    { seed: 2, side: 'order later', given: { kind: 'unknown value', path: 'order_state' } },
  ],
  [
    'an order whose id the marketplace does not know was read again for ever, and nobody was asked',
    { seed: 2183, side: 'order', given: { kind: 'text as number', path: 'order_id' } },
  ],
  [
    'an order id of nothing but blanks was taken for an id',
    { seed: 1, side: 'order', given: { kind: 'blank', path: 'order_id' } },
  ],
  [
    'an order id with half a character in it was called a mistake of ours',
    { seed: 300929, side: 'order', given: { kind: 'odd characters', path: 'order_id' } },
  ],
  [
    'a shop order in another currency could not be compared, and the order stood still without a case',
    { seed: 244, side: 'shop', call: 'orderCreate', given: 'another currency' },
  ],
  [
    'a currency of nothing but blanks in the shop’s answer was taken for one',
    {
      seed: 182,
      side: 'shop',
      call: 'orderCreate',
      given: { kind: 'blank', path: 'data.orderCreate.order.totalPriceSet.presentmentMoney.currencyCode' },
    },
  ],
  [
    'an order whose currency changes once it is in the shop could not be compared either',
    { seed: 3, side: 'order in the shop', given: { kind: 'another currency', path: 'currency_iso_code' } },
  ],
  [
    'a state that is called like what every object inherits was taken for a known one',
    { seed: 4, side: 'order', given: { kind: 'inherited name', path: 'order_lines[1].order_line_state' } },
  ],
  [
    'a cost that no bucket holds was believed, and every later call of the shop waited for it',
    { seed: 300581, side: 'shop', call: 'productVariants', given: { kind: 'huge', path: 'extensions.cost.actualQueryCost' } },
  ],
  [
    'a line below zero counted as refunded beyond its price',
    { seed: 40047, side: 'order', given: { kind: 'negative', path: 'order_lines[1].price' } },
  ],
  [
    'an entry nested without end could not be kept, and stopped the whole page',
    { seed: 5, side: 'order', given: { kind: 'bottomless', path: 'order_lines[1].price' } },
  ],
];
/** What people wrote into a form is adapted, and never stops an order. */
const PEOPLE = ['firstname', 'lastname', 'shipping_address.lastname', 'shipping_address.firstname', 'billing_address.lastname'];
const WRITTEN = ['blank', 'empty', 'null', 'missing', 'huge', 'odd characters', 'text as number'] as const;

describe('damaged payloads', function () {
  this.timeout(60_000);
  for (const [showed, plan] of MENDED) {
    it(showed, async () => {
      const one = await damaged(plan);
      assert.deepEqual(one.faults, []);
      assert.notEqual(one.what, plan.side, 'the damage was done');
    });
  }
  it('become a Shopify order or a case that names the field, and stop no other order', async () => {
    const became = new Set<string>();
    for (let seed = 300; seed < 324; seed += 1) {
      const one = await damaged(planned(seed));
      assert.deepEqual(one.faults, [], `seed ${seed}: ${one.what}`);
      became.add(one.became);
    }
    assert.ok(became.has('a case') && became.has('a Shopify order'));
  });
  it('names of people are adapted, whatever stands in them', async () => {
    for (const path of PEOPLE)
      for (const kind of WRITTEN) {
        const one = await damaged({ seed: 77, side: 'order', given: { kind, path: `customer.${path}` } });
        assert.deepEqual([one.what, one.became, one.faults], [`order ${kind} at customer.${path}`, 'a Shopify order', []]);
      }
  });
  for (const name of Object.keys(WHOLE))
    it(`an order that Shopify made and answered by ${name} is there once`, async () => {
      const one = await damaged({ seed: 9, side: 'shop', call: 'orderCreate', given: name });
      assert.deepEqual([one.became, one.faults], ['a Shopify order', []]);
    });
});
