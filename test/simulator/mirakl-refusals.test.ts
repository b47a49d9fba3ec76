/** Requests that the simulated marketplace refuses before a call is reached, and that OR11 refuses. */
import assert from 'node:assert/strict';
import { ACCEPT, many, message, put, type Refused, refuses } from './refusals';

const refusals: readonly Refused[] = [
  {
    name: 'no key',
    path: '/api/orders',
    call: { headers: { Authorization: undefined } },
    status: 401,
    body: message(401, 'Unauthorized'),
  },
  {
    name: 'a wrong key',
    path: '/api/account',
    call: { headers: { Authorization: 'another' } },
    status: 401,
    body: message(401, 'Unauthorized'),
  },
  {
    name: 'the key as a bearer token',
    path: '/api/account',
    call: { headers: { Authorization: 'Bearer simulated-key-of-bazaar' } },
    status: 401,
    body: message(401, 'Unauthorized'),
  },
  {
    name: "another user's shop",
    path: '/api/account?shop_id=9',
    status: 403,
    body: message(403, 'You are not allowed to access the shop 9'),
  },
  {
    name: 'a shop that is no number',
    path: '/api/account?shop_id=mine',
    status: 400,
    body: message(400, "The value 'mine' is not valid for the parameter : shop_id"),
  },
  { name: 'a path that is none', path: '/api/order', status: 404, body: message(404, 'HTTP 404 Not Found') },
  {
    name: 'shipments, where multi-shipment is off',
    path: '/api/shipments',
    status: 404,
    body: message(404, 'HTTP 404 Not Found'),
  },
  {
    name: 'a method that is none',
    path: '/api/orders',
    call: { method: 'DELETE' },
    status: 405,
    body: message(405, 'HTTP 405 Method Not Allowed'),
  },
  {
    name: 'XML asked for',
    path: '/api/account',
    call: { headers: { Accept: 'application/xml' } },
    status: 406,
    body: message(406, 'HTTP 406 Not Acceptable'),
  },
  {
    name: 'a form instead of JSON',
    path: ACCEPT,
    call: put('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    status: 415,
    body: message(415, 'HTTP 415 Unsupported Media Type'),
  },
  {
    name: 'a body that is no JSON',
    path: ACCEPT,
    call: put('{"order_lines":'),
    status: 400,
    body: message(400, 'The request body is not valid JSON'),
  },
  {
    name: 'OR11: 101 ids',
    path: `/api/orders?order_ids=${many(101)}`,
    status: 400,
    body: message(400, 'The limit of 100 is exceeded for the parameter : order_ids'),
  },
  {
    name: 'OR11: 101 references',
    path: `/api/orders?order_references_for_seller=${many(101)}`,
    status: 400,
    body: message(400, 'The limit of 100 is exceeded for the parameter : order_references_for_seller'),
  },
  {
    name: 'OR11: pages of 101',
    path: '/api/orders?max=101',
    status: 400,
    body: message(400, 'The limit of 100 is exceeded for the parameter : max'),
  },
  {
    name: 'OR11: pages of none',
    path: '/api/orders?max=0',
    status: 400,
    body: message(400, "The value '0' is not valid for the parameter : max"),
  },
  {
    name: 'OR11: an offset below zero',
    path: '/api/orders?offset=-1',
    status: 400,
    body: message(400, "The value '-1' is not valid for the parameter : offset"),
  },
  {
    name: 'OR11: a date without its zone',
    path: '/api/orders?start_update_date=2026-11-02T08:00:00',
    status: 400,
    body: message(400, "The value '2026-11-02T08:00:00' is not a valid ISO-8601 date for the parameter : start_update_date"),
  },
  {
    name: 'OR11: a plus that was not encoded',
    path: '/api/orders?start_date=2026-11-02T08:00:00+01:00',
    status: 400,
    body: message(400, "The value '2026-11-02T08:00:00 01:00' is not a valid ISO-8601 date for the parameter : start_date"),
  },
  {
    name: 'OR11: a state that is none',
    path: '/api/orders?order_state_codes=SHIPPING,PENDING',
    status: 400,
    body: message(400, "The value 'PENDING' is not valid for the parameter : order_state_codes"),
  },
  {
    name: 'OR11: a sort that is none',
    path: '/api/orders?sort=dateUpdated',
    status: 400,
    body: message(400, "The value 'dateUpdated' is not valid for the parameter : sort"),
  },
  {
    name: 'OR11: an order that is none',
    path: '/api/orders?order=up',
    status: 400,
    body: message(400, "The value 'up' is not valid for the parameter : order"),
  },
  {
    name: 'OR11: a flag that is none',
    path: '/api/orders?customer_debited=1',
    status: 400,
    body: message(400, "The value '1' is not valid for the parameter : customer_debited"),
  },
  {
    name: 'OR11: a payment workflow that is none',
    path: '/api/orders?payment_workflow=LATER',
    status: 400,
    body: message(400, "The value 'LATER' is not valid for the parameter : payment_workflow"),
  },
];

describe('simulator: what the marketplace refuses to read', () => {
  refuses(refusals);
  it('is at least twenty refusals', () => assert.ok(refusals.length >= 20));
});
