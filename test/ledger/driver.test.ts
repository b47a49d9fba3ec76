import assert from 'node:assert/strict';
import Module from 'node:module';
import { LedgerDriverMissing } from '../../lib/ledger';
import { loadSqlite } from '../../lib/ledger/sqlite/driver';

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

describe('ledger: the SQLite driver', () => {
  const loader = Module as unknown as Loader;
  const { _load: load } = loader;
  const { getBuiltinModule: builtin } = process;
  afterEach(() => {
    loader._load = load;
    process.getBuiltinModule = builtin;
  });
  const without = (answer: () => unknown) => {
    process.getBuiltinModule = () => undefined;
    loader._load = (request, ...rest) => (request === '@photostructure/sqlite' ? answer() : load(request, ...rest));
  };

  it("is Node's own where there is one", () => {
    const own = { DatabaseSync: class {} };
    process.getBuiltinModule = () => own;
    assert.equal(loadSqlite(), own);
  });
  it('is the optional dependency where there is none', () => {
    const other = { DatabaseSync: class {} };
    without(() => other);
    assert.equal(loadSqlite(), other);
  });
  it('is refused with both remedies where neither is there', () => {
    without(() => {
      throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
    });
    const missing = (error: unknown) =>
      error instanceof LedgerDriverMissing &&
      /has no node:sqlite.*MODULE_NOT_FOUND.*Node 22\.13 or later, or install @photostructure\/sqlite 1\.x/.test(error.message);
    assert.throws(loadSqlite, missing);
  });
});
