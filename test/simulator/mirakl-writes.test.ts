/** Decisions and references that the simulated marketplace refuses: OR21 whole, OR04 item by item. */
import assert from 'node:assert/strict';
import { ACCEPT, coded, lines, many, message, put, type Refused, refuses } from './refusals';

const refusals: readonly Refused[] = [
  {
    name: 'OR21: an order that is none',
    path: '/api/orders/NONE/accept',
    call: lines(['NONE-1', true]),
    status: 404,
    body: coded('ORDER_NOT_FOUND', 'The requested order does not exist'),
  },
  {
    name: 'OR21: no body',
    path: ACCEPT,
    call: put([]),
    status: 400,
    body: coded('VALIDATION_ERROR', 'The body must be an object', 'order_lines'),
  },
  {
    name: 'OR21: no lines',
    path: ACCEPT,
    call: put({ order_lines: [] }),
    status: 400,
    body: coded('VALIDATION_ERROR', 'must not be empty', 'order_lines'),
  },
  {
    name: 'OR21: a line that is null',
    path: ACCEPT,
    call: put({ order_lines: [null] }),
    status: 400,
    body: coded('ORDER_LINE_NULL_ELEMENT', 'The order lines list contains a null element', 'order_lines[0]'),
  },
  {
    name: 'OR21: a line without an id',
    path: ACCEPT,
    call: put({ order_lines: [{ accepted: true }] }),
    status: 400,
    body: coded('VALIDATION_ERROR', 'must not be null', 'order_lines[0].id'),
  },
  {
    name: 'OR21: a decision that is a word',
    path: ACCEPT,
    call: lines(['T-A-1', 'yes']),
    status: 400,
    body: coded('VALIDATION_ERROR', 'must be a boolean', 'order_lines[0].accepted'),
  },
  {
    name: 'OR21: a line twice',
    path: ACCEPT,
    call: lines(['T-A-1', true], ['T-A-1', true]),
    status: 400,
    body: coded('ORDER_LINE_DUPLICATE_ID', 'The order lines list contains duplicate order line IDs', 'order_lines[1].id'),
  },
  {
    name: 'OR21: a line of another order',
    path: ACCEPT,
    call: lines(['T-B-1', true]),
    status: 400,
    body: coded(
      'ORDER_LINE_NOT_FOUND',
      "The order line 'T-B-1' does not exist or is not associated with the order",
      'order_lines[0].id',
    ),
  },
  {
    name: 'OR21: not all lines',
    path: ACCEPT,
    call: lines(['T-A-1', true]),
    status: 400,
    body: coded(
      'ORDER_LINE_ACCEPTANCE_DECISION_MISSING',
      'Some order lines are missing from the acceptance decision',
      'order_lines',
    ),
  },
  {
    name: 'OR21: a part, where parts are not allowed',
    path: ACCEPT,
    call: lines(['T-A-1', true], ['T-A-2', false]),
    status: 400,
    prepare: (world) => {
      world.market.world.partialAcceptance = false;
    },
    body: coded('ORDER_PARTIAL_ACCEPTANCE_DISABLED', 'Partial acceptance is disabled for this shop', 'order_lines'),
  },
  {
    name: 'OR21: what the portal has decided',
    path: ACCEPT,
    call: lines(['T-A-1', true], ['T-A-2', true]),
    status: 400,
    prepare: (world) => {
      world.market.decideInPortal('T-A', true);
    },
    body: coded('ORDER_INVALID_STATE', "The order is in state 'WAITING_DEBIT', expected 'WAITING_ACCEPTANCE'"),
  },
  {
    name: 'OR21: what was cancelled',
    path: ACCEPT,
    call: lines(['T-A-1', true], ['T-A-2', true]),
    status: 400,
    prepare: (world) => {
      world.market.cancel('T-A');
    },
    body: coded('ORDER_INVALID_STATE', "The order is in state 'CANCELED', expected 'WAITING_ACCEPTANCE'"),
  },
  {
    name: "OR21: what the operator's own centre fulfils",
    path: '/api/orders/F-A/accept',
    call: lines(['F-A-1', true]),
    status: 400,
    prepare: (world) => {
      world.market.adopt(
        JSON.stringify({
          order_id: 'F-A',
          order_state: 'WAITING_ACCEPTANCE',
          fulfillment: { center: { code: 'OPERATOR' } },
          order_lines: [{ order_line_id: 'F-A-1', order_line_state: 'WAITING_ACCEPTANCE' }],
        }),
      );
    },
    body: coded('ORDER_FULFILLED_UNAUTHORIZED', 'An unauthorized action has been requested on a fulfilled order'),
  },
  {
    name: 'OR04: no orders',
    path: '/api/orders',
    call: put({ orders: [] }),
    status: 400,
    body: message(400, 'Error with field orders. It must not be empty.'),
  },
  {
    name: 'OR04: 101 orders',
    path: '/api/orders',
    call: put({
      orders: many(101)
        .split(',')
        .map((id) => ({ order_id: id })),
    }),
    status: 400,
    body: message(400, 'The limit of 100 is exceeded for the parameter : orders'),
  },
  {
    name: 'OR04: an order without its id',
    path: '/api/orders',
    call: put({ orders: [{}] }),
    status: 400,
    body: message(400, 'Error with field orders. Please check the field datatype.'),
  },
];

