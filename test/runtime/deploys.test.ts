import assert from 'node:assert/strict';
import { type Deployment, type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';
import { asked, desk, listening, place, simulated, until } from './flows';

/** A function that says that it holds a message, and lets it go a while later; from its second message on at once. */
const slow = (id: string, next: string, rev = 0): FlowNode => ({
  id,
  type: 'function',
  z: 'tab',
  x: 0,
  y: 0,
  outputs: 1,
  func: `// ${rev}
    const held = (global.get('${id}') || 0) + 1;
    global.set('${id}', held);
    const all = global.get('calls') || []; all.push('held by ${id}'); global.set('calls', all);
    if (held > 1) { node.send(msg); node.done(); return; }
    setTimeout(() => { node.send(msg); node.done(); }, 1500);`,
  wires: [[next]],
});
const flow = (rev: number): readonly FlowNode[] =>
  simulated([slow('before', 'accept', rev)], 'before')
    .map((node) => (node.id === 'came' ? { ...node, wires: [['after']] } : node))
    .concat(slow('after', 'nowhere', rev));

describe('a deploy while an order is in the flow', () => {
  let nodeRed: SpawnedNodeRed;
  afterEach(() => nodeRed.kill());

  for (const type of ['full', 'flows', 'nodes'] as const satisfies readonly Deployment[]) {
    for (const position of ['before', 'after']) {
      it(`${type}, while the message is held ${position} our nodes: sent again, every effect once`, async () => {
        nodeRed = await spawnNodeRed({ flows: flow(0) });
        await listening(nodeRed);
        await place(nodeRed);
        await until(
          () => asked(nodeRed),
          ({ calls }) => calls.includes(`held by ${position}`),
          `held ${position}`,
        );
        await nodeRed.deploy(flow(1), type);
        const { came, caught, calls } = await until(
          () => asked(nodeRed),
          ({ came }) => came.some(({ redelivered }) => redelivered),
          'sent again',
        );
        assert.equal(new Set(came.map(({ shopOrder }) => shopOrder)).size, 1);
        assert.equal(calls.filter((call) => call === 'orderCreate').length, 1);
        assert.equal(calls.filter((call) => call === 'OR21').length, 1);
        assert.deepEqual(caught, []);
        const { openCases } = await until(
          () => desk(nodeRed),
          ({ work }) => work?.out === 0,
          'nothing out',
        );
        assert.equal(openCases, 0);
      });
    }
  }

  it('nodes, of a node that the message does not need: goes on as if nothing had been', async () => {
    nodeRed = await spawnNodeRed({ flows: flow(0) });
    await listening(nodeRed);
    await place(nodeRed);
    await until(
      () => asked(nodeRed),
      ({ calls }) => calls.includes('held by before'),
      'held',
    );
    await nodeRed.deploy(
      flow(0).map((node) => (node.id === 'skipped' ? { ...node, name: 'other' } : node)),
      'nodes',
    );
    const { came } = await until(
      () => asked(nodeRed),
      ({ came }) => came.length > 0,
      'through',
    );
    assert.deepEqual(
      came.map(({ redelivered }) => redelivered),
      [false],
    );
  });
});
