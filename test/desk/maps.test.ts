/** The maps: what is kept for what a person writes, what goes on at once, and who changed it. */
import assert from 'node:assert/strict';
import type { MapName, MapSettled, Maps, Refusal } from '../../lib/desk/wire';
import { asking } from './asking';
import { MIRAKL } from './fake-engine';
import { type Harness, harness } from './harness';

const gid = (n: number) => `gid://shopify/ProductVariant/${n}`;

describe('the maps', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
    // The account has a record of its own.
    desk.engine.open('', 'silent channel', { account: MIRAKL });
  });
  afterEach(() => desk.close());
  const { get, post } = asking(() => desk);
  const maps = async () => (await get<Maps>('maps')).body;
  const change = <A = MapSettled>(name: string, from: string, to: string | null, was: string | null = null) =>
    post<A>('map', { account: MIRAKL, name, from, to, was });

  const rows: readonly (readonly [MapName, string, unknown, string])[] = [
    ['sku', '4711', gid(4711), '4711'],
    ['sku', ` ${gid(4711)} `, gid(4711), '4711'],
    ['sku', 'custom', 'custom', 'custom'],
    ['sku', '4711 2', [{ variantId: gid(4711), quantity: 2, share: 2 }], '4711 2 2'],
    [
      'sku',
      '4711 2 60; 4712 1 40 %',
      [
        { variantId: gid(4711), quantity: 2, share: 60 },
        { variantId: gid(4712), quantity: 1, share: 40 },
      ],
      '4711 2 60; 4712 1 40',
    ],
    ['tax', '20 %', '20', '20'],
    ['tax', '5.5', '5.5', '5.5'],
    ['country', 'fr', 'FR', 'FR'],
    ['carrier', 'dhl express', 'dhl express', 'dhl express'],
  ];
  for (const [name, written, kept, shown] of rows) {
    it(`${name}: "${written}" is kept as the conversations read it, and shown so that it can be written again`, async () => {
      assert.deepEqual((await change(name, ' X ', written)).body, { is: 'done', released: 0 });
      assert.deepEqual(desk.engine.kept.get(`map/${name}`), { X: kept });
      assert.deepEqual((await maps())[name], [{ from: 'X', to: shown }]);
      assert.equal((await change(name, 'X', shown, shown)).body.is, 'done');
      assert.deepEqual(desk.engine.kept.get(`map/${name}`), { X: kept });
    });
  }
  it('refuses what no conversation could read, and keeps nothing of it', async () => {
    const refused: readonly (readonly [string, string, RegExp])[] = [
      ['sku', 'the red one', /no variant of Shopify/],
      ['sku', ';', /stands for nothing/],
      ['sku', '4711 0', /at least one/],
      ['tax', '20,5', /no rate/],
      ['tax', 'reduced', /no rate/],
      ['country', 'France', /no country code/],
      ['colour', 'x', /must be one of/],
    ];
    for (const [name, to, why] of refused) {
      const { status, body } = await change<Refusal>(name, 'X', to);
      assert.equal(status, 400, to);
      assert.match(body.text, why);
    }
    assert.equal((await change('tax', '  ', '20')).status, 400);
    assert.equal((await change('tax', 'X', ' ')).status, 400);
    assert.deepEqual([...desk.engine.kept], []);
  });
  it('removes an entry and leaves the others; each change stands in the audit, with who and what', async () => {
    await change('tax', 'VAT', '20');
    await change('tax', '__proto__', '7');
    await change('tax', 'VAT', '19', '20');
    await change('tax', 'VAT', null, '19');
    assert.deepEqual((await maps()).tax, [{ from: '__proto__', to: '7' }]);
    assert.deepEqual(
      desk.engine.decided.map(({ key, kind, of, reason, by }) => [key, kind, of, reason, by]),
      [
        ['VAT', '– → 20'],
        ['__proto__', '– → 7'],
        ['VAT', '20 → 19'],
        ['VAT', '19 → –'],
      ].map(([from, reason]) => [MIRAKL, 'note', `map/tax/${from}`, reason, 'anonymous']),
    );
  });
  it('tells the second of two people that it was changed, and lets no change be lost', async () => {
    await change('tax', 'VAT', '20');
    assert.deepEqual((await change('tax', 'VAT', '7')).body, { is: 'already settled', released: 0 });
    assert.deepEqual((await change('tax', 'VAT', null, '7')).body, { is: 'already settled', released: 0 });
    await Promise.all(['A', 'B', 'C', 'D'].map((from) => change('tax', from, '20')));
    assert.deepEqual(
      (await maps()).tax.map(({ from }) => from),
      ['A', 'B', 'C', 'D', 'VAT'],
    );
  });
  it('looks again at whatever waited for the entry, and at nothing else', async () => {
    desk.engine.open('A', 'unknown sku', { line: '1', sku: 'CUP' });
    desk.engine.open('B', 'unknown sku', { line: '1', sku: 'MUG' });
    desk.engine.open('C', 'unknown rate', { code: 'ECO' });
    desk.engine.open('D', 'unmapped', { what: 'country', value: 'Antarctica' });
    desk.engine.open('E', 'unmapped', { what: 'carrier', value: 'Antarctica' });
    const released: number[] = [];
    for (const [name, from, to] of [
      ['sku', 'CUP', '4711'],
      ['tax', 'ECO', '20'],
      ['country', 'Antarctica', 'FR'],
    ] as const)
      released.push((await change(name, from, to)).body.released);
    assert.deepEqual(released, [1, 1, 1]);
    assert.deepEqual(
      desk.engine.decided.filter(({ kind }) => kind === 'do it').map(({ key, of }) => [key.slice(-1), of]),
      [
        ['A', 'unknown sku/1'],
        ['C', 'unknown rate/1'],
        ['D', 'unmapped/1'],
      ],
    );
  });
  it('are for everybody to read, and for whoever may write to change; what nobody wrote is shown as it is', async () => {
    desk.engine.kept.set('map/tax', { ECO: { rate: '7' }, ODD: { wrong: true } });
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes: ['order-lifecycle.read'] };
    assert.deepEqual((await maps()).tax, [
      { from: 'ECO', to: '7' },
      { from: 'ODD', to: '{"wrong":true}' },
    ]);
    assert.equal((await change('tax', 'ECO', '20', '7')).status, 401);
    assert.deepEqual(desk.engine.kept.get('map/tax'), { ECO: { rate: '7' }, ODD: { wrong: true } });
  });
});
