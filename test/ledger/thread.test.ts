/** The worker may end under a running engine: what it did not answer is unknown, and the next call opens the file anew. */
import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import threads, { Worker } from 'node:worker_threads';
import { LedgerFailed, LedgerUnreadable, sqliteLedger } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import { at, NOON, orderOf, patch, seen } from './rows';

describe('ledger: the thread', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const started: Worker[] = [];
  const original = threads.Worker;
  let file: string;
  let ledger: Ledger;
  before(() => {
    threads.Worker = class extends Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        started.push(this);
      }
    };
  });
  after(() => {
    threads.Worker = original;
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    file = join(folder, `${started.length}.sqlite`);
    ledger = await sqliteLedger({ file });
    await ledger.append([seen(1, at(0), NOON)], NOON);
  });
  afterEach(() => ledger.close());
  const terminate = async () => started.at(-1)?.terminate();

  it('that ended leaves a commit as a conflict and everything else as failed, to be looked at again', async () => {
    const asked = [ledger.commit(orderOf(1), 1, patch()), ledger.read(orderOf(1))] as const;
    const gone = terminate();
    await assert.rejects(
      asked[1],
      (error: unknown) => error instanceof LedgerFailed && error.code === 'TRANSIENT' && /Look again/.test(error.message),
    );
    await gone;
    assert.equal(await asked[0], 'conflict');
    assert.equal((await ledger.read(orderOf(1))).order?.account, seen(1, '', 0).account);
  });

  it('is started again by the next call, with everything that was stored', async () => {
    await terminate();
    const lives = started.length;
    const [{ order }, once] = await Promise.all([ledger.read(orderOf(1)), ledger.once('a', 'b', NOON)]);
    assert.deepEqual([order?.version, once], [1, true]);
    assert.equal(started.length, lives + 1);
  });

  it('that cannot open its file says why, at every call, until it can', async () => {
    await terminate();
    renameSync(file, `${file}.away`);
    writeFileSync(file, 'something else');
    await assert.rejects(ledger.read(orderOf(1)), LedgerUnreadable);
    await assert.rejects(ledger.once('a', 'b', NOON), LedgerUnreadable);
    renameSync(`${file}.away`, file);
    assert.equal((await ledger.read(orderOf(1))).order?.version, 1);
  });

  it('answers what was asked at once in the order in which it was asked', async () => {
    const turns = Array.from({ length: 50 }, () => ledger.take('OR11', 1000, 1, NOON));
    const events = Array.from({ length: 50 }, (_, n) => ledger.once('gate', `${n % 25}`, NOON));
    assert.deepEqual(await Promise.all(turns), [0, ...Array.from({ length: 49 }, () => 1000)]);
    assert.deepEqual(
      await Promise.all(events),
      Array.from({ length: 50 }, (_, n) => n < 25),
    );
  });
});
