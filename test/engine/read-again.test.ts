import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import type { OrderKey } from '../../lib/model/order';
import { live } from '../proof/life';

/** Which orders the marketplace and the shop were asked for by their ids, after what the person at the desk pressed before. */
async function pressed(
  press: (unknown: OrderKey, bought: string) => OrderKey,
): Promise<{ asked: readonly string[]; shop: readonly string[]; sweeps: number }> {
  const asked: string[] = [];
  const shop: string[] = [];
  let [sweeps, at, bought] = [0, false, ''];
  await live({
    seed: 1,
    orders: 1,
    kills: 0,
    hours: 3,
    ledger: async () => memoryLedger(),
    between: (wire) => (request) => {
      const url = new URL(request.url);
      if (at && url.pathname === '/api/orders' && request.method === 'GET') {
        const ids = url.searchParams.get('order_ids');
        if (ids !== null) asked.push(ids);
        else sweeps += 1;
      }
      const query = at && request.body && url.pathname.endsWith('/graphql.json') ? JSON.parse(request.body) : {};
      if (/\{\s*order\(/.test(query.query ?? '')) shop.push(query.variables.id);
      return wire(request);
    },
    // Always open, so that somebody comes to the desk.
    prepare: (marketplace, shop) => {
      shop.catalogue.unknown.add('NOBODY-KNOWS');
      bought = marketplace.place({ lines: [{ sku: 'MUG', quantity: 1, price: '9.90' }] });
      marketplace.place({ lines: [{ sku: 'NOBODY-KNOWS', quantity: 1, price: '9.90' }] });
    },
    person: async (engine, cases) => {
      if (at) return;
      const one = cases.find(({ kind }) => kind === 'unknown sku') ?? assert.fail('no case');
      at = true;
      engine.poke(press(one.key, bought));
    },
  });
  return { asked, shop, sweeps };
}

describe('reading again at once', () => {
  it('one order, by its key: asked for by its id', async () => {
    let id = '';
    const { asked } = await pressed((key) => {
      id = key.slice(key.lastIndexOf(':') + 1);
      return key;
    });
    assert.deepEqual(asked, [id]);
  });
  it('one that is in the shop: its shop order too', async () => {
    const { asked, shop } = await pressed((key, bought) => key.replace(/[^:]*$/, bought));
    assert.deepEqual([asked.length, shop.length], [1, 1]);
  });
  it('an account: swept, and no order asked for by its id', async () => {
    const { asked, sweeps } = await pressed((key) => key.slice(0, key.lastIndexOf(':')));
    assert.deepEqual(asked, []);
    assert.ok(sweeps > 0);
  });
  it('a key of no account here: nothing', async () =>
    assert.deepEqual((await pressed(() => 'mirakl:other.example:1:A')).asked, []));
});
