import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ordersIn, readInputs } from '../../lib/main-job/inputs';

const order = '{"order_id":"MK1-A","total_price":9007199254740993.10,"order_lines":[{"price":1E+2}]}';

describe('reading a vendor’s answers', () => {
  it('hands every digit on as it stood there', () => {
    assert.deepEqual(ordersIn(`{"orders":[${order}],"total_count":1}`), { orders: [{ id: 'MK1-A', text: order }], refused: [] });
  });

  it('reads past a byte order mark', () => {
    assert.equal(ordersIn(`\uFEFF{"orders":[${order}]}`).orders.length, 1);
  });

  it('opens a wrapper, and finds the answers among steps', () => {
    assert.deepEqual(ordersIn(`{"_source":"x","payload":{"orders":[${order}]}}`).orders, [{ id: 'MK1-A', text: order }]);
    const steps = `{"steps":[{"note":"n"},{"body":{"orders":[${order}]}},{"body":{"Content":[]}},{"body":{"orders":[${order.replace('MK1', 'MK2')}]}}]}`;
    assert.deepEqual(
      ordersIn(steps).orders.map(({ id }) => id),
      ['MK1-A', 'MK2-A'],
    );
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['half an answer', '{"orders":', /^is no JSON: it ends too early$/],
    ['what breaks off', '{"orders":[] "buyer":"Eva Muster"}', /^is no JSON: it breaks off at (line 1 column 14|position 13)$/],
    ['no JSON, without a word of it', 'Eva Muster', /^is no JSON$/],
    [
      'another vendor’s answer',
      '{"Content":[],"Count":0}',
      /^is no OR11 answer of Mirakl: it has no "orders", but "Content", "Count"$/,
    ],
    ['an empty object', '{}', /it has no "orders"$/],
    ['a text', '"orders"', /it is no object$/],
    ['an answer without an order', '{"orders":[]}', /without an order$/],
    ['steps without an answer', '{"steps":[{"do":"deploy"},{"body":{"data":[]}}]}', /^holds steps, and none of them/],
  ];
  for (const [what, text, why] of refused)
    it(`refuses ${what}, and says why`, () => {
      const found = ordersIn(text);
      assert.deepEqual(found.orders, []);
      assert.equal(found.refused.length, 1);
      assert.match(found.refused[0] ?? '', why);
    });

  it('takes the orders beside an entry that is none, and names that entry', () => {
    const found = ordersIn(`{"orders":[{"commercial_id":"MK9"},${order}]}`);
    assert.deepEqual(
      found.orders.map(({ id }) => id),
      ['MK1-A'],
    );
    assert.deepEqual(found.refused, ['has an entry without an "order_id": orders[0]']);
  });

  describe('from files', () => {
    let folder: string;
    beforeEach(() => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-inputs-'));
    });
    afterEach(() => fs.rmSync(folder, { recursive: true }));
    const write = (name: string, text: string): void => fs.writeFileSync(path.join(folder, name), text);

    it('reads a folder by name, and names the file of each order and of each refusal', () => {
      write('b.json', `{"orders":[${order}]}`);
      write('a.json', '[]');
      write('readme.txt', 'no answer');
      assert.deepEqual(readInputs([folder]), {
        orders: [{ id: 'MK1-A', text: order, file: 'b.json' }],
        refused: [{ file: 'a.json', why: 'is no OR11 answer of Mirakl: it is no object' }],
      });
    });

    it('says which path is not there, and which folder holds nothing', () => {
      assert.throws(() => readInputs([path.join(folder, 'absent.json')]), /absent\.json: there is no such file or folder/);
      assert.throws(() => readInputs([folder]), /holds no \.json file/);
    });
  });
});
