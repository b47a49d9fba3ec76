/** The dialog of a shopify store: what it asks for with webhooks on and off, and whether Shopify can reach it. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { editorWith } from '../node-red/editor';

const flow = [
  { id: 'tab', type: 'tab', label: 't' },
  { id: 'store', type: 'shopify-store', name: 'Shop', platform: 'simulator', world: 'demo', webhooks: 'off' },
  { id: 'real', type: 'shopify-store', name: 'Real', address: 'my-shop', clientId: 'c', webhooks: 'off' },
  { id: 'events', type: 'shopify-event-in', z: 'tab', store: 'store', x: 200, y: 100, wires: [[], [], [], [], [], [], [], []] },
];
const FIELDS = ['webhookPort', 'webhookAddress', 'webhookSecret'];

describe('a shopify store in the editor', function () {
  this.timeout(60_000);
  const editor = editorWith(flow, 'window.RED?.nodes?.node?.("store")');
  const input = (name: string): string => `#node-config-input-${name}`;
  async function open(node: string, platform: string, webhooks: string): Promise<void> {
    const { page } = editor;
    await page.evaluate(`RED.editor.editConfig('', 'shopify-store', ${JSON.stringify(node)})`);
    await page.waitForSelector(input('webhooks'));
    await page.selectOption(input('platform'), platform);
    await page.selectOption(input('webhooks'), webhooks);
  }
  async function close(): Promise<void> {
    await editor.page.click('#node-config-dialog-cancel');
    await editor.page.waitForFunction(`!document.querySelector(${JSON.stringify(input('webhooks'))})`);
  }
  const picture = async (name: string): Promise<void> => {
    const folder = process.env.ORDER_LIFECYCLE_SCREENSHOTS;
    if (folder) await editor.page.screenshot({ path: path.join(folder, `shopify-store-${name}.png`) });
  };
  const asked = async (): Promise<readonly string[]> => {
    const shown = await Promise.all(FIELDS.map((name) => editor.page.isVisible(input(name))));
    return FIELDS.filter((_, at) => shown[at]);
  };
  async function reached(): Promise<string> {
    await editor.page.click('#shopify-store-reach');
    await editor.page.waitForSelector('#shopify-store-reached code');
    // What was found out is seen without scrolling.
    await editor.page.waitForFunction(`(() => {
      const { top, bottom } = document.querySelector('#shopify-store-reached').getBoundingClientRect();
      const tray = document.querySelector('.red-ui-tray-body-wrapper:has(#shopify-store-reached), .red-ui-tray-body:has(#shopify-store-reached)');
      const seen = tray.getBoundingClientRect();
      return top >= seen.top && bottom <= seen.bottom + 1;
    })()`);
    return (await editor.page.textContent('#shopify-store-reached')) ?? '';
  }

  for (const [platform, webhooks, fields, button] of [
    ['shopify', 'off', [], false],
    ['shopify', 'own port', FIELDS, true],
    ['shopify', 'node-red', ['webhookAddress', 'webhookSecret'], true],
    ['simulator', 'off', [], false],
    ['simulator', 'own port', [], true],
  ] as const)
    it(`of ${platform}, webhooks ${webhooks}: asks for ${fields.join(', ') || 'nothing more'}`, async () => {
      await open('real', platform, webhooks);
      assert.deepEqual(await asked(), fields);
      assert.equal(await editor.page.isVisible('#shopify-store-reach'), button);
      await picture(`${platform}-${webhooks}`);
      await close();
    });
  it('says that a simulated shop reaches it, and of a public address that is none what to enter', async () => {
    await open('store', 'simulator', 'own port');
    assert.match(await reached(), /within this process.*No webhook has come/s);
    await picture('reached');
    await close();
    await open('real', 'shopify', 'own port');
    await editor.page.fill(input('clientSecret'), 'shpss_x');
    await editor.page.fill(input('webhookAddress'), 'http://hooks.example.com');
    assert.match(await reached(), /webhookAddress.*beginning with https:/s);
    await picture('not-reached');
    await close();
  });
});
