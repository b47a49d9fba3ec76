/** The vendors' contracts and the field cases, read where they lie; a test that needs them is skipped, with the reason, where they are absent. */
import fs from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import { checkout } from '../checkout';

export const contracts = process.env.ORDER_LIFECYCLE_CONTRACTS ?? path.join(checkout, '..', 'shared', 'contracts');
export const cases = path.join(contracts, '..', 'cases');

/** Skips the test where the folder is absent, and says so. */
export function needs(context: Context, folder: string): void {
  if (fs.existsSync(folder)) return;
  console.log(`      skipped: the vendors' files are not here (${path.basename(folder)})`);
  context.skip();
}
export const text = (...at: string[]): string => fs.readFileSync(path.join(...at), 'utf8');
export const names = (...at: string[]): string[] =>
  fs.existsSync(path.join(...at)) ? fs.readdirSync(path.join(...at)).sort() : [];
