/**
 * Group commit: all calls that have arrived share one transaction and one sync to the disk. Each writer has a savepoint, so
 * one that fails takes no other along; a COMMIT that fails fails all of them, and the file is opened anew.
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

/** One connection as long as it can be trusted. */
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
  private session: Session | undefined;

  /** `reopen` gives a connection where a failed COMMIT left none that can be trusted; it lets go of the old one first. */
  constructor(
    private database: Database,
    private readonly reopen: (broken: Database) => Database,
  ) {
    this.session = new Session(database);
  }

  /** Never throws: what failed says so at its place. */
  run(calls: readonly Call[]): Replies {
    try {
      this.session ??= this.opened();
      return this.session.run(calls);
    } catch (error) {
      // What the transaction did is gone, or nobody knows: nothing in memory may outlive it.
      this.session = undefined;
      return { values: calls.map(() => undefined), failed: Object.fromEntries(calls.map((_, at) => [at, packed(error)])) };
    }
  }
  close(release: (database: Database) => void): void {
    this.session = undefined;
    release(this.database);
  }
  private opened(): Session {
    this.database = this.reopen(this.database);
    return new Session(this.database);
  }
}
