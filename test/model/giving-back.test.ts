import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Asked } from '../../lib/model/asked';
import { capturedOf, givenOf, grossOf, type LineMoney, leftOf, minorOf, partOf, shareOut, textOf } from '../../lib/model/buckets';
import { allLeft, type Part, type Plan, planOf, unitsLeft } from '../../lib/model/giving-back';
import type { Line } from '../../lib/model/order';
import { asked, euros, line, askedOfLine as of, reading, tax } from './example';

type Mode = 'inclusive' | 'exclusive';
const MODES = ['inclusive', 'exclusive'] as const;
const CURRENCIES = ['EUR', 'JPY', 'KWD'] as const;

const money = (lineId: string, item: string, taxed = '0.00', shipping = '0.00', shippingTaxed = '0.00'): LineMoney => ({
  lineId,
  item,
  taxes: [{ code: 'VAT', amount: taxed }],
  shipping,
  shippingTaxes: [{ code: 'VAT', amount: shippingTaxed }],
  fees: [],
});
const terms = (taxMode: Mode = 'inclusive', goodwill: 'ask' | 'proportional' = 'ask', cut = false) => ({
  taxMode,
  currency: 'EUR',
  goodwill,
  cut,
});
const partsOf = (plan: Plan): readonly Part[] => (plan.is === 'parts' ? plan.parts : assert.fail(JSON.stringify(plan)));
const short = (plan: Plan) =>
  partsOf(plan).map(({ lineId, item, taxes, shipping }) => [lineId, item, taxes[0]?.amount, shipping]);

