/** The nodes with the real engine, in a simulated world: what they decide has its effect. */
import assert from 'node:assert/strict';
import type { ToldOrder } from '../../lib/runtime/message';
import type { NodeConfig } from '../../lib/runtime/types/node-red';
import { onCanvas } from '../runtime/canvas';
import { allNodes, begin, end, helper, house, received } from './helper';

const flow = (...nodes: readonly NodeConfig[]): readonly NodeConfig[] =>
  onCanvas<NodeConfig>([
    { id: 'tab', type: 'tab', label: 'orders' },
    { id: 'books', type: 'order-ledger', where: 'memory' },
    {
      id: 'seller',
      type: 'marketplace-account',
      platform: 'simulator of mirakl',
      world: 'demo',
      name: 'Demo',
      channelTags: 'demo',
    },
    { id: 'store', type: 'shopify-store', platform: 'simulator', world: 'demo', name: 'Shop' },
    ...nodes.map((node) => ({ z: 'tab', ...node })),
    ...['a', 'b', 'c'].map((id) => ({ id, type: 'helper', z: 'tab', wires: [] })),
  ]);
const world = () => house().running?.worlds.named('demo') ?? assert.fail('no world');
async function load(...nodes: readonly NodeConfig[]): Promise<void> {
  await helper.load(allNodes(), flow(...nodes));
  await house().account('seller');
  await house().account('store');
}
const trigger = { id: 'in', type: 'marketplace-order-in', account: 'seller' };
const lines = (...skus: readonly string[]) => ({ lines: skus.map((sku) => ({ sku, quantity: 1, price: '10.00' })) });

