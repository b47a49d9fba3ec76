/** Query parameters as the seller's API reads them; what it cannot use is a BadParameter (HTTP 400). */

/** A parameter that a call cannot use. */
export class BadParameter extends Error {
  override readonly name = 'BadParameter';
}
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const invalid = (name: string, given: string) =>
  new BadParameter(`The value '${given}' is not valid for the parameter : ${name}`);
const beyond = (name: string, most: number) => new BadParameter(`The limit of ${most} is exceeded for the parameter : ${name}`);

/** Values between commas, a hundred at most (OR11). */
export function listOf(query: URLSearchParams, name: string): ReadonlySet<string> | null {
  const given = query.getAll(name).join(',');
  if (given === '') return null;
  const items = given.split(',').map((item) => item.trim());
  if (items.length > 100) throw beyond(name, 100);
  return new Set(items);
}
/** Values of a parameter that is repeated (ST*, RT*, DR*), a hundred at most; of `allowed` only, where that is given. */
export function repeatedOf(query: URLSearchParams, name: string, allowed?: ReadonlySet<string>): ReadonlySet<string> | null {
  const given = query.getAll(name);
  if (given.length === 0) return null;
  if (given.length > 100) throw beyond(name, 100);
  for (const one of given) if (allowed && !allowed.has(one)) throw invalid(name, one);
  return new Set(given);
}
/** An instant, in ms. */
export function dateOf(query: URLSearchParams, name: string): number | null {
  const given = query.get(name);
  if (given === null) return null;
  const instant = DATE.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(instant))
    throw new BadParameter(`The value '${given}' is not a valid ISO-8601 date for the parameter : ${name}`);
  return instant;
}
export function numberOf(query: URLSearchParams, name: string, otherwise: number, least: number, most: number): number {
  const given = query.get(name);
  if (given === null) return otherwise;
  if (!/^\d{1,9}$/.test(given) || Number(given) < least) throw invalid(name, given);
  if (Number(given) > most) throw beyond(name, most);
  return Number(given);
}
export function oneOf(query: URLSearchParams, name: string, allowed: ReadonlySet<string>): string | null {
  const given = query.get(name);
  if (given !== null && !allowed.has(given)) throw invalid(name, given);
  return given;
}
export const flagOf = (query: URLSearchParams, name: string): boolean | null => {
  const given = oneOf(query, name, new Set(['true', 'false']));
  return given === null ? null : given === 'true';
};
/** Whether an instant lies between two parameters; null where neither is given. */
export function rangeOf(query: URLSearchParams, from: string, to: string): ((at: number) => boolean) | null {
  const [first, last] = [dateOf(query, from), dateOf(query, to)];
  if (first === null && last === null) return null;
  return (at) => (first === null || at >= first) && (last === null || at <= last);
}
