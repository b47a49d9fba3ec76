import assert from 'node:assert/strict';
import { happenings } from '../../lib/engine/events';
import { look } from '../../lib/engine/look';
import { questions } from '../../lib/engine/questions';
import type { Duty } from '../../lib/engine/verb';
import type { ShopReading, ShopRefund } from '../../lib/model/life';
import { hashOf } from '../../lib/model/observe';
import type { Reading, Stage } from '../../lib/model/order';
import type { Decision, Effect, Listener, OrderRecord, Wired } from '../../lib/model/record';
import type { CancellationFact, MirrorCancellationFact, RefundFact } from '../../lib/platforms/giving-back';
import { cancellation, EUR, refund } from './marketplace-facts';
import { ACCOUNT, around, created, delivery, effect, NOW, observation, policy, record, STORE, write } from './records';

const bound = effect('order.create', {
  state: 'confirmed',
  writes: [write({ answer: created, answeredAt: NOW - 39_000, record: created.id })],
});
const shopReading = (change: Partial<ShopReading> = {}): ShopReading => ({
  kind: 'shop',
  id: created.id,
  name: created.name,
  total: EUR('29.90'),
  deleted: false,
  lines: [{ id: 'L/1', lineId: 'A-1-1', sku: 'MUG', quantity: 2, current: 2, unfulfilled: 2 }],
  shipments: [],
  refunds: [],
  returns: [],
  tags: [],
  ...change,
});
const given = (id: string, change: Partial<ShopRefund> = {}): ShopRefund => ({
  id: `gid://shopify/Refund/${id}`,
  at: '2026-03-01T11:00:00Z',
  state: 'done',
  total: EUR('12.50'),
  lines: [{ lineId: 'A-1-1', shopLine: 'L/1', quantity: 1, amount: EUR('12.50'), tax: EUR('0.00'), restock: 'none' }],
  shipping: EUR('0.00'),
  shippingTax: EUR('0.00'),
  adjustment: EUR('0.00'),
  ...change,
});
const cancelling = (id: string): ShopRefund =>
  given(id, { lines: given(id).lines.map((line) => ({ ...line, restock: 'cancel' })) });
const told = refund('9001');
const VERBS = ['refund.push', 'cancel.push', 'shop.refund', 'shop.cancel'];
const wired = (verbs: readonly string[]): readonly Wired[] =>
  verbs.map((verb) => ({ verb, account: '*', node: verb, reachedFrom: [], since: 0, until: null, present: true }));
const listens = (id: string, events: readonly string[]): Listener => ({
  id,
  nodeType: id,
  account: '*',
  events,
  from: 0,
  since: 0,
  until: null,
  present: true,
});
const HEARS = [
  listens('shop', ['refund.created', 'order.cancelled', 'order.edited']),
  listens('market', ['marketplace.refunded', 'marketplace.cancelled']),
];

interface Of {
  readonly shop?: Partial<ShopReading>;
  readonly stage?: Stage;
  readonly reading?: Partial<Reading>;
  readonly effects?: readonly Effect[];
  readonly decisions?: readonly Decision[];
  readonly verbs?: readonly string[];
}
function at({ shop, stage = 'ready_to_ship', reading = {}, effects = [], decisions = [], verbs = VERBS }: Of) {
  const body = shopReading(shop);
  const order: OrderRecord = record({
    effects: Object.fromEntries([bound, ...effects].map((one) => [one.id, one])),
    decisions,
    deliveries: { 'in|placed': delivery() },
    observations: {
      order: observation(stage, '2026-03-01T11:30:00Z', NOW - 5_000, { sellerReference: created.name, ...reading }),
      shop: {
        subject: 'shop',
        version: '2026-03-01T11:30:00Z',
        sentAt: NOW - 4_000,
        answeredAt: NOW - 3_900,
        body,
        hash: hashOf(body),
      },
    },
  });
  const base = around();
  const world = around({ listeners: [...base.listeners, ...HEARS], wired: [...base.wired, ...wired(verbs)] });
  const can = { partialAcceptance: true, acceptanceSent: 'at once', referencesPerCall: 100, refunds: true } as const;
  return look(order, world, policy({ abilities: () => can }));
}
const due = (of: Of) => at(of).duties.filter(({ verb }) => VERBS.includes(verb));
const ids = (of: Of): readonly string[] => due(of).map(({ id, hold }) => (hold ? `${id} (${hold.why})` : id));
const events = (of: Of): readonly string[] =>
  happenings(at(of))
    .filter(({ type }) => !type.startsWith('life.'))
    .map(({ type, about }) => [type, about?.slice(about.lastIndexOf('/') + 1)].filter(Boolean).join(' '));
