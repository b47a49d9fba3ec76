/**
 * How money that the shop gave back is told to the source: by line and bucket, to the last minor unit, never above what is
 * left (R9). Pure. Rounding happens in a line's tax alone; everything else is shared by largest remainder.
 */
import type { Asked } from './asked';
import { type Coded, grossOf, type LineMoney, least, merged, minorOf, nothingOf, partOf, shareOut, textOf } from './buckets';
import type { LineId } from './order';

export interface Part extends LineMoney {
  readonly quantity: number;
  readonly unshipped: boolean;
}
export type Plan =
  | { readonly is: 'parts'; readonly parts: readonly Part[]; readonly cut: string }
  /** More than is left, by more than a minor unit a line. */
  | { readonly is: 'over'; readonly bucket: Bucket; readonly lineId: LineId; readonly asked: string; readonly left: string }
  /** Money without lines, and nobody said how to share it. */
  | { readonly is: 'unallocated'; readonly amount: string }
  | { readonly is: 'nothing' };
export type Bucket = 'item' | 'item tax' | 'shipping' | 'shipping tax' | 'fee';
type TaxMode = 'inclusive' | 'exclusive';
export interface Allocated {
  readonly lineId: LineId | null;
  readonly amount: string;
}

/** A price and its taxes. */
interface Cell {
  net: bigint;
  taxes: bigint[];
}
interface Row {
  readonly left: LineMoney;
  readonly item: Cell;
  readonly shipping: Cell;
  fees: bigint;
  quantity: number;
  unshipped: boolean;
  named: boolean;
}

/** `goodwill`: what becomes of money beyond lines and shipping. */
export function planOf(
  asked: Asked,
  left: readonly LineMoney[],
  terms: {
    readonly taxMode: TaxMode;
    readonly currency: string;
    readonly goodwill: 'ask' | 'proportional';
    /** Of money without lines, what a person said belongs to which line (null: to shipping), with everything; counts where it is all of it. */
    readonly allocated?: readonly Allocated[];
    /** A person let it be cut to what is left, however much that is. */
    readonly cut?: boolean;
    /** What earlier refunds were cut by: where the shop holds as much back in its last one, it is not held back here again. */
    readonly cutBefore?: string;
  },
): Plan {
  const { taxMode, currency, goodwill } = terms;
  const of = (text: string): bigint => minorOf(text, currency);
  const inMinor = (coded: readonly Coded[]): bigint[] => coded.map(({ amount }) => of(amount));
  const gross = ({ net, taxes }: Cell): bigint => net + (taxMode === 'exclusive' ? total(taxes) : 0n);
  const rows = left.map(
    (line): Row => ({
      left: line,
      item: { net: 0n, taxes: line.taxes.map(() => 0n) },
      shipping: { net: 0n, taxes: line.shippingTaxes.map(() => 0n) },
      fees: 0n,
      quantity: 0,
      unshipped: false,
      named: false,
    }),
  );
  for (const line of asked.lines) {
    const row = rows.find((one) => one.left.lineId === line.lineId);
    if (!row) continue;
    const [net, known] = [of(line.amount), inMinor(row.left.taxes)];
    Object.assign(row.item, cellOf(net, of(line.tax), of(row.left.item), known));
    Object.assign(row, { fees: of(line.fees), quantity: line.quantity, unshipped: line.unshipped, named: true });
  }
  const carriage = shareOut(
    of(asked.shipping),
    rows.map(({ left: line }) => of(line.shipping)),
  );
  const carriageTax = shareOut(
    of(asked.shippingTax),
    carriage.map((amount) => amount),
  );
  rows.forEach((row, n) => {
    const net = carriage[n] ?? 0n;
    if (net !== 0n)
      Object.assign(row.shipping, cellOf(net, carriageTax[n] ?? 0n, of(row.left.shipping), inMinor(row.left.shippingTaxes)));
  });

  const cells = rows.flatMap(({ item, shipping }) => [item, shipping]);
  const filled = cells.filter(({ net }) => net !== 0n);
  const stated = of(asked.total) - total(cells.map(gross)) - total(rows.map(({ fees }) => fees));
  const rest = stated < 0n ? least(0n, stated + of(terms.cutBefore ?? nothingOf(currency))) : stated;
  const tolerance = BigInt(Math.max(1, rows.filter((row) => row.item.net !== 0n || row.shipping.net !== 0n).length));
  if (rest < 0n || (rest <= tolerance && filled.length > 0)) {
    // Kept back, or a cent of rounding: what was moved counts. What is asked for beyond what is left went back before, so it is
    // that which is kept back; the rest is shared by what was asked for.
    const beyond = filled.map((cell) => {
      const over = gross(cell) - gross(leftIn(rows, cell, currency));
      return over > 0n ? over : 0n;
    });
    const gone = rest < 0n ? least(total(beyond), -rest) : 0n;
    const first = shareOut(-gone, beyond);
    const shares = shareOut(
      rest + gone,
      filled.map((cell, n) => gross(cell) + (first[n] ?? 0n)),
    );
    filled.forEach((cell, n) => {
      Object.assign(cell, regross(cell, gross(cell) + (first[n] ?? 0n) + (shares[n] ?? 0n), taxMode));
    });
  } else if (rest > 0n) {
    const { allocated = [] } = terms;
    if (total(allocated.map(({ amount }) => of(amount))) === rest) allocate(rows, allocated, taxMode, currency);
    else if (goodwill === 'ask') return { is: 'unallocated', amount: textOf(rest, currency) };
    else spread(rows, rest, taxMode, currency);
  }
  return capped(rows, terms);
}

