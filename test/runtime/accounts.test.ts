import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import type { Ask, Platform } from '../../lib/platforms/port';
import { DeployedAccounts, type Held } from '../../lib/runtime/accounts';
import { Identities } from '../../lib/runtime/identities';
import type { Running } from '../../lib/runtime/running';
import { type Wire, WireError, type WireRequest } from '../../lib/transport/port';

const DAY = 86_400_000;
const request: WireRequest = { method: 'GET', url: 'https://a.example/x', headers: {}, timeout: 1 };

/** Settings nodes whose platform reports the given shop, and a note of what left by their wires. */
function deployed() {
  const world = { shop: '7', answers: true, now: 0 };
  const left: string[] = [];
  const stopped: (string | undefined)[] = [];
  const ledger: Ledger = memoryLedger();
  const platform = {
    name: 'mirakl',
    async identify() {
      if (!world.answers) throw new Error('no answer');
      return { platform: 'mirakl', host: 'a.example', shopId: world.shop };
    },
  } as unknown as Platform;
  const held = (node: string, change: Partial<Held> = {}): Held => ({
    node,
    name: node,
    platform,
    settings: {},
    base: 'https://a.example',
    auth: { by: 'header', name: 'authorization', value: `key of ${node}` },
    timeout: 1,
    ...change,
  });
  const accounts: DeployedAccounts = new DeployedAccounts({
    wireOf: (one) => async () => {
      left.push(one.node);
      return { status: 200, headers: {}, text: '' };
    },
    guarded: (one, wire) => identities.guarded(one, wire),
    authOf: () => ({ by: 'header', name: 'authorization', value: 'k' }),
  });
  const later: [number, () => void][] = [];
  const ask = (() => assert.fail('the platform asks nothing here')) as Ask;
  const running = { ask, ledger, clock: { now: () => world.now } } as unknown as Running;
  const identities: Identities = new Identities({
    accounts,
    running: () => running,
    listed: () => true,
    told: (stop) => stopped.push(stop),
    changed: () => undefined,
    later: (ms, then) => void later.push([ms, then]),
  });
  const wire = (node: string): Wire =>
    identities.guarded(accounts.all.find((one) => one.node === node) ?? assert.fail(node), async () => {
      left.push(node);
      return { status: 200, headers: {}, text: '' };
    });
  return { world, left, stopped, later, ledger, held, accounts, identities, wire };
}
const notSent = (error: unknown): boolean => error instanceof WireError && !error.sent;

