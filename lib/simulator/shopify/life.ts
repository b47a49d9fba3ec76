/** What an order goes through after it was made: fulfilment orders, fulfilments, refunds, returns; and what follows from them. */
import type { Amounts } from './amounts';
import type { OrderLine, ShippingLine, ShopOrder, Transaction } from './order';
import type { Location } from './stock';

export interface FulfilmentOrderLine {
  readonly number: number;
  readonly line: OrderLine;
  total: number;
  remaining: number;
}
export interface Hold {
  readonly number: number;
  readonly handle: string;
  readonly reason: string;
  readonly notes: string | null;
  /** Placed by the app that asks; not by people. */
  readonly byApp: boolean;
}
/** Units expected from one location by one kind of delivery. */
export interface FulfilmentOrder {
  readonly number: number;
  readonly location: Location;
  readonly method: 'SHIPPING' | 'NONE';
  readonly createdAt: number;
  readonly lines: FulfilmentOrderLine[];
  holds: readonly Hold[];
  /** Holds stand beside it. */
  state: 'OPEN' | 'IN_PROGRESS' | 'CLOSED' | 'CANCELLED';
  updatedAt: number;
}
export interface Tracking {
  readonly company: string | null;
  readonly numbers: readonly string[];
  readonly urls: readonly string[];
}
export interface FulfilmentLine {
  readonly number: number;
  readonly from: FulfilmentOrderLine;
  readonly quantity: number;
}
export interface FulfilmentEvent {
  readonly number: number;
  readonly status: string;
  readonly happenedAt: number;
  readonly createdAt: number;
  readonly message: string | null;
  readonly estimatedDeliveryAt: string | null;
  readonly place: Readonly<Record<'address1' | 'city' | 'province' | 'country' | 'zip', string | null>>;
}
export interface Fulfilment {
  readonly number: number;
  readonly name: string;
  readonly location: Location;
  readonly createdAt: number;
  readonly lines: readonly FulfilmentLine[];
  readonly orders: readonly FulfilmentOrder[];
  state: 'SUCCESS' | 'CANCELLED';
  tracking: Tracking;
  updatedAt: number;
  events: readonly FulfilmentEvent[];
}
export type RestockType = 'NO_RESTOCK' | 'CANCEL' | 'RETURN';
export interface RefundLine {
  readonly number: number;
  readonly line: OrderLine;
  readonly quantity: number;
  readonly restock: RestockType;
  readonly location: Location | null;
  readonly subtotal: Amounts;
  readonly tax: Amounts;
}
export interface RefundShipping {
  readonly number: number;
  readonly line: ShippingLine;
  readonly subtotal: Amounts;
  readonly tax: Amounts;
}
/** What lines and shipping make, less what was given back: negative where more was given than they make. */
export interface Adjustment {
  readonly number: number;
  readonly reason: string;
  readonly amounts: Amounts;
}
export interface Refund {
  readonly number: number;
  readonly createdAt: number;
  readonly processedAt: string;
  readonly note: string | null;
  readonly lines: readonly RefundLine[];
  readonly shipping: readonly RefundShipping[];
  readonly adjustments: readonly Adjustment[];
  readonly transactions: readonly Transaction[];
  readonly ofReturn: Return | null;
  updatedAt: number;
}
export interface ReturnLine {
  readonly number: number;
  readonly of: FulfilmentLine;
  readonly quantity: number;
  readonly reason: number;
  readonly note: string;
  readonly reverse: { readonly number: number; dispositions: readonly Disposition[] };
  processed: number;
  refunded: number;
}
export interface Disposition {
  readonly number: number;
  readonly type: string;
  readonly quantity: number;
  readonly location: Location | null;
  readonly createdAt: number;
}
export interface Return {
  readonly number: number;
  readonly name: string;
  readonly createdAt: number;
  readonly lines: readonly ReturnLine[];
  readonly reverse: number;
  state: 'REQUESTED' | 'OPEN' | 'CLOSED' | 'CANCELED' | 'DECLINED';
  closedAt: number | null;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const linesOf = (order: ShopOrder, line: OrderLine) =>
  order.fulfilmentOrders.flatMap((one) => one.lines).filter((one) => one.line === line);

/** Units of a line that can still be shipped. */
export const unfulfilled = (order: ShopOrder, line: OrderLine): number => sum(linesOf(order, line).map((one) => one.remaining));
/** Units of a line that were shipped and not taken back. */
export const fulfilled = (order: ShopOrder, line: OrderLine): number =>
  sum(
    order.fulfilments
      .filter((one) => one.state === 'SUCCESS')
      .flatMap((one) => one.lines)
      .filter((one) => one.from.line === line)
      .map((one) => one.quantity),
  );
export const refundedUnits = (order: ShopOrder, line: OrderLine): number =>
  sum(
    order.refunds
      .flatMap((one) => one.lines)
      .filter((one) => one.line === line)
      .map((one) => one.quantity),
  );
/** Units ordered, without those refunded or removed. */
export const currentQuantity = (order: ShopOrder, line: OrderLine): number =>
  Math.max(0, line.quantity - line.removed - refundedUnits(order, line));

export const deliveredAt = ({ events }: Fulfilment): number | null =>
  events.find(({ status }) => status === 'DELIVERED')?.happenedAt ?? null;
export const onHold = (one: FulfilmentOrder): boolean =>
  one.holds.length > 0 && (one.state === 'OPEN' || one.state === 'IN_PROGRESS');
export const statusOf = (one: FulfilmentOrder): string => (onHold(one) ? 'ON_HOLD' : one.state);

/** After its units have changed: closed when none is left and some were shipped, cancelled when none ever will be. */
export function settled(one: FulfilmentOrder, shipped: boolean, at: number): void {
  const left = one.lines.some(({ remaining }) => remaining > 0);
  one.state = left ? (shipped ? 'IN_PROGRESS' : 'OPEN') : shipped ? 'CLOSED' : 'CANCELLED';
  one.updatedAt = at;
}
/** Whether something of it is on its way. */
export const shippedOf = (order: ShopOrder, one: FulfilmentOrder): boolean =>
  order.fulfilments.some(({ state, lines }) => state === 'SUCCESS' && lines.some(({ from }) => one.lines.includes(from)));

export function fulfilmentStatus(order: ShopOrder): string {
  const shipped = order.fulfilments.some((one) => one.state === 'SUCCESS');
  const left = order.fulfilmentOrders.some((one) => one.lines.some(({ remaining }) => remaining > 0));
  if (shipped) return left ? 'PARTIALLY_FULFILLED' : 'FULFILLED';
  return order.fulfilmentOrders.some(onHold) ? 'ON_HOLD' : 'UNFULFILLED';
}
