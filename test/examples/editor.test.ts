/** Each example, imported in the editor: every node valid, and nothing asked of the person who imports it. */
import assert from 'node:assert/strict';
import { editorWith } from '../node-red/editor';
import { exampleFlow, exampleNames } from './files';

/** What a node looks like in the editor. */
interface Seen {
  readonly id: string;
  readonly type: string;
  readonly valid: boolean;
  readonly errors: readonly string[];
}

describe('an example in the editor', function () {
  this.timeout(60_000);
  const editor = editorWith([], 'window.RED?.nodes?.getType?.("order-simulator")');

  for (const name of exampleNames)
    it(name, async () => {
      const flow = exampleFlow(name);
      const text = JSON.stringify(flow);
      await editor.page.evaluate(`RED.view.importNodes(${text}, { generateIds: false, addFlow: false, touchImport: false })`);
      const seen = (await editor.page.evaluate(`(() => {
        const seen = [];
        const note = (node) => seen.push({ id: node.id, type: node.type, valid: node.valid !== false, errors: node.validationErrors || [] });
        RED.nodes.eachNode(note);
        RED.nodes.eachConfig(note);
        return seen;
      })()`)) as readonly Seen[];
      const mine = seen.filter(({ id }) => flow.some((node) => node.id === id));
      assert.equal(mine.length, flow.filter(({ type }) => type !== 'tab').length);
      assert.deepEqual(
        mine.filter(({ valid, type }) => !valid || type === 'unknown'),
        [],
      );
      assert.equal(await editor.page.locator('.red-ui-notification-error').count(), 0);
    });
});
