/**
 * Opens a ledger's file: looks before it writes, takes the only lock, brings the tables up to date. A file that is not a
 * ledger, is damaged or was written by a newer version is refused and left as it is.
 */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LedgerBusy, LedgerUnreadable } from '../errors';
import { marked } from './copies';
import { type Bound, BUSY, CORRUPT, type Database, NOT_A_DATABASE, resultCode, type Sqlite } from './driver';
import { APPLICATION_ID, MIGRATIONS, migrate } from './migrations';

/** A handle that nobody refers to is closed by the garbage collector, and its lock goes with it, silently. */
const held = new Set<Database>();

const RESTORE = 'Restore it from a backup, or move it away to begin with an empty ledger.';
const UPGRADE = 'Install the version of this package that wrote it, or a later one.';
const RIGHTS = 'Check that this user may read and write it and its folder, and that the disk has room.';

const newer = (file: string, version: number, known: number) =>
  new LedgerUnreadable(file, `its tables are of version ${version}, this package knows up to ${known}`, UPGRADE);
const foreign = (file: string) =>
  new LedgerUnreadable(file, 'it is the database of another program', 'Name another file for the ledger.');
const damaged = (file: string, how: string) => new LedgerUnreadable(file, `it is damaged (${how})`, RESTORE);

/** Reads the header of the file without SQLite, which would write beside it. https://sqlite.org/fileformat2.html#the_database_header */
function inspect(file: string, known: number): void {
  if (!existsSync(file)) return;
  const header = Buffer.alloc(100);
  const open = openSync(file, 'r');
  let size: number;
  try {
    size = fstatSync(open).size;
    readSync(open, header, 0, header.length, 0);
  } finally {
    closeSync(open);
  }
  if (size === 0) return;
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw damaged(file, 'it does not begin as a database does');
  const [version, application] = [header.readUInt32BE(60), header.readUInt32BE(68)];
  if (application !== 0 && application !== APPLICATION_ID) throw foreign(file);
  if (version > known) throw newer(file, version, known);
  // While a write-ahead log stands beside it, the file may rightly be shorter than page 1 says.
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  if (!logged(file) && header.readUInt32BE(28) * pageSize > size) throw damaged(file, 'its end is missing');
}
const logged = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** Reads numbers without a statement of its own: one that lingers keeps the lock of a connection that was closed (see `release`). */
function reader(database: Database): (sql: string) => number {
  let told: Bound = null;
  database.function('tell', (value) => {
    told = value;
    return null;
  });
  return (sql) => {
    database.exec(sql);
    return Number(told);
  };
}

/** A connection that holds the lock, and the version of the tables in it. */
function connect(sqlite: Sqlite, file: string, known: number): { readonly database: Database; readonly version: number } {
  const database = new sqlite.DatabaseSync(file);
  held.add(database);
  try {
    database.exec(
      'PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000',
    );
    const read = reader(database);
    const version = read('SELECT tell(user_version) FROM pragma_user_version');
    if (version > known) throw newer(file, version, known);
    if (version === 0 && read('SELECT tell(count(*)) FROM sqlite_schema') > 0) throw foreign(file);
    if (version > 0 && read('SELECT tell(application_id) FROM pragma_application_id') !== APPLICATION_ID) throw foreign(file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    return { database, version };
  } catch (error) {
    // Nothing was prepared yet, so closing is enough, and leaves the file as it is.
    held.delete(database);
    database.close();
    throw error;
  }
}
/** Says in the ledger's words what SQLite refused. */
function explained(file: string, error: unknown): unknown {
  if (error instanceof LedgerUnreadable) return error;
  const code = resultCode(error);
  if (code === BUSY) return new LedgerBusy(file);
  if (code === CORRUPT || code === NOT_A_DATABASE) return damaged(file, 'SQLite cannot read it');
  return new LedgerUnreadable(file, error instanceof Error ? error.message : String(error), RIGHTS);
}

/** Where the copy before a migration goes: `backups/<name>-v1.sqlite` beside the file; an older copy is never overwritten. */
export function backupPlace(file: string, version: number): string {
  const folder = join(dirname(file), 'backups');
  mkdirSync(folder, { recursive: true });
  const name = basename(file).replace(/\.sqlite$/, '');
  for (let n = 1; ; n++) {
    const place = join(folder, `${name}-v${version}${n === 1 ? '' : `-${n}`}.sqlite`);
    if (!existsSync(place)) return place;
  }
}
/** SQLite's stepped backup where the driver has it: what is written meanwhile by this connection is in the copy too. */
export async function backUp(sqlite: Sqlite, database: Database, place: string): Promise<void> {
  if (sqlite.backup) await sqlite.backup(database, place);
  else vacuumInto(database, place);
}
export const vacuumInto = (database: Database, place: string): void =>
  database.exec(`VACUUM INTO '${place.replaceAll("'", "''")}'`);
const outdated = (file: string, version: number, steps: readonly string[]): boolean =>
  file !== MEMORY && version > 0 && version < steps.length;

/** The lock is proven by a write: a reader alone would not notice that it has none. */
function finished(database: Database, version: number, steps: readonly string[]): Database {
  migrate(database, version, steps);
  database.exec("BEGIN IMMEDIATE; UPDATE meta SET value = value WHERE name = 'clock'; COMMIT");
  // So that the next start sees in the header which version the file is of.
  if (version < steps.length) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return database;
}

export const MEMORY = ':memory:';

/** On the calling thread. Throws LedgerBusy, LedgerUnreadable. */
export function openInline(sqlite: Sqlite, file: string, steps: readonly string[] = MIGRATIONS): Database {
  return guarded(file, steps, () => {
    const { database, version } = connect(sqlite, file, steps.length);
    return kept(database, () => {
      if (outdated(file, version, steps)) {
        const place = backupPlace(file, version);
        vacuumInto(database, place);
        marked(sqlite, place, { now: 0 });
      }
      return finished(database, version, steps);
    });
  });
}
/** The same for a thread that may wait for a stepped backup. */
export async function open(sqlite: Sqlite, file: string, steps: readonly string[] = MIGRATIONS): Promise<Database> {
  const { database, version } = guarded(file, steps, () => connect(sqlite, file, steps.length));
  try {
    if (outdated(file, version, steps)) {
      const place = backupPlace(file, version);
      await backUp(sqlite, database, place);
      marked(sqlite, place, { now: 0 });
    }
    return finished(database, version, steps);
  } catch (error) {
    release(database);
    throw explained(file, error);
  }
}
function guarded<T>(file: string, steps: readonly string[], attempt: () => T): T {
  try {
    if (file !== MEMORY) {
      mkdirSync(dirname(file), { recursive: true });
      inspect(file, steps.length);
    }
    return attempt();
  } catch (error) {
    throw explained(file, error);
  }
}
/** What is begun on an open connection; where that fails, the connection is let go of and the reason said in the ledger's words. */
export function begun<T>(file: string, database: Database, begin: (database: Database) => T): T {
  try {
    return kept(database, () => begin(database));
  } catch (error) {
    throw explained(file, error);
  }
}
function kept<T>(database: Database, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    release(database);
    throw error;
  }
}

/**
 * Closes, and frees the lock. @photostructure/sqlite leaves prepared statements to the garbage collector, and until they are
 * gone a closed connection lives on; so the lock is given up first, which in exclusive mode means to leave the log.
 */
export function release(database: Database): void {
  held.delete(database);
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema');
  } catch {
    // The disk is gone or the transaction is: closing says so, or does it.
  }
  database.close();
}
