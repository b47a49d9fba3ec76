/** OR21: accept or refuse the lines of an order. All lines in one call; refused whole, it changes nothing. */
import { type Exact, isObject, textOf } from '../exact';
import type { HttpAnswer } from '../exchange';
import { refusedWith } from './answers';
import { linesOf, type MiraklOrder, stateOf, textIn } from './order';

/** What OR21 makes of an order and a body: the decision per line id, or the answer that refuses it (calls/OR21). */
export function decisionOf(
  order: MiraklOrder | undefined,
  body: Exact,
  partialAcceptance: boolean,
): Map<string, boolean> | HttpAnswer {
  if (!order) return refusedWith(404, 'ORDER_NOT_FOUND', 'The requested order does not exist');
  if (!isObject(body)) return refusedWith(400, 'VALIDATION_ERROR', 'The body must be an object', 'order_lines');
  const given = body.order_lines;
  if (!Array.isArray(given) || given.length === 0)
    return refusedWith(400, 'VALIDATION_ERROR', 'must not be empty', 'order_lines');
  const decision = new Map<string, boolean>();
  const known = new Set(linesOf(order).map((line) => textOf(line.order_line_id)));
  for (const [index, line] of given.entries()) {
    const field = `order_lines[${index}]`;
    if (line === null) return refusedWith(400, 'ORDER_LINE_NULL_ELEMENT', 'The order lines list contains a null element', field);
    if (!isObject(line) || typeof line.id !== 'string')
      return refusedWith(400, 'VALIDATION_ERROR', 'must not be null', `${field}.id`);
    if (typeof line.accepted !== 'boolean') return refusedWith(400, 'VALIDATION_ERROR', 'must be a boolean', `${field}.accepted`);
    if (decision.has(line.id))
      return refusedWith(400, 'ORDER_LINE_DUPLICATE_ID', 'The order lines list contains duplicate order line IDs', `${field}.id`);
    if (!known.has(line.id))
      return refusedWith(
        400,
        'ORDER_LINE_NOT_FOUND',
        `The order line '${line.id}' does not exist or is not associated with the order`,
        `${field}.id`,
      );
    decision.set(line.id, line.accepted);
  }
  const centre = order.body.fulfillment;
  if (isObject(centre) && (textIn(centre, 'center', 'code') ?? 'DEFAULT') !== 'DEFAULT') {
    return refusedWith(400, 'ORDER_FULFILLED_UNAUTHORIZED', 'An unauthorized action has been requested on a fulfilled order');
  }
  if (stateOf(order) !== 'WAITING_ACCEPTANCE') {
    return refusedWith(400, 'ORDER_INVALID_STATE', `The order is in state '${stateOf(order)}', expected 'WAITING_ACCEPTANCE'`);
  }
  if (decision.size < known.size) {
    return refusedWith(
      400,
      'ORDER_LINE_ACCEPTANCE_DECISION_MISSING',
      'Some order lines are missing from the acceptance decision',
      'order_lines',
    );
  }
  if (!partialAcceptance && new Set(decision.values()).size > 1) {
    return refusedWith(400, 'ORDER_PARTIAL_ACCEPTANCE_DISABLED', 'Partial acceptance is disabled for this shop', 'order_lines');
  }
  return decision;
}
