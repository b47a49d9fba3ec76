/** The vendors' contracts and the field cases, read where they lie. */
import fs from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import { checkout } from '../checkout';

export const contracts = process.env.ORDER_LIFECYCLE_CONTRACTS ?? path.join(checkout, '..', 'shared', 'contracts');
export const cases = path.join(contracts, '..', 'cases', 'inputs');

/** Skips a test or a suite where the folder is absent, and says so. */
export function needs(context: Context, folder: string): void {
  if (fs.existsSync(folder)) return;
  console.log(`      skipped: there is no folder ${path.basename(path.dirname(folder))}/${path.basename(folder)}`);
  context.skip();
}
export const read = (...at: string[]): string => fs.readFileSync(path.join(...at), 'utf8');
export const filesIn = (folder: string): string[] =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];
