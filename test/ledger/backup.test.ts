/** The nightly copy: made in mid-life, whole, known as a copy, few kept; a failure is said and harms nothing. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerFailed, LedgerNotCopied, memoryLedger, sqliteInline, sqliteLedger } from '../../lib/ledger';
import { COPY, type Ledger, type Night } from '../../lib/ledger/port';
import { loadSqlite } from '../../lib/ledger/sqlite/driver';
import { at, effect, NOON, orderOf, patch, seen } from './rows';

describe('ledger: the nightly copy', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'ledger.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const on = (night: string, more: Partial<Night> = {}): Night => ({ folder: null, night, keep: 7, now: NOON, ...more });
  const copies = () => readdirSync(join(folder, 'backups')).sort();
  const append = (ledger: Ledger, from: number, to: number) =>
    ledger.append(
      Array.from({ length: to - from }, (_, n) => seen(from + n, at(0), NOON)),
      NOON,
    );

  it('of a ledger in memory is none', async () => {
    assert.equal(await memoryLedger().backup(on('2026-03-01')), null);
    const inline = sqliteInline(':memory:');
    assert.equal(await inline.backup(on('2026-03-01')), null);
    await inline.close();
  });

  const drivers: Record<string, () => Promise<Ledger>> = {
    'in the worker': () => sqliteLedger({ file }),
    'on the calling thread': async () => sqliteInline({ file }),
  };
  for (const [where, open] of Object.entries(drivers)) {
    describe(where, () => {
      let ledger: Ledger;
      beforeEach(async () => {
        ledger = await open();
        await append(ledger, 0, 40);
      });
      afterEach(() => ledger.close());

      it('is made in mid-life and opens with the same orders', async () => {
        await ledger.commit(orderOf(1), 1, patch({ effects: [effect('1')], alarm: NOON + 1 }));
        const before = await ledger.orders(100);
        const place = await ledger.backup(on('2026-03-01'));
        assert.equal(place, join(folder, 'backups', 'ledger-2026-03-01.sqlite'));
        assert.deepEqual(copies(), ['ledger-2026-03-01.sqlite']);
        // Life goes on in the ledger, and not in its copy.
        await append(ledger, 40, 50);
        assert.equal((await ledger.overview(NOON)).orders, 50);
        const copy = sqliteInline({ file: place ?? '' });
        assert.deepEqual(await copy.orders(100), before);
        assert.equal((await copy.overview(NOON)).openEffects, 1);
        await copy.close();
      });

      it('says that it is one, and the ledger itself does not', async () => {
        const copy = sqliteInline({ file: (await ledger.backup(on('2026-03-01'))) ?? '' });
        assert.deepEqual(await copy.kept(COPY), { value: true, at: NOON });
        assert.equal(await ledger.kept(COPY), null);
        await copy.close();
      });

      it('of a night is made once, however often it is asked for', async () => {
        const place = (await ledger.backup(on('2026-03-01'))) ?? '';
        await append(ledger, 40, 50);
        assert.equal(await ledger.backup(on('2026-03-01')), place);
        const copy = sqliteInline({ file: place });
        assert.equal((await copy.overview(NOON)).orders, 40);
        await copy.close();
      });

      it('removes the oldest beyond those to keep, and nothing that is not a copy of this ledger', async () => {
        mkdirSync(join(folder, 'backups'));
        const others = ['ledger-v1.sqlite', 'ledger-2020-01-01.sqlite.bak', 'notes.txt', 'other-2020-01-01.sqlite'];
        for (const name of others) writeFileSync(join(folder, 'backups', name), '');
        for (let day = 1; day <= 5; day++) await ledger.backup(on(`2026-03-0${day}`, { keep: 3 }));
        const kept = ['ledger-2026-03-03.sqlite', 'ledger-2026-03-04.sqlite', 'ledger-2026-03-05.sqlite'];
        assert.deepEqual(copies(), [...kept, ...others].sort());
      });

      it('goes where it is told, over what a death left half-made', async () => {
        const elsewhere = join(folder, "it's elsewhere");
        mkdirSync(elsewhere);
        writeFileSync(join(elsewhere, 'ledger-2026-03-01.sqlite.part'), 'half');
        await ledger.backup(on('2026-03-01', { folder: elsewhere }));
        assert.deepEqual(readdirSync(elsewhere), ['ledger-2026-03-01.sqlite']);
      });

      it('that cannot be made is said with its folder, leaves the older ones, and harms nothing', async () => {
        await ledger.backup(on('2026-03-01'));
        const blocked = join(folder, 'blocked');
        writeFileSync(blocked, 'a file where a folder should be');
        await assert.rejects(
          ledger.backup(on('2026-03-02', { folder: blocked, keep: 1 })),
          (error: unknown) =>
            error instanceof LedgerNotCopied && error.message.includes(blocked) && /may be written/.test(error.message),
        );
        mkdirSync(join(folder, 'backups', 'ledger-2026-03-02.sqlite.part', 'in the way'), { recursive: true });
        await assert.rejects(ledger.backup(on('2026-03-02', { keep: 1 })), LedgerNotCopied);
        assert(copies().includes('ledger-2026-03-01.sqlite'));
        await append(ledger, 40, 50);
        assert.equal((await ledger.overview(NOON)).orders, 50);
        rmSync(join(folder, 'backups', 'ledger-2026-03-02.sqlite.part'), { recursive: true });
        assert.ok(await ledger.backup(on('2026-03-02', { keep: 1 })));
        assert.deepEqual(copies(), ['ledger-2026-03-02.sqlite']);
      });

      it('is refused once the ledger is closed', async () => {
        await ledger.close();
        await assert.rejects(ledger.backup(on('2026-03-01')), LedgerFailed);
      });
    });
  }

  it('made while rows are committed is whole: what it holds of a transaction, it holds all of', async () => {
    const ledger = await sqliteLedger({ file });
    await append(ledger, 0, 3000);
    let copied = false;
    const copying = ledger.backup(on('2026-03-01')).finally(() => {
      copied = true;
    });
    let next = 3000;
    for (; !copied || next === 3000; next += 10) await append(ledger, next, next + 10);
    const place = (await copying) ?? '';
    await ledger.close();
    const copy = sqliteInline({ file: place });
    const { orders } = await copy.overview(NOON);
    assert(orders >= 3000 && orders <= next && orders % 10 === 0, `${orders} of ${next}`);
    assert.equal((await copy.orders(10_000)).length, orders);
    assert.equal((await copy.audit(0, 10_000)).length, orders);
    await copy.close();
    const database = new (loadSqlite().DatabaseSync)(place);
    assert.deepEqual(Object.values(database.prepare('PRAGMA integrity_check').get() ?? {}), ['ok']);
    database.close();
  });

  it('under way is finished before the ledger is closed', async () => {
    const ledger = await sqliteLedger({ file });
    await append(ledger, 0, 2000);
    const [place] = await Promise.all([ledger.backup(on('2026-03-01')), ledger.read('x').then(() => ledger.close())]);
    assert(existsSync(place ?? ''));
    const again = await sqliteLedger({ file });
    assert.equal((await again.overview(NOON)).orders, 2000);
    await again.close();
  });
});
