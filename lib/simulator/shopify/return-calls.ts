/** returnCreate, returnProcess, returnCancel, returnClose: what is refused, and what the books call the rest (CONTRACT §6). */
import { compared, sumOf } from '../exact';
import { sumOfAmounts } from './amounts';
import type { Args } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { factOf } from './facts';
import { gid, numberIn } from './ids';
import type { FulfilmentLine, Return, ReturnLine } from './life';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { type Input, input, inputs, text } from './reading';
import { reasonOf, UNKNOWN_REASON } from './reasons';
import { inBoth, type RefundCreation } from './refund-create';
import { type Back, shippingLeft } from './refunds';
import { returnView } from './return-view';
import { type Received, type Returns, type ReturnUnits, returnable } from './returns';

const LONGEST_NOTE = 255;
const fulfilledLine = (order: ShopOrder, id: string): FulfilmentLine | undefined =>
  order.fulfilments
    .filter(({ state }) => state === 'SUCCESS')
    .flatMap(({ lines }) => lines)
    .find(({ number }) => number === numberIn(id, 'FulfillmentLineItem'));

export class ReturnCalls {
  constructor(
    private readonly orders: ShopOrders,
    private readonly returns: Returns,
    private readonly creation: RefundCreation,
  ) {}

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
    const one = this.returns.open(order, units, this.orders.parts.now());
    this.orders.parts.books.count('shopify', 'return', factOf(order, `open ${toldOf(order, units)}`));
    return this.answer(type, { order, one }, []);
  }

  /** returnProcess: units have come in, and money may go back with them; the return stays open. */
  process(args: Args): Thing {
    const given = input(args.input) ?? {};
    const type = 'ReturnProcessPayload';
    const found = this.returns.find(String(given.returnId));
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
    this.returns.receive(
      order,
      one,
      received,
      { back, shipping: refundShipping, note: text(given.note) },
      this.orders.parts.now(),
    );
    const rows = received.map(({ line, quantity }) => ({ of: line.of, quantity, reason: UNKNOWN_REASON, note: '' }));
    const money = sumOf(
      back.map(({ amounts }) => amounts.presentment),
      order.currencies.presentment,
    );
    this.orders.parts.books.count('shopify', 'return', factOf(order, `process ${one.name} ${toldOf(order, rows)} ${money}`));
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

  /** returnCancel. */
  cancel({ id }: Args): Thing {
    const type = 'ReturnCancelPayload';
    const found = this.returns.find(String(id));
    if (!found) return this.answer(type, null, [{ field: ['id'], message: 'Return does not exist.', code: 'NOT_FOUND' }]);
    if (!this.returns.callOff(found.order, found.one, this.orders.parts.now()))
      return this.answer(type, null, [{ field: ['id'], message: 'Return cannot be canceled.', code: 'INVALID_STATE' }]);
    this.orders.parts.books.count('shopify', 'return', factOf(found.order, `cancel ${found.one.name}`));
    return this.answer(type, found, []);
  }

  /** returnClose. */
  close({ id }: Args): Thing {
    const type = 'ReturnClosePayload';
    const found = this.returns.find(String(id));
    if (!found) return this.answer(type, null, [{ field: ['id'], message: 'Return does not exist.', code: 'NOT_FOUND' }]);
    if (!this.returns.end(found.order, found.one, this.orders.parts.now()))
      return this.answer(type, null, [{ field: ['id'], message: 'Return is not open.', code: 'INVALID_STATE' }]);
    this.orders.parts.books.count('shopify', 'return', factOf(found.order, `close ${found.one.name}`));
    return this.answer(type, found, []);
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
