import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decimal, readJson, writeJson } from '../../lib/model/json';

describe('JSON whose decimals survive', () => {
  const rows: readonly [string, unknown][] = [
    ['9007199254740993.01', '9007199254740993.01'],
    ['{"a":820000000000001301}', { a: '820000000000001301' }],
    ['[1,-2,0,123456789012345]', [1, -2, 0, 123456789012345]],
    ['[1.0,20.0000,-0.50,1E+2,1e-3]', ['1.0', '20.0000', '-0.50', '1E+2', '1e-3']],
    ['{"1.5":"2.5","x":"say \\"3.5\\" \\\\"}', { '1.5': '2.5', x: 'say "3.5" \\' }],
    ['{"sep":"\u2028 1.5 \\u0026"}', { sep: '\u2028 1.5 &' }],
    ['[true,false,null,""]', [true, false, null, '']],
    ['"1.5"', '1.5'],
    [' { "a" : [ 1.50 ] } ', { a: ['1.50'] }],
  ];
  for (const [text, value] of rows) it(text, () => assert.deepEqual(readJson(text), value));

  it('half an answer is a SyntaxError', () => {
    for (const text of ['{"a":1.5', '', '{"a":}', '<html>', '{"a":"1.5}']) assert.throws(() => readJson(text), SyntaxError);
  });
  it('is JSON.parse for everything but numbers that would lose digits', () =>
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const kept = JSON.parse(JSON.stringify(value), (_, one: unknown) =>
          typeof one === 'number' && !/^-?\d{1,15}$/.test(JSON.stringify(one)) ? JSON.stringify(one) : one,
        ) as unknown;
        assert.deepEqual(readJson(JSON.stringify(value)), kept);
      }),
    ));
  it('keeps every digit of every number', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (whole, part) => {
        const text = `${whole}.${part}`;
        assert.deepEqual(readJson(`{"amount":${text},"list":[-${text}]}`), { amount: text, list: [`-${text}`] });
      }),
    ));

  it('writes decimals as numbers with their own digits, and everything else as JSON does', () => {
    assert.equal(
      writeJson({
        amount: decimal('18.30'),
        list: [decimal('9007199254740993.01'), null, undefined],
        text: 'a"b',
        gone: undefined,
      }),
      '{"amount":18.30,"list":[9007199254740993.01,null,null],"text":"a\\"b"}',
    );
    // What only looks like one is no decimal: nothing but digits becomes a number.
    for (const other of [{ decimal: '1e3' }, { decimal: '1', more: 2 }, { decimal: 1 }, { decimal: '"' }])
      assert.equal(writeJson(other), JSON.stringify(other));
  });
  it('writes what JSON.stringify writes, and survives being stored', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(writeJson(value), JSON.stringify(value));
        assert.deepEqual(readJson(writeJson({ value: decimal('1.50') })), { value: '1.50' });
      }),
    ));
});
