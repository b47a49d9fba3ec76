/** A committed edit of an order: units taken away, lines added; what was ordered at first stays to be seen. */
import { currentQuantity, unfulfilled } from './life';
import type { OrderLine, ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { editPayload } from './payloads';
import { claimed, routed } from './routing';

export interface Edit {
  readonly remove: readonly { readonly line: OrderLine; readonly quantity: number }[];
  readonly add: readonly Omit<OrderLine, 'number' | 'removed'>[];
  /** Whether stock of what is taken away is offered again. */
  readonly restock: boolean;
}

/** False where more would be taken away than can still ship; then nothing changes. */
export function edited(order: ShopOrder, edit: Edit, orders: ShopOrders, at: number): boolean {
  const fits = edit.remove.every(({ line, quantity }) => {
    const all = edit.remove.filter((one) => one.line === line).reduce((sum, one) => sum + one.quantity, 0);
    return quantity > 0 && all <= Math.min(unfulfilled(order, line), currentQuantity(order, line));
  });
  if (!fits || order.cancelledAt !== null || edit.remove.length + edit.add.length === 0) return false;
  for (const { line, quantity } of edit.remove) {
    orders.withdraw(order, line, quantity, edit.restock, at);
    line.removed += quantity;
  }
  const added = edit.add.map((line): OrderLine => ({ ...line, number: orders.number(order), removed: 0 }));
  const made = routed(added, orders.parts.catalogue.stock, () => orders.number(order), at);
  if (order.decremented) claimed(made, orders.parts.catalogue.stock, at);
  order.lines = [...order.lines, ...added];
  order.fulfilmentOrders = [...order.fulfilmentOrders, ...made];
  const number = orders.number(order);
  orders.touch(order, at, [
    'ORDERS_EDITED',
    () =>
      editPayload(
        order,
        number,
        added.map((line) => ({ line, delta: line.quantity })),
        edit.remove.map(({ line, quantity }) => ({ line, delta: quantity })),
        at,
      ),
  ]);
  return true;
}
