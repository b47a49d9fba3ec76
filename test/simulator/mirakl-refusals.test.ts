/** Requests that the simulated marketplace refuses: status and body to the letter. */
import assert from 'node:assert/strict';
import { type Called, json, World } from './world';

interface Refused {
  readonly name: string;
  readonly path: string;
  readonly call?: Called;
  readonly prepare?: (world: World) => void;
  readonly status: number;
  readonly body: unknown;
}
const message = (status: number, text: string) => ({ message: text, status });
const coded = (code: string, text: string, field?: string) => ({ errors: [field === undefined ? { code, message: text } : { code, field, message: text }] });
const put = (body: unknown, headers: Called['headers'] = {}): Called => ({ method: 'PUT', body, headers });
const lines = (...decisions: readonly (readonly [string, unknown])[]) => put({ order_lines: decisions.map(([id, accepted]) => ({ id, accepted })) });
const many = (count: number, prefix = 'X') => Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(',');
const ACCEPT = '/api/orders/T-A/accept';

const refusals: readonly Refused[] = [
  { name: 'no key', path: '/api/orders', call: { headers: { Authorization: undefined } }, status: 401, body: message(401, 'Unauthorized') },
  { name: 'a wrong key', path: '/api/account', call: { headers: { Authorization: 'another' } }, status: 401, body: message(401, 'Unauthorized') },
  { name: 'the key as a bearer token', path: '/api/account', call: { headers: { Authorization: 'Bearer simulated-key-of-bazaar' } }, status: 401, body: message(401, 'Unauthorized') },
  { name: "another user's shop", path: '/api/account?shop_id=9', status: 403, body: message(403, 'You are not allowed to access the shop 9') },
  { name: 'a shop that is no number', path: '/api/account?shop_id=mine', status: 400, body: message(400, "The value 'mine' is not valid for the parameter : shop_id") },
  { name: 'a path that is none', path: '/api/order', status: 404, body: message(404, 'HTTP 404 Not Found') },
  { name: 'shipments, where multi-shipment is off', path: '/api/shipments', status: 404, body: message(404, 'HTTP 404 Not Found') },
  { name: 'a method that is none', path: '/api/orders', call: { method: 'DELETE' }, status: 405, body: message(405, 'HTTP 405 Method Not Allowed') },
  { name: 'XML asked for', path: '/api/account', call: { headers: { Accept: 'application/xml' } }, status: 406, body: message(406, 'HTTP 406 Not Acceptable') },
  { name: 'a form instead of JSON', path: ACCEPT, call: put('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }), status: 415, body: message(415, 'HTTP 415 Unsupported Media Type') },
  { name: 'a body that is no JSON', path: ACCEPT, call: put('{"order_lines":'), status: 400, body: message(400, 'The request body is not valid JSON') },
  { name: 'OR11: 101 ids', path: `/api/orders?order_ids=${many(101)}`, status: 400, body: message(400, 'The limit of 100 is exceeded for the parameter : order_ids') },
  { name: 'OR11: 101 references', path: `/api/orders?order_references_for_seller=${many(101)}`, status: 400, body: message(400, 'The limit of 100 is exceeded for the parameter : order_references_for_seller') },
  { name: 'OR11: pages of 101', path: '/api/orders?max=101', status: 400, body: message(400, 'The limit of 100 is exceeded for the parameter : max') },
  { name: 'OR11: pages of none', path: '/api/orders?max=0', status: 400, body: message(400, "The value '0' is not valid for the parameter : max") },
  { name: 'OR11: an offset below zero', path: '/api/orders?offset=-1', status: 400, body: message(400, "The value '-1' is not valid for the parameter : offset") },
  { name: 'OR11: a date without its zone', path: '/api/orders?start_update_date=2026-11-02T08:00:00', status: 400, body: message(400, "The value '2026-11-02T08:00:00' is not a valid ISO-8601 date for the parameter : start_update_date") },
  { name: 'OR11: a plus that was not encoded', path: '/api/orders?start_date=2026-11-02T08:00:00+01:00', status: 400, body: message(400, "The value '2026-11-02T08:00:00 01:00' is not a valid ISO-8601 date for the parameter : start_date") },
  { name: 'OR11: a state that is none', path: '/api/orders?order_state_codes=SHIPPING,PENDING', status: 400, body: message(400, "The value 'PENDING' is not valid for the parameter : order_state_codes") },
  { name: 'OR11: a sort that is none', path: '/api/orders?sort=dateUpdated', status: 400, body: message(400, "The value 'dateUpdated' is not valid for the parameter : sort") },
  { name: 'OR11: an order that is none', path: '/api/orders?order=up', status: 400, body: message(400, "The value 'up' is not valid for the parameter : order") },
  { name: 'OR11: a flag that is none', path: '/api/orders?customer_debited=1', status: 400, body: message(400, "The value '1' is not valid for the parameter : customer_debited") },
  { name: 'OR11: a payment workflow that is none', path: '/api/orders?payment_workflow=LATER', status: 400, body: message(400, "The value 'LATER' is not valid for the parameter : payment_workflow") },
  { name: 'OR21: an order that is none', path: '/api/orders/NONE/accept', call: lines(['NONE-1', true]), status: 404, body: coded('ORDER_NOT_FOUND', 'The requested order does not exist') },
  { name: 'OR21: no body', path: ACCEPT, call: put([]), status: 400, body: coded('VALIDATION_ERROR', 'The body must be an object', 'order_lines') },
  { name: 'OR21: no lines', path: ACCEPT, call: put({ order_lines: [] }), status: 400, body: coded('VALIDATION_ERROR', 'must not be empty', 'order_lines') },
  { name: 'OR21: a line that is null', path: ACCEPT, call: put({ order_lines: [null] }), status: 400, body: coded('ORDER_LINE_NULL_ELEMENT', 'The order lines list contains a null element', 'order_lines[0]') },
  { name: 'OR21: a line without an id', path: ACCEPT, call: put({ order_lines: [{ accepted: true }] }), status: 400, body: coded('VALIDATION_ERROR', 'must not be null', 'order_lines[0].id') },
  { name: 'OR21: a decision that is a word', path: ACCEPT, call: lines(['T-A-1', 'yes']), status: 400, body: coded('VALIDATION_ERROR', 'must be a boolean', 'order_lines[0].accepted') },
  { name: 'OR21: a line twice', path: ACCEPT, call: lines(['T-A-1', true], ['T-A-1', true]), status: 400, body: coded('ORDER_LINE_DUPLICATE_ID', 'The order lines list contains duplicate order line IDs', 'order_lines[1].id') },
  { name: 'OR21: a line of another order', path: ACCEPT, call: lines(['T-B-1', true]), status: 400, body: coded('ORDER_LINE_NOT_FOUND', "The order line 'T-B-1' does not exist or is not associated with the order", 'order_lines[0].id') },
  { name: 'OR21: not all lines', path: ACCEPT, call: lines(['T-A-1', true]), status: 400, body: coded('ORDER_LINE_ACCEPTANCE_DECISION_MISSING', 'Some order lines are missing from the acceptance decision', 'order_lines') },
  {
    name: 'OR21: a part, where parts are not allowed', path: ACCEPT, call: lines(['T-A-1', true], ['T-A-2', false]), status: 400,
    prepare: (world) => { world.market.world.partialAcceptance = false; },
    body: coded('ORDER_PARTIAL_ACCEPTANCE_DISABLED', 'Partial acceptance is disabled for this shop', 'order_lines'),
  },
  {
    name: 'OR21: what the portal has decided', path: ACCEPT, call: lines(['T-A-1', true], ['T-A-2', true]), status: 400,
    prepare: (world) => { world.market.decideInPortal('T-A', true); },
    body: coded('ORDER_INVALID_STATE', "The order is in state 'WAITING_DEBIT', expected 'WAITING_ACCEPTANCE'"),
  },
  {
    name: 'OR21: what was cancelled', path: ACCEPT, call: lines(['T-A-1', true], ['T-A-2', true]), status: 400,
    prepare: (world) => { world.market.cancel('T-A'); },
    body: coded('ORDER_INVALID_STATE', "The order is in state 'CANCELED', expected 'WAITING_ACCEPTANCE'"),
  },
  {
    name: "OR21: what the operator's own centre fulfils", path: '/api/orders/F-A/accept', call: lines(['F-A-1', true]), status: 400,
    prepare: (world) => {
      world.market.adopt(JSON.stringify({ order_id: 'F-A', order_state: 'WAITING_ACCEPTANCE', fulfillment: { center: { code: 'OPERATOR' } }, order_lines: [{ order_line_id: 'F-A-1', order_line_state: 'WAITING_ACCEPTANCE' }] }));
    },
    body: coded('ORDER_FULFILLED_UNAUTHORIZED', 'An unauthorized action has been requested on a fulfilled order'),
  },
  { name: 'OR04: no orders', path: '/api/orders', call: put({ orders: [] }), status: 400, body: message(400, 'Error with field orders. It must not be empty.') },
  { name: 'OR04: 101 orders', path: '/api/orders', call: put({ orders: many(101).split(',').map((id) => ({ order_id: id })) }), status: 400, body: message(400, 'The limit of 100 is exceeded for the parameter : orders') },
  { name: 'OR04: an order without its id', path: '/api/orders', call: put({ orders: [{}] }), status: 400, body: message(400, 'Error with field orders. Please check the field datatype.') },
];

const referenced = (reference: unknown, id = 'T-A') => put({ orders: [{ order_id: id, references: { order_reference_for_seller: reference } }] });
const patchFault = (code: string, field: string, text: string, id = 'T-A') => ({ updated_orders: [{ order_id: id, errors: [{ code, field, message: text }] }] });
/** HTTP 200 does not mean success: OR04 refuses item by item. */
const refusedItems: readonly Refused[] = [
  { name: 'OR04: a blank reference', path: '/api/orders', call: referenced('  '), status: 200, body: patchFault('VALIDATION_ERROR', 'references.order_reference_for_seller', 'must not be blank') },
  { name: 'OR04: an endless reference', path: '/api/orders', call: referenced('x'.repeat(2001)), status: 200, body: patchFault('VALIDATION_ERROR', 'references.order_reference_for_seller', 'size must be between 1 and 2000') },
  { name: 'OR04: a reference that is a number', path: '/api/orders', call: referenced(1001), status: 200, body: patchFault('VALIDATION_ERROR', 'references.order_reference_for_seller', 'must be a string') },
  { name: 'OR04: an order that is none', path: '/api/orders', call: referenced('#1', 'NONE'), status: 200, body: patchFault('ORDER_NOT_FOUND', 'order_id', 'The requested order does not exist', 'NONE') },
  { name: 'OR04: a line that is none', path: '/api/orders', call: put({ orders: [{ order_id: 'T-A', order_lines: [{ order_line_id: 'T-A-9' }] }] }), status: 200, body: patchFault('ORDER_LINE_NOT_FOUND', 'order_lines[0].order_line_id', 'The order line does not exist') },
  { name: 'OR04: eco-contributions, where nobody collects them', path: '/api/orders', call: put({ orders: [{ order_id: 'T-A', order_lines: [{ order_line_id: 'T-A-1', eco_contributions: [] }] }] }), status: 200, body: patchFault('ECO_CONTRIBUTIONS_DISABLED', 'order_lines[0].eco_contributions', 'Data collection on the circular economy is not activated') },
];

describe('simulator: what the marketplace refuses', () => {
  for (const { name, path, call, prepare, status, body } of [...refusals, ...refusedItems]) {
    it(name, async () => {
      const world = new World();
      for (const id of ['T-A', 'T-B']) world.market.place({ id, lines: [{ sku: 'MUG-BLUE', quantity: 1, price: '12.50' }, { sku: 'BOOK-1', quantity: 2, price: '8.00' }] });
      prepare?.(world);
      const before = JSON.stringify(world.market.orders());
      const answer = await world.mirakl(path, call);
      assert.deepEqual({ status: answer.status, body: json(answer) }, { status, body });
      assert.equal(JSON.stringify(world.market.orders()), before, 'a refusal changes nothing');
      assert.deepEqual(world.simulator.counts(), []);
      assert.equal(world.simulator.arrivals.at(-1)?.committed, false);
    });
  }

  it('is at least twenty refusals', () => assert.ok(refusals.length >= 20));
});
