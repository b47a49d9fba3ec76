/** What the ledger refuses, each with cause and remedy. */
import { LifecycleError } from '../model/errors';

/** Another process holds the file. One process per file: a second one would hand out every delivery again. */
export class LedgerBusy extends LifecycleError {
  constructor(file: string) {
    super('MISCONFIGURED', 'LedgerBusy', `The ledger ${file} is held by another process. Stop the other Node-RED that uses it, or give this one a ledger file (a user directory) of its own.`, { file });
  }
}

/** The file cannot be read as a ledger of this version; it was not touched. */
export class LedgerUnreadable extends LifecycleError {
  constructor(file: string, why: string, remedy: string) {
    super('MISCONFIGURED', 'LedgerUnreadable', `The ledger ${file} cannot be opened: ${why}. The file was left as it is. ${remedy}`, { file });
  }
}

/** Neither Node nor the optional dependency brings SQLite. */
export class LedgerDriverMissing extends LifecycleError {
  constructor(why: string) {
    super('MISCONFIGURED', 'LedgerDriverMissing', `This Node (${process.version}) has no node:sqlite, and @photostructure/sqlite could not be loaded (${why}). Use Node 22.13 or later, or install @photostructure/sqlite 1.x beside this package.`);
  }
}

/** The worker or its disk failed; nothing of the call is known to be stored. */
export class LedgerFailed extends LifecycleError {
  constructor(why: string) {
    super('TRANSIENT', 'LedgerFailed', `The ledger could not store this: ${why}. Look again before repeating it; check free space and health of the disk if it goes on.`, {}, 1000);
  }
}

/** The machine's clock stands before what the ledger has seen (a board without battery, a restored image). */
export class ClockBehind extends LifecycleError {
  constructor(now: number, last: number) {
    super('MISCONFIGURED', 'ClockBehind', `The clock of this machine (${iso(now)}) is behind the last instant in the ledger (${iso(last)}). Nothing is begun until it is right: set the clock, or wait for time synchronisation.`, { now, last });
  }
}
const iso = (at: number) => new Date(at).toISOString();
/** A clock may step back this far (time synchronisation does) without anyone being harmed. */
export const CLOCK_SLACK = 1000;
