/** Refunds: what lines and shipping make, what may go back at most, and the refund that results (CONTRACT §6). */
import { compared } from '../exact';
import { isoOf } from '../exchange';
import { type Amounts, least, lessAmounts, proportion, shareOfAmounts, sumOfAmounts, timesOfAmounts } from './amounts';
import { factOf } from './facts';
import type { Refund, RefundLine, RefundShipping, RestockType, Return } from './life';
import { type OrderLine, type ShopOrder, sumsOf, type TaxLine, type Transaction } from './order';
import type { ShopOrders } from './orders';
import { refundPayload, transactionPayload } from './payloads';
import type { Location } from './stock';

/** Units of a line to refund. */
export interface RefundUnits {
  readonly line: OrderLine;
  readonly quantity: number;
  readonly restock: RestockType;
  readonly location: Location | null;
}
/** Money that goes back to where a transaction brought it from. */
export interface Back {
  readonly parent: Transaction;
  readonly amounts: Amounts;
}
export interface RefundPlan {
  readonly lines: readonly RefundUnits[];
  /** Before tax where the order's prices are; shared out over the shipping lines. */
  readonly shipping: Amounts;
  readonly back: readonly Back[];
  readonly note: string | null;
  readonly processedAt?: string | null;
  readonly reason?: string | null;
  readonly status?: string;
  readonly ofReturn?: Return | null;
}
const COUNTS = new Set(['SUCCESS', 'PENDING', 'AWAITING_RESPONSE']);

export const taxOf = (order: ShopOrder, taxes: readonly TaxLine[]): Amounts =>
  sumOfAmounts(
    taxes.map((one) => one.amounts),
    order.currencies,
  );
/** What has been paid and not gone back, or is on its way back. */
export function netOf(order: ShopOrder, parent?: Transaction): Amounts {
  const of = (kinds: readonly string[], counts: (status: string) => boolean, mine: (one: Transaction) => boolean) =>
    sumOfAmounts(
      order.transactions.filter((one) => kinds.includes(one.kind) && counts(one.status) && mine(one)).map((one) => one.amounts),
      order.currencies,
    );
  const paid = of(
    ['SALE', 'CAPTURE'],
    (status) => status === 'SUCCESS',
    (one) => parent === undefined || one === parent,
  );
  const gone = of(
    ['REFUND'],
    (status) => COUNTS.has(status),
    (one) => parent === undefined || one.parent === parent.number,
  );
  return lessAmounts(paid, gone, order.currencies);
}
/** Shipping that was not refunded yet, without tax where prices are. */
export const shippingLeft = (order: ShopOrder): Amounts =>
  lessAmounts(
    sumsOf(order).shipping,
    sumOfAmounts(
      order.refunds.flatMap((one) => one.shipping).map((one) => one.subtotal),
      order.currencies,
    ),
    order.currencies,
  );
export const payments = (order: ShopOrder): readonly Transaction[] =>
  order.transactions.filter((one) => (one.kind === 'SALE' || one.kind === 'CAPTURE') && one.status === 'SUCCESS');

/** What units of a line cost, and the tax that stands on them. */
export const unitsCost = (
  order: ShopOrder,
  line: OrderLine,
  quantity: number,
): { readonly subtotal: Amounts; readonly tax: Amounts } => ({
  subtotal: timesOfAmounts(line.unit, quantity, order.currencies),
  tax: shareOfAmounts(taxOf(order, line.taxLines), quantity, line.quantity, order.currencies),
});

/** Lines and shipping with their taxes: what the buyer would get for them. */
export function due(order: ShopOrder, lines: readonly RefundUnits[], shipping: Amounts): Amounts {
  const costs = lines.map((one) => unitsCost(order, one.line, one.quantity));
  const tax = order.taxesIncluded ? [] : [...costs.map((one) => one.tax), shippingTax(order, shipping)];
  return sumOfAmounts([...costs.map((one) => one.subtotal), shipping, ...tax], order.currencies);
}
/** The tax on a part of the shipping. */
export function shippingTax(order: ShopOrder, shipping: Amounts): Amounts {
  const whole = sumsOf(order).shipping;
  const taxes = taxOf(
    order,
    order.shippingLines.flatMap((one) => one.taxLines),
  );
  return least(taxes, proportion(taxes, shipping, whole, order.currencies));
}
/** The refunds of all orders; by the API and by people alike. */
export class Refunds {
  constructor(private readonly orders: ShopOrders) {}

  /** How an amount is shared out over the payments, the first one first. */
  backTo(order: ShopOrder, amount: Amounts): readonly Back[] {
    const back: Back[] = [];
    let left = amount;
    for (const parent of payments(order)) {
      const part = least(left, netOf(order, parent));
      if (compared(part.presentment, '0') <= 0) continue;
      back.push({ parent, amounts: part });
      left = lessAmounts(left, part, order.currencies);
    }
    return back;
  }

