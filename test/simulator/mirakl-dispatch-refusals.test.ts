/** Shipments that the simulated marketplace refuses: whole, or item by item inside a 2xx. */
import assert from 'node:assert/strict';
import { message, post, put, type Refused, ready, refuses } from './refusals';
import type { World } from './world';

const inParcels = (world: World): void => {
  ready(world);
  world.market.world.multiShipment = true;
};
const left = (world: World): void => {
  inParcels(world);
  assert.equal(world.market.shipInPortal('T-A'), true);
};
/** Tracking is mandatory for it. */
const express = ({ market }: World): void => {
  market.world.debitDelay = 0;
  market.world.multiShipment = true;
  market.place({ id: 'E-A', shippingType: 'EXP', lines: [{ sku: 'MUG-BLUE', quantity: 1, price: '12.50' }] });
  market.decideInPortal('E-A', true);
};
const onlyRegistered = (world: World): void => {
  inParcels(world);
  world.market.world.alternativeCarriers = false;
};
const TRACKING = '/api/orders/T-A/tracking';
const says = (text: string, status = 400) => ({ status, body: message(status, text) });

const orders: readonly Refused[] = [
  {
    name: 'OR23: an order that is none',
    path: '/api/orders/NONE/tracking',
    call: put({ carrier_code: 'OTHER' }),
    ...says("Order with id 'NONE' not found", 404),
  },
  { name: 'OR23: no object', path: TRACKING, call: put([]), prepare: ready, ...says('The body must be an object') },
  {
    name: 'OR23: no carrier',
    path: TRACKING,
    call: put({ tracking_number: 'T1' }),
    prepare: ready,
    ...says('The carrier code or the carrier name is mandatory'),
  },
  {
    name: 'OR23: a carrier by its label',
    path: TRACKING,
    call: put({ carrier_code: 'Colissimo', tracking_number: 'T1' }),
    prepare: ready,
    ...says("Carrier with code 'Colissimo' not found"),
  },
  {
    name: 'OR23: no number, where the URL of the carrier needs one',
    path: TRACKING,
    call: put({ carrier_code: 'DHL' }),
    prepare: ready,
    ...says("The tracking number is mandatory for the carrier 'DHL'"),
  },
  {
    name: 'OR23: a number that is a number',
    path: TRACKING,
    call: put({ carrier_code: 'DHL', tracking_number: 7 }),
    prepare: ready,
    ...says('Error with field tracking_number. Please check the field datatype.'),
  },
  {
    name: 'OR23: a carrier that is not registered, where that is not allowed',
    path: TRACKING,
    call: put({ carrier_name: 'Bike', tracking_number: 'T1' }),
    prepare: onlyRegistered,
    ...says('The use of a carrier that is not registered is not allowed'),
  },
  {
    name: 'OR23: before it may go',
    path: TRACKING,
    call: put({ carrier_code: 'OTHER' }),
    ...says("The tracking of the order cannot be updated: it is in state 'WAITING_ACCEPTANCE'"),
  },
  {
    name: 'OR23: what has left, where that is not allowed',
    path: TRACKING,
    call: put({ carrier_code: 'OTHER' }),
    prepare: (world) => {
      left(world);
      world.market.world.trackingAfterShipment = false;
    },
    ...says("The tracking of the order cannot be updated: it is in state 'SHIPPED'"),
  },
  {
    name: 'OR24: an order that is none',
    path: '/api/orders/NONE/ship',
    call: { method: 'PUT' },
    ...says("Order with id 'NONE' not found", 404),
  },
  {
    name: 'OR24: before it may go',
    path: '/api/orders/T-A/ship',
    call: { method: 'PUT' },
    ...says("The order status must be 'SHIPPING' but it is 'WAITING_ACCEPTANCE'."),
  },
  {
    name: 'OR24: what has left',
    path: '/api/orders/T-A/ship',
    call: { method: 'PUT' },
    prepare: left,
    ...says("The order status must be 'SHIPPING' but it is 'SHIPPED'."),
  },
  {
    name: 'OR24: without tracking, where it is mandatory, whatever its body says',
    path: '/api/orders/E-A/ship',
    call: put({ carrier_code: 'DHL', tracking_number: 'T1' }),
    prepare: express,
    ...says('Tracking details are mandatory for this shipping method'),
  },
  {
    name: "OR24: what the operator's own centre fulfils",
    path: '/api/orders/F-A/ship',
    call: { method: 'PUT' },
    prepare: ({ market }) => {
      market.world.debitDelay = 0;
      market.adopt(
        JSON.stringify({
          order_id: 'F-A',
          order_state: 'WAITING_DEBIT',
          fulfillment: { center: { code: 'OPERATOR' } },
          order_lines: [{ order_line_id: 'F-A-1', order_line_state: 'WAITING_DEBIT', quantity: 1 }],
        }),
      );
    },
    ...says('The order cannot be shipped by the shop'),
  },
  {
    name: 'OR31: an order that is none',
    path: '/api/orders/NONE/additional_fields',
    call: put({}),
    ...says("Order with id 'NONE' not found", 404),
  },
];

