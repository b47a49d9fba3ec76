/** The cancel and refund nodes: which output a message takes, and both ways with the engine in a simulated world. */
import assert from 'node:assert/strict';
import type { Outcome } from '../../lib/engine/port';
import type { ToldOrder } from '../../lib/runtime/message';
import type { Message, NodeConfig } from '../../lib/runtime/types/node-red';
import { onCanvas } from '../runtime/canvas';
import { allNodes, begin, beginScripted, end, helper, house, received } from './helper';
import { event, type ScriptedEngine, told } from './scripted-engine';

const flow = (...nodes: readonly NodeConfig[]): readonly NodeConfig[] =>
  onCanvas<NodeConfig>([
    { id: 'tab', type: 'tab', label: 'orders' },
    { id: 'books', type: 'order-ledger', where: 'memory' },
    { id: 'seller', type: 'marketplace-account', platform: 'simulator of mirakl', world: 'demo', name: 'Demo' },
    { id: 'store', type: 'shopify-store', platform: 'simulator', world: 'demo', name: 'Shop' },
    ...nodes.map((node) => ({ z: 'tab', ...node })),
    ...['a', 'b', 'c', 'd'].map((id) => ({ id, type: 'helper', z: 'tab', wires: [] })),
  ]);
async function load(...nodes: readonly NodeConfig[]): Promise<void> {
  await helper.load(allNodes(), flow(...nodes));
  await house().account('seller');
  await house().account('store');
}

describe('cancel and refund', () => {
  let scripted: { readonly engine: ScriptedEngine };
  beforeEach(() => {
    scripted = beginScripted();
  });
  afterEach(end);

  const message = (about?: string): Message => ({
    _msgid: 'm',
    order: told() as unknown,
    event: { ...event(), specversion: '1.0', ...(about === undefined ? {} : { about }) },
  });
  const total = { amount: '29.90', currency: 'EUR' };
  const made = (by: string): Outcome => ({ is: 'confirmed', result: { by, made: ['1'], given: [], total } });
  const none: Outcome = { is: 'void', why: 'not due (shipped)' };
  const table: readonly [string, string, Readonly<Record<string, Outcome>>, string, string][] = [
    ['propagate-refund', 'to the marketplace', { 'refund.push': made('refund') }, 'a', 'refund.made'],
    ['propagate-refund', 'to the shop', { 'shop.refund': made('refund') }, 'a', 'refund.made'],
    ['propagate-refund', 'nowhere: it is our own', {}, 'b', 'refund.not-needed'],
    ['propagate-cancellation', 'to the marketplace', { 'cancel.push': made('cancellation') }, 'a', 'cancellation.made'],
    ['propagate-cancellation', 'to the shop', { 'shop.cancel': made('cancellation') }, 'a', 'cancellation.made'],
    [
      'propagate-cancellation',
      'nowhere: the goods had left',
      { 'cancel.push': made('return') },
      'b',
      'cancellation.became-return',
    ],
    ['propagate-cancellation', 'nowhere: nothing is left to tell', {}, 'a', 'cancellation.not-needed'],
  ];
  for (const about of [undefined, 'gid://shopify/Refund/7']) {
    for (const [type, what, outcomes, output, topic] of table) {
      it(`${type}: ${what}${about === undefined ? '' : ', of one thing'}`, async () => {
        await load({ id: 'node', type, wires: [['a'], ['b']], reason: '17' });
        Object.assign(scripted.engine, { effect: async (verb: string) => outcomes[verb] ?? none });
        const came = received(output);
        helper.getNode('node').receive(message(about));
        assert.equal((await came).topic, topic);
      });
    }
  }
  it('what both need to know stands with the node, so that a person’s "do it now" needs no flow', async () => {
    await load({
      id: 'node',
      type: 'propagate-refund',
      wires: [[], []],
      reasons: [{ name: 'late', value: '19' }],
      goodwill: 'proportional',
      restock: 'stock',
    });
    await house().ready();
    assert.deepEqual(house().actions.get('node')?.args(), { reasons: { late: '19' }, goodwill: 'proportional', restock: true });
  });
});

