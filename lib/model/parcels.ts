/** What one marketplace is told of the goods' way: parcels out of shipments (MODEL.md, Parcel). Pure. */
import type { Carrier, Shipment, Units } from './life';
import type { LineId } from './order';

export interface Parcel {
  /** Its first shipment's, kept through replacements. */
  readonly id: string;
  /** The shipment that it is now. */
  readonly shipment: string;
  readonly lines: readonly Units[];
  readonly carrier?: Carrier;
  readonly number?: string;
  readonly url?: string;
  /** Numbers that a target which takes one is not told. */
  readonly unsent: readonly string[];
  readonly voided: boolean;
}

/**
 * A voided shipment that was made again is one parcel with what replaces it: the same units, or some of them where others were
 * taken off the order meanwhile. What was `told` as a parcel of its own stays one. Empty ones (local lines only) are none.
 */
export function parcelsOf(shipments: readonly Shipment[], told: ReadonlySet<string> = new Set()): readonly Parcel[] {
  const inOrder = [...shipments]
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
  const chains: { readonly id: string; readonly first: Shipment; now: Shipment }[] = [];
  for (const shipment of inOrder) {
    const voided = told.has(shipment.id) ? [] : chains.filter(({ now }) => now.state === 'voided');
    const replaced =
      voided.find(({ now }) => sameUnits(now.lines, shipment.lines)) ??
      voided.find(({ first }) => holds(first.lines, shipment.lines));
    if (replaced) replaced.now = shipment;
    else chains.push({ id: shipment.id, first: shipment, now: shipment });
  }
  return chains.map(({ id, now }) => parcel(id, now));
}
const holds = (all: readonly Units[], some: readonly Units[]): boolean =>
  some.every((one) => all.some(({ lineId, quantity }) => lineId === one.lineId && quantity >= one.quantity));
function parcel(
  id: string,
  { id: shipment, lines, carrier, numbers: [number, ...unsent], urls: [url], state }: Shipment,
): Parcel {
  return {
    id,
    shipment,
    lines,
    ...(carrier ? { carrier } : {}),
    ...(number === undefined ? {} : { number }),
    ...(url === undefined ? {} : { url }),
    unsent,
    voided: state === 'voided',
  };
}
/** All of them as one, for a platform that is told once an order: the first one's carrier and number. */
export function merged(parcels: readonly Parcel[]): Parcel | undefined {
  const standing = parcels.filter(({ voided }) => !voided);
  const first = standing.find(({ number }) => number !== undefined) ?? standing[0];
  const id = parcels[0]?.id;
  if (!first || id === undefined) return undefined;
  const numbers = standing.flatMap(({ number, unsent }) => [...(number === undefined ? [] : [number]), ...unsent]);
  return {
    ...first,
    id,
    lines: added(standing.flatMap(({ lines }) => lines)),
    unsent: numbers.filter((one) => one !== first.number),
  };
}
export function added(units: readonly Units[]): readonly Units[] {
  const sum = new Map<LineId, number>();
  for (const { lineId, quantity } of units) sum.set(lineId, (sum.get(lineId) ?? 0) + quantity);
  return [...sum].map(([lineId, quantity]) => ({ lineId, quantity }));
}
export const sameUnits = (a: readonly Units[], b: readonly Units[]): boolean => textOf(a) === textOf(b);
const textOf = (units: readonly Units[]): string =>
  added(units)
    .map(({ lineId, quantity }) => `${lineId}=${quantity}`)
    .sort()
    .join('|');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
