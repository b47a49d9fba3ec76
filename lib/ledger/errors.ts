/** What the ledger refuses, each with cause and remedy. */
import { LifecycleError } from '../model/errors';

/** Another process holds the file. One process per file: a second one would hand out every delivery again. */
export class LedgerBusy extends LifecycleError {
  constructor(file: string) {
    const remedy = 'Stop the other Node-RED that uses it, or give this one a user directory of its own.';
    super('MISCONFIGURED', 'LedgerBusy', `The ledger ${file} is held by another process. ${remedy}`, { file });
  }
}

/** The file cannot be read as a ledger of this version; it was not touched. */
export class LedgerUnreadable extends LifecycleError {
  constructor(file: string, why: string, remedy: string) {
    const text = `The ledger ${file} cannot be opened: ${why}. The file was left as it is. ${remedy}`;
    super('MISCONFIGURED', 'LedgerUnreadable', text, { file, why, remedy });
  }
}

/** Neither Node nor the optional dependency brings SQLite. */
export class LedgerDriverMissing extends LifecycleError {
  constructor(why: string) {
    const cause = `This Node (${process.version}) has no node:sqlite, and @photostructure/sqlite could not be loaded (${why}).`;
    const remedy = 'Use Node 22.13 or later, or install @photostructure/sqlite 1.x beside this package.';
    super('MISCONFIGURED', 'LedgerDriverMissing', `${cause} ${remedy}`, { why });
  }
}

/** The worker or its disk failed; nothing of the call is known to be stored. */
export class LedgerFailed extends LifecycleError {
  constructor(why: string) {
    const remedy = 'Look again before repeating it; if it goes on, check the free space and the health of the disk.';
    super('TRANSIENT', 'LedgerFailed', `The ledger could not store or read this: ${why}. ${remedy}`, { why }, 1000);
  }
}

/** The thread ended before it answered: the call may be stored. */
export class AnswerLost extends LedgerFailed {}

/** The nightly copy could not be made. Nothing else is harmed by it. */
export class LedgerNotCopied extends LifecycleError {
  constructor(folder: string, why: string) {
    const remedy =
      'Orders go on without it, and it is tried again every hour. See that this folder exists, may be written and has room, or name another one in the ledger node.';
    super('MISCONFIGURED', 'LedgerNotCopied', `The nightly copy of the ledger was not made in ${folder}: ${why}. ${remedy}`, {
      field: 'backup folder',
      folder,
      why,
    });
  }
}

/** The machine's clock stands before what the ledger has seen (a board without battery, a restored image). */
export class ClockBehind extends LifecycleError {
  constructor(now: number, last: number) {
    const cause = `The clock of this machine (${iso(now)}) is behind the last instant in the ledger (${iso(last)}).`;
    const remedy = 'Nothing is begun until it is right: set the clock, or wait for time synchronisation.';
    super('MISCONFIGURED', 'ClockBehind', `${cause} ${remedy}`, { now, last });
  }
}
const iso = (at: number) => new Date(at).toISOString();
/** A clock may step back this far (time synchronisation does) without anyone being harmed. */
export const CLOCK_SLACK = 1000;

/** An error on its way between threads, where classes are lost. */
export interface Packed {
  readonly name: string;
  readonly details: Readonly<Record<string, unknown>>;
}
export const packed = (error: unknown): Packed =>
  error instanceof LifecycleError
    ? { name: error.name, details: error.details }
    : { name: 'LedgerFailed', details: { why: error instanceof Error ? error.message : String(error) } };

export function unpacked({ name, details }: Packed): LifecycleError {
  const text = (field: string): string => String(details[field]);
  if (name === 'LedgerBusy') return new LedgerBusy(text('file'));
  if (name === 'LedgerUnreadable') return new LedgerUnreadable(text('file'), text('why'), text('remedy'));
  if (name === 'LedgerDriverMissing') return new LedgerDriverMissing(text('why'));
  if (name === 'LedgerNotCopied') return new LedgerNotCopied(text('folder'), text('why'));
  if (name === 'ClockBehind') return new ClockBehind(Number(details.now), Number(details.last));
  return new LedgerFailed(text('why'));
}
