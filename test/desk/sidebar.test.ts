/** The sidebar in a real browser: what it shows, what its buttons do, and that nothing in it is ever markup. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { CaseKind } from '../../lib/model/record';
import { checkout } from '../checkout';
import { bundleDesk, launch, noBrowser } from './browser';
import { MIRAKL, NOW, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';
import { MARKUP } from './orders';

/** Runs in the page, so it is no module of ours: see there. */
const IN_PAGE = path.join(checkout, 'test', 'desk', 'in-page.js');
interface InPage {
  readonly did: string[];
  changed(): void;
  made(selector: string): number;
  text(): string;
  hearKeys(): void;
  look(): { readonly texts: number; readonly faults: string[] };
}

const KINDS: readonly CaseKind[] = [
  'unknown sku',
  'refused',
  'in doubt',
  'flow let this pass',
  'flow error',
  'maybe exists',
  'price difference',
  'unmapped',
  'silent channel',
  'unknown value',
  'planned',
  'unreadable',
  'arrived late',
  'cancelled after creation',
  'not decided',
  'account stopped',
  'rule broken',
  'listener gone',
  'unknown rate',
  'over-refund',
  'refund without lines',
  'changed request',
];

const CATALOGUE = [
  { id: 'gid://shopify/ProductVariant/4711', title: 'Mug, red', sku: 'MUG-RED', barcode: '4006381333931' },
  { id: 'gid://shopify/ProductVariant/4712', title: MARKUP.title, sku: MARKUP.sku },
];

