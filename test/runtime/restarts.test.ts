import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { sqliteInline } from '../../lib/ledger';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { newUserDirectory } from '../node-red/user-directory';
import { asked, desk, listening, until } from './flows';
import { type Outside, outside } from './outside';

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
  const settingsCode = '{ orderLifecycle: { approveWithoutLogin: true } }';

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

  it('makes an order once where it is killed after Shopify made it and before the answer came', async () => {
    const order = world.mirakl.place();
    const before = await start({ userDir, flows: world.flows(), credentials: world.credentials, settingsCode });
    const killed = new Promise<void>((resolve) => {
      world.simulator.onCall = ({ call, phase }) => {
        if (call !== 'orderCreate' || phase !== 'after commit') return;
        world.simulator.onCall = () => undefined;
        resolve(before.kill().then(() => undefined));
      };
    });
    // Going live sends what was planned; its own answer may be lost with the process.
    await Promise.race([live(before).catch(() => undefined), killed]);
    await killed;
    assert.equal(world.shopify.orders().length, 1);

    const after = await start({ userDir, settingsCode });
    const key = await until(
      () => desk(after),
      ({ work }) => work?.running === 0 && work.out === 0,
      'settled',
    ).then(({ accounts }) => `${accounts.find(({ id }) => id.startsWith('mirakl:'))?.id}:${order}`);
    const known = (await (await fetch(`${after.url}/order-lifecycle/order?key=${encodeURIComponent(key)}`)).json()) as {
      readonly shopOrder?: { readonly name: string };
    };
    assert.equal(known.shopOrder?.name, '#1001');
    assert.deepEqual(
      world.shopify.orders().map(({ sourceIdentifier }) => sourceIdentifier),
      [order],
    );
  }).timeout(60_000);

  it('tells the ledger before it stops, as a service manager asks it to, that what is in the flow was not its undoing', async () => {
    const order = world.mirakl.place();
    // Neither sends nor is done: the order stays in the flow.
    const keeps = {
      id: 'keeps',
      type: 'function',
      z: 'tab',
      outputs: 1,
      func: 'return new Promise(() => undefined);',
      wires: [[]],
    };
    const only = await start({ userDir, flows: world.flows([keeps], 'keeps'), credentials: world.credentials, settingsCode });
    await until(
      () => desk(only),
      ({ work }) => work?.out === 1,
      'in the flow',
    );
    await only.stop();
    const ledger = sqliteInline({ file: path.join(userDir, 'order-lifecycle', 'ledger.sqlite') });
    try {
      const [left] = await ledger.orders(10, undefined, true);
      assert.ok(left);
      assert.ok(left.key.endsWith(order));
      const [out] = Object.values(left.deliveries);
      assert.equal(out?.state, 'out');
      assert.deepEqual((await ledger.kept('stopped'))?.value, [out.holder]);
    } finally {
      await ledger.close();
    }
  }).timeout(60_000);
});
