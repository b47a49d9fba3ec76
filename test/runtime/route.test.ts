import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accept } from '../../lib/runtime/acceptance';
import { check } from '../../lib/runtime/route/check';
import { compareDecimals } from '../../lib/runtime/route/decimal';
import { type Condition, FIELDS, OPERATORS, outputsOf, type Rule, route, rules } from '../../lib/runtime/route/rules';
import { told } from '../nodes/scripted-engine';

const table = (...rows: readonly Readonly<Record<string, unknown>>[]): readonly Rule[] => rules.parse(rows);
const when = (field: Condition['field'], operator: Condition['operator'], value: string) => [{ field, operator, value }];

describe('a table of routes', () => {
  const rows = table(
    { name: 'export', when: when('country', 'is not', 'DE'), tags: 'export', note: 'customs' },
    { name: 'heavy', when: when('sku', 'begins with', 'po'), hold: 'freight', tags: 'heavy', note: 'pallet' },
    { when: when('total', 'at least', '52.50'), location: 'gid://shopify/Location/1' },
    { name: 'export', when: when('units', 'below', '1'), leaveOut: 'nothing in it' },
  );
  it('has an output for each name, once, and one for the rest', () =>
    assert.deepEqual(outputsOf(rows), ['export', 'heavy', 'else']));
  it('lets the first row that matches decide alone', () =>
    assert.deepEqual(route(rows, 'first', told(), {}), {
      matched: [1],
      outputs: ['export'],
      leaveOut: undefined,
      routing: { tags: ['export'], note: 'customs' },
    }));
  it('or adds all of them up, with what was said before', () =>
    assert.deepEqual(route(rows, 'all', told(), { tags: ['vip'], note: 'by hand' }), {
      matched: [1, 2, 3],
      outputs: ['export', 'heavy'],
      leaveOut: undefined,
      routing: {
        tags: ['vip', 'export', 'heavy'],
        note: 'by hand\ncustoms\npallet',
        hold: 'freight',
        location: 'gid://shopify/Location/1',
      },
    }));
  it('sends what no named row matches to the rest', () =>
    assert.deepEqual(route(table({ when: [] }), 'first', told(), {}).outputs, ['else']));
  it('leaves an order out by a row', () =>
    assert.equal(route(table({ leaveOut: 'test shop' }), 'first', told(), {}).leaveOut, 'test shop'));
  it('takes a country that is not known yet for none', () => {
    const unknown = { ...told(), parties: {} };
    assert.deepEqual(route(table({ name: 'fr', when: when('country', 'is', 'FR') }), 'first', unknown, {}).outputs, ['else']);
  });
});

