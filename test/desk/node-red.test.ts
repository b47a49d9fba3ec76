/** The desk's plugin in a real Node-RED: its tab in the editor, and its rights under a real adminAuth. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { DeskState } from '../../lib/desk/wire';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { bundleDesk, launch, noBrowser } from './browser';
import { installedDesk } from './installed';

const password = 'open sesame';
/** Node-RED's own hasher, found from Node-RED. */
const { hashSync } = createRequire(require.resolve('node-red'))('bcryptjs') as { hashSync(text: string, rounds: number): string };
const users = {
  reader: ['read'],
  ours: ['order-lifecycle.read'],
  writer: ['order-lifecycle.read', 'order-lifecycle.write'],
  approver: ['order-lifecycle.read', 'order-lifecycle.write', 'order-lifecycle.approve'],
  clerk: ['order-lifecycle.read', 'order-lifecycle.personal'],
  admin: ['*'],
  stranger: ['flows.read'],
} as const;
type User = keyof typeof users;

describe('the desk in Node-RED', function () {
  this.timeout(60_000);
  let folder: string;
  let userDir: string;
  let nodeRed: SpawnedNodeRed | undefined;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-desk-'));
    userDir = installedDesk(await bundleDesk(folder));
  });
  after(() => {
    for (const one of [folder, userDir]) fs.rmSync(one, { recursive: true, force: true });
  });
  afterEach(async () => {
    await nodeRed?.kill();
    nodeRed = undefined;
  });
  const start = async (settings: Record<string, unknown>) => {
    nodeRed = await spawnNodeRed({ userDir, link: false, flows: [{ id: 'tab', type: 'tab', label: 'test' }], settings });
    return nodeRed;
  };

  it('gives each right to whom settings.js gives it, and the right to see persons to no reader', async () => {
    const adminAuth = {
      type: 'credentials',
      users: Object.entries(users).map(([username, permissions]) => ({ username, password: hashSync(password, 4), permissions })),
    };
    const { url } = await start({ adminAuth, httpAdminRoot: '/admin' });
    const signIn = async (username: User): Promise<string> => {
      const body = new URLSearchParams({ client_id: 'node-red-admin', grant_type: 'password', scope: '', username, password });
      const answer = await fetch(`${url}/admin/auth/token`, { method: 'POST', body });
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    const ask = async (token: string | undefined, route: string, body?: unknown) => {
      const headers = {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      };
      return fetch(`${url}/admin/order-lifecycle/${route}`, {
        headers,
        ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      });
    };
    const command = { cases: [{ key: 'k', cause: 'c', openedAt: 1, count: 1 }], answer: 'ignore', reason: 'r' };
    const live = { account: 'a', mode: 'live', from: 'preview' };
    const statuses = async (token: string | undefined) => {
      const answers = [
        await ask(token, 'state'),
        await ask(token, 'settle', command),
        await ask(token, 'mode', live),
        await ask(token, 'order/reveal', { key: 'k' }),
      ];
      return answers.map(({ status }) => status);
    };
    const found: Record<string, readonly number[]> = { nobody: await statuses(undefined) };
    const rights: Record<string, string> = {};
    for (const user of Object.keys(users) as User[]) {
      const token = await signIn(user);
      found[user] = await statuses(token);
      const state = await ask(token, 'state');
      if (!state.ok) continue;
      const { visitor } = (await state.json()) as DeskState;
      assert.deepEqual([visitor.login, visitor.name], [true, user]);
      rights[user] = Object.entries(visitor.rights)
        .flatMap(([right, held]) => (held ? right : []))
        .join(' ');
    }
    // 503: allowed, and no engine runs here; 403: the route itself says which right is missing.
    assert.deepEqual(found, {
      nobody: [401, 401, 401, 401],
      reader: [200, 401, 401, 401],
      ours: [200, 401, 401, 401],
      writer: [200, 503, 403, 401],
      approver: [200, 503, 503, 401],
      clerk: [200, 401, 401, 503],
      admin: [200, 503, 503, 503],
      stranger: [401, 401, 401, 401],
    });
    assert.deepEqual(rights, {
      reader: 'read',
      ours: 'read',
      writer: 'read write',
      approver: 'read write approve',
      clerk: 'read personal',
      admin: 'read write approve personal',
    });
    assert.equal((await ask(undefined, 'desk.js')).status, 200);
  });

  it('says at start that there is no desk where the admin root is off', async () => {
    const { output } = await start({ httpAdminRoot: false });
    assert.match(output.text, /There is no desk, because httpAdminRoot is off/);
  });

  it('opens as a tab of the editor, below any admin root, and shows that nothing is set up', async function () {
    const why = noBrowser();
    if (why !== undefined) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    const { url } = await start({ httpAdminRoot: '/some/root' });
    const browser = await launch();
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const strange: string[] = [];
      page.on('pageerror', (error) => strange.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(url)) strange.push(request.url());
      });
      await page.goto(`${url}/some/root/`);
      await page.locator('.red-ui-palette-node[data-palette-type="inject"]').waitFor();
      await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
      await page.evaluate("RED.actions.invoke('order-lifecycle:show-desk')");
      await page.getByText('No account yet').waitFor();
      await page.getByText('Everyone who reaches this editor can decide here').click();
      await page.getByText('approveWithoutLogin: true').waitFor();
      if (process.env.ORDER_LIFECYCLE_SCREENSHOTS)
        await page.screenshot({ path: path.join(process.env.ORDER_LIFECYCLE_SCREENSHOTS, 'desk-empty.png') });
      assert.deepEqual(strange, []);
    } finally {
      await browser.close();
    }
  });
});
