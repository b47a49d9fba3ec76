import assert from 'node:assert/strict';
import { happenings } from '../../lib/engine/events';
import { look } from '../../lib/engine/look';
import type { Cancellation, DocumentReading, ParcelReading, Reading, Refund, ReturnReading } from '../../lib/model/order';
import type { Effect, Listener, Observation, OrderRecord, Subject } from '../../lib/model/record';
import type { Abilities } from '../../lib/platforms/port';
import { ACCOUNT, around, created, delivery, effect, NOW, observation, policy, reading, record, STORE, write } from './records';
import { said } from './said';

const ALL = [
  'marketplace.shipped',
  'marketplace.cancelled',
  'marketplace.return',
  'marketplace.refunded',
  'marketplace.document',
  'marketplace.deadline',
  'marketplace.address',
  'marketplace.incident',
];
const listener = (change: Partial<Listener> = {}): Listener => ({
  id: 'ev',
  nodeType: 'marketplace-event-in',
  account: ACCOUNT,
  events: ALL,
  from: -1,
  since: 0,
  until: null,
  present: true,
  ...change,
});
const EUR = (amount: string) => ({ amount, currency: 'EUR' });
const refund = (id: string, change: Partial<Refund> = {}): Refund => ({
  id,
  lineId: 'A-1-1',
  state: 'done',
  item: EUR('5.00'),
  shipping: EUR('0.00'),
  taxes: [],
  quantity: 0,
  at: '2026-03-01T11:00:00Z',
  ...change,
});
const cancellation = (id: string): Cancellation => ({
  id,
  lineId: 'A-1-1',
  item: EUR('12.50'),
  shipping: EUR('0.00'),
  taxes: [],
  quantity: 1,
  at: '2026-03-01T11:00:00Z',
});
const thing = (subject: Subject, body: ParcelReading | ReturnReading | DocumentReading): Observation => ({
  subject,
  version: '2026-03-01T11:30:00Z',
  sentAt: NOW - 20_000,
  answeredAt: NOW - 19_000,
  body,
  hash: subject,
});
const parcel = (id: string, change: Partial<ParcelReading['shipment']> = {}) => ({
  [`parcel/${id}`]: thing(`parcel/${id}`, {
    kind: 'parcel',
    by: 'marketplace',
    shipment: {
      id,
      state: 'open',
      at: '2026-03-01T11:00:00Z',
      lines: [{ lineId: 'A-1-1', quantity: 1 }],
      numbers: ['N1'],
      urls: [],
      ...change,
    },
  }),
});
const returned = (id: string, state: ReturnReading['told']['state']) => ({
  [`return/${id}`]: thing(`return/${id}`, {
    kind: 'return',
    told: {
      id,
      state,
      at: '2026-03-01T11:00:00Z',
      lines: [{ id: 'A-1-1', lineId: 'A-1-1', quantity: 1, received: 0, restocked: 0 }],
    },
  }),
});
const wanted = (id: string, state: DocumentReading['wanted']['state']) => ({
  [`document/${id}`]: thing(`document/${id}`, {
    kind: 'document',
    wanted: {
      id,
      is: 'invoice',
      state,
      at: '2026-03-01T11:00:00Z',
      formats: ['PDF'],
      totals: { net: EUR('20.00'), tax: EUR('5.00'), gross: EUR('25.00') },
    },
  }),
});
const bound = (shipTo: object | null = null): Effect =>
  effect('order.create', {
    state: 'confirmed',
    args: { store: STORE, fact: { shipTo: { personal: shipTo } } },
    writes: [write({ answer: created, answeredAt: NOW - 39_000, record: created.id })],
    result: created,
  });
const push = (change: Partial<Effect>): Effect => effect('parcel.push', { target: ACCOUNT, ...change });
const inDoubt = write({ name: 'w', call: 'OR28' });
const answeredBy = (answer: unknown) => write({ name: 'w', call: 'OR28', answer, answeredAt: NOW });

