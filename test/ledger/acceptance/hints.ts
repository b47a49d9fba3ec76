import assert from 'node:assert/strict';
import type { Ledger } from '../../../lib/ledger/port';
import { ACCOUNT, NOON, OTHER } from '../rows';

export function aboutHints(ledger: () => Ledger): void {
  describe('hints', () => {
    it('are one row each, however often they come, in the order in which they came first', async () => {
      await ledger().hint(ACCOUNT, 'order', ['b', 'a'], NOON);
      await ledger().hint(ACCOUNT, 'order', ['c'], NOON + 1);
      await ledger().hint(ACCOUNT, 'order', ['b'], NOON + 2);
      const hints = await ledger().hints(ACCOUNT, 'order', 10);
      assert.deepEqual(
        hints.map(({ id, at }) => [id, at - NOON]),
        [
          ['b', 0],
          ['a', 0],
          ['c', 1],
        ],
      );
      assert.deepEqual(
        (await ledger().hints(ACCOUNT, 'order', 2)).map(({ id }) => id),
        ['b', 'a'],
      );
    });
    it('stay apart by account and kind', async () => {
      await ledger().hint(ACCOUNT, 'order', ['1'], NOON);
      await ledger().hint(OTHER, 'order', ['2'], NOON);
      await ledger().hint(ACCOUNT, 'inventory item', ['3'], NOON);
      const ids = async (...of: [typeof ACCOUNT, 'order' | 'inventory item']) =>
        (await ledger().hints(...of, 10)).map(({ id }) => id);
      assert.deepEqual(await ids(ACCOUNT, 'order'), ['1']);
      assert.deepEqual(await ids(OTHER, 'order'), ['2']);
      assert.deepEqual(await ids(ACCOUNT, 'inventory item'), ['3']);
    });
    it('go when they are heeded, but not what was said again meanwhile', async () => {
      await ledger().hint(ACCOUNT, 'order', ['1', '2'], NOON);
      const read = await ledger().hints(ACCOUNT, 'order', 10);
      await ledger().hint(ACCOUNT, 'order', ['2'], NOON + 5);
      await ledger().heeded(ACCOUNT, 'order', read);
      const left = await ledger().hints(ACCOUNT, 'order', 10);
      assert.deepEqual(
        left.map(({ id }) => id),
        ['2'],
      );
      await ledger().heeded(ACCOUNT, 'order', left);
      assert.deepEqual(await ledger().hints(ACCOUNT, 'order', 10), []);
    });
    it('are not taken for heeded by who read them before they came anew', async () => {
      await ledger().hint(ACCOUNT, 'order', ['1'], NOON);
      const [early] = await ledger().hints(ACCOUNT, 'order', 1);
      assert.ok(early);
      await ledger().heeded(ACCOUNT, 'order', [early]);
      await ledger().hint(ACCOUNT, 'order', ['1'], NOON + 9);
      await ledger().heeded(ACCOUNT, 'order', [early]);
      assert.deepEqual(
        (await ledger().hints(ACCOUNT, 'order', 1)).map(({ id, at }) => [id, at - NOON]),
        [['1', 9]],
      );
    });
  });
}
