/** The simulator's dialog: a labelled row for each percent, kept as it is written, refused above a hundred. */
import assert from 'node:assert/strict';
import { editorWith } from '../node-red/editor';

const people = ['ships', 'cancels', 'refunds', 'takesBack'];
const faults = ['lostAnswer', 'lostRequest', 'serverError', 'tooMany', 'halfAnswer', 'slow', 'lateCommit', 'partialSuccess'];
const flow = [
  { id: 'tab', type: 'tab', label: 't' },
  { id: 'sim', type: 'order-simulator', z: 'tab', x: 200, y: 100, name: '', world: 'demo', ships: 25, slow: 5, wires: [[]] },
];

describe('percents of the simulator in the editor', function () {
  this.timeout(60_000);
  const editor = editorWith(flow, 'window.RED?.nodes?.node?.("sim")');
  const edit = async (): Promise<void> => {
    await editor.page.evaluate("RED.editor.edit(RED.nodes.node('sim'))");
    await editor.page.waitForSelector('#node-input-ships');
  };

  it('each has a row with its label and what is kept', async () => {
    await edit();
    const rows = (await editor.page.evaluate(`[...document.querySelectorAll('input[type=number][max="100"]')].map((input) =>
      [input.id.replace('node-input-', ''), document.querySelector('label[for="' + input.id + '"]').textContent, input.value])`)) as readonly (readonly [
      string,
      string,
      string,
    ])[];
    assert.deepEqual(
      rows.map(([name]) => name),
      [...people, ...faults],
    );
    for (const [name, label] of rows) assert.match(label, /^(?!.*\.field\.).+$/, name);
    assert.deepEqual(
      rows.filter(([, , value]) => value !== '' && value !== '0').map(([name, , value]) => [name, value]),
      [
        ['ships', '25'],
        ['slow', '5'],
      ],
    );
  });
  it('what is written is kept; more than a hundred is an error while it is written', async () => {
    const { page } = editor;
    const write = async (value: string) => {
      await page.fill('#node-input-cancels', value);
      await page.locator('#node-input-cancels').blur();
    };
    await write('130');
    await page.locator('#node-input-cancels.input-error').waitFor();
    await write('30');
    await page.locator('#node-input-cancels:not(.input-error)').waitFor();
    await page.click('#node-dialog-ok');
    await page.waitForFunction('!document.querySelector("#node-input-cancels")');
    const kept = await page.evaluate("(({ ships, cancels, slow }) => [ships, cancels, slow].map(String))(RED.nodes.node('sim'))");
    assert.deepEqual(kept, ['25', '30', '5']);
  });
});
