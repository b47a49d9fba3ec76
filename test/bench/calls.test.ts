import assert from 'node:assert/strict';
import { countCalls } from './calls';

describe('calls per order', function () {
  this.timeout(60_000);
  it('are counted in every step, are never fewer than the least, and say why where they are more', async () => {
    const { rows, idle } = await countCalls(3);
    const calls = new Map(rows.map((row) => [row.step, row.calls]));
    for (const [step, count] of [
      ['accept', 3],
      ['create', 3],
      ['tracking and ship', 6],
      ['cancel at the marketplace', 3],
      ['read a change in the shop', 3],
    ] as const)
      assert.equal(calls.get(step), count, step);
    for (const row of rows) {
      assert.ok(row.calls >= row.least && row.least > 0, `${row.step}: ${row.calls} calls, the least is ${row.least}`);
      assert.equal(row.why !== undefined, row.calls > row.least, row.step);
    }
    assert.equal(idle['mirakl OR11'], 1);
  });
});
