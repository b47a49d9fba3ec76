import assert from 'node:assert/strict';
import type { NodeConfig } from '../../lib/runtime/types/node-red';
import { onCanvas } from '../runtime/canvas';
import { begin, end, helper, house, nodeFile, received } from './helper';

const flow = (behind: readonly string[]): readonly NodeConfig[] =>
  onCanvas<NodeConfig>([
    { id: 'tab', type: 'tab', label: 'orders' },
    { id: 'books', type: 'order-ledger', where: 'memory' },
    { id: 'seller', type: 'marketplace-account', platform: 'simulator of mirakl', world: 'demo', name: 'Demo' },
    { id: 'in', type: 'marketplace-order-in', z: 'tab', account: 'seller', wires: [behind, []] },
    { id: 'out', type: 'helper', z: 'tab', wires: [] },
  ]);
const files = (['order-ledger', 'marketplace-account', 'marketplace-order-in'] as const).map(nodeFile);

describe('a trigger that is wired after its orders came', () => {
  beforeEach(() => begin({ pace: 600 }));
  afterEach(end);

  it('sends what came since it was deployed', async () => {
    await helper.load(files, flow([]));
    const { id: account } = await house().account('seller');
    const engine = await house().ready();
    // The listener's row is written behind the account's identity: what is placed then is its own.
    while (!house().running || (await house().running?.ledger.around())?.listeners.length === 0) await new Promise(setImmediate);
    const id = house().running?.worlds.named('demo').mirakl('demo').place();
    while ((await engine.read(`${account}:${id}`)) === null) await new Promise(setImmediate);
    await helper.setFlows(flow(['out']), 'nodes');
    const message = await received('out');
    assert.equal((message.event as { subject: string }).subject, `${account}:${id}`);
  });
});
