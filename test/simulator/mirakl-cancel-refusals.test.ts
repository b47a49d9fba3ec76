/** Cancelations that the simulated marketplace refuses. */
import assert from 'node:assert/strict';
import { type Case, message, put, type Refused, ready, refuses, told } from './refusals';
import type { World } from './world';

const CANCEL = '/api/orders/cancel';
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
const cancelation = { order_line_id: 'U-A-1', amount: 12.5, shipping_amount: 4.9, quantity: 1, reason_code: '34' };
const cancel = (change: Readonly<Record<string, unknown>>, mode?: unknown) =>
  put({ ...(mode === undefined ? {} : { order_tax_mode: mode }), cancelations: [{ ...cancelation, ...change }] });

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

describe('simulator: what the marketplace does not cancel', () => {
  refuses([...cancelations, ...wholes]);
});
