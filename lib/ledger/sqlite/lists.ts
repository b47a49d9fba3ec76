/** What people ask, at the connection: references, cases, counts, the audit. Everything long goes by key, in steps. */
import type { OrderKey } from '../../model/order';
import type { Instant } from '../../model/record';
import type { AuditRow, Overview, PlannedRow } from '../port';
import { sealOf } from '../trail';
import type { Book } from './book';
import type { Row, Statement } from './driver';
import { peopleOf } from './orders';
import type { People } from './wire';

const auditRow = ({ n, at, by, key, what, seal }: Row): AuditRow => ({
  n: Number(n),
  at: Number(at),
  by: String(by),
  key: String(key),
  what: String(what),
  seal: seal == null ? null : String(seal),
});
const count = (row: Row | undefined): number => Number(row?.n ?? 0);

export interface CaseRows {
  readonly cases: readonly (readonly [key: OrderKey, account: string, cause: string, body: string])[];
  readonly people: Readonly<Record<OrderKey, People>>;
}

export const lists = (book: Book) => {
  const { sql } = book;
  const cases = (statement: Statement, ...values: (string | number)[]) =>
    statement
      .all(...values)
      .map((row): [string, string, string, string] => [
        String(row.key),
        String(row.account),
        String(row.cause),
        String(row.body),
      ]);

  return {
    find(id: string, system: string | null, kind: string | null): readonly OrderKey[] {
      return sql.find.all(id, system, kind).map(({ key }) => String(key));
    },
    /** At least `limit` cases where there are as many: those of one order are never parted, for the next page begins after a key. */
    openCases(limit: number, after: OrderKey): CaseRows {
      const open = cases(sql.openCases, after, limit);
      const last = open.at(-1);
      if (last && open.length === limit) open.push(...cases(sql.openCasesOf, last[0], last[2]));
      const people: Record<OrderKey, People> = {};
      for (const [key, , , body] of open) if (body.includes('"personal":')) people[key] ??= peopleOf(book, key);
      return { cases: open, people };
    },
    caseCount(account: string): number {
      return count(sql.caseCount.get(account));
    },
    planned(limit: number, key: OrderKey, effect: string): readonly PlannedRow[] {
      return sql.planned.all(key, effect, limit).map((row) => ({ key: String(row.key), effect: String(row.id) }));
    },
    overview(now: Instant): Overview {
      let due = 0;
      for (const account of book.sources) due += count(sql.dueCount.get(account, now));
      return {
        orders: book.meta('orders'),
        openCases: count(sql.openCaseCount.get()),
        openEffects: count(sql.openEffectCount.get()),
        parked: count(sql.parkedCount.get()),
        out: count(sql.outCount.get()),
        due,
      };
    },
    audit(after: number, limit: number): readonly AuditRow[] {
      return sql.audits.all(after, limit).map(auditRow);
    },
    /** Seals so many rows; `more`: others are left. */
    seal(now: Instant, limit: number): { readonly head: string | null; readonly more: boolean } {
      book.tick(now);
      const rows = sql.unsealed.all(limit).map(auditRow);
      let head = String(sql.sealed.get((rows[0]?.n ?? Number(sql.lastAudit.get()?.n ?? 0) + 1) - 1)?.seal ?? '');
      for (const row of rows) {
        head = sealOf(head, row);
        sql.seal.run(head, row.n);
      }
      return { head: head === '' ? null : head, more: rows.length === limit };
    },
  };
};
