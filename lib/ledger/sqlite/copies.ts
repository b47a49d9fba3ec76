/** The nightly copies of a ledger's file: where they lie, how one is made whole before it has its name, which are kept. */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LedgerNotCopied } from '../errors';
import { COPY, type Night } from '../port';
import type { Database, Sqlite } from './driver';

export const nightlyFolder = (file: string, { folder }: Pick<Night, 'folder'>): string =>
  folder ?? join(dirname(file), 'backups');
const stem = (file: string): string => basename(file).replace(/\.sqlite$/, '');

/**
 * Makes the copy of a night by `write`, which is given a name that no finished copy has, and removes the oldest beyond
 * `keep`. A copy of that night that is there already is left. Returns its place. Throws LedgerNotCopied; nothing older is
 * removed then.
 */
export async function copyOf(
  sqlite: Sqlite,
  file: string,
  night: Night,
  write: (part: string) => Promise<void>,
): Promise<string> {
  const folder = nightlyFolder(file, night);
  const place = join(folder, `${stem(file)}-${night.night}.sqlite`);
  const part = `${place}.part`;
  try {
    mkdirSync(folder, { recursive: true });
    if (!readdirSync(folder).includes(basename(place))) {
      sweep(part);
      await write(part);
      marked(sqlite, part, night);
      renameSync(part, place);
    }
    for (const old of nightly(folder, file).slice(0, -night.keep)) rmSync(join(folder, old));
    return place;
  } catch (error) {
    sweep(part);
    throw new LedgerNotCopied(folder, error instanceof Error ? error.message : String(error));
  }
}

/** Copies of this ledger in the folder, oldest first. Whatever else lies there is nobody's business. */
function nightly(folder: string, file: string): string[] {
  const before = `${stem(file)}-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(before) && /^\d{4}-\d\d-\d\d\.sqlite$/.test(name.slice(before.length)))
    .sort();
}

/** A copy says that it is one, so that a ledger restored from it is known as such; and it is one file, without a log beside it. */
export function marked(sqlite: Sqlite, place: string, { now }: Pick<Night, 'now'>): void {
  const copy: Database = new sqlite.DatabaseSync(place);
  try {
    copy.exec(`PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;
      INSERT INTO kept (name, at, body) VALUES ('${COPY}', ${Math.trunc(now)}, 'true')
        ON CONFLICT (name) DO UPDATE SET at = excluded.at, body = excluded.body`);
  } finally {
    copy.close();
  }
}
function sweep(part: string): void {
  for (const name of [part, `${part}-journal`, `${part}-wal`, `${part}-shm`]) {
    try {
      rmSync(name, { force: true });
    } catch {
      // The folder itself is not there, or is none: whoever writes into it says so.
    }
  }
}
