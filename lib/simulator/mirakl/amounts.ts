/** Parts and differences of exact decimals. */

import { decimalsOf } from '../../model/money';
import { compared, negated, sumOf } from '../exact';

/** a − b, with the currency's digits at least. */
export const less = (a: string, b: string, currency: string): string => sumOf([a, negated(b)], currency);
export const isMore = (a: string, b: string): boolean => compared(a, b) > 0;
export const isNothing = (amount: string): boolean => compared(amount, '0') === 0;

/** whole × part ÷ of, rounded half up to the currency's digits; nothing where `of` is nothing. None may be negative. */
export function shareOf(whole: string, part: string, of: string, currency: string): string {
  if (isNothing(of)) return sumOf([], currency);
  const [a, b, c] = [digits(whole, currency), digits(part, currency), digits(of, currency)];
  const decimals = decimalsOf(currency);
  const top = a.units * b.units * 10n ** BigInt(decimals + c.scale);
  const bottom = c.units * 10n ** BigInt(a.scale + b.scale);
  const text = ((2n * top + bottom) / (2n * bottom)).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}
function digits(amount: string, currency: string): { readonly units: bigint; readonly scale: number } {
  const [whole = '', fraction = ''] = sumOf([amount], currency).split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}
