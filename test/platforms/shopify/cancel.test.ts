import assert from 'node:assert/strict';
import type { Cancellation } from '../../../lib/model/order';
import type { MirrorCancellationFact, Mirrored } from '../../../lib/platforms/giving-back';
import { shopify } from '../../../lib/platforms/shopify';
import { moneyDocuments } from '../../../lib/platforms/shopify/documents-money';
import { type Around, converse } from '../converse';
import { contracts } from '../sources';
import { bound, eur, lineId, reading, refunded, refundId, type Shop, shop, variablesOf } from './giving-back';
import { problemsOf } from './schema';
import { ORDER } from './shop';

const run = (fact: Partial<MirrorCancellationFact>, restock = true, around: Partial<Around> = {}) =>
  converse(
    shopify.mirrorCancellation,
    {
      reasons: {},
      goodwill: 'ask' as const,
      restock,
      fact: { effect: 'shop.cancel/whole', order: ORDER.id, shipped: false, ...fact },
    },
    { platform: shopify, reading, effects: [bound], ...around },
  );
const JOB = 'gid://shopify/Job/1';
const taken = { data: { orderCancel: { job: { id: JOB, done: false }, orderCancelUserErrors: [] } } };
const job = (done: boolean) => ({ data: { job: { id: JOB, done } } });
const cancelledAt = '2026-09-10T10:00:00Z';
const gone: Shop = { cancelledAt, back: [{ id: 7, amount: '33.00' }] };
const result = (by: Mirrored['by'], amount = '0.00', ...made: number[]): Mirrored => ({
  by,
  made: made.map(refundId),
  total: eur(amount),
});

describe('Shopify: a cancellation of the marketplace', () => {
  it('of the whole order is followed to the end of its job; the refund that comes of it is ours', async () => {
    const told = run({})
      .reads('order', shop())
      .writes('orderCancel', (_, request) => {
        if (contracts) assert.deepEqual(problemsOf(request), []);
      })
      .answers(200, taken)
      .reads('job', job(true))
      .reads('order', shop(gone));
    await told.returns(result('cancellation', '33.00', 7));
    const variables = variablesOf(told.requests[1]);
    assert.deepEqual(variables, {
      orderId: ORDER.id,
      reason: 'OTHER',
      restock: true,
      refundMethod: { originalPaymentMethodsRefund: true },
      staffNote: 'market.example cancelled MK1-A',
    });
    assert.match(moneyDocuments.orderCancel.text, /notifyCustomer: false/);
  });
  it('waits while the job runs', () =>
    assert.rejects(
      run({})
        .reads('order', shop())
        .writes('orderCancel')
        .answers(200, taken)
        .reads('job', job(false))
        .returns(result('nothing')),
      /it waits 5000 ms/,
    ));
  it('that Shopify ended without cancelling is asked about', () =>
    run({})
      .reads('order', shop())
      .writes('orderCancel')
      .answers(200, taken)
      .reads('job', { data: { job: null } })
      .reads('order', shop())
      .asks('rule broken', 'not cancelled/shop.cancel/whole'));
  it('of an order that was not paid in the shop gives no money back', async () => {
    const told = run({}, false)
      .reads('order', shop({ paid: null }))
      .writes('orderCancel')
      .answers(200, taken)
      .reads('job', job(true))
      .reads('order', shop({ paid: null, cancelledAt }));
    await told.returns(result('cancellation'));
    const variables = variablesOf(told.requests[1]);
    assert.deepEqual([variables.refundMethod, variables.restock], [undefined, false]);
  });
  it('whose answer was lost is proven by the state', async () => {
    const lost = (here: Shop) => run({}).reads('order', shop()).writes('orderCancel').loses().reads('order', shop(here));
    await lost(gone).isSettledAs({ answer: { job: null } });
    await lost({}).isSettledAs('absent');
  });
  it('that somebody made in the shop already is nothing, before the call and after it', async () => {
    await run({}).reads('order', shop(gone)).returns(result('nothing'));
    const twice = 'Cannot cancel an order that has already been canceled';
    await run({})
      .reads('order', shop())
      .writes('orderCancel')
      .answers(200, {
        data: { orderCancel: { job: null, orderCancelUserErrors: [{ field: ['orderId'], message: twice, code: 'INVALID' }] } },
      })
      .reads('order', shop(gone))
      .reads('order', shop(gone))
      .returns(result('cancellation', '33.00', 7));
  });
  it('of an order that has left is a return: no call (R10)', async () => {
    await run({})
      .reads('order', shop({ rows: [{ id: 1, quantity: 3, unfulfilled: 2 }] }))
      .returns(result('return'));
    await run({ shipped: true }).reads('order', shop()).returns(result('return'));
  });

  const cancellation = (change: Partial<Cancellation> = {}): Cancellation => ({
    id: '71',
    lineId: 'MK1-A-1',
    item: eur('10.00'),
    shipping: eur('0.00'),
    taxes: [],
    quantity: 1,
    at: cancelledAt,
    ...change,
  });
  const units = (change: Partial<Cancellation>, remaining: number, here: Shop, restock = true) =>
    run({ effect: 'shop.cancel/71', cancellation: cancellation(change), remaining }, restock).reads('order', shop(here));

  it('of units takes them off the order by a refund, restocked as cancelled by policy', async () => {
    for (const [restock, restockType] of [
      [true, 'CANCEL'],
      [false, 'NO_RESTOCK'],
    ] as const) {
      const told = units({}, 2, {}, restock).reads('order', shop()).writes('refundCreate').answers(200, refunded(8));
      await told.returns(result('cancellation', '10.00', 8));
      const { input } = variablesOf<{ input: Record<string, unknown> }>(told.requests.at(-1));
      assert.deepEqual(input.refundLineItems, [{ lineItemId: lineId(1), quantity: 1, restockType }]);
      assert.equal(input.note, 'market.example: cancellation 71 of MK1-A');
    }
  });
  it('without a stated quantity is as many units as the shop has too many', async () => {
    const told = units({ quantity: 0 }, 1, {}).reads('order', shop()).writes('refundCreate').answers(200, refunded(8));
    await told.returns(result('cancellation', '10.00', 8));
    const { input } = variablesOf<{ input: Record<string, unknown> }>(told.requests.at(-1));
    assert.deepEqual(input.refundLineItems, [{ lineItemId: lineId(1), quantity: 2, restockType: 'CANCEL' }]);
  });
  it('that came before the order was made is none of it', () => units({}, 3, {}).returns(result('nothing')));
  it('of units that have left is a return', () =>
    units({}, 2, { rows: [{ id: 1, quantity: 3, unfulfilled: 0 }] }).returns(result('return')));
  it('of an order that was not paid in the shop moves lines alone', async () => {
    const told = units({}, 2, { paid: null })
      .reads('order', shop({ paid: null }))
      .writes('refundCreate')
      .answers(200, refunded(8));
    await told.returns(result('cancellation', '0.00', 8));
    const { input } = variablesOf<{ input: Record<string, unknown> }>(told.requests.at(-1));
    assert.deepEqual(input.transactions, []);
  });
});
