/** What people do with a case that stays open: put off, assigned, noted; and that a case put off is told of again when its time comes. */
import assert from 'node:assert/strict';
import { Books } from '../../lib/engine/books';
import { Decisions } from '../../lib/engine/decisions';
import { happenings } from '../../lib/engine/events';
import { look } from '../../lib/engine/look';
import { memoryLedger } from '../../lib/ledger';
import type { Case, DecisionKind } from '../../lib/model/record';
import { ACCOUNT, around, NOW, observation, policy, record } from './records';

const KEY = `${ACCOUNT}:A-1`;
const CAUSE = 'unknown sku/A-1-1';
const HOUR = 3_600_000;

async function caseOpen(change: Partial<Case> = {}) {
  const ledger = memoryLedger();
  const books = new Books(ledger, policy(), () => undefined);
  await ledger.append([{ key: KEY, account: ACCOUNT, observation: observation('ready_to_ship', 'v', NOW - 200), refs: [] }], NOW);
  const page = await books.open(KEY);
  assert.ok(page);
  const open: Case = { cause: CAUSE, kind: 'unknown sku', detail: { sku: 'MUG' }, openedAt: NOW, count: 1, ...change };
  await books.record(page, () => ({ cases: [open], by: 'engine' }));
  const clock = { now: () => NOW + HOUR, sleep: async () => undefined };
  const decisions = new Decisions(books, ledger, clock, () => undefined);
  const take = (kind: DecisionKind, value: Record<string, unknown> = {}, reason?: string) =>
    decisions.take(KEY, {
      kind,
      of: CAUSE,
      by: 'eva',
      value: { cause: CAUSE, openedAt: NOW, ...value },
      ...(reason === undefined ? {} : { reason }),
    });
  const one = async () => (await ledger.read(KEY)).order?.cases[CAUSE];
  return { ledger, take, one, open };
}

describe('a case that stays open', () => {
  it('is put off, assigned and noted at its row, each beside the others; each is a decision too', async () => {
    const { ledger, take, one, open } = await caseOpen();
    for (const done of [
      await take('snooze', { until: NOW + 9 * HOUR }),
      await take('assign', { owner: 'Ben' }),
      await take('note', {}, 'asked the supplier'),
    ])
      assert.equal(done, 'done');
    assert.deepEqual(await one(), { ...open, snoozedUntil: NOW + 9 * HOUR, owner: 'Ben', note: 'asked the supplier' });
    const order = (await ledger.read(KEY)).order;
    assert.deepEqual(
      order?.decisions.map(({ kind, by }) => [kind, by]),
      [
        ['snooze', 'eva'],
        ['assign', 'eva'],
        ['note', 'eva'],
      ],
    );
    assert.equal((await ledger.openCases(10)).length, 1);
    await take('snooze', { until: null });
    await take('assign', { owner: null });
    assert.deepEqual(await one(), { ...open, note: 'asked the supplier' });
  });
  it('changes nothing once it is closed, or where there is none', async () => {
    const { take, one, open } = await caseOpen({ closedAt: NOW + 1 });
    assert.equal(await take('assign', { owner: 'Ben' }), 'already settled');
    assert.equal(await take('assign', { owner: 'Ben', cause: 'another' }), 'already settled');
    assert.deepEqual(await one(), open);
  });
  it('escalates after a day; one that is put off is quiet until then, and told of then, once for each time', () => {
    const escalated = (change: Partial<Case>) =>
      happenings(
        look(
          record({ cases: { [CAUSE]: { cause: CAUSE, kind: 'unknown sku', detail: {}, openedAt: NOW, count: 1, ...change } } }),
          around(),
          policy(),
        ),
      )
        .filter(({ type }) => type === 'case.escalated')
        .map(({ at, key }) => [at, key]);
    const key = `case/${CAUSE}/${NOW}/escalated`;
    assert.deepEqual(escalated({}), [[NOW + 24 * HOUR, key]]);
    assert.deepEqual(escalated({ snoozedUntil: NOW + 2 * HOUR }), [[NOW + 2 * HOUR, `${key}/${NOW + 2 * HOUR}`]]);
    assert.deepEqual(escalated({ snoozedUntil: NOW + 90 * HOUR }), [[NOW + 90 * HOUR, `${key}/${NOW + 90 * HOUR}`]]);
    assert.deepEqual(escalated({ snoozedUntil: NOW + 90 * HOUR, closedAt: NOW + 80 * HOUR }), []);
  });
});
