/** Shipments, returns, stock and custom fields that the simulated marketplace refuses: whole, or item by item inside a 2xx. */
import assert from 'node:assert/strict';
import { message, post, put, type Refused, refuses } from './refusals';
import type { World } from './world';

const ready = ({ market }: World): void => {
  market.world.debitDelay = 0;
  market.decideInPortal('T-A', true);
};
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

const none = (text: string) => ({ status: 200, body: { return_errors: [{ id: 'none', message: text }], return_success: [] } });
const steps = ['accept', 'receive', 'compliance', 'close', 'cancel'] as const;
const wish = {
  accept: { accepted: true },
  receive: {},
  compliance: { return_lines: [{ order_line_id: 'T-A-1', compliant: true }] },
  close: {},
  cancel: {},
} as const;
const returns: readonly Refused[] = [
  ...steps.map((step) => ({
    name: `returns, ${step}: one that is none`,
    path: `/api/returns/${step}`,
    call: put({ returns: [{ id: 'none', ...wish[step] }] }),
    ...none("Return with id 'none' not found"),
  })),
  {
    name: 'returns, where the marketplace has none',
    path: '/api/returns',
    prepare: ({ market }) => {
      market.world.returns = false;
    },
    ...says('HTTP 404 Not Found', 404),
  },
  {
    name: 'RT11: a state that is none',
    path: '/api/returns?return_state=LOST',
    ...says("The value 'LOST' is not valid for the parameter : return_state"),
  },
  {
    name: 'RT21: 101 returns',
    path: '/api/returns/accept',
    call: put({ returns: Array.from({ length: 101 }, () => ({ id: 'none', accepted: true })) }),
    ...says('The limit of 100 is exceeded for the parameter : returns'),
  },
  {
    name: 'RT21: no decision',
    path: '/api/returns/accept',
    call: put({ returns: [{ id: 'none' }] }),
    ...says('Error with field returns[0].accepted. It must not be null.'),
  },
  {
    name: 'RT21: a reason that is none',
    path: '/api/returns/accept',
    call: put({ returns: [{ id: 'none', accepted: false, rejection_reason_code: 'NO' }] }),
    ...says("The value 'NO' is not valid for the field : returns[0].rejection_reason_code"),
  },
  {
    name: 'RT25: no id',
    path: '/api/returns/receive',
    call: put({ returns: [{}] }),
    ...says('Error with field returns[0].id. It must not be null.'),
  },
  {
    name: 'RT26: no lines',
    path: '/api/returns/compliance',
    call: put({ returns: [{ id: 'none', return_lines: [] }] }),
    ...says('Error with field returns[0].return_lines. It must not be empty.'),
  },
];

const IMPORTS = '/api/offers/stock/imports';
const offer = {
  shop_sku: 'MUG-BLUE',
  product_id: 'MK-MUG-BLUE',
  product_id_type: 'SHOP_SKU',
  price: 12.5,
  state_code: '11',
  update_delete: '',
};
const stock: readonly Refused[] = [
  {
    name: 'STO01: JSON instead of a form',
    path: IMPORTS,
    call: post({ file: 'offer-sku;quantity' }),
    ...says('HTTP 415 Unsupported Media Type', 415),
  },
  {
    name: 'STO01: a form without the file',
    path: IMPORTS,
    call: post('--b\r\nContent-Disposition: form-data; name="stock"\r\n\r\nx\r\n--b--\r\n', {
      'Content-Type': 'multipart/form-data; boundary=b',
    }),
    ...says('Error with field file. It must not be null.'),
  },
  { name: 'STO02: an import that is none', path: `${IMPORTS}/none/status`, ...says("Import with id 'none' not found", 404) },
  {
    name: 'STO03: an import that is none',
    path: `${IMPORTS}/none/error_report`,
    ...says("Import with id 'none' not found", 404),
  },
  {
    name: 'OF24: no offers',
    path: '/api/offers',
    call: post({ offers: [] }),
    ...says('Error with field offers. It must not be empty.'),
  },
  {
    name: 'OF24: no price',
    path: '/api/offers',
    call: post({ offers: [{ ...offer, price: undefined }] }),
    ...says('Error with field offers[0].price. It must not be null.'),
  },
  {
    name: 'OF24: no product',
    path: '/api/offers',
    call: post({ offers: [{ ...offer, product_id: undefined }] }),
    ...says('Error with field offers[0].product_id. It must not be null.'),
  },
  {
    name: 'OF24: a price that is text',
    path: '/api/offers',
    call: post({ offers: [{ ...offer, price: '12.50' }] }),
    ...says('Error with field offers[0].price. Please check the field datatype.'),
  },
  {
    name: 'DR11: an entity without its type',
    path: '/api/document-request/requests?entity_id=T-A',
    ...says('The parameter : entity_type must be given with the parameter : entity_id'),
  },
  {
    name: 'DR12: a request that is none',
    path: '/api/document-request/none/lines',
    ...says("Document request with id 'none' not found", 404),
  },
];

const FIELDS = '/api/orders/T-A/additional_fields';
const field = (name: string, given: Readonly<Record<string, unknown>>, code: string, at: string, text: string): Refused => {
  const body = { order_additional_fields: [given] };
  return {
    name: `OR31: ${name}`,
    path: FIELDS,
    call: put(body),
    status: 200,
    body: { order_update_errors: { errors: [{ code, field: `order_additional_fields[0].${at}`, message: text }], input: body } },
  };
};
const fields: readonly Refused[] = [
  field(
    'a field that is none',
    { code: 'colour', value: 'red' },
    'CUSTOM_FIELD_NOT_FOUND',
    'code',
    "The custom field 'colour' does not exist",
  ),
  field(
    'a field that is not to be edited',
    { code: 'campaign', value: 'x' },
    'CUSTOM_FIELD_NOT_EDITABLE',
    'value',
    "The custom field 'campaign' cannot be edited by the shop",
  ),
  field(
    'a required field cleared',
    { code: 'invoice-number', value: '' },
    'CUSTOM_FIELD_REQUIRED',
    'value',
    "The custom field 'invoice-number' is required",
  ),
  field(
    'a value of another form',
    { code: 'invoice-number', value: 'inv 1' },
    'CUSTOM_FIELD_INVALID_VALUE',
    'value',
    "The value 'inv 1' is not accepted",
  ),
  field(
    'a value that is not in the list',
    { code: 'wrapping', value: ['gold'] },
    'CUSTOM_FIELD_INVALID_VALUE',
    'value',
    "The value 'gold' is not accepted",
  ),
  field(
    'one value for a list',
    { code: 'wrapping', value: 'paper' },
    'CUSTOM_FIELD_INVALID_VALUE',
    'value',
    'must be an array of strings',
  ),
];

describe('simulator: what the marketplace does not send off, take back or take in', () => {
  refuses([...orders, ...shipments, ...returns, ...stock, ...fields]);
});