const total = (of: readonly bigint[]): bigint => of.reduce((sum, one) => sum + one, 0n);

/** A price with its taxes by code: as stated where it is, else in proportion to what is left. */
function cellOf(net: bigint, stated: bigint, leftNet: bigint, leftTaxes: readonly bigint[]): Cell {
  if (stated !== 0n) return { net, taxes: [...shareOut(stated, leftTaxes)].slice(0, leftTaxes.length) };
  return { net, taxes: leftTaxes.map((tax) => partOf(net, tax, leftNet)) };
}
/** The same cell for another amount with everything. */
function regross(cell: Cell, to: bigint, taxMode: TaxMode): Cell {
  const tax = total(cell.taxes);
  const was = cell.net + (taxMode === 'exclusive' ? tax : 0n);
  const taxes = shareOut(partOf(to, tax, was), cell.taxes);
  return { net: taxMode === 'exclusive' ? to - total(taxes) : to, taxes: cell.taxes.length === 0 ? [] : [...taxes] };
}
/** What is left of a cell's bucket. */
function leftIn(rows: readonly Row[], cell: Cell, currency: string): Cell {
  const row = rows.find(({ item, shipping }) => item === cell || shipping === cell);
  const [net = nothingOf(currency), taxes = []] =
    row?.item === cell ? [row.left.item, row.left.taxes] : [row?.left.shipping, row?.left.shippingTaxes];
  return { net: minorOf(net, currency), taxes: taxes.map(({ amount }) => minorOf(amount, currency)) };
}
/** Money without lines over all lines by what is left of their price, then over shipping. */
function spread(rows: readonly Row[], rest: bigint, taxMode: TaxMode, currency: string): void {
  const cells = (['item', 'shipping'] as const).map((bucket) =>
    rows.map((row) => {
      const cell = row[bucket];
      const left = leftIn(rows, cell, currency);
      const gross = ({ net, taxes }: Cell): bigint => net + (taxMode === 'exclusive' ? total(taxes) : 0n);
      const room = gross(left) - gross(cell);
      return { cell, left, gross: gross(cell), room: room > 0n ? room : 0n };
    }),
  );
  let open = rest;
  cells.forEach((ofBucket, n) => {
    const room = total(ofBucket.map((one) => one.room));
    // What fits nowhere is put on the last bucket, and convicts there as too much.
    const amount = n === cells.length - 1 || open < room ? open : room;
    if (amount === 0n) return;
    const shares = shareOut(
      amount,
      ofBucket.map((one) => one.room),
    );
    ofBucket.forEach(({ cell, left, gross }, at) => {
      const share = shares[at] ?? 0n;
      if (share !== 0n) Object.assign(cell, regross(cell.net === 0n ? left : cell, gross + share, taxMode));
    });
    open -= amount;
  });
}

/** As a person said: each line's part with its taxes; shipping's over all lines by what is left of theirs. */
function allocate(rows: readonly Row[], allocated: readonly Allocated[], taxMode: TaxMode, currency: string): void {
  const add = (cell: Cell, share: bigint): void => {
    const left = leftIn(rows, cell, currency);
    const was = cell.net + (taxMode === 'exclusive' ? total(cell.taxes) : 0n);
    if (share !== 0n) Object.assign(cell, regross(cell.net === 0n ? left : cell, was + share, taxMode));
  };
  for (const { lineId, amount } of allocated) {
    const share = minorOf(amount, currency);
    const weights = rows.map(({ left }) =>
      lineId === null ? minorOf(left.shipping, currency) : left.lineId === lineId ? 1n : 0n,
    );
    shareOut(share, weights).forEach((part, n) => {
      const row = rows[n];
      if (row && lineId === null) add(row.shipping, part);
      else if (row) add(row.item, part);
    });
  }
}

