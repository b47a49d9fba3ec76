import assert from 'node:assert/strict';
import { ClockBehind } from '../../../lib/ledger';
import type { Ledger } from '../../../lib/ledger/port';
import type { AccountRow } from '../../../lib/model/record';
import { ACCOUNT, listener, NOON, wired } from '../rows';

const LEASE = 30_000;

/** Engines, deploys, accounts, budgets, gates and lists. */
export function aboutFlows(ledger: () => Ledger): void {
  describe('engines', () => {
    it('keep their name while their lease stands, and take a new one after it lapsed', async () => {
      assert.deepEqual(await ledger().join('node-1', LEASE, NOON), { now: NOON, engine: 'node-1' });
      assert.equal((await ledger().beat('node-1', LEASE, NOON + LEASE)).engine, 'node-1');
      assert.equal((await ledger().beat('node-1', LEASE, NOON + 2 * LEASE + 1)).engine, 'node-1~2');
      assert.equal((await ledger().beat('node-1~2', LEASE, NOON + 3 * LEASE)).engine, 'node-1~2');
      assert.equal((await ledger().join('node-1', LEASE, NOON + 3 * LEASE)).engine, 'node-1~3');
      const { engines } = await ledger().around();
      assert.deepEqual(engines, { 'node-1': NOON + 2 * LEASE, 'node-1~2': NOON + 4 * LEASE, 'node-1~3': NOON + 4 * LEASE });
    });

    it('are forgotten a day after their lease ended, their names never', async () => {
      const day = 86_400_000;
      await ledger().join('node-1', LEASE, NOON);
      await ledger().join('node-2', LEASE, NOON + LEASE + day);
      assert.deepEqual(Object.keys((await ledger().around()).engines), ['node-2']);
      assert.equal((await ledger().join('node-1', LEASE, NOON + LEASE + day)).engine, 'node-1~2');
    });

    it('are refused while the clock is behind what the ledger has seen', async () => {
      await ledger().join('node-1', LEASE, NOON);
      assert.deepEqual(await ledger().beat('node-1', LEASE, NOON - 900), { now: NOON, engine: 'node-1' });
      await assert.rejects(ledger().join('node-1', LEASE, NOON - 1001), (error: unknown) => {
        assert(error instanceof ClockBehind);
        assert.equal(error.name, 'ClockBehind');
        assert.match(error.message, /2026-03-01T11:59:58.999Z.*2026-03-01T12:00:00.000Z.*set the clock/);
        return true;
      });
      await assert.rejects(ledger().beat('node-1', LEASE, NOON - 5000), ClockBehind);
    });

    it('show every change of flows, accounts and engines by the version of what is around', async () => {
      const versions = [(await ledger().due(NOON, 1, [])).around];
      const changes = [
        () => ledger().join('node-1', LEASE, NOON),
        () => ledger().deploy(NOON, [], [], []),
        () => ledger().account({ id: ACCOUNT, platform: 'mirakl', mode: 'live', since: NOON }, 'mia'),
      ];
      for (const change of changes) {
        await change();
        versions.push((await ledger().read('x')).around);
        assert.equal((await ledger().around()).version, versions.at(-1));
      }
      assert.deepEqual(versions, [0, 1, 2, 3]);
    });
  });

  describe('deploys', () => {
    const rows = async () => {
      const { listeners, wired: verbs } = await ledger().around();
      const told = ({ since, until, present }: { since: number; until: number | null; present: boolean }) => [
        since - NOON,
        until === null ? null : until - NOON,
        present,
      ];
      return { listeners: listeners.map((row) => [row.id, ...told(row)]), wired: verbs.map((row) => [row.node, ...told(row)]) };
    };

    it('keep what stays, put to sleep what is disabled, end what is removed', async () => {
      await ledger().deploy(NOON, ['a', 'b', 'c'].map(listener), [wired('order.create', 'x'), wired('order.create', 'y')], []);
      await ledger().deploy(NOON + 1, [listener('a')], [wired('order.create', 'x')], ['b']);
      assert.deepEqual(await rows(), {
        listeners: [
          ['a', 0, null, true],
          ['b', 0, null, false],
          ['c', 0, 1, false],
        ],
        wired: [
          ['x', 0, null, true],
          ['y', 0, 1, false],
        ],
      });
      await ledger().deploy(NOON + 2, [listener('a')], [], ['b', 'x']);
      assert.deepEqual(await rows(), {
        listeners: [
          ['a', 0, null, true],
          ['b', 0, null, false],
          ['c', 0, 1, false],
        ],
        wired: [
          ['x', 0, null, false],
          ['y', 0, 1, false],
        ],
      });
    });

    it('wake what slept since it was first there, and begin anew what comes back', async () => {
      await ledger().deploy(NOON, ['a', 'b'].map(listener), [], []);
      await ledger().deploy(NOON + 1, [], [], ['a']);
      await ledger().deploy(NOON + 2, ['a', 'b', 'c'].map(listener), [], ['c']);
      assert.deepEqual((await rows()).listeners, [
        ['a', 0, null, true],
        ['b', 2, null, true],
        ['c', 2, null, false],
      ]);
    });

    it('take over what a node says now', async () => {
      await ledger().deploy(NOON, [listener('a')], [wired('order.create', 'x')], []);
      await ledger().deploy(
        NOON + 1,
        [{ ...listener('a'), events: ['case.opened'] }],
        [{ ...wired('order.create', 'x'), args: { tag: 'B2C' } }],
        [],
      );
      const { listeners, wired: verbs } = await ledger().around();
      assert.deepEqual(listeners, [{ ...listener('a'), events: ['case.opened'], since: NOON, until: null, present: true }]);
      assert.deepEqual(verbs, [{ ...wired('order.create', 'x'), args: { tag: 'B2C' }, since: NOON, until: null, present: true }]);
    });
  });

  it('keeps an account as it was last said', async () => {
    const row: AccountRow = { id: ACCOUNT, platform: 'mirakl', mode: 'preview', since: NOON, learned: { currency: 'EUR' } };
    await ledger().account(row, 'mia');
    await ledger().account({ ...row, mode: 'live', stopped: 'wrong key' }, 'mia');
    assert.deepEqual((await ledger().around()).accounts, { [ACCOUNT]: { ...row, mode: 'live', stopped: 'wrong key' } });
  });

  describe('budgets', () => {
    const take = (now: number, burst = 1) => ledger().take('OR11', 60_000, burst, NOON + now);

    it('give one turn each span, and take nothing while none is free', async () => {
      assert.deepEqual([await take(0), await take(0), await take(20_000), await take(59_999)], [0, 60_000, 40_000, 1]);
      assert.deepEqual([await take(60_000), await take(60_000)], [0, 60_000]);
      assert.deepEqual([await take(500_000), await take(500_000)], [0, 60_000]);
    });

    it('give as many at once as the burst allows', async () => {
      const turns = [
        await take(0, 3),
        await take(0, 3),
        await take(0, 3),
        await take(0, 3),
        await take(60_000, 3),
        await take(60_000, 3),
      ];
      assert.deepEqual(turns, [0, 0, 0, 60_000, 0, 60_000]);
    });

    it('are told apart by name', async () => {
      assert.deepEqual([await take(0), await ledger().take('OR12', 60_000, 1, NOON)], [0, 0]);
    });
  });

  it('lets an event through a gate once, for ever', async () => {
    const { once } = ledger();
    const through = [
      await once.call(ledger(), 'mail', 'e1', NOON),
      await once.call(ledger(), 'mail', 'e1', NOON + 1),
      await once.call(ledger(), 'mail', 'e2', NOON),
      await once.call(ledger(), 'csv', 'e1', NOON),
    ];
    assert.deepEqual(through, [true, false, true, true]);
  });

  it('keeps lists by name', async () => {
    assert.equal(await ledger().kept('carriers'), null);
    await ledger().keep('carriers', [{ code: 'DHL' }], NOON);
    await ledger().keep('carriers', [{ code: 'UPS', personal: 'stays' }], NOON + 1);
    await ledger().keep('nothing', undefined, NOON);
    assert.deepEqual(await ledger().kept('carriers'), { value: [{ code: 'UPS', personal: 'stays' }], at: NOON + 1 });
    assert.deepEqual(await ledger().kept('nothing'), { value: null, at: NOON });
  });
}
