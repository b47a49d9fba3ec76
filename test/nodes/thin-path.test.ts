import assert from 'node:assert/strict';
import type { NodeConfig } from '../../lib/runtime/types/node-red';
import { onCanvas } from '../runtime/canvas';
import { begin, end, helper, house, nodeFile, received } from './helper';

/** Simulated accounts and a ledger in memory, as a newcomer's first example has them. */
const flow = onCanvas<NodeConfig>([
  { id: 'tab', type: 'tab', label: 'orders' },
  { id: 'world', type: 'order-ledger', where: 'memory' },
  { id: 'seller', type: 'marketplace-account', platform: 'simulator of mirakl', world: 'demo', name: 'Demo' },
  { id: 'store', type: 'shopify-store', platform: 'simulator', world: 'demo', name: 'Shop' },
  { id: 'in', type: 'marketplace-order-in', z: 'tab', account: 'seller', wires: [['accept'], []] },
  { id: 'accept', type: 'accept-order', z: 'tab', rule: 'always', wires: [['create'], [], []] },
  {
    id: 'create',
    type: 'shopify-create-order',
    z: 'tab',
    store: 'store',
    tags: 'marketplace, demo',
    wires: [['out'], ['skipped']],
  },
  { id: 'out', type: 'helper', z: 'tab', wires: [] },
  { id: 'skipped', type: 'helper', z: 'tab', wires: [] },
]);
const files = (
  [
    'order-ledger',
    'marketplace-account',
    'shopify-store',
    'marketplace-order-in',
    'accept-order',
    'shopify-create-order',
  ] as const
).map(nodeFile);

describe('orders in → accept → create order, with simulated accounts', () => {
  beforeEach(() => begin({ pace: 600 }));
  afterEach(end);

  it('carries an order from the marketplace to the shop, once', async () => {
    await helper.load(files, flow);
    await house().account('seller');
    await house().account('store');
    const world = house().running?.worlds.named('demo');
    const came = received('out');
    const id = world?.mirakl('demo').place();
    const message = await came;

    assert.equal(message.topic, 'order.created');
    const [made] = world?.shopify('demo').orders() ?? [];
    assert.equal(world?.shopify('demo').orders().length, 1);
    assert.deepEqual(made?.tags.filter((tag) => tag === 'demo' || tag === 'marketplace').sort(), ['demo', 'marketplace']);
    const results = message.results as { shopifyOrder: { name: string }; acceptance: unknown };
    assert.equal(results.shopifyOrder.name, made?.name);
    assert.ok(results.acceptance);
    assert.equal((message.event as { subject: string }).subject, `mirakl:demo.mirakl.simulator:2001:${id}`);
  });
});
