/** Returns: opened for what was shipped, received, closed (CONTRACT §6). Money goes back with them, or apart, never both. */
import { compared, sumOf } from '../exact';
import { sumOfAmounts } from './amounts';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { factOf } from './facts';
import { gid, numberIn } from './ids';
import type { Disposition, Fulfilment, FulfilmentLine, Return, ReturnLine } from './life';
import { fulfilmentLineView, fulfilmentView } from './life-view';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { returnPayload } from './payloads';
import { type Input, input, inputs, text } from './reading';
import { reasonOf, UNKNOWN_REASON } from './reasons';
import { inBoth, type RefundCreation } from './refund-create';
import { type Back, type Refunds, shippingLeft } from './refunds';
import { returnView } from './return-view';

const LONGEST_NOTE = 255;
const LIVING = new Set(['REQUESTED', 'OPEN', 'CLOSED']);

/** Units of a fulfilled line to be sent back. */
export interface ReturnUnits {
  readonly of: FulfilmentLine;
  readonly quantity: number;
  readonly reason: number;
  readonly note: string;
}
/** Units of a return that have come in. */
export interface Received {
  readonly line: ReturnLine;
  readonly quantity: number;
  readonly dispositions: readonly Omit<Disposition, 'number' | 'createdAt'>[];
}

/** Units of a fulfilled line that are in no return yet. */
export const returnable = (order: ShopOrder, of: FulfilmentLine): number =>
  of.quantity -
  order.returns
    .filter(({ state }) => LIVING.has(state))
    .flatMap(({ lines }) => lines)
    .filter((line) => line.of === of)
    .reduce((sum, { quantity }) => sum + quantity, 0);
const fulfilledLine = (order: ShopOrder, id: string): FulfilmentLine | undefined =>
  order.fulfilments
    .filter(({ state }) => state === 'SUCCESS')
    .flatMap(({ lines }) => lines)
    .find(({ number }) => number === numberIn(id, 'FulfillmentLineItem'));

export class Returns {
  constructor(
    private readonly orders: ShopOrders,
    private readonly refunds: Refunds,
    private readonly creation: RefundCreation,
  ) {}

  find(id: string): { readonly order: ShopOrder; readonly one: Return } | undefined {
    const number = numberIn(id, 'Return');
    const order = this.orders.owning(number);
    const one = order?.returns.find((other) => other.number === number);
    return order && one ? { order, one } : undefined;
  }
  returned({ id }: Args): Thing | null {
    const found = this.find(String(id));
    return found ? returnView(found.order, found.one, this.orders) : null;
  }
  private answer(
    type: string,
    found: { readonly order: ShopOrder; readonly one: Return } | null,
    errors: readonly UserError[],
  ): Thing {
    return {
      __typename: type,
      return: found && returnView(found.order, found.one, this.orders),
      userErrors: errors.map((error) => ({ __typename: 'ReturnUserError', code: 'INVALID', ...error })),
    };
  }

  /** returnableFulfillments. */
  returnableFulfilments(args: Args): Thing {
    const order = this.orders.find(String(args.orderId));
    const free = (one: Fulfilment) => one.lines.filter((line) => order && returnable(order, line) > 0);
    const found = (order?.fulfilments ?? []).filter((one) => one.state === 'SUCCESS' && free(one).length > 0);
    return connectionOf(
      'ReturnableFulfillment',
      found,
      args,
      ({ number }) => String(number),
      (one): Thing => ({
        __typename: 'ReturnableFulfillment',
        id: gid('ReturnableFulfillment', one.number),
        fulfillment: () => fulfilmentView(order as ShopOrder, one, this.orders),
        returnableFulfillmentLineItems: (inner: Args) =>
          connectionOf(
            'ReturnableFulfillmentLineItem',
            free(one),
            inner,
            ({ number }) => String(number),
            (line): Thing => ({
              __typename: 'ReturnableFulfillmentLineItem',
              quantity: returnable(order as ShopOrder, line),
              fulfillmentLineItem: () => fulfilmentLineView(order as ShopOrder, line, this.orders),
            }),
          ),
      }),
    );
  }

