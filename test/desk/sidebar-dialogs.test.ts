/** What the sidebar asks in its dialogs, in a real browser: what is missing, what is chosen, what is kept. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { MIRAKL, NOW, SHOP } from './fake-engine';
import type { Harness } from './harness';
import { MARKUP } from './orders';
import { type InPage, shown } from './sidebar-page';

const CATALOGUE = [
  { id: 'gid://shopify/ProductVariant/4711', title: 'Mug, red', sku: 'MUG-RED', barcode: '4006381333931' },
  { id: 'gid://shopify/ProductVariant/4712', title: MARKUP.title, sku: MARKUP.sku },
];

describe('the dialogs of the sidebar', function () {
  this.timeout(60_000);
  const sidebar = shown();
  const { open, changed, did, button } = sidebar;
  let desk: Harness;
  let page: Page;
  beforeEach(() => {
    ({ desk, page } = sidebar);
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

  it('maps what a case waits for, changes it, and removes it', async () => {
    desk.engine.open('MK1', 'unknown rate', { code: MARKUP.sku, amount: '1.20', currency: 'EUR' });
    await open();
    await button('Map it').click();
    const dialog = page.getByRole('dialog', { name: 'Maps' });
    const code = dialog.getByRole('textbox', { name: 'Tax code of the marketplace' });
    assert.equal(await code.inputValue(), MARKUP.sku);
    const rate = dialog.getByRole('textbox', { name: 'Rate in percent' });
    await rate.fill('twenty');
    await dialog.getByRole('button', { name: 'Save: Tax rates' }).click();
    await dialog.getByText('"twenty" is no rate').waitFor();
    await rate.fill('20');
    await dialog.getByRole('button', { name: 'Save: Tax rates' }).click();
    await dialog.getByText('Saved. 1 case is looked at again.').waitFor();
    assert.deepEqual(desk.engine.kept.get('map/tax'), { [MARKUP.sku]: '20' });
    await dialog.getByRole('button', { name: `Change ${MARKUP.sku}` }).click();
    await rate.fill('7');
    await dialog.getByRole('button', { name: 'Save: Tax rates' }).click();
    await dialog.getByText('→ 7').waitFor();
    await dialog.getByRole('button', { name: `Remove ${MARKUP.sku}` }).click();
    await dialog.getByText('→ 7').waitFor({ state: 'detached' });
    assert.deepEqual(desk.engine.kept.get('map/tax'), {});
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Maps', exact: true }).waitFor();
  });

  it('shows the maps to whoever may only look, and says what changing them takes', async () => {
    desk.engine.kept.set('map/sku', { CUP: 'gid://shopify/ProductVariant/4711' });
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes: ['order-lifecycle.read'] };
    await open();
    await button('Maps').click();
    const dialog = page.getByRole('dialog', { name: 'Maps' });
    await dialog.getByText('CUP → 4711').waitFor();
    await dialog.getByRole('button', { name: 'Remove CUP' }).click({ force: true });
    await dialog.getByText('Takes the right order-lifecycle.write.').waitFor();
    assert.deepEqual(desk.engine.kept.get('map/sku'), { CUP: 'gid://shopify/ProductVariant/4711' });
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

  for (const theme of ['light', 'dark']) {
    it(`are readable and reachable in the ${theme} theme`, async () => {
      desk.catalogue = CATALOGUE;
      desk.engine.begin(NOW);
      desk.engine.know('MK9', new Date(NOW - 3_600_000).toISOString());
      desk.engine.kept.set('map/sku', { CUP: 'gid://shopify/ProductVariant/4711' });
      desk.engine.open('MK1', 'unknown sku', { line: '1', sku: 'KUP', title: 'mug' });
      await open(theme === 'dark' ? '?dark' : '');
      const looked = async (name: string, first: () => Promise<unknown>) => {
        await button(name).click();
        const dialog = page.getByRole('dialog');
        await first();
        const { texts, faults } = await sidebar.look();
        assert.ok(texts > 20, `${texts} texts were looked at`);
        assert.deepEqual(faults, [], name);
        await dialog.getByRole('button', { name: /^(Cancel|Close)$/ }).click();
      };
      await looked('Open orders from before the start', () => page.getByRole('checkbox', { name: 'Import Order MK9' }).check());
      await looked('Maps', () => page.getByText('CUP → 4711').waitFor());
      await looked('Use a variant', () => page.getByRole('radio', { name: 'Mug, red' }).check());
      await button('More').click();
      await looked('Bundle', () => page.getByRole('button', { name: 'Add Mug, red' }).click());
      await looked('Snooze', () => page.getByRole('button', { name: 'In 4 hours' }).click());
      await looked('Assign', () => page.getByRole('textbox').waitFor());
    });
  }
});
