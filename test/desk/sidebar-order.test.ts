/** The box that finds an order, the order itself, and the cases of what happens after creation, in a real browser. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { MIRAKL, SHOP } from './fake-engine';
import type { Harness } from './harness';
import { type Lived, lived } from './lived';
import { shown } from './sidebar-page';

/** Where pictures of it are laid for people to look at; nowhere by default. */
const PICTURES = process.env.ORDER_LIFECYCLE_PICTURES;

describe('an order in the sidebar', function () {
  this.timeout(60_000);
  const sidebar = shown();
  const { open, button } = sidebar;
  let life: Lived;
  let desk: Harness;
  let page: Page;
  before(async () => {
    if (PICTURES !== undefined) fs.mkdirSync(PICTURES, { recursive: true });
    life = await lived();
  });
  beforeEach(() => {
    ({ desk, page } = sidebar);
  });
  const lives = (): void => {
    desk.deployed = life.accounts;
    desk.now = life.now;
    desk.engine.adopt(life);
  };
  const picture = async (name: string): Promise<void> => {
    if (PICTURES !== undefined) await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
  };
  const find = async (text: string): Promise<void> => {
    await page.getByRole('searchbox', { name: 'Find an order' }).fill(text);
    await page.keyboard.press('Enter');
  };

  it('is found by its tracking number and opened at once', async () => {
    lives();
    await open();
    await find('jd-14601');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('What comes next').waitFor();
    await dialog.getByText('A question is open: To be decided – a person decides').waitFor();
    await dialog.getByText('Shopify: the tracking number changed (DHL JD-14601), before JD-14600').waitFor();
    await dialog.getByText('Sent: Refund (OR28): proven not to have happened', { exact: false }).waitFor();
    const money = dialog.getByRole('table', { name: 'Money' });
    assert.deepEqual(await money.getByRole('row', { name: 'Total' }).getByRole('cell').allTextContents(), [
      '€29.40',
      '€11.50',
      '€17.90',
    ]);
    assert.deepEqual(await dialog.getByRole('table', { name: 'Lines' }).getByRole('columnheader').allTextContents(), [
      'Ordered',
      'Shipped',
      'Refunded',
    ]);
  });
  it('several are listed with what the number is the name of; none is said', async () => {
    lives();
    await open();
    await find('no such number');
    await page.getByText('No order has this number.').waitFor();
    desk.engine.know('MK1', '2026-09-01T08:00:00Z');
    await find(life.names.rma);
    await page.getByText('return · shipped · #1001').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('searchbox', { name: 'Find an order' }).fill('');
    assert.equal(await page.getByText('return · shipped').count(), 0);
  });
  it('an address is not looked for without the right to it', async () => {
    lives();
    await open();
    await find('anna@example.test');
    await page.locator('search .problem', { hasText: 'so buyers stay masked' }).waitFor();
  });

  it('says which lines an amount belongs to, to the last cent', async () => {
    desk.engine.open('MK1', 'refund without lines', { effect: 'refund.push/7', amount: '5.10', currency: 'EUR' });
    await open();
    await button('Say which lines').click();
    const dialog = page.getByRole('dialog', { name: 'Say which lines' });
    const give = dialog.getByRole('button', { name: 'Say which lines' });
    for (const [written, rest] of [
      ['6', '-€0.90'],
      ['5.101', '…'],
      ['five', '…'],
    ] as const) {
      await dialog.getByRole('textbox', { name: 'Part of Cup, red, 0.3 l' }).fill(written);
      await dialog
        .getByRole('status')
        .getByText(rest, { exact: rest === '…' })
        .waitFor();
      assert.equal(await give.isDisabled(), true, written);
    }
    await dialog.getByRole('textbox', { name: 'Part of Cup, red, 0.3 l' }).fill('5,00');
    await dialog.getByText('€0.10 is left to share').waitFor();
    assert.equal(await give.isDisabled(), true);
    await dialog.getByRole('textbox', { name: 'Part of Shipping' }).fill('0.10');
    await dialog.getByText('€0.00 is left to share').waitFor();
    await give.click();
    await page.getByText('Settled.').waitFor();
    const { allocated } = (desk.engine.decided[0] ?? assert.fail()).value as { allocated: unknown };
    assert.deepEqual(allocated, [
      { lineId: 'MK1-1', amount: '5.00' },
      { lineId: null, amount: '0.10' },
    ]);
  });
  it('names the refund that happened, of those that nobody of us made', async () => {
    lives();
    const { key } = life.record;
    desk.engine.ask(key, 'in doubt', { effect: 'refund.push/7', call: 'OR28', sentAt: life.now - 60_000, alike: 2 });
    await open();
    await page.getByText('2 records there look like it.').waitFor();
    await button('It happened').click();
    const dialog = page.getByRole('dialog', { name: 'It happened' });
    const only = dialog.getByRole('checkbox');
    await only.waitFor();
    assert.equal(await only.count(), 1);
    await dialog.getByText(life.names.portal).waitFor();
    await picture('made');
    await only.check();
    await dialog.getByRole('button', { name: 'It happened' }).click();
    await page.getByText('Settled.').waitFor();
    assert.deepEqual(((desk.engine.decided[0] ?? assert.fail()).value as { records: unknown }).records, [life.names.portal]);
  });
  it('gives money back after a question, never by one click', async () => {
    const detail = { effect: 'refund.push/7', bucket: 'item', asked: '31.00', left: '29.90', currency: 'EUR' };
    desk.engine.open('MK1', 'over-refund', detail);
    await open();
    await button('Refund what is left').click();
    const dialog = page.getByRole('dialog', { name: 'Refund what is left' });
    await dialog.getByText('€29.90', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: 'Refund what is left' }).click();
    await page.getByText('Settled.').waitFor();
    assert.deepEqual(
      desk.engine.decided.map(({ kind, of }) => [kind, of]),
      [['do it', 'over-refund/1']],
    );
  });
  it('a carrier is mapped, sent by its name, or named; a number is entered; a return accepted', async () => {
    desk.engine.open('MK1', 'unmapped', { effect: 'parcel.push/1/1', what: 'carrier', value: 'Ed’s Vans', byName: true });
    desk.engine.open('MK2', 'not decided', { effect: 'parcel.push/2/1', shipment: 'S', waits: 'a tracking number' });
    desk.engine.open('MK3', 'not decided', { effect: 'return.push/R/accept', return: 'R', reason: 'asked', lines: ['1'] });
    await open();
    await button('Map it').waitFor();
    await button('Send its name').click();
    await page.getByText('Settled.').waitFor();
    await button('Enter the number').click();
    await page.getByRole('textbox', { name: 'Tracking number' }).fill('N-1');
    await page.getByRole('dialog').getByRole('button', { name: 'Enter the number' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button('Accept the return').click();
    await page.getByText('Nothing to decide.').waitFor();
    assert.deepEqual(
      desk.engine.decided.map(({ kind, of }) => [kind, of]),
      [
        ['do it', 'unmapped/1'],
        ['do it', 'not decided/1'],
        ['do it', 'not decided/1'],
      ],
    );
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`reads well in the ${theme} theme: the order, its cases, what is planned`, async () => {
      const calm = async (name: string): Promise<void> => {
        const { texts, faults } = await sidebar.look();
        assert.ok(texts > 15, `${name}: ${texts} texts were looked at`);
        assert.deepEqual(faults, [], name);
        await picture(`${name}-${theme}`);
      };
      const query = theme === 'dark' ? '?dark' : '';
      await page.setViewportSize({ width: 720, height: 1400 });
      lives();
      await open(query);
      await find('JD-14601');
      await page.getByText('Case opened: To be decided').waitFor();
      await calm('order');
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

      await page.setViewportSize({ width: 360, height: 3400 });
      desk.engine.open('MK1', 'over-refund', {
        effect: 'refund.push/7',
        bucket: 'item',
        asked: '31.00',
        left: '29.90',
        currency: 'EUR',
      });
      desk.engine.open('MK2', 'refund without lines', { effect: 'refund.push/8', amount: '5.10', currency: 'EUR' });
      desk.engine.open('MK3', 'unmapped', {
        effect: 'parcel.push/1/1',
        what: 'carrier',
        value: 'Ed’s Vans',
        byName: true,
        reason: 'the node asks',
      });
      desk.engine.open('MK4', 'unmapped', {
        effect: 'refund.push/9',
        what: 'reason',
        value: 'goodwill',
        reason: 'no code is mapped to it',
      });
      desk.engine.open('MK5', 'not decided', { effect: 'parcel.push/2/1', shipment: 'S', waits: 'a tracking number' });
      desk.engine.open('MK6', 'flow let this pass', { duty: 'cancel.push/whole', verb: 'cancel.push', removed: false });
      desk.engine.open('MK7', 'refused', {
        effect: 'shop.fulfil/W/1',
        call: 'fulfillmentCreate',
        reason: 'fewer units are left to ship in Shopify than the shipment has',
        lines: ['MK7-1: 3 too many'],
      });
      desk.engine.open('MK8', 'rule broken', {
        effect: 'refund.push/3',
        rule: 'R10',
        text: 'the marketplace has closed the order and takes no refund any more',
      });
      desk.engine.open('MK9', 'in doubt', { effect: 'shop.refund/1', call: 'refundCreate', sentAt: desk.now - 1_200_000 });
      await open(query);
      await button('Refund what is left').waitFor();
      await calm('cases');

      const body = {
        refunds: [
          {
            order_line_id: 'MK1-1',
            amount: 11.5,
            reason_code: '17',
            quantity: 1,
            shipping_amount: 0,
            taxes: [{ code: 'VAT', amount: 1.92 }],
          },
        ],
      };
      const key = (order: string) => `${MIRAKL}:${order}`;
      desk.engine.plan({
        key: key('MK1'),
        effect: 'refund.push/7',
        verb: 'refund.push',
        target: MIRAKL,
        calls: [{ call: 'OR28', request: body }],
      });
      const file =
        '"offer-sku";"quantity";"warehouse-code";"update-delete"\n"TEE-RED-M";"7";"";"update"\n"MUG";"0";"PARIS";"update"';
      desk.engine.plan({
        key: key('MK2'),
        effect: 'stock.push/m',
        verb: 'stock.push',
        target: MIRAKL,
        calls: [{ call: 'STO01', request: file }],
      });
      const input = {
        orderId: 'gid://shopify/Order/1',
        note: 'Mirakl: refund 9001',
        notify: false,
        transactions: [{ kind: 'REFUND', gateway: 'mirakl', amount: '8.00' }],
      };
      desk.engine.plan({
        key: key('MK3'),
        effect: 'shop.refund/9',
        verb: 'shop.refund',
        target: SHOP,
        calls: [{ call: 'refundCreate', request: { variables: { input, key: 'k' } } }],
      });
      await open(query);
      for (const summary of await page.locator('details.changes > summary').all()) await summary.click();
      await page.getByText('refund 1 · amount', { exact: true }).waitFor();
      await page.getByText('TEE-RED-M', { exact: true }).waitFor();
      await page.getByText('payment 1 · amount').waitFor();
      await page.locator('#planned').scrollIntoViewIfNeeded();
      await calm('planned');
    });
  }
});
