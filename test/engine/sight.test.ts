/** What the sidebar asks at every change reads what it answers with, however many cases are open. */
import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import { VirtualClock } from '../proof/virtual-clock';
import { engineAlone } from './alone';
import { ACCOUNT, effect, NOW, observation } from './records';

describe('what operators see', () => {
  const keyOf = (n: number): string => `${ACCOUNT}:A-${n}`;
  /** Orders with one planned effect each, and how often each call was made of the ledger. */
  async function planned(orders: number) {
    const ledger = memoryLedger();
    const calls: Record<string, number> = {};
    const counted = new Proxy(ledger, {
      get: (target, name) => {
        calls[String(name)] = (calls[String(name)] ?? 0) + 1;
        return Reflect.get(target, name).bind(target);
      },
    }) as Ledger;
    const clock = new VirtualClock(NOW);
    const engine = engineAlone({ clock, ledger: counted });
    await engine.account(ACCOUNT, 'mirakl', false);
    const first = observation('ready_to_ship', '2026-03-01T10:00:00Z', NOW);
    for (let n = 0; n < orders; n += 1) {
      await ledger.append([{ key: keyOf(n), account: ACCOUNT, observation: first, refs: [] }], NOW);
      const plan = { call: 'orderCreate', request: { personal: { n } } };
      const one = effect('order.create', { id: 'order.create/1', state: 'planned', plan });
      const asked = { cause: 'planned/order.create/1', kind: 'planned' as const, detail: {}, openedAt: NOW, count: 1 };
      await ledger.commit(keyOf(n), 1, { effects: [one], cases: [asked], alarm: null, standing: true, by: 'one' });
    }
    for (const name of Object.keys(calls)) delete calls[name];
    return { engine, ledger, calls };
  }

  it('of an account is a count, not a list', async () => {
    const { engine, calls } = await planned(3);
    assert.equal((await engine.health(ACCOUNT)).openCases, 3);
    assert.deepEqual(calls, { caseCount: 1 });
  });
  it('of what is planned reads those orders, as many as are asked for', async () => {
    const { engine, calls } = await planned(150);
    const two = await engine.planned(2);
    assert.deepEqual(
      two.map(({ key, calls: [call] }) => [key, call?.request]),
      [
        [keyOf(0), { n: 0 }],
        [keyOf(1), { n: 1 }],
      ],
    );
    assert.equal(calls.openCases, undefined);
    assert.equal(calls.read, 2);
    assert.equal((await engine.planned()).length, 150);
  });
  it('leaves out what a person has put away', async () => {
    const { engine, ledger } = await planned(3);
    const away = {
      cause: 'planned/order.create/1',
      kind: 'planned' as const,
      detail: {},
      openedAt: NOW,
      closedAt: NOW,
      count: 1,
    };
    await ledger.commit(keyOf(0), 2, { cases: [away], alarm: null, standing: true, by: 'eva' });
    assert.deepEqual(
      (await engine.planned(2)).map(({ key }) => key),
      [keyOf(1), keyOf(2)],
    );
  });
});
