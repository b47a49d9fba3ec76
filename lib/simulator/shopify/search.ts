/**
 * Shopify's search syntax: `field:value` terms, quotes, comparators, AND (also by a space), OR, NOT and -, parentheses.
 * Text is compared by its tokens and without case, so that more is found than was meant (CONTRACT §4.2 and §7).
 */
export interface Term {
  readonly field: string | null;
  readonly compare: '=' | '>' | '>=' | '<' | '<=';
  readonly value: string;
}
export type Query =
  | { readonly is: 'term'; readonly term: Term }
  | { readonly is: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly is: 'not'; readonly of: Query };

const TOKEN = /\s*(?:(\()|(\))|(-)?(?:([\w.$-]+?):)?(>=|<=|>|<)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s()"']+)))/y;

type Token =
  | { readonly is: 'open' | 'close' | 'and' | 'or' | 'not' }
  | { readonly is: 'term'; readonly term: Term; readonly negated: boolean };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) {
      // A character that belongs to nothing is passed over, as the vendor's parser does.
      TOKEN.lastIndex = from + 1;
      continue;
    }
    const [, open, close, minus, field, compare, double, single, bare] = found;
    const quoted = double ?? single;
    if (open) tokens.push({ is: 'open' });
    else if (close) tokens.push({ is: 'close' });
    else if (field === undefined && quoted === undefined && !minus && (bare === 'AND' || bare === 'OR' || bare === 'NOT'))
      tokens.push({ is: bare.toLowerCase() as 'and' | 'or' | 'not' });
    else {
      const value = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1');
      tokens.push({
        is: 'term',
        negated: minus !== undefined,
        term: { field: field ?? null, compare: (compare ?? '=') as Term['compare'], value },
      });
    }
  }
  return tokens;
}

/** Reads a query; an empty one is an empty `and`, which everything fulfils. */
export function readQuery(text: string): Query {
  const tokens = tokensOf(text);
  let next = 0;
  const either = (): Query => {
    const of = [all()];
    while (tokens[next]?.is === 'or') {
      next += 1;
      of.push(all());
    }
    return of.length === 1 ? (of[0] as Query) : { is: 'or', of };
  };
  const all = (): Query => {
    const of: Query[] = [];
    for (let token = tokens[next]; token && token.is !== 'or' && token.is !== 'close'; token = tokens[next]) {
      if (token.is === 'and') next += 1;
      else of.push(one());
    }
    return of.length === 1 ? (of[0] as Query) : { is: 'and', of };
  };
  const one = (): Query => {
    const token = tokens[next];
    next += 1;
    if (token?.is === 'not') return { is: 'not', of: one() };
    if (token?.is === 'open') {
      const inner = either();
      if (tokens[next]?.is === 'close') next += 1;
      return inner;
    }
    if (token?.is !== 'term') return { is: 'and', of: [] };
    const term: Query = { is: 'term', term: token.term };
    return token.negated ? { is: 'not', of: term } : term;
  };
  return either();
}

/** Whether the terms, each judged by `fulfils`, make the query true. */
export function holds(query: Query, fulfils: (term: Term) => boolean): boolean {
  if (query.is === 'term') return fulfils(query.term);
  if (query.is === 'not') return !holds(query.of, fulfils);
  return query.is === 'and' ? query.of.every((one) => holds(one, fulfils)) : query.of.some((one) => holds(one, fulfils));
}

/** Every term of a query, negated or not. */
export const termsOf = (query: Query): readonly Term[] =>
  query.is === 'term' ? [query.term] : query.is === 'not' ? termsOf(query.of) : query.of.flatMap(termsOf);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Tokenised: the words of the value stand next to each other somewhere in the text; a `*` at the end continues the last. */
export function resembles(text: string | null, value: string): boolean {
  if (text === null) return false;
  const open = value.endsWith('*');
  const [words, wanted] = [wordsOf(text), wordsOf(value)];
  if (wanted.length === 0) return open && words.length > 0;
  return words.some((_, from) =>
    wanted.every((word, index) => {
      const there = words[from + index];
      return there !== undefined && (open && index === wanted.length - 1 ? there.startsWith(word) : there === word);
    }),
  );
}

/** A date term ("updated_at:>'2026-01-01T00:00:00Z'"); an unreadable date is fulfilled by nothing. */
export function dated(instant: number, { compare, value }: Term): boolean {
  const at = Date.parse(value);
  if (Number.isNaN(at)) return false;
  // The search index keeps whole seconds.
  const [left, right] = [Math.floor(instant / 1000), Math.floor(at / 1000)];
  return compare === '>'
    ? left > right
    : compare === '>='
      ? left >= right
      : compare === '<'
        ? left < right
        : compare === '<='
          ? left <= right
          : left === right;
}
