import assert from 'node:assert/strict';
import type { Ledger } from '../../../lib/ledger/port';
import { answered, at, decision, delivery, effect, NOON, observed, orderOf, patch, question, seen, write } from '../rows';

const key = orderOf(1);

/** Erasing a person leaves everything else whole. */
export function aboutPeople(ledger: () => Ledger): void {
  describe('erasing', () => {
    beforeEach(async () => {
      await ledger().append([seen(1, at(0), NOON), seen(1, at(1), NOON), seen(2, at(0), NOON)], NOON);
      const writes = [answered('a'), write('b')];
      const reads = [{ call: 'PC01', print: '#', answer: { personal: { contact: 'Anna' } } }];
      const parked = [{ node: 'n1', nodeType: 'accept-order', effect: 'e', message: { personal: 'QW5uYQ==' } }];
      const decisions = [{ ...decision('x'), value: { personal: { city: 'Brussel' } } }];
      await ledger().commit(
        key,
        2,
        patch({
          effects: [effect('1', { writes, reads })],
          deliveries: [delivery('placed', 'parked', { parked })],
          decisions,
          cases: [question('a')],
        }),
      );
    });

    it('takes what is personal of one order, counts it, and leaves the rest whole', async () => {
      const before = (await ledger().read(key)).order;
      const facts = await ledger().facts(key);
      const other = (await ledger().read(orderOf(2))).order;
      assert(before);
      // Two readings, two requests, one read, one message, one decision.
      assert.equal(await ledger().erase(key, 'mia', NOON + 1), 7);
      const after = (await ledger().read(key)).order;
      const blanked = (value: unknown) => JSON.parse(JSON.stringify(value, (name, part) => (name === 'personal' ? null : part)));
      assert.deepEqual(after, { ...blanked(before), version: before.version + 1 });
      assert.deepEqual(await ledger().facts(key), blanked(facts));
      assert.deepEqual((await ledger().read(orderOf(2))).order, other);
      assert.deepEqual((await ledger().audit(0, 99)).at(-1)?.what, 'erased 7 personal entries');
    });

    it('counts nothing the second time, and nothing where there is no such order', async () => {
      await ledger().erase(key, 'mia', NOON);
      assert.equal(await ledger().erase(key, 'mia', NOON), 0);
      assert.equal(await ledger().erase(orderOf(9), 'mia', NOON), 0);
    });

    it('stays erased where the same reading comes again, and where rows are written back', async () => {
      await ledger().erase(key, 'mia', NOON);
      await ledger().append([seen(1, at(1), NOON)], NOON);
      const read = (await ledger().read(key)).order;
      assert(read);
      await ledger().commit(
        key,
        read.version,
        patch({ effects: Object.values(read.effects), deliveries: Object.values(read.deliveries) }),
      );
      const { order } = await ledger().read(key);
      assert.deepEqual({ ...order, version: 0, alarm: null }, { ...read, version: 0, alarm: null });
      assert.doesNotMatch(JSON.stringify(order), /Anna|Brussel|QW5u/);
    });

    it('does not forbid a later reading, which the order may still need', async () => {
      await ledger().erase(key, 'mia', NOON);
      await ledger().append([seen(1, at(9), NOON)], NOON);
      assert.deepEqual((await ledger().read(key)).order?.observations.order, observed(key, at(9), NOON));
    });
  });
}
