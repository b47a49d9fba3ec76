/** What every node must get right, asked of every node. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outcome } from '../../lib/engine/port';
import { LifecycleError } from '../../lib/model/errors';
import type { Message, NodeConfig } from '../../lib/runtime/types/node-red';
import { onCanvas } from '../runtime/canvas';
import { allNodes, beginScripted, end, helper, house, type NodeType, nodeTypes } from './helper';
import { ACCOUNT, event, KEY, type ScriptedEngine, told } from './scripted-engine';

const ACTIONS = [
  'route-order',
  'order-leave-out',
  'accept-order',
  'shopify-create-order',
  'look-up-order',
  'order-once',
  'push-tracking',
  'propagate-return',
  'shopify-update-order',
  'propagate-cancellation',
  'propagate-refund',
  'push-stock',
] as const satisfies readonly NodeType[];
const TRIGGERS = [
  'marketplace-order-in',
  'marketplace-event-in',
  'shopify-event-in',
  'lifecycle-event-in',
  'order-case-in',
] as const satisfies readonly NodeType[];
const FIRST: Readonly<Record<(typeof TRIGGERS)[number], string>> = {
  'marketplace-order-in': 'order.placed',
  'marketplace-event-in': 'marketplace.shipped',
  'shopify-event-in': 'shipment.created',
  'lifecycle-event-in': 'life.imported',
  'order-case-in': 'case.opened',
};
const OUTPUTS = 3;

/** The node under test, with something behind every output, behind its completion and behind its errors. */
const around = (type: NodeType, settings: Readonly<Record<string, unknown>> = {}): readonly NodeConfig[] =>
  onCanvas([
    { id: 'tab', type: 'tab', label: 't' },
    { id: 'seller', type: 'marketplace-account', platform: 'simulator of mirakl', world: 'demo' },
    { id: 'store', type: 'shopify-store', platform: 'simulator', world: 'demo' },
    { id: 'books', type: 'order-ledger', where: 'memory' },
    { id: 'node', type, z: 'tab', wires: Array.from({ length: OUTPUTS }, () => ['out']), ...settings },
    { id: 'out', type: 'helper', z: 'tab', wires: [] },
    { id: 'complete', type: 'complete', z: 'tab', scope: ['node'], uncaught: false, wires: [['completed']] },
    { id: 'completed', type: 'helper', z: 'tab', wires: [] },
    { id: 'catch', type: 'catch', z: 'tab', scope: ['node'], uncaught: false, wires: [['caught']] },
    { id: 'caught', type: 'helper', z: 'tab', wires: [] },
  ]);
const settingsOf = (type: NodeType): Readonly<Record<string, unknown>> =>
  type === 'shopify-create-order' ? { store: 'store' } : type === 'push-stock' ? { store: 'store', account: 'seller' } : {};
const message = (): Message => ({
  _msgid: 'm',
  payload: 'MK1',
  order: told() as unknown,
  event: { ...event(), specversion: '1.0' },
  mine: { kept: true },
});

interface Heard {
  readonly out: Message[];
  readonly completed: Message[];
  readonly caught: (Message & { error?: { message: string; code?: string } })[];
}
/** Collects what leaves; Node-RED delivers in later turns of the loop, so a message that must not come is waited for by one that must. */
function hear(): Heard {
  const heard: Heard = { out: [], completed: [], caught: [] };
  for (const id of ['out', 'completed', 'caught'] as const)
    helper.getNode(id).on('input', (came: Message) => void heard[id].push(came as never));
  return heard;
}
const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};
async function settled(heard: Heard, count = 1): Promise<void> {
  for (let turn = 0; turn < 2_000 && heard.completed.length + heard.caught.length < count; turn += 1)
    await new Promise(setImmediate);
  await turns();
}

