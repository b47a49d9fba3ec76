import assert from 'node:assert/strict';
import { mirakl } from '../../../lib/platforms/mirakl';
import { converse } from '../converse';
import { ACCOUNT, answerOf, line, order, readingOf } from '../orders';

const waiting = (n: number) => line(n, { order_line_state: 'WAITING_ACCEPTANCE' });
const undecided = {
  order_state: 'WAITING_ACCEPTANCE',
  acceptance_decision_date: null,
  customer_debited_date: null,
  order_lines: [waiting(1), waiting(2)],
};
const reading = readingOf(undecided);
const both = {
  lines: [
    { lineId: 'MK1-A-1', accepted: true },
    { lineId: 'MK1-A-2', accepted: true },
  ],
};
const accept = (args: typeof both) => converse(mirakl.acceptOrder, args, { platform: mirakl, reading });
const now = (state: string, lineStates: readonly string[]) =>
  answerOf(order({ order_state: state, order_lines: lineStates.map((one, n) => line(n + 1, { order_line_state: one })) }));
const taken = { message: 'ORDER_INVALID_STATE: Order is not in the expected state for this operation' };
const found = (decided: string, stage: string, accepted: readonly boolean[]) => ({
  decided,
  stage,
  lines: accepted.map((one, n) => ({ lineId: `MK1-A-${n + 1}`, accepted: one })),
});

describe('Mirakl: accepting', () => {
  it('decides every line in one call', () =>
    accept(both)
      .writes('OR21', {
        order_lines: [
          { id: 'MK1-A-1', accepted: true },
          { id: 'MK1-A-2', accepted: true },
        ],
      })
      .answers(204)
      .returns({ decided: 'here', stage: null, lines: both.lines }));

  it('refuses a line by the same call', () => {
    const lines = [
      { lineId: 'MK1-A-1', accepted: true },
      { lineId: 'MK1-A-2', accepted: false },
    ];
    return accept({ lines })
      .writes('OR21', {
        order_lines: [
          { id: 'MK1-A-1', accepted: true },
          { id: 'MK1-A-2', accepted: false },
        ],
      })
      .answers(204)
      .returns({ decided: 'here', stage: null, lines });
  });

  it('asks where a line has no decision, before any call (R5)', () =>
    accept({ lines: [{ lineId: 'MK1-A-1', accepted: true }] }).asks('not decided', 'MK1-A-2', {
      lines: ['MK1-A-2'],
      reason: 'Mirakl takes a decision for all lines of an order at once',
    }));

  it('a line that the order has not is not sent', () =>
    accept({ lines: [...both.lines, { lineId: 'OTHER', accepted: false }] })
      .writes('OR21', {
        order_lines: [
          { id: 'MK1-A-1', accepted: true },
          { id: 'MK1-A-2', accepted: true },
        ],
      })
      .answers(204)
      .returns({ decided: 'here', stage: null, lines: both.lines }));

  it('an order decided as meant meanwhile is no failure', () =>
    accept(both)
      .writes('OR21')
      .answers(400, taken)
      .reads('OR11', now('WAITING_DEBIT', ['WAITING_DEBIT', 'WAITING_DEBIT']))
      .returns(found('here', 'awaiting_payment', [true, true]) as never));
  it('an order decided otherwise in the portal says so', () =>
    accept(both)
      .writes('OR21')
      .answers(400, taken)
      .reads('OR11', now('SHIPPING', ['SHIPPING', 'REFUSED']))
      .returns(found('elsewhere', 'ready_to_ship', [true, false]) as never));
  it('an order cancelled meanwhile is refused', () =>
    accept(both)
      .writes('OR21')
      .answers(400, taken)
      .reads('OR11', now('CANCELED', ['CANCELED', 'CANCELED']))
      .isRefused('ORDER_INVALID_STATE'));
  it('an order that still waits though its state was refused stays refused', () =>
    accept(both)
      .writes('OR21')
      .answers(400, taken)
      .reads('OR11', now('WAITING_ACCEPTANCE', ['WAITING_ACCEPTANCE', 'WAITING_ACCEPTANCE']))
      .isRefused('ORDER_INVALID_STATE'));
  it('partial acceptance where the shop may not is refused with its code', () =>
    accept(both)
      .writes('OR21')
      .answers(400, { message: 'ORDER_PARTIAL_ACCEPTANCE_DISABLED' })
      .isRefused('ORDER_PARTIAL_ACCEPTANCE_DISABLED'));

  it('a lost answer is proven by the order’s state', () =>
    accept(both)
      .writes('OR21')
      .loses()
      .reads('OR11', now('WAITING_DEBIT', ['WAITING_DEBIT', 'WAITING_DEBIT']))
      .isSettledAs({ answer: found('here', 'awaiting_payment', [true, true]) }));
  it('5xx is as good as lost', () =>
    accept(both)
      .writes('OR21')
      .answers(503)
      .reads('OR11', now('WAITING_ACCEPTANCE', ['WAITING_ACCEPTANCE', 'WAITING_ACCEPTANCE']))
      .isSettledAs('absent'));
  it('a lost answer of an order that was cancelled is moot', () =>
    accept(both)
      .writes('OR21')
      .loses()
      .reads('OR11', now('CANCELED', ['CANCELED', 'CANCELED']))
      .isSettledAs('moot'));
  it('a lost answer of an order that is gone is moot', () =>
    accept(both).writes('OR21').loses().reads('OR11', answerOf()).isSettledAs('moot'));

  it('looks the order up by its id, in the budget of look-ups', async () => {
    const script = accept(both)
      .writes('OR21')
      .loses()
      .reads('OR11', now('SHIPPING', ['SHIPPING', 'SHIPPING']));
    await script.isSettledAs({ answer: found('here', 'ready_to_ship', [true, true]) });
    assert.deepEqual(
      script.requests.map((request) => [request.call, request.account, request.query?.order_ids]),
      [
        ['OR21', ACCOUNT, undefined],
        ['OR11', ACCOUNT, 'MK1-A'],
      ],
    );
  });
});
