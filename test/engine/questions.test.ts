import assert from 'node:assert/strict';
import { look } from '../../lib/engine/look';
import { questions } from '../../lib/engine/questions';
import { around, created, delivery, effect, NOW, observation, policy, reading, record, write } from './records';

const causes = (change: Parameters<typeof observation>[3]): string[] => {
  const order = record({ observations: { order: observation('ready_to_ship', '1', NOW - 60_000, change) } });
  return questions(look(order, around(), policy())).map(({ cause }) => cause);
};
const counted = (units: Partial<Record<'accepted' | 'shipped' | 'delivered' | 'ordered', number>>) => {
  const quantities = reading('ready_to_ship').quantities;
  return { quantities: { 'A-1-1': { ...quantities['A-1-1'], ...units } } } as Parameters<typeof observation>[3];
};

describe('an observation that breaks a rule is stored and asks', () => {
  it('more accepted than ordered: Q1', () => assert.ok(causes(counted({ accepted: 3 })).includes('rule broken/Q1/A-1-1')));
  it('more shipped than accepted: Q2', () => assert.ok(causes(counted({ shipped: 3 })).includes('rule broken/Q2/A-1-1')));
  it('more delivered than shipped: Q3', () => assert.ok(causes(counted({ delivered: 1 })).includes('rule broken/Q3/A-1-1')));
  it('what adds up asks nothing', () => assert.deepEqual(causes({}), []));
});

describe('the total of the shop order', () => {
  const total = (amount: string, currency: string) => {
    const bound = effect('order.create', {
      state: 'confirmed',
      writes: [write({ answer: { ...created, total: { amount, currency } }, answeredAt: NOW, record: created.id })],
    });
    const order = record({ effects: { 'order.create/1': bound } });
    return questions(look(order, around(), policy())).find(({ cause }) => cause === 'price difference/created')?.detail;
  };
  it('asks nothing where it is the source’s', () => assert.equal(total('29.90', 'EUR'), undefined));
  it('asks by its amount', () =>
    assert.deepEqual([total('29.89', 'EUR')?.field, total('29.89', 'EUR')?.computed], ['total', '29.89']));
  it('asks by its currency, whatever the amount', () =>
    assert.deepEqual(
      [total('29.90', 'USD')?.field, total('29.90', 'USD')?.currency, total('29.90', 'USD')?.shopCurrency],
      ['currency', 'EUR', 'USD'],
    ));
});

describe('a parked message that may go on', () => {
  const parked = (state: 'open' | 'confirmed') => {
    const order = record({
      effects: { 'order.accept/1': effect('order.accept', { id: 'order.accept/1', key: '1', state }) },
      deliveries: {
        'in|placed': delivery({
          state: 'parked',
          resent: true,
          at: NOW - 86_400_000,
          parked: [{ node: 'order.accept', nodeType: 't', effect: 'order.accept/1', message: { personal: 'm' } }],
        }),
      },
    });
    return questions(look(order, around(), policy())).map(({ cause }) => cause);
  };
  it('is asked about by nobody, however long it waits for a place in the flow', () => assert.deepEqual(parked('confirmed'), []));
  it('and where it may not, hides nothing that the flow let pass', () =>
    assert.deepEqual(parked('open'), ['flow let this pass/order.create/1']));
});