describe('the check of a table', () => {
  it('finds a row that no order can match', () => {
    assert.deepEqual(check(table({ when: [...when('total', 'at least', '100'), ...when('total', 'below', '50.00')] }), 'first'), [
      { row: 1, is: 'never matches', why: 'total at least 100 and total below 50.00' },
    ]);
    assert.equal(
      check(table({ when: [...when('country', 'is', 'DE'), ...when('country', 'one of', 'FR, IT')] }), 'all')[0]?.is,
      'never matches',
    );
  });
  it('does not take two wishes about several SKUs for a contradiction', () =>
    assert.deepEqual(check(table({ when: [...when('sku', 'is', 'A'), ...when('sku', 'is', 'B')] }), 'first'), []));
  it('finds a row that an earlier one hides, where the first decides', () => {
    const rows = table(
      { name: 'a', when: when('total', 'at least', '50') },
      { name: 'b', when: [...when('total', 'at least', '100'), ...when('country', 'is', 'DE')] },
    );
    assert.deepEqual(check(rows, 'first'), [{ row: 2, is: 'hidden', by: 1 }]);
    assert.deepEqual(check(rows, 'all'), [{ row: 2, is: 'overlaps', with: 1 }]);
  });
  it('finds overlaps, and none between rows that exclude each other', () => {
    assert.deepEqual(check(table({ when: when('country', 'is', 'DE') }, { when: when('country', 'is', 'FR') }), 'first'), []);
    assert.deepEqual(check(table({ when: when('country', 'is', 'DE') }, { when: when('total', 'below', '10') }), 'first'), [
      { row: 2, is: 'overlaps', with: 1 },
    ]);
  });
  it('says what is no number', () =>
    assert.deepEqual(check(table({ when: when('units', 'at least', 'many') }), 'first'), [
      { row: 1, is: 'cannot be read', why: '"many" is no number' },
    ]));

  it('is right: what it calls dead matches nothing, what it calls hidden is never first', () => {
    const value = fc.constantFrom('DE', 'FR', '1', '10', '52.50', 'CUP', 'POT', 'EUR', 'DE, FR', '');
    const row = fc.record({
      when: fc.array(fc.record({ field: fc.constantFrom(...FIELDS), operator: fc.constantFrom(...OPERATORS), value }), {
        maxLength: 3,
      }),
    });
    const order = fc.record({
      country: fc.constantFrom('DE', 'FR', 'IT'),
      amount: fc.constantFrom('1.00', '10.00', '52.50', '99.99'),
      skus: fc.subarray(['CUP', 'POT', 'CUP-2'], { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), order, (given, { country, amount, skus }) => {
        const rows = rules.parse(given);
        const base = told();
        const [line] = base.lines;
        assert.ok(line);
        const asked = {
          ...base,
          parties: { shipTo: { name: '', lines: [], city: '', country } },
          totals: { ...base.totals, grand: { amount, currency: 'EUR' } },
          lines: skus.map((source) => ({ ...line, sku: { source } })),
        };
        const first = route(rows, 'first', asked, {}).matched;
        const all = route(rows, 'all', asked, {}).matched;
        for (const finding of check(rows, 'first')) {
          if (finding.is === 'never matches') assert.ok(!all.includes(finding.row));
          if (finding.is === 'hidden') assert.ok(!first.includes(finding.row));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('decimals', () => {
  it('are compared by their value, whatever their digits', () => {
    assert.equal(compareDecimals('52.5', '52.50'), 0);
    assert.equal(compareDecimals('-1', '0.001'), -1);
    assert.equal(compareDecimals('9007199254740993.01', '9007199254740993'), 1);
  });
});

describe('acceptance by rule', () => {
  const order = told();
  const [first, second] = order.lines.map(({ id }) => id);
  it('accepts every line', () =>
    assert.deepEqual(accept(order, { rule: 'always', unknown: 'to decide' }), {
      is: 'decided',
      accepted: 2,
      lines: [
        { lineId: first, accepted: true },
        { lineId: second, accepted: true },
      ],
    }));
  it('leaves it to others', () => assert.equal(accept(order, { rule: 'manual', unknown: 'to decide' }).is, 'to decide'));
  const known = new Set(['CUP']);
  it('asks about SKUs that the shop does not have', () =>
    assert.deepEqual(accept(order, { rule: 'sku known', unknown: 'to decide' }, known), { is: 'to decide', unknown: ['POT'] }));
  it('refuses their lines, or the order', () => {
    assert.deepEqual(accept(order, { rule: 'sku known', unknown: 'refuse lines' }, known), {
      is: 'decided',
      accepted: 1,
      lines: [
        { lineId: first, accepted: true },
        { lineId: second, accepted: false },
      ],
    });
    assert.deepEqual(accept(order, { rule: 'sku known', unknown: 'refuse order' }, known), {
      is: 'decided',
      accepted: 0,
      lines: [
        { lineId: first, accepted: false },
        { lineId: second, accepted: false },
      ],
    });
  });
  it("looks at the merchant's own lines only", () => {
    const shipped = told({
      lines: order.lines.map((line) => (line.id === second ? { ...line, fulfilledBy: 'marketplace' } : line)),
    });
    assert.equal(accept(shipped, { rule: 'sku known', unknown: 'to decide' }, known).is, 'decided');
  });
});
