import type { Random } from '../../lib/transport/port';

/** A number that JavaScript cannot write: `textOf` writes what follows this as it is. */
const RAW = 'RAW:';
/** The payload as the vendor sends it. */
export const textOf = (payload: unknown): string =>
  JSON.stringify(payload).replaceAll(/"RAW:([^"]*)"/g, (_, digits: string) => digits);

type Json = unknown;
type Container = Record<string, Json> | Json[];
/** What is done to a payload, and where. */
export interface Spot {
  readonly kind: Kind;
  /** Path in plain words: `order_lines[1].price`. */
  readonly path: string;
}
export interface Damage extends Spot {
  /** The last name of the path, which a message about it must hold. */
  readonly field: string;
}
export type Kind = (typeof KINDS)[number];
const KINDS = [
  'missing',
  'null',
  'wrong type',
  'huge',
  'unknown value',
  'negative',
  'too many decimals',
  'number as text',
  'text as number',
  'empty',
  'doubled',
  'deep',
  'blank',
  'odd characters',
  'inherited name',
  'exponent',
  'another currency',
  'bottomless',
] as const;
/** Where damage matters; the rest of a payload is damaged now and then too. */
const TELLING =
  /(order_id|commercial_id|order_state|order_line_state|quantity|price|price_unit|shipping_price|total_price|currency_iso_code|offer_sku|order_line_id|order_lines|order_tax_mode|taxes|shipping_taxes|amount|rate|code|created_date|last_updated_date|country_iso_code|lastname|firstname|shipping_address|customer|id|name|currencyCode|userErrors|orderCreate|order|nodes|sku)$/;

/** Damages a payload in place, by chance; null where the chosen kind fits nothing there. */
export function damage(payload: Record<string, Json>, random: Random): Damage | null {
  const places = placesOf(payload, '');
  const telling = places.filter(({ path }) => TELLING.test(path));
  const among = random.next() < 0.85 && telling.length > 0 ? telling : places;
  const place = among[Math.floor(random.next() * among.length)];
  if (!place) return null;
  const kind = KINDS[Math.floor(random.next() * KINDS.length)] as Kind;
  return apply(kind, place) ? { kind, path: place.path, field: fieldOf(place.path) } : null;
}

/** The same damage to another payload; false where it has no such field. */
export function again(payload: Record<string, Json>, { kind, path }: Spot): boolean {
  const place = placesOf(payload, '').find((one) => one.path === path);
  return place !== undefined && apply(kind, place);
}

interface Place {
  readonly path: string;
  readonly of: Container;
  readonly at: string | number;
}
function placesOf(value: Json, path: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const of = value as Container;
  const keys: (string | number)[] = Array.isArray(of) ? of.map((_, at) => at) : Object.keys(of);
  return keys.flatMap((at) => {
    const here = typeof at === 'number' ? `${path}[${at}]` : path === '' ? at : `${path}.${at}`;
    return [{ path: here, of, at }, ...placesOf(get(of, at), here)];
  });
}
const get = (of: Container, at: string | number): Json => (of as Record<string | number, Json>)[at];
const set = (of: Container, at: string | number, value: Json): boolean => {
  (of as Record<string | number, Json>)[at] = value;
  return true;
};
const fieldOf = (path: string): string => /([A-Za-z_]+)(\[\d+\])*$/.exec(path)?.[1] ?? path;

function apply(kind: Kind, { of, at }: Place): boolean {
  const old = get(of, at);
  switch (kind) {
    case 'missing':
      return Array.isArray(of) ? of.splice(at as number, 1).length === 1 : delete of[at];
    case 'null':
      return set(of, at, null);
    case 'wrong type':
      return set(of, at, typeof old === 'object' ? 'text' : { nested: true });
    case 'huge':
      return typeof old === 'number'
        ? set(of, at, 9_007_199_254_740_000)
        : typeof old === 'string' && set(of, at, old.repeat(500));
    case 'unknown value':
      return typeof old === 'string' && set(of, at, 'SOMETHING_NEW');
    case 'negative':
      return typeof old === 'number' && set(of, at, -old - 1);
    case 'too many decimals':
      return typeof old === 'number' && set(of, at, old + 0.001234);
    case 'number as text':
      return typeof old === 'number' && set(of, at, String(old));
    case 'text as number':
      return typeof old === 'string' && set(of, at, 17);
    case 'empty':
      return set(of, at, Array.isArray(old) ? [] : typeof old === 'object' ? {} : '');
    case 'doubled':
      return Array.isArray(old) && old.length > 0 && set(of, at, [...old, old[0]]);
    case 'deep': {
      let deep: Json = old;
      for (let level = 0; level < 50; level += 1) deep = [deep];
      return set(of, at, deep);
    }
    case 'bottomless':
      return set(of, at, `${RAW}${'['.repeat(6_000)}${']'.repeat(6_000)}`);
    case 'blank':
      return typeof old === 'string' && set(of, at, ' \u00a0\t');
    case 'odd characters':
      return typeof old === 'string' && set(of, at, `\u0000${old}\ud800\u202e"\\ <b>&`);
    case 'inherited name':
      return typeof old === 'string' && set(of, at, 'constructor');
    case 'exponent':
      return typeof old === 'number' && set(of, at, `${RAW}1e400`);
    case 'another currency':
      return typeof old === 'string' && /^[A-Z]{3}$/.test(old) && set(of, at, old === 'USD' ? 'JPY' : 'USD');
  }
}
