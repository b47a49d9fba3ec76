/** What a seller may do with an order now, as OR11 says it: can_cancel, can_shop_ship, can_refund, fully_refunded (CONTRACT §3). */
import { type ExactObject, isObject, objectsOf, sumOf, textOf } from '../exact';
import { isMore, less } from './amounts';
import { amountIn, currencyOf, lineState, linesOf, type MiraklOrder, stateOf, type Tax, taxesIn, textIn } from './order';
import { shippedUnits, standingLines, unshippedUnits } from './shipment';

const REFUNDABLE = new Set(['SHIPPING', 'SHIPPED', 'TO_COLLECT', 'RECEIVED', 'INCIDENT_OPEN', 'REFUNDED']);
const CANCELLABLE = new Set(['PAY_ON_DELIVERY', 'PAY_ON_DUE_DATE', 'PAY_ON_SHIPMENT', 'NO_CUSTOMER_PAYMENT_CONFIRMATION']);

export const workflowOf = (order: MiraklOrder): string => textOf(order.body.payment_workflow) ?? 'PAY_ON_ACCEPTANCE';
/** Fulfilled by the shop itself, not by the operator. */
export const isOwnFulfilment = ({ body }: MiraklOrder): boolean =>
  !isObject(body.fulfillment) || (textIn(body.fulfillment, 'center', 'code') ?? 'DEFAULT') === 'DEFAULT';

const isDebited = (order: MiraklOrder): boolean =>
  workflowOf(order) === 'PAY_ON_ACCEPTANCE' || textOf(order.body.customer_debited_date) !== null;

/** What of a line was neither cancelled nor refunded yet. */
export function leftOf(line: ExactObject, currency: string) {
  const refunds = objectsOf(line.refunds);
  const left = (field: string, refunded: string) =>
    less(
      amountIn(line, field),
      sumOf(
        refunds.map((refund) => amountIn(refund, refunded)),
        currency,
      ),
      currency,
    );
  const leftTaxes = (field: 'taxes' | 'shipping_taxes'): Tax[] =>
    taxesIn(line, field).map((tax) => {
      const gone = refunds.flatMap((refund) => taxesIn(refund, field)).filter((one) => one.code === tax.code);
      return {
        ...tax,
        amount: less(
          tax.amount,
          sumOf(
            gone.map((one) => one.amount),
            currency,
          ),
          currency,
        ),
      };
    });
  return {
    amount: left('price', 'amount'),
    shipping: left('shipping_price', 'shipping_amount'),
    taxes: leftTaxes('taxes'),
    shippingTaxes: leftTaxes('shipping_taxes'),
  };
}
/** Whether anything of a line's money is left. */
export function anyLeft(line: ExactObject, currency: string): boolean {
  const { amount, shipping } = leftOf(line, currency);
  return isMore(amount, '0') || isMore(shipping, '0');
}

/** States anew what may be done with the order. */
export function restate(order: MiraklOrder, quantityIsReduced: boolean): void {
  const { body } = order;
  const currency = currencyOf(body);
  const shipping = stateOf(order) === 'SHIPPING';
  const standing = standingLines(order);
  const toShip = standing.some((line) => unshippedUnits(order, line, quantityIsReduced) > 0);
  const anyShipped = standing.some((line) => shippedUnits(order, line) > 0);
  const workflow = workflowOf(order);
  body.can_shop_ship = shipping && toShip && isOwnFulfilment(order);
  body.can_cancel =
    shipping &&
    toShip &&
    CANCELLABLE.has(workflow) &&
    !isDebited(order) &&
    !(workflow === 'NO_CUSTOMER_PAYMENT_CONFIRMATION' && anyShipped);
  const debited = isDebited(order) || workflow === 'NO_CUSTOMER_PAYMENT_CONFIRMATION';
  for (const line of linesOf(order))
    line.can_refund = debited && stateOf(order) !== 'CLOSED' && REFUNDABLE.has(lineState(line)) && anyLeft(line, currency);
  body.fully_refunded =
    standing.some((line) => objectsOf(line.refunds).length > 0) && standing.every((line) => !anyLeft(line, currency));
  body.has_incident = linesOf(order).some((line) => lineState(line) === 'INCIDENT_OPEN');
}
