/** Which location is expected to ship what: the fulfilment orders that a new line or a new order makes (CONTRACT §5). */
import type { FulfilmentOrder, FulfilmentOrderLine } from './life';
import type { OrderLine } from './order';
import type { Location, Stock } from './stock';

type Method = FulfilmentOrder['method'];
export const methodOf = (line: OrderLine): Method => (line.requiresShipping ? 'SHIPPING' : 'NONE');

const has = (line: OrderLine, location: Location): boolean =>
  !line.variant || (line.variant.levels.get(location.number)?.available ?? Number.NEGATIVE_INFINITY) >= line.quantity;

/** A location that has all of it, else for each line the first that has it, that stocks it, or the first of all. */
function locationFor(line: OrderLine, lines: readonly OrderLine[], { locations, first }: Stock): Location {
  const whole = locations.find((one) => lines.every((other) => has(other, one)));
  return whole ?? locations.find((one) => has(line, one)) ?? [...(line.variant?.levels.values() ?? [])][0]?.location ?? first;
}

/** One fulfilment order for each location and kind of delivery. */
export function routed(lines: readonly OrderLine[], stock: Stock, number: () => number, at: number): FulfilmentOrder[] {
  const made: FulfilmentOrder[] = [];
  for (const line of lines) {
    const location = locationFor(line, lines, stock);
    const method = methodOf(line);
    const row: FulfilmentOrderLine = { number: number(), line, total: line.quantity, remaining: line.quantity };
    const known = made.find((one) => one.location === location && one.method === method);
    if (known) known.lines.push(row);
    else
      made.push({
        number: number(),
        location,
        method,
        createdAt: at,
        updatedAt: at,
        lines: [row],
        holds: [],
        state: 'OPEN',
      });
  }
  return made;
}

/** Takes the units out of what is available; they stay on hand until they are shipped. */
export function claimed(orders: readonly FulfilmentOrder[], stock: Stock, at: number): void {
  for (const { location, lines } of orders)
    for (const { line, total } of lines) stock.change(line.variant, location, { available: -total }, at);
}
