import assert from 'node:assert/strict';
import type { Request } from '../../../lib/model/call';
import type { Refund } from '../../../lib/model/order';
import type { Mirrored } from '../../../lib/platforms/giving-back';
import { shopify } from '../../../lib/platforms/shopify';
import type { Document } from '../../../lib/platforms/shopify/documents';
import { moneyDocuments } from '../../../lib/platforms/shopify/documents-money';
import { type Around, converse } from '../converse';
import { readingOf } from '../orders';
import { contracts, needs } from '../sources';
import { bound, eur, lineId, ofMarketplace, reading, refunded, refundId, type Shop, shop, variablesOf } from './giving-back';
import { checkDocument, problemsOf } from './schema';
import { decision, ORDER } from './shop';

const mirror = (refund: Partial<Refund> = {}, restock = false, around: Partial<Around> = {}) =>
  converse(
    shopify.mirrorRefund,
    {
      reasons: {},
      goodwill: 'ask' as const,
      restock,
      fact: { effect: 'shop.refund/9001', order: ORDER.id, refund: ofMarketplace(refund) },
    },
    { platform: shopify, reading, effects: [bound], ...around },
  );
interface Sent {
  readonly key: string;
  readonly input: Readonly<Record<string, unknown>> & { readonly transactions: readonly Readonly<Record<string, unknown>>[] };
}
const sentBy = (request: Request | undefined): Sent => variablesOf(request);
const NOTE = 'market.example: refund 9001 of MK1-A';
const done = (amount: string, id = 7): Mirrored => ({ by: 'refund', made: [refundId(id)], total: eur(amount) });
async function sent(
  refund: Partial<Refund>,
  here: Shop,
  amount: string,
  restock = false,
  around: Partial<Around> = {},
): Promise<Sent> {
  const script = mirror(refund, restock, around)
    .reads('order', shop(here))
    .reads('order', shop(here))
    .writes('refundCreate', (_, request) => {
      if (contracts) assert.deepEqual(problemsOf(request), []);
    })
    .answers(200, refunded(7));
  await script.returns(done(amount));
  return sentBy(script.requests.at(-1));
}

describe('Shopify: documents of money', function () {
  this.timeout(20_000);
  const samples: Readonly<Record<keyof typeof moneyDocuments, Record<string, unknown>>> = {
    orderMoney: { id: ORDER.id },
    refundCreate: { input: { orderId: ORDER.id, transactions: [] }, key: 'k' },
    orderCancel: { orderId: ORDER.id, reason: 'OTHER', restock: true, refundMethod: { originalPaymentMethodsRefund: true } },
    cancelJob: { id: 'gid://shopify/Job/1' },
  };
  for (const [name, document] of Object.entries(moneyDocuments) as [keyof typeof moneyDocuments, Document][]) {
    it(`${name} is one of the vendor's schema, and asks for the points that it says`, function () {
      needs(this, contracts);
      checkDocument(document, samples[name]);
    });
  }
});

