/** Dialogs with two columns of text: every node that has them shows what is kept and keeps what is written. */
import assert from 'node:assert/strict';
import { editorWith } from '../node-red/editor';

const kept = [{ name: 'late', value: '19' }];
/** Type, its list in the dialog, its property. */
const table = [
  ['propagate-cancellation', 'reasons', 'reasons'],
  ['propagate-refund', 'reasons', 'reasons'],
  ['push-tracking', 'carriers', 'carriers'],
  ['shopify-update-order', 'attributes', 'attributes'],
  ['shopify-create-order', 'shipping', 'shippingTitles'],
  ['shopify-create-order', 'attributes', 'attributes'],
  ['push-stock', 'locations', 'locations'],
] as const;
const place = { z: 'tab', x: 300, wires: [[]] };
const nodes = table.map(([type, , property], n) => ({ ...place, id: `n${n}`, type, y: 60 + 60 * n, name: '', [property]: kept }));
const lists = table.map(([type, list, property], n) => ({ id: `n${n}`, list: `#${type}-${list}`, property }));

describe('two columns of text in the editor', function () {
  this.timeout(60_000);
  const editor = editorWith([{ id: 'tab', type: 'tab', label: 't' }, ...nodes], 'window.RED?.nodes?.node?.("n6")');
  const open = async (id: string, list: string): Promise<void> => {
    await editor.page.evaluate(`RED.editor.edit(RED.nodes.node(${JSON.stringify(id)}))`);
    await editor.page.waitForSelector(`${list} input`);
  };
  const close = async (list: string): Promise<void> => {
    await editor.page.click('#node-dialog-ok');
    await editor.page.waitForFunction(`!document.querySelector(${JSON.stringify(list)})`);
  };
  const standing = (id: string, property: string) =>
    editor.page.evaluate(`RED.nodes.createExportableNodeSet([RED.nodes.node('${id}')])[0].${property}`);

  for (const { id, list, property } of lists)
    it(`${list.slice(1)}: what is kept stands there; a row more is kept, one without a name is not`, async () => {
      const { page } = editor;
      await open(id, list);
      const inputs = page.locator(`${list} input`);
      const shown = (await page.evaluate(
        `[...document.querySelectorAll('${list} input')].map((input) => [input.value, input.getAttribute('aria-label')])`,
      )) as readonly (readonly [string, string | null])[];
      assert.deepEqual(
        shown.map(([value]) => value),
        ['late', '19'],
      );
      for (const [, label] of shown) assert.match(label ?? '', /^(?!.*\.hint\.).+$/);
      for (const [row, name, value] of [
        [2, ' broken ', ' 17 '],
        [3, '', 'nothing'],
      ] as const) {
        await page.evaluate(`$(${JSON.stringify(list)}).editableList('addItem', {})`);
        await inputs.nth(2 * (row - 1)).fill(name);
        await inputs.nth(2 * (row - 1) + 1).fill(value);
      }
      await close(list);
      assert.deepEqual(await standing(id, property), [...kept, { name: 'broken', value: '17' }]);
    });
});
