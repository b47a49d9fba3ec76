import assert from 'node:assert/strict';
import { happenings } from '../../lib/engine/events';
import { look } from '../../lib/engine/look';
import { ownKey, type Quantities, type Reading } from '../../lib/model/order';
import type { Decision, Effect, Listener, OrderRecord } from '../../lib/model/record';
import { ACCOUNT, around, created, effect, NOW, observation, policy, reading, record, write } from './records';
import { said } from './said';

const TYPES = ['accepted', 'imported', 'shipped', 'delivered', 'refunded', 'closed', 'overdue', 'silent'].map(
  (one) => `life.${one}`,
);
const listener = (change: Partial<Listener> = {}): Listener => ({
  id: 'life',
  nodeType: 'lifecycle-event-in',
  account: '*',
  events: TYPES,
  from: -1,
  since: 0,
  until: null,
  present: true,
  ...change,
});
const quantities = (change: Partial<Quantities>): Pick<Reading, 'quantities'> => {
  const [[line, counted]] = Object.entries(reading('ready_to_ship').quantities) as [[string, Quantities]];
  return { quantities: { [line]: { ...counted, ...change } } };
};
const refund = (amount: string, state: 'pending' | 'done' = 'done') => ({
  id: amount,
  lineId: 'A-1-1',
  state,
  item: { amount, currency: 'EUR' },
  shipping: { amount: '0.00', currency: 'EUR' },
  taxes: [],
  quantity: 0,
  at: '2026-03-01T11:00:00Z',
  doneAt: '2026-03-01T11:00:00Z',
});
const made = (key = '1'): Effect =>
  effect('order.create', {
    id: `order.create/${key}`,
    key,
    state: 'confirmed',
    writes: [write({ answer: created, answeredAt: NOW - 39_000, record: created.id })],
    result: created,
  });
const orderOf = (stage: Reading['stage'], change: Partial<Reading> = {}, bound = true): OrderRecord =>
  record({
    observations: { order: observation(stage, '2026-03-01T10:00:00Z', NOW - 60_000, change) },
    effects: bound ? { 'order.create/1': made() } : {},
  });
const truths = (order: OrderRecord): readonly string[] =>
  happenings(look(order, around({ listeners: [listener()] }), policy()))
    .map(({ key }) => key)
    .filter((key) => key.startsWith('life.'));
const shipped = ['life.accepted', 'life.imported', 'life.shipped'];

describe('what is now true of an order', () => {
  const table: readonly [string, OrderRecord, readonly string[]][] = [
    [
      'nothing while it waits for a decision, but when that will be overdue',
      orderOf('awaiting_acceptance', {}, false),
      ['life.overdue/acknowledge/2026-03-03T10:00:00.000Z'],
    ],
    ['nothing of one that was refused', orderOf('refused', {}, false), []],
    ['nothing of a test', orderOf('ready_to_ship', { order: { ...reading('ready_to_ship').order, test: true } }, false), []],
    ['accepted', orderOf('ready_to_ship', {}, false), ['life.accepted']],
    ['accepted in part, or by itself', orderOf('ready_to_ship', { acceptance: 'not_required' }, false), ['life.accepted']],
    ['imported', orderOf('ready_to_ship'), ['life.accepted', 'life.imported/1']],
    [
      'not shipped while something is left',
      orderOf('ready_to_ship', quantities({ shipped: 1 })),
      ['life.accepted', 'life.imported/1'],
    ],
    [
      'shipped when the rest was cancelled',
      orderOf('ready_to_ship', quantities({ shipped: 1, cancelled: 1 })),
      [...shipped.slice(0, 1), 'life.imported/1', 'life.shipped'],
    ],
    ['shipped', orderOf('shipped'), ['life.accepted', 'life.imported/1', 'life.shipped']],
    ['delivered', orderOf('delivered'), ['life.accepted', 'life.imported/1', 'life.shipped', 'life.delivered']],
    [
      'delivered by its units',
      orderOf('closed', quantities({ shipped: 2, delivered: 2 })),
      ['life.accepted', 'life.imported/1', 'life.shipped', 'life.delivered', 'life.closed'],
    ],
    ['closed', orderOf('closed'), ['life.accepted', 'life.imported/1', 'life.shipped', 'life.closed']],
    [
      'refunded in part',
      orderOf('ready_to_ship', { refunds: [refund('5.00')] }),
      ['life.accepted', 'life.imported/1', 'life.refunded/partial'],
    ],
    [
      'refunded in full',
      orderOf('ready_to_ship', { refunds: [refund('29.90')] }),
      ['life.accepted', 'life.imported/1', 'life.refunded/full'],
    ],
    [
      'not refunded while the money is on its way',
      orderOf('ready_to_ship', { refunds: [refund('5.00', 'pending')] }),
      ['life.accepted', 'life.imported/1'],
    ],
  ];
  for (const [text, order, expected] of table) it(text, () => assert.deepEqual([...truths(order)].sort(), [...expected].sort()));

  it('what was true before the import is told before it', () =>
    assert.deepEqual(truths(orderOf('ready_to_ship')).slice(0, 2), ['life.accepted', 'life.imported/1']));
  it('made again is imported again', () => {
    const again: Decision = { at: NOW, by: 'eva', kind: 'new generation', of: 'order.create/1' };
    const order = {
      ...orderOf('ready_to_ship'),
      decisions: [again],
      effects: { 'order.create/1': made(), 'order.create/2': made('2') },
    };
    assert.deepEqual(
      truths(order).filter((key) => key.startsWith('life.imported')),
      ['life.imported/2'],
    );
  });
});