interface Given {
  readonly stage?: Reading['stage'];
  readonly told?: Partial<Reading>;
  readonly things?: Partial<Record<Subject, Observation>>;
  readonly effects?: readonly Effect[];
  readonly events?: readonly string[];
  readonly parcels?: Abilities['parcels'];
  readonly made?: object | null;
}
const orderOf = ({
  stage = 'ready_to_ship',
  told = {},
  things = {},
  effects = [],
  events = [],
  made = null,
}: Given): OrderRecord =>
  record({
    observations: { order: observation(stage, '2026-03-01T10:00:00Z', NOW - 60_000, told), ...things },
    effects: Object.fromEntries([bound(made), ...effects].map((one) => [one.id, one])),
    deliveries: Object.fromEntries(
      events.map((event) => [`ev|${event}`, delivery({ id: `ev|${event}`, listener: 'ev', event })]),
    ),
  });
const policyOf = (parcels: Abilities['parcels']) =>
  policy({
    abilities: () => ({
      partialAcceptance: true,
      acceptanceSent: 'at once',
      referencesPerCall: 100,
      ...(parcels === undefined ? {} : { parcels }),
    }),
  });
const told = (given: Given): readonly string[] =>
  happenings(look(orderOf(given), around({ listeners: [listener()] }), policyOf(given.parcels ?? 'whole order')))
    .map(({ key }) => key)
    .filter((key) => key.startsWith('marketplace.'));

