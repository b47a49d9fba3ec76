/** Money of an order by line and bucket: what was captured, what went back, what is left (MODEL.md R9). Pure. */
import { fromMinor, type Money, minor, sum, zero } from './money';
import type { Charge, LineId, Order, Reading, Refund, Tax } from './order';

/** An amount under the source's own code: a tax, a fee. */
export interface Coded {
  readonly code: string;
  readonly amount: string;
  /** The source computes what of it goes back; it is not told an amount. */
  readonly computed?: true;
}
/** One line's buckets, as decimal text in the order's currency. Taxes stand inside or beside by the order's tax mode. */
export interface LineMoney {
  readonly lineId: LineId;
  readonly item: string;
  readonly taxes: readonly Coded[];
  readonly shipping: string;
  readonly shippingTaxes: readonly Coded[];
  readonly fees: readonly Coded[];
}
/** What one refund at the source took from a line, by the source's id of it. */
export interface Given extends LineMoney {
  readonly record: string;
}

/** Exact arithmetic on decimal texts of one currency. */
export const minorOf = (text: string, currency: string): bigint => minor({ amount: text, currency });
/** No money, however many decimals say so. */
export const isNothing = (text: string): boolean => /^-?0*\.?0*$/.test(text);
export function least(first: bigint, ...more: readonly bigint[]): bigint {
  let one = first;
  for (const other of more) if (other < one) one = other;
  return one;
}
export const textOf = (amount: bigint, currency: string): string => fromMinor(amount, currency).amount;

/** What one refund or cancellation of the source comes to for the buyer: taxes beside the amounts are added to them. */
export function backOf(
  { item, shipping, taxes }: Pick<Refund, 'item' | 'shipping' | 'taxes'>,
  { taxMode, currency }: Pick<Order, 'taxMode' | 'currency'>,
): Money {
  return sum([item, shipping, ...(taxMode === 'exclusive' ? taxes.map(({ amount }) => amount) : [])], currency);
}

/** What the buyer paid for each of the merchant's lines that still stand. */
export function capturedOf({ order, lineStates }: Reading): readonly LineMoney[] {
  const { currency } = order;
  const lines = order.lines.filter(
    ({ id, fulfilledBy }) => fulfilledBy === 'merchant' && lineStates[id] !== 'refused' && lineStates[id] !== 'cancelled',
  );
  const loose = order.charges.filter(({ lineId, kind }) => lineId === undefined && kind === 'shipping');
  const weights = lines.map(({ price }) => minor(price));
  const shares = loose.map((charge) => split(charge, weights));
  return lines.map(({ id, price, taxes }, n) => {
    const own = order.charges.filter(({ lineId }) => lineId === id);
    const shipping = [...own.filter(({ kind }) => kind === 'shipping'), ...shares.flatMap((share) => share[n] ?? [])];
    const others = own.filter(({ kind }) => kind !== 'shipping' && kind !== 'rounding');
    return {
      lineId: id,
      item: price.amount,
      taxes: codedOf(taxes, currency),
      shipping: textOf(
        shipping.reduce((sum, { amount }) => sum + minor(amount), 0n),
        currency,
      ),
      shippingTaxes: codedOf(
        shipping.flatMap((charge) => charge.taxes),
        currency,
      ),
      fees: merged(
        others.map(({ code, title, amount }) => ({ code: code ?? title, amount: amount.amount })),
        currency,
      ),
    };
  });
}
function split(charge: Charge, weights: readonly bigint[]): readonly Charge[] {
  const { currency } = charge.amount;
  const amounts = shareOut(minor(charge.amount), weights);
  const taxes = charge.taxes.map((tax) => shareOut(minor(tax.amount), weights));
  return weights.map((_, n) => ({
    ...charge,
    amount: fromMinor(amounts[n] ?? 0n, currency),
    taxes: charge.taxes.map((tax, t) => ({ ...tax, amount: fromMinor(taxes[t]?.[n] ?? 0n, currency) })),
  }));
}

/** What went back already: by the source's refunds that have not failed, and by ours that its reading does not show yet. */
export function givenOf({ order, refunds }: Reading, ours: readonly Given[]): readonly Given[] {
  const { currency } = order;
  const shown = new Set(refunds.map(({ id }) => id));
  return [
    ...refunds
      .filter(({ state }) => state !== 'failed')
      .map(({ id, lineId, item, shipping, taxes, shippingTaxes = [], fees = [] }): Given => {
        const ofFees = fees.reduce((sum, { amount }) => sum + minor(amount), 0n);
        return {
          record: id,
          lineId,
          item: textOf(minor(item) - ofFees, currency),
          taxes: lessTaxes(taxes, shippingTaxes, currency),
          shipping: shipping.amount,
          shippingTaxes: codedOf(shippingTaxes, currency),
          fees: fees.map(({ code, amount }) => ({ code, amount: amount.amount })),
        };
      }),
    ...ours.filter(({ record }) => !shown.has(record)),
  ];
}
const lessTaxes = (all: readonly Tax[], less: readonly Tax[], currency: string): readonly Coded[] =>
  codedOf([...all, ...less.map((tax) => ({ ...tax, amount: fromMinor(-minor(tax.amount), currency) }))], currency).filter(
    ({ amount }) => minorOf(amount, currency) !== 0n,
  );

