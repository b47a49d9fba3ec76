/** Numbers that keep their digits, and the agenda of the simulated world. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Agenda } from '../../lib/simulator/agenda';
import { compared, partOf, readExact, sumOf, timesOf, trimmed, writeExact } from '../../lib/simulator/exact';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 4 }))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
    return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
  });

describe('simulator: exact numbers', () => {
  it('JSON is written as it was read, digit by digit', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        decimal.map((text) => ({ text, raw: true })),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__' && !/^\d+$/.test(key)),
          tie('any'),
        ),
      ),
    })).any;
    const written = (item: unknown): string => {
      if (item !== null && typeof item === 'object' && 'raw' in item && 'text' in item && item.raw === true)
        return String(item.text);
      if (Array.isArray(item)) return `[${item.map(written).join(',')}]`;
      if (item !== null && typeof item === 'object')
        return `{${Object.entries(item)
          .map(([key, of]) => `${JSON.stringify(key)}:${written(of)}`)
          .join(',')}}`;
      return JSON.stringify(item);
    };
    fc.assert(
      fc.property(value, (item) => {
        const text = written(item);
        assert.equal(writeExact(readExact(text)), text);
      }),
    );
  });
  it('a number inside a string is none', () => {
    assert.equal(writeExact(readExact('{"a":"1.50, \\"2.50\\" and 3e5","b":1.50}')), '{"a":"1.50, \\"2.50\\" and 3e5","b":1.50}');
    assert.throws(() => readExact('{"a":1.}'), SyntaxError);
  });
  it('sums do not depend on the order, and taking away what was added leaves what was there', () => {
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 6 }), decimal, (amounts, more) => {
        const sum = sumOf(amounts, 'EUR');
        assert.equal(sumOf([...amounts].reverse(), 'EUR'), sum);
        const negative = more.startsWith('-') ? more.slice(1) : `-${more}`;
        assert.equal(compared(sumOf([sumOf([sum, more], 'EUR'), negative], 'EUR'), sum), 0);
      }),
    );
  });
  it('has the decimals of the currency, and more only where they are not zero', () => {
    assert.deepEqual(
      [
        sumOf(['1', '0.10'], 'EUR'),
        sumOf(['705'], 'JPY'),
        sumOf(['1.2'], 'KWD'),
        sumOf(['0.001', '0.0090'], 'EUR'),
        sumOf(['0.0015'], 'EUR'),
        sumOf(['1e2'], 'EUR'),
      ],
      ['1.10', '705', '1.200', '0.01', '0.0015', '100.00'],
    );
    assert.equal(timesOf('9007199254740993.01', 3, 'EUR'), '27021597764222979.03');
    assert.deepEqual(
      [partOf('120.00', 20, 120, 'EUR'), partOf('0.03', 20, 120, 'EUR'), partOf('550', 20, 120, 'JPY')],
      ['20.00', '0.01', '92'],
    );
    assert.throws(() => sumOf(['ten'], 'EUR'), RangeError);
  });
  it('is shortened as Shopify does', () => {
    assert.deepEqual(['57.20', '57.00', '705', '0', '1.234', '-1.50'].map(trimmed), [
      '57.2',
      '57.0',
      '705.0',
      '0.0',
      '1.234',
      '-1.5',
    ]);
  });
});

describe('simulator: the agenda', () => {
  it('lets everything happen in the order of its time, of equal times the first noted first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 0, max: 20 }), (times, until) => {
        const agenda = new Agenda();
        const happened: [number, number][] = [];
        for (const [index, at] of times.entries()) agenda.add(at, (then) => happened.push([then, index]));
        agenda.settle(until);
        const expected = times
          .map((at, index): [number, number] => [at, index])
          .filter(([at]) => at <= until)
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        assert.deepEqual(happened, expected);
      }),
    );
  });
  it('takes what is added while things happen', () => {
    const agenda = new Agenda();
    const happened: string[] = [];
    agenda.add(1, (at) => {
      happened.push('first');
      agenda.add(at + 1, () => happened.push('third'));
      agenda.add(at, () => happened.push('second'));
    });
    agenda.add(5, () => happened.push('never'));
    agenda.settle(3);
    assert.deepEqual(happened, ['first', 'second', 'third']);
  });
});
