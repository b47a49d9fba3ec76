/** Refunds and cancelations that the simulated marketplace refuses. */
import assert from 'node:assert/strict';
import { message, put, type Refused, refuses } from './refusals';
import type { World } from './world';

const REFUND = '/api/orders/refund';
const CANCEL = '/api/orders/cancel';
/** The money of T-A is secured, and its goods may go. */
const ready = ({ market }: World): void => {
  market.world.debitDelay = 0;
  market.decideInPortal('T-A', true);
};
/** The buyer pays when the goods come. */
const unpaid = (world: World): void => {
  world.market.world.paymentWorkflow = 'PAY_ON_DELIVERY';
  world.market.place({
    id: 'U-A',
    lines: [
      { sku: 'MUG-BLUE', quantity: 1, price: '12.50' },
      { sku: 'BOOK-1', quantity: 2, price: '8.00' },
    ],
  });
  world.market.decideInPortal('U-A', true);
};
const item = { order_line_id: 'T-A-1', amount: 1, shipping_amount: 0, quantity: 1, reason_code: '17' };
const refund = (change: Readonly<Record<string, unknown>>, mode?: unknown) =>
  put({ ...(mode === undefined ? {} : { order_tax_mode: mode }), refunds: [{ ...item, ...change }] });
const cancelation = { ...item, order_line_id: 'U-A-1', amount: 12.5, shipping_amount: 4.9, reason_code: '34' };
const cancel = (change: Readonly<Record<string, unknown>>, mode?: unknown) =>
  put({ ...(mode === undefined ? {} : { order_tax_mode: mode }), cancelations: [{ ...cancelation, ...change }] });

interface Case {
  readonly name: string;
  readonly call: Refused['call'];
  readonly says: string;
  readonly prepare?: (world: World) => void;
  readonly status?: number;
}
const told =
  (path: string, ordinarily: (world: World) => void) =>
  ({ name, call, says, prepare, status = 400 }: Case): Refused => ({
    name,
    path,
    ...(call ? { call } : {}),
    prepare: prepare ?? ordinarily,
    status,
    body: message(status, says),
  });

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

const cancelations = (
  [
    {
      name: 'OR30: no cancelations',
      call: put({ cancelations: [] }),
      says: 'Error with field cancelations. It must not be empty.',
    },
    {
      name: 'OR30: no quantity',
      call: cancel({ quantity: undefined }),
      says: 'Error with field cancelations[0].quantity. It must not be null.',
    },
    {
      name: 'OR30: no units',
      call: cancel({ quantity: 0 }),
      says: "The quantity to cancel of the order line 'U-A-1' must be greater than zero",
    },
    {
      name: 'OR30: more units than there are',
      call: cancel({ quantity: 2 }),
      says: "The quantity 2 exceeds what is left to ship of the order line 'U-A-1'",
    },
    {
      name: 'OR30: a reason of refunds',
      call: cancel({ reason_code: '17' }),
      says: "The reason with code '17' does not exist for the type CANCELATION",
    },
    {
      name: "OR30: a reason that is not the shop's",
      call: cancel({ reason_code: '36' }),
      says: "The reason with code '36' cannot be used by a shop",
    },
    {
      name: 'OR30: more than the line has',
      call: cancel({ amount: 13 }),
      says: "The amount of the cancelation exceeds what is left of the order line 'U-A-1' (12.50 EUR)",
    },
    {
      name: 'OR30: where the operator allows no parts',
      call: cancel({}),
      says: 'Partial cancelation is not enabled on this platform',
      prepare: (world: World) => {
        unpaid(world);
        world.market.world.partialCancelation = false;
      },
    },
    {
      name: "OR30: not the platform's tax mode, with order level taxes",
      call: cancel({}, 'TAX_EXCLUDED'),
      says: 'The order tax mode must be TAX_INCLUDED',
      prepare: (world: World) => {
        unpaid(world);
        world.market.world.orderLevelTaxes = true;
      },
    },
    {
      name: 'OR30: taxes, with order level taxes before tax',
      call: cancel({ taxes: [] }),
      says: 'Error with field cancelations[0].taxes. It must not be provided with order level taxes in TAX_EXCLUDED.',
      prepare: (world: World) => {
        (world.market.configuration.features as Record<string, unknown>).order_tax_mode = 'TAX_EXCLUDED';
        unpaid(world);
        world.market.world.orderLevelTaxes = true;
      },
    },
    {
      name: 'OR30: what is paid already',
      call: cancel({ order_line_id: 'T-A-1' }),
      says: "The order 'T-A' cannot be canceled in its current state",
      prepare: ready,
    },
    {
      name: 'OR30: what has left',
      call: cancel({}),
      says: "The order 'U-A' cannot be canceled in its current state",
      prepare: (world: World) => {
        unpaid(world);
        assert.equal(world.market.shipInPortal('U-A'), true);
      },
    },
  ] satisfies readonly Case[]
).map(told(CANCEL, unpaid));

const wholes: readonly Refused[] = [
  {
    name: 'OR29: an order that is none',
    path: '/api/orders/NONE/cancel',
    call: { method: 'PUT' },
    status: 404,
    body: message(404, "Order with id 'NONE' not found"),
  },
  {
    name: 'OR29: what is not decided',
    path: '/api/orders/T-A/cancel',
    call: { method: 'PUT' },
    status: 400,
    body: message(400, "The order 'T-A' cannot be canceled: it is in state 'WAITING_ACCEPTANCE'"),
  },
  {
    name: 'OR29: what is paid already',
    path: '/api/orders/T-A/cancel',
    call: { method: 'PUT' },
    prepare: ready,
    status: 400,
    body: message(400, "The order 'T-A' cannot be canceled: it is in state 'SHIPPING'"),
  },
  {
    name: 'OR29: what has left in part',
    path: '/api/orders/U-A/cancel',
    call: { method: 'PUT' },
    prepare: (world) => {
      unpaid(world);
      world.market.world.multiShipment = true;
      assert.equal(world.market.shipInPortal('U-A', { lines: [{ line: 'U-A-1', quantity: 1 }] }), true);
    },
    status: 400,
    body: message(400, "The order 'U-A' cannot be canceled: it is in state 'SHIPPING'"),
  },
];

describe('simulator: what the marketplace does not give back', () => {
  refuses([...refunds, ...cancelations, ...wholes]);
});