describe('what a marketplace tells of an order', () => {
  const shipped = { tracking: { carrier: 'DHL', number: 'N1' }, shippedAt: '2026-03-01T11:00:00Z' };
  const home = { name: 'A', lines: ['B 1'], city: 'C', country: 'FR' };
  const moved = { ...home, lines: ['Other 2'] };
  const at = (shipTo: object) =>
    ({ order: { ...reading('ready_to_ship').order, parties: { personal: { shipTo } } } }) as Partial<Reading>;
  const table: readonly [string, Given, readonly string[]][] = [
    ['nothing of an order that goes its way', {}, []],
    ['shipped in the portal', { stage: 'shipped', told: shipped }, ['marketplace.shipped/A-1/N1']],
    [
      'its changed number is told again',
      { stage: 'shipped', told: { tracking: { number: 'N2' } } },
      ['marketplace.shipped/A-1/N2'],
    ],
    [
      'what we told it ourselves is no news',
      { stage: 'shipped', told: shipped, effects: [push({ writes: [answeredBy(null)], state: 'confirmed' })] },
      [],
    ],
    ['nor what may be ours', { stage: 'shipped', told: shipped, effects: [push({ writes: [inDoubt] })] }, []],
    [
      'it is, once that turned out not to be',
      {
        stage: 'shipped',
        told: shipped,
        effects: [push({ writes: [write({ attempt: { n: 1, at: 1, sendUntil: 2, commitsWithin: 1, resolved: 'absent' } })] })],
      },
      ['marketplace.shipped/A-1/N1'],
    ],
    [
      'each parcel, where it tells of each',
      { parcels: 'each', things: { ...parcel('S1'), ...parcel('S2', { numbers: [] }) } },
      ['marketplace.shipped/S1/N1', 'marketplace.shipped/S2/'],
    ],
    [
      'and then nothing of the order as a whole, whatever is read first',
      { parcels: 'each', stage: 'shipped', told: shipped },
      [],
    ],
    ['no parcel that was given up', { parcels: 'each', things: parcel('S1', { state: 'voided' }) }, []],
    [
      'no parcel of ours',
      {
        parcels: 'each',
        things: { ...parcel('S1'), ...parcel('S2') },
        effects: [push({ state: 'confirmed', writes: [write({ answer: 'S1', record: 'S1', answeredAt: NOW })] })],
      },
      ['marketplace.shipped/S2/N1'],
    ],
    ['cancelled as a whole', { stage: 'cancelled', told: { cancellations: [cancellation('c1')] } }, ['marketplace.cancelled']],
    ['cancelled in part', { told: { cancellations: [cancellation('c1')] } }, ['marketplace.cancelled/c1']],
    [
      'no part that we cancelled',
      {
        told: { cancellations: [cancellation('c1'), cancellation('c2')] },
        effects: [effect('cancel.push', { state: 'confirmed', about: 'r1', writes: [answeredBy({ made: ['c1'] })] })],
      },
      ['marketplace.cancelled/c2'],
    ],
    [
      'nor the order, where all its parts were ours',
      {
        stage: 'cancelled',
        told: { cancellations: [cancellation('c1')] },
        effects: [effect('cancel.push', { state: 'confirmed', about: 'r1', writes: [answeredBy({ made: ['c1'] })] })],
      },
      [],
    ],
    [
      'nor where we cancelled the order by one call',
      {
        stage: 'cancelled',
        told: { cancellations: [cancellation('c9')] },
        effects: [effect('cancel.push', { state: 'confirmed', writes: [answeredBy(null)] })],
      },
      [],
    ],
    [
      'nothing while our cancellation is still going on',
      {
        told: { cancellations: [cancellation('c9')] },
        effects: [effect('cancel.push', { writes: [answeredBy({ made: ['c1'] })] })],
      },
      [],
    ],
    ['nor where we may have', { stage: 'cancelled', effects: [effect('cancel.push', { writes: [inDoubt] })] }, []],
    [
      'three equal refunds are three',
      { told: { refunds: ['1', '2', '3'].map((id) => refund(id)) } },
      ['marketplace.refunded/1', 'marketplace.refunded/2', 'marketplace.refunded/3'],
    ],
    [
      'a refund only when it is done',
      { told: { refunds: [refund('1', { state: 'pending' }), refund('2', { state: 'failed' })] } },
      [],
    ],
    [
      'no refund of ours',
      {
        told: { refunds: [refund('1'), refund('2')] },
        effects: [effect('refund.push', { writes: [answeredBy({ made: ['1'] })], state: 'confirmed' })],
      },
      ['marketplace.refunded/2'],
    ],
    [
      'nothing new while one of ours is in doubt',
      { told: { refunds: [refund('1'), refund('2')] }, effects: [effect('refund.push', { writes: [inDoubt] })] },
      [],
    ],
    ['a return', { things: returned('R1', 'requested') }, ['marketplace.return/R1/requested']],
    [
      'not that its goods came, or that it is closed, where we said so; that it was agreed is to be done in the shop',
      {
        things: {
          ...returned('R1', 'received'),
          ...returned('R2', 'closed'),
          ...returned('R3', 'open'),
          ...returned('R4', 'closed'),
        },
        effects: (
          [
            ['R1', 'receive'],
            ['R2', 'close'],
            ['R3', 'accept'],
            ['R4', 'receive'],
          ] as const
        ).map(([id, step]) =>
          effect('return.push', {
            id: `return.push/${id}/${step}`,
            state: 'confirmed',
            args: { fact: { step, told: { id } } },
            writes: [answeredBy(null)],
          }),
        ),
      },
      ['marketplace.return/R3/open', 'marketplace.return/R4/closed'],
    ],
    [
      'a document that is wanted, not one that is announced, issued or given up',
      {
        things: {
          ...wanted('D1', 'announced'),
          ...wanted('D2', 'wanted'),
          ...wanted('D3', 'issued'),
          ...wanted('D4', 'cancelled'),
        },
      },
      ['marketplace.document/D2'],
    ],
    ['an address that changed after creation', { made: home, told: at(moved) }, ['marketplace.address/']],
    ['not the same one', { made: home, told: at(home) }, []],
    [
      'not one of an order that left',
      {
        made: home,
        stage: 'shipped',
        told: { ...at(moved) },
        effects: [push({ state: 'confirmed', writes: [answeredBy(null)] })],
      },
      [],
    ],
    ['not where the person was erased', { made: null, told: at(moved) }, []],
    ['an incident, of the order where no line is named', { told: { incident: true } }, ['marketplace.incident/order/1/opened']],
    [
      'an incident of a line',
      { told: { incident: true, incidents: [{ lineId: 'A-1-1', reason: 'LATE' }] } },
      ['marketplace.incident/A-1-1/1/opened'],
    ],
    [
      'that it is settled, where somebody was told of it',
      { events: ['marketplace.incident/A-1-1/1/opened'] },
      ['marketplace.incident/A-1-1/1/settled'],
    ],
    [
      'another one of that line',
      {
        told: { incident: true, incidents: [{ lineId: 'A-1-1' }] },
        events: ['marketplace.incident/A-1-1/1/opened', 'marketplace.incident/A-1-1/1/settled'],
      },
      ['marketplace.incident/A-1-1/2/opened'],
    ],
  ];
  for (const [text, given, expected] of table)
    it(text, () =>
      assert.deepEqual(
        told(given).map((key) => (key.startsWith('marketplace.address/') ? 'marketplace.address/' : key)),
        expected,
      ),
    );

  it('the key of an address holds nothing of it, and another address is another event', () => {
    const keys = [moved, { ...moved, city: 'D' }].flatMap((shipTo) => told({ made: home, told: at(shipTo) }));
    assert.equal(new Set(keys).size, 2);
    for (const key of keys) assert.match(key, /^marketplace\.address\/[0-9a-f]{16}$/);
  });
  it('in whatever order its readings came, it tells the same', () => {
    const things = Object.entries({ ...parcel('S1'), ...returned('R1', 'open'), ...wanted('D1', 'wanted') });
    const given = { parcels: 'each' as const, told: { refunds: [refund('1')] } };
    const forth = told({ ...given, things: Object.fromEntries(things) });
    assert.deepEqual(new Set(told({ ...given, things: Object.fromEntries(things.reverse()) })), new Set(forth));
    assert.equal(forth.length, 4);
  });
});

