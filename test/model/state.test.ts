import assert from 'node:assert/strict';
import { stateOf } from '../../lib/model/state';
import {
  accepted,
  acknowledged,
  counted,
  created,
  decision,
  effect,
  euros,
  line,
  reading,
  record,
  STORE,
  seen,
  shopReading,
  waiting,
  write,
} from './example';

describe('what is read of an order', () => {
  it('is the reading that holds', () => {
    const body = reading();
    const state = stateOf(record({ seen: [seen(body)] }));
    assert.equal(state.reading, body);
    assert.equal(state.unreadable, null);
    assert.deepEqual([state.stage, state.acceptance, state.payment], ['ready_to_ship', 'accepted', 'captured']);
    assert.equal(state.quantities, body.quantities);
  });
  it('is nothing where it could not be understood, and nothing may be done', () => {
    const body = { kind: 'unreadable' as const, field: 'price', text: 'no amount', raw: { personal: {} } };
    const state = stateOf(record({ seen: [seen(body)] }));
    assert.equal(state.reading, null);
    assert.equal(state.unreadable, body);
    assert.deepEqual([state.stage, state.eligible, state.merchantLines], ['unknown', false, []]);
  });
  it('is nothing before anything was read', () => {
    const state = stateOf(record({ seen: [] }));
    assert.deepEqual([state.reading, state.unreadable, state.shop, state.bound, state.eligible], [null, null, null, null, false]);
    assert.deepEqual(state.told, { accepted: false, reference: null });
  });
  it('is the shop order beside it', () => {
    const body = shopReading();
    assert.equal(stateOf(record({ seen: [seen(reading()), seen(body)] })).shop, body);
  });
});

describe('what is to be done for', () => {
  const eligible = (change: Parameters<typeof reading>[0], ofOrder: Parameters<typeof reading>[1] = {}) =>
    stateOf(record({ seen: [seen(reading(change, ofOrder))] })).eligible;
  const theirs = (id: string) => line(id, 1, { fulfilledBy: 'marketplace' });

  it('are orders with lines that the merchant ships', () => {
    assert.equal(eligible({}), true);
    assert.equal(eligible({}, { lines: [theirs('1'), line('2', 1)] }), true);
    assert.equal(eligible({}, { lines: [theirs('1'), theirs('2')] }), false);
  });
  it('are no test orders', () => assert.equal(eligible({}, { test: true }), false));
  it('are no orders that may only be watched', () => assert.equal(eligible({ stage: 'observed_only' }), false));
  it('are orders that were cancelled: something of them may have to be undone', () =>
    assert.equal(eligible({ stage: 'cancelled' }), true));
  it('are the lines of the merchant', () => {
    const state = stateOf(record({ seen: [seen(reading({}, { lines: [theirs('1'), line('2', 1)] }))] }));
    assert.deepEqual(
      state.merchantLines.map((one) => one.id),
      ['2'],
    );
  });
});

describe('a decision that was told', () => {
  const told = (effects: ReturnType<typeof accepted>[], body = waiting()) => stateOf(record({ seen: [seen(body)], effects }));

  it('moves the acceptance before the source shows it', () => {
    assert.equal(told([accepted(['1', true], ['2', true])]).acceptance, 'accepted');
    assert.equal(told([accepted(['1', true], ['2', false])]).acceptance, 'partially_accepted');
    assert.equal(told([accepted(['1', false], ['2', false])]).acceptance, 'refused');
  });
  it('moves the phase with it', () => {
    assert.equal(told([accepted(['1', true], ['2', true])]).phase, 'awaiting_payment');
    assert.equal(told([accepted(['1', true], ['2', true])], waiting({ payment: 'unknown' })).phase, 'awaiting_payment');
    assert.equal(told([accepted(['1', true], ['2', true])], waiting({}, { paymentGate: 'after_ship' })).phase, 'ready_to_ship');
    assert.equal(told([accepted(['1', false], ['2', false])]).phase, 'refused');
  });
  it('moves the units of the lines that it names', () => {
    const { quantities } = told([accepted(['1', true], ['2', false])]);
    assert.deepEqual(quantities, { 1: counted(2, { accepted: 2 }), 2: counted(1, { refused: 1 }) });
  });
  it('leaves the source its own word, and gives way to what the source shows since', () => {
    const ours = accepted(['1', true], ['2', true]);
    assert.equal(told([ours]).stage, 'awaiting_acceptance');
    assert.equal(told([ours], waiting({ stage: 'refused', acceptance: 'refused' })).acceptance, 'refused');
    assert.equal(told([ours], reading({ acceptance: 'not_required' })).acceptance, 'not_required');
    assert.deepEqual(told([accepted(['1', false], ['2', true])], reading()).quantities, reading().quantities);
  });
  it('is what the answer says, where somebody else decided before us', () => {
    const elsewhere = {
      decided: 'elsewhere',
      lines: [
        { lineId: '1', accepted: false },
        { lineId: '2', accepted: false },
      ],
    };
    const ours = { ...accepted(['1', true], ['2', true]), writes: [write('OR21', elsewhere)] };
    assert.equal(told([ours]).acceptance, 'refused');
    assert.equal(told([ours]).phase, 'refused');
  });
  it('counts, whatever became of its effect', () => {
    for (const state of ['open', 'confirmed', 'void', 'refused'] as const) {
      assert.equal(told([{ ...accepted(['1', true], ['2', true]), state }]).acceptance, 'accepted', state);
    }
  });
  it('counts for nothing before it is answered', () => {
    const doubt = { ...accepted(['1', true], ['2', true]), writes: [write('OR21')] };
    assert.deepEqual(
      [told([doubt]).acceptance, told([doubt]).told.accepted, told([doubt]).phase],
      ['pending', false, 'awaiting_acceptance'],
    );
  });
  it('is known from the source where it was told elsewhere', () => {
    const rows = [
      [waiting(), false],
      [waiting({ stage: 'observed_only' }), false],
      [waiting({ stage: 'cancelled' }), false],
      [waiting({ stage: 'refused', acceptance: 'refused' }), true],
      [reading({ stage: 'awaiting_payment' }), true],
      [reading({ acceptance: 'not_required' }), true],
      [reading({ stage: 'cancelled' }), true],
    ] as const;
    for (const [body, expected] of rows)
      assert.equal(stateOf(record({ seen: [seen(body)] })).told.accepted, expected, `${body.stage} ${body.acceptance}`);
  });
});