  /** Writes the refund: transactions, units that will not ship, stock that comes back. */
  write(order: ShopOrder, plan: RefundPlan, at: number): Refund {
    const { currencies } = order;
    const number = () => this.orders.number(order);
    const transactions = plan.back.map(
      ({ parent, amounts }): Transaction => ({
        number: number(),
        kind: 'REFUND',
        status: plan.status ?? 'SUCCESS',
        gateway: parent.gateway,
        processedAt: plan.processedAt ?? isoOf(at),
        test: parent.test,
        amounts,
        parent: parent.number,
      }),
    );
    const lines = plan.lines.map(
      (one): RefundLine => ({ number: number(), ...one, ...unitsCost(order, one.line, one.quantity) }),
    );
    const moved = sumOfAmounts(
      transactions.map((one) => one.amounts),
      currencies,
    );
    const difference = lessAmounts(due(order, plan.lines, plan.shipping), moved, currencies);
    const refund: Refund = {
      number: number(),
      createdAt: at,
      updatedAt: at,
      processedAt: plan.processedAt ?? isoOf(at),
      note: plan.note,
      lines,
      shipping: this.shippingRows(order, plan.shipping),
      adjustments:
        compared(difference.presentment, '0') === 0
          ? []
          : [{ number: number(), reason: plan.reason ?? 'REFUND_DISCREPANCY', amounts: difference }],
      transactions,
      ofReturn: plan.ofReturn ?? null,
    };
    order.transactions = [...order.transactions, ...transactions];
    order.refunds = [...order.refunds, refund];
    // What came in with a return was stocked by its dispositions.
    if (!refund.ofReturn) for (const line of lines) this.restock(order, line, at);
    this.orders.touch(
      order,
      at,
      ['REFUNDS_CREATE', () => refundPayload(order, refund)],
      ...transactions
        .filter(({ status }) => status === 'SUCCESS' || status === 'FAILURE')
        .map((one) => ['ORDER_TRANSACTIONS_CREATE', () => transactionPayload(order, one)] as const),
    );
    return refund;
  }

  private shippingRows(order: ShopOrder, amount: Amounts): readonly RefundShipping[] {
    const rows: RefundShipping[] = [];
    let left = amount;
    for (const line of order.shippingLines) {
      const before = order.refunds.flatMap((one) => one.shipping).filter((one) => one.line === line);
      const free = lessAmounts(
        line.amounts,
        sumOfAmounts(
          before.map((one) => one.subtotal),
          order.currencies,
        ),
        order.currencies,
      );
      const subtotal = least(left, free);
      if (compared(subtotal.presentment, '0') <= 0) continue;
      const tax = proportion(taxOf(order, line.taxLines), subtotal, line.amounts, order.currencies);
      rows.push({ number: this.orders.number(order), line, subtotal, tax });
      left = lessAmounts(left, subtotal, order.currencies);
    }
    return rows;
  }

  /** CANCEL: units that will not ship, back into what is available. RETURN: goods that came back, on hand too. */
  private restock(order: ShopOrder, { line, quantity, restock, location }: RefundLine, at: number): void {
    const { stock } = this.orders.parts.catalogue;
    if (restock === 'RETURN') {
      const place =
        location ?? order.fulfilments.find((one) => one.lines.some(({ from }) => from.line === line))?.location ?? stock.first;
      stock.change(line.variant, place, { available: quantity, onHand: quantity }, at);
    }
    if (restock === 'CANCEL') this.orders.withdraw(order, line, quantity, true, at, location);
  }

  /** A pending refund comes to its end. */
  settle(order: ShopOrder, refund: Refund, status: 'SUCCESS' | 'FAILURE', at: number): boolean {
    const waiting = refund.transactions.filter((one) => one.status === 'PENDING');
    if (waiting.length === 0) return false;
    for (const one of waiting) one.status = status;
    refund.updatedAt = at;
    this.orders.touch(
      order,
      at,
      ...waiting.map((one) => ['ORDER_TRANSACTIONS_CREATE', () => transactionPayload(order, one)] as const),
    );
    return true;
  }

  /** What the books call it: amount, lines, note. */
  static toldOf(order: ShopOrder, refund: Refund): string {
    const moved = sumOfAmounts(
      refund.transactions.map((one) => one.amounts),
      order.currencies,
    );
    const rows = refund.lines.map(({ line, quantity }) => `${order.lines.indexOf(line) + 1}:${line.sku ?? '-'}x${quantity}`);
    return `${moved.presentment} ${rows.sort().join(',')}${refund.note === null ? '' : ` ${refund.note}`}`;
  }
  count(order: ShopOrder, refund: Refund): void {
    this.orders.parts.books.count('shopify', 'refund', factOf(order, Refunds.toldOf(order, refund)));
  }
}
