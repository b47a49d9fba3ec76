/** What the order states as a whole against what its lines add up to. contracts/mirakl §10: refused and cancelled lines stay out. */
import { add, compare, fromMinor, isZero, type Money, minor, subtract, sum } from '../../model/money';
import type { Charge, Order, Reading, Tax } from '../../model/order';
import type { ReadLine } from './lines';

export interface Stated {
  readonly goods: Money;
  /** Undefined where the payload has no such field. */
  readonly shipping: Money | undefined;
  readonly total: Money;
  /** Order-level taxes, where the platform calculates them so. */
  readonly taxes: readonly Tax[];
}
export interface Totals {
  readonly totals: Order['totals'];
  /** A difference of at most a minor unit a line, as a charge of its own. */
  readonly rounding: readonly Charge[];
  readonly differences: Reading['differences'];
}

export function totalsOf(stated: Stated, lines: readonly ReadLine[], taxMode: Order['taxMode'], ended: boolean): Totals {
  const { currency } = stated.total;
  const counting = lines.filter((one) => one.counts);
  const charges = counting.flatMap((one) => one.charges);
  const goods = sum(
    counting.map((one) => one.line.price),
    currency,
  );
  const shipping = sum(
    charges.filter((one) => one.kind === 'shipping').map((one) => one.amount),
    currency,
  );
  const fees = sum(
    charges.filter((one) => one.kind === 'fee').map((one) => one.amount),
    currency,
  );
  const lineTax = sum(
    [...counting.flatMap((one) => one.line.taxes), ...charges.flatMap((one) => one.taxes)].map((one) => one.amount),
    currency,
  );
  const tax =
    stated.taxes.length > 0
      ? sum(
          stated.taxes.map((one) => one.amount),
          currency,
        )
      : lineTax;
  const totals = {
    goods: stated.goods,
    shipping: stated.shipping ?? shipping,
    tax,
    grand: taxMode === 'inclusive' ? stated.total : add(stated.total, tax),
  };
  // An order that ended as refused or cancelled is owed nothing: operators differ in what its totals still show.
  if (ended || counting.length === 0) return { totals, rounding: [], differences: [] };

  const pairs = [
    { field: 'goods', stated: stated.goods, computed: goods },
    { field: 'shipping', stated: totals.shipping, computed: shipping },
    { field: 'total', stated: stated.total, computed: sum([goods, shipping, fees], currency) },
    { field: 'tax', stated: tax, computed: lineTax },
  ];
  const tolerance = fromMinor(BigInt(lines.length), currency);
  const differences = pairs.filter((pair) => compare(absolute(subtract(pair.stated, pair.computed)), tolerance) > 0);
  const total = pairs[2] as (typeof pairs)[number];
  const cents =
    taxMode === 'inclusive'
      ? subtract(total.stated, total.computed)
      : add(subtract(total.stated, total.computed), subtract(tax, lineTax));
  const rounding: Charge[] =
    differences.length === 0 && !isZero(cents) ? [{ kind: 'rounding', title: 'Rounding', amount: cents, taxes: [] }] : [];
  return { totals, rounding, differences };
}

const absolute = (of: Money): Money => (minor(of) < 0n ? fromMinor(-minor(of), of.currency) : of);