const referenced = (reference: unknown, id = 'T-A') =>
  put({ orders: [{ order_id: id, references: { order_reference_for_seller: reference } }] });
const patchFault = (code: string, field: string, text: string, id = 'T-A') => ({
  updated_orders: [{ order_id: id, errors: [{ code, field, message: text }] }],
});
/** HTTP 200 does not mean success: OR04 refuses item by item. */
const refusedItems: readonly Refused[] = [
  {
    name: 'OR04: a blank reference',
    path: '/api/orders',
    call: referenced('  '),
    status: 200,
    body: patchFault('VALIDATION_ERROR', 'references.order_reference_for_seller', 'must not be blank'),
  },
  {
    name: 'OR04: an endless reference',
    path: '/api/orders',
    call: referenced('x'.repeat(2001)),
    status: 200,
    body: patchFault('VALIDATION_ERROR', 'references.order_reference_for_seller', 'size must be between 1 and 2000'),
  },
  {
    name: 'OR04: a reference that is a number',
    path: '/api/orders',
    call: referenced(1001),
    status: 200,
    body: patchFault('VALIDATION_ERROR', 'references.order_reference_for_seller', 'must be a string'),
  },
  {
    name: 'OR04: an order that is none',
    path: '/api/orders',
    call: referenced('#1', 'NONE'),
    status: 200,
    body: patchFault('ORDER_NOT_FOUND', 'order_id', 'The requested order does not exist', 'NONE'),
  },
  {
    name: 'OR04: a line that is none',
    path: '/api/orders',
    call: put({ orders: [{ order_id: 'T-A', order_lines: [{ order_line_id: 'T-A-9' }] }] }),
    status: 200,
    body: patchFault('ORDER_LINE_NOT_FOUND', 'order_lines[0].order_line_id', 'The order line does not exist'),
  },
  {
    name: 'OR04: eco-contributions, where nobody collects them',
    path: '/api/orders',
    call: put({ orders: [{ order_id: 'T-A', order_lines: [{ order_line_id: 'T-A-1', eco_contributions: [] }] }] }),
    status: 200,
    body: patchFault(
      'ECO_CONTRIBUTIONS_DISABLED',
      'order_lines[0].eco_contributions',
      'Data collection on the circular economy is not activated',
    ),
  },
];

describe('simulator: what the marketplace refuses to write', () => {
  refuses([...refusals, ...refusedItems]);
  it('is at least twenty refusals', () => assert.ok(refusals.length + refusedItems.length >= 20));
});
