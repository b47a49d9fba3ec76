/** OR04: patch update of up to a hundred orders; of its fields a seller's own reference. Refusals are per order. */
import { type Exact, type ExactObject, isObject, objectsOf, textOf, writeExact } from '../exact';
import type { HttpAnswer } from '../exchange';
import { ok, refused } from './answers';
import { changed, linesOf, type MiraklOrder } from './order';

interface Deeds {
  readonly find: (id: string) => MiraklOrder | undefined;
  readonly now: number;
  /** Called once for every order whose reference was set. */
  readonly wrote: (id: string) => void;
}
const error = (code: string, field: string, message: string): ExactObject => ({ code, field, message });

/** The first thing that is wrong with one item; null where nothing is. */
function wrong(item: ExactObject, order: MiraklOrder | undefined): ExactObject | null {
  if (!order) return error('ORDER_NOT_FOUND', 'order_id', 'The requested order does not exist');
  const known = new Set(linesOf(order).map((line) => textOf(line.order_line_id)));
  for (const [index, line] of objectsOf(item.order_lines).entries()) {
    if (!known.has(textOf(line.order_line_id)))
      return error('ORDER_LINE_NOT_FOUND', `order_lines[${index}].order_line_id`, 'The order line does not exist');
    if (line.eco_contributions !== undefined)
      return error(
        'ECO_CONTRIBUTIONS_DISABLED',
        `order_lines[${index}].eco_contributions`,
        'Data collection on the circular economy is not activated',
      );
  }
  const references = item.references;
  if (references === undefined || references === null) return null;
  if (!isObject(references)) return error('VALIDATION_ERROR', 'references', 'must be an object');
  const reference = references.order_reference_for_seller;
  const field = 'references.order_reference_for_seller';
  if (reference === undefined || reference === null) return null;
  if (typeof reference !== 'string') return error('VALIDATION_ERROR', field, 'must be a string');
  if (reference.trim() === '') return error('VALIDATION_ERROR', field, 'must not be blank');
  if (reference.length > 2000) return error('VALIDATION_ERROR', field, 'size must be between 1 and 2000');
  return null;
}

function patched(item: ExactObject, deeds: Deeds): ExactObject {
  const id = textOf(item.order_id) ?? '';
  const order = deeds.find(id);
  const fault = wrong(item, order);
  if (fault || !order)
    return { order_id: id, errors: [fault ?? error('ORDER_NOT_FOUND', 'order_id', 'The requested order does not exist')] };
  const updated: ExactObject = {};
  if (isObject(item.references) && item.references.order_reference_for_seller !== undefined) {
    const own = isObject(order.body.references) ? order.body.references : {};
    const { order_reference_for_seller: _, ...others } = own;
    const reference = item.references.order_reference_for_seller;
    // null removes the value; the official example of an answer leaves absent fields out.
    order.body.references = reference === null ? others : { ...others, order_reference_for_seller: reference };
    updated.references = reference === null ? {} : { order_reference_for_seller: reference };
    changed(order, deeds.now);
    if (reference !== null) deeds.wrote(id);
  }
  return { order_id: id, updated };
}

/** Answers OR04. The whole call is refused only where it is no list of 1 to 100 orders. */
export function patchOrders(body: Exact, deeds: Deeds): HttpAnswer {
  const orders = isObject(body) ? body.orders : undefined;
  if (!Array.isArray(orders) || orders.length === 0) return refused(400, 'Error with field orders. It must not be empty.');
  if (orders.length > 100) return refused(400, 'The limit of 100 is exceeded for the parameter : orders');
  if (!orders.every((item) => isObject(item) && typeof item.order_id === 'string'))
    return refused(400, 'Error with field orders. Please check the field datatype.');
  const results = objectsOf(orders).map((item) => patched(item, deeds));
  return ok(
    writeExact({ updated_orders: results }),
    {},
    results.some((result) => isObject(result.updated) && 'references' in result.updated),
  );
}