  /** returnCreate: the return is open at once. */
  create({ returnInput }: Args): Thing {
    const given = input(returnInput) ?? {};
    const type = 'ReturnCreatePayload';
    const order = this.orders.find(String(given.orderId));
    if (!order)
      return this.answer(type, null, [
        { field: ['returnInput', 'orderId'], message: 'Order does not exist.', code: 'NOT_FOUND' },
      ]);
    const units: ReturnUnits[] = [];
    const rows = inputs(given.returnLineItems);
    if (rows.length === 0)
      return this.answer(type, null, [
        { field: ['returnInput', 'returnLineItems'], message: "Return line items can't be blank.", code: 'BLANK' },
      ]);
    for (const [index, row] of rows.entries()) {
      const wrong = (field: string, message: string, code: string): Thing =>
        this.answer(type, null, [{ field: ['returnInput', 'returnLineItems', String(index), field], message, code }]);
      const of = fulfilledLine(order, String(row.fulfillmentLineItemId));
      if (!of) return wrong('fulfillmentLineItemId', 'Fulfillment line item does not exist.', 'NOT_FOUND');
      const quantity = Number(row.quantity);
      if (quantity < 1) return wrong('quantity', 'Quantity must be greater than 0.', 'GREATER_THAN');
      const also = units.filter((other) => other.of === of).reduce((sum, other) => sum + other.quantity, 0);
      if (quantity + also > returnable(order, of))
        return wrong('quantity', 'Return line item has an invalid quantity: it is more than can be returned.', 'INVALID');
      const note = text(row.returnReasonNote) ?? '';
      if (note.length > LONGEST_NOTE)
        return wrong('returnReasonNote', `Return reason note is too long (maximum is ${LONGEST_NOTE} characters).`, 'TOO_LONG');
      const reason = reasonOf(text(row.returnReasonDefinitionId), text(row.returnReason));
      if (reason === undefined) return wrong('returnReasonDefinitionId', 'Return reason definition does not exist.', 'NOT_FOUND');
      units.push({ of, quantity, reason, note });
    }
    const one = this.open(order, units, this.orders.parts.now());
    this.orders.parts.books.count('shopify', 'return', factOf(order, `open ${toldOf(order, units)}`));
    return this.answer(type, { order, one }, []);
  }

  open(order: ShopOrder, units: readonly ReturnUnits[], at: number): Return {
    const number = () => this.orders.number(order);
    const one: Return = {
      number: number(),
      name: `${order.name}-R${order.returns.length + 1}`,
      createdAt: at,
      lines: units.map(
        (unit): ReturnLine => ({
          number: number(),
          ...unit,
          reverse: { number: number(), dispositions: [] },
          processed: 0,
          refunded: 0,
        }),
      ),
      reverse: number(),
      state: 'OPEN',
      closedAt: null,
    };
    order.returns = [...order.returns, one];
    this.orders.touch(order, at, ['RETURNS_APPROVE', () => returnPayload(order, one)]);
    return one;
  }

  /** returnProcess: units have come in, and money may go back with them; the return stays open. */
  process(args: Args): Thing {
    const given = input(args.input) ?? {};
    const type = 'ReturnProcessPayload';
    const found = this.find(String(given.returnId));
    const wrong = (field: readonly string[], message: string, code: string): Thing =>
      this.answer(type, null, [{ field: ['input', ...field], message, code }]);
    if (!found) return wrong(['returnId'], 'Return does not exist.', 'NOT_FOUND');
    const { order, one } = found;
    if (one.state !== 'OPEN') return wrong(['returnId'], 'Return is not open.', 'INVALID_STATE');
    const received: Received[] = [];
    for (const [index, row] of inputs(given.returnLineItems).entries()) {
      const at = ['returnLineItems', String(index)];
      const line = one.lines.find(({ number }) => number === numberIn(String(row.id), 'ReturnLineItem'));
      if (!line) return wrong([...at, 'id'], 'Return line item does not exist.', 'NOT_FOUND');
      const quantity = Number(row.quantity);
      if (quantity < 1 || quantity > line.quantity - line.processed)
        return wrong([...at, 'quantity'], 'Quantity is more than can be processed.', 'INVALID');
      const dispositions = this.dispositions(line, quantity, inputs(row.dispositions));
      if (!dispositions) return wrong([...at, 'dispositions'], 'Dispositions do not fit the return line item.', 'INVALID');
      received.push({ line, quantity, dispositions });
    }
    const back = this.back(order, input(input(given.financialTransfer)?.issueRefund));
    if ('message' in back) return this.answer(type, null, [{ ...back, code: 'INVALID' }]);
    const shipping = input(given.refundShipping);
    const asked = text(input(shipping?.shippingRefundAmount)?.amount);
    const left = shippingLeft(order);
    const refundShipping =
      shipping?.fullRefund === true
        ? left
        : asked === null
          ? sumOfAmounts([], order.currencies)
          : inBoth(order, asked, order.currencies.presentment);
    if (compared(refundShipping.presentment, left.presentment) > 0)
      return wrong(['refundShipping'], 'Shipping amount is greater than the shipping that is left to refund.', 'INVALID');
    if (received.length === 0 && back.length === 0) return wrong(['returnLineItems'], 'There is nothing to process.', 'BLANK');
    this.receive(order, one, received, { back, shipping: refundShipping, note: text(given.note) }, this.orders.parts.now());
    const rows = received.map(({ line, quantity }) => ({ of: line.of, quantity, reason: UNKNOWN_REASON, note: '' }));
    const money = sumOf(
      back.map(({ amounts }) => amounts.presentment),
      order.currencies.presentment,
    );
    this.orders.parts.books.count('shopify', 'return', factOf(order, `process ${toldOf(order, rows)} ${money}`));
    return this.answer(type, { order, one }, []);
  }

