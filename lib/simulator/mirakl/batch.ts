/** Calls about many things at once: each is done or refused by itself inside a 2xx (CONTRACT §2.2). */
import { type Exact, type ExactObject, isObject, writeExact } from '../exact';
import type { HttpAnswer } from '../exchange';
import { ok } from './answers';
import { datatype, Refusal } from './refusal';

/** One outcome per item: what was done, or why not. */
export type Outcome = { readonly done: ExactObject } | { readonly fault: string };

/** The items below a name: 1 to `most` objects. Throws Refusal. */
export function itemsOf(body: Exact, name: string, most: number): ExactObject[] {
  const items = isObject(body) ? body[name] : undefined;
  if (!Array.isArray(items)) throw datatype(name);
  if (items.length === 0) throw new Refusal(`Error with field ${name}. It must not be empty.`);
  if (items.length > most) throw new Refusal(`The limit of ${most} is exceeded for the parameter : ${name}`);
  if (!items.every(isObject)) throw datatype(name);
  return items;
}

/** `<kind>_success` and `<kind>_errors`; an error names its item by `key`. */
export function outcomes(
  kind: 'shipment' | 'return',
  items: readonly { readonly key: ExactObject; readonly outcome: Outcome }[],
  status: 200 | 201 = 200,
): HttpAnswer {
  const success = items.flatMap(({ outcome }) => ('done' in outcome ? [outcome.done] : []));
  const errors = items.flatMap(({ key, outcome }) => ('fault' in outcome ? [{ ...key, message: outcome.fault }] : []));
  return { ...ok(writeExact({ [`${kind}_errors`]: errors, [`${kind}_success`]: success }), {}, success.length > 0), status };
}
