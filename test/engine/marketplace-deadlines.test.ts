import assert from 'node:assert/strict';
import type { Reading } from '../../lib/model/order';
import type { Listener } from '../../lib/model/record';
import { type Given, listener, orderOf, policyOf, refund } from './marketplace-facts';
import { NOW, observation, reading, record } from './records';
import { said } from './said';

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
