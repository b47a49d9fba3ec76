import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerBusy, LedgerFailed, LedgerUnreadable, sqliteInline, sqliteLedger, verifyAudit } from '../../lib/ledger';
import { type Database, loadSqlite } from '../../lib/ledger/sqlite/driver';
import { MIGRATIONS } from '../../lib/ledger/sqlite/migrations';
import { open, openInline, release } from '../../lib/ledger/sqlite/open';
import { at, NOON, orderOf, seen } from './rows';

describe('ledger: the file', () => {
  const sqlite = loadSqlite();
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'order-lifecycle', 'ledger.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A ledger with one order, closed. */
  async function written(): Promise<void> {
    const ledger = await sqliteLedger({ file });
    await ledger.append([seen(1, at(0), NOON)], NOON);
    await ledger.close();
  }
  function edited(change: (database: Database) => void): void {
    const database = new sqlite.DatabaseSync(file);
    change(database);
    database.close();
  }
  /** Refused by worker and inline alike, with the file as it was. */
  async function refused(expected: RegExp): Promise<void> {
    const before = readFileSync(file);
    const names = readdirSync(join(folder, 'order-lifecycle'));
    const named = (error: unknown) =>
      error instanceof LedgerUnreadable && error.message.includes(file) && expected.test(error.message);
    await assert.rejects(sqliteLedger({ file }), named);
    assert.throws(() => sqliteInline({ file }), named);
    assert(readFileSync(file).equals(before));
    assert.deepEqual(readdirSync(join(folder, 'order-lifecycle')), names);
  }

  it('is made with its folder, kept, and opened again', async () => {
    await written();
    const ledger = await sqliteLedger({ file });
    assert.equal((await ledger.read(orderOf(1))).order?.version, 1);
    assert.deepEqual((await ledger.due(NOON, 9, [])).keys, [orderOf(1)]);
    await ledger.close();
    const inline = sqliteInline({ file });
    assert.equal((await inline.overview(NOON)).orders, 1);
    await inline.close();
  });

  it('is synced at every commit, and written ahead', async () => {
    const database = openInline(sqlite, file);
    const value = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
    assert.deepEqual(['journal_mode', 'synchronous', 'locking_mode', 'secure_delete'].map(value), ['wal', 2, 'exclusive', 1]);
    release(database);
  });

  it('is refused while another connection holds it, by a text that says what to do', async () => {
    const first = await sqliteLedger({ file });
    const busy = (error: unknown) =>
      error instanceof LedgerBusy &&
      error.name === 'LedgerBusy' &&
      error.message.includes(file) &&
      /Stop the other Node-RED/.test(error.message);
    await assert.rejects(sqliteLedger({ file }), busy);
    assert.throws(() => sqliteInline({ file }), busy);
    assert.equal(await first.once('still', 'mine', NOON), true);
    await first.close();
    const second = await sqliteLedger({ file });
    assert.equal(await second.once('still', 'mine', NOON), false);
    await second.close();
  });

  it('is free once closed; later calls are refused, and closing again is harmless', async () => {
    const ledger = await sqliteLedger({ file });
    const asked = ledger.once('last', 'words', NOON);
    await ledger.close();
    assert.equal(await asked, true);
    await assert.rejects(ledger.read('x'), LedgerFailed);
    await ledger.close();
    const inline = sqliteInline({ file });
    await inline.close();
    await inline.close();
    await assert.rejects(inline.read('x'), LedgerFailed);
  });

  it('that is no database is refused and left as it is', async () => {
    await written();
    writeFileSync(file, Buffer.alloc(9000, 'not a database, but long enough to be one '));
    await refused(/does not begin as a database does.*Restore it from a backup/);
  });
  it('whose end is missing is refused and left as it is', async () => {
    await written();
    truncateSync(file, 8192);
    await refused(/its end is missing/);
  });
  it('whose tables are damaged is refused and left as it is', async () => {
    await written();
    const bytes = readFileSync(file);
    bytes.fill(0xee, 100, 4096);
    writeFileSync(file, bytes);
    await refused(/SQLite cannot read it/);
  });
  it('of a newer version is refused and left as it is', async () => {
    await written();
    edited((database) => database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`));
    await refused(
      new RegExp(`version ${MIGRATIONS.length + 1}, this package knows up to ${MIGRATIONS.length}.*Install the version`),
    );
  });
  it('whose tables are not those of its version is refused', async () => {
    await written();
    edited((database) => database.exec('DROP TABLE refs'));
    const named = (error: unknown) =>
      error instanceof LedgerUnreadable && /no such table: main\.refs|no such table: refs/.test(error.message);
    await assert.rejects(sqliteLedger({ file }), named);
    assert.throws(() => sqliteInline({ file }), named);
  });
  it('of another program is refused and left as it is', async () => {
    await written();
    edited((database) => database.exec('PRAGMA application_id = 7'));
    await refused(/another program/);
    edited((database) => database.exec('PRAGMA application_id = 0; PRAGMA user_version = 0'));
    await refused(/another program/);
  });
  it('that is a folder is refused', async () => {
    await assert.rejects(
      sqliteLedger({ file: folder }),
      (error: unknown) => error instanceof LedgerUnreadable && /Check that this user may/.test(error.message),
    );
  });

  it('shows when a row of the audit, its seal, or a whole row was changed behind its back', async () => {
    const ledger = await sqliteLedger({ file });
    await ledger.append(
      [1, 2, 3].map((n) => seen(n, at(0), NOON)),
      NOON,
    );
    const head = await ledger.seal(NOON);
    await ledger.close();
    const whole = readFileSync(file);
    const verdict = async (sql: string) => {
      writeFileSync(file, whole);
      edited((database) => database.exec(sql));
      const changed = sqliteInline({ file });
      const found = await verifyAudit(changed, head ?? undefined);
      await changed.close();
      return found.whole ? 'whole' : `${found.n}: ${found.why}`;
    };
    assert.equal(await verdict('SELECT 1'), 'whole');
    assert.equal(await verdict("UPDATE audit SET by = 'nobody' WHERE n = 2"), '2: this row, or its seal, was changed');
    assert.equal(await verdict('UPDATE audit SET at = at + 1 WHERE n = 1'), '1: this row, or its seal, was changed');
    assert.equal(await verdict("UPDATE audit SET seal = 'x' WHERE n = 3"), '3: this row, or its seal, was changed');
    assert.equal(await verdict('UPDATE audit SET seal = NULL WHERE n = 2'), '3: sealed after a row that is not');
    assert.equal(await verdict('DELETE FROM audit WHERE n = 2'), '2: this row is missing');
    assert.match(await verdict('DELETE FROM audit WHERE n = 3'), /^3: the exported head is not in the chain/);
  });

  describe('migrations', () => {
    const next = [...MIGRATIONS, 'ALTER TABLE orders ADD COLUMN later TEXT'];
    const versionOf = (database: Database) => Number(database.prepare('PRAGMA user_version').get()?.user_version);

    for (let from = 0; from < MIGRATIONS.length; from++) {
      it(`bring a file of version ${from} up to date`, async () => {
        if (from > 0) release(openInline(sqlite, file, MIGRATIONS.slice(0, from)));
        const ledger = await sqliteLedger({ file });
        await ledger.append([seen(1, at(0), NOON)], NOON);
        await ledger.close();
        edited((database) => assert.equal(versionOf(database), MIGRATIONS.length));
      });
    }

    const migrated = {
      'in the worker': async () => release(await open(sqlite, file, next)),
      'on the calling thread': async () => release(openInline(sqlite, file, next)),
    };
    for (const [where, migrate] of Object.entries(migrated)) {
      it(`leave a copy of the file as it was, ${where}`, async () => {
        await written();
        await migrate();
        edited((database) => assert.equal(versionOf(database), next.length));
        const copies = join(folder, 'order-lifecycle', 'backups');
        assert.deepEqual(readdirSync(copies), [`ledger-v${MIGRATIONS.length}.sqlite`]);
        const copy = sqliteInline({ file: join(copies, `ledger-v${MIGRATIONS.length}.sqlite`) });
        assert.equal((await copy.overview(NOON)).orders, 1);
        await copy.close();
      });
    }

    it('make a second copy beside an older one', async () => {
      await written();
      await migrated['in the worker']();
      rmSync(file);
      await written();
      await migrated['in the worker']();
      assert.deepEqual(readdirSync(join(folder, 'order-lifecycle', 'backups')).sort(), [
        `ledger-v${MIGRATIONS.length}-2.sqlite`,
        `ledger-v${MIGRATIONS.length}.sqlite`,
      ]);
    });

    it('that fail half-way leave the tables as they were, and the lock free', async () => {
      await written();
      assert.throws(() => openInline(sqlite, file, [...next, 'ALTER TABLE nowhere ADD COLUMN x']), /no such table: nowhere/);
      edited((database) => {
        assert.equal(versionOf(database), MIGRATIONS.length);
        assert.throws(() => database.prepare('SELECT later FROM orders'));
      });
    });
  });
});
