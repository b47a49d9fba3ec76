/** A browser, and the desk's bundle for it. */
import fs from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { checkout } from '../checkout';

const CHROMIUM = process.env.ORDER_LIFECYCLE_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why there is no browser; undefined where there is one. */
export const noBrowser = (): string | undefined =>
  fs.existsSync(CHROMIUM) ? undefined : `no browser at ${CHROMIUM}; name one in ORDER_LIFECYCLE_CHROMIUM`;

export async function launch(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** The desk as the build makes it, into a folder of the caller's; returns the file. */
export async function bundleDesk(folder: string): Promise<string> {
  const { build } = await import('esbuild');
  const outfile = path.join(folder, 'desk.js');
  await build({
    absWorkingDir: checkout,
    entryPoints: [path.join(checkout, 'lib', 'desk', 'browser', 'desk.tsx')],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  return outfile;
}