describe('nodes with the engine', () => {
  beforeEach(() => begin({ pace: 300 }));
  afterEach(end);

  it('accept, if the SKUs are known: leaves to others what the catalogue does not have, and decides nothing', async () => {
    await load(
      { ...trigger, wires: [['accept'], []] },
      { id: 'accept', type: 'accept-order', rule: 'sku known', store: 'store', wires: [['a'], ['b'], ['c']] },
    );
    world().shopify('demo').catalogue.unknown.add('NOBODY-HAS-IT');
    const toDecide = received('c');
    world().mirakl('demo').place(lines('MUG-BLUE', 'NOBODY-HAS-IT'));
    const { results, order } = (await toDecide) as { results: { acceptance: unknown }; order: ToldOrder };
    assert.deepEqual(results.acceptance, { is: 'to decide', unknown: ['NOBODY-HAS-IT'] });
    assert.equal(world().mirakl('demo').orders()[0]?.decidedBy, null);

    const accepted = received('a');
    world().mirakl('demo').place(lines('MUG-BLUE'));
    assert.notEqual(((await accepted).order as ToldOrder).key, order.key);
    assert.equal(world().mirakl('demo').orders()[1]?.decidedBy, 'api');
  });

  it('accept, by hand: asks while nobody has decided, and not about an order that was decided in the portal', async () => {
    await load(
      { ...trigger, wires: [['accept'], []] },
      { id: 'accept', type: 'accept-order', rule: 'manual', wires: [['a'], ['b'], ['c']] },
    );
    const asked: string[] = [];
    helper.getNode('c').on('input', (message) => asked.push((message.order as ToldOrder).key));
    const passed = received('a');
    const decided = world().mirakl('demo').place(lines('MUG-BLUE'));
    world().mirakl('demo').decideInPortal(decided, true);
    const { order, results } = (await passed) as { order: ToldOrder; results: { acceptance: unknown } };
    assert.ok(order.key.endsWith(`:${decided}`));
    assert.ok('notNeeded' in (results.acceptance as object));

    const toDecide = received('c');
    const open = world().mirakl('demo').place(lines('MUG-BLUE'));
    const question = (await toDecide) as { order: ToldOrder; results: { acceptance: unknown } };
    assert.ok(question.order.key.endsWith(`:${open}`));
    assert.deepEqual(question.results.acceptance, { is: 'to decide', unknown: [] });
    assert.deepEqual(asked, [question.order.key]);
    const of = (id: string) =>
      world()
        .mirakl('demo')
        .orders()
        .find((one) => one.id === id)?.decidedBy;
    assert.deepEqual([of(decided), of(open)], ['portal', null]);
  });

  it('accept: refuses the lines that the catalogue does not have', async () => {
    await load(
      { ...trigger, wires: [['accept'], []] },
      {
        id: 'accept',
        type: 'accept-order',
        rule: 'sku known',
        store: 'store',
        unknown: 'refuse lines',
        wires: [['a'], ['b'], ['c']],
      },
    );
    world().shopify('demo').catalogue.unknown.add('NOBODY-HAS-IT');
    const accepted = received('a');
    world().mirakl('demo').place(lines('MUG-BLUE', 'NOBODY-HAS-IT'));
    await accepted;
    assert.deepEqual(
      world()
        .mirakl('demo')
        .orders()[0]
        ?.lines.map(({ sku, state }) => [sku, state === 'REFUSED']),
      [
        ['MUG-BLUE', false],
        ['NOBODY-HAS-IT', true],
      ],
    );
  });

  it('route: what its table leaves out is made by no node after it, and what it tags arrives in Shopify', async () => {
    const rules = [
      { name: 'test', when: [{ field: 'sku', operator: 'begins with', value: 'TEST-' }], leaveOut: 'a test order' },
      { when: [], tags: 'routed', note: 'handle with care' },
    ];
    await load(
      { ...trigger, wires: [['route'], []] },
      { id: 'route', type: 'route-order', rules, wires: [['create'], ['accept']] },
      { id: 'accept', type: 'accept-order', wires: [['create'], [], []] },
      { id: 'create', type: 'shopify-create-order', store: 'store', tags: 'own', wires: [['a'], ['b']] },
    );
    const skipped = received('b');
    world().mirakl('demo').place(lines('TEST-1'));
    assert.deepEqual(((await skipped).results as { shopifyOrder: unknown }).shopifyOrder, { skipped: 'left out' });

    const created = received('a');
    world().mirakl('demo').place(lines('MUG-BLUE'));
    await created;
    const [made, ...more] = world().shopify('demo').orders();
    assert.equal(more.length, 0);
    assert.deepEqual([...(made?.tags ?? [])].filter((tag) => ['own', 'demo', 'routed'].includes(tag)).sort(), [
      'demo',
      'own',
      'routed',
    ]);
  });

  it('leave out, look up and once: by the order’s names, and over the sendings of an event', async () => {
    await load(
      { ...trigger, wires: [['once'], []] },
      { id: 'once', type: 'order-once', wires: [['out'], ['b']] },
      { id: 'out', type: 'order-leave-out', reason: 'sold by others', wires: [['a']] },
      { id: 'look', type: 'look-up-order', wires: [['c'], ['b']] },
    );
    const left = received('a');
    const id = world().mirakl('demo').place(lines('MUG-BLUE'));
    const message = await left;
    assert.deepEqual((message.results as { leftOut: unknown }).leftOut, { what: '*', reason: 'sold by others' });
    const { key } = message.order as ToldOrder;
    assert.ok(
      (await house().engine?.read(key))?.decisions.some((one) => one.kind === 'leave out' && one.reason === 'sold by others'),
    );

    const found = received('c');
    helper.getNode('look').receive({ payload: id });
    assert.equal(((await found).order as ToldOrder).key, key);
    const unknown = received('b');
    helper.getNode('look').receive({ payload: 'nobody knows it' });
    assert.equal((await unknown).topic, 'order.not-found');
    const again = received('b');
    helper.getNode('once').receive({ event: message.event, order: message.order });
    assert.equal(((await again).order as ToldOrder).key, key);
  });

  it('cases: one for a SKU that the shop does not know, and its end when the shop knows it', async () => {
    await load(
      { ...trigger, wires: [['accept'], []] },
      { id: 'accept', type: 'accept-order', wires: [['create'], [], []] },
      { id: 'create', type: 'shopify-create-order', store: 'store', wires: [['c'], []] },
      { id: 'cases', type: 'order-case-in', wires: [['a'], [], ['b']] },
    );
    world().shopify('demo').catalogue.unknown.add('LATER');
    const opened = received('a');
    const settled = received('b');
    const created = received('c');
    world().mirakl('demo').place(lines('LATER'));
    const { payload, topic } = (await opened) as {
      topic: string;
      payload: { kind: string; key: string; cause: string; sku: string };
    };
    assert.deepEqual([topic, payload.kind, payload.sku], ['case.opened', 'unknown sku', 'LATER']);
    world().shopify('demo').catalogue.unknown.delete('LATER');
    world().shopify('demo').catalogue.addVariant('LATER');
    await house().engine?.decide(payload.key, { kind: 'do it', of: payload.cause, by: 'test' });
    assert.equal((await settled).topic, 'case.settled');
    assert.equal((await created).topic, 'order.created');
  });

  it('simulator: tells what happened in its world, and orders come as its buyers place them', async () => {
    const told = new Promise<unknown>((resolve) => {
      helper
        .load(
          allNodes(),
          flow(
            { ...trigger, wires: [['a'], []] },
            { id: 'sim', type: 'order-simulator', world: 'demo', ordersPerMinute: 60, wires: [['b']] },
          ),
        )
        .then(async () => {
          helper.getNode('b').on('input', (message) => {
            if (message.topic === 'OR11') resolve(message.payload);
          });
        }, assert.fail);
    });
    assert.equal(((await told) as { system: string }).system, 'mirakl');
    await received('a');
  });
});