const line = { order_line_id: 'T-A-1', quantity: 1 };
const shipment = (change: Readonly<Record<string, unknown>>) =>
  post({ shipments: [{ order_id: 'T-A', shipment_lines: [line], ...change }] });
const unmade = (name: string, call: Refused['call'], text: string, id = 'T-A', prepare = inParcels): Refused => ({
  name: `ST01: ${name}`,
  path: '/api/shipments',
  ...(call ? { call } : {}),
  prepare,
  status: 201,
  body: { shipment_errors: [{ order_id: id, message: text }], shipment_success: [] },
});
const whole = (name: string, call: Refused['call'], text: string): Refused => ({
  name: `ST01: ${name}`,
  path: '/api/shipments',
  ...(call ? { call } : {}),
  prepare: inParcels,
  ...says(text),
});
const unknown = { id: 'none', tracking: { carrier_code: 'OTHER' } };
const notFound = { shipment_errors: [{ id: 'none', message: "Shipment with id 'none' not found" }], shipment_success: [] };

const shipments: readonly Refused[] = [
  ...['/api/shipments', '/api/shipments/tracking'].map((path) => ({
    name: `POST ${path}, where multi-shipment is off`,
    path,
    call: post({ shipments: [unknown] }),
    prepare: ready,
    ...says('HTTP 404 Not Found', 404),
  })),
  {
    name: 'ST24, where multi-shipment is off',
    path: '/api/shipments/ship',
    call: put({ shipments: [unknown] }),
    ...says('HTTP 404 Not Found', 404),
  },
  { name: 'ST12, where multi-shipment is off', path: '/api/shipments/items_to_ship', ...says('HTTP 404 Not Found', 404) },
  whole('none', post({ shipments: [] }), 'Error with field shipments. It must not be empty.'),
  whole('no list', post({}), 'Error with field shipments. Please check the field datatype.'),
  whole(
    '1001 of them',
    post({ shipments: Array.from({ length: 1001 }, () => ({ order_id: 'T-A', shipment_lines: [line] })) }),
    'The limit of 1000 is exceeded for the parameter : shipments',
  ),
  whole(
    'no order',
    shipment({ order_id: undefined }),
    'Error with field shipments[0].order_id. Please check the field datatype.',
  ),
  whole('no lines', shipment({ shipment_lines: [] }), 'Error with field shipments[0].shipment_lines. It must not be empty.'),
  whole(
    'no units',
    shipment({ shipment_lines: [{ ...line, quantity: 0 }] }),
    'Error with field shipments[0].shipment_lines[0].quantity. It must be greater than or equal to 1.',
  ),
  whole(
    'a word for shipped',
    shipment({ shipped: 'yes' }),
    'Error with field shipments[0].shipped. Please check the field datatype.',
  ),
  whole(
    'an invoice with a blank',
    shipment({ invoice_reference: 'INV 1' }),
    'Error with field shipments[0].invoice_reference. It must match "[0-9a-zA-Z_-]*".',
  ),
  unmade('an order that is none', shipment({ order_id: 'NONE' }), "Order with id 'NONE' not found", 'NONE'),
  unmade(
    'an order in another state',
    shipment({ order_id: 'T-B' }),
    "The order status must be 'SHIPPING' but it is 'WAITING_ACCEPTANCE'.",
    'T-B',
  ),
  unmade('what has left', shipment({}), "The order status must be 'SHIPPING' but it is 'SHIPPED'.", 'T-A', left),
  unmade(
    'a line of another order',
    shipment({ shipment_lines: [{ order_line_id: 'T-B-1', quantity: 1 }] }),
    "Order line 'T-B-1' not found in the order 'T-A'",
  ),
  unmade(
    'a line without its name',
    shipment({ shipment_lines: [{ quantity: 1 }] }),
    'The order line id or the offer sku is mandatory',
  ),
  unmade(
    'more than was ordered',
    shipment({ shipment_lines: [{ ...line, quantity: 2 }] }),
    "The quantity 2 of the order line 'T-A-1' exceeds what is left to ship: 1",
  ),
  unmade(
    'a line twice, together too much',
    shipment({ shipment_lines: [line, line] }),
    "The quantity 2 of the order line 'T-A-1' exceeds what is left to ship: 1",
  ),
  unmade(
    'a carrier that is none',
    shipment({ tracking: { carrier_code: 'POST', tracking_number: 'T1' } }),
    "Carrier with code 'POST' not found",
  ),
  unmade(
    'a carrier that is not registered, where that is not allowed',
    shipment({ tracking: { carrier_name: 'Bike' } }),
    'The use of a carrier that is not registered is not allowed',
    'T-A',
    onlyRegistered,
  ),
  unmade(
    'shipped without tracking, where it is mandatory',
    post({ shipments: [{ order_id: 'E-A', shipment_lines: [{ order_line_id: 'E-A-1', quantity: 1 }], shipped: true }] }),
    'Tracking details are mandatory for this shipping method',
    'E-A',
    express,
  ),
  {
    name: 'ST23: a shipment that is none',
    path: '/api/shipments/tracking',
    call: post({ shipments: [unknown] }),
    prepare: inParcels,
    status: 200,
    body: notFound,
  },
  {
    name: 'ST23: no tracking',
    path: '/api/shipments/tracking',
    call: post({ shipments: [{ id: 'none' }] }),
    prepare: inParcels,
    ...says('Error with field shipments[0].tracking. Please check the field datatype.'),
  },
  {
    name: 'ST24: a shipment that is none',
    path: '/api/shipments/ship',
    call: put({ shipments: [{ id: 'none' }] }),
    prepare: inParcels,
    status: 200,
    body: notFound,
  },
  {
    name: 'ST24: a shipment without its id',
    path: '/api/shipments/ship',
    call: put({ shipments: [{}] }),
    prepare: inParcels,
    ...says('Error with field shipments[0].id. Please check the field datatype.'),
  },
  {
    name: 'ST11: a state that is none',
    path: '/api/shipments?shipment_state_code=LOST',
    prepare: inParcels,
    ...says("The value 'LOST' is not valid for the parameter : shipment_state_code"),
  },
  {
    name: 'ST11: a page that is none',
    path: '/api/shipments?page_token=abc',
    prepare: inParcels,
    ...says("The value of the parameter : page_token is not valid or the page doesn't exist any more"),
  },
  {
    name: 'ST11: pages of 101',
    path: '/api/shipments?limit=101',
    prepare: inParcels,
    ...says('The limit of 100 is exceeded for the parameter : limit'),
  },
  {
    name: 'ST11: another sort',
    path: '/api/shipments?sort=status,ASC',
    prepare: inParcels,
    ...says("The value 'status,ASC' is not valid for the parameter : sort"),
  },
];

describe('simulator: what the marketplace does not send off', () => {
  refuses([...orders, ...shipments]);
});
