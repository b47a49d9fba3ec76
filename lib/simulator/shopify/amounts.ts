/** Money in the shop's currency and in the buyer's, side by side, in exact decimals. */
import { decimalsOf } from '../../model/money';
import { compared, negated, partOf, sumOf, timesOf, trimmed } from '../exact';
import type { Thing } from './execute';

export interface Currencies {
  readonly shop: string;
  readonly presentment: string;
}
export interface Amounts {
  readonly shop: string;
  readonly presentment: string;
}

export const sumOfAmounts = (amounts: readonly Amounts[], { shop, presentment }: Currencies): Amounts => ({
  shop: sumOf(
    amounts.map((one) => one.shop),
    shop,
  ),
  presentment: sumOf(
    amounts.map((one) => one.presentment),
    presentment,
  ),
});
export const timesOfAmounts = (amounts: Amounts, units: number, { shop, presentment }: Currencies): Amounts => ({
  shop: timesOf(amounts.shop, units, shop),
  presentment: timesOf(amounts.presentment, units, presentment),
});

/** A MoneyBag. */
export const bagOf = (amounts: Amounts, currencies: Currencies): Thing => ({
  __typename: 'MoneyBag',
  shopMoney: { __typename: 'MoneyV2', amount: trimmed(amounts.shop), currencyCode: currencies.shop },
  presentmentMoney: { __typename: 'MoneyV2', amount: trimmed(amounts.presentment), currencyCode: currencies.presentment },
});

export const lessAmounts = (amounts: Amounts, less: Amounts, currencies: Currencies): Amounts =>
  sumOfAmounts([amounts, { shop: negated(less.shop), presentment: negated(less.presentment) }], currencies);
/** The smaller one, by what the buyer sees. */
export const least = (a: Amounts, b: Amounts): Amounts => (compared(a.presentment, b.presentment) <= 0 ? a : b);
/** So many units of so many. */
export const shareOfAmounts = (amounts: Amounts, units: number, of: number, { shop, presentment }: Currencies): Amounts => ({
  shop: partOf(amounts.shop, units, of, shop),
  presentment: partOf(amounts.presentment, units, of, presentment),
});

const digits = (amount: string): readonly [units: bigint, scale: number] => {
  const [whole = '0', fraction = ''] = amount.split('.');
  return [BigInt(whole + fraction), fraction.length];
};
/** amount × part ÷ whole, rounded half up to the currency's digits; nothing of nothing is nothing. All of them plain and not negative. */
export function ratio(amount: string, part: string, whole: string, currency: string): string {
  const [[units, scale], [top, topScale], [bottom, bottomScale]] = [digits(amount), digits(part), digits(whole)];
  const decimals = decimalsOf(currency);
  if (bottom === 0n) return sumOf([], currency);
  const numerator = units * top * 10n ** BigInt(decimals + bottomScale);
  const denominator = bottom * 10n ** BigInt(scale + topScale);
  const rounded = ((2n * numerator + denominator) / (2n * denominator)).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? rounded : `${rounded.slice(0, -decimals)}.${rounded.slice(-decimals)}`;
}
/** `of` in the proportion of a part to its whole. */
export const proportion = (of: Amounts, part: Amounts, whole: Amounts, { shop, presentment }: Currencies): Amounts => ({
  shop: ratio(of.shop, part.shop, whole.shop, shop),
  presentment: ratio(of.presentment, part.presentment, whole.presentment, presentment),
});
