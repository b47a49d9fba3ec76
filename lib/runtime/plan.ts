import path from 'node:path';
import type { Backups } from '../engine/nights';
import type { Held } from './accounts';
import type { Parts, Place } from './parts';
import type { RuntimeNode } from './types/node-red';

/** `orderLifecycle` in Node-RED's settings. */
export interface HouseSettings {
  /** The built-in ledger's file (default: `order-lifecycle/ledger.sqlite` in the user directory). */
  readonly ledgerFile?: string;
  /** A pace for everything, simulated or not: for rehearsals. */
  readonly pace?: number;
  /** Orders of one account that are in the flow at a time. */
  readonly slots?: number;
  /** Minutes after which what a flow let pass is offered once more. */
  readonly grace?: number;
  /** Milliseconds without a message on its way, after which a run counts as over; and without a word, as given up. */
  readonly quiet?: number;
  readonly idle?: number;
  /** Other parts than the real ones: for tests. */
  readonly parts?: Partial<Parts>;
}
export interface LiveLedger {
  readonly node: RuntimeNode;
  readonly where: 'file' | 'memory';
  readonly file?: string;
  readonly backups?: Backups;
}
/** Which ledger, and how fast its time runs: 1, or a simulated world's pace. */
export interface Plan {
  readonly place: Place;
  readonly pace: number;
}
const SIMULATED_PACE = 60;

/**
 * A simulated world runs faster than the machine's clock, so its ledger is in memory and lives as long as it does: a file
 * would be ahead of the time for ever. A ledger node that names a file is obeyed, at pace 1.
 */
export function planOf(
  settings: HouseSettings,
  userDir: string | undefined,
  accounts: readonly Held[],
  paces: readonly number[],
  ledger: LiveLedger | undefined,
): Plan {
  const simulated = accounts.every(({ world }) => world !== undefined) && accounts.length + paces.length > 0;
  const file: Place = {
    kind: 'file',
    file: ledger?.file ?? settings.ledgerFile ?? path.join(userDir ?? process.cwd(), 'order-lifecycle', 'ledger.sqlite'),
  };
  // A ledger in memory comes along with an imported example: what a real account does is never kept there.
  const real = accounts.some(({ world }) => world === undefined);
  const memory = !real && (ledger ? ledger.where === 'memory' : simulated && settings.ledgerFile === undefined);
  const place: Place = memory ? { kind: 'memory' } : file;
  return { place, pace: settings.pace ?? (simulated && memory ? Math.max(0, ...paces) || SIMULATED_PACE : 1) };
}
/** What the ledger node says of nightly copies; without one, seven of them lie beside the file. */
export const backupsOf = (ledger: LiveLedger | undefined): Backups => ledger?.backups ?? { folder: null, keep: NIGHTS };
/** A week. */
export const NIGHTS = 7;

export const samePlan = (a: Plan, b: Plan): boolean => a.pace === b.pace && JSON.stringify(a.place) === JSON.stringify(b.place);
