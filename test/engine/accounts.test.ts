import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import { ownKey } from '../../lib/model/order';
import { WireError } from '../../lib/transport/port';
import { type LifeOptions, live } from '../proof/life';

const calm: LifeOptions = { seed: 1, orders: 3, kills: 0, ledger: async () => memoryLedger() };
const caseOf = async (options: LifeOptions, kind: string) => {
  const world = await live(options);
  const own = (await world.ledger.read(ownKey(world.marketplace))).order;
  return { world, one: Object.values(own?.cases ?? {}).find((found) => found.kind === kind) };
};

describe('an account', () => {
  it('that is not heard of for six hours is a case, which closes itself when it answers again', async () => {
    let polls = 0;
    const { world, one } = await caseOf(
      {
        ...calm,
        hours: 12,
        person: async () => undefined,
        between: (wire) => async (request) => {
          if (request.url.includes('/api/orders?')) polls += 1;
          if (polls > 2 && polls < 900 && request.url.includes('/api/orders?')) throw new WireError('connection refused', false);
          return wire(request);
        },
      },
      'silent channel',
    );
    assert.ok(one, 'a case of the account');
    assert.ok(one.closedAt !== undefined && one.closedAt > one.openedAt);
    assert.equal(world.shopify.orders().length, 3, 'and nothing was lost');
  }).timeout(60_000);

  it('whose key is refused stops with one case, and sends nothing more', async () => {
    let refused = 0;
    const { one } = await caseOf(
      {
        ...calm,
        hours: 3,
        person: async () => undefined,
        between: (wire) => async (request) => {
          if (!request.url.includes('mirakl')) return wire(request);
          refused += 1;
          return { status: 401, headers: {}, text: '{"message":"Unauthorized","status":401}' };
        },
      },
      'account stopped',
    );
    assert.ok(one && one.closedAt === undefined && one.count === 1);
    assert.ok(refused <= 4, `${refused} calls with a refused key in three hours`);
  });
});
