/** The world of a rehearsal: served over HTTP, on a paced clock that outlives every Node-RED, and the flow that runs against it. */
import { createSimulator, serveSimulator } from '../../../lib/simulator';
import { seededRandom } from '../../../lib/transport/random';
import { realClock } from '../../../lib/transport/real-clock';
import type { Credentials, FlowNode } from '../../node-red/user-directory';
import { onCanvas } from '../../runtime/canvas';

export const PACE = 60;
const SECOND = 1_000;
const DAY = 86_400 * SECOND;

export async function rehearsal(seed: number) {
  const epoch = Date.now();
  const clock = realClock(PACE, epoch);
  const simulator = createSimulator({
    clock,
    random: seededRandom(seed),
    faults: {
      lostAnswer: 0.02,
      lateCommit: { chance: 0.02, upTo: 20 * SECOND },
      error5xxAfter: 0.005,
      tooMany: 0.005,
      partialSuccess: 0.005,
    },
  });
  const { url, close } = await serveSimulator(simulator);
  const mirakl = simulator.mirakl('bazaar');
  const shopify = simulator.shopify('store');
  // Restarts take virtual minutes each: no order may expire for that alone.
  // A real 50 ms on the way is three seconds there.
  Object.assign(mirakl.world, { debitDelay: 60 * SECOND, acceptWithin: 30 * DAY, rateTolerance: 50 * PACE });
  shopify.catalogue.knowsEverySku = true;
  const parts = `{ createClock: (pace) => require(${JSON.stringify(require.resolve('../../../lib/transport/real-clock'))}).realClock(pace, ${epoch}) }`;
  return {
    simulator,
    mirakl,
    shopify,
    clock,
    settingsCode: `{ orderLifecycle: { approveWithoutLogin: true, pace: ${PACE}, parts: ${parts} } }`,
    credentials: { seller: { key: mirakl.key }, store: { token: shopify.token } } satisfies Credentials,
    /** `name` is shown in the editor only: another one makes the node anew at a deploy. */
    flows: (name: string): readonly FlowNode[] =>
      onCanvas<FlowNode>([
        { id: 'tab', type: 'tab', label: 'intake' },
        { id: 'seller', type: 'marketplace-account', platform: 'mirakl', address: `${url}/${mirakl.host}`, name: 'Bazaar' },
        {
          id: 'store',
          type: 'shopify-store',
          platform: 'shopify',
          address: `${url}/${shopify.host}`,
          signIn: 'token',
          name: 'Store',
        },
        {
          id: 'in',
          type: 'marketplace-order-in',
          z: 'tab',
          account: 'seller',
          start: 'date',
          startDate: '2020-01-01',
          wires: [['through'], []],
        },
        // A core node in between, so that messages are on their way when a deploy or a kill comes.
        {
          id: 'through',
          type: 'delay',
          z: 'tab',
          pauseType: 'delay',
          timeout: '40',
          timeoutUnits: 'milliseconds',
          outputs: 1,
          wires: [['accept']],
        },
        { id: 'accept', type: 'accept-order', z: 'tab', rule: 'always', name, wires: [['create'], [], []] },
        { id: 'create', type: 'shopify-create-order', z: 'tab', store: 'store', name, wires: [[], []] },
      ]),
    async close(): Promise<void> {
      await close();
      clock.stop();
    },
  };
}
export type Rehearsal = Awaited<ReturnType<typeof rehearsal>>;
