/** refundCreate: what is refused, and the refund that results (CONTRACT §6). Twice the same key is once. */
import { compared, isDecimal, sumOf } from '../exact';
import { type Amounts, ratio, sumOfAmounts } from './amounts';
import type { Args } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { payload } from './fulfil';
import { numberIn } from './ids';
import { currentQuantity, fulfilled, type RestockType, unfulfilled } from './life';
import { fits, type ShopOrder, sumsOf } from './order';
import type { ShopOrders } from './orders';
import { type Input, input, inputs, text } from './reading';
import { refundView } from './refund-view';
import { type Back, netOf, payments, type RefundPlan, type Refunds, type RefundUnits, shippingLeft } from './refunds';

export const restockOf = (given: Input): RestockType =>
  given.restockType === 'CANCEL' || given.restockType === 'RETURN' ? given.restockType : 'NO_RESTOCK';
/** An amount in one currency of the order, in both, by what the order cost in each. */
export function inBoth(order: ShopOrder, amount: string, currency: string): Amounts {
  const { shop, presentment } = order.currencies;
  if (shop === presentment) return { shop: sumOf([amount], shop), presentment: sumOf([amount], presentment) };
  const { total } = sumsOf(order);
  return currency === presentment
    ? { shop: ratio(amount, total.shop, total.presentment, shop), presentment: sumOf([amount], presentment) }
    : { shop: sumOf([amount], shop), presentment: ratio(amount, total.presentment, total.shop, presentment) };
}

export class RefundCreation {
  constructor(
    private readonly orders: ShopOrders,
    private readonly refunds: Refunds,
  ) {}

  /** refundCreate, once its key is known to be new. */
  create(args: Args): Thing {
    const given = input(args.input) ?? {};
    const answer = (order: ShopOrder | null, refund: Thing | null, errors: readonly UserError[]): Thing => ({
      ...payload('RefundCreatePayload', 'refund')(refund, errors),
      order: order && this.orders.view(order),
    });
    const order = this.orders.find(String(given.orderId));
    if (!order) return answer(null, null, [{ field: ['orderId'], message: 'Order does not exist' }]);
    const plan = this.plan(order, given);
    if ('message' in plan) return answer(order, null, [plan]);
    const refund = this.refunds.write(order, plan, this.orders.parts.now());
    this.refunds.count(order, refund);
    return answer(order, refundView(order, refund, this.orders), []);
  }
  refund({ id }: Args): Thing | null {
    const number = numberIn(String(id), 'Refund');
    const order = this.orders.owning(number);
    const refund = order?.refunds.find((one) => one.number === number);
    return order && refund ? refundView(order, refund, this.orders) : null;
  }

  private plan(order: ShopOrder, given: Input): RefundPlan | UserError {
    const { shop, presentment } = order.currencies;
    const stated = text(given.currency);
    if (stated !== null && stated !== presentment && stated !== shop)
      return { field: ['currency'], message: `Currency must be ${presentment}` };
    if (stated === null && shop !== presentment)
      return { field: ['currency'], message: "Currency is required when the order's presentment currency is not the shop's" };
    const currency = stated ?? shop;
    const lines = this.lines(order, inputs(given.refundLineItems));
    if ('message' in lines) return lines;
    const shipping = this.shipping(order, input(given.shipping), currency);
    if ('message' in shipping) return shipping;
    const back = this.back(order, inputs(given.transactions), currency);
    if ('message' in back) return back;
    if (lines.length === 0 && back.length === 0 && compared(shipping.presentment, '0') === 0)
      return { field: null, message: 'Refund must have a line item, an amount of shipping or a transaction' };
    const reason = text(given.discrepancyReason);
    return {
      lines,
      shipping,
      back,
      note: text(given.note),
      processedAt: text(given.processedAt),
      reason: reason === null || reason === 'OTHER' ? null : reason,
    };
  }

  private lines(order: ShopOrder, given: readonly Input[]): readonly RefundUnits[] | UserError {
    const units: RefundUnits[] = [];
    for (const [index, one] of given.entries()) {
      const wrong = (name: string, message: string): UserError => ({ field: ['refundLineItems', String(index), name], message });
      const line = order.lines.find(({ number }) => number === numberIn(String(one.lineItemId), 'LineItem'));
      const quantity = Number(one.quantity);
      const restock = restockOf(one);
      if (!line) return wrong('lineItemId', 'Line item does not exist');
      if (quantity < 1) return wrong('quantity', 'Quantity must be greater than 0');
      const also = (type?: RestockType): number =>
        units
          .filter((other) => other.line === line && (type === undefined || other.restock === type))
          .reduce((sum, other) => sum + other.quantity, 0);
      if (quantity + also() > currentQuantity(order, line))
        return wrong('quantity', 'Quantity cannot refund more items than were purchased');
      if (restock === 'CANCEL' && quantity + also('CANCEL') > unfulfilled(order, line))
        return wrong('restockType', 'Restock type cancel is only possible for unfulfilled items');
      if (restock === 'RETURN' && quantity + also('RETURN') > fulfilled(order, line))
        return wrong('restockType', 'Restock type return is only possible for fulfilled items');
      const named = text(one.locationId);
      const location = named === null ? null : (this.orders.parts.catalogue.stock.find(named) ?? null);
      if (named !== null && !location) return wrong('locationId', 'Location does not exist');
      units.push({ line, quantity, restock, location });
    }
    return units;
  }

  private shipping(order: ShopOrder, given: Input | null, currency: string): Amounts | UserError {
    const left = shippingLeft(order);
    if (given?.fullRefund === true) return left;
    const amount = text(given?.amount);
    if (amount === null) return sumOfAmounts([], order.currencies);
    const field = ['shipping', 'amount'];
    if (!isDecimal(amount) || !fits(amount, currency) || compared(amount, '0') < 0)
      return { field, message: 'Amount is invalid' };
    const both = inBoth(order, amount, currency);
    return compared(both.presentment, left.presentment) > 0
      ? { field, message: 'Shipping amount is greater than the shipping that is left to refund' }
      : both;
  }

  /** The money that is to go back, checked against what each payment has left. */
  back(order: ShopOrder, given: readonly Input[], currency: string): readonly Back[] | UserError {
    const back: Back[] = [];
    for (const [index, one] of given.entries()) {
      const wrong = (name: string, message: string): UserError => ({ field: ['transactions', String(index), name], message });
      if (one.kind !== 'REFUND') return wrong('kind', `Kind ${String(one.kind).toLowerCase()} is not a valid transaction`);
      const parent = payments(order).find(({ number }) => number === numberIn(String(one.parentId), 'OrderTransaction'));
      if (!parent || numberIn(String(one.orderId), 'Order') !== order.number)
        return wrong('parentId', 'Transactions require a parent_id associated with the order');
      const amount = text(one.amount) ?? '0';
      if (!fits(amount, currency) || compared(amount, '0') < 0) return wrong('amount', 'Amount is invalid');
      const amounts = inBoth(order, amount, currency);
      const before = sumOfAmounts(
        back.filter((other) => other.parent === parent).map((other) => other.amounts),
        order.currencies,
      );
      const net = netOf(order, parent);
      const wanted = sumOfAmounts([before, amounts], order.currencies);
      if (compared(wanted.presentment, net.presentment) > 0)
        return wrong('amount', `Refund amount $${wanted.presentment} is greater than net payment received $${net.presentment}`);
      back.push({ parent, amounts });
    }
    return back;
  }
}
