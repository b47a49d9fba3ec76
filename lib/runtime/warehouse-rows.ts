/** What a warehouse or a 3PL sends (rows of a file, a message of its own making) as shipments of orders. Pure. */
import { createHash } from 'node:crypto';
import type { Shipment, Units } from '../model/life';
import { propertyOf, type ToldOrder } from './message';
import type { Message } from './types/node-red';

/** Where in a row what stands: a column's name, or a dotted path; empty: it is not told. */
export interface Columns {
  readonly order: string;
  readonly line: string;
  readonly quantity: string;
  readonly carrier: string;
  readonly number: string;
  readonly url: string;
  readonly location: string;
  readonly shipment: string;
}
export type Row = Readonly<Record<string, unknown>>;
export interface Rejected {
  readonly row: unknown;
  readonly field: string;
  readonly reason: string;
}
/** Rows of one order. */
export interface OfOrder {
  readonly reference: string;
  readonly rows: readonly Row[];
}

/** The rows of a payload by the order that they name; `otherwise`: where no column names it. */
export function byOrder(
  payload: unknown,
  { order }: Columns,
  otherwise: string | undefined,
): { readonly orders: readonly OfOrder[]; readonly rejected: readonly Rejected[] } {
  const orders = new Map<string, Row[]>();
  const rejected: Rejected[] = [];
  for (const row of Array.isArray(payload) ? payload : [payload]) {
    const reference = order === '' ? otherwise : text(row, order);
    if (typeof row !== 'object' || row === null)
      rejected.push({
        row,
        field: 'payload',
        reason: 'a row must be an object with named columns; put a csv node before this one',
      });
    else if (!reference)
      rejected.push({
        row,
        field: order || 'msg.order.key',
        reason: 'it names no order; fill the column, or choose another one in the node',
      });
    else orders.set(reference, [...(orders.get(reference) ?? []), row as Row]);
  }
  return { orders: [...orders].map(([reference, rows]) => ({ reference, rows })), rejected };
}

/**
 * The shipments that rows of one order tell: rows of one shipment id, else of one number, are one. Without a column for lines,
 * everything of the order that has not left. The id follows from what is told, so that a row told twice is one shipment.
 */
export function shipmentsOf(
  rows: readonly Row[],
  columns: Columns,
  order: ToldOrder,
  at: string,
): { readonly shipments: readonly Shipment[]; readonly rejected: readonly Rejected[] } {
  const rejected: Rejected[] = [];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = text(row, columns.shipment) ?? text(row, columns.number) ?? '';
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const left = new Map(
    order.lines.filter(({ fulfilledBy }) => fulfilledBy === 'merchant').map(({ id }) => [id, toShip(order, id)]),
  );
  const shipments: Shipment[] = [];
  for (const mine of groups.values()) {
    const units: Units[] = [];
    let good = true;
    for (const row of columns.line === '' ? [] : mine) {
      const taken = unitsOf(row, columns, order, left);
      if ('reason' in taken) {
        rejected.push({ row, ...taken });
        good = false;
      } else units.push(...taken.units);
    }
    const lines =
      columns.line === '' ? [...left].flatMap(([lineId, quantity]) => (quantity > 0 ? [{ lineId, quantity }] : [])) : units;
    const [first] = mine;
    if (!good || !first) continue;
    if (lines.length === 0) {
      rejected.push({ row: first, field: columns.line || 'payload', reason: 'nothing of this order is left to ship' });
      continue;
    }
    const numbers = [...new Set(mine.flatMap((row) => text(row, columns.number) ?? []))];
    const urls = [...new Set(mine.flatMap((row) => text(row, columns.url) ?? []))];
    const carrier = text(first, columns.carrier);
    const location = text(first, columns.location);
    const id = text(first, columns.shipment) ?? fingerprint([numbers, lines]);
    shipments.push({
      id: `warehouse:${id}`,
      state: 'open',
      at,
      lines: summed(lines),
      ...(carrier === undefined ? {} : { carrier: { name: carrier } }),
      numbers,
      urls,
      ...(location === undefined ? {} : { location: gid(location) }),
    });
  }
  return { shipments, rejected };
}

/** A line by the marketplace's id, else by SKU or GTIN: where several lines have that SKU, those that come first ship first. */
function unitsOf(
  row: Row,
  columns: Columns,
  order: ToldOrder,
  left: Map<string, number>,
): { readonly units: readonly Units[] } | Omit<Rejected, 'row'> {
  const named = text(row, columns.line);
  if (named === undefined) return { field: columns.line, reason: 'the row names no line' };
  const lines = order.lines.filter(({ id, sku }) => id === named || sku.source === named || sku.gtin === named);
  if (lines.length === 0) return { field: columns.line, reason: `the order has no line or SKU "${named}"` };
  const stated = columns.quantity === '' ? undefined : text(row, columns.quantity);
  let wanted = stated === undefined ? lines.reduce((sum, { id }) => sum + (left.get(id) ?? 0), 0) : Number(stated);
  if (!Number.isInteger(wanted) || wanted <= 0)
    return { field: columns.quantity || columns.line, reason: `"${stated ?? wanted}" is no number of units to ship` };
  const units: Units[] = [];
  for (const { id } of lines) {
    const quantity = Math.min(wanted, left.get(id) ?? 0);
    if (quantity <= 0) continue;
    units.push({ lineId: id, quantity });
    left.set(id, (left.get(id) ?? 0) - quantity);
    wanted -= quantity;
  }
  if (wanted > 0)
    return { field: columns.quantity || columns.line, reason: `${wanted} more units of "${named}" than the order has left` };
  return { units };
}

/** What was ordered and not refused, cancelled or refunded before it shipped: a shipment told twice is known by its id. */
function toShip({ quantities }: ToldOrder, lineId: string): number {
  const q = quantities[lineId];
  return q ? q.accepted - q.cancelled - q.refundedUnshipped : 0;
}
function summed(units: readonly Units[]): readonly Units[] {
  const sum = new Map<string, number>();
  for (const { lineId, quantity } of units) sum.set(lineId, (sum.get(lineId) ?? 0) + quantity);
  return [...sum].map(([lineId, quantity]) => ({ lineId, quantity }));
}
const gid = (location: string): string => (/^\d+$/.test(location) ? `gid://shopify/Location/${location}` : location);
const fingerprint = (of: unknown): string => createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16);
function text(row: unknown, path: string): string | undefined {
  if (path === '' || typeof row !== 'object' || row === null) return undefined;
  const direct = (row as Row)[path];
  const found = direct === undefined ? propertyOf(row as Message, path) : direct;
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined;
}
