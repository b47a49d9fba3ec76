/** Mishaps, by chance and by script: what the client sees, and what the vendor did. */
import assert from 'node:assert/strict';
import type { Script } from '../../lib/simulator/port';
import { type Exchanged, type GraphqlAnswer, json, START, World } from './world';

const CREATE =
  'mutation C($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id name } userErrors { message } } }';
const order = (sourceIdentifier: string) => ({
  order: {
    sourceIdentifier,
    lineItems: [{ title: 'Mug', quantity: 1, priceSet: { shopMoney: { amount: '1.00', currencyCode: 'EUR' } } }],
  },
});
const outcome = (of: Promise<Exchanged>) =>
  of.then(
    (answer) => answer,
    (error: unknown) => error as Error & { sent?: boolean },
  );
const script = (world: World, does: Script['does'], more: Partial<Script> = {}): World => {
  world.simulator.script({ system: 'mirakl', call: 'OR21', nth: 1, does, ...more });
  return world;
};
const decided = (world: World) => world.market.orders()[0]?.decidedBy;

describe('simulator: mishaps of one call', () => {
  const prepared = (does: Script['does'], more: Partial<Script> = {}) => {
    const world = script(new World(), does, more);
    return { world, id: world.market.place() };
  };

  it('a lost answer: the vendor did it, the client does not know', async () => {
    const { world, id } = prepared('lost answer');
    const error = await outcome(world.accept(id));
    assert.ok(error instanceof Error);
    assert.deepEqual([error.name, error.sent], ['ExchangeError', true]);
    assert.equal(decided(world), 'api');
    assert.deepEqual(
      world.simulator.arrivals.map(({ call, status, committed }) => [call, status, committed]),
      [['OR21', 204, true]],
    );
  });
  it('a lost answer is a reset or a time-out, either as likely', async () => {
    const waits: number[] = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      const world = script(new World({ seed }), 'lost answer');
      world.market.place();
      await outcome(world.accept('MK10001-A'));
      waits.push(world.clock.now() - START);
    }
    const timeouts = waits.filter((waited) => waited === 30_000).length;
    assert.ok(timeouts >= 10 && timeouts <= 30, `${timeouts} of 40`);
    assert.ok(waits.every((waited) => waited === 30_000 || waited < 20));
  });
  it('a lost request: nothing arrived', async () => {
    const { world, id } = prepared('lost request');
    const error = await outcome(world.accept(id));
    assert.ok(error instanceof Error && error.sent === true, 'the client cannot know that it never arrived');
    assert.equal(decided(world), null);
    assert.deepEqual(world.simulator.arrivals, []);
    assert.equal((await world.accept(id)).status, 204);
  });
  it('a failure before and after the commit', async () => {
    for (const [does, by] of [
      ['5xx before', null],
      ['5xx after', 'api'],
    ] as const) {
      const { world, id } = prepared(does);
      assert.ok((await world.accept(id)).status >= 500);
      assert.equal(decided(world), by);
    }
  });
  it('too many calls, which nobody has broken a rate with', async () => {
    const { world, id } = prepared('429', { after: 7_000 });
    const answer = await world.accept(id);
    assert.deepEqual([answer.status, answer.headers['retry-after']], [429, '7']);
    assert.equal(decided(world), null);
    assert.deepEqual(world.simulator.overRate(), {});
  });
  it('half an answer', async () => {
    const world = new World();
    world.simulator.script({ system: 'mirakl', call: 'PC01', nth: 2, does: 'half' });
    const whole = await world.mirakl('/api/platform/configuration');
    const half = await world.mirakl('/api/platform/configuration');
    assert.equal(half.status, 200);
    assert.equal(half.text, whole.text.slice(0, Math.floor(whole.text.length / 2)));
    assert.throws(() => json(half), SyntaxError);
  });
  it('a late commit: the time-out first, the deed later', async () => {
    const { world, id } = prepared('late commit', { after: 45_000 });
    const error = await outcome(world.accept(id));
    assert.ok(error instanceof Error && error.sent === true);
    assert.equal(world.clock.now(), START + 30_000);
    assert.equal(decided(world), null, 'not yet');
    await world.clock.pass(20_000);
    const [seen] = world.market.orders();
    assert.equal(seen?.decidedBy, 'api');
    assert.ok((seen?.updatedAt ?? 0) >= START + 45_000);
    assert.equal(world.simulator.arrivals[0]?.committed, true);
  });
  it('a late commit finds the world as it then is', async () => {
    const { world, id } = prepared('late commit', { after: 45_000 });
    await outcome(world.accept(id));
    world.market.cancel(id);
    await world.clock.pass(MINUTE);
    assert.equal(world.market.orders()[0]?.state, 'CANCELED');
    assert.deepEqual(world.simulator.counts(), []);
    assert.deepEqual(
      world.simulator.arrivals.map(({ status, committed }) => [status, committed]),
      [[400, false]],
    );
  });
  it('a partial success: null though it was made, or made with an error beside it', async () => {
    for (const does of ['null with error', 'id with error'] as const) {
      const world = new World();
      world.simulator.script({ system: 'shopify', call: 'orderCreate', nth: 1, does });
      const body = json<GraphqlAnswer>(await world.graphql(CREATE, order('701-1')));
      const payload = body.data?.orderCreate as { order: { id: string } } | null;
      assert.deepEqual(
        [payload?.order.id ?? null, body.errors?.[0]?.extensions?.code],
        does === 'null with error' ? [null, 'INTERNAL_SERVER_ERROR'] : [world.shop.orders()[0]?.id, 'ACCESS_DENIED'],
      );
      assert.equal(world.shop.orders().length, 1);
    }
  });
  it('a bucket that is said to be empty', async () => {
    const world = new World();
    world.simulator.script({ system: 'shopify', call: 'orderCreate', nth: 1, does: 'throttled' });
    const answer = await world.graphql(CREATE, order('701-1'));
    assert.deepEqual(
      [answer.status, json<GraphqlAnswer>(answer).errors?.[0]?.extensions?.code, 'data' in json<object>(answer)],
      [200, 'THROTTLED', false],
    );
    assert.deepEqual([world.shop.orders(), world.simulator.overRate()], [[], {}]);
  });
  it('happens to the n-th call after the script was added, once', async () => {
    const world = new World();
    await world.mirakl('/api/account');
    world.simulator.script({ system: 'mirakl', call: 'A01', nth: 2, does: '429' });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await world.mirakl('/api/account')).status);
    assert.deepEqual(statuses, [200, 429, 200, 200]);
  });
  it('an unknown host was surely not reached', async () => {
    const error = await outcome(
      new World().simulator.wire({ method: 'GET', url: 'https://nowhere.example/', headers: {}, timeout: 1000 }),
    );
    assert.ok(error instanceof Error);
    assert.deepEqual([error.sent, error.message], [false, 'no simulated system answers at nowhere.example']);
  });
  it('an answer that takes longer than the client waits is a time-out', async () => {
    const world = new World({ faults: { slow: { chance: 1, upTo: 10_000_000 } } });
    const id = world.market.place();
    const error = await outcome(world.accept(id));
    assert.ok(error instanceof Error && /no answer within 30000 ms/.test(error.message));
    assert.equal(decided(world), 'api');
  });
});
const MINUTE = 60_000;

