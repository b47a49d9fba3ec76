import assert from 'node:assert/strict';
import { isAnswer } from '../../lib/engine/money-apart';
import { NOW, record } from './records';

describe('what went back by hand while a person was asked about a difference', () => {
  const asked = (cause: string, openedAt: number, closedAt?: number) => ({
    [cause]: {
      cause,
      kind: 'price difference' as const,
      detail: {},
      openedAt,
      count: 1,
      ...(closedAt === undefined ? {} : { closedAt }),
    },
  });
  const order = record({
    cases: {
      ...asked('price difference/given back/3.90/23.90', NOW, NOW + 2_000),
      ...asked('price difference/given back/3.90/31.00', NOW + 9_000),
    },
  });
  const at = (ms: number): boolean => isAnswer(order, new Date(NOW + ms).toISOString());
  it('is their answer, also when the same amount is asked about again', () =>
    assert.deepEqual([-1, 0, 1_000, 2_000, 5_000, 9_000, 60_000].map(at), [false, true, true, true, false, true, true]));
  it('and none where another difference was asked about', () =>
    assert.equal(isAnswer(record({ cases: asked('price difference/created', NOW) }), new Date(NOW + 1).toISOString()), false));
});
