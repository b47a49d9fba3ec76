import assert from 'node:assert/strict';
import { type Bound, type Database, loadSqlite, type Statement } from '../../lib/ledger/sqlite/driver';
import { GroupCommit } from '../../lib/ledger/sqlite/group';
import { MEMORY, openInline, release } from '../../lib/ledger/sqlite/open';
import type { Call } from '../../lib/ledger/sqlite/store';
import { NOON } from './rows';

const keep = (name: string): Call => ['keep', name, '1', NOON];
const take = (name: string): Call => ['take', name, 1000, 1, NOON];

/** The same database, whose next COMMIT fails as on a disk that went away. */
class Failing implements Database {
  commits = 0;
  failNext = false;
  constructor(private readonly database: Database) {}
  exec(sql: string): void {
    this.database.exec(sql);
  }
  prepare(sql: string): Statement {
    const statement = this.database.prepare(sql);
    if (sql !== 'COMMIT') return statement;
    return {
      get: (...values) => statement.get(...values),
      all: (...values) => statement.all(...values),
      run: (...values) => {
        if (this.failNext) {
          this.failNext = false;
          throw new Error('disk I/O error');
        }
        this.commits += 1;
        return statement.run(...values);
      },
    };
  }
  function(name: string, body: (value: Bound) => Bound): void {
    this.database.function(name, body);
  }
  close(): void {
    this.database.close();
  }
}

describe('ledger: group commit', () => {
  let inner: Database;
  let database: Failing;
  let group: GroupCommit;
  beforeEach(() => {
    inner = openInline(loadSqlite(), MEMORY);
    database = new Failing(inner);
    group = new GroupCommit(database);
  });
  afterEach(() => release(inner));
  const kept = () =>
    inner
      .prepare('SELECT name FROM kept ORDER BY name')
      .all()
      .map(({ name }) => name);

  it('puts all that arrived into one transaction', () => {
    const { values, failed } = group.run([keep('a'), take('x'), ['kept', 'a'], keep('b'), take('x')]);
    assert.deepEqual(failed, {});
    assert.deepEqual(values, [undefined, 0, { at: NOON, body: '1' }, undefined, 1000]);
    assert.equal(database.commits, 1);
    assert.deepEqual(kept(), ['a', 'b']);
  });

  it('begins none where nothing is written', () => {
    assert.deepEqual(group.run([['kept', 'a'], ['around']]).failed, {});
    assert.equal(database.commits, 0);
  });

  it('undoes a writer that fails, and that one alone, with all that it wrote', () => {
    inner.exec(
      "CREATE TEMP TRIGGER poison BEFORE INSERT ON once WHEN new.name = 'bad' BEGIN SELECT RAISE(ABORT, 'poisoned'); END",
    );
    inner.exec(
      "CREATE TEMP TRIGGER halfway AFTER INSERT ON accounts WHEN new.id = 'half' BEGIN INSERT INTO once VALUES ('bad', 'x', 0); END",
    );
    const half: Call = ['account', '{"id":"half","mode":"live"}', 'mia'];
    const { values, failed } = group.run([keep('a'), half, ['around'], keep('b')]);
    assert.deepEqual(Object.keys(failed), ['1']);
    assert.match(String(failed[1]?.details.why), /poisoned/);
    assert.deepEqual(kept(), ['a', 'b']);
    assert.deepEqual(values[2], { version: 0, listeners: [], wired: [], accounts: [], engines: {} });
    assert.equal(group.broken, false);
  });

  it('forgets what a writer that was undone had counted', () => {
    inner.exec("CREATE TEMP TRIGGER late BEFORE INSERT ON audit WHEN new.by = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END");
    const account = (by: string): Call => ['account', '{"id":"a","mode":"live"}', by];
    const { failed } = group.run([account('bad'), account('mia'), account('bad')]);
    assert.deepEqual(Object.keys(failed), ['0', '2']);
    assert.deepEqual(group.run([['due', NOON, 1, []]]).values, [{ keys: [], inMs: null, around: 1 }]);
  });

  it('fails all where the commit fails, and refuses everything until the file is opened anew', () => {
    group.run([keep('a')]);
    database.failNext = true;
    const { values, failed } = group.run([keep('b'), ['kept', 'b'], take('x')]);
    assert.equal(values.length, 3);
    assert.deepEqual(Object.keys(failed), ['0', '1', '2']);
    assert.match(String(failed[0]?.details.why), /disk I\/O error/);
    assert.equal(group.broken, true);
    assert.match(String(group.run([['kept', 'a']]).failed[0]?.details.why), /disk I\/O error/);

    inner.exec('ROLLBACK');
    const anew = new GroupCommit(database);
    assert.deepEqual(anew.run([take('x'), ['kept', 'b']]), { values: [0, null], failed: {} });
    assert.deepEqual(kept(), ['a']);
  });

  it('fails all where SQLite gave up the whole transaction', () => {
    inner.exec("CREATE TEMP TRIGGER gone BEFORE INSERT ON once WHEN new.name = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'gone'); END");
    const { failed } = group.run([keep('a'), ['once', 'bad', 'x', NOON], keep('b')]);
    assert.deepEqual(Object.keys(failed), ['0', '1', '2']);
    assert.equal(group.broken, true);
    assert.deepEqual(kept(), []);
  });
});