describe('simulator: mishaps by chance', () => {
  it('come about as often as they are told to, over many calls', async () => {
    const world = new World({
      seed: 3,
      faults: { lostAnswer: 0.1, lostRequest: 0.05, error5xxBefore: 0.05, tooMany: 0.1, halfAnswer: 0.1 },
    });
    const seen = { lost: 0, failed: 0, tooMany: 0, half: 0, well: 0 };
    for (let call = 0; call < 1000; call += 1) {
      const answer = await outcome(world.mirakl('/api/reasons'));
      if (answer instanceof Error) seen.lost += 1;
      else if (answer.status >= 500) seen.failed += 1;
      else if (answer.status === 429) seen.tooMany += 1;
      else if (answer.text.endsWith('}')) seen.well += 1;
      else seen.half += 1;
    }
    for (const [what, expected] of [
      ['lost', 132],
      ['failed', 47],
      ['tooMany', 90],
      ['half', 73],
      ['well', 658],
    ] as const) {
      assert.ok(Math.abs(seen[what] - expected) < 45, `${what}: ${seen[what]}, expected about ${expected}`);
    }
    assert.deepEqual(world.simulator.overRate(), {});
  });
  it('late commits strike writes alone, and commit within their time', async () => {
    const world = new World({ faults: { lateCommit: { chance: 1, upTo: 20_000 } } });
    assert.equal((await world.mirakl('/api/account')).status, 200);
    for (let call = 0; call < 30; call += 1)
      assert.ok((await outcome(world.graphql(CREATE, order(`701-${call}`), { timeout: 1_000 }))) instanceof Error);
    await world.clock.pass(20_000);
    const arrived = world.simulator.arrivals.filter((arrival) => arrival.call === 'orderCreate').map((arrival) => arrival.at);
    assert.equal(arrived.length, 30);
    assert.deepEqual(
      world.shop.orders().map((made) => made.createdAt),
      arrived,
      'an arrival is the moment of the commit',
    );
    // Sent one after the other, a second apart: the n-th was sent at n seconds, and the last of them commits at 50 at the latest.
    assert.ok(world.clock.now() - START < 51_000);
    assert.deepEqual(
      world.shop
        .orders()
        .map((made) => made.sourceIdentifier)
        .sort(),
      Array.from({ length: 30 }, (_, call) => `701-${call}`).sort(),
    );
    assert.notDeepEqual(
      world.shop.orders().map((made) => made.sourceIdentifier),
      Array.from({ length: 30 }, (_, call) => `701-${call}`),
      'later calls overtake earlier ones',
    );
  });
});

