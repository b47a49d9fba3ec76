import assert from 'node:assert/strict';
import vm from 'node:vm';
import fc from 'fast-check';
import { pack, unpack } from '../../lib/runtime/parking';
import type { Message } from '../../lib/runtime/types/node-red';

const back = (message: Message): Message | null => {
  const packed = pack(message);
  return packed === undefined ? null : unpack(packed);
};

describe('a parked message', () => {
  it('comes back with its dates, buffers, maps, typed arrays and cycles', () => {
    const payload: Record<string, unknown> = {
      at: new Date(0),
      bytes: Buffer.from([0, 255]),
      floats: new Float64Array([1.5, Number.NaN]),
      map: new Map([['a', new Set([1])]]),
      none: undefined,
      zero: -0,
      big: 10n,
    };
    payload.self = payload;
    assert.deepStrictEqual(back({ _msgid: 'm', payload }), { _msgid: 'm', payload });
  });
  it('comes back as it was when a function node made it, in a realm of its own', () => {
    const made: unknown = vm.runInNewContext('({ list: [1, { at: new Date(7) }], text: "x" })');
    assert.deepEqual(back({ payload: made })?.payload, { list: [1, { at: new Date(7) }], text: 'x' });
  });
  it('leaves the HTTP caller, the order and the event behind, which are read anew', () => {
    assert.deepEqual(back({ _msgid: 'm', req: {}, res: () => 0, order: { key: 'k' }, event: { id: 'e' }, mine: 1 }), {
      _msgid: 'm',
      mine: 1,
    });
  });
  for (const [what, payload] of [
    ['a function', () => 1],
    [
      'an object of a class',
      new (class Parcel {
        weight = 1;
      })(),
    ],
    ['a symbol as key', { [Symbol('mark')]: 1 }],
    ['a text object', Object('boxed')],
    ['more than a megabyte', 'x'.repeat(1024 * 1024)],
  ] as const) {
    it(`is not kept at all with ${what} in it`, () => assert.equal(pack({ payload }), undefined));
  }
  it('is kept exactly whatever plain values it holds', () => {
    fc.assert(
      fc.property(
        fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true, withBigInt: true }),
        // As the key of a map an invalid date is equal to itself only, whatever is done with it.
        (payload) => {
          fc.pre(!hasInvalidDateAsKey(payload));
          assert.deepStrictEqual(back({ payload }), { payload });
        },
      ),
      { numRuns: 300 },
    );
  });
  it('is null where the bytes are none of ours', () => assert.equal(unpack('bm90IG91cnM='), null));
});

function hasInvalidDateAsKey(value: unknown): boolean {
  const invalid = (one: unknown): boolean => one instanceof Date && Number.isNaN(one.getTime());
  if (value instanceof Map) return [...value].some(([key, held]) => hidden(key, invalid) || hasInvalidDateAsKey(held));
  if (value instanceof Set) return [...value].some((key) => hidden(key, invalid));
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInvalidDateAsKey);
}
/** In the key itself, or anywhere in it: such a key is found by no equal one. */
function hidden(key: unknown, invalid: (one: unknown) => boolean): boolean {
  if (invalid(key)) return true;
  if (key instanceof Map) return [...key].flat().some((one) => hidden(one, invalid));
  if (key instanceof Set) return [...key].some((one) => hidden(one, invalid));
  return typeof key === 'object' && key !== null && Object.values(key).some((one) => hidden(one, invalid));
}