describe('the sidebar', function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;
  let browser: Browser;
  let desk: Harness;
  let page: Page;
  /** Errors, dialogs and requests that left the desk's own server. */
  let strange: string[];

  before(async function () {
    const why = noBrowser();
    if (why !== undefined) {
      console.log(`      skipped: ${why}`);
      this.skip();
    }
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-sidebar-'));
    bundle = await bundleDesk(folder);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    desk = await harness({ bundle });
    desk.settings = { orderLifecycle: { approveWithoutLogin: true } };
    strange = [];
    page = await browser.newPage({ viewport: { width: 330, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
    page.on('pageerror', (error) => strange.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      strange.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(desk.url)) strange.push(`request: ${request.url()}`);
    });
    await page.addInitScript({ path: IN_PAGE });
  });
  afterEach(async () => {
    await page?.close();
    await desk?.close();
    assert.deepEqual(strange, []);
  });
  const open = async (query = '') => {
    await page.goto(`${desk.url}/${query}`);
    await page.getByText('Loading …').waitFor({ state: 'detached' });
  };
  const changed = () => page.evaluate(() => (globalThis as unknown as InPage).changed());
  const did = () => page.evaluate(() => (globalThis as unknown as InPage).did);
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  it('fits its budget: 60 KB of script, compressed, its styles with it', () => {
    const size = gzipSync(fs.readFileSync(bundle), { level: 9 }).length;
    assert.ok(size < 60 * 1024, `${size} bytes`);
  });

  it('shows health per account and a case with its sentence; a click settles it', async () => {
    desk.engine.problem = 'key refused (401)';
    desk.engine.open('MK1', 'price difference', { field: 'grand', stated: '36.70', computed: '36.60', currency: 'EUR' }, 'grand');
    await open();
    await page.getByText('heard 40 sec. ago · complete up to').waitFor();
    await page.getByText('key refused (401)').waitFor();
    await page.getByText('Total: the marketplace states €36.70, its lines add up to €36.60.').waitFor();
    await button('Take the stated total').click();
    await page.getByText('Settled.').waitFor();
    await page.getByText('Nothing to decide.').waitFor();
    assert.deepEqual(
      desk.engine.decided.map(({ kind, of }) => [kind, of]),
      [['do it', 'price difference/grand']],
    );
  });

  it('security-name-is-markup: buyers, nodes, SKUs, titles and errors with markup are text', async () => {
    desk.engine.open('MK1', 'unknown sku', { line: 'MK1-2', sku: MARKUP.sku, title: MARKUP.title }, 'MK1-2');
    desk.engine.open('MK2', 'flow error', { delivery: 'n1|placed', node: 'n1', text: MARKUP.error }, 'n1|placed');
    desk.engine.plan({
      key: `${MIRAKL}:MK3`,
      effect: 'order.create/1',
      verb: 'order.create',
      target: SHOP,
      calls: [{ call: 'orderCreate', request: { order: { note: MARKUP.name, title: MARKUP.title } } }],
    });
    desk.deployed = [{ ...(desk.deployed[0] ?? assert.fail()), name: MARKUP.company }];
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes: ['*'] };
    await open();
    await page.getByText(`Shopify has no variant with the SKU ${MARKUP.sku} (${MARKUP.title}).`).waitFor();
    await page.getByText(MARKUP.error).waitFor();
    await page.getByText(/orderCreate · 2 fields/).click();
    await page.getByText(MARKUP.name, { exact: true }).waitFor();
    await button('Order MK1').click();
    await page.getByRole('dialog').getByText(MARKUP.title).waitFor();
    await button('Show buyer').click();
    await page.getByText(`${MARKUP.name}, ${MARKUP.company}, ${MARKUP.street}, 69003 Lyon FR`).waitFor();
    await button('Close').click();
    await button('Use a variant').click();
    await page.getByRole('dialog').getByText(MARKUP.title).waitFor();
    const made = await page.evaluate(() => (globalThis as unknown as InPage).made('iframe, img, script, b, svg[onload]'));
    assert.equal(made, 0);
  });

  it('has a sentence for every kind, also where a parameter is missing', async () => {
    for (const [n, kind] of KINDS.entries())
      desk.engine.open(`MK${n}`, kind, n % 2 ? {} : { effect: 'order.create/1', account: SHOP, call: 'OR21' });
    await open();
    await page
      .locator('.kind')
      .nth(KINDS.length - 2)
      .waitFor();
    const text = await page.evaluate(() => (globalThis as unknown as InPage).text());
    assert.doesNotMatch(text, /undefined|NaN|\[object|null/);
    assert.equal(await page.locator('.sentence').count(), KINDS.length - 1);
  });

  it('asks for what an answer needs, and keeps keys from the editor', async () => {
    desk.engine.open('MK1', 'unknown sku', { line: 'MK1-1', sku: 'CUP', title: 'Cup' }, 'MK1-1');
    desk.engine.open('MK2', 'unknown sku', { line: 'MK2-1', sku: 'CUP', title: 'Cup' }, 'MK2-1');
    await open();
    await page.evaluate(() => (globalThis as unknown as InPage).hearKeys());
    await page.getByText('2 orders:').waitFor();
    await button('Use a variant').click();
    const dialog = page.getByRole('dialog', { name: 'Use a variant' });
    await dialog.getByText('For 2 orders at once.').waitFor();
    await dialog.getByText('Nothing found.').waitFor();
    const search = dialog.getByRole('searchbox');
    assert.equal(await search.inputValue(), 'Cup');
    assert.equal(await dialog.getByRole('button', { name: 'Use a variant' }).isDisabled(), true);
    desk.catalogue = CATALOGUE;
    await search.fill('mug');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await dialog.getByText('SKU MUG-RED · barcode 4006381333931').waitFor();
    await dialog.getByRole('radio', { name: 'Mug, red' }).check();
    await dialog.getByRole('button', { name: 'Use a variant' }).click();
    await page.getByText('2 settled, 0 were already, 0 failed.').waitFor();
    assert.deepEqual(
      desk.engine.decided.map(({ value }) => (value as { variantId: string }).variantId),
      Array(2).fill('gid://shopify/ProductVariant/4711'),
    );
    assert.ok(!(await did()).includes('key'));
    // In the store of the creation, by what the case names until something is found.
    assert.deepEqual(
      desk.searched,
      ['CUP', 'Cup', 'mug'].map((text) => `${SHOP} ${text}`),
    );
  });

  it('puts a case off, says whose it is and what was noted, and shows it again', async () => {
    desk.engine.open('MK1', 'price difference', { field: 'grand', stated: '36.70', computed: '36.60', currency: 'EUR' }, 'grand');
    await open();
    await button('More').click();
    await button('Assign').click();
    const name = page.getByRole('textbox', { name: 'Name; empty for nobody' });
    assert.equal(await name.inputValue(), 'anonymous');
    await name.fill(MARKUP.name);
    await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
    await page.getByText(`Assigned to ${MARKUP.name}`).waitFor();
    await button('Note').click();
    await page.getByRole('textbox', { name: 'What others should know' }).fill(MARKUP.error);
    await page.getByRole('dialog').getByRole('button', { name: 'Note' }).click();
    await page.getByText(`Note: ${MARKUP.error}`).waitFor();
    await button('Snooze').click();
    const dialog = page.getByRole('dialog', { name: 'Snooze' });
    await dialog.getByRole('button', { name: 'In 4 hours' }).click();
    await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
    await page.getByText('Snoozed.').waitFor();
    const { until } = (desk.engine.decided.at(-1) ?? assert.fail()).value as { until: number };
    // The ledger's clock stands; the reader's ran on while the test did, and is rounded up to the minute.
    assert.ok(until >= NOW + 4 * 3_600_000 && until <= NOW + 4 * 3_600_000 + 180_000, String(until - NOW));
    assert.equal(await page.locator('h2', { hasText: 'Open cases' }).locator('.count').textContent(), '0');
    await page.locator('summary', { hasText: 'Snoozed' }).click();
    await page.getByText(/quiet until/).waitFor();
    await button('Show again').click();
    await page.getByText('Shown again.').waitFor();
    await page.locator('h2', { hasText: 'Open cases' }).locator('.count', { hasText: '1' }).waitFor();
    assert.equal(await page.getByText(/quiet until/).count(), 0);
  });

  it('shows a case again by itself when its time has come', async () => {
    desk.engine.open('MK1', 'unreadable', { field: 'f', text: 't' });
    await desk.engine.decide(`${MIRAKL}:MK1`, {
      kind: 'snooze',
      of: 'unreadable/1',
      by: 'eva',
      value: { cause: 'unreadable/1', until: NOW + 60_000 },
    });
    await open();
    await page.getByText('Nothing to decide.').waitFor();
    desk.now = NOW + 60_000;
    await changed();
    await page.getByText('The order could not be read at f').waitFor();
    assert.equal(await page.locator('summary', { hasText: 'Snoozed' }).count(), 0);
  });

  it('makes a bundle of what is searched, with quantities and parts of the price, for this order alone', async () => {
    desk.catalogue = CATALOGUE;
    desk.engine.open('MK1', 'unknown sku', { line: 'MK1-1', sku: 'SET', title: 'Set', gtin: '4006381333931' }, 'MK1-1');
    await open();
    await button('More').click();
    await button('Bundle').click();
    const dialog = page.getByRole('dialog', { name: 'Bundle' });
    await dialog.getByRole('button', { name: 'Add Mug, red' }).click();
    const search = dialog.getByRole('searchbox');
    assert.equal(await search.inputValue(), '4006381333931');
    await search.fill(MARKUP.title);
    await dialog.getByRole('button', { name: 'Search' }).click();
    await dialog.getByRole('button', { name: `Add ${MARKUP.title}` }).click();
    await dialog.getByRole('spinbutton', { name: 'Quantity, Mug, red' }).fill('2');
    await dialog.getByRole('spinbutton', { name: 'Part of the price, Mug, red' }).fill('3');
    await dialog.getByText('= 75%').waitFor();
    assert.equal(await page.evaluate(() => (globalThis as unknown as InPage).made('iframe')), 0);
    await dialog.getByRole('checkbox', { name: 'The same for every order with this SKU' }).uncheck();
    await dialog.getByRole('button', { name: 'Bundle', exact: true }).click();
    await page.getByText('Settled.').waitFor();
    const { always, to } = (desk.engine.decided[0] ?? assert.fail()).value as { always: boolean; to: unknown };
    assert.deepEqual(
      [always, to],
      [
        false,
        [
          { variantId: 'gid://shopify/ProductVariant/4711', quantity: 2, share: 3 },
          { variantId: 'gid://shopify/ProductVariant/4712', quantity: 1, share: 1 },
        ],
      ],
    );
  });

  it('offers the candidates of an ambiguous SKU without a search, and shows why a search failed', async () => {
    const candidates = ['gid://shopify/ProductVariant/1 Cup, red', 'gid://shopify/ProductVariant/2 Cup, blue'];
    desk.engine.open('MK1', 'unknown sku', { line: 'MK1-1', sku: 'CUP', title: 'Cup', candidates }, 'MK1-1');
    await open();
    await button('Use a variant').click();
    const dialog = page.getByRole('dialog', { name: 'Use a variant' });
    await dialog.getByRole('radio', { name: 'Cup, blue' }).check();
    assert.deepEqual(desk.searched, []);
    await dialog.getByRole('searchbox').fill('refused');
    await page.keyboard.press('Enter');
    await dialog.getByText('Shopify refused: Access denied for productVariants field.').waitFor();
    await dialog.getByRole('button', { name: 'Use a variant' }).click();
    await page.getByText('Settled.').waitFor();
    assert.equal(
      ((desk.engine.decided[0] ?? assert.fail()).value as { variantId: string }).variantId,
      'gid://shopify/ProductVariant/2',
    );
  });

  it('tells the second of two people that it is settled', async () => {
    const cause = desk.engine.open('MK1', 'cancelled after creation', { shopOrder: '#1042' });
    await open();
    desk.engine.close('MK1', cause, 'ben');
    await button('Done by hand').click();
    await page.getByText('Already settled by ben.').waitFor();
    await page.getByText('Nothing to decide.').waitFor();
    assert.deepEqual(desk.engine.decided, []);
  });

  it('moves no row under the pointer: what is new waits behind a pill, what is gone is marked', async () => {
    const cause = desk.engine.open('MK1', 'arrived late', { stage: 'shipped' });
    await open();
    await page.getByText('At the marketplace it is shipped already').hover();
    desk.engine.close('MK1', cause);
    desk.engine.open('MK2', 'in doubt', { effect: 'order.create/1', call: 'orderCreate', sentAt: 0 });
    await changed();
    await page.getByText('1 new, 1 settled: show').waitFor();
    await page.locator('.case.settled').waitFor();
    assert.equal(await page.getByText('orderCreate was sent').count(), 0);
    await page.getByText('1 new, 1 settled: show').click();
    await page.getByText('orderCreate was sent').waitFor();
    assert.equal(await page.getByText('At the marketplace').count(), 0);
  });

  it('switches an account: pausing at once, live after a question', async () => {
    await open();
    const shop = page.getByRole('group', { name: 'North Cups' });
    await shop.getByRole('button', { name: 'Paused' }).click();
    await page.getByText('North Cups: Paused').waitFor();
    await shop.getByRole('button', { name: 'Live' }).click();
    await page.getByRole('dialog', { name: 'Set North Cups live?' }).getByRole('button', { name: 'Go live' }).click();
    await page.getByText('The definition of order.id is there.').waitFor();
    assert.equal(desk.engine.modes.get(SHOP), 'live');
    await shop.locator('button.live[aria-pressed="true"]').waitFor();
  });

  it('lists the open orders from before the start to tick: none is ticked, and only what is gets imported', async () => {
    desk.engine.begin(NOW);
    const [a, b] = ['MK1', MARKUP.name].map((order, n) =>
      desk.engine.know(order, new Date(NOW - (2 + n) * 3_600_000).toISOString()),
    );
    await open();
    await button('Open orders from before the start').click();
    const dialog = page.getByRole('dialog', { name: 'Maison Verte: open orders from before the start' });
    await dialog.getByText(MARKUP.name, { exact: true }).waitFor();
    assert.equal(await dialog.getByRole('checkbox', { checked: true }).count(), 0);
    assert.equal(await dialog.getByRole('button', { name: 'Import 0' }).isDisabled(), true);
    await dialog.getByRole('checkbox', { name: 'Import Order MK1' }).check();
    await dialog.getByRole('button', { name: 'Import 1' }).click();
    await page.getByText('1 imported.').waitFor();
    assert.deepEqual(
      desk.engine.decided.map(({ kind, key }) => [kind, key]),
      [['import', a]],
    );
    await button('Open orders from before the start').click();
    await dialog.getByRole('checkbox', { name: 'All' }).check();
    await dialog.getByRole('button', { name: 'Import 1' }).click();
    await page.getByText('1 imported.').waitFor();
    assert.deepEqual(
      desk.engine.decided.map(({ key }) => key),
      [a, b],
    );
    await button('Open orders from before the start').click();
    await dialog.getByText('There are none').waitFor();
  });

  it('who may only look may look at the earlier orders, and is told what importing takes', async () => {
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes: ['order-lifecycle.read'] };
    desk.engine.begin(NOW);
    desk.engine.know('MK1', new Date(NOW - 3_600_000).toISOString());
    await open();
    await button('Open orders from before the start').click();
    await page.getByRole('checkbox', { name: 'Import Order MK1' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Import 1' }).click({ force: true });
    await page.getByText('Takes the right order-lifecycle.write.').waitFor();
    assert.deepEqual(desk.engine.decided, []);
  });

  it('says why a button may not be pressed, and shows the lines that end it', async () => {
    desk.settings = {};
    desk.engine.plan({
      key: `${MIRAKL}:MK3`,
      effect: 'order.create/1',
      verb: 'order.create',
      target: SHOP,
      calls: [{ call: 'orderCreate', request: { order: { name: 'MK3' } } }],
    });
    await open();
    await page.getByText('Everyone who reaches this editor can decide here').click();
    await page.getByText('adminAuth: {').waitFor();
    const approve = button('Approve');
    assert.equal(await approve.getAttribute('aria-disabled'), 'true');
    await approve.click({ force: true });
    await page.getByText('Nobody is signed in, so nothing is approved').waitFor();
    desk.settings = { orderLifecycle: { approveWithoutLogin: true } };
    await changed();
    await page.locator('button.primary[aria-disabled="false"]', { hasText: 'Approve' }).click();
    await page.getByText('Settled.').waitFor();
    assert.deepEqual(
      desk.engine.decided.map(({ kind, of }) => [kind, of]),
      [['approve', 'order.create/1']],
    );
  });

  it('begins empty: the example comes once, then its tab is shown', async () => {
    desk.running = false;
    desk.deployed = [];
    await open();
    await button('Try it without an account').click();
    await page.getByText('The example is in your workspace.').waitFor();
    await button('Try it without an account').click();
    await page.getByText('The example is here already.').waitFor();
    await button('Connect my shop').click();
    assert.deepEqual(await did(), ['import', 'show first-tab', 'show first-tab', 'new marketplace-account']);
  });

  it('jumps to the account and to the node that failed', async () => {
    desk.engine.open('MK2', 'flow error', { delivery: 'n1|placed', node: 'n1', text: 'boom' }, 'n1|placed');
    await open();
    await page.getByText('The node “Accept” stopped with an error: boom').waitFor();
    await button('Open node').click();
    await button('Show the node Maison Verte').click();
    assert.deepEqual(await did(), ['reveal n1', 'reveal account-1']);
  });

  it('says when it is no longer live, and is again by itself', async () => {
    await open();
    await page.route('**/order-lifecycle/state', (route) => route.abort());
    await changed();
    await page.getByText(/Not reachable.*Not live since/).waitFor();
    await page.unroute('**/order-lifecycle/state');
    await changed();
    await page.getByText('Not live since').waitFor({ state: 'detached' });
  });

  for (const theme of ['light', 'dark']) {
    it(`is readable and reachable in the ${theme} theme: contrast of 4.5, targets of 24 pixels`, async () => {
      desk.settings = {};
      desk.engine.problem = 'key refused (401)';
      for (const [n, kind] of (['in doubt', 'unknown sku', 'unknown value'] as const).entries())
        desk.engine.open(`MK${n}`, kind, {
          effect: 'order.create/1',
          call: 'orderCreate',
          sentAt: 0,
          sku: 'CUP',
          field: 'f',
          value: 'v',
        });
      desk.engine.plan({
        key: `${MIRAKL}:MK9`,
        effect: 'order.create/1',
        verb: 'order.create',
        target: SHOP,
        calls: [{ call: 'orderCreate', request: { order: { name: 'MK9' } } }],
      });
      await open(theme === 'dark' ? '?dark' : '');
      await page.locator('.case').first().waitFor();
      const shut = page.locator('details:not([open]) > summary');
      while ((await shut.count()) > 0) await shut.first().click();
      const more = page.getByRole('button', { name: 'More' });
      while ((await more.count()) > 0) await more.first().click();
      assert.equal(await page.locator('order-lifecycle-desk').getAttribute('data-theme'), theme);
      const found = await page.evaluate(() => (globalThis as unknown as InPage).look());
      assert.ok(found.texts > 40, `${found.texts} texts were looked at`);
      assert.deepEqual(found.faults, []);
    });
  }
});
