/** What flows are told: what others did in the marketplace, each once and in order; what we did ourselves, not at all (R8, R22). */
import assert from 'node:assert/strict';
import { lateAndLost } from '../proof/life';
import type { Setting } from './markets';
import { bound, marketOrder, play, type Scene, scenes } from './scene';
import type { Stage } from './stage';
import { everythingWired } from './wired';

const HOUR = 60;
const heard = [
  ...['shipped', 'cancelled', 'return', 'refunded', 'document', 'deadline', 'address', 'incident'].map(
    (one) => `marketplace.${one}`,
  ),
  ...['accepted', 'imported', 'shipped', 'delivered', 'refunded', 'closed', 'overdue', 'silent'].map((one) => `life.${one}`),
];
/** Everything is heard, and all that is wired behind it is done as well. */
const options = (...world: readonly Setting[]): NonNullable<Scene['options']> => ({
  world,
  wiring: (store, marketplace) => ({
    ...Object.fromEntries(heard.map((type) => [type, []])),
    ...everythingWired(store, marketplace),
  }),
});
let order = { id: '', shop: '' };
/** Keys of what was told, in the order of their first telling. */
function told(stage: Stage, begins: string): readonly string[] {
  const prefix = `${stage.marketplace}:${order.id}/`;
  const keys = stage.told.flatMap((line) => {
    const id = line.slice(line.indexOf(' ') + 1);
    return id.startsWith(prefix) ? [id.slice(prefix.length)] : [];
  });
  return [...new Set(keys)].filter((key) => key.startsWith(begins));
}
const lineOf = (stage: Stage, n: number): string => marketOrder(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
/** An event was handed out once for each sending of a delivery, and there is one delivery of it. */
async function once(stage: Stage): Promise<void> {
  const { deliveries } = await stage.record(order.id);
  const keys = Object.values(deliveries).map(({ listener, event }) => `${listener} ${event}`);
  assert.equal(new Set(keys).size, keys.length);
}

scenes('Flows are told', [
  {
    name: 'of each parcel that leaves in the portal, and of its changed number',
    options: options('several parcels'),
    async plays(stage) {
      order = await bound(stage);
      assert.ok(
        stage.market.shipInPortal(order.id, {
          lines: [{ line: lineOf(stage, 0), quantity: 1 }],
          carrier: 'DHL',
          tracking: 'P-1',
        }),
      );
      await stage.until('the first', () => told(stage, 'marketplace.shipped').length === 1);
      assert.ok(stage.market.shipInPortal(order.id, { carrier: 'DHL', tracking: 'P-2' }));
      await stage.until('the second', () => told(stage, 'marketplace.shipped').length === 2);
      const [first] = marketOrder(stage, order.id).shipments;
      assert.ok(stage.market.changeTracking(order.id, { tracking: 'P-9', shipment: first?.id ?? '' }));
      await stage.until('its number', () => told(stage, 'marketplace.shipped').length === 3);
    },
    async stands(stage) {
      const [first, second] = marketOrder(stage, order.id).shipments.map(({ id }) => id);
      assert.deepEqual(told(stage, 'marketplace.shipped'), [
        `marketplace.shipped/${first}/P-1`,
        `marketplace.shipped/${second}/P-2`,
        `marketplace.shipped/${first}/P-9`,
      ]);
      await once(stage);
    },
  },
  {
    name: 'of an order that leaves in the portal where it ships as a whole',
    options: options(),
    async plays(stage) {
      order = await bound(stage);
      assert.ok(stage.market.shipInPortal(order.id, { carrier: 'DHL', tracking: 'P-1' }));
      await stage.until('it', () => told(stage, 'marketplace.shipped').length === 1);
    },
    stands: (stage) => assert.deepEqual(told(stage, 'marketplace.shipped'), [`marketplace.shipped/${order.id}/P-1`]),
  },
  ...([true, false] as const).map(
    (several): Scene => ({
      name: `of nothing that left the shop, was refunded or came back there${several ? ', where it takes several parcels' : ''}`,
      options: options(...(several ? (['several parcels'] as const) : [])),
      async plays(stage) {
        order = await bound(stage);
        stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
        await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
        stage.shopify.refund(order.shop, { lines: [{ lineItemId: shopLine(stage, 1), quantity: 1 }] });
        await stage.until('refunded', () => marketOrder(stage, order.id).refunds.some(({ state }) => state === 'REFUNDED'));
        await stage.minutes(HOUR);
      },
      async stands(stage) {
        assert.deepEqual(told(stage, 'marketplace.'), []);
        assert.deepEqual(told(stage, 'life.'), ['life.accepted', 'life.imported/1', 'life.shipped', 'life.refunded/partial']);
        await once(stage);
      },
    }),
  ),
  {
    name: 'of three equal refunds on one line as three, each when its money is gone',
    options: options(),
    async plays(stage) {
      order = await bound(stage);
      const made = [1, 2, 3].map(() => stage.market.refundInPortal(order.id, lineOf(stage, 0), { amount: '1.00' }));
      assert.ok(made.every((id) => id !== null));
      await stage.until('all', () => told(stage, 'marketplace.refunded').length === 3);
    },
    async stands(stage) {
      const made = marketOrder(stage, order.id).refunds.map(({ id }) => `marketplace.refunded/${id}`);
      assert.deepEqual([...told(stage, 'marketplace.refunded')].sort(), made.sort());
      await once(stage);
    },
  },
  {
    name: 'of an incident that is opened and settled, and of one that is opened anew',
    options: options(),
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
      const line = lineOf(stage, 0);
      for (const n of [1, 3]) {
        assert.ok(stage.market.openIncident(order.id, line));
        await stage.until('opened', () => told(stage, 'marketplace.incident').length === n);
        assert.ok(stage.market.resolveIncident(order.id, line));
        await stage.until('settled', () => told(stage, 'marketplace.incident').length === n + 1);
      }
    },
    stands(stage) {
      const line = lineOf(stage, 0);
      const expected = ['1/opened', '1/settled', '2/opened', '2/settled'].map((one) => `marketplace.incident/${line}/${one}`);
      assert.deepEqual(told(stage, 'marketplace.incident'), expected);
    },
  },
  {
    name: 'of an address that changes after the order was made, each time',
    options: options(),
    async plays(stage) {
      order = await bound(stage);
      for (const [n, street] of ['1 rue Autre', '2 rue Encore'].entries()) {
        assert.ok(stage.market.changeAddress(order.id, { street_1: street }));
        await stage.until('it', () => told(stage, 'marketplace.address').length === n + 1);
      }
    },
    stands: (stage) => assert.equal(told(stage, 'marketplace.address').length, 2),
  },
  {
    name: 'of documents that are wanted for what left and for what was paid back',
    options: options('asks for documents'),
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
      await stage.until('an invoice', () => told(stage, 'marketplace.document').length === 1);
      assert.ok(stage.market.refundInPortal(order.id, lineOf(stage, 0), { amount: '1.00' }));
      await stage.until('a credit note', () => told(stage, 'marketplace.document').length === 2);
    },
    async stands(stage) {
      const { observations } = await stage.record(order.id);
      const wanted = Object.values(observations).flatMap((seen) => (seen?.body.kind === 'document' ? [seen.body.wanted.is] : []));
      assert.deepEqual(wanted, ['invoice', 'credit_note']);
    },
  },
  {
    name: 'of a return as it goes on in the portal, and of what is true of the order until it is closed',
    options: options(),
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
      assert.ok(stage.market.markDelivered(order.id));
      await stage.until('delivered', () => told(stage, 'life.delivered').length === 1);
      const id = stage.market.announceReturn(order.id, [{ line: lineOf(stage, 0), quantity: 1 }]) ?? assert.fail('no return');
      await stage.until('agreed', () => told(stage, 'marketplace.return').some((key) => key.endsWith('/open')));
      assert.ok(stage.market.receiveInPortal(id));
      await stage.until('received', () => told(stage, 'marketplace.return').some((key) => key.endsWith('/received')));
      assert.ok(stage.market.close(order.id));
      await stage.until('closed', () => told(stage, 'life.closed').length === 1);
    },
    async stands(stage) {
      const states = told(stage, 'marketplace.return').map((key) => key.split('/').at(-1));
      assert.deepEqual(
        states.filter((state) => state !== 'requested'),
        ['open', 'received'],
      );
      assert.deepEqual(told(stage, 'life.'), [
        'life.accepted',
        'life.imported/1',
        'life.shipped',
        'life.delivered',
        'life.closed',
      ]);
      await once(stage);
    },
  },
]);

