/** What the judge sees of a shop: orders with all that happened to them. */
import { sumOf } from '../exact';
import type { SimulatedShopOrder } from '../port';
import { gid } from './ids';
import { currentQuantity, deliveredAt, type Fulfilment, type Refund, type Return, unfulfilled } from './life';
import { type OrderLine, type ShopOrder, sumsOf } from './order';
import type { SimulatedFulfilment, SimulatedRefund, SimulatedShopReturn, SimulatedStock } from './port';
import type { Variant } from './stock';

const lineOf = (line: OrderLine) => ({ lineItemId: gid('LineItem', line.number), sku: line.sku });

const seenFulfilment = (one: Fulfilment): SimulatedFulfilment => ({
  id: gid('Fulfillment', one.number),
  state: one.state === 'CANCELLED' ? 'voided' : 'open',
  createdAt: one.createdAt,
  updatedAt: one.updatedAt,
  deliveredAt: deliveredAt(one),
  carrier: one.tracking.company,
  numbers: [...one.tracking.numbers],
  urls: [...one.tracking.urls],
  location: gid('Location', one.location.number),
  lines: one.lines.map(({ from, quantity }) => ({ ...lineOf(from.line), quantity })),
});

function seenRefund(order: ShopOrder, one: Refund): SimulatedRefund {
  const { presentment } = order.currencies;
  const statuses = new Set(one.transactions.map(({ status }) => status));
  return {
    id: gid('Refund', one.number),
    createdAt: one.createdAt,
    state: statuses.has('PENDING') ? 'pending' : statuses.has('SUCCESS') ? 'success' : statuses.size > 0 ? 'failed' : 'none',
    amount: sumOf(
      one.transactions.filter(({ status }) => status !== 'FAILURE').map(({ amounts }) => amounts.presentment),
      presentment,
    ),
    shipping: sumOf(
      one.shipping.map(({ subtotal }) => subtotal.presentment),
      presentment,
    ),
    gateway: one.transactions[0]?.gateway ?? null,
    note: one.note,
    lines: one.lines.map(({ line, quantity, subtotal, restock }) => ({
      ...lineOf(line),
      quantity,
      amount: sumOf([subtotal.presentment], presentment),
      restock,
    })),
  };
}

const seenReturn = (one: Return): SimulatedShopReturn => ({
  id: gid('Return', one.number),
  name: one.name,
  state: one.state,
  createdAt: one.createdAt,
  lines: one.lines.map(({ number, of, quantity, processed }) => ({
    id: gid('ReturnLineItem', number),
    ...lineOf(of.from.line),
    quantity,
    received: processed,
  })),
});

/** The order as the judge sees it: what the buyer pays, in the buyer's currency. */
export function seenShopOrder(order: ShopOrder): SimulatedShopOrder {
  const { presentment } = order.currencies;
  return {
    id: gid('Order', order.number),
    name: order.name,
    sourceIdentifier: order.sourceIdentifier,
    createdAt: order.createdAt,
    total: sumOf([sumsOf(order).total.presentment], presentment),
    currency: presentment,
    cancelledAt: order.cancelledAt,
    deletedAt: order.deletedAt,
    lines: order.lines.map((line) => ({
      id: gid('LineItem', line.number),
      sku: line.sku,
      quantity: line.quantity,
      current: currentQuantity(order, line),
      unfulfilled: unfulfilled(order, line),
      variantId: line.variant ? gid('ProductVariant', line.variant.number) : null,
    })),
    tags: [...order.tags],
    attributes: Object.fromEntries(order.attributes.map(({ key, value }) => [key, value])),
    note: order.note,
    fulfilments: order.fulfilments.map(seenFulfilment),
    refunds: order.refunds.map((one) => seenRefund(order, one)),
    returns: order.returns.map(seenReturn),
  };
}

/** What a variant has, location by location. */
export const seenStock = (variant: Variant): readonly SimulatedStock[] =>
  [...variant.levels.values()].map(({ location, available, onHand, changedAt }) => ({
    sku: variant.sku,
    location: gid('Location', location.number),
    locationName: location.name,
    available,
    onHand,
    updatedAt: changedAt,
  }));
