import assert from 'node:assert/strict';
import type { Ledger } from '../../../lib/ledger/port';
import { ownKey } from '../../../lib/model/order';
import { ACCOUNT, answered, at, decision, delivery, effect, NOON, OTHER, orderOf, patch, question, seen, write } from '../rows';

const key = orderOf(1);

/** Commits against the version; what is due. */
export function aboutCommits(ledger: () => Ledger): void {
  const order = async () => {
    const { order: found } = await ledger().read(key);
    assert(found);
    return found;
  };

  describe('commits', () => {
    beforeEach(() => ledger().append([seen(1, at(0), NOON)], NOON));

    it('of every kind of row are read back as they were written, in the order in which they came', async () => {
      const rows = {
        effects: [
          effect('2', {
            writes: [answered('z'), write('a')],
            reads: [{ call: 'PC01', print: '#', answer: { personal: { contact: 'Anna' } } }],
          }),
          effect('1', { state: 'planned', plan: { call: 'orderCreate', request: { personal: ['Anna'] } } }),
        ],
        deliveries: [
          delivery('placed', 'parked', {
            parked: [{ node: 'n1', nodeType: 'accept-order', effect: 'e', message: { personal: 'AAEC' } }],
          }),
        ],
        cases: [question('zz'), question('aa', NOON)],
        decisions: [decision('x'), decision('a'), decision('x')],
      };
      assert.equal(await ledger().commit(key, 1, patch({ ...rows, alarm: NOON + 1 })), 'done');
      const found = await order();
      assert.deepEqual(Object.values(found.effects), rows.effects);
      assert.deepEqual(Object.values(found.deliveries), rows.deliveries);
      assert.deepEqual(Object.values(found.cases), rows.cases);
      assert.deepEqual(found.decisions, rows.decisions);
      assert.deepEqual([found.version, found.alarm], [2, NOON + 1]);
    });

    it('replace rows of the same id and leave the others', async () => {
      await ledger().commit(
        key,
        1,
        patch({ effects: [effect('1'), effect('2')], cases: [question('a')], decisions: [decision('1')] }),
      );
      await ledger().commit(
        key,
        2,
        patch({
          effects: [effect('1', { state: 'void', reason: 'cancelled' })],
          cases: [question('a', NOON + 5)],
          decisions: [decision('2')],
        }),
      );
      const { effects, cases, decisions, version } = await order();
      assert.deepEqual(Object.values(effects), [effect('1', { state: 'void', reason: 'cancelled' }), effect('2')]);
      assert.deepEqual(cases, { a: question('a', NOON + 5) });
      assert.deepEqual(decisions, [decision('1'), decision('2')]);
      assert.equal(version, 3);
    });

    it('of a conversation that started over forget its turns', async () => {
      await ledger().commit(key, 1, patch({ effects: [effect('1', { writes: [write('a'), write('b'), write('c')] })] }));
      await ledger().commit(key, 2, patch({ effects: [effect('1', { writes: [write('d')] })] }));
      assert.deepEqual((await order()).effects[effect('1').id]?.writes, [write('d')]);
    });

    it('at a version that has moved change nothing', async () => {
      await ledger().commit(key, 1, patch());
      const before = await order();
      assert.equal(await ledger().commit(key, 1, patch({ effects: [effect('1')], alarm: 5 })), 'conflict');
      assert.equal(await ledger().commit(key, 0, patch({ effects: [effect('1')] })), 'conflict');
      assert.equal(await ledger().commit(orderOf(2), 1, patch()), 'conflict');
      assert.deepEqual(await order(), before);
    });

    it('at version 0 make an account its own record, which is no order', async () => {
      const own = ownKey(ACCOUNT);
      assert.equal(await ledger().commit(own, 0, patch({ cases: [question('silent')], alarm: NOON, standing: true })), 'done');
      assert.equal(await ledger().commit(own, 0, patch()), 'conflict');
      const { order: record } = await ledger().read(own);
      assert.deepEqual([record?.account, record?.version, Object.keys(record?.cases ?? {})], [ACCOUNT, 1, ['silent']]);
      assert.deepEqual((await ledger().due(NOON, 9, [])).keys, [key, own].sort());
      assert.deepEqual(
        (await ledger().orders(9)).map((found) => found.key),
        [key],
      );
      assert.deepEqual(
        (await ledger().orders(9, '', true)).map((found) => found.key),
        [key],
      );
      const { orders, openCases, due } = await ledger().overview(NOON);
      assert.deepEqual({ orders, openCases, due }, { orders: 1, openCases: 1, due: 1 });
    });

    it('that were stored cannot be changed from outside', async () => {
      const mine = { ...effect('1', { state: 'open' }) };
      await ledger().commit(key, 1, patch({ effects: [mine] }));
      assert.equal(Reflect.set(mine, 'state', 'void') && (await order()).effects[mine.id]?.state === 'void', false);
      const read = await order();
      Reflect.set(read, 'version', 99);
      Reflect.set(read.effects, 'x', effect('x'));
      assert.equal((await order()).version, 2);
      assert.deepEqual(Object.keys((await order()).effects), [mine.id]);
    });
  });

  describe('due', () => {
    const alarm = (n: number, when: number | null) => ledger().commit(orderOf(n), 1, patch({ alarm: when }));
    beforeEach(async () => {
      await ledger().append(
        [1, 2, 3, 4].map((n) => seen(n, at(0), NOON)),
        NOON,
      );
      await ledger().append([seen(5, at(0), NOON, '', OTHER)], NOON);
      await alarm(1, NOON + 30);
      await alarm(2, NOON + 10);
      await alarm(3, NOON + 20);
      await alarm(4, null);
    });

    it('are the orders whose alarm has gone off, earliest first, with the time to the next', async () => {
      assert.deepEqual(await ledger().due(NOON + 20, 9, []), {
        keys: [orderOf(5, OTHER), orderOf(2), orderOf(3)],
        inMs: 10,
        around: 0,
      });
      assert.deepEqual(await ledger().due(NOON + 20, 2, []), { keys: [orderOf(5, OTHER), orderOf(2)], inMs: 10, around: 0 });
      assert.deepEqual(await ledger().due(NOON - 1, 9, []), { keys: [], inMs: 1, around: 0 });
      assert.deepEqual(await ledger().due(NOON + 30, 9, []), {
        keys: [orderOf(5, OTHER), ...[2, 3, 1].map((n) => orderOf(n))],
        inMs: null,
        around: 0,
      });
    });

    it('leave out accounts that are held', async () => {
      assert.deepEqual(await ledger().due(NOON + 10, 9, [OTHER]), { keys: [orderOf(2)], inMs: 10, around: 0 });
      assert.deepEqual(await ledger().due(NOON - 1, 9, [ACCOUNT]), { keys: [], inMs: 1, around: 0 });
      assert.deepEqual(await ledger().due(NOON, 9, [ACCOUNT, OTHER]), { keys: [], inMs: null, around: 0 });
    });
  });

  describe('standing', () => {
    it('are orders just appended, until they are committed as quiet', async () => {
      await ledger().append(
        [1, 2, 3].map((n) => seen(n, at(0), NOON)),
        NOON,
      );
      const standing = async () => (await ledger().orders(9, '', true)).map((found) => found.key);
      await ledger().commit(orderOf(1), 1, patch({ standing: false }));
      await ledger().commit(orderOf(2), 1, patch({ standing: true }));
      assert.deepEqual(await standing(), [orderOf(2), orderOf(3)]);
      await ledger().append([seen(1, at(1), NOON)], NOON);
      assert.deepEqual(await standing(), [orderOf(1), orderOf(2), orderOf(3)]);
    });
  });
}
