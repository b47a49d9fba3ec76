/** OR11: orders by filters, sorted by creation, in pages by offset (calls/OR11, CONTRACT §2.4 and §4). */
import { isObject, textOf, writeExact } from '../exact';
import type { HttpAnswer } from '../exchange';
import { pageOf } from './offset';
import { type MiraklOrder, stateOf, textIn } from './order';
import { BadParameter, dateOf, flagOf, listOf, oneOf } from './parameters';

const STATES = new Set([
  'STAGING',
  'WAITING_ACCEPTANCE',
  'WAITING_DEBIT',
  'WAITING_DEBIT_PAYMENT',
  'SHIPPING',
  'SHIPPED',
  'TO_COLLECT',
  'RECEIVED',
  'CLOSED',
  'REFUSED',
  'CANCELED',
]);
const WORKFLOWS = new Set([
  'PAY_ON_ACCEPTANCE',
  'PAY_ON_DELIVERY',
  'PAY_ON_DUE_DATE',
  'PAY_ON_SHIPMENT',
  'NO_CUSTOMER_PAYMENT_CONFIRMATION',
]);
/** Mirakl subtracts a small delta from start_update_date itself; how much is not published. */
const UPDATE_DELTA = 5_000;

export interface Sight {
  readonly now: number;
  /** ms until a change is listed by update date. */
  readonly lag: number;
}
type Test = (order: MiraklOrder) => boolean;

/** The update date that listings know: the last change that is older than the lag. */
function listedUpdate(order: MiraklOrder, { now, lag }: Sight): number | null {
  for (let index = order.changes.length - 1; index >= 0; index -= 1) {
    const at = order.changes[index] as number;
    if (at <= now - lag) return at;
  }
  return null;
}

/** Every filter of the request as a test; throws BadParameter. */
function testsOf(query: URLSearchParams, sight: Sight): Test[] {
  const tests: Test[] = [];
  const wanted = (name: string, of: (order: MiraklOrder) => string | null) => {
    const values = listOf(query, name);
    if (values) tests.push((order) => values.has(of(order) ?? ''));
  };
  wanted('order_ids', (order) => order.id);
  wanted('order_references_for_customer', (order) => textIn(order.body, 'references', 'order_reference_for_customer'));
  wanted('order_references_for_seller', (order) => textIn(order.body, 'references', 'order_reference_for_seller'));
  for (const state of listOf(query, 'order_state_codes') ?? []) {
    if (!STATES.has(state)) throw new BadParameter(`The value '${state}' is not valid for the parameter : order_state_codes`);
  }
  wanted('order_state_codes', stateOf);
  wanted('fulfillment_center_code', (order) =>
    isObject(order.body.fulfillment) ? textIn(order.body.fulfillment, 'center', 'code') : null,
  );
  const withoutChannel = flagOf(query, 'only_null_channel') === true;
  if (withoutChannel) tests.push((order) => !isObject(order.body.channel));
  else wanted('channel_codes', (order) => textIn(order.body, 'channel', 'code'));

  const range = (start: string, end: string, delta: number, of: (order: MiraklOrder) => number | null) => {
    const [from, until] = [dateOf(query, start), dateOf(query, end)];
    if (from === null && until === null) return;
    tests.push((order) => {
      const at = of(order);
      return at !== null && (from === null || at >= from - delta) && (until === null || at <= until);
    });
  };
  range('start_date', 'end_date', 0, (order) => order.createdAt);
  range('start_update_date', 'end_update_date', UPDATE_DELTA, (order) => listedUpdate(order, sight));

  const debited = flagOf(query, 'customer_debited');
  if (debited !== null) tests.push((order) => (textOf(order.body.customer_debited_date) !== null) === debited);
  const incident = flagOf(query, 'has_incident');
  if (incident !== null) tests.push((order) => (order.body.has_incident === true) === incident);
  const workflow = oneOf(query, 'payment_workflow', WORKFLOWS);
  if (workflow !== null) tests.push((order) => textOf(order.body.payment_workflow) === workflow);
  return tests;
}

/** Answers OR11. `orders` in order of creation. */
export const listOrders = (url: URL, orders: readonly MiraklOrder[], sight: Sight, taxMode: string): HttpAnswer =>
  pageOf(url, 'orders', (query) => {
    oneOf(query, 'sort', new Set(['dateCreated']));
    const mode = oneOf(query, 'order_tax_mode', new Set(['TAX_INCLUDED', 'TAX_EXCLUDED']));
    // The vendor would recalculate; this marketplace has no tax tables to do it with, and says so rather than answer wrongly.
    if (mode !== null && mode !== taxMode)
      throw new BadParameter(`Amounts cannot be given as ${mode} on this platform, which uses ${taxMode}`);
    const tests = testsOf(query, sight);
    return orders
      .filter((order) => tests.every((test) => test(order)))
      .map((order) => () => (order.text ??= writeExact(order.body)));
  });
