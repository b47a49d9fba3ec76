/**
 * What of a marketplace order belongs into Shopify, and its money to the last minor unit: the merchant's lines with the
 * units that are still sold, shipping, fees. Pure; no call is made for it (R2, R6).
 */
import { add, compare, fromMinor, isZero, type Money, minor, share, subtract, sum, zero } from '../../model/money';
import type { Charge, Line, Reading, Tax } from '../../model/order';

export interface SoldLine {
  readonly line: Line;
  readonly units: number;
  /** Of these, units whose money went back before they shipped: sold, and not to be shipped. */
  readonly refunded: number;
  readonly amount: Money;
  readonly taxes: readonly Tax[];
}
export interface Sold {
  readonly lines: readonly SoldLine[];
  /** One for each way of shipping, its amounts and taxes added up. */
  readonly shipping: readonly Charge[];
  /** Fees, gift wrapping and the like, each an item of its own. Never negative. */
  readonly extras: readonly Charge[];
  /** What all of it adds up to, tax included. */
  readonly total: Money;
}

/** `gap`: what a person accepted that the source states more, or less, than its lines add up to; the source's total wins. */
export function soldOf(reading: Reading, gap?: Money): Sold {
  const { order, quantities, lineStates } = reading;
  const { currency } = order;
  const mine = order.lines.filter((line) => line.fulfilledBy === 'merchant');
  let lines = mine.flatMap((line): SoldLine[] => {
    const counted = quantities[line.id];
    const state = lineStates[line.id];
    const units = counted ? counted.accepted - counted.cancelled : line.quantity;
    return state === 'refused' || state === 'cancelled' || units <= 0
      ? []
      : [{ line, units, refunded: counted?.refundedUnshipped ?? 0, amount: line.price, taxes: line.taxes }];
  });
  const charges = order.charges.filter(
    (charge) => charge.lineId === undefined || lines.some((sold) => sold.line.id === charge.lineId),
  );
  if (gap) charges.push({ kind: minor(gap) > 0n ? 'fee' : 'rounding', title: 'Difference', amount: gap, taxes: [] });
  let shipping = together(charges.filter((charge) => charge.kind === 'shipping'));
  // Shopify takes no negative line: what lowers the price (a rounding, a gift card's fee) lowers shipping, else the dearest line.
  const extras = charges.filter(
    (charge) => charge.kind !== 'shipping' && charge.kind !== 'rounding' && minor(charge.amount) >= 0n && !isZero(charge.amount),
  );
  const folded = charges.filter(
    (charge) => charge.kind === 'rounding' || (charge.kind !== 'shipping' && minor(charge.amount) < 0n),
  );
  for (const charge of folded) {
    const carrier = shipping.findIndex((one) => minor(one.amount) > 0n && minor(add(one.amount, charge.amount)) >= 0n);
    if (carrier >= 0) {
      shipping = shipping.map((one, n) =>
        n === carrier ? { ...one, amount: add(one.amount, charge.amount), taxes: [...one.taxes, ...charge.taxes] } : one,
      );
      continue;
    }
    const dearest = lines.reduce(
      (best, one, n) => (best < 0 || compare(one.amount, (lines[best] as SoldLine).amount) > 0 ? n : best),
      -1,
    );
    lines = lines.map((one, n) =>
      n === dearest ? { ...one, amount: add(one.amount, charge.amount), taxes: [...one.taxes, ...charge.taxes] } : one,
    );
  }
  const amounts = [...lines, ...shipping, ...extras].map((one) => one.amount);
  const taxes =
    order.taxMode === 'inclusive' ? [] : [...lines, ...shipping, ...extras].flatMap((one) => one.taxes.map((tax) => tax.amount));
  return { lines, shipping, extras, total: sum([...amounts, ...taxes], currency) };
}

/** Shipping that the source states line by line is one shipping line where title and code are the same. */
function together(charges: readonly Charge[]): Charge[] {
  const merged = new Map<string, Charge>();
  for (const { lineId: _, ...charge } of charges) {
    const way = JSON.stringify([charge.code, charge.title]);
    const known = merged.get(way);
    merged.set(
      way,
      known
        ? { ...known, amount: add(known.amount, charge.amount), taxes: taxesTogether([...known.taxes, ...charge.taxes]) }
        : charge,
    );
  }
  return [...merged.values()];
}
function taxesTogether(taxes: readonly Tax[]): Tax[] {
  const merged = new Map<string, Tax>();
  for (const tax of taxes) {
    const kind = JSON.stringify([tax.code, tax.rate, tax.liable]);
    const known = merged.get(kind);
    merged.set(kind, known ? { ...known, amount: add(known.amount, tax.amount) } : tax);
  }
  return [...merged.values()];
}

export interface Priced {
  readonly quantity: number;
  readonly unit: Money;
  readonly amount: Money;
}
/** Units at whole unit prices whose sum is the amount: 3 for 10.00 is 2 × 3.33 and 1 × 3.34. At most two rows. */
export function priced(amount: Money, units: number): Priced[] {
  const whole = minor(amount);
  const count = BigInt(units);
  const unit = whole / count;
  const rest = Number(whole % count);
  const rows = [
    { quantity: units - rest, unit: fromMinor(unit, amount.currency) },
    { quantity: rest, unit: fromMinor(unit + 1n, amount.currency) },
  ];
  return rows
    .filter((row) => row.quantity > 0)
    .map((row) => ({ ...row, amount: fromMinor(minor(row.unit) * BigInt(row.quantity), amount.currency) }));
}

/** A line's taxes over the rows that it becomes; each tax sums to what the source states. */
export function shareTaxes(taxes: readonly Tax[], weights: readonly number[]): Tax[][] {
  const shares = taxes.map((tax) => share(tax.amount, weights));
  return weights.map((_, row) => taxes.map((tax, n) => ({ ...tax, amount: shares[n]?.[row] ?? zero(tax.amount.currency) })));
}

/** What the source states more than it adds up to; zero where the order may be made as it stands. */
export const short = (reading: Reading, sold: Sold): Money =>
  reading.order.lines.some((line) => line.fulfilledBy === 'marketplace')
    ? zero(sold.total.currency)
    : subtract(reading.order.totals.grand, sold.total);