describe('a deadline', () => {
  const due = (stage: Reading['stage'], deadlines: Reading['order']['deadlines'], change: Partial<Listener> = {}): string[] => {
    const order = record({
      observations: {
        order: observation(stage, '2026-03-01T10:00:00Z', NOW - 60_000, { order: { ...reading(stage).order, deadlines } }),
      },
    });
    const events = ['marketplace.deadline'];
    return said(order, { around: { listeners: [listener({ from: 0, events, ...change })], wired: [] } });
  };
  const HOURS = 3600;
  it('is told a day before, though nothing is read then', () =>
    assert.deepEqual(due('ready_to_ship', { shipBy: '2026-03-04T10:00:00Z' }), [
      `hand out marketplace.deadline/ship/2026-03-04T10:00:00.000Z in ${46 * HOURS} s`,
    ]));
  it('is told when half of the time is over, where there is less', () =>
    assert.deepEqual(due('awaiting_acceptance', { acknowledgeBy: '2026-03-01T16:00:00Z' }), [
      `hand out marketplace.deadline/acknowledge/2026-03-01T16:00:00.000Z in ${1 * HOURS} s`,
    ]));
  it('that was put off is told anew', () =>
    assert.match(due('ready_to_ship', { shipBy: '2026-03-09T10:00:00Z' }).join(), /ship\/2026-03-09/));
  it('is nobody’s when it was met', () => assert.deepEqual(due('shipped', { shipBy: '2026-03-01T11:00:00Z' }), []));
  it('still to come is told to a trigger that came late, one that has passed is not', () => {
    const since = NOW - 1_000;
    assert.deepEqual(due('ready_to_ship', { shipBy: '2026-03-01T13:00:00Z' }, { since }), [
      'hand out marketplace.deadline/ship/2026-03-01T13:00:00.000Z now',
    ]);
    assert.deepEqual(due('ready_to_ship', { shipBy: '2026-03-01T11:00:00Z' }, { since }), []);
  });
});

describe('a trigger for what happens later', () => {
  const handed = (given: Given, change: Partial<Listener>): readonly string[] =>
    said(orderOf(given), { around: { listeners: [listener(change)], wired: [] }, policy: policyOf('whole order') }).filter(
      (one) => one.includes('marketplace.'),
    );
  const late = { since: NOW - 5_000 };
  it('hears of orders that live here, though they were placed before it', () =>
    assert.deepEqual(handed({ told: { refunds: [refund('1', { doneAt: '2026-03-01T11:59:58Z' })] } }, { since: NOW - 70_000 }), [
      'hand out marketplace.refunded/1 now',
    ]));
  it('is not told of what was long before it when the order is read anew', () =>
    assert.deepEqual(
      handed({ told: { refunds: [refund('1', { doneAt: '2026-02-01T11:00:00Z' })] } }, { since: NOW - 70_000 }),
      [],
    ));
  it('is told once', () =>
    assert.deepEqual(handed({ told: { refunds: [refund('1')] }, events: ['marketplace.refunded/1'] }, {}), []));
  it('is not told of old orders that no flow was told of', () => {
    const order = record({ observations: { order: observation('ready_to_ship', '1', NOW, { refunds: [refund('1')] }) } });
    assert.deepEqual(said(order, { around: { listeners: [listener(late)], wired: [] } }), []);
  });
});
