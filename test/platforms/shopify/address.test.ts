import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Party } from '../../../lib/model/order';
import { adapt, phoneOf, split, wrap } from '../../../lib/platforms/shopify/address';
import { provinceCode } from '../../../lib/platforms/shopify/provinces';

const party = (fields: Partial<Party> = {}): Party => ({
  name: 'Noa Exemple',
  lines: ['12 rue du Modèle'],
  city: 'Lyon',
  postalCode: '69003',
  country: 'FR',
  ...fields,
});
const attributes = (fields: Partial<Party>, country = 'FR') =>
  Object.fromEntries(adapt(party(fields), country, 'Shipping').attributes.map(({ key, value }) => [key, value]));

describe('Shopify: phones', () => {
  const rows: readonly [string | undefined, string | undefined, boolean][] = [
    // given, taken, kept as an attribute too
    [undefined, undefined, false],
    ['  ', undefined, false],
    ['+33199001234', '+33199001234', false],
    ['+33 (0)1 99 00 12 34', '+33199001234', false],
    ['0033 199001234', '+33199001234', false],
    ['01 99 00 12 34', '0199001234', false],
    ['+1 416-555-0142 ext. 01234', '+14165550142', true],
    ['+1 416-555-0142 x99', '+14165550142', true],
    ['+1 416 555 0142;ext=99', '+14165550142', true],
    ['+49 30 1234567 Durchwahl 12', '+49301234567', true],
    ['+1 416-555-0142 (ext 7)', '+14165550142', true],
    ['1-800-FLOWERS', undefined, true],
    ['call me', undefined, true],
    ['12', undefined, true],
    ['1234567890123456', undefined, true],
    ['relay@market.example', undefined, true],
  ];
  for (const [given, number, adapted] of rows)
    it(`${given ?? 'none'}: ${number ?? 'no phone'}${adapted ? ', as given beside it' : ''}`, () =>
      assert.deepEqual(phoneOf(given), { ...(number ? { number } : {}), adapted }));
  it('never gives Shopify a letter', () =>
    fc.assert(
      fc.property(fc.string(), (given) => {
        const { number } = phoneOf(given);
        assert.ok(number === undefined || /^\+?\d{5,15}$/.test(number));
      }),
    ));
});

describe('Shopify: addresses', () => {
  it('two lines stay as they are; more are joined', () => {
    assert.deepEqual(wrap(['A 1', 'B 2']), ['A 1', 'B 2', '']);
    assert.deepEqual(wrap(['A 1', 'B 2', 'C 3']), ['A 1', 'B 2, C 3', '']);
    assert.deepEqual(wrap([]), ['', '', '']);
  });
  it('no word is lost, and no line is too long unless a word is', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[a-z0-9]{1,9}$/), { minLength: 1, maxLength: 9 }), { maxLength: 6 }),
        fc.integer({ min: 12, max: 60 }),
        (words, length) => {
          const rows = wrap(
            words.map((row) => row.join(' ')),
            length,
          );
          const bare = (text: string) => text.replaceAll(',', '').split(/\s+/).filter(Boolean);
          assert.deepEqual(rows.flatMap(bare), words.flat());
          assert.ok(rows[0].length <= length && rows[1].length <= length);
        },
      ),
    ));
  it('shopify-three-line-address: what two lines cannot hold stands in an attribute', () => {
    const lines = [1, 2, 3].map((n) => `line ${n} ${'word '.repeat(40)}`.trim());
    const { address, attributes } = adapt(party({ lines }), 'FR', 'Shipping');
    const all = [address.address1, address.address2, ...attributes.map((one) => one.value)].join(' ');
    for (const n of [1, 2, 3]) assert.ok(all.includes(`line ${n}`));
  });
  it('company, pick-up point and region are kept', () => {
    assert.equal(adapt(party({ company: 'ACME' }), 'FR', 'Shipping').address.company, 'ACME');
    assert.deepEqual(attributes({ pickupPoint: { id: 'PR-4417', name: 'Tabac' }, region: 'Rhône' }), {
      'Shipping region': 'Rhône',
      'Shipping pick-up point': 'PR-4417',
      'Shipping pick-up point name': 'Tabac',
    });
  });
  it('shopify-phone-extension: the number as given stands beside the one that Shopify takes', () =>
    assert.deepEqual(attributes({ phone: '+1 416-555-0142 ext. 01234' }), {
      'Shipping phone as given': '+1 416-555-0142 ext. 01234',
    }));
  it('a name is parted once and whole again', () => {
    assert.deepEqual(['Noa Exemple', 'Anna Maria de la Cruz', 'Cher', '  '].map(split), [
      { firstName: 'Noa', lastName: 'Exemple' },
      { firstName: 'Anna', lastName: 'Maria de la Cruz' },
      { lastName: 'Cher' },
      {},
    ]);
  });
  it('Puerto Rico is a province to Shopify', () => {
    const { address } = adapt(party({ country: 'PR' }), 'PR', 'Shipping');
    assert.deepEqual([address.countryCode, address.provinceCode], ['US', 'PR']);
  });
  const provinces: readonly [string, string | undefined, string | undefined][] = [
    ['CA', 'Ontario', 'ON'],
    ['CA', 'on', 'ON'],
    ['CA', 'Québec', 'QC'],
    ['CA', 'CA-BC', 'BC'],
    ['US', 'New York', 'NY'],
    ['US', 'IL', 'IL'],
    ['AU', 'New South Wales', 'NSW'],
    ['CA', 'Bavaria', undefined],
    ['DE', 'BY', undefined],
    ['FR', undefined, undefined],
  ];
  for (const [country, region, code] of provinces)
    it(`${country}, ${region}: ${code ?? 'no province'}`, () => assert.equal(provinceCode(country, region), code));
});
