/**
 * JSON and decimals as a vendor's own server holds them: numbers keep the digits they were written with.
 * A body that was taken over is written back with every digit, whatever JavaScript would make of it.
 */
import { decimalsOf } from '../model/money';

/** A JSON number with its own digits. */
export class Digits {
  constructor(readonly text: string) {}
}
export type Exact = null | boolean | number | string | Digits | Exact[] | { [key: string]: Exact };
export type ExactObject = { [key: string]: Exact };

// A string is matched first so that digits inside one are never taken for a number.
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARK = '\u0000digits:';

/** Reads JSON text; every number arrives as `Digits`. Throws SyntaxError. */
export function readExact(text: string): Exact {
  const marked = text.replace(STRING_OR_NUMBER, (token) => (token[0] === '"' ? token : `"\\u0000digits:${token}"`));
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? new Digits(value.slice(MARK.length)) : value,
  ) as Exact;
}

/** Writes JSON text; `Digits` go out as they came in. */
export function writeExact(value: Exact): string {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeExact).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${writeExact(item)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

export const isObject = (value: unknown): value is ExactObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Digits);

/** The member as text: strings as they are, numbers by their digits; null where there is neither. */
export function textOf(value: Exact | undefined): string | null {
  if (typeof value === 'string') return value;
  if (value instanceof Digits) return value.text;
  return typeof value === 'number' ? String(value) : null;
}
export const objectsOf = (value: Exact | undefined): ExactObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

function scaled(text: string): Scaled {
  const parts = DECIMAL.exec(text);
  if (!parts) throw new RangeError(`"${text}" is no decimal`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}
const at = (value: Scaled, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);

function plain(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`}`;
}

export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** The exact sum of decimals, with the currency's digits at least (0.1 + 0.25 in EUR → "0.35", 705 in JPY → "705"). */
export function sumOf(amounts: readonly string[], currency: string): string {
  const parts = amounts.map(scaled);
  const finest = Math.max(decimalsOf(currency), ...parts.map((part) => part.scale));
  let units = parts.reduce((sum, part) => sum + at(part, finest), 0n);
  let scale = finest;
  for (; scale > decimalsOf(currency) && units % 10n === 0n; scale -= 1) units /= 10n;
  return plain(units, scale);
}

/** amount × units, exactly. */
export const timesOf = (amount: string, units: number, currency: string): string => {
  const { units: minor, scale } = scaled(amount);
  return sumOf([plain(minor * BigInt(units), scale)], currency);
};
export const negated = (amount: string): string => {
  const { units, scale } = scaled(amount);
  return plain(-units, scale);
};
/** −1, 0 or 1. */
export const compared = (a: string, b: string): number => {
  const [left, right] = [scaled(a), scaled(b)];
  const scale = Math.max(left.scale, right.scale);
  const difference = at(left, scale) - at(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
/** The part of an amount, rounded half up to the currency's digits: (`120.00`, 20, 120) → "20.00". */
export function partOf(amount: string, numerator: number, denominator: number, currency: string): string {
  const { units, scale } = scaled(amount);
  const decimals = decimalsOf(currency);
  const top = units * BigInt(numerator) * 10n ** BigInt(decimals);
  const bottom = BigInt(denominator) * 10n ** BigInt(scale);
  return plain((2n * top + bottom) / (2n * bottom), decimals);
}
/** As Shopify writes a decimal: no zeros at the end, one digit after the point at least ("57.20" → "57.2", "705" → "705.0"). */
export function trimmed(amount: string): string {
  const { units, scale } = scaled(amount);
  return scale === 0 ? `${plain(units, 0)}.0` : plain(units, scale).replace(/(\.\d+?)0+$/, '$1');
}
