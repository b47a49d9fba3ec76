/** The SQLite ledger on the calling thread: the same statements and code as in the worker, for simulated time and tests. */

import { LedgerFailed, unpacked } from '../errors';
import type { Ledger } from '../port';
import { SqliteLedger } from './client';
import { type Database, loadSqlite } from './driver';
import { GroupCommit } from './group';
import { MEMORY, openInline, release } from './open';
import { asking } from './store';

/**
 * `{ file }` is created where it is not there yet, with its folder. Throws LedgerBusy, LedgerUnreadable, LedgerDriverMissing.
 */
export function sqliteInline(where: { readonly file: string } | typeof MEMORY): Ledger {
  const file = where === MEMORY ? MEMORY : where.file;
  const sqlite = loadSqlite();
  const group = new GroupCommit(openInline(sqlite, file), (broken) => {
    // A database in memory lives in its connection: there is none to go back to.
    if (file === MEMORY) return undone(broken);
    release(broken);
    return openInline(sqlite, file);
  });
  let closed = false;

  const ask = asking(async (call) => {
    if (closed) throw new LedgerFailed('it was closed');
    const { values, failed } = group.run([call]);
    if (failed[0]) throw unpacked(failed[0]);
    return values[0];
  });
  return new SqliteLedger(ask, async () => {
    if (closed) return;
    closed = true;
    group.close(release);
  });
}

function undone(database: Database): Database {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite had rolled back by itself: nothing is open.
  }
  return database;
}
