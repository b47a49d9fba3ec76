import assert from 'node:assert/strict';
import { shopify } from '../../../lib/platforms/shopify';
import { ACCOUNT } from '../orders';
import { STORE } from './shop';

const money = (amount: string, currencyCode = 'EUR') => ({ presentmentMoney: { amount, currencyCode } });
const none = { nodes: [] };
const refund = (currency: string) => ({
  id: 'gid://shopify/Refund/1',
  totalRefundedSet: money('1.0', currency),
  refundLineItems: none,
  refundShippingLines: { nodes: [{ subtotalAmountSet: money('1.0', currency), taxAmountSet: money('0.0', currency) }] },
  orderAdjustments: none,
  transactions: none,
});
const order = (fields: object = {}) => ({
  id: 'gid://shopify/Order/6500000000001',
  name: '#2201',
  updatedAt: '2026-09-01T08:20:00Z',
  tags: [],
  totalPriceSet: money('10.0'),
  metafield: { value: `${ACCOUNT}:MK1-A` },
  lineItems: none,
  fulfillments: [],
  refunds: [],
  returns: none,
  fulfillmentOrders: none,
  ...fields,
});
const read = (fields: object = {}) =>
  shopify.intake?.read(STORE, { order: order(fields) }, {}) ?? assert.fail('Shopify has no intake');

describe('Shopify: an order that cannot be read', () => {
  it('is none where all is as it should be', () => assert.equal(read({ refunds: [refund('EUR')] }).seen[0]?.body.kind, 'shop'));
  const broken: readonly [string, object, RegExp][] = [
    ['lines of another type', { lineItems: { nodes: 'none' } }, /order\.lineItems\.nodes/],
    ['no total', { totalPriceSet: null }, /order\.totalPriceSet/],
    [
      'more lines than were asked for',
      { lineItems: { nodes: [], pageInfo: { hasNextPage: true } } },
      /order\.lineItems\.pageInfo/,
    ],
    ['a refund in another currency', { refunds: [refund('USD')] }, /USD|EUR/],
    ['an amount that is none', { totalPriceSet: money('ten') }, /ten/],
  ];
  for (const [what, fields, named] of broken)
    it(`${what}: it is kept under its order and named, and stops no other`, () => {
      const { seen, stray } = read(fields);
      const [one] = seen;
      assert.deepEqual([one?.key, one?.subject, stray], [`${ACCOUNT}:MK1-A`, 'shop', []]);
      assert.ok(one?.body.kind === 'unreadable');
      assert.match(one.body.text, named);
      assert.match(one.body.text, /gid:\/\/shopify\/Order\/6500000000001/);
    });
  it('one that was made again stands under its generation', () =>
    assert.equal(read({ lineItems: 17, metafield: { value: `${ACCOUNT}:MK1-A#2` } }).seen[0]?.subject, 'shop/2'));
  it('one whose mark cannot be read is nobody’s: the page is not read', () =>
    assert.throws(() => read({ metafield: { value: 17 } }), /metafield/));
});
