/**
 * JSON whose decimals survive. `JSON.parse` reads every number through a double, which turns 9007199254740993.01 into
 * 9007199254740992. Here every number that has a fraction, an exponent or more than 15 digits arrives as the text the
 * sender wrote; short integers stay numbers. Schemas that read amounts take both (`decimalText`).
 */

// A string is matched first so that digits inside one are never taken for a number.
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const SHORT_INTEGER = /^-?\d{1,15}$/;

/** Reads JSON text; fractions, exponents and long integers become strings with their own digits. Throws SyntaxError. */
export function readJson(text: string): unknown {
  return JSON.parse(
    text.replace(STRING_OR_NUMBER, (token) => (token[0] === '"' || SHORT_INTEGER.test(token) ? token : `"${token}"`)),
  );
}

/** A decimal that is written as a JSON number with exactly these digits. Plain JSON, so that it is stored and compared as it is. */
export interface Decimal {
  readonly decimal: string;
}
export const decimal = (digits: string): Decimal => ({ decimal: digits });
const isDecimal = (value: unknown): value is Decimal =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  'decimal' in value &&
  typeof value.decimal === 'string' &&
  /^-?\d+(\.\d+)?$/.test(value.decimal);

/** JSON text in which decimals are numbers; no amount passes through a double on its way out. */
export function writeJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => writeJson(one === undefined ? null : one)).join(',')}]`;
  if (isDecimal(value)) return value.decimal;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${writeJson(one)}`).join(',')}}`;
}
