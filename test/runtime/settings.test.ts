import assert from 'node:assert/strict';
import { z } from 'zod';
import { LifecycleError } from '../../lib/model/errors';
import { count, flag, list, pairs, readCredentials, readSettings } from '../../lib/runtime/settings';
import { baseOf } from '../../lib/runtime/settings-node';

const schema = z.object({
  name: z.string().default('x'),
  mode: z.enum(['a', 'b']).default('a'),
  days: count(7, 1),
  tags: list,
  on: flag(true),
  map: pairs,
});
const misconfigured = (field: string) => (error: unknown) =>
  error instanceof LifecycleError && error.code === 'MISCONFIGURED' && error.details.field === field;

describe('settings', () => {
  it('take every default where an old flow has none of them, or the editor left them empty', () => {
    const defaults = { name: 'x', mode: 'a', days: 7, tags: [], on: true, map: {} };
    assert.deepEqual(readSettings(schema, {}), defaults);
    assert.deepEqual(readSettings(schema, { name: '', mode: null, days: undefined, other: 1 }), defaults);
  });
  it('read numbers, lists, ticks and pairs from what the editor and variables give', () => {
    assert.deepEqual(
      readSettings(schema, {
        days: '3',
        tags: 'a, b,\n c,,',
        on: 'false',
        map: [
          { name: ' k ', value: 'v' },
          { name: '', value: 'lost' },
        ],
      }),
      { name: 'x', mode: 'a', days: 3, tags: ['a', 'b', 'c'], on: false, map: { k: 'v' } },
    );
  });
  it('name the first field that does not fit', () =>
    assert.throws(() => readSettings(schema, { mode: 'c' }), misconfigured('mode')));
  it('refuse a variable that is not set, in settings and in secrets', () => {
    assert.throws(() => readSettings(schema, { name: `\${SHOP}` }), misconfigured('name'));
    assert.throws(() => readCredentials(['key'], { key: `\${KEY}` }), misconfigured('key'));
  });
  it('are raised from the version that they were saved by, in order', () => {
    const migrations = [
      { from: 1, up: (old: Readonly<Record<string, unknown>>) => ({ ...old, name: `${old.name}!` }) },
      { from: 0, up: (old: Readonly<Record<string, unknown>>) => ({ ...old, name: old.title }) },
    ];
    assert.equal(readSettings(schema, { title: 't' }, migrations).name, 't!');
    assert.equal(readSettings(schema, { version: 1, name: 'n' }, migrations).name, 'n!');
    assert.equal(readSettings(schema, { version: 2, name: 'n' }, migrations).name, 'n');
  });
});

describe('an address', () => {
  for (const [given, base] of [
    ['https://Shop.Mirakl.net/mmp/shop/orders?x=1', 'https://shop.mirakl.net'],
    ['shop.mirakl.net', 'https://shop.mirakl.net'],
    ['http://127.0.0.1:8080/shop/', 'http://127.0.0.1:8080/shop'],
    ['localhost:8080', 'http://localhost:8080'],
  ] as const) {
    it(`${given} → ${base}`, () => assert.equal(baseOf(given, 'The account'), base));
  }
  for (const given of ['', 'http://shop.mirakl.net', 'https://user:secret@shop.mirakl.net', 'ftp://shop.mirakl.net']) {
    it(`${given || 'nothing'} is refused, and a secret in it is not repeated`, () =>
      assert.throws(
        () => baseOf(given, 'The account'),
        (error: unknown) => misconfigured('address')(error) && !String(error).includes('secret'),
      ));
  }
});
