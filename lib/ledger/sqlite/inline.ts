/** The SQLite ledger on the calling thread: the same statements and code as in the worker, for simulated time and tests. */

import { LedgerFailed, unpacked } from '../errors';
import type { Ledger, Night } from '../port';
import { SqliteLedger } from './client';
import { copyOf } from './copies';
import { type Database, loadSqlite } from './driver';
import { GroupCommit } from './group';
import { begun, MEMORY, openInline, release, vacuumInto } from './open';
import { asking } from './store';

/**
 * `{ file }` is created where it is not there yet, with its folder. Throws LedgerBusy, LedgerUnreadable, LedgerDriverMissing.
 */
export function sqliteInline(where: { readonly file: string } | typeof MEMORY): Ledger {
  const file = where === MEMORY ? MEMORY : where.file;
  const sqlite = loadSqlite();
  let database = openInline(sqlite, file);
  let group = begun(file, database, GroupCommit.on);
  let closed = false;

  function reopen(): void {
    // A database in memory lives in its connection: there is none to go back to.
    if (file === MEMORY) undo(database);
    else {
      release(database);
      database = openInline(sqlite, file);
    }
    group = begun(file, database, GroupCommit.on);
  }
  const ask = asking(async (call) => {
    if (closed) throw new LedgerFailed('it was closed');
    if (group.broken) reopen();
    const { values, failed } = group.run([call]);
    if (failed[0]) throw unpacked(failed[0]);
    return values[0];
  });
  async function copy(night: Night): Promise<string | null> {
    if (closed) throw new LedgerFailed('it was closed');
    return file === MEMORY ? null : copyOf(sqlite, file, night, async (part) => vacuumInto(database, part));
  }
  return new SqliteLedger(ask, copy, async () => {
    if (!closed) release(database);
    closed = true;
  });
}

function undo(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite had rolled back by itself: nothing is open.
  }
}
