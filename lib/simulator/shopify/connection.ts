/** Pages of a connection, forwards and backwards, with cursors. */
import type { Args } from './coerce';
import { FieldError } from './errors';
import type { Thing } from './execute';

const cursorOf = (id: string): string => Buffer.from(JSON.stringify({ last_id: id })).toString('base64');

/**
 * A connection over items that are shown by `view`, of which only a page is made. `keyOf` names an item for its cursor.
 * Throws FieldError where neither `first` nor `last` is given, as Shopify does.
 */
export function connectionOf<T>(
  type: string,
  items: readonly T[],
  args: Args,
  keyOf: (item: T) => string,
  view: (item: T) => Thing,
): Thing {
  const { first, last, after, before } = args;
  if (typeof first !== 'number' && typeof last !== 'number')
    throw new FieldError('you must provide one of first or last', 'BAD_REQUEST');
  const size = typeof first === 'number' ? first : (last as number);
  if (size < 0 || size > 250)
    throw new FieldError(`${size < 0 ? 'first cannot be negative' : 'first cannot exceed 250'}`, 'BAD_REQUEST');
  const placeOf = (cursor: unknown): number => {
    const place = items.findIndex((item) => cursorOf(keyOf(item)) === cursor);
    if (place < 0) throw new FieldError('Invalid cursor for current pagination sort.', 'BAD_REQUEST');
    return place;
  };
  const from = typeof after === 'string' ? placeOf(after) + 1 : 0;
  const until = typeof before === 'string' ? placeOf(before) : items.length;
  const [start, end] = typeof first === 'number' ? [from, Math.min(until, from + size)] : [Math.max(from, until - size), until];
  const cursors = items.slice(start, end).map((item) => cursorOf(keyOf(item)));
  const page = items.slice(start, end).map(view);
  return {
    __typename: `${type}Connection`,
    nodes: page,
    edges: page.map((node, index) => ({ __typename: `${type}Edge`, cursor: cursors[index], node })),
    pageInfo: {
      __typename: 'PageInfo',
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

/** A connection over things that have an `id` themselves. */
export const connection = (type: string, things: readonly Thing[], args: Args): Thing =>
  connectionOf(
    type,
    things,
    args,
    (thing) => String(thing.id),
    (thing) => thing,
  );