describe('Shopify: a refund of the marketplace', () => {
  it('is one transaction on the payment that the marketplace made, with its units, and no stock moves', async () => {
    const { input, key } = await sent({}, {}, '10.00');
    assert.deepEqual(input, {
      orderId: ORDER.id,
      currency: 'EUR',
      note: NOTE,
      notify: false,
      refundLineItems: [{ lineItemId: lineId(1), quantity: 1, restockType: 'NO_RESTOCK' }],
      transactions: [
        { orderId: ORDER.id, parentId: 'gid://shopify/OrderTransaction/1', kind: 'REFUND', gateway: 'Market', amount: '10.00' },
      ],
    });
    assert.match(key, /^[0-9a-f]{48}$/);
    assert.equal((await sent({}, {}, '10.00')).key, key);
  });
  it('of shipping alone names no line', async () => {
    const { input } = await sent({ item: eur('0.00'), shipping: eur('3.00'), quantity: 0 }, {}, '3.00');
    assert.deepEqual([input.shipping, input.refundLineItems], [{ amount: '3.00' }, undefined]);
  });
  it('before tax: what the buyer gets back has the tax in it', async () => {
    const net = readingOf({ order_tax_mode: 'TAX_EXCLUDED' });
    const taxes = [{ code: 'VAT20', rate: '20.00', amount: eur('2.00'), liable: 'seller' as const }];
    const { input } = await sent({ taxes, quantity: 0 }, {}, '12.00', false, { reading: net });
    assert.equal(input.transactions[0]?.amount, '12.00');
  });
  it('restocks by policy: what has not left as cancelled, what came back as returned', async () => {
    const rows = [{ id: 1, quantity: 3, unfulfilled: 2 }];
    const { input } = await sent({ quantity: 2 }, { rows }, '10.00', true);
    assert.deepEqual(input.refundLineItems, [
      { lineItemId: lineId(1), quantity: 1, restockType: 'RETURN' },
      { lineItemId: lineId(1), quantity: 1, restockType: 'CANCEL' },
    ]);
  });
  it('of a bundle is so many of each part, and of a price that does not divide so many of its rows', async () => {
    const bundle = [
      { id: 1, quantity: 6, variant: 'a', units: 3 },
      { id: 2, quantity: 3, variant: 'b', units: 3 },
    ];
    assert.deepEqual((await sent({}, { rows: bundle }, '10.00')).input.refundLineItems, [
      { lineItemId: lineId(1), quantity: 2, restockType: 'NO_RESTOCK' },
      { lineItemId: lineId(2), quantity: 1, restockType: 'NO_RESTOCK' },
    ]);
    const split = [
      { id: 1, quantity: 2 },
      { id: 2, quantity: 1 },
    ];
    assert.deepEqual((await sent({ quantity: 3 }, { rows: split }, '10.00')).input.refundLineItems, [
      { lineItemId: lineId(1), quantity: 2, restockType: 'NO_RESTOCK' },
      { lineItemId: lineId(2), quantity: 1, restockType: 'NO_RESTOCK' },
    ]);
  });
  it('the closing cent is cut, more is a case (R9)', async () => {
    const back = [{ id: 5, amount: '23.01' }];
    assert.equal((await sent({}, { back }, '9.99')).input.transactions[0]?.amount, '9.99');
    const over = { effect: 'shop.refund/9001', bucket: 'total', asked: '10.00', left: '8.00', currency: 'EUR' };
    const less = shop({ back: [{ id: 5, amount: '25.00' }] });
    await mirror().reads('order', less).asks('over-refund', 'shop.refund/9001', over);
    const decisions = [decision('do it', 'over-refund/shop.refund/9001')];
    assert.equal(
      (await sent({}, { back: [{ id: 5, amount: '25.00' }] }, '8.00', false, { decisions })).input.transactions[0]?.amount,
      '8.00',
    );
  });
  it('a payment that would move real money is asked about', () =>
    mirror()
      .reads('order', shop({ manual: false }))
      .asks('rule broken', 'real money/shop.refund/9001'));
  it('an order that is gone is asked about', () =>
    mirror()
      .reads('order', { data: { order: null } })
      .asks('rule broken', 'gone/shop.refund/9001'));
  it('a lost answer is proven by the refund that bears its note and was not there before', async () => {
    const alike = { id: 5, amount: '10.00', note: 'somebody else’s' };
    const lost = (...back: NonNullable<Shop['back']>) =>
      mirror()
        .reads('order', shop({ back: [alike] }))
        .reads('order', shop({ back: [alike] }))
        .writes('refundCreate')
        .loses()
        .reads('order', shop({ back: [alike, ...back] }));
    await lost().isSettledAs('absent');
    await lost({ id: 6, amount: '10.00' }).isSettledAs('absent');
    await lost({ id: 7, amount: '10.00', note: NOTE }).isSettledAs({ record: refundId(7), answer: done('10.00') });
  });
  it('a key that a failed attempt has used up is followed by another one', async () => {
    const failed = {
      errors: [{ message: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', extensions: { code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED' } }],
    };
    const script = mirror()
      .reads('order', shop())
      .reads('order', shop())
      .writes('refundCreate')
      .answers(200, failed)
      .reads('order', shop())
      .writes('refundCreate')
      .answers(200, refunded(7));
    await script.returns(done('10.00'));
    const keys = script.requests.filter(({ call }) => call === 'refundCreate').map((one) => sentBy(one).key);
    assert.equal(new Set(keys).size, 2);
  });
  it('what Shopify refuses is a refusal with its text', () =>
    mirror()
      .reads('order', shop())
      .reads('order', shop())
      .writes('refundCreate')
      .answers(200, {
        data: {
          refundCreate: {
            refund: null,
            userErrors: [{ field: null, message: 'Refund amount is greater than net payment received' }],
          },
        },
      })
      .isRefused('USER_ERROR'));
});
