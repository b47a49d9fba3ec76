import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  compare,
  decimalsOf,
  fraction,
  fromMinor,
  isZero,
  minor,
  money,
  NotMoney,
  rate,
  share,
  subtract,
  sum,
  times,
  zero,
} from '../../lib/model/money';

const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF');
const minors = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

describe('money', () => {
  const read: readonly [string | number, string, string][] = [
    ['12.3', 'EUR', '12.30'],
    ['12.3000', 'EUR', '12.30'],
    [12, 'EUR', '12.00'],
    ['0', 'EUR', '0.00'],
    ['-0.05', 'EUR', '-0.05'],
    ['+1', 'EUR', '1.00'],
    ['1E+2', 'EUR', '100.00'],
    ['125e-2', 'EUR', '1.25'],
    ['705', 'JPY', '705'],
    ['705.00', 'JPY', '705'],
    ['1.25', 'KWD', '1.250'],
    ['1.2345', 'CLF', '1.2345'],
    ['9007199254740993.01', 'EUR', '9007199254740993.01'],
    ['007', 'EUR', '7.00'],
  ];
  for (const [given, currency, amount] of read)
    it(`${given} ${currency} is ${amount}`, () => assert.deepEqual(money(given, currency), { amount, currency }));

  const refused: readonly [string | number, string, RegExp][] = [
    ['0.5', 'JPY', /JPY, which has 0 decimals/],
    ['1.005', 'EUR', /2 decimals/],
    ['1.0001', 'KWD', /3 decimals/],
    ['', 'EUR', /no amount/],
    ['1,5', 'EUR', /no amount/],
    ['NaN', 'EUR', /no amount/],
    [0.1, 'EUR', /through a JavaScript number/],
    [2 ** 53, 'EUR', /through a JavaScript number/],
    ['1e-9', 'EUR', /no amount/],
  ];
  for (const [given, currency, why] of refused)
    it(`${given} ${currency} is refused`, () =>
      assert.throws(
        () => money(given, currency),
        (error) => error instanceof NotMoney && why.test(error.message),
      ));

  it('goes through minor units and back unchanged', () =>
    fc.assert(fc.property(minors, currencies, (value, currency) => assert.equal(minor(fromMinor(value, currency)), value))));
  it('is written in the currency’s own decimals', () =>
    fc.assert(
      fc.property(minors, currencies, (value, currency) => {
        const [, fractional = ''] = fromMinor(value, currency).amount.split('.');
        assert.equal(fractional.length, decimalsOf(currency));
      }),
    ));
  it('adds, subtracts, compares and multiplies as integers do', () =>
    fc.assert(
      fc.property(minors, minors, fc.integer({ min: 0, max: 9999 }), currencies, (a, b, units, currency) => {
        const [x, y] = [fromMinor(a, currency), fromMinor(b, currency)];
        assert.equal(minor(add(x, y)), a + b);
        assert.equal(minor(subtract(x, y)), a - b);
        assert.equal(minor(times(x, units)), a * BigInt(units));
        assert.equal(compare(x, y), a < b ? -1 : a > b ? 1 : 0);
        assert.equal(isZero(x), a === 0n);
        assert.equal(minor(sum([x, y, x], currency)), a + b + a);
      }),
    ));
  it('two currencies are never added', () => assert.throws(() => add(zero('EUR'), zero('USD')), /EUR and USD cannot be added/));

  it('shares sum to the whole, and none is more than a unit away from its exact part', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
        fc.array(fc.oneof(fc.nat({ max: 1_000_000 }), fc.bigInt({ min: 0n, max: 10n ** 18n })), { minLength: 1, maxLength: 30 }),
        currencies,
        (whole, weights, currency) => {
          fc.pre(weights.some((weight) => weight > 0));
          const parts = share(fromMinor(whole, currency), weights).map(minor);
          assert.equal(parts.length, weights.length);
          assert.equal(
            parts.reduce((a, b) => a + b, 0n),
            whole,
          );
          const total = weights.reduce<bigint>((a, b) => a + BigInt(b), 0n);
          for (const [n, part] of parts.entries()) {
            const off = part * total - whole * BigInt(weights[n] ?? 0);
            assert.ok((off < 0n ? -off : off) < total, `${part} of ${whole} for ${weights[n]} of ${total}`);
          }
        },
      ),
    ));
  it('shares need a weight', () => assert.throws(() => share(money(1, 'EUR'), [0, 0]), NotMoney));

  // percent as stated, as kept, as Shopify's fraction
  const rates: readonly [string | number, string, string][] = [
    ['21', '21.00', '0.21'],
    [20, '20.00', '0.2'],
    ['21.0000', '21.00', '0.21'],
    ['5.5', '5.50', '0.055'],
    ['8.875', '8.875', '0.08875'],
    ['0', '0.00', '0'],
    ['0.5', '0.50', '0.005'],
    ['100', '100.00', '1'],
    ['1000', '1000.00', '10'],
    ['10', '10.00', '0.1'],
    ['0.025', '0.025', '0.00025'],
    ['-21', '-21.00', '-0.21'],
    ['007.70', '7.70', '0.077'],
    ['120.5', '120.50', '1.205'],
  ];
  for (const [stated, kept, of] of rates) {
    it(`a rate of ${stated} % is kept as ${kept} and is ${of}`, () => {
      assert.equal(rate(stated), kept);
      assert.equal(fraction(kept), of);
    });
  }
  it('an unknown rate is null, never nothing', () =>
    assert.deepEqual([rate(null), rate(undefined), rate('')], [null, null, null]));
  it('a rate that is none is refused', () => {
    for (const stated of ['high', '1e1', '20 %']) assert.throws(() => rate(stated), NotMoney);
  });
  it('a fraction times a hundred is the rate, to the last digit', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.integer({ min: 0, max: 6 }), (digits, decimals) => {
        const text = digits.toString().padStart(decimals + 1, '0');
        const percent = rate(decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`);
        assert.ok(percent);
        const [whole = '0', rest = ''] = fraction(percent).split('.');
        assert.equal(BigInt(whole + rest.padEnd(12, '0')) * 10n ** BigInt(decimals), digits * 10n ** 10n);
      }),
    ));
});
