import assert from 'node:assert/strict';
import type { Acceptance, Payment, Quantities, Reading, Stage } from '../../lib/model/order';
import { type Phase, phaseOf } from '../../lib/model/phase';
import { stateOf } from '../../lib/model/state';
import { counted, line, reading, record, seen, waiting } from './example';

/** The phase of an order of which nothing but one reading is known. */
const phase = (body: Reading): Phase => stateOf(record({ seen: [seen(body)] })).phase;
const lines = (first: Partial<Quantities>, second: Partial<Quantities> = {}) => ({
  1: counted(2, { accepted: 2, ...first }),
  2: counted(1, { accepted: 1, ...second }),
});
describe('the phase of an order', () => {
  const rows: readonly [Phase, string, Reading][] = [
    ['refused', 'the source says so', reading({ stage: 'refused' })],
    ['refused', 'every line was refused', reading({ acceptance: 'refused' })],
    ['refused', 'nobody decided in time', waiting({ acceptance: 'expired' })],
    ['refused', 'also where it is closed', reading({ stage: 'closed', acceptance: 'refused' })],
    ['cancelled', 'the source says so', reading({ stage: 'cancelled' })],
    [
      'cancelled',
      'no unit of it is left',
      reading({ quantities: lines({ cancelled: 2 }, { refundedUnshipped: 1, refunded: 1 }) }),
    ],
    [
      'cancelled',
      'what was not refused was cancelled',
      reading({ quantities: { 1: counted(2, { refused: 2 }), 2: counted(1, { accepted: 1, cancelled: 1 }) } }),
    ],
    [
      'cancelled',
      'before the source closed it',
      reading({ stage: 'closed', quantities: lines({ cancelled: 2 }, { cancelled: 1 }) }),
    ],
    ['closed', 'the source says so', reading({ stage: 'closed' })],
    [
      'closed',
      'after it was delivered',
      reading({ stage: 'closed', quantities: lines({ shipped: 2, delivered: 2 }, { shipped: 1, delivered: 1 }) }),
    ],
    ['delivered', 'the source says so', reading({ stage: 'delivered' })],
    [
      'delivered',
      'every unit arrived',
      reading({ stage: 'shipped', quantities: lines({ shipped: 2, delivered: 2 }, { shipped: 1, delivered: 1 }) }),
    ],
    [
      'delivered',
      'every unit arrived that was not cancelled',
      reading({ quantities: lines({ shipped: 2, delivered: 2 }, { cancelled: 1 }) }),
    ],
    ['shipped', 'the source says so', reading({ stage: 'shipped' })],
    ['shipped', 'it lies at a pick-up point', reading({ stage: 'to_collect' })],
    ['shipped', 'every unit left', reading({ quantities: lines({ shipped: 2 }, { shipped: 1 }) })],
    [
      'shipped',
      'every unit left that was not cancelled',
      reading({ quantities: lines({ shipped: 1, cancelled: 1 }, { shipped: 1 }) }),
    ],
    ['shipped', 'all left and some arrived', reading({ quantities: lines({ shipped: 2, delivered: 1 }, { shipped: 1 }) })],
    ['partially_shipped', 'some units left', reading({ quantities: lines({ shipped: 1 }) })],
    ['partially_shipped', 'one line left', reading({ quantities: lines({}, { shipped: 1 }) })],
    [
      'partially_shipped',
      'what left has arrived, and the rest may still ship',
      reading({ quantities: lines({ shipped: 1, delivered: 1 }) }),
    ],
    [
      'partially_shipped',
      'though the source has a state that the mapping does not know',
      reading({ stage: 'unknown', quantities: lines({ shipped: 1 }) }),
    ],
    ['on_hold', 'it may only be watched', waiting({ stage: 'observed_only' })],
    ['on_hold', 'the mapping does not know the state', reading({ stage: 'unknown' })],
    ['on_hold', 'before it waits for acceptance', waiting({ stage: 'unknown' })],
    ['awaiting_acceptance', 'nobody decided yet', waiting()],
    ['awaiting_acceptance', 'before it waits for its money', waiting({ payment: 'awaiting' })],
    ['awaiting_payment', 'the source says so', reading({ stage: 'awaiting_payment', payment: 'unknown' })],
    ['awaiting_payment', 'the money is awaited', reading({ payment: 'awaiting' })],
    ['awaiting_payment', 'the payment failed', reading({ payment: 'failed' })],
    ['awaiting_payment', 'the payment was voided', reading({ payment: 'voided' })],
    ['ready_to_ship', 'the source says so', reading()],
    ['ready_to_ship', 'the money is promised', reading({ payment: 'authorised' })],
    ['ready_to_ship', 'of the money nothing is known', reading({ payment: 'unknown' })],
    ['ready_to_ship', 'nobody had to accept it', reading({ acceptance: 'not_required' })],
    [
      'ready_to_ship',
      'some lines were refused',
      reading({
        acceptance: 'partially_accepted',
        quantities: { 1: counted(2, { refused: 2 }), 2: counted(1, { accepted: 1 }) },
      }),
    ],
    ['ready_to_ship', 'the money comes after the goods', reading({ payment: 'awaiting' }, { paymentGate: 'after_ship' })],
    [
      'ready_to_ship',
      'a payment that gates nothing is awaited',
      reading({ stage: 'awaiting_payment', payment: 'awaiting' }, { paymentGate: 'after_ship' }),
    ],
    [
      'ready_to_ship',
      'a unit is asked back by the buyer and nobody agreed',
      reading({ quantities: lines({ cancelRequested: 2 }) }),
    ],
  ];
  for (const [expected, why, body] of rows) it(`is ${expected}: ${why}`, () => assert.equal(phase(body), expected));

  it('is on_hold while nothing could be read', () => {
    assert.equal(stateOf(record({ seen: [] })).phase, 'on_hold');
    const raw = { kind: 'unreadable' as const, field: 'order_lines[0].price', text: 'no amount', raw: { personal: {} } };
    assert.equal(stateOf(record({ seen: [seen(raw)] })).phase, 'on_hold');
  });

  it('is told apart by every axis: each phase has a row', () => {
    const all: readonly Phase[] = [
      'refused',
      'cancelled',
      'closed',
      'delivered',
      'shipped',
      'partially_shipped',
      'on_hold',
      'awaiting_acceptance',
      'awaiting_payment',
      'ready_to_ship',
    ];
    assert.deepEqual([...new Set(rows.map(([expected]) => expected))], all);
  });

  it('goes by the lines that the merchant ships, where there are any', () => {
    const mixed = [line('1', 2), line('2', 1, { fulfilledBy: 'marketplace' })];
    assert.equal(phase(reading({ quantities: lines({}, { shipped: 1, delivered: 1 }) }, { lines: mixed })), 'ready_to_ship');
    assert.equal(phase(reading({ quantities: lines({ shipped: 2 }) }, { lines: mixed })), 'shipped');
    const theirs = mixed.map((one) => ({ ...one, fulfilledBy: 'marketplace' as const }));
    assert.equal(phase(reading({ quantities: lines({ shipped: 2 }, { shipped: 1 }) }, { lines: theirs })), 'shipped');
  });

  it('follows the written order, whatever is true at once', () => {
    const stages: readonly Stage[] = [
      'refused',
      'cancelled',
      'closed',
      'delivered',
      'shipped',
      'observed_only',
      'awaiting_acceptance',
      'awaiting_payment',
      'ready_to_ship',
    ];
    const acceptances: readonly Acceptance[] = [
      'not_required',
      'pending',
      'accepted',
      'partially_accepted',
      'refused',
      'expired',
    ];
    const payments: readonly Payment[] = ['unknown', 'awaiting', 'authorised', 'captured', 'voided', 'failed'];
    const counters = [
      lines({}),
      lines({ cancelled: 2 }, { cancelled: 1 }),
      lines({ shipped: 1 }),
      lines({ shipped: 2 }, { shipped: 1 }),
      lines({ shipped: 2, delivered: 2 }, { shipped: 1, delivered: 1 }),
    ];
    const [, gone, some, all, there] = counters;
    for (const stage of stages)
      for (const acceptance of acceptances)
        for (const payment of payments)
          for (const quantities of counters)
            for (const paymentGate of ['before_ship', 'after_ship'] as const) {
              const body = reading({ stage, acceptance, payment, quantities }, { paymentGate });
              const truths: readonly (readonly [Phase, boolean])[] = [
                ['refused', stage === 'refused' || acceptance === 'refused' || acceptance === 'expired'],
                ['cancelled', stage === 'cancelled' || quantities === gone],
                ['closed', stage === 'closed'],
                ['delivered', stage === 'delivered' || quantities === there],
                ['shipped', stage === 'shipped' || quantities === all],
                ['partially_shipped', quantities === some],
                ['on_hold', stage === 'observed_only'],
                ['awaiting_acceptance', acceptance === 'pending'],
                [
                  'awaiting_payment',
                  paymentGate === 'before_ship' &&
                    (stage === 'awaiting_payment' ||
                      ['awaiting', 'voided', 'failed'].includes(payment) ||
                      (stage === 'awaiting_acceptance' && payment === 'unknown')),
                ],
                ['ready_to_ship', true],
              ];
              const expected = truths.find(([, true_]) => true_)?.[0];
              const stand = { reading: body, stage, acceptance, payment, quantities };
              assert.equal(phaseOf(stand), expected, JSON.stringify({ stage, acceptance, payment, paymentGate, quantities }));
            }
  });
});
