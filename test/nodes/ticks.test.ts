/** The editor of "life events": when ticks change, a wire follows its event. */
import assert from 'node:assert/strict';
import { editorWith } from '../node-red/editor';

const flow = [
  { id: 'tab', type: 'tab', label: 't' },
  {
    id: 'life',
    type: 'lifecycle-event-in',
    z: 'tab',
    x: 200,
    y: 100,
    name: '',
    account: '',
    events: ['imported', 'shipped', 'overdue'],
    outputs: 3,
    wires: [['a'], ['b'], ['c']],
  },
  ...['a', 'b', 'c'].map((id, n) => ({ id, type: 'debug', z: 'tab', x: 500, y: 100 + 60 * n, wires: [] })),
];

describe('life events in the editor', function () {
  this.timeout(60_000);
  const editor = editorWith(flow, 'window.RED?.nodes?.node?.("life")');
  /** What the node has, and where its wires go, as the editor would deploy it. */
  const standing = () =>
    editor.page.evaluate(`(() => {
      const { events, outputs, wires } = RED.nodes.createExportableNodeSet([RED.nodes.node('life')])[0];
      return { events, outputs, wires };
    })()`) as Promise<{
      readonly events: readonly string[];
      readonly outputs: number;
      readonly wires: readonly (readonly string[])[];
    }>;
  async function tick(change: Readonly<Record<string, boolean>>): Promise<void> {
    await editor.page.evaluate("RED.editor.edit(RED.nodes.node('life'))");
    await editor.page.waitForSelector('#lifecycle-event-in-events input');
    for (const [event, on] of Object.entries(change)) await editor.page.setChecked(`#lifecycle-event-in-${event}`, on);
    await editor.page.click('#node-dialog-ok');
    await editor.page.waitForFunction('!document.querySelector("#lifecycle-event-in-events")');
  }

  it('one that is ticked no more takes its wires along, and the others keep theirs', async () => {
    await tick({ imported: false });
    assert.deepEqual(await standing(), { events: ['shipped', 'overdue'], outputs: 2, wires: [['b'], ['c']] });
  });
  it('one that is ticked anew comes last, without wires', async () => {
    await tick({ accepted: true, imported: true });
    assert.deepEqual(await standing(), {
      events: ['shipped', 'overdue', 'accepted', 'imported'],
      outputs: 4,
      wires: [['b'], ['c'], [], []],
    });
  });
  it('one goes and another comes in one edit', async () => {
    await tick({ shipped: false, silent: true });
    const { events, wires } = await standing();
    assert.deepEqual(
      [events, wires],
      [
        ['overdue', 'accepted', 'imported', 'silent'],
        [['c'], [], [], []],
      ],
    );
  });
  it('its outputs are named by their events', async () => {
    const labels = await editor.page.evaluate(`(() => {
      const node = RED.nodes.node('life');
      return [0, 1, 2, 3].map((port) => node._def.outputLabels.call(node, port));
    })()`);
    assert.deepEqual(labels, ['overdue', 'accepted', 'imported', 'silent channel']);
  });
  it('none ticked is an error that says so', async () => {
    await tick({ overdue: false, accepted: false, imported: false, silent: false });
    const { valid, errors } = (await editor.page.evaluate(`(() => {
      const node = RED.nodes.node('life');
      return { valid: node.valid, errors: node.validationErrors };
    })()`)) as { readonly valid: boolean; readonly errors: readonly string[] };
    assert.equal(valid, false);
    assert.match(errors.join(), /tick at least one event/);
  });
});
