/** No statement that the engine runs may read more of a table than it answers with. */
import assert from 'node:assert/strict';
import { loadSqlite } from '../../lib/ledger/sqlite/driver';
import { MEMORY, openInline, release } from '../../lib/ledger/sqlite/open';
import { SQL } from '../../lib/ledger/sqlite/statements';

/** Rows of deploys, accounts and engines: some dozens, read whole. */
const SMALL = /SCAN (listeners|wired|accounts|engines|engine_names|sources|meta)\b/;
/** Counts of what is open walk an index that holds just that. */
const OPEN_ONLY =
  /SCAN (cases|effects|deliveries) USING COVERING INDEX (cases_open|cases_of_account|effects_open|deliveries_parked|deliveries_out)$/;
/** Not yet sealed rows, and the newest one. */
const AUDIT = /SCAN audit( USING (COVERING )?INDEX audit_unsealed)?$/;

describe('ledger: query plans', () => {
  const sqlite = loadSqlite();
  const database = openInline(sqlite, MEMORY);
  after(() => release(database));
  const plan = (sql: string): string[] => {
    const parameters = (sql.match(/\?\d+/g) ?? []).map((mark) => Number(mark.slice(1)));
    const count = parameters.length > 0 ? Math.max(...parameters) : (sql.match(/\?/g) ?? []).length;
    const values = Array.from({ length: count }, () => 1);
    return database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail));
  };

  for (const [name, sql] of Object.entries(SQL)) {
    it(`of ${name} scan no big table`, () => {
      const scans = plan(sql).filter((step) => /\bSCAN\b/.test(step) && !/SCAN (CONSTANT ROW|\d+ CONSTANT)/.test(step));
      const allowed = (step: string) =>
        SMALL.test(step) || OPEN_ONLY.test(step) || (/^(unsealed|lastAudit)$/.test(name) && AUDIT.test(step));
      assert.deepEqual(
        scans.filter((step) => !allowed(step)),
        [],
      );
    });
  }
  it('would show a scan', () => assert.match(plan('SELECT key FROM orders WHERE version = ?').join(), /SCAN orders/));
  it('of what an account’s health asks read an index of just that', () => {
    assert.deepEqual(plan(SQL.caseCount), ['SEARCH cases USING COVERING INDEX cases_of_account (account=?)']);
    assert.match(plan(SQL.planned).join(), /^SEARCH effects USING COVERING INDEX effects_planned /);
  });
  it('of what is due need no sorting', () => {
    for (const sql of [SQL.due, SQL.next, SQL.standing, SQL.openCases, SQL.planned, SQL.orders])
      assert.doesNotMatch(plan(sql).join(), /TEMP B-TREE/);
  });
});
