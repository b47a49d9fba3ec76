/** Refunds that the simulated marketplace refuses. */
import assert from 'node:assert/strict';
import { type Case, put, ready, refuses, told } from './refusals';
import type { World } from './world';

const REFUND = '/api/orders/refund';
const item = { order_line_id: 'T-A-1', amount: 1, shipping_amount: 0, quantity: 1, reason_code: '17' };
const refund = (change: Readonly<Record<string, unknown>>, mode?: unknown) =>
  put({ ...(mode === undefined ? {} : { order_tax_mode: mode }), refunds: [{ ...item, ...change }] });

const refunds = (
  [
    { name: 'OR28: no object', call: put([]), says: 'Error with field refunds. Please check the field datatype.' },
    { name: 'OR28: no JSON', call: put('{'), says: 'The request body is not valid JSON' },
    { name: 'OR28: no refunds', call: put({ refunds: [] }), says: 'Error with field refunds. It must not be empty.' },
    {
      name: 'OR28: a refund that is none',
      call: put({ refunds: [7] }),
      says: 'Error with field refunds[0]. Please check the field datatype.',
    },
    {
      name: 'OR28: an amount that is text',
      call: refund({ amount: '1.00' }),
      says: 'Error with field refunds[0].amount. Please check the field datatype.',
    },
    {
      name: 'OR28: no amount',
      call: refund({ amount: undefined }),
      says: 'Error with field refunds[0].amount. It must not be null.',
    },
    {
      name: 'OR28: no shipping amount',
      call: refund({ shipping_amount: null }),
      says: 'Error with field refunds[0].shipping_amount. It must not be null.',
    },
    {
      name: 'OR28: less than nothing',
      call: refund({ amount: -1 }),
      says: 'Error with field refunds[0].amount. It must not be negative.',
    },
    {
      name: 'OR28: a part of a cent',
      call: refund({ amount: 1.005 }),
      says: 'Error with field refunds[0].amount. It has more than 2 decimals.',
    },
    {
      name: 'OR28: nothing at all',
      call: refund({ amount: 0 }),
      says: "The refund of the order line 'T-A-1' must be greater than zero",
    },
    {
      name: 'OR28: a quantity that is a part',
      call: refund({ quantity: 0.5 }),
      says: 'Error with field refunds[0].quantity. Please check the field datatype.',
    },
    {
      name: 'OR28: no reason',
      call: refund({ reason_code: undefined }),
      says: 'Error with field refunds[0].reason_code. It must not be null.',
    },
    {
      name: 'OR28: a reason that is a number',
      call: refund({ reason_code: 17 }),
      says: 'Error with field refunds[0].reason_code. Please check the field datatype.',
    },
    {
      name: 'OR28: a reason that is none',
      call: refund({ reason_code: '99' }),
      says: "The reason with code '99' does not exist for the type REFUND",
    },
    {
      name: 'OR28: a reason of cancelations',
      call: refund({ reason_code: '34' }),
      says: "The reason with code '34' does not exist for the type REFUND",
    },
    {
      name: "OR28: a reason that is not the shop's",
      call: refund({ reason_code: '20' }),
      says: "The reason with code '20' cannot be used by a shop",
    },
    {
      name: 'OR28: a line that is none',
      call: refund({ order_line_id: 'NONE-1' }),
      says: "Order line with id 'NONE-1' not found",
      status: 404,
    },
    {
      name: 'OR28: a tax mode that is none',
      call: refund({}, 'NET'),
      says: "The value 'NET' is not valid for the parameter : order_tax_mode",
    },
    {
      name: 'OR28: another currency',
      call: refund({ currency_iso_code: 'USD' }),
      says: "The currency 'USD' is not that of the order",
    },
    {
      name: "OR28: no currency, where it is not the platform's",
      call: refund({ order_line_id: 'Y-A-1', amount: 100 }),
      says: 'Error with field refunds[0].currency_iso_code. It is required: the order is in JPY.',
      prepare: ({ market }) => {
        market.world.debitDelay = 0;
        market.place({ id: 'Y-A', currency: 'JPY', shipping: '0', lines: [{ sku: 'VASE-H', quantity: 1, price: '500' }] });
        market.decideInPortal('Y-A', true);
      },
    },
    {
      name: 'OR28: more than the line has',
      call: refund({ amount: 12.51 }),
      says: "The amount of the refund exceeds what is left of the order line 'T-A-1' (12.50 EUR)",
    },
    {
      name: 'OR28: more than is left',
      call: refund({ amount: 10 }),
      says: "The amount of the refund exceeds what is left of the order line 'T-A-1' (2.50 EUR)",
      prepare: (world) => {
        ready(world);
        assert.ok(world.market.refundInPortal('T-A', 'T-A-1', { amount: '10' }));
      },
    },
    {
      name: 'OR28: together more than is left',
      call: put({ refunds: [item, { ...item, amount: 12 }] }),
      says: "The amount of the refund exceeds what is left of the order line 'T-A-1' (12.50 EUR)",
    },
    {
      name: 'OR28: more shipping than there is',
      call: refund({ shipping_amount: 5 }),
      says: "The shipping amount of the refund exceeds what is left of the order line 'T-A-1' (4.90 EUR)",
    },
    {
      name: 'OR28: a fee that the line has not',
      call: refund({ fees: [{ code: 'FEE', amount: 1 }] }),
      says: "The order line 'T-A-1' has no such fee",
    },
    {
      name: 'OR28: a tax that the line has not',
      call: refund({ taxes: [{ code: 'GST', amount: 0.1 }] }),
      says: "The tax with code 'GST' does not exist on the order line (refunds[0].taxes)",
    },
    {
      name: 'OR28: no taxes, where they must be told',
      call: refund({}),
      says: 'Error with field refunds[0].taxes. It is required because the order has taxes.',
      prepare: untaxed,
    },
    {
      name: 'OR28: more tax than is left',
      call: refund({ taxes: [{ code: 'VAT20', amount: 2.09 }] }),
      says: "The tax 'VAT20' exceeds what is left of it (2.08 EUR)",
      prepare: untaxed,
    },
    {
      name: 'OR28: a tax twice',
      call: refund({ taxes: [1, 1].map((amount) => ({ code: 'VAT20', amount })) }),
      says: 'Error with field refunds[0].taxes. A tax is given more than once.',
    },
    {
      name: 'OR28: more units out of the shipment than there are',
      call: refund({ quantity: 2, excluded_from_shipment: true }),
      says: "The quantity 2 exceeds what is left to ship of the order line 'T-A-1'",
    },
    {
      name: 'OR28: before the money is secured',
      call: refund({}),
      says: "The order line 'T-A-1' cannot be refunded in its current state",
      prepare: () => {},
    },
    {
      name: 'OR28: after the end',
      call: refund({}),
      says: "The order line 'T-A-1' cannot be refunded in its current state",
      prepare: (world) => {
        ready(world);
        world.market.shipInPortal('T-A');
        world.market.markDelivered('T-A');
        assert.equal(world.market.close('T-A'), true);
      },
    },
    {
      name: 'OR28: what was cancelled',
      call: refund({}),
      says: "The order line 'T-A-1' cannot be refunded in its current state",
      prepare: (world) => {
        ready(world);
        assert.equal(world.market.cancel('T-A'), true);
      },
    },
  ] satisfies readonly Case[]
).map(told(REFUND, ready));

/** Its taxes are not computed. */
function untaxed(world: World): void {
  world.market.world.taxRule = 'NONE';
  world.market.world.debitDelay = 0;
  world.market.adopt(
    JSON.stringify({
      order_id: 'T-A',
      order_state: 'SHIPPING',
      currency_iso_code: 'EUR',
      order_lines: [
        {
          order_line_id: 'T-A-1',
          order_line_state: 'SHIPPING',
          can_refund: true,
          quantity: 1,
          price: 12.5,
          shipping_price: 0,
          taxes: [{ code: 'VAT20', amount: 2.08, tax_calculation_rule: 'NONE' }],
        },
      ],
    }),
  );
}

describe('simulator: what the marketplace does not give back', () => {
  refuses(refunds);
});