describe('cancel and refund with the engine', () => {
  beforeEach(() => begin({ pace: 300 }));
  afterEach(end);
  const world = () => house().running?.worlds.named('demo') ?? assert.fail('no world');
  const nodes: readonly NodeConfig[] = [
    { id: 'in', type: 'marketplace-order-in', account: 'seller', wires: [['accept'], []] },
    { id: 'accept', type: 'accept-order', wires: [['create'], [], []] },
    { id: 'create', type: 'shopify-create-order', store: 'store', wires: [['a'], []] },
    { id: 'shop', type: 'shopify-event-in', store: 'store', wires: [[], [], [], ['cancel'], ['refund'], [], [], []] },
    { id: 'market', type: 'marketplace-event-in', account: 'seller', wires: [[], ['cancel'], [], ['refund'], [], []] },
    { id: 'cancel', type: 'propagate-cancellation', reason: '16, 34', wires: [['b'], ['d']] },
    { id: 'refund', type: 'propagate-refund', reason: '17', wires: [['c'], []] },
  ];
  async function placed() {
    await load(...nodes);
    const created = received('a');
    const id = world()
      .mirakl('demo')
      .place({ lines: [{ sku: 'MUG-BLUE', quantity: 2, price: '10.00' }] });
    const { order } = (await created) as unknown as { order: ToldOrder };
    assert.equal(order.sourceOrderId, id);
    return { id, shop: world().shopify('demo').orders()[0] ?? assert.fail('not in the shop') };
  }
  const market = (id: string) =>
    world()
      .mirakl('demo')
      .orders()
      .find((one) => one.id === id) ?? assert.fail('no such order');

  it('a refund in the shop reaches the marketplace, and one of the portal the shop', async () => {
    const { id, shop } = await placed();
    world().shopify('demo').fulfil(shop.id);
    world().mirakl('demo').shipInPortal(id);
    const first = received('c');
    world()
      .shopify('demo')
      .refund(shop.id, { lines: [{ lineItemId: shop.lines[0]?.id ?? '', quantity: 1 }] });
    const { results } = (await first) as { results: { refund: { by: string; total: unknown } } };
    assert.deepEqual([results.refund.by, results.refund.total], ['refund', { amount: '10.00', currency: 'EUR' }]);
    assert.deepEqual(
      market(id).refunds.map(({ amount, by }) => [amount, by]),
      [['10.00', 'api']],
    );

    const second = received('c');
    assert.ok(
      world()
        .mirakl('demo')
        .refundInPortal(id, market(id).lines[0]?.id ?? '', { amount: '4.00' }),
    );
    await second;
    assert.deepEqual(
      world()
        .shopify('demo')
        .orders()[0]
        ?.refunds.map(({ amount }) => amount),
      ['10.00', '4.00'],
    );
  });
  it('a cancellation in the shop is refunded at the marketplace, once with its refund', async () => {
    const { id, shop } = await placed();
    const done = received('b');
    world().shopify('demo').cancelOrder(shop.id, { restock: true, refund: true });
    const { results } = (await done) as { results: { cancellation: { by: string } } };
    assert.equal(results.cancellation.by, 'refund');
    assert.deepEqual(
      market(id).refunds.map(({ amount, quantity }) => [amount, quantity]),
      [['20.00', 2]],
    );
  });
  it('a cancellation in the portal cancels the order in the shop', async () => {
    const { id } = await placed();
    const done = received('b');
    assert.ok(world().mirakl('demo').cancelInPortal(id));
    const { results } = (await done) as { results: { cancellation: { by: string } } };
    assert.equal(results.cancellation.by, 'cancellation');
    assert.notEqual(world().shopify('demo').orders()[0]?.cancelledAt, null);
  });
});
