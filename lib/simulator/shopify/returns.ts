/** Returns: opened for what was shipped, received, closed. Money goes back with them, or apart, never both (CONTRACT §6). */
import { compared } from '../exact';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid, numberIn } from './ids';
import type { Disposition, Fulfilment, FulfilmentLine, Return, ReturnLine } from './life';
import { fulfilmentLineView, fulfilmentView } from './life-view';
import type { ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { returnPayload } from './payloads';
import type { Back, Refunds } from './refunds';
import { returnView } from './return-view';

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
export class Returns {
  constructor(
    private readonly orders: ShopOrders,
    private readonly refunds: Refunds,
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

  /** Called off: only while nothing of it has come in. */
  callOff(order: ShopOrder, one: Return, at: number): boolean {
    if (one.state !== 'OPEN' || one.lines.some(({ processed }) => processed > 0)) return false;
    one.state = 'CANCELED';
    this.orders.touch(order, at, ['RETURNS_CANCEL', () => returnPayload(order, one)]);
    return true;
  }

  end(order: ShopOrder, one: Return, at: number): boolean {
    if (one.state !== 'OPEN') return false;
    one.state = 'CLOSED';
    one.closedAt = at;
    this.orders.touch(order, at, ['RETURNS_CLOSE', () => returnPayload(order, one)]);
    return true;
  }
}
