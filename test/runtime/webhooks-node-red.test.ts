/** Webhooks into a real Node-RED with its default settings, by its own port and by one beside it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { tokenOf } from '../../lib/runtime/webhooks/address';
import { createSimulator, serveSimulator } from '../../lib/simulator';
import { systemRandom } from '../../lib/transport/random';
import { realClock } from '../../lib/transport/real-clock';
import { freePort, type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';
import { cases } from '../platforms/sources';
import { desk, listening, until } from './flows';

interface Case {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBase64: string;
}
const ID = 'webhook-line-separator';
const FILE = path.join(cases, 'inputs', `${ID}.json`);
const present = fs.existsSync(FILE);
if (!present) process.stdout.write('absent: the field cases; webhooks into Node-RED are skipped\n');
const SHOP = 'example-shop';
const ORDER = 'gid://shopify/Order/820000000000001301';

/** The shop of the case, over HTTP; `asked`: the orders that were read by their ids. */
async function shop() {
  const clock = realClock();
  const simulator = createSimulator({ clock, random: systemRandom });
  const { host, token } = simulator.shopify(SHOP);
  const asked: string[] = [];
  const { url, close } = await serveSimulator({
    ...simulator,
    wire: async (request) => {
      const { query = '', variables = {} } = request.body ? JSON.parse(request.body) : {};
      if (/\{\s*order\(/.test(query)) asked.push(variables.id);
      const answer = await simulator.wire(request);
      return { ...answer, text: answer.text.replaceAll(host, `${SHOP}.myshopify.com`) };
    },
  });
  const end = async (): Promise<void> => {
    await close();
    clock.stop();
  };
  return { base: `${url}/${host}`, token, asked, end, subscriptions: () => simulator.shopify(SHOP).webhooks.subscriptions() };
}

(present ? describe : describe.skip)('webhooks into Node-RED', function () {
  this.timeout(60_000);
  const { secret, headers, bodyBase64 }: Case = present ? JSON.parse(fs.readFileSync(FILE, 'utf8')) : {};
  const body = Buffer.from(bodyBase64 ?? '', 'base64');
  let nodeRed: SpawnedNodeRed | undefined;
  let world: Awaited<ReturnType<typeof shop>>;
  beforeEach(async () => {
    world = await shop();
  });
  afterEach(async () => {
    await nodeRed?.kill();
    await world.end();
  });

  const flow = (webhooks: string, webhookPort: number): readonly FlowNode[] => [
    { id: 'tab', type: 'tab', label: 'webhooks' },
    {
      id: 'store',
      type: 'shopify-store',
      platform: 'shopify',
      address: world.base,
      signIn: 'token',
      name: 'Shop',
      webhooks,
      webhookPort,
      webhookAddress: 'https://hooks.example.com',
    },
    { id: 'events', type: 'shopify-event-in', z: 'tab', store: 'store', x: 100, y: 100, wires: [[], [], [], [], [], [], [], []] },
  ];
  const begin = async (way: string, port: number, settings = {}): Promise<string> => {
    nodeRed = await spawnNodeRed({
      flows: flow(way, port),
      credentials: { store: { token: world.token, webhookSecret: secret } },
      settings,
    });
    const url = way === 'node-red' ? nodeRed.url : `http://127.0.0.1:${port}`;
    return `${url}/order-lifecycle/webhooks/${tokenOf(world.base, secret)}`;
  };
  const start = async (way: string, port: number): Promise<string> => {
    const url = await begin(way, port);
    await listening(nodeRed ?? assert.fail(), 1);
    return url;
  };
  const post = async (url: string, bytes: Uint8Array, more: Record<string, string> = {}): Promise<number> =>
    (await fetch(url, { method: 'POST', headers: { ...headers, ...more }, body: new Uint8Array(bytes) })).status;
  /** The door is open once the flows have started and the account is known. */
  const taken = (url: string, bytes: Uint8Array) =>
    until(
      () => post(url, bytes).catch(() => 0),
      (status) => status === 200,
      'taken',
    );

  for (const [way, what] of [
    ['own port', 'a port of their own'],
    ['node-red', 'Node-RED’s port'],
  ] as const)
    it(`${ID}: the very bytes count, by ${what}`, async () => {
      const url = await start(way, await freePort());
      await taken(url, body);
      const flipped = Buffer.from(body);
      flipped[10] = (flipped[10] ?? 0) ^ 1;
      assert.equal(await post(url, flipped), 401);
      assert.equal(await post(url, Buffer.alloc(4 * 1024 * 1024 + 1, 32)), 413);
      await until(
        async () => world.asked,
        (asked) => asked.length > 0,
        'read by its id',
      );
      assert.deepEqual([...new Set(world.asked)], [ORDER]);
    });
  it('by Node-RED’s port under roots of its own', async () => {
    await taken(await begin('node-red', 1881, { httpAdminRoot: '/admin', httpNodeRoot: '/api' }), body);
  });
  it('by Node-RED’s port through every kind of deploy, and the editor works on', async () => {
    const url = await start('node-red', 1881);
    await taken(url, body);
    for (const kind of ['full', 'flows', 'nodes', 'reload'] as const) {
      await nodeRed?.deploy(flow('node-red', 1881), kind);
      assert.equal(await post(url, body), 200);
    }
    assert.equal((await desk(nodeRed ?? assert.fail())).engine, 'running');
    // Switched off, the path is Node-RED's again, which knows nothing there.
    await nodeRed?.deploy(flow('off', 1881));
    await until(
      () => post(url, body),
      (status) => status === 404,
      'switched off',
    );
  });
});
