/** Seek pagination: pages from a place on, not from a count, so that nothing slips between two pages (CONTRACT §2.4). */
import { type Exact, writeExact } from '../exact';
import type { HttpAnswer } from '../exchange';
import { ok, refused } from './answers';
import { BadParameter, numberOf } from './parameters';

export interface Listing<T> {
  /** In order of their places, rising. */
  readonly items: readonly T[];
  /** Where an item stands for good. */
  readonly placeOf: (item: T) => number;
  /** The only field that can be sorted by. */
  readonly sort: string;
  readonly descending?: boolean;
  /** The filters of the query as one test; may throw BadParameter. */
  readonly filter: (query: URLSearchParams) => (item: T) => boolean;
  readonly view: (item: T) => Exact;
}
interface Token {
  readonly query: string;
  readonly place: number;
  readonly to: 'next' | 'previous';
}

const written = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64url');
function tokenOf(text: string): Token {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Token>;
    const { query, place, to } = token;
    if (typeof query === 'string' && typeof place === 'number' && (to === 'next' || to === 'previous'))
      return { query, place, to };
  } catch {
    // No token of ours: refused below like any other.
  }
  throw new BadParameter("The value of the parameter : page_token is not valid or the page doesn't exist any more");
}

/** Answers a list in pages of `limit` (10 unless asked otherwise, 100 at most). With `page_token` all else is ignored. */
export function seek<T>(url: URL, listing: Listing<T>): HttpAnswer {
  try {
    const given = url.searchParams.get('page_token');
    const token = given === null ? null : tokenOf(given);
    const query = token === null ? new URLSearchParams(url.searchParams) : new URLSearchParams(token.query);
    const limit = numberOf(query, 'limit', 10, 1, 100);
    const [field, direction = listing.descending ? 'DESC' : 'ASC'] = (query.get('sort') ?? listing.sort).split(',');
    if (field !== listing.sort || (direction !== 'ASC' && direction !== 'DESC'))
      throw new BadParameter(`The value '${query.get('sort') ?? ''}' is not valid for the parameter : sort`);
    const found = listing.items.filter(listing.filter(query));
    if (direction === 'DESC') found.reverse();
    const { page, before, after } = pageOf(found, listing, token, limit, direction === 'DESC');
    const link = (to: Token['to'], item: T) => written({ query: query.toString(), place: listing.placeOf(item), to });
    const [first, last] = [page[0], page.at(-1)];
    return ok(
      writeExact({
        data: page.map(listing.view),
        ...(after && last !== undefined ? { next_page_token: link('next', last) } : {}),
        ...(before && first !== undefined ? { previous_page_token: link('previous', first) } : {}),
      }),
    );
  } catch (error) {
    if (error instanceof BadParameter) return refused(400, error.message);
    throw error;
  }
}

function pageOf<T>(found: readonly T[], { placeOf }: Listing<T>, token: Token | null, limit: number, descending: boolean) {
  const beyond = (item: T, place: number) => (descending ? placeOf(item) < place : placeOf(item) > place);
  const short = (item: T, place: number) => (descending ? placeOf(item) > place : placeOf(item) < place);
  let start = 0;
  let end = Math.min(limit, found.length);
  if (token?.to === 'next') {
    const next = found.findIndex((item) => beyond(item, token.place));
    start = next < 0 ? found.length : next;
    end = Math.min(start + limit, found.length);
  } else if (token) {
    end = found.filter((item) => short(item, token.place)).length;
    start = Math.max(0, end - limit);
  }
  return { page: found.slice(start, end), before: start > 0, after: end < found.length };
}
