/** A shipment as the marketplace holds it, and the units of an order's lines that are in one, out of it, or gone. */
import { type ExactObject, objectsOf, textOf } from '../exact';
import { lineState, linesOf, type MiraklOrder } from './order';

export interface Tracking {
  readonly carrierCode: string | null;
  readonly carrierName: string | null;
  readonly standardCode: string | null;
  readonly number: string | null;
  readonly url: string | null;
}
export interface ShipmentLine {
  readonly line: string;
  readonly quantity: number;
  readonly package?: string;
}
export type ShipmentStatus = 'SHIPPING' | 'SHIPPED' | 'TO_COLLECT' | 'RECEIVED' | 'CLOSED' | 'CANCELED';
export interface Shipment {
  readonly id: string;
  /** Where it stands in listings. */
  readonly place: number;
  readonly order: string;
  readonly createdAt: number;
  updatedAt: number;
  status: ShipmentStatus;
  readonly lines: readonly ShipmentLine[];
  tracking: Tracking | null;
  shippedAt: number | null;
  readonly by: 'api' | 'portal';
  readonly invoice?: string;
  readonly warehouse?: string;
}

const GONE = new Set(['REFUSED', 'CANCELED']);

export const lineIdOf = (line: ExactObject): string => textOf(line.order_line_id) ?? '';
export const unitsOf = (line: ExactObject): number => Number(textOf(line.quantity) ?? '0');
/** Lines that were neither refused nor cancelled. */
export const standingLines = (order: MiraklOrder): ExactObject[] => linesOf(order).filter((line) => !GONE.has(lineState(line)));

const inShipments = (order: MiraklOrder, line: ExactObject, counts: (shipment: Shipment) => boolean): number =>
  order.shipments
    .filter((shipment) => shipment.status !== 'CANCELED' && counts(shipment))
    .flatMap((shipment) => shipment.lines)
    .reduce((sum, part) => sum + (part.line === lineIdOf(line) ? part.quantity : 0), 0);

/** Units of a line that have left. */
export const shippedUnits = (order: MiraklOrder, line: ExactObject): number =>
  inShipments(order, line, (shipment) => shipment.shippedAt !== null);

const excludedUnits = (order: MiraklOrder, line: ExactObject): number =>
  [...order.excluded.values()].reduce((sum, one) => sum + (one.line === lineIdOf(line) ? one.quantity : 0), 0);

/** Units of a line that are to leave and have not: neither cancelled nor refunded out of the shipment. */
export function unshippedUnits(order: MiraklOrder, line: ExactObject, quantityIsReduced: boolean): number {
  if (GONE.has(lineState(line))) return 0;
  const cancelled = quantityIsReduced
    ? 0
    : objectsOf(line.cancelations).reduce((sum, one) => sum + Number(textOf(one.quantity) ?? '0'), 0);
  const taken = cancelled + excludedUnits(order, line) + shippedUnits(order, line);
  return Math.max(0, unitsOf(line) - taken);
}
/** Of these, the units that are in no shipment yet. */
export const openUnits = (order: MiraklOrder, line: ExactObject, quantityIsReduced: boolean): number =>
  Math.max(
    0,
    unshippedUnits(order, line, quantityIsReduced) - inShipments(order, line, (shipment) => shipment.shippedAt === null),
  );
