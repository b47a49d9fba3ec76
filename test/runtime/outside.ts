/** Simulated systems outside of the process that is killed: over HTTP, at the machine's own pace. */
import { createSimulator, serveSimulator } from '../../lib/simulator';
import { systemRandom } from '../../lib/transport/random';
import { realClock } from '../../lib/transport/real-clock';
import type { Credentials, FlowNode } from '../node-red/user-directory';
import { onCanvas } from './canvas';
import { collecting } from './flows';

export async function outside() {
  const clock = realClock();
  const simulator = createSimulator({ clock, random: systemRandom });
  const { url, close } = await serveSimulator(simulator);
  const mirakl = simulator.mirakl('demo');
  const shopify = simulator.shopify('demo');
  // Orders are ready to ship at once, so that the machine's pace is fast enough.
  Object.assign(mirakl.world, { automaticAcceptance: true, debitDelay: 0, visibilityLag: 0 });
  return {
    simulator,
    mirakl,
    shopify,
    flows(between: readonly FlowNode[] = [], first = 'create'): readonly FlowNode[] {
      return onCanvas<FlowNode>([
        { id: 'tab', type: 'tab', label: 'orders' },
        { id: 'seller', type: 'marketplace-account', platform: 'mirakl', address: `${url}/${mirakl.host}`, name: 'Demo' },
        {
          id: 'store',
          type: 'shopify-store',
          platform: 'shopify',
          address: `${url}/${shopify.host}`,
          signIn: 'token',
          name: 'Shop',
        },
        {
          id: 'in',
          type: 'marketplace-order-in',
          z: 'tab',
          account: 'seller',
          start: 'date',
          startDate: '2020-01-01',
          wires: [[first], []],
        },
        ...between,
        { id: 'create', type: 'shopify-create-order', z: 'tab', store: 'store', wires: [['came'], ['skipped']] },
        ...collecting,
      ]);
    },
    credentials: { seller: { key: mirakl.key }, store: { token: shopify.token } } satisfies Credentials,
    async close(): Promise<void> {
      await close();
      clock.stop();
    },
  };
}
export type Outside = Awaited<ReturnType<typeof outside>>;