describe('simulator: the same seed', () => {
  const life = async (seed: number): Promise<string> => {
    const world = new World({
      seed,
      faults: {
        lostAnswer: 0.1,
        lateCommit: { chance: 0.2, upTo: 20_000 },
        partialSuccess: 0.2,
        tooMany: 0.05,
        slow: { chance: 0.2, upTo: 40_000 },
      },
    });
    const people = world.simulator.people({ mirakl: 'bazaar', everyMs: 20_000, orders: 40, cancel: 0.2, portal: 0.2 });
    const seller = (async () => {
      for (let look = 0; look < 30; look += 1) {
        await world.clock.sleep(MINUTE);
        for (const { id, state, lines } of world.market.orders()) {
          if (state === 'WAITING_ACCEPTANCE')
            await outcome(
              world.miraklLater(`/api/orders/${id}/accept`, {
                method: 'PUT',
                body: { order_lines: lines.map((line) => ({ id: line.id, accepted: true })) },
              }),
            );
          if (state === 'SHIPPING') await outcome(world.graphqlLater(CREATE, order(id)));
        }
      }
    })();
    await world.clock.until(Promise.all([people.done, seller]));
    return JSON.stringify([world.market.orders(), world.shop.orders(), world.simulator.counts(), world.simulator.arrivals]);
  };

  it('lives the same life, and another seed another', async () => {
    const [first, again, other] = [await life(5), await life(5), await life(6)];
    assert.equal(first, again);
    assert.notEqual(first, other);
  });
});

describe('simulator: people at work', () => {
  it('order at their rate; some cancel, some sellers decide in the portal', async () => {
    const world = new World({ seed: 2 });
    await world.clock.until(
      world.simulator.people({ mirakl: 'bazaar', everyMs: 10_000, orders: 200, cancel: 0.25, portal: 0.25 }).done,
    );
    const orders = world.market.orders();
    assert.equal(orders.length, 200);
    assert.equal((orders[199]?.createdAt ?? 0) - (orders[0]?.createdAt ?? 0), 199 * 10_000);
    const count = (of: (one: (typeof orders)[number]) => boolean) => orders.filter(of).length;
    assert.ok(count((one) => one.state === 'CANCELED') > 25);
    assert.ok(count((one) => one.decidedBy === 'portal' && one.state === 'REFUSED') > 3);
    assert.ok(count((one) => one.decidedBy === 'portal' && one.state !== 'REFUSED') > 15);
    assert.ok(count((one) => one.state === 'WAITING_ACCEPTANCE') > 80);
    assert.deepEqual(world.simulator.counts(), []);
  });
  it('stop when told to', async () => {
    const world = new World();
    const people = world.simulator.people({ mirakl: 'bazaar', everyMs: 10_000, orders: 100, cancel: 0, portal: 0 });
    await world.clock.pass(95_000);
    people.stop();
    await people.done;
    await world.clock.pass(500_000);
    assert.equal(world.market.orders().length, 10);
  });
});

describe('simulator: whoever listens to arrivals', () => {
  it('hears each twice, before and after the commit, with a running number', async () => {
    const world = new World();
    const id = world.market.place();
    const heard: unknown[] = [];
    world.simulator.onCall = ({ n, system, call, phase }) =>
      heard.push([n, system, call, phase, world.market.orders()[0]?.decidedBy]);
    await world.accept(id);
    await world.graphql('{ shop { id } publicApiVersions { handle } }');
    assert.deepEqual(heard, [
      [1, 'mirakl', 'OR21', 'before commit', null],
      [1, 'mirakl', 'OR21', 'after commit', 'api'],
      [2, 'shopify', 'shop+publicApiVersions', 'before commit', 'api'],
      [2, 'shopify', 'shop+publicApiVersions', 'after commit', 'api'],
    ]);
  });
});
