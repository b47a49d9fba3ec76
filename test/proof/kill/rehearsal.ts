/** The world of a rehearsal: served over HTTP, on a paced clock that outlives every Node-RED, and the flow that runs against it. */
import { createSimulator, serveSimulator } from '../../../lib/simulator';
import { seededRandom } from '../../../lib/transport/random';
import { realClock } from '../../../lib/transport/real-clock';
import type { Credentials, FlowNode } from '../../node-red/user-directory';
import { onCanvas } from '../../runtime/canvas';
import { lateAndLost } from '../life';

export const PACE = 60;
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
/** Ms of the machine. */
const QUIET = 150;
const LONGEST_PAUSE = '400';

export async function rehearsal(seed: number) {
  const epoch = Date.now();
  const clock = realClock(PACE, epoch);
  const simulator = createSimulator({ clock, random: seededRandom(seed), faults: lateAndLost });
  const { url, close } = await serveSimulator(simulator);
  const mirakl = simulator.mirakl('bazaar');
  const shopify = simulator.shopify('store');
  // Restarts take minutes there: no order may expire for that alone. And a real quarter of a second on the way is 15 there.
  Object.assign(mirakl.world, { debitDelay: 60 * SECOND, acceptWithin: 30 * DAY, rateTolerance: 250 * PACE });
  shopify.catalogue.knowsEverySku = true;
  const realClockFile = JSON.stringify(require.resolve('../../../lib/transport/real-clock'));
  const createClock = `(pace) => require(${realClockFile}).realClock(pace, ${epoch})`;
  return {
    simulator,
    mirakl,
    shopify,
    clock,
    settingsCode: `{ orderLifecycle: { approveWithoutLogin: true, pace: ${PACE}, quiet: ${QUIET}, parts: { createClock: ${createClock} } } }`,
    credentials: { seller: { key: mirakl.key }, store: { token: shopify.token } } satisfies Credentials,
    /**
     * `in → (a pause) → accept → (a pause) → create`, so that messages are on their way when a deploy or a kill comes. Each
     * revision makes one thing anew: the trigger, an action, a pause that may hold messages, or a settings node.
     */
    flows(revision: number): readonly FlowNode[] {
      const since = (turn: number): string => `r${revision - ((revision + 5 - turn) % 5)}`;
      const [before, between] = [`before-${since(0)}`, `between-${since(1)}`];
      return onCanvas<FlowNode>([
        { id: 'tab', type: 'tab', label: 'intake' },
        {
          id: 'seller',
          type: 'marketplace-account',
          platform: 'mirakl',
          address: `${url}/${mirakl.host}`,
          name: `Bazaar ${since(2)}`,
        },
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
          name: since(3),
          wires: [[before], []],
        },
        pausing(before, 'accept'),
        { id: 'accept', type: 'accept-order', z: 'tab', rule: 'always', wires: [[between], [], []] },
        pausing(between, 'create'),
        { id: 'create', type: 'shopify-create-order', z: 'tab', store: 'store', name: since(4), wires: [[], []] },
        ...afterwards(),
      ]);
    },
    async close(): Promise<void> {
      await close();
      clock.stop();
    },
  };
}
export type Rehearsal = Awaited<ReturnType<typeof rehearsal>>;

/** What happens after an order was made, either way, by the same nodes. */
const afterwards = (): readonly FlowNode[] => {
  const reasons = { reasons: [], reason: '17, 34' };
  return [
    {
      id: 'shop-events',
      type: 'shopify-event-in',
      z: 'tab',
      store: 'store',
      wires: [['push'], ['push'], [], ['cancel'], ['refund'], ['return'], ['cancel'], []],
    },
    {
      id: 'market-events',
      type: 'marketplace-event-in',
      z: 'tab',
      account: 'seller',
      wires: [['fulfil'], ['cancel'], ['return'], ['refund'], [], [], [], []],
    },
    { id: 'push', type: 'push-tracking', z: 'tab', wires: [[], []] },
    { id: 'fulfil', type: 'shopify-fulfil-order', z: 'tab', wires: [[], [], []] },
    { id: 'cancel', type: 'propagate-cancellation', z: 'tab', ...reasons, restock: 'stock', wires: [[], []] },
    { id: 'refund', type: 'propagate-refund', z: 'tab', ...reasons, goodwill: 'proportional', restock: 'none', wires: [[], []] },
    { id: 'return', type: 'propagate-return', z: 'tab', requests: 'accept', restock: 'none', wires: [[], []] },
  ];
};

/** A core node that keeps each message for a while, and drops what it keeps when it is closed. */
const pausing = (id: string, next: string): FlowNode => ({
  id,
  type: 'delay',
  z: 'tab',
  pauseType: 'random',
  randomFirst: '1',
  randomLast: LONGEST_PAUSE,
  randomUnits: 'milliseconds',
  outputs: 1,
  wires: [[next]],
});
