/** Each example, imported in the editor: every node valid, and nothing asked of the person who imports it. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launch, noBrowser } from '../desk/browser';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { exampleFlow, exampleNames } from './files';

/** What a node looks like in the editor. */
interface Seen {
  readonly id: string;
  readonly type: string;
  readonly valid: boolean;
  readonly errors: readonly string[];
}

describe('an example in the editor', function () {
  this.timeout(60_000);
  let nodeRed: SpawnedNodeRed;
  let browser: Browser;
  let page: Page;
  before(async function () {
    const why = noBrowser();
    if (why !== undefined) {
      process.stdout.write(`      skipped: ${why}\n`);
      this.skip();
    }
    nodeRed = await spawnNodeRed({ flows: [] });
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
    await page.goto(nodeRed.url);
    await page.waitForFunction('window.RED?.nodes?.getType?.("order-simulator") && document.querySelector(".red-ui-tab")');
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.kill();
  });

  for (const name of exampleNames)
    it(name, async () => {
      const flow = exampleFlow(name);
      const text = JSON.stringify(flow);
      await page.evaluate(`RED.view.importNodes(${text}, { generateIds: false, addFlow: false, touchImport: false })`);
      const seen = (await page.evaluate(`(() => {
        const seen = [];
        const note = (node) => seen.push({ id: node.id, type: node.type, valid: node.valid !== false, errors: node.validationErrors || [] });
        RED.nodes.eachNode(note);
        RED.nodes.eachConfig(note);
        return seen;
      })()`)) as readonly Seen[];
      const mine = seen.filter(({ id }) => flow.some((node) => node.id === id));
      assert.equal(mine.length, flow.filter(({ type }) => type !== 'tab').length);
      assert.deepEqual(
        mine.filter(({ valid, type }) => !valid || type === 'unknown'),
        [],
      );
      assert.equal(await page.locator('.red-ui-notification-error').count(), 0);
    });
});
