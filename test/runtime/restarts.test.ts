import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { newUserDirectory } from '../node-red/user-directory';
import { asked, desk, listening, until } from './flows';
import { type Outside, outside } from './outside';

const KILLS = 3;

const live = async (nodeRed: SpawnedNodeRed): Promise<void> => {
  const { accounts } = await listening(nodeRed);
  for (const { id, mode } of accounts) {
    const answer = await post(nodeRed, 'mode', { account: id, mode: 'live', from: mode });
    assert.equal(answer.is, 'done', JSON.stringify(answer));
  }
};
async function post(nodeRed: SpawnedNodeRed, route: string, body: unknown): Promise<{ readonly is?: string }> {
  const answer = await fetch(`${nodeRed.url}/order-lifecycle/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as never;
}

describe('Node-RED killed and started again, with its ledger in a file', () => {
  let world: Outside;
  let userDir: string;
  const running: SpawnedNodeRed[] = [];
  const start = async (...given: Parameters<typeof spawnNodeRed>): Promise<SpawnedNodeRed> => {
    const nodeRed = await spawnNodeRed(...given);
    running.push(nodeRed);
    return nodeRed;
  };
  beforeEach(async () => {
    world = await outside();
    userDir = newUserDirectory();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((nodeRed) => nodeRed.kill()));
    await world.close();
    fs.rmSync(userDir, { recursive: true, force: true });
  });
  // One order in the flow at a time: an intent that was stored and never sent is doubted for two minutes.
  const settingsCode = '{ orderLifecycle: { approveWithoutLogin: true, slots: 1 } }';

  it('keeps a parked message over the kill, and receives it at its node when the step is through', async () => {
    world.shopify.catalogue.unknown.add('NEW-SKU');
    world.mirakl.place({ lines: [{ sku: 'NEW-SKU', quantity: 1, price: '12.50' }] });
    const before = await start({
      userDir,
      flows: world
        .flows([], 'mark')
        .concat({
          id: 'mark',
          type: 'function',
          z: 'tab',
          x: 0,
          y: 0,
          outputs: 1,
          func: 'msg.mine = { marked: new Date(5), run: msg.event.run }; return msg;',
          wires: [['create']],
        })
        .map((node) =>
          node.id === 'came' ? { ...node, func: String(node.func).replace('{ key:', '{ mine: msg.mine, key:') } : node,
        ),
      credentials: world.credentials,
      settingsCode,
    });
    await live(before);
    const { cases } = await until(
      () => desk(before),
      ({ work, cases: open }) => work?.parked === 1 && work.out === 0 && open.some(({ kind }) => kind === 'unknown sku'),
      'parked for an unknown SKU',
    );
    await before.kill();

    const after = await start({ userDir, settingsCode });
    await listening(after);
    assert.deepEqual((await asked(after)).came, []);
    world.shopify.catalogue.unknown.delete('NEW-SKU');
    world.shopify.catalogue.addVariant('NEW-SKU');
    const [open] = cases;
    assert.ok(open);
    await post(after, 'settle', {
      cases: [{ key: open.key, cause: open.cause, openedAt: open.openedAt, count: open.count }],
      answer: 'try again',
    });
    const { came, caught } = await until(
      () => asked(after),
      (all) => all.came.length > 0,
      'through',
    );
    assert.deepEqual(caught, []);
    assert.deepEqual(came, [
      { mine: { marked: new Date(5).toISOString(), run: 1 }, key: open.key, redelivered: false, shopOrder: '#1001' },
    ]);
    assert.equal(world.shopify.orders().length, 1);
  }).timeout(60_000);

  it('makes every order once where it is killed while Shopify answers', async () => {
    const orders = Array.from({ length: 4 }, () => world.mirakl.place());
    // Live before the first order is handed out: what is planned in preview is done all at once, whatever the slots.
    const unwired = world.flows().map((node) => (node.id === 'in' ? { ...node, wires: [[], []] } : node));
    let nodeRed = await start({ userDir, flows: unwired, credentials: world.credentials, settingsCode });
    await live(nodeRed);
    let kills = 0;
    let dying: SpawnedNodeRed | undefined;
    const killed: Promise<unknown>[] = [];
    world.simulator.onCall = ({ call, phase }) => {
      // Before the commit nobody could be sure for two minutes; the simulated kills go through those in simulated time.
      if (call !== 'orderCreate' || kills >= KILLS || phase !== 'after commit' || dying === nodeRed) return;
      // Of two calls that are on their way only the first kills.
      dying = nodeRed;
      kills += 1;
      killed.push(nodeRed.kill());
    };
    // The deploy's own answer may be lost with the first kill.
    await nodeRed.deploy(world.flows()).catch((error: unknown) => {
      if (killed.length === 0) throw error;
    });
    for (let starts = 0; starts < KILLS; starts += 1) {
      await until(
        async () => killed.length,
        (count) => count > starts,
        'killed',
      );
      await killed[starts];
      nodeRed = await start({ userDir, settingsCode });
      await listening(nodeRed);
    }
    await until(
      async () => world.shopify.orders().length,
      (made) => made === orders.length,
      'every order made',
    );
    await until(
      () => desk(nodeRed),
      ({ work }) => work?.out === 0,
      'nothing in the flow',
    );
    assert.deepEqual(
      world.shopify
        .orders()
        .map(({ sourceIdentifier }) => sourceIdentifier)
        .sort(),
      [...orders].sort(),
    );
  }).timeout(120_000);
});