const step = (verb: string, key: string, change: Partial<Effect> = {}): Effect =>
  effect(verb, { id: `${verb}/${key}`, key, ...change });
const answered = (made: readonly string[], change: Partial<Effect> = {}) => ({
  state: 'confirmed' as const,
  writes: [write({ name: 'w', answer: { made }, answeredAt: NOW - 2_000 })],
  result: { made },
  ...change,
});

describe('what is to be given back on the other side', () => {
  const cancelledAt = '2026-03-01T11:00:20Z';
  const table: readonly [string, Of, readonly string[]][] = [
    ['a refund of the shop is told', { shop: { refunds: [given('7')] } }, ['refund.push/7']],
    [
      'three equal ones are three',
      { shop: { refunds: ['7', '8', '9'].map((id) => given(id)) } },
      ['refund.push/7', 'refund.push/8', 'refund.push/9'],
    ],
    [
      'one that is pending, or failed, is not',
      { shop: { refunds: [given('7', { state: 'pending' }), given('8', { state: 'failed' })] } },
      [],
    ],
    ['one that moved nothing is not', { shop: { refunds: [given('7', { total: EUR('0.00'), lines: [] })] } }, []],
    ['one of units that will not ship is a cancellation', { shop: { refunds: [cancelling('7')] } }, ['cancel.push/7']],
    ['where no node cancels it is a refund', { shop: { refunds: [cancelling('7')] }, verbs: ['refund.push'] }, ['refund.push/7']],
    [
      'one that was begun as a refund stays one',
      {
        shop: { refunds: [cancelling('7')] },
        effects: [step('refund.push', '7', { writes: [write()], about: 'gid://shopify/Refund/7' })],
      },
      ['refund.push/7'],
    ],
    ['a cancellation with its refund is one fact', { shop: { cancelledAt, refunds: [cancelling('7')] } }, ['cancel.push/whole']],
    ['also where nothing was restocked', { shop: { cancelledAt, refunds: [given('7')] } }, ['cancel.push/whole']],
    [
      'a refund long before it is another',
      { shop: { cancelledAt: '2026-03-01T11:30:00Z', refunds: [given('7')] } },
      ['cancel.push/whole', 'refund.push/7'],
    ],
    [
      'our own refund in the shop is none',
      { shop: { refunds: [given('7')] }, effects: [step('shop.refund', '9001', answered(['gid://shopify/Refund/7']))] },
      [],
    ],
    [
      'nor is what came of our own cancellation',
      {
        shop: { cancelledAt, refunds: [cancelling('7')] },
        effects: [step('shop.cancel', 'whole', answered(['gid://shopify/Refund/7']))],
      },
      [],
    ],
    [
      'while ours is in doubt, one that is new tells nothing',
      { shop: { refunds: [given('7')] }, effects: [step('shop.refund', '9001', { writes: [write()] })] },
      [],
    ],
    [
      'nor while our cancellation has not come to its end',
      {
        shop: { cancelledAt, refunds: [cancelling('7')] },
        effects: [step('shop.cancel', 'whole', { writes: [write({ answer: { job: 'j' }, answeredAt: NOW })] })],
      },
      [],
    ],
    ['what was told is over', { shop: { refunds: [given('7')] }, effects: [step('refund.push', '7', answered(['m1']))] }, []],
    [
      'one waits while a cancellation is told',
      {
        shop: { refunds: [given('7'), cancelling('8')] },
        effects: [step('cancel.push', '8', { writes: [write()], about: 'gid://shopify/Refund/8' })],
      },
      ['cancel.push/8', 'refund.push/7 (a cancellation is being told)'],
    ],
    [
      'left out is that one alone',
      { shop: { refunds: [given('7'), given('8')] }, decisions: [{ at: NOW, by: 'x', kind: 'leave out', of: 'refund.push/7' }] },
      ['refund.push/8'],
    ],
    [
      'all of them',
      { shop: { refunds: [given('7'), given('8')] }, decisions: [{ at: NOW, by: 'x', kind: 'leave out', of: 'refund.push' }] },
      [],
    ],
    [
      'nothing is told of an order that the marketplace cancelled',
      { stage: 'cancelled', shop: { refunds: [given('7')] } },
      ['shop.cancel/whole'],
    ],
    ['a refund of the marketplace is made', { reading: { refunds: [told] } }, ['shop.refund/9001']],
    ['one that is not done is not', { reading: { refunds: [{ ...told, state: 'pending' }] } }, []],
    ['ours is none', { reading: { refunds: [told] }, effects: [step('refund.push', '7', answered(['9001']))] }, []],
    [
      'nor is it while ours is on its way',
      {
        reading: { refunds: [told] },
        effects: [step('refund.push', '7', { writes: [write()] })],
        shop: { refunds: [given('7')] },
      },
      ['refund.push/7'],
    ],
    ['a cancelled order is cancelled in the shop', { stage: 'cancelled' }, ['shop.cancel/whole']],
    ['once', { stage: 'cancelled', shop: { cancelledAt } }, []],
    [
      'units that were edited away are cancelled',
      { shop: { lines: [{ id: 'L/1', lineId: 'A-1-1', sku: 'MUG', quantity: 2, current: 1, unfulfilled: 1 }] } },
      ['cancel.push/edit-1'],
    ],
  ];
  for (const [what, of, expected] of table) it(what, () => assert.deepEqual(ids(of), expected));

  it('a cancellation of lines is made in the shop, with what the marketplace still has sold', () => {
    const quantities = { 'A-1-1': { ...counters(), accepted: 2, ordered: 2, cancelled: 1 } };
    const [duty] = due({ reading: { cancellations: [cancellation('71')], quantities } });
    assert.deepEqual([duty?.id, argsOf<MirrorCancellationFact>(duty).remaining], ['shop.cancel/71', 1]);
    const rest = [{ id: 'L/1', lineId: 'A-1-1', sku: 'MUG', quantity: 2, current: 1, unfulfilled: 1 }];
    assert.deepEqual(
      ids({
        reading: { cancellations: [cancellation('71')], quantities },
        shop: { lines: rest, refunds: [cancelling('7')] },
        effects: [step('shop.cancel', '71', answered(['gid://shopify/Refund/7']))],
      }),
      [],
    );
  });
  it('is told with what is left of the money, ours counted before the marketplace shows it', () => {
    const before = {
      state: 'confirmed' as const,
      writes: [
        write({
          name: 'OR28',
          answeredAt: NOW,
          answer: {
            made: ['m1'],
            given: [{ record: 'm1', lineId: 'A-1-1', item: '20.00', taxes: [], shipping: '0.00', shippingTaxes: [], fees: [] }],
          },
        }),
      ],
    };
    const [duty] = due({ shop: { refunds: [given('7'), given('8')] }, effects: [step('refund.push', '7', before)] });
    assert.deepEqual([duty?.id, argsOf<RefundFact>(duty).left[0]?.item], ['refund.push/8', '5.00']);
  });
  it('a whole cancellation names what had left as shipped, and the rest as units', () => {
    const shipment = {
      id: 'f',
      state: 'open' as const,
      at: '2026-03-01T11:00:00Z',
      lines: [{ lineId: 'A-1-1', quantity: 1 }],
      numbers: [],
      urls: [],
    };
    const [duty] = due({ shop: { cancelledAt, shipments: [shipment] } });
    const fact = argsOf<CancellationFact>(duty);
    assert.deepEqual(
      [fact.whole, fact.units, fact.shipped],
      [true, [{ lineId: 'A-1-1', quantity: 1 }], [{ lineId: 'A-1-1', quantity: 1 }]],
    );
  });
  it('what was refused is another step when the facts are others: the goods left, somebody refunded in the portal', () => {
    const refusal = { at: NOW, call: 'OR28', code: 'HTTP_400', text: 'too late' };
    const resolved = { n: 1, at: 1, sendUntil: 2, commitsWithin: 1, resolved: 'refused' as const };
    const [first] = due({ shop: { cancelledAt } });
    const effects = [
      step('cancel.push', 'whole', {
        refusal,
        writes: [write({ attempt: resolved })],
        args: { fact: argsOf<CancellationFact>(first) },
      }),
    ];
    assert.deepEqual(ids({ shop: { cancelledAt }, effects }), ['cancel.push/whole']);
    assert.deepEqual(ids({ stage: 'shipped', shop: { cancelledAt }, effects }), ['cancel.push/whole-2']);
    const portal = { refunds: [told] };
    const reading = { shop: { cancelledAt }, reading: portal, effects };
    assert.deepEqual(ids(reading), [
      'cancel.push/whole-2',
      'shop.refund/9001 (a person is asked about money that went back in the shop)',
    ]);
    // Who gave it back in the portal changed the facts by that: it is not told again.
    const leave = (of: string): Decision => ({ at: NOW, by: 'eva', kind: 'leave out', of });
    const settled = [leave('cancel.push/whole'), leave('shop.refund/9001')];
    assert.deepEqual(ids({ ...reading, decisions: settled }), []);
  });
  it('what a person gives back by hand while they are asked waits for their answer, either way', () => {
    const asks = { kind: 'over-refund' as const, cause: 'over-refund/x', detail: {} };
    const pushed = step('refund.push', '7', { asks, args: {} });
    assert.deepEqual(ids({ reading: { refunds: [told] }, effects: [pushed] }), [
      'shop.refund/9001 (a person is asked about money that went back in the shop)',
    ]);
    const mirrored = step('shop.refund', '9002', { asks, args: {} });
    assert.deepEqual(ids({ shop: { refunds: [given('8')] }, effects: [mirrored] }), [
      'refund.push/8 (a person is asked about money that went back at the marketplace)',
    ]);
    assert.deepEqual(ids({ shop: { refunds: [cancelling('9')] }, effects: [mirrored] }), [
      'cancel.push/9 (a person is asked about money that went back at the marketplace)',
    ]);
  });
  it('events: a refund of units that will not ship is told as both; a cancellation with its refund as one', () => {
    const later = (of: Of) => events(of).filter((one) => !one.startsWith('order.placed') && !one.startsWith('order.changed'));
    assert.deepEqual(later({ shop: { refunds: [cancelling('7')] } }), ['refund.created 7', 'order.cancelled 7']);
    assert.deepEqual(later({ shop: { cancelledAt, refunds: [cancelling('7')] } }), ['order.cancelled', 'refund.created 7']);
  });
  it('an order that a node is cancelling in the shop asks nobody; one that has left does', () => {
    const causes = (of: Of) =>
      questions(at(of))
        .map(({ cause }) => cause)
        .filter((cause) => cause.startsWith('cancelled'));
    assert.deepEqual(causes({ stage: 'cancelled' }), []);
    assert.deepEqual(causes({ stage: 'cancelled', verbs: [] }), ['cancelled after creation']);
    const ended = (by: string) => [step('shop.cancel', 'whole', { state: 'confirmed', target: STORE, result: { by, made: [] } })];
    assert.deepEqual(causes({ stage: 'cancelled', effects: ended('cancellation') }), []);
    assert.deepEqual(causes({ stage: 'cancelled', effects: ended('return') }), ['cancelled after creation']);
  });
  it('is nobody’s where the platform takes none', () => {
    const { order, around: world } = at({ shop: { refunds: [given('7')] } });
    assert.deepEqual(
      look(order, world, policy()).duties.filter(({ verb }) => verb === 'refund.push'),
      [],
    );
    assert.equal(order.account, ACCOUNT);
  });
});
const counters = () => {
  const body = observation('ready_to_ship', '1', 0).body as Reading;
  return body.quantities['A-1-1'] ?? assert.fail('no counters');
};
function argsOf<F>(duty: Duty | undefined): F {
  assert.ok(duty, 'nothing is due');
  return duty.args as F;
}
