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

  /** The key is refused after the third poll, until so many deploys have come, one an hour. */
  async function deploysWith(mend: number) {
    let account = '';
    let deploys = 0;
    let calls = 0;
    let polls = 0;
    const seen: (readonly [openedAt: number, count: number])[] = [];
    const { world, one } = await caseOf(
      {
        ...calm,
        hours: 9,
        prepare: ({ host, shopId }) => {
          account = `mirakl:${host}:${shopId}`;
        },
        person: async (engine, cases) => {
          const open = cases.filter(({ kind }) => kind === 'account stopped');
          assert.ok(open.length <= 1);
          for (const { openedAt, count } of open) seen.push([openedAt, count]);
          deploys += 1;
          await engine.account(account, 'mirakl', true);
          await engine.deploy([LISTENER(account)], WIRED(account), []);
        },
        between: (wire) => async (request) => {
          if (request.url.includes('/api/orders?')) polls += 1;
          if (!request.url.includes('mirakl') || polls <= 3 || deploys >= mend) return wire(request);
          calls += 1;
          return { status: 401, headers: {}, text: '{"message":"Unauthorized","status":401}' };
        },
      },
      'account stopped',
    );
    return { world, one, seen, calls, deploys };
  }
  const LISTENER = (account: string) => ({
    id: 'in',
    nodeType: 'marketplace-order-in',
    account,
    events: ['order.placed'],
    from: 0,
  });
  const WIRED = (account: string) =>
    ['order.accept', 'order.create'].map((verb) => ({ verb, account, node: verb, reachedFrom: ['in'] }));

  it('whose key is refused has one case that stands through every deploy and counts up', async () => {
    const { one, seen, calls, deploys } = await deploysWith(Number.POSITIVE_INFINITY);
    assert.ok(one && one.closedAt === undefined);
    assert.ok(deploys >= 3 && seen.length === deploys);
    assert.deepEqual(
      seen,
      seen.map((_, n) => [one.openedAt, n + 1]),
    );
    assert.equal(one.count, deploys + 1);
    assert.ok(calls <= 4 + 2 * deploys, `${calls} calls with a refused key in ${deploys} deploys`);
  }).timeout(60_000);

  it('whose key was mended goes on by itself: its case closes, and its orders come', async () => {
    const { world, one, seen } = await deploysWith(2);
    assert.ok(one?.closedAt !== undefined);
    assert.deepEqual(
      seen.map(([, count]) => count),
      [1, 2],
    );
    assert.equal(world.shopify.orders().length, 3);
  }).timeout(60_000);
});
