/** What went back on either side, to compare with. */
import assert from 'node:assert/strict';
import type { SimulatedMarketplaceOrder } from '../../lib/simulator/port';
import { marketOrder, shopOrder } from './scene';
import type { Stage } from './stage';

/** What the marketplace gave back: line by its place, amount, shipping, units, by whom. */
export const refunds = (stage: Stage, id: string) => gone(marketOrder(stage, id), 'refunds');
export const cancellations = (stage: Stage, id: string) => gone(marketOrder(stage, id), 'cancellations');
const gone = (order: SimulatedMarketplaceOrder, what: 'refunds' | 'cancellations') =>
  order[what].map(({ line, amount, shipping, quantity, by }) => [
    order.lines.findIndex((one) => one.id === line),
    amount,
    shipping,
    quantity,
    by,
  ]);
export const shopOf = (stage: Stage, id: string) => shopOrder(stage, id) ?? assert.fail(`${id} is not in the shop`);
/** What the shop gave back: amount, state, units by line. */
export const inShop = (stage: Stage, id: string) => {
  const { refunds: all, lines } = shopOf(stage, id);
  return all.map(({ amount, state, lines: units }) => [
    amount,
    state,
    units.map((one) => `${lines.findIndex((line) => line.id === one.lineItemId)}x${one.quantity} ${one.restock}`).join(),
  ]);
};
/** Decimal texts of two places, summed. */
export function cents(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n);
}
