/** The sidebar in a real browser: what it shows, what its buttons do, and that nothing in it is ever markup. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import type { CaseKind } from '../../lib/model/record';
import { MIRAKL, SHOP } from './fake-engine';
import type { Harness } from './harness';
import { MARKUP } from './orders';
import { type InPage, shown } from './sidebar-page';

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
  'fault',
  'listener gone',
  'unknown rate',
  'over-refund',
  'refund without lines',
  'changed request',
];

describe('the sidebar', function () {
  this.timeout(60_000);
  const sidebar = shown();
  const { open, changed, did, button } = sidebar;
  let desk: Harness;
  let page: Page;
  beforeEach(() => {
    ({ desk, page } = sidebar);
  });

  it('fits its budget: 60 KB of script, compressed, its styles with it', () => {
    const size = gzipSync(fs.readFileSync(sidebar.bundle), { level: 9 }).length;
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
    await page.getByText(/Create the order · 2 fields/).click();
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

  it('says why, where a platform said no and where nothing was sent because it is in vain', async () => {
    const refusal = { call: 'orderCreate', code: 'INVALID', field: 'order.phone', text: 'Phone is invalid' };
    desk.engine.open('MK1', 'refused', { effect: 'order.create/1', ...refusal });
    const reason = 'fewer units are left to ship in Shopify than the shipment has';
    desk.engine.open('MK2', 'refused', {
      effect: 'shop.fulfil/1',
      call: 'fulfillmentCreate',
      reason,
      lines: ['MK2-1: 1 too many'],
    });
    await open();
    await page.getByText('(orderCreate) was refused: Phone is invalid (INVALID, field order.phone).').waitFor();
    await page.getByText(`“Make the shipment in Shopify” cannot be done: ${reason} (MK2-1: 1 too many).`).waitFor();
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
    assert.equal(await page.getByText('Create the order (orderCreate) was sent').count(), 0);
    await page.getByText('1 new, 1 settled: show').click();
    await page.getByText('Create the order (orderCreate) was sent').waitFor();
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
