/** How many units of a source line have left with each shipment, where one line may be several of the shop's. Pure. */
import type { Units } from '../../model/life';
import type { LineId } from '../../model/order';

/** A line of the shop's order; lines of one source line and one part (variant) are the same goods at different prices. */
export interface Sold {
  readonly id: string;
  readonly lineId: LineId | null;
  readonly part: string;
  readonly quantity: number;
  /** Of a bundle: the units of the source's line. */
  readonly units?: number;
}
export interface Left {
  readonly id: string;
  readonly at: string;
  readonly voided: boolean;
  readonly rows: readonly { readonly line: string; readonly quantity: number }[];
}

/**
 * By shipment. A bundle's unit has left with the shipment that completes it; what was voided gives its units back, and is
 * counted as if it stood alone, so that its own lines are known.
 */
export function unitsShipped(sold: readonly Sold[], shipments: readonly Left[]): ReadonlyMap<string, readonly Units[]> {
  const units = new Map<string, readonly Units[]>();
  const shipped = new Map<string, number>();
  const inOrder = [...shipments].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  for (const { id, rows, voided } of inOrder) {
    const before = voided ? new Map<string, number>() : new Map(shipped);
    const after = new Map(before);
    for (const { line, quantity } of rows) after.set(line, (after.get(line) ?? 0) + quantity);
    const was = countedOf(sold, before);
    const now = countedOf(sold, after);
    units.set(
      id,
      [...now].flatMap(([lineId, quantity]) => {
        const more = quantity - (was.get(lineId) ?? 0);
        return more > 0 ? [{ lineId, quantity: more }] : [];
      }),
    );
    if (!voided) for (const [line, quantity] of after) shipped.set(line, quantity);
  }
  return units;
}

/** Whole units of each source line, where so many of each of the shop's lines have left. */
function countedOf(sold: readonly Sold[], left: ReadonlyMap<string, number>): ReadonlyMap<LineId, number> {
  const parts = new Map<LineId, Map<string, { all: number; left: number }>>();
  const bundles = new Map<LineId, number>();
  for (const { id, lineId, part, quantity, units } of sold) {
    if (lineId === null) continue;
    if (units !== undefined) bundles.set(lineId, units);
    const ofLine = parts.get(lineId) ?? new Map<string, { all: number; left: number }>();
    const one = ofLine.get(part) ?? { all: 0, left: 0 };
    ofLine.set(part, { all: one.all + quantity, left: one.left + (left.get(id) ?? 0) });
    parts.set(lineId, ofLine);
  }
  const counted = new Map<LineId, number>();
  for (const [lineId, ofLine] of parts) {
    const units = bundles.get(lineId);
    counted.set(
      lineId,
      Math.min(
        ...[...ofLine.values()].map(({ all, left: gone }) => (units === undefined ? gone : Math.floor((gone * units) / all))),
      ),
    );
  }
  return counted;
}
