/** order.suggestedRefund: what a refund of these lines would be, and from which payments it would come (CONTRACT §6). */
import { compared } from '../exact';
import { bagOf, least, lessAmounts, sumOfAmounts } from './amounts';
import type { Args } from './coerce';
import type { Thing } from './execute';
import { numberIn } from './ids';
import { currentQuantity } from './life';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { inputs, text } from './reading';
import { inBoth, restockOf } from './refund-create';
import { due, netOf, payments, type RefundUnits, shippingLeft, shippingTax, unitsCost } from './refunds';
import { lineView, transactionView } from './view';

export function suggestedRefund(order: ShopOrder, args: Args, orders: ShopOrders): Thing {
  const { currencies } = order;
  const bag = (amounts: Parameters<typeof bagOf>[0]) => bagOf(amounts, currencies);
  const full = args.suggestFullRefund === true;
  const stock = orders.parts.catalogue.stock;
  const units: readonly RefundUnits[] = full
    ? order.lines
        .map((line) => ({ line, quantity: currentQuantity(order, line), restock: 'NO_RESTOCK' as const, location: null }))
        .filter(({ quantity }) => quantity > 0)
    : inputs(args.refundLineItems).flatMap((one) => {
        const line = order.lines.find(({ number }) => number === numberIn(String(one.lineItemId), 'LineItem'));
        if (!line) return [];
        const quantity = Math.min(Number(one.quantity), currentQuantity(order, line));
        return [{ line, quantity, restock: restockOf(one), location: stock.find(String(one.locationId)) ?? null }];
      });
  const left = shippingLeft(order);
  const asked = text(args.shippingAmount);
  const none = sumOfAmounts([], currencies);
  const shipping =
    full || args.refundShipping === true
      ? left
      : asked === null
        ? none
        : least(left, inBoth(order, asked, currencies.presentment));
  const costs = units.map((one) => unitsCost(order, one.line, one.quantity));
  const subtotal = sumOfAmounts(
    costs.map((one) => one.subtotal),
    currencies,
  );
  const tax = sumOfAmounts([...costs.map((one) => one.tax), shippingTax(order, shipping)], currencies);
  const maximum = netOf(order);
  const amount = least(due(order, units, shipping), maximum);
  let rest = amount;
  const from = payments(order).flatMap((parent) => {
    const part = least(rest, netOf(order, parent));
    if (compared(part.presentment, '0') <= 0) return [];
    rest = lessAmounts(rest, part, currencies);
    return [{ parent, part }];
  });
  return {
    __typename: 'SuggestedRefund',
    amountSet: bag(amount),
    maximumRefundableSet: bag(maximum),
    subtotalSet: bag(subtotal),
    discountedSubtotalSet: bag(subtotal),
    totalTaxSet: bag(tax),
    totalCartDiscountAmountSet: bag(none),
    totalDutiesSet: bag(none),
    shipping: {
      __typename: 'ShippingRefund',
      amountSet: bag(shipping),
      maximumRefundableSet: bag(left),
      taxSet: bag(shippingTax(order, shipping)),
    },
    refundLineItems: units.map(
      ({ line, quantity, restock }, index): Thing => ({
        __typename: 'RefundLineItem',
        id: null,
        quantity,
        restockType: restock,
        restocked: false,
        lineItem: () => lineView(order, line, orders.parts.catalogue),
        priceSet: bag(line.unit),
        subtotalSet: bag(costs[index]?.subtotal ?? none),
        totalTaxSet: bag(costs[index]?.tax ?? none),
      }),
    ),
    suggestedTransactions: from.map(
      ({ parent, part }): Thing => ({
        __typename: 'SuggestedOrderTransaction',
        kind: 'SUGGESTED_REFUND',
        gateway: parent.gateway,
        formattedGateway: parent.gateway,
        parentTransaction: () => transactionView(order, parent),
        amountSet: bag(part),
        maximumRefundableSet: bag(netOf(order, parent)),
      }),
    ),
  };
}
