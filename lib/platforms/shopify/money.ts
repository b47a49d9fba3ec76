/** What of a Shopify order can go back: its lines in the source's units, its payment, what was refunded. contracts/shopify §6. */
import { z } from 'zod';
import { fromMinor, type Money, minor, sum, zero } from '../../model/money';
import type { AccountId, LineId } from '../../model/order';
import type { Conversation } from '../port';
import { graphql } from './documents';
import { moneyDocuments } from './documents-money';
import { LINE_PROPERTY } from './mapping';
import { all, attribute, bag, bundledIn, moneyOf, partOf, soldLine, text } from './shapes';

const paid = bag.transform(moneyOf);
const order = z.looseObject({
  id: text,
  cancelledAt: text.nullish(),
  lineItems: all(soldLine),
  transactions: z.array(
    z.looseObject({
      id: text,
      kind: text,
      status: text,
      gateway: text.nullish(),
      manualPaymentGateway: z.boolean().nullish(),
      amountSet: paid,
    }),
  ),
  refunds: z.array(z.looseObject({ id: text, note: text.nullish(), totalRefundedSet: paid })),
});
const answer = z.looseObject({ order: order.nullish() });

/** A line of the shop's order that stands for a line of the source. */
export interface ShopRow {
  readonly id: string;
  readonly lineId: LineId | null;
  /** Lines of one part are the same goods at different prices. */
  readonly part: string;
  readonly quantity: number;
  readonly current: number;
  readonly unfulfilled: number;
  /** Of a bundle: the units of the source's line. */
  readonly units?: number;
}
export interface Payment {
  readonly id: string;
  readonly gateway: string;
  /** No money moves when it is refunded: the marketplace has it. */
  readonly manual: boolean;
}
export interface OrderMoney {
  readonly cancelled: boolean;
  readonly rows: readonly ShopRow[];
  /** The payment that refunds refer to; undefined where the order was never paid in the shop. */
  readonly paidBy?: Payment;
  /** Paid and not refunded. */
  readonly left: Money;
  readonly refunds: readonly { readonly id: string; readonly note: string; readonly total: Money }[];
}

/** Null where the shop has no such order any more. */
export const orderMoney = (c: Conversation, store: AccountId, id: string, currency: string): Promise<OrderMoney | null> =>
  c.read(graphql(store, moneyDocuments.orderMoney, { id }), (body) => {
    const { order: read } = answer.parse(body);
    return read ? orderMoneyOf(read, currency) : null;
  });

const PAID = new Set(['SALE', 'CAPTURE']);
function orderMoneyOf(read: z.output<typeof order>, currency: string): OrderMoney {
  const paid = read.transactions.filter(({ kind, status }) => PAID.has(kind) && status === 'SUCCESS');
  const back = read.transactions.filter(
    ({ kind, status }) => kind === 'REFUND' && (status === 'SUCCESS' || status === 'PENDING'),
  );
  // Of several payments the manual one is the marketplace's.
  const by = paid.find(({ manualPaymentGateway }) => manualPaymentGateway === true) ?? paid[0];
  const total = (of: typeof paid): bigint =>
    minor(
      sum(
        of.map(({ amountSet }) => amountSet),
        currency,
      ),
    );
  const left = total(paid) - total(back);
  return {
    cancelled: Boolean(read.cancelledAt),
    rows: read.lineItems.map(
      (one): ShopRow => ({
        id: one.id,
        lineId: attribute(one, LINE_PROPERTY) ?? null,
        part: partOf(one),
        quantity: one.quantity,
        current: one.currentQuantity,
        unfulfilled: one.unfulfilledQuantity,
        ...bundledIn(one),
      }),
    ),
    ...(by ? { paidBy: { id: by.id, gateway: by.gateway ?? 'manual', manual: by.manualPaymentGateway === true } } : {}),
    left: left > 0n ? fromMinor(left, currency) : zero(currency),
    refunds: read.refunds.map(({ id, note, totalRefundedSet }) => ({ id, note: note ?? '', total: totalRefundedSet })),
  };
}

/** Units of a source line that the shop's order still has: of a bundle whole ones. */
export function unitsHere(rows: readonly ShopRow[], lineId: LineId): number {
  const counted = partsOf(rows, lineId).map(({ all, of }) => {
    const units = of[0]?.units;
    const here = of.reduce((total, { current }) => total + current, 0);
    return units === undefined ? here : Math.floor((here * units) / all);
  });
  return counted.length === 0 ? 0 : Math.min(...counted);
}

export interface Taken {
  readonly id: string;
  readonly quantity: number;
  /** Still to be shipped, so that they go back into stock as cancelled; others as returned. */
  readonly unfulfilled: boolean;
}
/** The shop's lines that so many units of a source line are: what is not shipped first, or last where goods come back. */
export function take(
  rows: readonly ShopRow[],
  lineId: LineId,
  units: number,
  first: 'unfulfilled' | 'shipped',
): readonly Taken[] {
  return partsOf(rows, lineId).flatMap(({ all, of }) => {
    const whole = of[0]?.units;
    let open = whole === undefined ? units : Math.floor((units * all) / whole);
    const cells = of.flatMap(({ id, current, unfulfilled }) => {
      const waiting = Math.min(current, unfulfilled);
      return [
        { id, quantity: waiting, unfulfilled: true },
        { id, quantity: current - waiting, unfulfilled: false },
      ];
    });
    cells.sort((a, b) => (a.unfulfilled === b.unfulfilled ? 0 : (first === 'unfulfilled') === a.unfulfilled ? -1 : 1));
    return cells.flatMap((cell) => {
      const quantity = Math.min(open, cell.quantity);
      open -= quantity;
      return quantity > 0 ? [{ ...cell, quantity }] : [];
    });
  });
}
function partsOf(rows: readonly ShopRow[], lineId: LineId): readonly { readonly all: number; readonly of: readonly ShopRow[] }[] {
  const parts = new Map<string, ShopRow[]>();
  for (const row of rows) if (row.lineId === lineId) parts.set(row.part, [...(parts.get(row.part) ?? []), row]);
  return [...parts.values()].map((of) => ({ all: of.reduce((total, { quantity }) => total + quantity, 0), of }));
}
