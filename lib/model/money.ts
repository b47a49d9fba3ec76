/**
 * Money as decimal text in the currency's own decimals, with exact arithmetic on minor units (BigInt).
 * Nothing here ever passes through a JavaScript number, and reading refuses to lose a digit (contracts/README).
 */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Digits after the point, ISO 4217. Anything not listed has two. */
const DECIMALS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** What a number in a vendor's payload could not be read as; `field` is filled in by whoever knows it. */
export class NotMoney extends Error {
  override readonly name = 'NotMoney';
}

/** Digits after the point of a currency (JPY 0, EUR 2, KWD 3). */
export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A decimal text as an integer of 10^-scale; null where digits other than zero would be lost, or where it is no decimal. */
function scaled(text: string, scale: number): bigint | null {
  const parts = DECIMAL.exec(text);
  if (!parts) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const shift = scale - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  if (shift < 0 && value * 10n ** BigInt(-shift) !== digits) return null;
  return sign === '-' ? -value : value;
}

/** Minor units as decimal text: (1230n, 'EUR') → "12.30", (705n, 'JPY') → "705". */
export function fromMinor(minor: bigint, currency: string): Money {
  const decimals = decimalsOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const amount = decimals === 0 ? whole : `${whole}.${digits.slice(digits.length - decimals)}`;
  return { amount: minor < 0n ? `-${amount}` : amount, currency };
}

/** Reads an amount as the vendor wrote it. Throws NotMoney where it is no decimal or finer than the currency allows. */
export function money(text: string | number, currency: string): Money {
  if (typeof text === 'number' && !Number.isSafeInteger(text))
    throw new NotMoney(`${text} went through a JavaScript number; read it from its text`);
  const minor = scaled(String(text), decimalsOf(currency));
  if (minor === null) throw new NotMoney(`"${text}" is no amount in ${currency}, which has ${decimalsOf(currency)} decimals`);
  return fromMinor(minor, currency);
}

/** The amount in minor units. */
export function minor(of: Money): bigint {
  const value = scaled(of.amount, decimalsOf(of.currency));
  if (value === null) throw new NotMoney(`"${of.amount}" is no amount in ${of.currency}`);
  return value;
}

function same(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new NotMoney(`${a.currency} and ${b.currency} cannot be added`);
  return a.currency;
}

export const zero = (currency: string): Money => fromMinor(0n, currency);
export const add = (a: Money, b: Money): Money => fromMinor(minor(a) + minor(b), same(a, b));
export const subtract = (a: Money, b: Money): Money => fromMinor(minor(a) - minor(b), same(a, b));
export const isZero = (a: Money): boolean => minor(a) === 0n;
/** −1, 0 or 1. */
export const compare = (a: Money, b: Money): number => {
  same(a, b);
  return minor(a) < minor(b) ? -1 : minor(a) > minor(b) ? 1 : 0;
};
export const sum = (amounts: readonly Money[], currency: string): Money => amounts.reduce(add, zero(currency));
export const times = (a: Money, units: number): Money => fromMinor(minor(a) * BigInt(units), a.currency);

/**
 * Shares an amount by weights, largest remainder first, so that the parts sum to it exactly. Weights are whole counts, or amounts in
 * minor units, and must sum above zero.
 */
export function share(whole: Money, weights: readonly (number | bigint)[]): Money[] {
  const total = weights.reduce<bigint>((a, b) => a + BigInt(b), 0n);
  if (total <= 0n) throw new NotMoney('shares need a weight above zero');
  const amount = minor(whole);
  const parts = weights.map((weight, index) => {
    const exact = amount * BigInt(weight);
    return { index, floor: exact / total, rest: exact % total < 0n ? -(exact % total) : exact % total };
  });
  let left = amount - parts.reduce((a, part) => a + part.floor, 0n);
  const step = left < 0n ? -1n : 1n;
  for (const part of [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break;
    part.floor += step;
    left -= step;
  }
  return parts.map((part) => fromMinor(part.floor, whole.currency));
}

/**
 * A rate in percent with the source's decimals, at least two: 21 → "21.00", "5.5000" → "5.50", "8.875" stays.
 * Unknown is null, never "0". Throws NotMoney where it is no decimal.
 */
export function rate(percent: string | number | null | undefined): string | null {
  if (percent === null || percent === undefined || percent === '') return null;
  const parts = DECIMAL.exec(String(percent));
  if (!parts || parts[4] !== undefined) throw new NotMoney(`"${percent}" is no rate in percent`);
  const fraction = (parts[3] ?? '').replace(/0+$/, '').padEnd(2, '0');
  return `${parts[1] === '-' ? '-' : ''}${BigInt(parts[2] ?? '0')}.${fraction}`;
}

/** A rate in percent as the fraction Shopify wants: "21.00" → "0.21", "5.50" → "0.055". */
export function fraction(percent: string): string {
  const [whole = '0', rest = ''] = percent.replace('-', '').split('.');
  const digits = (whole + rest).padStart(rest.length + 3, '0');
  const cut = digits.length - rest.length - 2;
  const text = `${digits.slice(0, cut)}.${digits.slice(cut)}`.replace(/\.?0+$/, '');
  return `${percent.startsWith('-') ? '-' : ''}${BigInt(text.split('.')[0] ?? '0')}${text.includes('.') ? `.${text.split('.')[1]}` : ''}`;
}
