/** fulfillmentOrderHold and its release (CONTRACT §5): the handle is unique per app and fulfilment order, ten holds at most. */
import type { Args } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { factOf } from './facts';
import type { FulfilmentOrders } from './fulfilment-orders';
import { gid, numberIn } from './ids';
import type { FulfilmentOrder, FulfilmentOrderLine, Hold } from './life';
import { holdView } from './life-view';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { fulfilmentOrderPayload } from './payloads';
import { type Input, input, inputs, strings, text } from './reading';

const MOST_HOLDS = 10;
const LONGEST_HANDLE = 64;

export class Holds {
  constructor(
    private readonly orders: ShopOrders,
    private readonly fulfilmentOrders: FulfilmentOrders,
  ) {}

  /** fulfillmentOrderHold; with lines, the units that are not named go on in a fulfilment order of their own. */
  hold(args: Args): Thing {
    const given = input(args.fulfillmentHold) ?? {};
    const found = this.fulfilmentOrders.find(String(args.id));
    const answer = (hold: Hold | null, rest: FulfilmentOrder | null, errors: readonly UserError[]): Thing => ({
      __typename: 'FulfillmentOrderHoldPayload',
      fulfillmentHold: hold && holdView(hold),
      fulfillmentOrder: found && errors.length === 0 ? this.fulfilmentOrders.view(found) : null,
      remainingFulfillmentOrder: found && rest ? this.fulfilmentOrders.view({ order: found.order, one: rest }) : null,
      userErrors: errors.map((error) => ({ __typename: 'FulfillmentOrderHoldUserError', code: null, ...error })),
    });
    if (!found)
      return answer(null, null, [
        { field: ['id'], message: 'Fulfillment order does not exist.', code: 'FULFILLMENT_ORDER_NOT_FOUND' },
      ]);
    const { order, one } = found;
    const handle = text(given.handle) ?? '';
    const rows = inputs(given.fulfillmentOrderLineItems);
    const wrong = refusal(one, handle, rows);
    if (wrong) return answer(null, null, [wrong]);
    const at = this.orders.parts.now();
    const rest = rows.length === 0 ? null : this.split(order, one, rows, at);
    const hold = this.place(
      order,
      one,
      { handle, reason: String(given.reason), notes: text(given.reasonNotes), byApp: true },
      at,
    );
    this.orders.parts.books.count('shopify', 'update', factOf(order, `hold ${one.number} ${handle}`));
    return answer(hold, rest, []);
  }

  place(order: ShopOrder, one: FulfilmentOrder, hold: Omit<Hold, 'number'>, at: number): Hold {
    const placed = { number: this.orders.number(), ...hold };
    one.holds = [...one.holds, placed];
    one.updatedAt = at;
    this.orders.touch(order, at, ['FULFILLMENT_ORDERS_PLACED_ON_HOLD', () => fulfilmentOrderPayload(one)]);
    return placed;
  }

  private split(order: ShopOrder, one: FulfilmentOrder, rows: readonly Input[], at: number): FulfilmentOrder | null {
    const moved: FulfilmentOrderLine[] = [];
    for (const row of one.lines) {
      const held = rows.find(({ id }) => numberIn(String(id), 'FulfillmentOrderLineItem') === row.number);
      const free = row.remaining - (held ? Number(held.quantity) : 0);
      if (free <= 0) continue;
      row.total -= free;
      row.remaining -= free;
      moved.push({ number: this.orders.number(order), line: row.line, total: free, remaining: free });
    }
    if (moved.length === 0) return null;
    const rest: FulfilmentOrder = {
      number: this.orders.number(order),
      location: one.location,
      method: one.method,
      createdAt: at,
      updatedAt: at,
      lines: moved,
      holds: [],
      state: 'OPEN',
    };
    order.fulfilmentOrders = [...order.fulfilmentOrders, rest];
    return rest;
  }

  /** fulfillmentOrderReleaseHold; without ids every hold is released, whoever placed it. */
  release(args: Args): Thing {
    const found = this.fulfilmentOrders.find(String(args.id));
    const answer = (errors: readonly UserError[]): Thing => ({
      __typename: 'FulfillmentOrderReleaseHoldPayload',
      fulfillmentOrder: found && errors.length === 0 ? this.fulfilmentOrders.view(found) : null,
      userErrors: errors.map((error) => ({ __typename: 'FulfillmentOrderReleaseHoldUserError', code: null, ...error })),
    });
    if (!found)
      return answer([{ field: ['id'], message: 'Fulfillment order does not exist.', code: 'FULFILLMENT_ORDER_NOT_FOUND' }]);
    const { order, one } = found;
    const ids = strings(args.holdIds);
    const known = new Set(one.holds.map(({ number }) => gid('FulfillmentHold', number)));
    if (ids.some((id) => !known.has(id)))
      return answer([{ field: ['holdIds'], message: 'Fulfillment hold does not exist.', code: 'INVALID_ACCESS' }]);
    if (this.lift(order, one, ids.length === 0 ? null : ids, this.orders.parts.now()))
      this.orders.parts.books.count('shopify', 'update', factOf(order, `release ${one.number}`));
    return answer([]);
  }

  /** Takes holds away: those named, or all. False where there were none. */
  lift(order: ShopOrder, one: FulfilmentOrder, ids: readonly string[] | null, at: number): boolean {
    const left = ids === null ? [] : one.holds.filter(({ number }) => !ids.includes(gid('FulfillmentHold', number)));
    if (left.length === one.holds.length) return false;
    one.holds = left;
    one.updatedAt = at;
    this.orders.touch(order, at, ['FULFILLMENT_ORDERS_HOLD_RELEASED', () => fulfilmentOrderPayload(one)]);
    return true;
  }
}

function refusal(one: FulfilmentOrder, handle: string, rows: readonly Input[]): UserError | null {
  const wrong = (field: string, message: string, code: string | null): UserError => ({
    field: ['fulfillmentHold', field],
    message,
    code,
  });
  if (one.state !== 'OPEN' && one.state !== 'IN_PROGRESS')
    return { field: ['id'], message: 'The fulfillment order is not in an open state.', code: null };
  if (handle.length > LONGEST_HANDLE)
    return wrong('handle', `Handle is too long (maximum is ${LONGEST_HANDLE} characters)`, null);
  const own = one.holds.filter(({ byApp }) => byApp);
  if (own.some((hold) => hold.handle === handle))
    return wrong(
      'handle',
      'The handle provided for the fulfillment hold is already in use.',
      'DUPLICATE_FULFILLMENT_HOLD_HANDLE',
    );
  if (own.length >= MOST_HOLDS)
    return {
      field: ['id'],
      message: 'The maximum number of fulfillment holds was reached.',
      code: 'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED',
    };
  const numbers = rows.map(({ id }) => numberIn(String(id), 'FulfillmentOrderLineItem'));
  if (new Set(numbers).size < numbers.length)
    return wrong('fulfillmentOrderLineItems', 'Line items are given twice.', 'DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS');
  for (const [index, row] of rows.entries()) {
    const of = one.lines.find(({ number }) => number === numbers[index]);
    if (Number(row.quantity) < 1)
      return wrong('fulfillmentOrderLineItems', 'The line item quantity must be greater than zero.', 'GREATER_THAN_ZERO');
    if (!of || Number(row.quantity) > of.remaining)
      return wrong('fulfillmentOrderLineItems', 'The line item quantity is invalid.', 'INVALID_LINE_ITEM_QUANTITY');
  }
  return null;
}
