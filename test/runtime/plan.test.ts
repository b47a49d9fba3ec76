import assert from 'node:assert/strict';
import type { Held } from '../../lib/runtime/accounts';
import { planOf } from '../../lib/runtime/plan';
import type { RuntimeNode } from '../../lib/runtime/types/node-red';

const real = { node: 'a' } as Held;
const simulated = { node: 'b', world: 'demo' } as Held;
const memory = { node: {} as RuntimeNode, where: 'memory' } as const;
const placeOf = (accounts: readonly Held[], ledger?: typeof memory) => planOf({}, '/user', accounts, [60], ledger);

describe('where the ledger lives, and how fast its time runs', () => {
  it('in a file at the machine’s pace for real accounts', () => {
    assert.deepEqual(placeOf([real]), { place: { kind: 'file', file: '/user/order-lifecycle/ledger.sqlite' }, pace: 1 });
  });
  it('in memory at the simulator’s pace where everything is simulated', () => {
    assert.deepEqual(placeOf([simulated]), { place: { kind: 'memory' }, pace: 60 });
    assert.deepEqual(placeOf([simulated], memory), { place: { kind: 'memory' }, pace: 60 });
  });
  it('in a file for a real account, also beside an imported example whose ledger is in memory', () => {
    assert.deepEqual(placeOf([simulated, real], memory), placeOf([real]));
  });
});
