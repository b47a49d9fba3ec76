/** Orders that were open before the account's start: listed, ticked, imported; and nothing else is. */
import assert from 'node:assert/strict';
import type { DeskState, EarlierOrders, Imported } from '../../lib/desk/wire';
import { asking } from './asking';
import { MIRAKL, NOW, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

describe('open orders from before the start', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
    desk.engine.begin(NOW - HOUR);
  });
  afterEach(() => desk.close());
  const { get, post } = asking(() => desk);
  const listed = async () => (await get<EarlierOrders>(`earlier?account=${encodeURIComponent(MIRAKL)}`)).body;
  const importing = async (...keys: string[]) => (await post<Imported[]>('import', { account: MIRAKL, keys })).body;

  it('lists what was placed before it and still stands, oldest first, and imports nothing by being asked', async () => {
    const late = desk.engine.know('B', iso(NOW - 2 * HOUR), 'shipped');
    const early = desk.engine.know('A', iso(NOW - 3 * HOUR));
    desk.engine.know('C', iso(NOW - HOUR));
    for (const stage of ['refused', 'cancelled', 'closed', 'delivered', 'observed_only'] as const)
      desk.engine.know(stage, iso(NOW - 2 * HOUR), stage);
    const { start, orders, more } = await listed();
    assert.deepEqual([start, more], [NOW - HOUR, false]);
    assert.deepEqual(
      orders.map(({ key, stage, units, total }) => [key, stage, units, total.amount]),
      [
        [early, 'ready_to_ship', 3, '36.70'],
        [late, 'shipped', 3, '36.70'],
      ],
    );
    assert.deepEqual(desk.engine.decided, []);
  });

  it('imports exactly what was ticked, once', async () => {
    const [a, b] = [desk.engine.know('A', iso(NOW - 2 * HOUR)), desk.engine.know('B', iso(NOW - 2 * HOUR))];
    assert.deepEqual(await importing(a), [{ key: a, is: 'done' }]);
    assert.deepEqual(desk.engine.decided, [{ key: a, kind: 'import', of: a, by: 'anonymous' }]);
    assert.deepEqual(await importing(a), [{ key: a, is: 'not offered' }]);
    assert.deepEqual(
      (await listed()).orders.map(({ key }) => key),
      [b],
    );
  });

  it('imports nothing that the list would not show: placed since, ended, of another account, unknown', async () => {
    const since = desk.engine.know('A', iso(NOW));
    const ended = desk.engine.know('B', iso(NOW - 2 * HOUR), 'closed');
    const open = desk.engine.know('C', iso(NOW - 2 * HOUR));
    const outcomes = await importing(since, ended, `${MIRAKL}:none`);
    assert.deepEqual(
      outcomes.map(({ is }) => is),
      ['not offered', 'not offered', 'not offered'],
    );
    assert.equal((await post<Imported[]>('import', { account: SHOP, keys: [open] })).body[0]?.is, 'not offered');
    assert.deepEqual(desk.engine.decided, []);
  });

  it('says which accounts have a start; without a trigger there is no list', async () => {
    const starts = async () => (await get<DeskState>('state')).body.accounts.map(({ start }) => start);
    assert.deepEqual(await starts(), [NOW - HOUR, undefined]);
    const other = await harness();
    try {
      other.engine.know('A', iso(NOW - 2 * HOUR));
      const { body } = await asking(() => other).get<EarlierOrders>(`earlier?account=${encodeURIComponent(MIRAKL)}`);
      assert.deepEqual(body, { orders: [], more: false });
    } finally {
      await other.close();
    }
  });

  it('takes a list of orders, and the right to write', async () => {
    for (const body of [{}, { account: MIRAKL, keys: [] }, { account: MIRAKL, keys: [1] }, { keys: ['k'] }])
      assert.equal((await post('import', body)).status, 400, JSON.stringify(body));
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes: ['order-lifecycle.read'] };
    const key = desk.engine.know('A', iso(NOW - 2 * HOUR));
    assert.equal((await listed()).orders.length, 1);
    assert.equal((await post('import', { account: MIRAKL, keys: [key] })).status, 401);
    assert.deepEqual(desk.engine.decided, []);
  });
});