describe('every node', () => {
  let scripted: { readonly engine: ScriptedEngine };
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(() => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
    scripted = beginScripted();
  });
  afterEach(async () => {
    await end();
    process.removeListener('unhandledRejection', note);
    assert.deepEqual(unhandled, []);
  });
  const load = async (type: NodeType, settings: Readonly<Record<string, unknown>>): Promise<Heard> => {
    await helper.load(allNodes(), around(type, settings));
    await house().account('seller');
    await house().account('store');
    return hear();
  };

  for (const type of nodeTypes) {
    it(`${type}: loads from a flow that has none of its properties, and closes`, async () => {
      await helper.load(
        allNodes(),
        onCanvas(
          around(type)
            .filter((node) => node.id !== 'node')
            .concat({ id: 'node', type, z: 'tab', wires: [['out']] }),
        ),
      );
      await house().ready();
      assert.equal(helper.getNode('node').type, type);
    });
    it(`${type}: keeps what is wrong with its settings to itself and closes`, async () => {
      const wrong = Object.fromEntries(
        [
          'where',
          'platform',
          'account',
          'rule',
          'rules',
          'mode',
          'store',
          'tags',
          'property',
          'gate',
          'reason',
          'pace',
          'world',
          'start',
        ].map((name) => [name, `\${NOT_SET}`]),
      );
      await helper.load(allNodes(), around(type, wrong));
      await house().ready();
      assert.equal(helper.getNode('node').type, type);
    });
  }

  for (const type of ACTIONS) {
    const outcomes: readonly (readonly [string, () => Promise<Outcome>])[] = [
      ['confirmed', async () => ({ is: 'confirmed', result: { name: '#1' } })],
      ['planned', async () => ({ is: 'planned', result: { planned: true } })],
      ['void', async () => ({ is: 'void', why: 'left out' })],
      ['refused', async () => ({ is: 'refused', why: 'no' })],
      ['thrown', () => Promise.reject(new LifecycleError('TRANSIENT', 'Transient', 'later', {}, 5))],
      ['thrown by something else', () => Promise.reject(new TypeError('x'))],
    ];
    for (const [what, answer] of outcomes) {
      it(`${type}: is done exactly once when its step is ${what}`, async () => {
        const heard = await load(type, settingsOf(type));
        scripted.engine.answer = answer;
        helper.getNode('node').receive(message());
        await settled(heard);
        assert.equal(heard.completed.length + heard.caught.length, 1);
        if (heard.caught.length > 0) assert.equal(heard.out.length, 0);
        for (const came of heard.out) assert.deepEqual(came.mine, { kept: true });
      });
    }
    it(`${type}: is done exactly once, whatever the message holds`, async () => {
      const heard = await load(type, settingsOf(type));
      let sent = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.record(
            {
              order: fc.anything(),
              event: fc.anything(),
              routing: fc.anything(),
              payload: fc.anything(),
              results: fc.anything(),
            },
            { requiredKeys: [] },
          ),
          async (parts) => {
            sent += 1;
            helper.getNode('node').receive({ _msgid: `m${sent}`, ...parts });
            await settled(heard, sent);
            assert.equal(heard.completed.length + heard.caught.length, sent);
          },
        ),
        { numRuns: 40 },
      );
    });
    it(`${type}: sends nothing after it was closed, and does not hold its close up`, async () => {
      const heard = await load(type, settingsOf(type));
      const held: (() => void)[] = [];
      const wait = <T>(value: T): Promise<T> => new Promise((resolve) => held.push(() => resolve(value)));
      scripted.engine.answer = () => wait({ is: 'confirmed', result: { name: '#1' } });
      const { read, leaveOut, once, find } = scripted.engine;
      Object.assign(scripted.engine, {
        leaveOut: async (...given: Parameters<typeof leaveOut>) => wait(await leaveOut(...given)),
        once: async (...given: Parameters<typeof once>) => wait(await once(...given)),
        find: async (...given: Parameters<typeof find>) => wait(await find(...given)),
        read: async (...given: Parameters<typeof read>) => wait(await read(...given)),
      });
      helper.getNode('node').receive(message());
      await turns();
      await helper.setFlows(around(type, { ...settingsOf(type), name: 'anew' }));
      while (held.length > 0) {
        held.pop()?.();
        await turns();
      }
      assert.deepEqual([heard.out.length, heard.completed.length, heard.caught.length], [0, 0, 0]);
    });
  }

  for (const type of ['accept-order', 'shopify-create-order'] as const) {
    it(`${type}: parks a message of a delivery: neither sent nor done, and received again when its step is through`, async () => {
      const heard = await load(type, settingsOf(type));
      scripted.engine.answer = async () => ({ is: 'waiting', effect: 'order.accept/1', why: 'awaiting payment' });
      const run = { key: KEY, delivery: 'in|placed', run: 1 };
      helper.getNode('node').receive({ ...message(), event: { ...event(), delivery: run.delivery, run: run.run } });
      await turns(60);
      assert.deepEqual([heard.out.length, heard.completed.length, heard.caught.length], [0, 0, 0]);
      const [parked] = scripted.engine.parked;
      assert.equal(parked?.node, 'node');
      scripted.engine.answer = async () => ({ is: 'confirmed', result: { name: '#7' } });
      assert.equal(
        scripted.engine.options.flow.resume(
          run,
          { node: 'node', nodeType: type, message: parked?.message ?? '' },
          event(),
          scripted.engine.known as never,
        ),
        true,
      );
      await settled(heard);
      assert.deepEqual([heard.out.length, heard.completed.length, heard.caught.length], [1, 1, 0]);
      assert.deepEqual([heard.out[0]?._msgid, heard.out[0]?.mine], ['m', { kept: true }]);
    });
    it(`${type}: cannot wait where no delivery is behind the message`, async () => {
      const heard = await load(type, settingsOf(type));
      scripted.engine.answer = async () => ({ is: 'waiting', effect: 'order.accept/1', why: 'awaiting payment' });
      helper.getNode('node').receive(message());
      await settled(heard);
      assert.equal(heard.caught[0]?.error?.code, 'CANNOT_WAIT');
      assert.match(
        heard.caught[0]?.error?.message ?? '',
        /cannot wait here.*the step goes on in the ledger; answer the caller before it/,
      );
      assert.deepEqual(scripted.engine.parked, []);
    });
    it(`${type}: ends a message of a sending that is over, without a word`, async () => {
      const heard = await load(type, settingsOf(type));
      scripted.engine.answer = async () => ({ is: 'waiting', effect: '', why: 'stale' });
      helper.getNode('node').receive({ ...message(), event: { ...event(), delivery: 'in|placed', run: 1 } });
      await settled(heard);
      assert.deepEqual([heard.out.length, heard.completed.length, heard.caught.length], [0, 1, 0]);
    });
  }

  for (const type of TRIGGERS) {
    const first = FIRST[type];
    it(`${type}: sends what it is handed at the output of that event, and nothing while flows stop`, async () => {
      const heard = await load(type, { account: 'seller', events: ['imported'] });
      assert.equal(scripted.engine.hand('node', type, first), true);
      await turns();
      assert.equal(heard.out.length, 1);
      assert.equal(heard.out[0]?.topic, first);
      assert.equal((heard.out[0]?.event as { source: string } | undefined)?.source, ACCOUNT);
      assert.equal(scripted.engine.hand('node', type, 'unheard.of'), false);
      await helper.unload();
      assert.equal(scripted.engine.hand('node', type, first), false);
      await turns();
      assert.equal(heard.out.length, 1);
    });
  }
});
