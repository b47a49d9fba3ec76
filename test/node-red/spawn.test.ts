/** The spawning itself, with core nodes only. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { freePort, type SpawnedNodeRed, spawnNodeRed } from './spawn';
import { type FlowNode, newUserDirectory } from './user-directory';

const answering = (text: string): readonly FlowNode[] => [
  { id: 'tab', type: 'tab', label: 'test' },
  { id: 'ask', type: 'http in', z: 'tab', url: '/ask', method: 'get', wires: [['say']] },
  {
    id: 'say',
    type: 'template',
    z: 'tab',
    field: 'payload',
    fieldType: 'msg',
    format: 'text',
    syntax: 'plain',
    template: text,
    wires: [['answer']],
  },
  { id: 'answer', type: 'http response', z: 'tab', wires: [] },
];
const ask = (nodeRed: SpawnedNodeRed): Promise<string> => fetch(`${nodeRed.url}/ask`).then((answer) => answer.text());

describe('a spawned Node-RED', () => {
  const spawned: SpawnedNodeRed[] = [];
  const spawn = async (...given: Parameters<typeof spawnNodeRed>): Promise<SpawnedNodeRed> => {
    const nodeRed = await spawnNodeRed(...given);
    spawned.push(nodeRed);
    return nodeRed;
  };
  afterEach(async () => {
    await Promise.all(spawned.splice(0).map((nodeRed) => nodeRed.kill()));
  });

  it('runs the given flows, takes a deploy of each kind, and is gone with its directory after a stop', async () => {
    const nodeRed = await spawn({ flows: answering('one') });
    assert.equal(await ask(nodeRed), 'one');
    for (const type of ['full', 'nodes', 'flows'] as const) {
      await nodeRed.deploy(answering(type), type);
      assert.equal(await ask(nodeRed), type);
    }
    assert.deepEqual(await nodeRed.stop(), { code: 0, signal: null });
    assert.equal(fs.existsSync(nodeRed.userDir), false);
  });

  it('is killed at once, and starts again from the directory that it was given', async () => {
    const userDir = newUserDirectory();
    try {
      const first = await spawn({ userDir, flows: answering('kept') });
      assert.deepEqual(await first.kill(), { code: null, signal: 'SIGKILL' });
      assert.equal(await ask(await spawn({ userDir })), 'kept');
      assert.ok(fs.existsSync(path.join(userDir, 'node_modules', '@order-lifecycle', 'node-red', 'package.json')));
    } finally {
      await Promise.all(spawned.splice(0).map((nodeRed) => nodeRed.kill()));
      fs.rmSync(userDir, { recursive: true, force: true });
    }
  });

  it('knows the checkout as an installed package', async () => {
    const nodeRed = await spawn({ flows: [] });
    const sets = (await (await fetch(`${nodeRed.url}/nodes`, { headers: { accept: 'application/json' } })).json()) as {
      module: string;
    }[];
    assert.ok(sets.some(({ module }) => module === '@order-lifecycle/node-red'));
  });

  it('says what Node-RED said when it does not start', async () => {
    await assert.rejects(spawn({ flows: [{ id: 'a', type: 'no such type', wires: [] }] }), /Waiting for missing types/);
    await assert.rejects(spawn({ settingsCode: 'nonsense' }), /Node-RED ended \(code 1\)[\s\S]*nonsense/);
  });

  it('passes environment, credentials and settings code', async () => {
    const port = await freePort();
    const calling: readonly FlowNode[] = [
      { id: 'tab', type: 'tab', label: 'test' },
      { id: 'call', type: 'http in', z: 'tab', url: '/call', method: 'get', wires: [['request']] },
      {
        id: 'request',
        type: 'http request',
        z: 'tab',
        method: 'GET',
        ret: 'txt',
        url: `http://127.0.0.1:${port}/seen`,
        authType: 'basic',
        wires: [['said']],
      },
      { id: 'said', type: 'http response', z: 'tab', wires: [] },
      { id: 'seen', type: 'http in', z: 'tab', url: '/seen', method: 'get', wires: [['tell']] },
      {
        id: 'tell',
        type: 'function',
        z: 'tab',
        func: 'msg.payload = msg.req.headers.authorization + global.get("shop"); return msg;',
        wires: [['told']],
      },
      { id: 'told', type: 'http response', z: 'tab', wires: [] },
    ];
    const nodeRed = await spawn({
      port,
      flows: calling,
      credentials: { request: { user: 'ann', password: 'open' } },
      env: { TEST_SHOP: 'north' },
      settingsCode: '{ functionGlobalContext: { shop: process.env.TEST_SHOP } }',
    });
    const said = await (await fetch(`${nodeRed.url}/call`)).text();
    assert.equal(said, `Basic ${Buffer.from('ann:open').toString('base64')}north`);
  });
});