/** Cut to what is left where it is a minor unit too much; a bucket that is closed takes its tax along. */
function capped(
  rows: readonly Row[],
  { currency, taxMode, cut: always = false }: { readonly currency: string; readonly taxMode: TaxMode; readonly cut?: boolean },
): Plan {
  const of = (text: string): bigint => minorOf(text, currency);
  const over = (bucket: Bucket, { left }: Row, asked: bigint, open: bigint): Plan => ({
    is: 'over',
    bucket,
    lineId: left.lineId,
    asked: textOf(asked, currency),
    left: textOf(open > 0n ? open : 0n, currency),
  });
  let cut = 0n;
  const parts: Part[] = [];
  for (const row of rows) {
    const buckets = [
      ['item', row.item, of(row.left.item), row.left.taxes, row.left.fees],
      ['shipping', row.shipping, of(row.left.shipping), row.left.shippingTaxes, []],
    ] as const;
    const fees: Coded[] = [];
    const taken: { net: bigint; taxes: readonly Coded[] }[] = [];
    for (const [bucket, cell, open, openTaxes, openFees] of buckets) {
      let net = cell.net;
      let stated = bucket === 'item' ? row.fees : 0n;
      for (const fee of openFees) {
        const amount = least(stated, of(fee.amount));
        if (amount <= 0n) continue;
        fees.push({ code: fee.code, amount: textOf(amount, currency) });
        stated -= amount;
      }
      if (stated > 1n && !always) return over('fee', row, row.fees, row.fees - stated);
      cut += stated;
      if (net - open > 1n && !always) return over(bucket, row, cell.net, open);
      if (net > open) {
        const most = open > 0n ? open : 0n;
        cut += net - most;
        net = most;
      }
      const taxes: Coded[] = [];
      for (const [n, tax] of openTaxes.entries()) {
        const openTax = of(tax.amount);
        let amount = cell.taxes[n] ?? 0n;
        if (!tax.computed && !always && amount - openTax > 1n) return over(`${bucket} tax`, row, amount, openTax);
        // Beside the price, a tax that is raised would move more than the shop did.
        const closes = taxMode === 'inclusive' && net === open && net !== 0n && openTax - amount <= 1n;
        if (closes || amount > openTax) amount = openTax > 0n ? openTax : 0n;
        taxes.push({ ...tax, amount: textOf(amount, currency) });
      }
      taken.push({ net, taxes });
    }
    const [item, shipping] = taken;
    if (!item || !shipping) continue;
    const moved = [item.net, shipping.net, ...[...item.taxes, ...shipping.taxes, ...fees].map(({ amount }) => of(amount))];
    if (moved.every((amount) => amount === 0n) && !(row.named && row.unshipped)) continue;
    parts.push({
      lineId: row.left.lineId,
      quantity: row.quantity,
      unshipped: row.unshipped,
      item: textOf(item.net, currency),
      taxes: item.taxes,
      shipping: textOf(shipping.net, currency),
      shippingTaxes: shipping.taxes,
      fees: merged(fees, currency),
    });
  }
  return parts.length === 0 ? { is: 'nothing' } : { is: 'parts', parts, cut: textOf(cut, currency) };
}

/** Everything that is left of these lines; `units` that will not ship. */
export function allLeft(left: readonly LineMoney[], units: (lineId: LineId) => number, currency: string): readonly Part[] {
  const none = nothingOf(currency);
  const positive = (amount: string): string => (minorOf(amount, currency) > 0n ? amount : none);
  const coded = (of: readonly Coded[]): readonly Coded[] => of.map((one) => ({ ...one, amount: positive(one.amount) }));
  return left
    .map(
      (line): Part => ({
        lineId: line.lineId,
        quantity: units(line.lineId),
        unshipped: true,
        item: positive(line.item),
        taxes: coded(line.taxes),
        shipping: positive(line.shipping),
        shippingTaxes: coded(line.shippingTaxes),
        fees: coded(line.fees).filter(({ amount }) => minorOf(amount, currency) > 0n),
      }),
    )
    .filter((part) => grossOf(part, 'exclusive', currency) > 0n);
}

/** So many of the open units of a line: their share of all its buckets, everything where they are the last. */
export function unitsLeft(line: LineMoney, quantity: number, open: number, currency: string): Part {
  const weights = [BigInt(quantity), BigInt(Math.max(0, open - quantity))];
  const share = (amount: string): string => textOf(shareOut(minorOf(amount, currency), weights)[0] ?? 0n, currency);
  const coded = (of: readonly Coded[]): readonly Coded[] => of.map((one) => ({ ...one, amount: share(one.amount) }));
  const last = quantity >= open;
  return {
    lineId: line.lineId,
    quantity,
    unshipped: true,
    item: share(line.item),
    taxes: coded(line.taxes),
    // Carriage is for the parcel: it goes back with the last unit.
    shipping: last ? line.shipping : nothingOf(currency),
    shippingTaxes: line.shippingTaxes.map((tax) => ({ ...tax, amount: last ? tax.amount : nothingOf(currency) })),
    fees: last ? line.fees : [],
  };
}