describe('giving back', () => {
  const left = [money('1', '30.00', '5.00', '2.45', '0.41'), money('2', '12.00', '2.00', '2.45', '0.41')];
  const table: readonly [string, Asked, readonly unknown[], Mode?, ('ask' | 'proportional')?][] = [
    ['a unit with its tax', asked({ total: '10.00', lines: [of('1', '10.00', '1.67')] }), [['1', '10.00', '1.67', '0.00']]],
    [
      'a unit whose tax the shop does not say: in proportion',
      asked({ total: '10.00', lines: [of('1', '10.00')] }),
      [['1', '10.00', '1.67', '0.00']],
    ],
    [
      'tax beside the price',
      asked({ total: '12.00', lines: [of('1', '10.00', '2.00')] }),
      [['1', '10.00', '2.00', '0.00']],
      'exclusive',
    ],
    [
      'what closes a line takes the last of its tax',
      asked({ total: '30.00', lines: [of('1', '30.00', '4.99')] }),
      [['1', '30.00', '5.00', '0.00']],
    ],
    ['a cent too much is cut', asked({ total: '30.01', lines: [of('1', '30.01', '5.00')] }), [['1', '30.00', '5.00', '0.00']]],
    [
      'shipping over the lines',
      asked({ total: '4.90', shipping: '4.90' }),
      [
        ['1', '0.00', '0.00', '2.45'],
        ['2', '0.00', '0.00', '2.45'],
      ],
    ],
    [
      'less than the unit: what was moved counts',
      asked({ total: '6.00', lines: [of('1', '10.00', '1.67')] }),
      [['1', '6.00', '1.00', '0.00']],
    ],
    [
      'what went back before is kept back where it went back, and the shipping stays whole',
      asked({ total: '46.20', lines: [of('1', '30.40', '5.07'), of('2', '12.30', '2.05')], shipping: '4.20' }),
      [
        ['1', '30.00', '5.00', '2.10'],
        ['2', '12.00', '2.00', '2.10'],
      ],
    ],
    [
      'a cent of rounding stays with the unit',
      asked({ total: '10.01', lines: [of('1', '10.00', '1.67')] }),
      [['1', '10.01', '1.67', '0.00']],
    ],
    [
      'goodwill over all lines',
      asked({ total: '4.20' }),
      [
        ['1', '3.00', '0.50', '0.00'],
        ['2', '1.20', '0.20', '0.00'],
      ],
      'inclusive',
      'proportional',
    ],
    [
      'goodwill beyond a unit',
      asked({ total: '13.20', lines: [of('2', '12.00', '2.00')] }),
      [
        ['1', '1.20', '0.20', '0.00'],
        ['2', '12.00', '2.00', '0.00'],
      ],
      'inclusive',
      'proportional',
    ],
    [
      'goodwill beyond all goods goes on with shipping',
      asked({ total: '44.00' }),
      [
        ['1', '30.00', '5.00', '1.00'],
        ['2', '12.00', '2.00', '1.00'],
      ],
      'inclusive',
      'proportional',
    ],
  ];
  for (const [what, from, expected, mode, goodwill] of table)
    it(what, () => assert.deepEqual(short(planOf(from, left, terms(mode, goodwill))), expected));

  it('more than is left is over, by its bucket, unless a person let it be cut', () => {
    const over = (plan: Plan) => (plan.is === 'over' ? [plan.bucket, plan.lineId, plan.asked, plan.left] : plan);
    const much = asked({ total: '30.02', lines: [of('1', '30.02', '5.00')] });
    assert.deepEqual(over(planOf(much, left, terms())), ['item', '1', '30.02', '30.00']);
    assert.deepEqual(short(planOf(much, left, terms('inclusive', 'ask', true))), [['1', '30.00', '5.00', '0.00']]);
    assert.deepEqual(over(planOf(asked({ total: '4.93', shipping: '4.93' }), left, terms())), ['shipping', '1', '2.47', '2.45']);
    assert.deepEqual(over(planOf(asked({ total: '15.03', lines: [of('1', '10.00', '5.03')] }), left, terms('exclusive'))), [
      'item tax',
      '1',
      '5.03',
      '5.00',
    ]);
    assert.deepEqual(over(planOf(asked({ total: '60.00' }), left, terms('inclusive', 'proportional'))), [
      'shipping',
      '1',
      '9.00',
      '2.45',
    ]);
    assert.deepEqual(over(planOf(asked({ total: '5.00', lines: [of('3', '5.00')] }), [], terms())), {
      is: 'unallocated',
      amount: '5.00',
    });
  });
  it('money without lines is nobody’s to share unasked', () =>
    assert.deepEqual(planOf(asked({ total: '5.00' }), left, terms()), { is: 'unallocated', amount: '5.00' }));
  it('nothing asked is nothing', () => assert.deepEqual(planOf(asked({}), left, terms()), { is: 'nothing' }));
  it('a fee goes back under its own code', () => {
    const withFee = [{ ...money('1', '30.00'), fees: [{ code: 'ECO', amount: '0.50' }] }];
    const fees = (amount: string, total: string) =>
      planOf(asked({ total, lines: [{ ...of('1', '10.00'), fees: amount }] }), withFee, terms());
    const [part] = partsOf(fees('0.50', '10.50'));
    assert.deepEqual([part?.item, part?.fees], ['10.00', [{ code: 'ECO', amount: '0.50' }]]);
    assert.deepEqual(fees('0.52', '10.52'), { is: 'over', bucket: 'fee', lineId: '1', asked: '0.52', left: '0.50' });
  });

  it('what is left: the source’s refunds by bucket, and ours that it does not show yet, each once', () => {
    const told = {
      id: 'a',
      lineId: '1',
      state: 'pending' as const,
      item: euros('5.50'),
      shipping: euros('1.00'),
      taxes: [tax('0.83'), tax('0.17')],
      shippingTaxes: [tax('0.17')],
      fees: [{ code: 'ECO', amount: euros('0.50') }],
      quantity: 1,
      at: '2026-03-02T08:00:00Z',
    };
    const lines: readonly Line[] = [line('1', 2, { taxes: [tax('3.33')] })];
    const charges = [
      { kind: 'shipping' as const, title: 's', amount: euros('2.00'), taxes: [tax('0.33')], lineId: '1' },
      { kind: 'eco' as const, title: 'e', code: 'ECO', amount: euros('0.50'), taxes: [], lineId: '1' },
    ];
    const seen = reading({ refunds: [told, { ...told, id: 'f', state: 'failed' }] }, { lines, charges });
    const ours = ['a', 'b'].map((record) => ({ ...money('1', '1.00', '0.17'), record, shippingTaxes: [] }));
    const [now] = leftOf(capturedOf(seen), givenOf(seen, ours), 'EUR');
    assert.deepEqual(now, {
      lineId: '1',
      item: '14.00',
      taxes: [{ code: 'VAT', amount: '2.33' }],
      shipping: '1.00',
      shippingTaxes: [{ code: 'VAT', amount: '0.16' }],
      fees: [{ code: 'ECO', amount: '0.00' }],
    });
  });
  it('shipping of the order as a whole is shared over its lines', () => {
    const charges = [{ kind: 'shipping' as const, title: 's', amount: euros('1.00'), taxes: [] }];
    assert.deepEqual(
      capturedOf(reading({}, { charges })).map(({ shipping }) => shipping),
      ['0.67', '0.33'],
    );
  });
  it('all that is left, and a unit of it', () => {
    const parts = allLeft([money('1', '10.00', '1.67', '3.00'), money('2', '0.00'), money('3', '-1.00')], () => 2, 'EUR');
    assert.deepEqual(
      parts.map(({ lineId, item, shipping, quantity, unshipped }) => [lineId, item, shipping, quantity, unshipped]),
      [['1', '10.00', '3.00', 2, true]],
    );
    const unit = unitsLeft(money('1', '10.00', '1.67', '3.00'), 1, 3, 'EUR');
    assert.deepEqual([unit.item, unit.taxes[0]?.amount, unit.shipping], ['3.33', '0.56', '0.00']);
    assert.deepEqual(unitsLeft(money('1', '10.00', '1.67', '3.00'), 3, 3, 'EUR').shipping, '3.00');
  });

  const minorUnits = fc.bigInt({ min: 0n, max: 10n ** 17n });
  it('parts sum to the whole, and none is above its weight', () =>
    fc.assert(
      fc.property(
        minorUnits,
        fc.array(minorUnits, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (amount, weights, negative) => {
          const whole = negative ? -amount : amount;
          const parts = shareOut(whole, weights);
          const sum = (all: readonly bigint[]): bigint => all.reduce((one, other) => one + other, 0n);
          assert.equal(sum(parts), whole);
          if (negative || amount > sum(weights)) return;
          for (const [n, part] of parts.entries()) assert.ok(part <= (weights[n] ?? 0n));
        },
      ),
    ));
  it('a part of a tax is never more than half a unit off', () =>
    fc.assert(
      fc.property(minorUnits, minorUnits, fc.bigInt({ min: 1n, max: 10n ** 17n }), (amount, of, whole) => {
        const off = partOf(amount, of, whole) * whole * 2n - amount * of * 2n;
        assert.ok(off <= whole && off >= -whole);
      }),
    ));

  const lineArbitrary = (currency: string) =>
    fc
      .record({
        item: fc.bigInt({ min: 1n, max: 10n ** 15n }),
        rate: fc.bigInt({ min: 0n, max: 27n }),
        shipping: fc.bigInt({ min: 0n, max: 10n ** 5n }),
      })
      .map(
        ({ item, rate, shipping }): Omit<LineMoney, 'lineId'> => ({
          item: textOf(item, currency),
          taxes: [{ code: 'VAT', amount: textOf((item * rate) / 100n, currency) }],
          shipping: textOf(shipping, currency),
          shippingTaxes: [{ code: 'VAT', amount: textOf((shipping * rate) / 100n, currency) }],
          fees: [],
        }),
      );
  const world = fc.constantFrom(...CURRENCIES).chain((currency) =>
    fc.record({
      currency: fc.constant(currency),
      taxMode: fc.constantFrom(...MODES),
      lines: fc.array(lineArbitrary(currency), { minLength: 1, maxLength: 6 }),
      shares: fc.array(fc.bigInt({ min: 1n, max: 1000n }), { minLength: 1, maxLength: 8 }),
    }),
  );
  it('refunds without lines, one after another, take no more than was paid, and are cut by the closing units alone', () =>
    fc.assert(
      fc.property(world, ({ currency, taxMode, lines, shares }) => {
        const captured = lines.map((one, n): LineMoney => ({ ...one, lineId: String(n) }));
        const gross = (of: readonly LineMoney[]): bigint => of.reduce((sum, one) => sum + grossOf(one, taxMode, currency), 0n);
        const paid = gross(captured);
        const amounts = shareOut(paid, shares);
        const given: (LineMoney & { record: string })[] = [];
        for (const amount of amounts) {
          if (amount === 0n) continue;
          const leftNow = leftOf(captured, given, currency);
          const plan = planOf(
            asked({ total: textOf(amount, currency), shipping: textOf(0n, currency), shippingTax: textOf(0n, currency) }),
            leftNow,
            { currency, taxMode, goodwill: 'proportional' },
          );
          const parts = partsOf(plan);
          const moved = gross(parts);
          const cut = plan.is === 'parts' ? minorOf(plan.cut, currency) : 0n;
          assert.ok(cut >= 0n && cut <= BigInt(2 * lines.length), `cut ${cut}`);
          assert.ok(amount - moved >= 0n && amount - moved <= BigInt(4 * lines.length), `${moved} of ${amount}`);
          given.push(...parts.map(({ quantity: _, unshipped: __, ...part }) => ({ ...part, record: String(given.length) })));
        }
        for (const one of leftOf(captured, given, currency))
          for (const amount of [one.item, one.shipping, ...[...one.taxes, ...one.shippingTaxes].map((each) => each.amount)])
            assert.ok(minorOf(amount, currency) >= 0n, `${amount} is left`);
      }),
      { numRuns: 300 },
    ));
  it('a refund by lines that fits moves what the shop moved, to the last unit', () =>
    fc.assert(
      fc.property(world, fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }), ({ currency, taxMode, lines }, shares) => {
        const captured = lines.map((one, n): LineMoney => ({ ...one, lineId: String(n) }));
        const some = captured.map(({ lineId, item, taxes }, n) => {
          const part = (amount: string): bigint => (minorOf(amount, currency) * BigInt(shares[n] ?? 0)) / 1000n;
          const [net, taxed] = [part(item), part(taxes[0]?.amount ?? '0')];
          return {
            lineId,
            quantity: 1,
            amount: textOf(net, currency),
            tax: textOf(taxed, currency),
            fees: '0',
            unshipped: false,
            gross: net + (taxMode === 'exclusive' ? taxed : 0n),
          };
        });
        const total = some.reduce((sum, { gross }) => sum + gross, 0n);
        const plan = planOf(
          { total: textOf(total, currency), lines: some, shipping: textOf(0n, currency), shippingTax: textOf(0n, currency) },
          captured,
          { currency, taxMode, goodwill: 'ask' },
        );
        const moved =
          plan.is === 'nothing' ? 0n : partsOf(plan).reduce((sum, part) => sum + grossOf(part, taxMode, currency), 0n);
        const off = moved - total;
        assert.ok(off <= 0n && off >= -BigInt(lines.length), `${moved} of ${total}`);
      }),
      { numRuns: 300 },
    ));
});