  private dispositions(line: ReturnLine, quantity: number, given: readonly Input[]): Received['dispositions'] | null {
    const { stock } = this.orders.parts.catalogue;
    const read = given.map((row) => ({
      of: numberIn(String(row.reverseFulfillmentOrderLineItemId), 'ReverseFulfillmentOrderLineItem'),
      type: String(row.dispositionType),
      quantity: Number(row.quantity),
      named: text(row.locationId),
    }));
    const total = read.reduce((sum, one) => sum + one.quantity, 0);
    const fits = read.every(
      (one) => one.of === line.reverse.number && one.quantity > 0 && (one.named === null || stock.find(one.named) !== undefined),
    );
    if (!fits || (read.length > 0 && total !== quantity)) return null;
    return read.map(({ type, named, ...one }) => ({
      type,
      quantity: one.quantity,
      location: named === null ? null : (stock.find(named) ?? null),
    }));
  }
  private back(order: ShopOrder, refund: Input | null): readonly Back[] | UserError {
    const rows = inputs(refund?.orderTransactions).map((row) => ({
      kind: 'REFUND',
      orderId: gid('Order', order.number),
      parentId: row.parentId ?? null,
      amount: input(row.transactionAmount)?.amount ?? null,
    }));
    return this.creation.back(order, rows, order.currencies.presentment);
  }

  receive(
    order: ShopOrder,
    one: Return,
    received: readonly Received[],
    money: { readonly back: readonly Back[]; readonly shipping: Back['amounts']; readonly note: string | null },
    at: number,
  ): void {
    const { stock } = this.orders.parts.catalogue;
    for (const { line, quantity, dispositions } of received) {
      line.processed += quantity;
      const placed = dispositions.map((of): Disposition => ({ number: this.orders.number(order), createdAt: at, ...of }));
      line.reverse.dispositions = [...line.reverse.dispositions, ...placed];
      for (const { type, quantity: units, location } of placed) {
        if (type === 'RESTOCKED')
          stock.change(line.of.from.line.variant, location ?? stock.first, { available: units, onHand: units }, at);
      }
    }
    if (money.back.length > 0 || compared(money.shipping.presentment, '0') > 0) {
      for (const { line, quantity } of received) line.refunded += quantity;
      const lines = received.map(({ line, quantity, dispositions }) => ({
        line: line.of.from.line,
        quantity,
        restock: dispositions.some(({ type }) => type === 'RESTOCKED') ? ('RETURN' as const) : ('NO_RESTOCK' as const),
        location: dispositions[0]?.location ?? null,
      }));
      this.refunds.write(order, { lines, shipping: money.shipping, back: money.back, note: money.note, ofReturn: one }, at);
    }
    this.orders.touch(order, at, ['RETURNS_PROCESS', () => returnPayload(order, one)]);
  }

  /** returnClose. */
  close({ id }: Args): Thing {
    const type = 'ReturnClosePayload';
    const found = this.find(String(id));
    if (!found) return this.answer(type, null, [{ field: ['id'], message: 'Return does not exist.', code: 'NOT_FOUND' }]);
    if (!this.end(found.order, found.one, this.orders.parts.now()))
      return this.answer(type, null, [{ field: ['id'], message: 'Return is not open.', code: 'INVALID_STATE' }]);
    this.orders.parts.books.count('shopify', 'return', factOf(found.order, `close ${found.one.name}`));
    return this.answer(type, found, []);
  }
  end(order: ShopOrder, one: Return, at: number): boolean {
    if (one.state !== 'OPEN') return false;
    one.state = 'CLOSED';
    one.closedAt = at;
    this.orders.touch(order, at, ['RETURNS_CLOSE', () => returnPayload(order, one)]);
    return true;
  }
}

const toldOf = (order: ShopOrder, units: readonly ReturnUnits[]): string =>
  units
    .map(
      ({ of, quantity, note }) =>
        `${order.lines.indexOf(of.from.line) + 1}:${of.from.line.sku ?? '-'}x${quantity}${note === '' ? '' : ` ${note}`}`,
    )
    .sort()
    .join(',');