describe('the shop order that an order is bound to', () => {
  const first = { id: 'gid://shopify/Order/1', name: '#1001', total: euros('34.90') };

  it('is the answer of the write that made it', () => {
    assert.deepEqual(stateOf(record({ effects: [created()] })).bound, { ...first, store: STORE });
  });
  it('is bound, whatever became of its effect', () => {
    for (const state of ['open', 'confirmed', 'void', 'refused'] as const) {
      assert.equal(stateOf(record({ effects: [{ ...created(), state }] })).bound?.name, '#1001', state);
    }
  });
  it('is none while the write is in doubt, or was answered by nothing that names it', () => {
    assert.equal(stateOf(record({ effects: [effect('order.create', '1', { writes: [write('orderCreate')] })] })).bound, null);
    assert.equal(
      stateOf(record({ effects: [effect('order.create', '1', { writes: [write('orderCreate', null)] })] })).bound,
      null,
    );
  });
  it('is found among other writes of the same conversation', () => {
    const made = effect('order.create', '1', {
      writes: [write('tag', { tags: [] }), write('orderCreate', first), write('hold', { id: 'gid://shopify/Hold/1' })],
    });
    assert.equal(stateOf(record({ effects: [made] })).bound?.id, first.id);
  });
  it('is the one made again, when a person had it made again', () => {
    const rows = {
      seen: [seen(reading()), seen(shopReading({ ...first, deleted: true }))],
      decisions: [decision('new generation', 'order.create/1')],
    };
    assert.equal(stateOf(record({ ...rows, effects: [created()] })).bound, null, 'not made again yet');
    assert.equal(stateOf(record({ ...rows, effects: [created(), created('2')] })).bound?.name, '#1002');
    assert.equal(stateOf(record({ ...rows, effects: [created('2'), created()] })).bound?.name, '#1002');
  });
  it('stays bound while it is deleted and nobody decided what to do', () => {
    const state = stateOf(
      record({ seen: [seen(reading()), seen(shopReading({ ...first, deleted: true }))], effects: [created()] }),
    );
    assert.deepEqual([state.bound?.name, state.shop?.deleted], ['#1001', true]);
  });
});

describe('the reference that the marketplace was told', () => {
  it('is the one of our answered write', () => {
    assert.equal(stateOf(record({ effects: [created(), acknowledged()] })).told.reference, '#1001');
  });
  it('is none while that is in doubt', () => {
    const doubt = { ...acknowledged(), writes: [write('reference')] };
    assert.equal(stateOf(record({ effects: [created(), doubt] })).told.reference, null);
  });
  it('is what the source shows, where we told none', () => {
    const body = reading({ sellerReference: '#77' });
    assert.equal(stateOf(record({ seen: [seen(body)] })).told.reference, '#77');
    assert.equal(stateOf(record({ seen: [seen(body)], effects: [created(), acknowledged()] })).told.reference, '#1001');
  });
  it('is the one told last', () => {
    const both = [acknowledged('#1002', 9_000), acknowledged('#1001', 4_500)];
    assert.equal(stateOf(record({ effects: both })).told.reference, '#1002');
    assert.equal(stateOf(record({ effects: [...both].reverse() })).told.reference, '#1002');
  });
});
