/** A refund that the shop made, in the lines and units of the source's order. Pure. */
import { least, minorOf, textOf } from './buckets';
import type { ShopLine, ShopRefund } from './life';
import { minor } from './money';
import type { LineId, Reading } from './order';

/** What the shop gave back, in lines of the source. Amounts as decimal text, taxes inside or beside by the order's mode. */
export interface Asked {
  /** What the transactions moved: with everything. */
  readonly total: string;
  readonly lines: readonly {
    readonly lineId: LineId;
    readonly quantity: number;
    readonly amount: string;
    readonly tax: string;
    /** Of fees that stand beside the goods. */
    readonly fees: string;
    /** Units that will not ship. */
    readonly unshipped: boolean;
  }[];
  readonly shipping: string;
  readonly shippingTax: string;
}

/**
 * A refund of the shop in the source's lines. What was added in the shop is local: its money is no part of it; nor is that of
 * a line which the source itself cancelled or refused. `unshipped`: whether a refunded unit of the line will not ship.
 */
export function askedOf(
  refund: ShopRefund,
  { order, lineStates, refunds }: Reading,
  shopLines: readonly ShopLine[],
  unshipped: (line: ShopRefund['lines'][number]) => boolean,
): Asked {
  const { currency, taxMode } = order;
  const standing = new Set(
    order.lines.filter(({ id }) => lineStates[id] !== 'cancelled' && lineStates[id] !== 'refused').map(({ id }) => id),
  );
  const byLine = new Map<LineId, Asked['lines'][number]>();
  const beside = (tax: bigint): bigint => (taxMode === 'exclusive' ? tax : 0n);
  let elsewhere = 0n;
  const cancelled = new Set<LineId>();
  for (const line of refund.lines) {
    const [amount, tax] = [minor(line.amount), minor(line.tax)];
    const charge = shopLines.find(({ id }) => id === line.shopLine)?.charge;
    const lineId = line.lineId ?? charge ?? null;
    if (lineId === null || !standing.has(lineId)) {
      elsewhere += amount + beside(tax);
      if (lineId !== null) cancelled.add(lineId);
      continue;
    }
    const none = { lineId, quantity: 0, amount: '0', tax: '0', fees: '0', unshipped: true };
    const known = byLine.get(lineId) ?? none;
    const plus = (text: string, more: bigint): string => textOf(minorOf(text, currency) + more, currency);
    const goods = line.lineId !== null;
    byLine.set(lineId, {
      lineId,
      quantity: goods ? unitsIn(refund, shopLines, lineId) : known.quantity,
      amount: plus(known.amount, goods ? amount : 0n),
      // The tax of a fee goes with that of its line: the source knows no other.
      tax: plus(known.tax, tax),
      fees: plus(known.fees, goods ? 0n : amount),
      unshipped: known.unshipped && (!goods || unshipped(line)),
    });
  }
  // What went back before of such a line is in what the shop keeps back now: that part of it is no other line's.
  const before = refunds
    .filter(({ lineId, state }) => cancelled.has(lineId) && state !== 'failed')
    .reduce((all, { item, taxes }) => all + minor(item) + beside(taxes.reduce((sum, tax) => sum + minor(tax.amount), 0n)), 0n);
  const moved = [...refund.lines, { amount: refund.shipping, tax: refund.shippingTax }];
  const kept = moved.reduce((all, { amount, tax }) => all + minor(amount) + beside(minor(tax)), 0n) - minor(refund.total);
  elsewhere -= least(before, kept > 0n ? kept : 0n, elsewhere);
  return {
    total: textOf(minor(refund.total) - elsewhere, currency),
    lines: [...byLine.values()].map((line) => (line.quantity > 0 ? line : { ...line, unshipped: false })),
    shipping: refund.shipping.amount,
    shippingTax: refund.shippingTax.amount,
  };
}

/** A row of the shop's order that a part of a source line is. */
interface Row {
  readonly sku: string;
  readonly quantity: number;
  readonly units?: number;
  readonly counted: number;
}
/** Whole units of a source line: rows of one part add up, and a bundle has as many as its least part. */
export function wholeUnits(rows: readonly Row[]): number {
  const parts = new Map<string, { all: number; counted: number; units: number | undefined }>();
  for (const { sku, quantity, units, counted } of rows) {
    const part = parts.get(sku);
    parts.set(sku, { all: (part?.all ?? 0) + quantity, counted: (part?.counted ?? 0) + counted, units });
  }
  const counts = [...parts.values()].map(({ all, counted, units }) =>
    units === undefined || all === 0 ? counted : Math.floor((counted * units) / all),
  );
  return counts.length === 0 ? 0 : Math.min(...counts);
}
function unitsIn(refund: ShopRefund, shopLines: readonly ShopLine[], lineId: LineId): number {
  const refunded = (id: string): number =>
    refund.lines.filter(({ shopLine }) => shopLine === id).reduce((sum, { quantity }) => sum + quantity, 0);
  const rows = shopLines.filter((line) => line.lineId === lineId);
  return wholeUnits(rows.map((line) => ({ ...line, counted: refunded(line.id) })));
}

/** Several refunds of one fact as one; undefined where there is none. */
export function joined(all: readonly Asked[], currency: string): Asked | undefined {
  const plus = (a: string, b: string): string => textOf(minorOf(a, currency) + minorOf(b, currency), currency);
  return all.slice(1).reduce<Asked | undefined>((sum, one) => {
    if (!sum) return one;
    const lines = new Map(sum.lines.map((line) => [line.lineId, line]));
    for (const line of one.lines) {
      const known = lines.get(line.lineId);
      lines.set(line.lineId, {
        ...line,
        quantity: line.quantity + (known?.quantity ?? 0),
        amount: plus(line.amount, known?.amount ?? '0'),
        tax: plus(line.tax, known?.tax ?? '0'),
        fees: plus(line.fees, known?.fees ?? '0'),
      });
    }
    return {
      total: plus(sum.total, one.total),
      lines: [...lines.values()],
      shipping: plus(sum.shipping, one.shipping),
      shippingTax: plus(sum.shippingTax, one.shippingTax),
    };
  }, all[0]);
}
