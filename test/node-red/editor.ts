/** A real Node-RED with these flows, its editor open in a browser; skipped where there is no browser. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launch, noBrowser } from '../desk/browser';
import { type SpawnedNodeRed, spawnNodeRed } from './spawn';
import type { FlowNode } from './user-directory';

/** One for all tests of the suite that calls this. `there`: what is true in the page once everything is loaded. */
export function editorWith(flows: readonly FlowNode[], there: string): { readonly page: Page } {
  let nodeRed: SpawnedNodeRed | undefined;
  let browser: Browser | undefined;
  let page: Page | undefined;
  before(async function () {
    const why = noBrowser();
    if (why !== undefined) {
      process.stdout.write(`      skipped: ${why}\n`);
      this.skip();
    }
    nodeRed = await spawnNodeRed({ flows });
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
    await page.goto(nodeRed.url);
    await page.waitForFunction(`${there} && document.querySelector(".red-ui-tab")`);
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.kill();
  });
  return {
    get page() {
      return page ?? assert.fail('the editor is not open');
    },
  };
}
