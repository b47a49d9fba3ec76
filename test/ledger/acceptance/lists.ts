import assert from 'node:assert/strict';
import { verifyAudit } from '../../../lib/ledger';
import type { Ledger } from '../../../lib/ledger/port';
import { ownKey } from '../../../lib/model/order';
import { ACCOUNT, at, decision, delivery, effect, NOON, OTHER, orderOf, patch, question, seen } from '../rows';

/** What people ask: references, cases, counts, the audit. */
export function aboutLists(ledger: () => Ledger): void {
  const appended = (...orders: number[]) =>
    ledger().append(
      orders.map((n) => seen(n, at(0), NOON)),
      NOON,
    );

  describe('lists', () => {
    it('find orders by a reference', async () => {
      await appended(1, 2);
      await ledger().commit(
        orderOf(1),
        1,
        patch({
          refs: [
            { system: 'shopify', kind: 'order', id: '42' },
            { system: 'shopify', kind: 'name', id: '42' },
          ],
        }),
      );
      await ledger().commit(orderOf(2), 1, patch({ refs: [{ system: 'xero', kind: 'invoice', id: '42' }] }));
      assert.deepEqual(await ledger().find({ id: '42' }), [orderOf(1), orderOf(2)]);
      assert.deepEqual(await ledger().find({ id: '42', system: 'shopify' }), [orderOf(1)]);
      assert.deepEqual(await ledger().find({ id: '42', system: 'xero', kind: 'invoice' }), [orderOf(2)]);
      assert.deepEqual(await ledger().find({ id: '42', kind: 'name' }), [orderOf(1)]);
      assert.deepEqual(await ledger().find({ id: '1001-A', system: ACCOUNT, kind: 'order' }), [orderOf(1)]);
      assert.deepEqual(await ledger().find({ id: '43' }), []);
    });

    it('go by key, in pages', async () => {
      await appended(3, 1, 2);
      const keys = async (limit: number, after?: string) => (await ledger().orders(limit, after)).map(({ key }) => key);
      assert.deepEqual(await keys(2), [orderOf(1), orderOf(2)]);
      assert.deepEqual(await keys(2, orderOf(2)), [orderOf(3)]);
      assert.deepEqual(await keys(0), []);
      assert.deepEqual((await ledger().orders(1))[0], (await ledger().read(orderOf(1))).order);
    });

    it('go on where there are more than one step of them', async () => {
      await appended(...Array.from({ length: 120 }, (_, n) => n));
      assert.equal((await ledger().orders(115)).length, 115);
      assert.equal((await ledger().orders(500)).length, 120);
    });

    it('of open cases never part those of one order', async () => {
      await appended(1, 2, 3);
      await ledger().commit(orderOf(1), 1, patch({ cases: [question('b'), question('a'), question('c', NOON)] }));
      await ledger().commit(orderOf(2), 1, patch({ cases: [question('z')] }));
      const causes = async (limit: number, after?: string) => (await ledger().openCases(limit, after)).map(({ cause }) => cause);
      assert.deepEqual(await causes(1), ['a', 'b']);
      assert.deepEqual(await causes(9), ['a', 'b', 'z']);
      assert.deepEqual(await causes(9, orderOf(1)), ['z']);
      assert.deepEqual((await ledger().openCases(1))[0], { ...question('a'), key: orderOf(1), account: ACCOUNT });
    });

    it('count the open cases of an account, its own among them', async () => {
      await appended(1, 2);
      await ledger().append([seen(1, at(0), NOON, '', OTHER)], NOON);
      await ledger().commit(orderOf(1), 1, patch({ cases: [question('a'), question('b'), question('c', NOON)] }));
      await ledger().commit(orderOf(1, OTHER), 1, patch({ cases: [question('a')] }));
      await ledger().commit(ownKey(ACCOUNT), 0, patch({ cases: [question('silent channel')] }));
      assert.equal(await ledger().caseCount(ACCOUNT), 3);
      assert.equal(await ledger().caseCount(OTHER), 1);
      assert.equal(await ledger().caseCount('mirakl:nobody.example:1'), 0);
      await ledger().commit(orderOf(1), 2, patch({ cases: [question('a', NOON)] }));
      assert.equal(await ledger().caseCount(ACCOUNT), 2);
    });

    it('name what is planned, in pages', async () => {
      await appended(1, 2, 3);
      const planned = { state: 'planned' as const };
      await ledger().commit(orderOf(2), 1, patch({ effects: [effect('2', planned), effect('1', planned), effect('3')] }));
      await ledger().commit(orderOf(1), 1, patch({ effects: [effect('1', planned)] }));
      const all = [
        { key: orderOf(1), effect: 'order.create/1' },
        { key: orderOf(2), effect: 'order.create/1' },
        { key: orderOf(2), effect: 'order.create/2' },
      ];
      assert.deepEqual(await ledger().planned(9), all);
      assert.deepEqual(await ledger().planned(2), all.slice(0, 2));
      assert.deepEqual(await ledger().planned(9, all[1]), all.slice(2));
      assert.deepEqual(await ledger().planned(9, all[2]), []);
      await ledger().commit(orderOf(2), 2, patch({ effects: [effect('1', { state: 'confirmed' })] }));
      assert.deepEqual(await ledger().planned(9), [all[0], all[2]]);
    });

    it('count', async () => {
      await appended(1, 2, 3);
      await ledger().commit(
        orderOf(1),
        1,
        patch({
          effects: [effect('1'), effect('2', { state: 'confirmed' })],
          deliveries: [delivery('placed', 'parked')],
          cases: [question('a')],
        }),
      );
      await ledger().commit(
        orderOf(2),
        1,
        patch({ effects: [effect('1')], deliveries: [delivery('placed', 'out'), delivery('changed', 'done')], alarm: NOON + 5 }),
      );
      assert.deepEqual(await ledger().overview(NOON), { orders: 3, openCases: 1, openEffects: 2, parked: 1, out: 1, due: 1 });
      await ledger().commit(
        orderOf(1),
        2,
        patch({
          effects: [effect('1', { state: 'refused' })],
          deliveries: [delivery('placed', 'done')],
          cases: [question('a', NOON)],
        }),
      );
      assert.deepEqual(await ledger().overview(NOON + 5), { orders: 3, openCases: 0, openEffects: 1, parked: 0, out: 1, due: 2 });
    });
  });

  describe('audit', () => {
    it('says who did what to which order, without a person', async () => {
      await ledger().due(NOON + 7, 1, []);
      await appended(1);
      await ledger().commit(orderOf(1), 1, patch({ decisions: [decision('acknowledge')], effects: [effect('1')], by: 'mia' }));
      await ledger().commit(orderOf(1), 2, patch({ alarm: NOON }));
      const rows = await ledger().audit(0, 9);
      assert.deepEqual(rows, [
        { n: 1, at: NOON + 7, by: 'reading', key: orderOf(1), what: `observed order ${at(0)}`, seal: null },
        {
          n: 2,
          at: NOON + 7,
          by: 'mia',
          key: orderOf(1),
          what: 'decided leave out: acknowledge; effect order.create/1 open, 0 writes',
          seal: null,
        },
      ]);
      assert.deepEqual(await ledger().audit(1, 9), rows.slice(1));
      assert.doesNotMatch(JSON.stringify(rows), /Anna|sold in/);
    });

    it('is sealed in batches into one chain', async () => {
      assert.equal(await ledger().seal(NOON), null);
      await appended(1, 2);
      const head = await ledger().seal(NOON);
      await appended(3);
      assert.deepEqual(
        (await ledger().audit(0, 9)).map(({ seal }) => seal !== null),
        [true, true, false],
      );
      assert.deepEqual(await verifyAudit(ledger(), head ?? undefined), { whole: true, sealed: 2, head });
      const last = await ledger().seal(NOON);
      assert.notEqual(last, head);
      assert.equal(await ledger().seal(NOON), last);
      assert.deepEqual(await verifyAudit(ledger(), head ?? undefined), { whole: true, sealed: 3, head: last });
    });
  });
}
