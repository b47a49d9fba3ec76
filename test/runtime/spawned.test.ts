import assert from 'node:assert/strict';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { asked, desk, listening, place, simulated, until } from './flows';

describe('a real Node-RED with simulated accounts', () => {
  let nodeRed: SpawnedNodeRed;
  afterEach(() => nodeRed.kill());

  it('carries orders through the flow once each, and frees every place when they are through', async () => {
    nodeRed = await spawnNodeRed({ flows: simulated() });
    await listening(nodeRed);
    const placed = [await place(nodeRed), await place(nodeRed), await place(nodeRed)];
    const { came, caught } = await until(
      () => asked(nodeRed),
      (all) => all.came.length >= 3,
      'three orders',
    );
    assert.deepEqual(caught, []);
    assert.deepEqual(came.map(({ key }) => key.split(':').at(-1)).sort(), [...placed].sort());
    assert.equal(new Set(came.map(({ shopOrder }) => shopOrder)).size, 3);
    const state = await until(
      () => desk(nodeRed),
      ({ work }) => work?.out === 0 && work.parked === 0,
      'nothing out',
    );
    assert.equal(state.openCases, 0);
    assert.deepEqual(
      nodeRed.output.lines.filter((line) => /\[error\]|Unhandled/i.test(line)),
      [],
    );
  });
});
