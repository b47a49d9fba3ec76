/**
 * SQLite as Node brings it (node:sqlite, from 22.13 on without a flag), else @photostructure/sqlite 1.x, which has the same
 * interface. Only what both have is used; node:sqlite's own types are not in the types of Node 20.
 */
import { LedgerDriverMissing } from '../errors';

export type Bound = string | number | null;
export type Row = Readonly<Record<string, string | number | null>>;

export interface Statement {
  run(...values: Bound[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  get(...values: Bound[]): Row | undefined;
  all(...values: Bound[]): Row[];
}
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  function(name: string, body: (value: Bound) => Bound): void;
  close(): void;
}
export interface Sqlite {
  readonly DatabaseSync: new (file: string) => Database;
  /** In steps, so that the connection stays usable. Missing before Node 22.16. */
  readonly backup?: (database: Database, file: string) => Promise<number>;
}

/** Throws LedgerDriverMissing with the two remedies. */
export function loadSqlite(): Sqlite {
  const builtin: unknown = process.getBuiltinModule?.('node:sqlite');
  if (builtin) return builtin as Sqlite;
  try {
    return require('@photostructure/sqlite') as Sqlite;
  } catch (error) {
    throw new LedgerDriverMissing(error instanceof Error && 'code' in error ? String(error.code) : 'it does not load here');
  }
}

/** SQLite's primary result code of an error (5 BUSY, 11 CORRUPT, 26 NOTADB); undefined for any other error. */
export const resultCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
export const BUSY = 5;
export const CORRUPT = 11;
export const NOT_A_DATABASE = 26;