/** Days pass: played twice, not eight times. */
const late: Scene = {
  name: 'of a deadline before it passes, and that it has passed, though nothing is read then',
  options: options(),
  async plays(stage) {
    order = await bound(stage);
    await stage.until('near', () => told(stage, 'marketplace.deadline').length === 1, 4 * 24 * HOUR);
    const { by = '' } = { by: told(stage, 'marketplace.deadline')[0]?.split('/').at(-1) };
    assert.ok(stage.clock.now() < Date.parse(by), 'told when it was late already');
    await stage.until('late', () => told(stage, 'life.overdue').length === 1, 4 * 24 * HOUR);
    assert.ok(stage.clock.now() >= Date.parse(by));
  },
  async stands(stage) {
    assert.deepEqual([told(stage, 'marketplace.deadline').length, told(stage, 'life.overdue').length], [1, 1]);
    await once(stage);
  },
};
describe('Flows are told', function () {
  this.timeout(120_000);
  for (const [under, given] of [
    ['calm', { seed: 1 }],
    ['faults and deaths', { seed: 21, faults: lateAndLost, kills: 12 }],
  ] as const)
    it(`${late.name} (${under})`, async () => {
      await play(late, given);
    });
});

function shopLine(stage: Stage, n: number): string {
  const made = stage.shopify.orders().find(({ id }) => id === order.shop);
  return made?.lines[n]?.id ?? assert.fail('no such line');
}
