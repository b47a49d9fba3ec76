/** The open ledger: its statements, and the few numbers that need not be read again while one connection owns the file. */
import type { Instant } from '../../model/record';
import type { Bound, Database } from './driver';
import { prepareAll, type Statements } from './statements';

export class Book {
  readonly sql: Statements;
  /** The last instant that anybody gave. */
  clock: Instant = 0;
  /** Version of flows, accounts and engines. */
  around = 0;
  readonly sources = new Set<string>();
  /** Something was erased: the log must not keep it. */
  erased = false;

  constructor(readonly database: Database) {
    this.sql = prepareAll(database);
    this.recall();
    const last = this.sql.lastAudit.get();
    this.clock = Math.max(this.meta('clock'), Number(last?.at ?? 0));
  }
  /** Reads again what a transaction that was rolled back may have moved here. */
  recall(): void {
    this.around = this.meta('around');
    this.sources.clear();
    for (const { account } of this.sql.sources.all()) this.sources.add(String(account));
    this.erased = false;
  }
  meta(name: 'clock' | 'around' | 'orders'): number {
    return Number(this.sql.meta.get(name)?.value ?? 0);
  }
  tick(now: Instant): void {
    if (now > this.clock) this.clock = now;
  }
  changed(): void {
    this.around += 1;
    this.sql.setMeta.run(this.around, 'around');
  }
  note(by: string, key: string, what: string): void {
    if (what !== '') this.sql.audit.run(this.clock, by, key, what);
  }
}

/** Rows that a statement wrote; node:sqlite may answer with a bigint. */
export const changes = (
  statement: { run(...values: Bound[]): { readonly changes: number | bigint } },
  ...values: Bound[]
): number => Number(statement.run(...values).changes);
