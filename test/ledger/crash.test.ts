/** Real kills of a real process: what was acknowledged is there, whole, and the lock is free at once. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LedgerBusy, sqliteInline, sqliteLedger } from '../../lib/ledger';
import { loadSqlite } from '../../lib/ledger/sqlite/driver';
import { effect } from './rows';

describe('ledger: killed processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const file = join(folder, 'ledger.sqlite');
  after(() => rmSync(folder, { recursive: true }));

  /** Kills the writer when it has acknowledged so many rows; `meanwhile` runs while it holds the file. */
  async function killed(rows: number, lanes: number, path: string, meanwhile?: () => Promise<void>): Promise<string[]> {
    const writer = spawn(process.execPath, [join(__dirname, 'writer.js'), path, String(lanes)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(writer, 'close');
    const lines: string[] = [];
    for await (const line of createInterface(writer.stdout)) {
      if (line === 'open') await meanwhile?.();
      else if (lines.push(line) === rows) writer.kill('SIGKILL');
    }
    const [, signal] = await closed;
    assert.equal(signal, 'SIGKILL');
    return lines;
  }
  async function lost(path: string, lines: readonly string[]): Promise<string[]> {
    const ledger = await sqliteLedger({ file: path });
    const missing: string[] = [];
    for (const line of lines) {
      const [what, key = ''] = line.split(' ');
      const { order } = await ledger.read(key);
      if (!order || (what === 'effect' && order.effects[effect('1').id] === undefined)) missing.push(line);
    }
    await ledger.close();
    const database = new (loadSqlite().DatabaseSync)(path);
    assert.deepEqual(Object.values(database.prepare('PRAGMA integrity_check').get() ?? {}), ['ok']);
    database.close();
    return missing;
  }

  for (const [rows, lanes] of [
    [1, 1],
    [40, 1],
    [300, 8],
    [900, 32],
  ] as const) {
    it(`lose nothing of ${rows} rows acknowledged to ${lanes} at a time`, async () => {
      const path = join(folder, `${rows}.sqlite`);
      const lines = await killed(rows, lanes, path);
      assert(lines.length >= rows);
      assert.deepEqual(await lost(path, lines), []);
    });
  }

  it('shut another process out while they live, and leave no lock behind', async () => {
    await killed(5, 1, file, async () => {
      await assert.rejects(sqliteLedger({ file }), LedgerBusy);
      assert.throws(() => sqliteInline({ file }), LedgerBusy);
    });
    const next = await sqliteLedger({ file });
    await next.close();
  });
});
