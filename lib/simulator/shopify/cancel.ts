/** orderCancel: asynchronous and irreversible; a job tells when it is done (CONTRACT §4.4). */
import type { Args } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { factOf } from './facts';
import { gid } from './ids';
import { currentQuantity, unfulfilled } from './life';
import { financialStatus, type ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { netOf, type Refunds, shippingLeft } from './refunds';

/** ms until a job is done. */
const JOB_TAKES = 2_000;
export interface Cancelling {
  readonly reason: string;
  readonly restock: boolean;
  readonly refund: boolean;
}

export class Cancellations {
  private readonly jobs = new Map<string, { done: boolean }>();

  constructor(
    private readonly orders: ShopOrders,
    private readonly refunds: Refunds,
  ) {}

  /** orderCancel. */
  cancel(args: Args): Thing {
    const order = this.orders.find(String(args.orderId));
    const answer = (job: Thing | null, errors: readonly UserError[]): Thing => ({
      __typename: 'OrderCancelPayload',
      job,
      userErrors: errors.map(({ field, message }) => ({ __typename: 'UserError', field, message })),
      orderCancelUserErrors: errors.map((error) => ({ __typename: 'OrderCancelUserError', code: null, ...error })),
    });
    if (!order) return answer(null, [{ field: ['orderId'], message: 'Order does not exist', code: 'NOT_FOUND' }]);
    const refundMethod = args.refundMethod as { readonly originalPaymentMethodsRefund?: boolean | null } | null | undefined;
    if (args.refund !== undefined && args.refund !== null && refundMethod)
      return answer(null, [{ field: ['refund'], message: 'refund and refundMethod cannot both be given', code: 'INVALID' }]);
    const hindrance = hindranceOf(order);
    if (hindrance !== null) return answer(null, [{ field: ['orderId'], message: hindrance, code: 'INVALID' }]);
    const { agenda, now, wake } = this.orders.parts;
    const job = { done: false };
    const id = gid('Job', `${String(this.orders.number())}-${now()}`);
    const how: Cancelling = {
      reason: String(args.reason),
      restock: args.restock === true,
      refund: args.refund === true || refundMethod?.originalPaymentMethodsRefund === true,
    };
    this.jobs.set(id, job);
    wake(now() + JOB_TAKES);
    agenda.add(now() + JOB_TAKES, (at) => {
      job.done = true;
      // What happened in the meantime may stand in its way: then the job ends and the order stands.
      if (order.deletedAt !== null || hindranceOf(order) !== null) return;
      this.carryOut(order, how, at);
      this.orders.parts.books.count('shopify', 'cancel', factOf(order, how.reason));
    });
    return answer({ __typename: 'Job', id, done: false }, []);
  }

  /** At once, as people see it. False where something stands in the way. */
  carryOut(order: ShopOrder, { reason, restock, refund }: Cancelling, at: number): boolean {
    if (hindranceOf(order) !== null) return false;
    const lines = order.lines.filter((line) => currentQuantity(order, line) > 0);
    order.cancelledAt = at;
    order.closedAt = at;
    order.cancelReason = reason;
    const units = lines.map((line) => ({
      line,
      quantity: currentQuantity(order, line),
      restock: restock ? ('CANCEL' as const) : ('NO_RESTOCK' as const),
      location: null,
    }));
    for (const line of restock ? [] : order.lines) this.orders.withdraw(order, line, unfulfilled(order, line), false, at);
    // On a manual gateway the refund is written down and no money moves.
    const back = refund ? this.refunds.backTo(order, netOf(order)) : [];
    if (units.length > 0 || back.length > 0)
      this.refunds.write(order, { lines: units, shipping: shippingLeft(order), back, note: null }, at);
    for (const line of order.lines) this.orders.withdraw(order, line, unfulfilled(order, line), restock, at);
    this.orders.touch(order, at, ['ORDERS_CANCELLED', null]);
    return true;
  }

  /** job(id). */
  job({ id }: Args): Thing | null {
    const job = this.jobs.get(String(id));
    return job ? { __typename: 'Job', id, done: job.done } : null;
  }
}

/** Why an order cannot be cancelled; null where it can. */
export function hindranceOf(order: ShopOrder): string | null {
  if (order.cancelledAt !== null) return 'Cannot cancel an order that has already been canceled';
  if (financialStatus(order) === 'AUTHORIZED') return 'Cannot cancel an order with pending authorizations';
  if (order.returns.some(({ state }) => state === 'OPEN' || state === 'REQUESTED'))
    return 'Cannot cancel an order with active returns';
  if (order.fulfilments.some(({ state }) => state === 'SUCCESS'))
    return 'Cannot cancel an order with fulfillments that cannot be canceled';
  return null;
}
