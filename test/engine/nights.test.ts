import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backups, Nights, nightOf } from '../../lib/engine/nights';
import { memoryLedger, sqliteInline } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import { VirtualClock } from '../proof/virtual-clock';
import { engineAlone } from './alone';
import { ACCOUNT } from './records';

const HOUR = 3_600_000;
const utc = (text: string): number => Date.parse(`${text}Z`);

describe('the night of a copy', () => {
  it('begins at three o’clock of its date, where the ledger is', () => {
    assert.equal(nightOf(utc('2026-03-02T01:59:00'), 'Europe/Berlin'), '2026-03-01');
    assert.equal(nightOf(utc('2026-03-02T02:00:00'), 'Europe/Berlin'), '2026-03-02');
    assert.equal(nightOf(utc('2026-03-02T02:00:00'), 'America/New_York'), '2026-03-01');
    assert.equal(nightOf(utc('2026-03-01T14:30:00'), 'Pacific/Auckland'), '2026-03-02');
  });
  it('is one a date, also where the clocks are put forward and back', () => {
    for (const month of ['03', '10']) {
      const nights: string[] = [];
      for (let at = utc(`2026-${month}-20T00:00:00`); at < utc(`2026-${month}-31T00:00:00`); at += HOUR / 2)
        nights.push(nightOf(at, 'Europe/Berlin'));
      assert.deepEqual(nights, [...nights].sort());
      assert.equal(new Set(nights).size, 12);
    }
  });
});

describe('nightly copies', () => {
  let folder: string;
  let now: number;
  let ledger: Ledger;
  let backups: Backups | undefined;
  let nights: Nights;
  const said: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nights-'));
    now = utc('2026-03-01T12:00:00');
    ledger = sqliteInline({ file: join(folder, 'ledger.sqlite') });
    backups = { folder: null, keep: 2, timeZone: 'Europe/Berlin' };
    said.length = 0;
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });
  const clock = { now: () => now, sleep: async () => undefined };
  const begin = (): void => {
    nights = new Nights({ clock, ledger, log: (level, text) => said.push(`${level} ${text}`), backups: () => backups });
  };
  /** Time goes on, and the ledger is looked after every ten minutes. */
  async function until(time: string): Promise<void> {
    for (; now < utc(time); now += HOUR / 6) await nights.look();
    now = utc(time);
    await nights.look();
  }
  const copies = (at = join(folder, 'backups')) => readdirSync(at).map((name) => name.slice('ledger-'.length, -'.sqlite'.length));

  it('are made from three o’clock on, once a night; the oldest are removed', async () => {
    begin();
    await until('2026-03-02T01:59:00');
    assert.throws(() => copies(), /ENOENT/, 'none on the day on which the ledger began');
    await until('2026-03-02T02:01:00');
    assert.deepEqual(copies(), ['2026-03-02']);
    await until('2026-03-04T12:00:00');
    assert.deepEqual(copies(), ['2026-03-03', '2026-03-04']);
    assert.equal(said.filter((line) => line.startsWith('info the ledger was copied')).length, 3);
    assert.equal(nights.problem, null);
  });

  it('of a night in which nothing ran is made after the next start, and not again after another', async () => {
    begin();
    await until('2026-03-01T13:00:00');
    now = utc('2026-03-02T15:00:00');
    begin();
    await until('2026-03-02T15:01:00');
    assert.deepEqual(copies(), ['2026-03-02']);
    rmSync(join(folder, 'backups'), { recursive: true });
    begin();
    await until('2026-03-02T16:00:00');
    assert.throws(() => copies(), /ENOENT/);
  });

  it('that fail are said once a night, named in health, and made as soon as they can be', async () => {
    const blocked = join(folder, 'blocked');
    writeFileSync(blocked, '');
    backups = { folder: blocked, keep: 2, timeZone: 'Europe/Berlin' };
    begin();
    await until('2026-03-02T08:00:00');
    const errors = said.filter((line) => line.startsWith('error'));
    assert.equal(errors.length, 1);
    assert.match(String(errors[0]), /nightly copy of the ledger was not made in .*blocked/);
    assert.match(String(nights.problem), /nightly copy of the ledger was not made/);
    rmSync(blocked);
    await until('2026-03-02T09:01:00');
    assert.deepEqual(copies(blocked), ['2026-03-02']);
    assert.equal(nights.problem, null);
  });

  it('go to another folder as soon as one is named', async () => {
    writeFileSync(join(folder, 'blocked'), '');
    backups = { folder: join(folder, 'blocked'), keep: 2, timeZone: 'Europe/Berlin' };
    begin();
    await until('2026-03-02T02:01:00');
    assert.notEqual(nights.problem, null);
    backups = { ...backups, folder: join(folder, 'free') };
    await until('2026-03-02T02:02:00');
    assert.deepEqual(copies(join(folder, 'free')), ['2026-03-02']);
    assert.equal(nights.problem, null);
  });

  it('are not made where none are to be kept, nor of a ledger in memory', async () => {
    backups = { folder: null, keep: 0 };
    begin();
    await until('2026-03-03T12:00:00');
    assert.throws(() => copies(), /ENOENT/);
    await ledger.close();
    ledger = memoryLedger();
    backups = { folder: null, keep: 7 };
    begin();
    await until('2026-03-04T12:00:00');
    assert.throws(() => copies(), /ENOENT/);
    assert.equal(nights.problem, null);
  });

  it('that fail stand in the health of every account, and stop nothing', async () => {
    writeFileSync(join(folder, 'blocked'), '');
    const time = new VirtualClock(utc('2026-03-02T01:58:00'));
    const engine = engineAlone({
      clock: time,
      ledger,
      backups: () => ({ folder: join(folder, 'blocked'), keep: 7, timeZone: 'Europe/Berlin' }),
    });
    await engine.start();
    await engine.account(ACCOUNT, 'mirakl', true);
    await time.run(utc('2026-03-02T01:59:30'));
    assert.equal((await engine.health(ACCOUNT)).problem, null);
    await time.run(utc('2026-03-02T02:01:00'));
    const { problem, retryAt } = await engine.health(ACCOUNT);
    assert.match(String(problem), /nightly copy of the ledger was not made in .*blocked/);
    assert.equal(retryAt, null);
    assert.equal(await engine.once('it', 'goes on'), true);
    engine.stop();
    await time.run(time.now() + 1);
  });
});
