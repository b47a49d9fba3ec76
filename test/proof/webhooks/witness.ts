/**
 * A ledger that writes into a file when hints were stored: loaded into the Node-RED under proof instead of the real opener. The
 * line is written before the caller hears of it, so before any answer can leave.
 */
import fs from 'node:fs';
import { sqliteLedger } from '../../../lib/ledger';
import type { Ledger } from '../../../lib/ledger/port';
import type { Place } from '../../../lib/runtime/parts';

export interface Stored {
  readonly id: string;
  /** By the machine's clock, in ms, after the commit. */
  readonly at: number;
}
export const openWitnessed =
  (log: string) =>
  async (place: Place): Promise<Ledger> => {
    if (place.kind !== 'file') throw new Error('the proof wants a ledger in a file');
    const ledger = await sqliteLedger({ file: place.file });
    return new Proxy(ledger, {
      get(target, property) {
        const value = Reflect.get(target, property, target);
        if (property !== 'hint') return typeof value === 'function' ? value.bind(target) : value;
        return async (...args: Parameters<Ledger['hint']>) => {
          await target.hint(...args);
          const at = Date.now();
          fs.appendFileSync(log, args[2].map((id) => `${JSON.stringify({ id, at } satisfies Stored)}\n`).join(''));
        };
      },
    });
  };
