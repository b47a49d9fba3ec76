import assert from 'node:assert/strict';
import type { Cursor, Ledger } from '../../../lib/ledger/port';
import { ACCOUNT, answered, at, effect, NOON, OTHER, observed, orderOf, patch, seen, shop, write } from '../rows';

const key = orderOf(1);
const moved = (version: number, offset: number): Cursor => ({
  version,
  from: at(0),
  sweep: { began: at(1), from: null, offset },
  completeTo: null,
});

/** Appending readings, which one holds, cursors. */
export function aboutReadings(ledger: () => Ledger): void {
  const order = async () => {
    const { order: found } = await ledger().read(key);
    assert(found);
    return found;
  };

  describe('readings', () => {
    it('create an order, at version 1, with its alarm set off', async () => {
      assert.deepEqual(await ledger().read(key), { order: null, around: 0 });
      await ledger().append([seen(1, at(0), NOON)], NOON + 500);
      const found = await order();
      assert.deepEqual(
        { ...found, observations: found.observations.order },
        {
          key,
          account: ACCOUNT,
          version: 1,
          alarm: NOON + 500,
          firstSeenAt: NOON + 500,
          observations: observed(key, at(0), NOON),
          decisions: [],
          effects: {},
          deliveries: {},
          cases: {},
        },
      );
    });

    it('of a later version win; of an earlier one are facts only', async () => {
      await ledger().append([seen(1, at(5), NOON)], NOON);
      await ledger().append([seen(1, at(3), NOON + 9000)], NOON + 9000);
      assert.equal((await order()).version, 1);
      assert.equal((await order()).alarm, NOON);
      await ledger().append([seen(1, at(6), NOON)], NOON + 9000);
      assert.equal((await order()).version, 2);
      assert.equal((await order()).alarm, NOON + 9000);
      assert.equal((await order()).observations.order?.version, at(6));
      assert.deepEqual(
        (await ledger().facts(key)).map(({ version }) => version),
        [at(5), at(3), at(6)],
      );
    });

    it('are compared as instants, not as texts', async () => {
      await ledger().append([seen(1, '2026-03-01T12:00:00+02:00', NOON)], NOON);
      await ledger().append([seen(1, '2026-03-01T11:30:00Z', NOON)], NOON + 1);
      assert.equal((await order()).observations.order?.version, '2026-03-01T11:30:00Z');
      await ledger().append([seen(1, '2026-03-01T13:00:00+02:00', NOON)], NOON + 2);
      assert.equal((await order()).observations.order?.version, '2026-03-01T11:30:00Z');
    });

    it('of one version: asked later wins, asked at once the greater hash, whatever came first', async () => {
      await ledger().append([seen(1, at(0), NOON, 'b'), seen(1, at(0), NOON, 'a')], NOON);
      assert.equal((await order()).observations.order?.hash, `${at(0)}/b`);
      assert.equal((await order()).version, 1);
      await ledger().append([seen(1, at(0), NOON + 1, 'a')], NOON + 1);
      assert.deepEqual((await order()).observations.order, { ...observed(key, at(0), NOON, 'a'), sentAt: NOON + 1 });
      assert.equal((await ledger().facts(key)).length, 2);
    });

    it('that repeat what holds add nothing and move nothing', async () => {
      await ledger().append([seen(1, at(0), NOON)], NOON);
      const before = await order();
      await ledger().append([seen(1, at(0), NOON + 60_000)], NOON + 60_000);
      assert.deepEqual(await order(), before);
      assert.equal((await ledger().facts(key)).length, 1);
    });

    it('that repeat what holds and were asked later raise it where a write is in doubt', async () => {
      await ledger().append([seen(1, at(0), NOON)], NOON);
      await ledger().commit(
        key,
        1,
        patch({ effects: [effect('1', { writes: [answered('a'), write('b')] })], alarm: NOON + 99_000 }),
      );
      await ledger().append([seen(1, at(0), NOON - 1)], NOON + 40_000);
      assert.equal((await order()).version, 2);
      await ledger().append([seen(1, at(0), NOON + 40_000)], NOON + 41_000);
      const { version, alarm, observations } = await order();
      assert.deepEqual([version, alarm], [3, NOON + 41_000]);
      assert.deepEqual(observations.order, { ...observed(key, at(0), NOON), sentAt: NOON + 40_000 });

      await ledger().commit(key, 3, patch({ effects: [effect('1', { writes: [answered('a'), answered('b')] })] }));
      await ledger().append([seen(1, at(0), NOON + 80_000)], NOON + 80_000);
      assert.equal((await order()).version, 4);
    });

    it('of the order and of the shop stand beside each other', async () => {
      const body = shop(key, 'gid://shopify/Order/1');
      const mirrored = { ...seen(1, 'v1', NOON), observation: { ...observed(key, 'v1', NOON), subject: 'shop' as const, body } };
      await ledger().append([seen(1, at(0), NOON), mirrored], NOON);
      const { observations, version } = await order();
      assert.equal(version, 2);
      assert.deepEqual(observations.shop?.body, body);
      assert.equal(observations.order?.version, at(0));
    });

    it('in a commit count like any other, and its own alarm stands', async () => {
      await ledger().append([seen(1, at(0), NOON)], NOON);
      await ledger().commit(
        key,
        1,
        patch({ observations: [observed(key, at(2), NOON + 5), observed(key, at(1), NOON + 9)], alarm: NOON + 777 }),
      );
      const { version, alarm, observations } = await order();
      assert.deepEqual([version, alarm, observations.order?.version], [2, NOON + 777, at(2)]);
      assert.equal((await ledger().facts(key)).length, 3);
      await ledger().commit(key, 2, patch({ observations: [observed(key, at(2), NOON + 600)] }));
      assert.equal((await order()).observations.order?.sentAt, NOON + 600);
      assert.equal((await ledger().facts(key)).length, 3);
    });
  });

  describe('cursors', () => {
    it('begin at version 0 and move with their page', async () => {
      assert.deepEqual(await ledger().cursor(ACCOUNT, 'orders'), { version: 0, from: null, sweep: null, completeTo: null });
      const page = { account: ACCOUNT, stream: 'orders', expect: 0, moved: moved(1, 100) };
      assert.equal(await ledger().append([seen(1, at(0), NOON)], NOON, page), 'done');
      assert.deepEqual(await ledger().cursor(ACCOUNT, 'orders'), moved(1, 100));
      assert.equal((await ledger().cursor(OTHER, 'orders')).version, 0);
      assert.equal((await ledger().cursor(ACCOUNT, 'returns')).version, 0);
    });

    it('that somebody else moved refuse the page whole', async () => {
      const page = { account: ACCOUNT, stream: 'orders', expect: 0, moved: moved(1, 100) };
      await ledger().append([], NOON, page);
      assert.equal(await ledger().append([seen(1, at(0), NOON)], NOON, { ...page, moved: moved(1, 200) }), 'elsewhere');
      assert.deepEqual(await ledger().cursor(ACCOUNT, 'orders'), moved(1, 100));
      assert.equal((await ledger().read(key)).order, null);
    });
  });
}