/** Each line's buckets less what went back; below zero where more went back than was paid. */
export function leftOf(captured: readonly LineMoney[], given: readonly Given[], currency: string): readonly LineMoney[] {
  return captured.map((line) => {
    const back = given.filter(({ lineId }) => lineId === line.lineId);
    const less = (amount: string, gone: readonly string[]): string =>
      textOf(
        gone.reduce((left, one) => left - minorOf(one, currency), minorOf(amount, currency)),
        currency,
      );
    const lessCoded = (of: readonly Coded[], gone: readonly Coded[]): readonly Coded[] =>
      of.map((one) => ({
        ...one,
        amount: less(
          one.amount,
          gone.filter(({ code }) => code === one.code).map(({ amount }) => amount),
        ),
      }));
    return {
      lineId: line.lineId,
      item: less(
        line.item,
        back.map(({ item }) => item),
      ),
      taxes: lessCoded(
        line.taxes,
        back.flatMap(({ taxes }) => taxes),
      ),
      shipping: less(
        line.shipping,
        back.map(({ shipping }) => shipping),
      ),
      shippingTaxes: lessCoded(
        line.shippingTaxes,
        back.flatMap(({ shippingTaxes }) => shippingTaxes),
      ),
      fees: lessCoded(
        line.fees,
        back.flatMap(({ fees }) => fees),
      ),
    };
  });
}

function codedOf(taxes: readonly Tax[], currency: string): readonly Coded[] {
  return merged(
    taxes.map(({ code, amount, refundedBy }) => ({
      code,
      amount: amount.amount,
      ...(refundedBy === 'source' ? { computed: true as const } : {}),
    })),
    currency,
  );
}
/** One entry a code. */
export function merged(of: readonly Coded[], currency: string): readonly Coded[] {
  const byCode = new Map<string, Coded>();
  for (const one of of) {
    const known = byCode.get(one.code);
    byCode.set(one.code, {
      ...one,
      amount: known ? textOf(minorOf(known.amount, currency) + minorOf(one.amount, currency), currency) : one.amount,
    });
  }
  return [...byCode.values()];
}

/** An amount over weights by largest remainder; the first takes all where nothing weighs. Parts sum to it exactly, none is above its weight where the weights sum to at least the amount. */
export function shareOut(amount: bigint, weights: readonly bigint[]): readonly bigint[] {
  const heavy = weights.map((weight) => (weight > 0n ? weight : 0n));
  const total = heavy.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map((_, n) => (n === 0 ? amount : 0n));
  const sign = amount < 0n ? -1n : 1n;
  const parts = heavy.map((weight, n) => {
    const exact = sign * amount * weight;
    return { n, floor: exact / total, rest: exact % total };
  });
  let left = sign * amount - parts.reduce((sum, { floor }) => sum + floor, 0n);
  for (const part of [...parts].sort((a, b) => (a.rest === b.rest ? a.n - b.n : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break;
    part.floor += 1n;
    left -= 1n;
  }
  return parts.map(({ floor }) => sign * floor);
}
/** `amount × of / whole`, half away from zero: the one place where a tax of a part is rounded. */
export function partOf(amount: bigint, of: bigint, whole: bigint): bigint {
  if (whole === 0n) return 0n;
  const exact = amount * of;
  const negative = exact < 0n !== whole < 0n;
  const [top, bottom] = [exact < 0n ? -exact : exact, whole < 0n ? -whole : whole];
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return negative ? -rounded : rounded;
}
/** What the buyer gets of it: fees and taxes beside the price included. */
export function grossOf(line: LineMoney, taxMode: 'inclusive' | 'exclusive', currency: string): bigint {
  const amounts = [line.item, line.shipping, ...line.fees.map(({ amount }) => amount)];
  const taxes = taxMode === 'exclusive' ? [...line.taxes, ...line.shippingTaxes].map(({ amount }) => amount) : [];
  return [...amounts, ...taxes].reduce((sum, amount) => sum + minorOf(amount, currency), 0n);
}
export const nothingOf = (currency: string): string => zero(currency).amount;
