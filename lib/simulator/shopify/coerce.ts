/** Values that come in, read by their GraphQL type as Shopify reads them: an unknown member or a wrong value refuses the call. */
import { Digits, type Exact, isDecimal, isObject } from '../exact';
import { ENUMS, inputOf, ONE_OF } from './shapes';

export interface Problem {
  readonly path: readonly (string | number)[];
  readonly explanation: string;
}
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Args = { readonly [key: string]: Value };

/** The longest input array that Shopify takes. */
export const LONGEST_ARRAY = 250;

const plainOf = (value: Exact): Value => {
  if (value instanceof Digits) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainOf);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item)]));
  return value;
};
const shown = (value: Exact): string => (value instanceof Digits ? value.text : JSON.stringify(plainOf(value)));

type Scalar = (value: Exact) => Value | undefined;
const text: Scalar = (value) => (typeof value === 'string' ? value : undefined);
const matching =
  (pattern: RegExp): Scalar =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;
const SCALARS: Readonly<Record<string, Scalar>> = {
  String: text,
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Int: (value) => {
    const digits = value instanceof Digits ? value.text : typeof value === 'number' ? String(value) : '';
    return /^-?\d{1,10}$/.test(digits) && Math.abs(Number(digits)) < 2 ** 31 ? Number(digits) : undefined;
  },
  Float: (value) => (value instanceof Digits || typeof value === 'number' ? plainOf(value) : undefined),
  ID: (value) => (value instanceof Digits && /^\d+$/.test(value.text) ? value.text : text(value)),
  // A decimal keeps the digits it was sent with.
  Decimal: (value) => (value instanceof Digits ? value.text : typeof value === 'string' && isDecimal(value) ? value : undefined),
  Money: (value) => (value instanceof Digits ? value.text : typeof value === 'string' && isDecimal(value) ? value : undefined),
  DateTime: matching(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/),
  URL: matching(/^https?:\/\/\S+$/),
  CurrencyCode: matching(/^[A-Z]{3}$/),
  CountryCode: matching(/^[A-Z]{2}$/),
  JSON: plainOf,
  Unread: plainOf,
};

/** Reads a value as `type` ("[String!]!"). What is wrong is added to `problems`, and the result then means nothing. */
export function coerce(value: Exact | undefined, type: string, path: readonly (string | number)[], problems: Problem[]): Value {
  const wrong = (explanation: string): null => {
    problems.push({ path, explanation });
    return null;
  };
  if (type.endsWith('!')) {
    return value === null || value === undefined
      ? wrong('Expected value to not be null')
      : coerce(value, type.slice(0, -1), path, problems);
  }
  if (value === null || value === undefined) return null;
  if (type.startsWith('[')) {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item, index) => coerce(item, type.slice(1, -1), [...path, index], problems));
  }
  const members = inputOf(type);
  if (members) {
    if (!isObject(value)) return wrong(`Expected ${shown(value)} to be a key-value object.`);
    const before = problems.length;
    for (const name of Object.keys(value))
      if (!members.has(name)) problems.push({ path: [...path, name], explanation: `Field is not defined on ${type}` });
    const given = [...members].filter(([name, of]) => of.endsWith('!') || value[name] !== undefined);
    if (ONE_OF.has(type) && Object.keys(value).length !== 1)
      return wrong(`'${type}' requires exactly one argument, but ${Object.keys(value).length} were provided.`);
    const read = Object.fromEntries(given.map(([name, of]) => [name, coerce(value[name], of, [...path, name], problems)]));
    return problems.length > before ? null : read;
  }
  const values = ENUMS[type];
  if (values)
    return typeof value === 'string' && values.has(value)
      ? value
      : wrong(`Expected "${String(plainOf(value))}" to be one of: ${[...values].join(', ')}`);
  const scalar = SCALARS[type];
  if (!scalar) return wrong(`${type} is not a defined input type`);
  return scalar(value) ?? wrong(`Could not coerce value ${shown(value)} to ${type}`);
}

/** The longest array anywhere inside a value. */
export function longestArray(value: Exact | undefined): number {
  if (Array.isArray(value)) return Math.max(value.length, ...value.map(longestArray));
  return isObject(value) ? Math.max(0, ...Object.values(value).map(longestArray)) : 0;
}
