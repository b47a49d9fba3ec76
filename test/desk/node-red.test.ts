/** The desk's plugin in a real Node-RED: its tab in the editor, and its rights under a real adminAuth. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { DeskState, OrderView, VariantView } from '../../lib/desk/wire';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';
import { launch, noBrowser } from './browser';
import { installed } from './installed';

const password = 'open sesame';
/** Node-RED's own hasher, found from Node-RED. */
const { hashSync } = createRequire(require.resolve('node-red'))('bcryptjs') as { hashSync(text: string, rounds: number): string };
const users = {
  reader: ['read'],
  ours: ['order-lifecycle.read'],
  writer: ['read', 'order-lifecycle.write'],
  approver: ['order-lifecycle.read', 'order-lifecycle.write', 'order-lifecycle.approve'],
  clerk: ['order-lifecycle.read', 'order-lifecycle.personal'],
  admin: ['*'],
  stranger: ['flows.read'],
} as const;
type User = keyof typeof users;
const adminAuth = {
  type: 'credentials',
  users: Object.entries(users).map(([username, permissions]) => ({ username, password: hashSync(password, 4), permissions })),
};

describe('the desk in Node-RED', function () {
  this.timeout(60_000);
  let userDir: string;
  let nodeRed: SpawnedNodeRed | undefined;

  before(async () => {
    userDir = await installed();
  });
  after(() => fs.rmSync(userDir, { recursive: true, force: true }));
  afterEach(async () => {
    await nodeRed?.kill();
    nodeRed = undefined;
  });
  const nothing: readonly FlowNode[] = [{ id: 'tab', type: 'tab', label: 'test' }];
  const start = async (settings: Record<string, unknown>, flows = nothing) => {
    nodeRed = await spawnNodeRed({ userDir, link: false, flows, settings });
    return nodeRed;
  };
  /** The editor with the desk's tab shown; what goes wrong in the page, and what leaves for elsewhere, is collected. */
  const openEditor = async (browser: Browser, root: string, strange: string[], user?: User): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, locale: 'en-US' });
    page.on('pageerror', (error) => strange.push(error.message));
    page.on('dialog', (dialog) => {
      strange.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(root)) strange.push(request.url());
    });
    await page.goto(`${root}/`);
    if (user) {
      await page.locator('#node-dialog-login-username').fill(user);
      await page.locator('#node-dialog-login-password').fill(password);
      await page.locator('#node-dialog-login-submit').click();
    }
    await page.locator('.red-ui-palette-node[data-palette-type="inject"]').waitFor();
    await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
    await page.evaluate("RED.actions.invoke('order-lifecycle:show-desk')");
    return page;
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    const folder = process.env.ORDER_LIFECYCLE_SCREENSHOTS;
    if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
  };

  it('gives each right to whom settings.js gives it, and the right to see persons to no reader', async () => {
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

  describe('in the editor', () => {
    let browser: Browser;
    before(async function () {
      const why = noBrowser();
      if (why !== undefined) {
        console.log(`        skipped: ${why}`);
        this.skip();
      }
      browser = await launch();
    });
    after(() => browser?.close());

    it('is a tab, below any admin root, and begins empty', async () => {
      const { url } = await start({ httpAdminRoot: '/some/root' });
      const strange: string[] = [];
      const page = await openEditor(browser, `${url}/some/root`, strange);
      await page.getByText('No account yet').waitFor();
      await page.getByText('Everyone who reaches this editor can decide here').click();
      await page.getByText('approveWithoutLogin: true').waitFor();
      await picture(page, 'desk-empty');
      await page.getByRole('button', { name: 'Connect my shop' }).click();
      await page.locator('#node-config-dialog-ok').waitFor();
      await page.close();
      assert.deepEqual(strange, []);
    });

    it('brings the first example, which runs after a deploy with nothing more to enter', async () => {
      const { url, output } = await start({});
      const strange: string[] = [];
      const page = await openEditor(browser, url, strange);
      await page.getByRole('button', { name: 'Try it without an account' }).click();
      await page.getByText('The example is in your workspace.').waitFor();
      await page.getByRole('button', { name: 'Try it without an account' }).click();
      await page.getByText('The example is here already.').waitFor();
      const from = output.lines.length;
      await page.locator('#red-ui-header-button-deploy').click();
      await output.until(/Started (?:modified )?(?:flows|nodes)/, { from });
      await page.getByRole('heading', { name: 'Accounts' }).waitFor();
      await page.getByText('Mirakl · simulated · complete up to').waitFor();
      await picture(page, 'desk-example');
      await page.close();
      assert.deepEqual(strange, []);
    });

    it('uses the sign-in of the editor, and draws locked what this person may not do', async () => {
      const { url } = await start({ adminAuth, httpAdminRoot: '/admin' }, SIMULATED);
      const strange: string[] = [];
      const page = await openEditor(browser, `${url}/admin`, strange, 'writer');
      const shop = page.getByRole('group', { name: 'North Cups' });
      await shop.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('North Cups: Preview').waitFor();
      await page.evaluate(
        "$.ajax({ url: 'order-lifecycle/simulator/place', type: 'POST', contentType: 'application/json', data: '{\"id\":\"simulator\"}' })",
      );
      const approve = page.getByRole('button', { name: 'Approve', exact: true });
      await approve.waitFor();
      assert.equal(await approve.getAttribute('aria-disabled'), 'true');
      await approve.click({ force: true });
      await page.getByText('Takes the right order-lifecycle.approve.').waitFor();
      assert.equal(await page.getByText('Everyone who reaches this editor').count(), 0);
      await page.close();
      assert.deepEqual(strange, []);
    });

    it('imports the open order from before the start that was ticked, and no other', async () => {
      const { url } = await start({}, STARTING_IN_2100);
      const place = async () =>
        ((await (await post(`${url}/order-lifecycle/simulator/place`, { id: 'simulator' })).json()) as { order: string }).order;
      const strange: string[] = [];
      const page = await openEditor(browser, url, strange);
      const [first, second] = [await place(), await place()];
      const open = page.getByRole('button', { name: 'Open orders from before the start' });
      await page.locator('.work', { hasText: '2 orders' }).waitFor();
      await open.click();
      const dialog = page.getByRole('dialog', { name: 'Maison Verte: open orders from before the start' });
      await dialog.getByRole('checkbox', { name: `Import Order ${second}` }).waitFor();
      assert.equal(await dialog.getByRole('button', { name: 'Import 0' }).isDisabled(), true);
      await dialog.getByRole('checkbox', { name: `Import Order ${first}` }).check();
      await picture(page, 'desk-earlier');
      await dialog.getByRole('button', { name: 'Import 1' }).click();
      await page.getByText('1 imported.').waitFor();
      const account = ((await (await fetch(`${url}/order-lifecycle/state`)).json()) as DeskState).accounts.find(
        ({ side }) => side === 'marketplace',
      )?.id;
      const order = async (number: string) =>
        (await (
          await fetch(`${url}/order-lifecycle/order?key=${encodeURIComponent(`${account}:${number}`)}`)
        ).json()) as OrderView;
      await page.waitForFunction(async (key) => {
        const answer = await fetch(`order-lifecycle/order?key=${encodeURIComponent(key)}`);
        return ((await answer.json()) as OrderView).shopOrder !== undefined;
      }, `${account}:${first}`);
      const { shopOrder, timeline } = await order(second);
      assert.deepEqual([shopOrder, timeline.map(({ what }) => what)], [undefined, ['fact']]);
      const search = new URLSearchParams({ key: `${account}:${first}`, text: 'product' });
      const found = (await (await fetch(`${url}/order-lifecycle/variants?${search}`)).json()) as readonly VariantView[];
      assert.match(found[0]?.id ?? '', /^gid:\/\/shopify\/ProductVariant\/\d+$/);
      await open.click();
      await dialog.getByRole('checkbox', { name: `Import Order ${second}` }).waitFor();
      assert.equal(await dialog.getByRole('checkbox', { name: `Import Order ${first}` }).count(), 0);
      await page.close();
      assert.deepEqual(strange, []);
    });

    it('shows what a preview plans and what a flow threw, and one click sends exactly that one order', async () => {
      const { url } = await start({ orderLifecycle: { approveWithoutLogin: true } }, SIMULATED);
      const place = () => post(`${url}/order-lifecycle/simulator/place`, { id: 'simulator' });
      const state = async () => (await (await fetch(`${url}/order-lifecycle/state`)).json()) as DeskState;
      const strange: string[] = [];
      const page = await openEditor(browser, url, strange);
      await page.getByRole('group', { name: 'North Cups' }).getByRole('button', { name: 'Preview' }).click();
      await page.getByText('North Cups: Preview').waitFor();
      for (const placed of [await place(), await place()]) assert.equal(placed.status, 200);
      await page.getByRole('button', { name: 'Approve all 2' }).waitFor();
      await page.getByText('The node “<b>strict</b>” stopped with an error: Error: <img src=x onerror=alert(1)>').waitFor();
      await picture(page, 'desk-preview');
      const before = await state();
      assert.deepEqual(
        before.planned.map(({ verb, calls }) => [verb, calls[0]?.call]),
        Array(2).fill(['order.create', 'orderCreate']),
      );
      const [first, second] = before.planned.map(({ key }) => key);

      await page.getByRole('button', { name: 'Approve', exact: true }).first().click();
      await page.getByText('Settled.').waitFor();
      await page.getByRole('button', { name: 'Approve all 2' }).waitFor({ state: 'detached' });
      const order = async (key: string | undefined) =>
        (await (await fetch(`${url}/order-lifecycle/order?key=${encodeURIComponent(key ?? '')}`)).json()) as OrderView;
      assert.deepEqual(
        (await state()).planned.map(({ key }) => key),
        [second],
      );
      const calls = (view: OrderView) =>
        view.timeline
          .filter(({ what, detail }) => what === 'call' && detail.call === 'orderCreate')
          .map(({ detail }) => detail.outcome);
      assert.deepEqual([calls(await order(first)), calls(await order(second))], [['answered'], []]);
      await picture(page, 'desk-approved');

      await page.getByRole('button', { name: 'Reject' }).click();
      await page.getByRole('textbox', { name: 'Why it is not done' }).fill('sold by phone');
      await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
      await page.getByText('Settled.').waitFor();
      await page.getByRole('button', { name: 'Reject' }).waitFor({ state: 'detached' });
      assert.deepEqual(calls(await order(second)), []);
      await page.close();
      assert.deepEqual(strange, []);
    });
  });
});

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Simulated systems, the thin path, and a function node beside it that throws markup. */
const SIMULATED: readonly FlowNode[] = [
  { id: 'tab', type: 'tab', label: 'orders' },
  { id: 'simulator', type: 'order-simulator', z: 'tab', world: 'demo', pace: 60, ordersPerMinute: 0, wires: [[]] },
  { id: 'account', type: 'marketplace-account', name: 'Maison Verte', platform: 'simulator of mirakl', world: 'demo' },
  { id: 'store', type: 'shopify-store', name: 'North Cups', platform: 'simulator', world: 'demo' },
  { id: 'in', type: 'marketplace-order-in', z: 'tab', account: 'account', wires: [['accept'], []] },
  { id: 'accept', type: 'accept-order', z: 'tab', rule: 'always', wires: [['create', 'strict'], [], []] },
  { id: 'create', type: 'shopify-create-order', z: 'tab', store: 'store', wires: [[], []] },
  {
    id: 'strict',
    type: 'function',
    z: 'tab',
    name: '<b>strict</b>',
    func: 'throw new Error("<img src=x onerror=alert(1)>");',
    wires: [[]],
  },
];
/** The same, with a start that every order was placed before. */
const STARTING_IN_2100 = SIMULATED.filter(({ id }) => id !== 'strict').map((node) =>
  node.id === 'in'
    ? { ...node, start: 'date', startDate: '2100-01-01T00:00' }
    : node.id === 'accept'
      ? { ...node, wires: [['create'], [], []] }
      : node,
);