describe('an order that is overdue', () => {
  const due = (stage: Reading['stage'], deadlines: Reading['order']['deadlines'], since = 0): string[] =>
    said(orderOf(stage, { order: { ...reading(stage).order, deadlines } }, false), {
      around: { listeners: [listener({ from: 0, since, events: ['life.overdue'] })], wired: [] },
    });
  it('is told when its time comes, though nothing is read then', () =>
    assert.deepEqual(due('ready_to_ship', { shipBy: '2026-03-01T13:00:00Z' }), [
      'hand out life.overdue/ship/2026-03-01T13:00:00.000Z in 3600 s',
    ]));
  it('is told to a trigger that came later: it still is', () =>
    assert.deepEqual(due('awaiting_acceptance', { acknowledgeBy: '2026-03-01T11:00:00Z' }, NOW - 1_000), [
      'hand out life.overdue/acknowledge/2026-03-01T11:00:00.000Z now',
    ]));
  it('is not, once that was done', () => assert.deepEqual(due('shipped', { shipBy: '2026-03-01T11:00:00Z' }), []));
});

describe('a silent channel', () => {
  const own = (silentSince?: number): string[] => {
    const key = ownKey(ACCOUNT);
    const account = { id: ACCOUNT, platform: 'mirakl', mode: 'live' as const, since: 0 };
    return said(record({ key, observations: {} }), {
      around: {
        listeners: [listener({ since: NOW })],
        wired: [],
        accounts: { [ACCOUNT]: silentSince === undefined ? account : { ...account, silentSince } },
      },
    }).filter((one) => one.includes('life.'));
  };
  it('is told of its account, also to a trigger that came since', () =>
    assert.deepEqual(own(NOW - 7_000), [`hand out life.silent/${NOW - 7_000} now`]));
  it('is not, while it speaks', () => assert.deepEqual(own(), []));
});

describe('a trigger for life events', () => {
  const heard = (since: number): string[] =>
    said(orderOf('ready_to_ship', { refunds: [{ ...refund('5.00'), doneAt: '2026-02-01T11:00:00Z' }] }), {
      around: { listeners: [listener({ since })], wired: [] },
    }).filter((one) => one.includes('life.'));
  it('that was there hears it from the beginning', () => assert.deepEqual(heard(0), ['hand out life.refunded/partial now']));
  it('is not told of what was true before it came', () => assert.deepEqual(heard(NOW - 30_000), []));
});
