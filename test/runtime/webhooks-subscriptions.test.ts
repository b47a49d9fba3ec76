/** When a platform is asked to send webhooks, and when again. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { memoryLedger } from '../../lib/ledger';
import { transient } from '../../lib/model/errors';
import type { AccountRow } from '../../lib/model/record';
import { shopify } from '../../lib/platforms/shopify';
import type { Webhooks } from '../../lib/platforms/webhooks';
import type { House } from '../../lib/runtime/house';
import { Incoming } from '../../lib/runtime/webhooks/incoming';
import { type Subscriber, Subscriptions } from '../../lib/runtime/webhooks/subscriptions';
import { freePort } from '../node-red/spawn';

const ACCOUNT = 'shopify:store.example:1';
const [ONE, TWO] = ['https://hooks.example/one', 'https://hooks.example/two'];
const HOUR = 3_600_000;
const BEGINS = Date.parse('2026-03-01T08:00:00Z');
type Wanted = { readonly uri: string | null; readonly former: readonly string[] };

function begun(answers: (wanted: Wanted) => ReturnType<Webhooks['subscribe']> = async () => []) {
  const ledger = memoryLedger();
  const wanted: Wanted[] = [];
  const logged: string[] = [];
  let now = BEGINS;
  const webhooks: Webhooks = {
    read: () => ({ is: 'hints', hints: [] }),
    subscribe: (_, __, one) => {
      wanted.push(one);
      return answers(one);
    },
  };
  const started = () =>
    new Subscriptions({
      ledger,
      ask: () => Promise.reject(new Error('nobody asks')),
      now: () => now,
      log: (text) => void logged.push(text),
      changed: () => undefined,
    });
  const store = (more: Partial<Subscriber> = {}): Subscriber => ({
    node: 'store',
    account: ACCOUNT,
    mode: 'live',
    webhooks,
    uri: ONE,
    ...more,
  });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { started, store, wanted, logged, pass };
}

describe('subscriptions to webhooks', () => {
  it('are made once, looked at daily and at each start', async () => {
    const { started, store, wanted, pass } = begun();
    let subscriptions = started();
    for (let minute = 0; minute < 60; minute += 1) {
      await subscriptions.look([store()]);
      pass(60_000);
    }
    assert.deepEqual(wanted, [{ uri: ONE, former: [] }]);
    pass(23 * HOUR);
    await subscriptions.look([store()]);
    assert.equal(wanted.length, 2);
    subscriptions = started();
    await subscriptions.look([store()]);
    assert.deepEqual(wanted[2], { uri: ONE, former: [ONE] });
  });
  it('at a former address are named until they are gone, whoever died meanwhile', async () => {
    let fails = true;
    const { started, store, wanted } = begun(async () => (fails ? Promise.reject(transient('busy', 1_000)) : []));
    await started().look([store()]);
    await started().look([store({ uri: TWO })]);
    fails = false;
    await started().look([store({ uri: TWO })]);
    assert.deepEqual(wanted.at(-1), { uri: TWO, former: [TWO, ONE] });
    await started().look([store({ uri: TWO })]);
    assert.deepEqual(wanted.at(-1), { uri: TWO, former: [TWO] });
  });
  it('are removed when they are switched off, and then nobody is asked', async () => {
    const { started, store, wanted } = begun();
    await started().look([store({ uri: null })]);
    assert.deepEqual(wanted, []);
    await started().look([store()]);
    await started().look([store({ uri: null })]);
    assert.deepEqual(wanted.at(-1), { uri: null, former: [ONE] });
    await started().look([store({ uri: null })]);
    assert.equal(wanted.length, 2);
  });
  it('are not made for a preview or a paused account', async () => {
    const { started, store, wanted } = begun();
    await started().look([store({ mode: 'preview' }), store({ mode: 'paused' })]);
    assert.deepEqual(wanted, []);
  });
  it('that failed are tried again five minutes later, and said once', async () => {
    const { started, store, wanted, logged, pass } = begun(() => Promise.reject(transient('busy', 1_000)));
    const subscriptions = started();
    for (let minute = 0; minute < 60; minute += 1) {
      await subscriptions.look([store()]);
      pass(60_000);
    }
    assert.equal(wanted.length, 12);
    assert.equal(logged.length, 1);
    assert.deepEqual(subscriptions.troubles(ACCOUNT), ['busy']);
  });
  it('of an account that two settings nodes share are one’s', async () => {
    const { started, store, wanted } = begun();
    const subscriptions = started();
    const both = [store(), store({ node: 'other', uri: TWO })];
    for (let turn = 0; turn < 5; turn += 1) await subscriptions.look(both);
    assert.deepEqual(wanted, [{ uri: ONE, former: [] }]);
  });
});

describe('what changes right after a look at the subscriptions', () => {
  it('is seen some seconds later, not a minute', async () => {
    const ledger = memoryLedger();
    const row = (mode: AccountRow['mode']): AccountRow => ({ id: ACCOUNT, platform: 'shopify', mode, since: 0 });
    await ledger.account(row('preview'), 'test');
    let change = (): void => undefined;
    let subscribed = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      subscribed = resolve;
    });
    const looks = new EventEmitter();
    const watched = new Proxy(ledger, {
      get: (of, name) =>
        name === 'around'
          ? async () => {
              const around = await of.around();
              looks.emit('look');
              return around;
            }
          : Reflect.get(of, name).bind(of),
    });
    const platform = {
      ...shopify,
      webhooks: {
        read: () => ({ is: 'hints', hints: [] }),
        subscribe: async () => {
          subscribed();
          return [];
        },
      } satisfies Webhooks,
    };
    const webhooks = { by: 'own port', port: await freePort(), address: 'https://hooks.example', secrets: ['s'] };
    const house = {
      accounts: {
        all: [{ node: 'store', name: 'Shop', base: 'https://store.example', platform, webhooks }],
        known: () => ({ id: ACCOUNT }),
      },
      onChange: (listener: () => void) => {
        change = listener;
      },
      changed: () => undefined,
      running: { ledger: watched, ask: () => assert.fail('nobody asks'), clock: { now: () => BEGINS } },
      RED: { log: { warn: (text: string) => assert.fail(text) } },
    };
    const incoming = new Incoming(house as unknown as House);
    try {
      let look = once(looks, 'look');
      incoming.deployed();
      await look;
      look = once(looks, 'look');
      change();
      await look;
      await ledger.account(row('live'), 'test');
      change();
      await done;
    } finally {
      await incoming.close();
    }
  }).timeout(20_000);
});
