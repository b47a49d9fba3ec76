/** The sidebar shown by a real browser over a fake engine, for the tests that press its buttons. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { checkout } from '../checkout';
import { bundleDesk, launch, noBrowser } from './browser';
import { type Harness, harness } from './harness';

/** Runs in the page, so it is no module of ours: see there. */
const IN_PAGE = path.join(checkout, 'test', 'desk', 'in-page.js');
export interface InPage {
  readonly did: string[];
  changed(): void;
  made(selector: string): number;
  text(): string;
  hearKeys(): void;
  look(): { readonly texts: number; readonly faults: string[] };
}

export interface Shown {
  /** The built desk. */
  readonly bundle: string;
  readonly desk: Harness;
  readonly page: Page;
  open(query?: string): Promise<void>;
  /** What comes over RED.comms when something moved. */
  changed(): Promise<void>;
  did(): Promise<string[]>;
  /** How many elements of the desk a selector finds. */
  made(selector: string): Promise<number>;
  look(): Promise<ReturnType<InPage['look']>>;
  button(name: string | RegExp): Locator;
}

/** Registers the hooks of a suite; what it returns is whole within a test. Skips where there is no browser. */
export function shown(): Shown {
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
  return {
    get bundle() {
      return bundle;
    },
    get desk() {
      return desk;
    },
    get page() {
      return page;
    },
    async open(query = '') {
      await page.goto(`${desk.url}/${query}`);
      await page.getByText('Loading …').waitFor({ state: 'detached' });
    },
    changed: () => page.evaluate(() => (globalThis as unknown as InPage).changed()),
    did: () => page.evaluate(() => (globalThis as unknown as InPage).did),
    made: (selector) => page.evaluate((one) => (globalThis as unknown as InPage).made(one), selector),
    look: () => page.evaluate(() => (globalThis as unknown as InPage).look()),
    button: (name) => page.getByRole('button', { name }),
  };
}
