import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { type FlowNode, newUserDirectory } from '../node-red/user-directory';
import { onCanvas } from './canvas';
import { asked, collecting, desk, simulated, until } from './flows';

const asking = (property: string): readonly FlowNode[] =>
  onCanvas<FlowNode>([
    { id: 'tab', type: 'tab' },
    { id: 'look', type: 'http in', z: 'tab', url: '/look', method: 'get', wires: [['find']] },
    { id: 'find', type: 'look-up-order', z: 'tab', property, wires: [['respond'], ['respond']] },
    ...collecting,
  ]);

describe('the manners of a real Node-RED with our nodes', () => {
  let nodeRed: SpawnedNodeRed;
  afterEach(() => nodeRed.kill());

  it('lives on where the ledger cannot be opened, and says so to the message, the log and the desk', async () => {
    const userDir = newUserDirectory();
    fs.writeFileSync(path.join(userDir, 'no-ledger'), 'this is no database, and longer than a header of one would be');
    try {
      nodeRed = await spawnNodeRed({
        userDir,
        flows: asking('payload.number'),
        settingsCode: `{ orderLifecycle: { ledgerFile: ${JSON.stringify(path.join(userDir, 'no-ledger'))} } }`,
      });
      void fetch(`${nodeRed.url}/look?number=1`).catch(() => undefined);
      const { caught } = await until(
        () => asked(nodeRed),
        (all) => all.caught.length > 0,
        'caught',
      );
      assert.match(caught[0]?.message ?? '', /^Ledger\w+: /);
      assert.equal(caught[0]?.code, 'MISCONFIGURED');
      const { engine, problem } = await desk(nodeRed);
      assert.equal(engine, 'failed');
      assert.ok(problem);
    } finally {
      await nodeRed.kill();
      fs.rmSync(userDir, { recursive: true, force: true });
    }
  });

  it('says that a variable is not set, instead of using its name', async () => {
    nodeRed = await spawnNodeRed({ flows: asking(`\${MISSING}`) });
    void fetch(`${nodeRed.url}/look`).catch(() => undefined);
    const { caught } = await until(
      () => asked(nodeRed),
      (all) => all.caught.length > 0,
      'caught',
    );
    assert.match(caught.at(-1)?.message ?? '', /The variable MISSING is not set/);
  });

  it('tests an account with the values in the dialog, for those who may write, and for nobody else', async () => {
    nodeRed = await spawnNodeRed({
      flows: simulated(),
      settingsCode: `{ adminAuth: { type: 'credentials', users: [], tokens: async (token) => (token === 'reader' || token === 'writer' ? { username: token, permissions: token === 'reader' ? ['read'] : ['*'] } : null) } }`,
    });
    const test = (token: string | undefined, settings: unknown, headers = {}): Promise<Response> =>
      fetch(`${nodeRed.url}/order-lifecycle/test/marketplace-account`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        body: JSON.stringify({ id: 'new', settings, credentials: {} }),
      });
    const simulator = { platform: 'simulator of mirakl', world: 'another' };
    assert.equal((await test(undefined, simulator)).status, 401);
    assert.equal((await test('reader', simulator)).status, 401);
    assert.equal((await test('writer', simulator, { 'sec-fetch-site': 'cross-site' })).status, 403);
    const rows = (await (await test('writer', simulator)).json()) as { ok: boolean; what: string; text: string }[];
    assert.ok(rows.length > 3 && rows.every(({ ok, text }) => ok && text), JSON.stringify(rows));
    const refused = (await (
      await test('writer', { platform: 'mirakl', address: 'http://shop.example.com' })
    ).json()) as typeof rows;
    assert.deepEqual(
      refused.map(({ ok, what }) => ({ ok, what })),
      [{ ok: false, what: 'address' }],
    );
    assert.match(refused[0]?.text ?? '', /not https/);
  });

  it('survives a settings node that does not exist while flows start', async () => {
    // "Circular config node dependency": a property that equals the id of a settings node.
    const flows = simulated().map((node) => (node.id === 'store' ? { ...node, name: 'store' } : node));
    nodeRed = await spawnNodeRed({ flows });
    const state = await until(
      () => desk(nodeRed),
      ({ engine }) => engine === 'running',
      'running',
    );
    assert.equal(
      state.accounts.some(({ id }) => id.startsWith('mirakl:') || id.startsWith('settings:')),
      true,
    );
    assert.equal(nodeRed.child.exitCode, null);
  });
});
