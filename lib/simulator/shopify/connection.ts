/** Pages of a connection, forwards and backwards, with cursors. */
import type { Args } from './coerce';
import { FieldError } from './errors';
import type { Thing } from './execute';

/** How a connection is sorted: a cursor holds the last value, so that what moves meanwhile makes nobody skip the rest. */
export interface Sorted<T> {
  readonly rankOf: (item: T) => number;
  readonly reversed: boolean;
}
interface Cursor {
  readonly last_id: string;
  readonly last_value?: number;
}
const encoded = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64');
function decoded(text: string): Cursor | null {
  try {
    const read = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as unknown;
    return read !== null && typeof read === 'object' && 'last_id' in read ? (read as Cursor) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

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
  sorted?: Sorted<T>,
): Thing {
  const { first, last, after, before } = args;
  if (typeof first !== 'number' && typeof last !== 'number')
    throw new FieldError('you must provide one of first or last', 'BAD_REQUEST');
  const size = typeof first === 'number' ? first : (last as number);
  if (size < 0 || size > 250)
    throw new FieldError(`${size < 0 ? 'first cannot be negative' : 'first cannot exceed 250'}`, 'BAD_REQUEST');
  const cursorOf = (item: T): string =>
    encoded(sorted ? { last_id: keyOf(item), last_value: sorted.rankOf(item) } : { last_id: keyOf(item) });
  /** Items up to the cursor: those before it, and itself where it is wanted. */
  const placeOf = (text: string, itself: boolean): number => {
    const cursor = decoded(text);
    const same = (item: T): boolean => keyOf(item) === cursor?.last_id && (!sorted || sorted.rankOf(item) === cursor.last_value);
    const exact = items.findIndex(same);
    if (exact >= 0) return exact + (itself ? 1 : 0);
    if (!sorted || cursor?.last_value === undefined)
      throw new FieldError('Invalid cursor for current pagination sort.', 'BAD_REQUEST');
    const { last_id, last_value } = cursor;
    const beyond = (item: T): boolean => {
      const by = sorted.rankOf(item) - last_value || Number(keyOf(item)) - Number(last_id);
      return sorted.reversed ? by < 0 : by > 0;
    };
    const place = items.findIndex(beyond);
    return place < 0 ? items.length : place;
  };
  const from = typeof after === 'string' ? placeOf(after, true) : 0;
  const until = typeof before === 'string' ? placeOf(before, false) : items.length;
  const [start, end] = typeof first === 'number' ? [from, Math.min(until, from + size)] : [Math.max(from, until - size), until];
  const cursors = items.slice(start, end).map(cursorOf);
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
