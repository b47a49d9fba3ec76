/**
 * Group commit: all calls that have arrived share one transaction and one sync to the disk. Each writer has a savepoint, so
 * one that fails takes no other along; a COMMIT that fails fails all of them, and the file must be opened anew.
 */
import { type Packed, packed } from '../errors';
import type { Database } from './driver';
import { type Call, openStore, type Store, writes } from './store';

export interface Replies {
  /** As many as there were calls, each at its call's place. */
  readonly values: readonly unknown[];
  /** By the place of the call. */
  readonly failed: Readonly<Record<number, Packed>>;
}
const STEPS = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  savepoint: 'SAVEPOINT writer',
  release: 'RELEASE writer',
  undo: 'ROLLBACK TO writer',
} as const;

class Session {
  private readonly store: Store;
  private readonly steps: ReadonlyMap<string, { run(): unknown }>;

  constructor(private readonly database: Database) {
    this.store = openStore(database);
    this.steps = new Map(Object.entries(STEPS).map(([step, sql]) => [step, database.prepare(sql)]));
  }

  /** Throws where the transaction as a whole is lost. */
  run(calls: readonly Call[]): Replies {
    const values: unknown[] = calls.map(() => undefined);
    const failed: Record<number, Packed> = {};
    const writing = calls.some(writes);
    if (writing) this.step('begin');
    for (const [at, call] of calls.entries()) {
      const apart = writes(call);
      if (apart) this.step('savepoint');
      try {
        values[at] = this.call(call);
      } catch (error) {
        failed[at] = packed(error);
        if (apart) this.undo();
      }
      if (apart) this.step('release');
    }
    if (writing) this.step('commit');
    if (this.store.book.erased) this.emptyLog();
    return { values, failed };
  }

  private call([op, ...args]: Call): unknown {
    return (this.store[op] as (...args: unknown[]) => unknown)(...args);
  }
  private step(step: keyof typeof STEPS): void {
    this.steps.get(step)?.run();
  }
  private undo(): void {
    this.step('undo');
    this.store.book.recall();
  }
  /** Until then the log holds the pages of whoever was erased as they were. The erasure stands: where this fails, the next one tries again. */
  private emptyLog(): void {
    try {
      this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      this.store.book.erased = false;
    } catch {
      this.store.book.erased = true;
    }
  }
}

export class GroupCommit {
  private readonly session: Session;
  private lost: Packed | undefined;

  constructor(database: Database) {
    this.session = new Session(database);
  }

  static on(database: Database): GroupCommit {
    return new GroupCommit(database);
  }
  /** After a failed COMMIT nobody knows what the connection holds: everything is refused until the file is opened anew. */
  get broken(): boolean {
    return this.lost !== undefined;
  }
  /** Never throws: what failed says so at its place. */
  run(calls: readonly Call[]): Replies {
    try {
      if (this.lost === undefined) return this.session.run(calls);
    } catch (error) {
      this.lost = packed(error);
    }
    const why = this.lost;
    return { values: calls.map(() => undefined), failed: Object.fromEntries(calls.map((_, at) => [at, why])) };
  }
}
