import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLedger, sqliteInline, sqliteLedger } from '../../lib/ledger';
import { acceptance } from './acceptance';

describe('ledger drivers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  let n = 0;
  after(() => rmSync(folder, { recursive: true }));

  acceptance('memory', async () => memoryLedger());
  acceptance('sqlite on the calling thread', async () => sqliteInline(':memory:'));
  acceptance('sqlite in its worker', () => sqliteLedger({ file: join(folder, `${n++}`, 'ledger.sqlite') }));
});
