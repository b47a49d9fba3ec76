import assert from 'node:assert/strict';
import { allGuards } from '../../lib/engine/guards';
import type { OrderRecord } from '../../lib/model/record';
import { ACCOUNT, created, delivery, effect, NOW, observation, reading, record, STORE, write } from './records';
import { said } from './said';

const accepted = effect('order.accept', {
  state: 'confirmed',
  writes: [write({ name: 'OR21', answer: null, answeredAt: NOW - 39_000 })],
});
const bound = effect('order.create', {
  state: 'confirmed',
  writes: [write({ answer: created, answeredAt: NOW - 39_000, record: created.id })],
  result: created,
});

const soon = { ...reading('awaiting_acceptance').order, deadlines: { acknowledgeBy: new Date(NOW + 50_000).toISOString() } };

describe('what is due with an order', () => {
  const table: readonly [string, OrderRecord, readonly string[], Parameters<typeof said>[1]?][] = [
    ['a new order is handed to the flow', record({}, 'awaiting_acceptance'), ['hand out placed now']],
    [
      'nothing while it is out',
      record({ deliveries: { d: delivery({ id: 'd', state: 'out', holder: 'me' }) } }, 'awaiting_acceptance'),
      [],
    ],
    [
      'what a dead engine held is lost, and sent again',
      record({ deliveries: { 'in|placed': delivery({ state: 'out', holder: 'another' }) } }, 'awaiting_acceptance'),
      ['lost in|placed now'],
    ],
    [
      'what was lost is sent again from its trigger',
      record({ deliveries: { 'in|placed': delivery({ state: 'again' }) } }),
      ['again in|placed now'],
    ],
    [
      'three deaths while nothing moved ask a person',
      record({ deliveries: { 'in|placed': delivery({ state: 'again', attempts: 3 }) } }),
      ['give up in|placed now'],
    ],
    [
      'a duty that the flow let pass is offered once more after its grace',
      record({ deliveries: { 'in|placed': delivery() } }, 'awaiting_acceptance'),
      ['again in|placed in 1750 s'],
    ],
    [
      'then a person is asked',
      record({ deliveries: { 'in|placed': delivery({ resent: true }) } }, 'awaiting_acceptance'),
      ['ask flow let this pass/order.accept/1 in 1750 s'],
    ],
    [
      'the grace is never more than half the time that is left',
      record({
        deliveries: { 'in|placed': delivery() },
        observations: { order: observation('awaiting_acceptance', '1', NOW - 60_200, { order: soon }) },
      }),
      ['again in|placed now'],
    ],
    [
      'a creation that is held is not due',
      record(
        {
          effects: { 'order.create/1': effect('order.create', { lookedAt: NOW }) },
          deliveries: {
            'in|placed': delivery({
              state: 'parked',
              parked: [{ node: 'order.create', nodeType: 't', effect: 'order.create/1', message: { personal: 'm' } }],
            }),
          },
        },
        'awaiting_payment',
      ),
      ['ask not decided/order.create/1 in 597600 s'],
    ],
    [
      'it is carried out when the order may be created',
      record({
        effects: { 'order.create/1': effect('order.create', { lookedAt: NOW - 70_000 }) },
        deliveries: { 'in|placed': delivery({ state: 'parked' }) },
      }),
      ['carry out order.create/1 now'],
    ],
    [
      'a cancellation makes an unsent creation void',
      record(
        { effects: { 'order.create/1': effect('order.create') }, deliveries: { 'in|placed': delivery({ state: 'parked' }) } },
        'cancelled',
      ),
      ['void order.create/1 now'],
    ],
    [
      'one that may have been sent is settled first',
      record(
        {
          effects: { 'order.create/1': effect('order.create', { writes: [write()] }) },
          deliveries: { 'in|placed': delivery({ state: 'parked' }) },
        },
        'cancelled',
      ),
      ['carry out order.create/1 in 5 s', 'ask in doubt/order.create/1 in 1010 s'],
    ],
    [
      'a parked message comes back when its effect has ended',
      record({
        effects: {
          'order.create/1': bound,
          'order.acknowledge/#1001': {
            ...effect('order.acknowledge', {
              state: 'confirmed',
              id: 'order.acknowledge/#1001',
              key: '#1001',
              args: { reference: '#1001' },
              writes: [write({ answer: {}, answeredAt: NOW })],
            }),
          },
        },
        deliveries: {
          'in|placed': delivery({
            state: 'parked',
            parked: [{ node: 'order.create', nodeType: 't', effect: 'order.create/1', message: { personal: 'm' } }],
          }),
        },
      }),
      ['resume in|placed now'],
    ],
    [
      'the reference follows the bound order, without a node',
      record({ effects: { 'order.create/1': bound }, deliveries: { 'in|placed': delivery() } }),
      ['begin order.acknowledge/#1001 now'],
    ],
    [
      'an order of which everything is done is calm',
      record({
        effects: { 'order.accept/1': accepted, 'order.create/1': bound },
        observations: { order: observation('ready_to_ship', '1', NOW, { sellerReference: '#1001' }) },
        deliveries: { 'in|placed': delivery() },
      }),
      [],
    ],
    [
      'an order cancelled after it was created asks',
      record({ effects: { 'order.create/1': bound }, deliveries: { 'in|placed': delivery() } }, 'cancelled'),
      ['ask cancelled after creation now'],
    ],
    [
      'a case whose cause is gone closes itself',
      record({
        effects: { 'order.create/1': bound },
        observations: { order: observation('ready_to_ship', '1', NOW, { sellerReference: '#1001' }) },
        deliveries: { 'in|placed': delivery() },
        cases: { 'arrived late': { cause: 'arrived late', kind: 'arrived late', detail: {}, openedAt: 1, count: 1 } },
      }),
      ['settled arrived late now'],
    ],
    [
      'an order that is already shipped elsewhere is not made unasked',
      record({ deliveries: { 'in|placed': delivery() } }, 'shipped'),
      ['ask arrived late now'],
    ],
    [
      'it is made when a person says so',
      record(
        { deliveries: { 'in|placed': delivery() }, decisions: [{ at: NOW, by: 'eva', kind: 'do it', of: 'order.create' }] },
        'shipped',
      ),
      ['begin order.create/1 now', 'again in|placed in 1750 s'],
      {
        around: {
          wired: [
            {
              verb: 'order.create',
              account: ACCOUNT,
              node: 'c',
              reachedFrom: ['in'],
              args: { store: STORE },
              since: 0,
              until: null,
              present: true,
            },
          ],
        },
      },
    ],
    [
      'a left-out order asks nothing more',
      record({ deliveries: { 'in|placed': delivery() }, decisions: [{ at: NOW, by: 'eva', kind: 'leave out', of: '*' }] }),
      [],
    ],
    [
      'the created total must be the source’s',
      record({
        effects: {
          'order.create/1': {
            ...bound,
            writes: [write({ answer: { ...created, total: { amount: '29.89', currency: 'EUR' } }, answeredAt: NOW })],
          },
        },
        observations: { order: observation('ready_to_ship', '1', NOW, { sellerReference: '#1001' }) },
        deliveries: { 'in|placed': delivery() },
      }),
      ['ask price difference/created now'],
    ],
    [
      'a refusal is called so only after a later reading, or where none can be had',
      record({
        effects: {
          'order.create/1': effect('order.create', {
            refusal: { at: NOW, call: 'orderCreate', code: 'INVALID', text: 'no' },
            writes: [write({ attempt: { n: 1, at: NOW, sendUntil: NOW, commitsWithin: 1, resolved: 'refused' } })],
          }),
        },
        deliveries: { 'in|placed': delivery({ state: 'parked' }) },
      }),
      ['read again order.create/1 in 5 s', 'ask refused/order.create/1 in 900 s'],
    ],
    [
      'then it is a case',
      record({
        observations: { order: observation('ready_to_ship', '1', NOW + 1) },
        effects: {
          'order.create/1': effect('order.create', {
            refusal: { at: NOW, call: 'orderCreate', code: 'INVALID', text: 'no' },
            writes: [write({ attempt: { n: 1, at: NOW, sendUntil: NOW, commitsWithin: 1, resolved: 'refused' } })],
          }),
        },
        deliveries: { 'in|placed': delivery({ state: 'parked' }) },
      }),
      ['ask refused/order.create/1 now'],
    ],
    [
      'nothing is sent while the target is paused',
      record({
        effects: { 'order.create/1': effect('order.create') },
        deliveries: { 'in|placed': delivery({ state: 'parked' }) },
      }),
      [],
      {
        around: {
          accounts: {
            [ACCOUNT]: { id: ACCOUNT, platform: 'mirakl', mode: 'live', since: 0 },
            [STORE]: { id: STORE, platform: 'shopify', mode: 'paused', since: 0 },
          },
        },
      },
    ],
    [
      'an unknown value asks and changes nothing else',
      record({
        observations: {
          order: observation('unknown', '1', NOW - 60_000, { unknown: [{ field: 'order_state', value: 'PONDERING' }] }),
        },
        deliveries: { 'in|placed': delivery() },
      }),
      ['ask unknown value/order_state/PONDERING now'],
    ],
    [
      'an order placed before the listener’s start is not offered',
      record({}, 'awaiting_acceptance'),
      [],
      {
        around: {
          listeners: [
            {
              id: 'in',
              nodeType: 't',
              account: ACCOUNT,
              events: ['order.placed'],
              from: -1,
              since: NOW,
              until: null,
              present: true,
            },
          ],
        },
      },
    ],
    [
      'it is when a person ticked it',
      record({ decisions: [{ at: NOW, by: 'eva', kind: 'import', of: `${ACCOUNT}:A-1` }] }, 'awaiting_acceptance'),
      ['hand out placed now'],
      {
        around: {
          listeners: [
            {
              id: 'in',
              nodeType: 't',
              account: ACCOUNT,
              events: ['order.placed'],
              from: -1,
              since: NOW,
              until: null,
              present: true,
            },
          ],
        },
      },
    ],
    [
      'a listener that sleeps takes nothing',
      record({}, 'awaiting_acceptance'),
      [],
      {
        around: {
          listeners: [
            {
              id: 'in',
              nodeType: 't',
              account: ACCOUNT,
              events: ['order.placed'],
              from: 0,
              since: 0,
              until: null,
              present: false,
            },
          ],
        },
      },
    ],
    [
      'a node that was removed with its work undone asks',
      record({ effects: { 'order.create/1': effect('order.create') }, deliveries: { 'in|placed': delivery() } }),
      ['ask flow let this pass/order.create/1 now'],
      {
        around: {
          wired: [
            { verb: 'order.create', account: ACCOUNT, node: 'c', reachedFrom: ['in'], since: 0, until: NOW - 1, present: false },
          ],
        },
      },
    ],
  ];
  for (const [text, order, expected, change] of table) it(text, () => assert.deepEqual(said(order, change), expected));

  it('the same facts give the same dues, whatever was asked before', () => {
    const order = record({}, 'awaiting_acceptance');
    assert.deepEqual(said(order), said(structuredClone(order)));
  });
  it('without the guard of duty an overtaken creation goes on', () => {
    const order = record(
      { effects: { 'order.create/1': effect('order.create') }, deliveries: { 'in|placed': delivery({ state: 'parked' }) } },
      'cancelled',
    );
    assert.deepEqual(said(order, { policy: { guards: { ...allGuards, duty: false } } }), ['carry out order.create/1 in 5 s']);
  });
});
