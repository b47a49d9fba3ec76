/** Offset pagination: pages of ten unless asked otherwise, links to their neighbours, the whole count (CONTRACT §2.4). */
import type { HttpAnswer } from '../exchange';
import { ok, refused } from './answers';
import { BadParameter, numberOf, oneOf } from './parameters';

/** Answers one page of what `found` finds, in rising order; each item is written only if it is on the page. */
export function pageOf(url: URL, name: string, found: (query: URLSearchParams) => readonly (() => string)[]): HttpAnswer {
  const query = url.searchParams;
  try {
    const max = numberOf(query, 'max', 10, 1, 100);
    const offset = numberOf(query, 'offset', 0, 0, 999_999_999);
    const descending = oneOf(query, 'order', new Set(['asc', 'desc'])) === 'desc';
    const all = [...found(query)];
    if (descending) all.reverse();
    const page = all.slice(offset, offset + max).map((write) => write());
    const links = [
      ...(offset > 0 ? [linkTo(url, Math.max(0, offset - max), max, 'previous')] : []),
      ...(offset + max < all.length ? [linkTo(url, offset + max, max, 'next')] : []),
    ];
    return ok(`{"${name}":[${page.join(',')}],"total_count":${all.length}}`, links.length > 0 ? { link: links.join(', ') } : {});
  } catch (error) {
    if (error instanceof BadParameter) return refused(400, error.message);
    throw error;
  }
}

function linkTo(url: URL, offset: number, max: number, rel: string): string {
  const to = new URL(url);
  to.searchParams.set('max', String(max));
  to.searchParams.set('offset', String(offset));
  return `<${to.href}>; rel="${rel}"`;
}