describe('who an account is', () => {
  it('is what the platform says first, and is known again after a restart without a word', async () => {
    const at = deployed();
    const one = at.held('s');
    at.accounts.open(one);
    await at.identities.compare(one);
    assert.deepEqual(at.accounts.standing('s'), { is: 'known', account: 'mirakl:a.example:7' });
    assert.deepEqual(at.stopped, [undefined]);
    at.accounts.forget();
    await at.accounts.recall(at.ledger);
    assert.deepEqual(at.accounts.standing('s'), { is: 'known', account: 'mirakl:a.example:7' });
  });

  it('another shop behind a new key: the account that it was stops, and nothing leaves', async () => {
    const at = deployed();
    const first = at.held('s');
    at.accounts.open(first);
    await at.identities.compare(first);
    at.world.shop = '8';
    at.accounts.open(at.held('s', { auth: { by: 'header', name: 'authorization', value: 'another' } }));
    await assert.rejects(at.wire('s')(request), notSent);
    assert.deepEqual(at.left, []);
    assert.deepEqual(at.stopped, [undefined, 'mirakl:a.example:7']);
    const standing = at.accounts.standing('s');
    assert.ok(
      standing.is === 'refused' && /belongs to mirakl:a\.example:8; it was mirakl:a\.example:7 before/.test(standing.why),
    );
    assert.equal(at.accounts.connected('mirakl:a.example:7'), undefined);
  });

  it('another shop behind the same key is found out when the platform may be asked again', async () => {
    const at = deployed();
    const first = at.held('s');
    at.accounts.open(first);
    await at.identities.compare(first);
    at.world.shop = '8';
    const again = at.held('s');
    at.accounts.open(again);
    await at.identities.compare(again);
    assert.equal(at.accounts.standing('s').is, 'known');
    at.world.now = 2 * DAY;
    const later = at.held('s');
    at.accounts.open(later);
    await at.identities.compare(later);
    assert.equal(at.accounts.standing('s').is, 'refused');
  });

  it('another address is another account', async () => {
    const at = deployed();
    const first = at.held('s');
    at.accounts.open(first);
    await at.identities.compare(first);
    at.world.shop = '8';
    const moved = at.held('s', { base: 'https://b.example' });
    at.accounts.open(moved);
    await at.identities.compare(moved);
    assert.deepEqual(at.accounts.standing('s'), { is: 'known', account: 'mirakl:a.example:8' });
  });

  it('no answer: nothing leaves, and it is asked again', async () => {
    const at = deployed();
    at.world.answers = false;
    at.accounts.open(at.held('s'));
    await assert.rejects(at.wire('s')(request), notSent);
    assert.deepEqual(at.accounts.standing('s'), { is: 'unknown', why: 'no answer' });
    at.world.answers = true;
    await at.wire('s')(request);
    assert.deepEqual(at.left, ['s']);
  });

  it('is asked again soon where the first answer was lost, and less often where none comes', async () => {
    const at = deployed();
    at.world.answers = false;
    at.accounts.open(at.held('s'));
    await assert.rejects(at.identities.compare(at.accounts.all[0] ?? assert.fail()));
    for (let n = 0; n < 4; n += 1) {
      at.later.at(-1)?.[1]();
      await new Promise(setImmediate);
    }
    assert.deepEqual(
      at.later.map(([ms]) => ms),
      [1_000, 3_000, 10_000, 30_000, 30_000],
    );
    at.world.answers = true;
    at.later.at(-1)?.[1]();
    await new Promise(setImmediate);
    assert.deepEqual([at.accounts.standing('s').is, at.later.length], ['known', 5]);
  });

  it('asks the fence again after its own wait', async () => {
    const at = deployed();
    at.accounts.open(at.held('s'));
    await assert.rejects(at.wire('s')({ ...request, mayLeave: () => false }), notSent);
    assert.deepEqual(at.left, []);
  });
});

describe('two settings nodes of one account', () => {
  const both = async (change: Partial<Held>) => {
    const at = deployed();
    for (const one of [at.held('first', change.auth ? { auth: change.auth } : {}), at.held('second', change)]) {
      at.accounts.open(one);
      await at.identities.compare(one);
      await at.accounts.settle(at.ledger, 0);
    }
    return at;
  };
  const key = { by: 'header', name: 'authorization', value: 'one key' } as const;

  it('share it where they say the same', async () => {
    const at = await both({ auth: key });
    assert.equal(at.accounts.standing('first').is, 'known');
    assert.equal(at.accounts.standing('second').is, 'known');
  });
  it('where they differ the one that was known first keeps it, and the other has it when that one is gone', async () => {
    const at = await both({ auth: key, settings: { channel: 'other' } });
    assert.equal(at.accounts.standing('first').is, 'known');
    const standing = at.accounts.standing('second');
    assert.ok(
      standing.is === 'refused' &&
        /the same account, mirakl:a\.example:7, with different settings\. "first" keeps it/.test(standing.why),
    );
    at.accounts.sweep((node) => node === 'second');
    await at.accounts.settle(at.ledger, 0);
    assert.equal(at.accounts.standing('second').is, 'known');
  });
  it('one whose key is another shop’s keeps nobody else out', async () => {
    const at = await both({ auth: key });
    at.world.shop = '8';
    const wrong = at.held('first', { auth: { ...key, value: 'wrong' } });
    at.accounts.open(wrong);
    await at.identities.compare(wrong);
    await at.accounts.settle(at.ledger, 0);
    assert.equal(at.accounts.standing('first').is, 'refused');
    assert.equal(at.accounts.standing('second').is, 'known');
  });
});
