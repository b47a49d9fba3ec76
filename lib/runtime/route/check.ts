/** What is wrong with a table of routes: rows that no order can reach, rows that share orders, conditions that say nothing. Pure. */
import { compareDecimals, isDecimal } from './decimal';
import { type Condition, type Rule, split } from './rules';

export type Finding =
  /** No order can match the row: its conditions exclude each other. */
  | { readonly row: number; readonly is: 'never matches'; readonly why: string }
  /** An earlier row takes every order that this one could. */
  | { readonly row: number; readonly is: 'hidden'; readonly by: number }
  /** Some orders match both; the order of the rows decides, or both add. */
  | { readonly row: number; readonly is: 'overlaps'; readonly with: number }
  | { readonly row: number; readonly is: 'cannot be read'; readonly why: string };

/** Fields of which an order has one value; of the others ("sku", "tag") it may have several, so two wishes do not exclude each other. */
const ONE_VALUE = new Set<Condition['field']>(['country', 'total', 'currency', 'units', 'account']);

export function check(table: readonly Rule[], mode: 'first' | 'all'): readonly Finding[] {
  const found: Finding[] = [];
  const dead = new Set<number>();
  table.forEach((row, index) => {
    const unread = row.when.find((one) => (one.operator === 'at least' || one.operator === 'below') && !isDecimal(one.value));
    if (unread) found.push({ row: index + 1, is: 'cannot be read', why: `"${unread.value}" is no number` });
    const clash = contradiction(row.when);
    if (!clash && !unread) return;
    dead.add(index);
    if (clash) found.push({ row: index + 1, is: 'never matches', why: clash });
  });
  table.forEach((row, index) => {
    if (dead.has(index)) return;
    const earlier = table.map((_, other) => other).filter((other) => other < index && !dead.has(other));
    const hiding = mode === 'first' ? earlier.find((other) => implied(table[other]?.when ?? [], row.when)) : undefined;
    if (hiding !== undefined) {
      found.push({ row: index + 1, is: 'hidden', by: hiding + 1 });
      return;
    }
    // A row without conditions is the table's own "everything else".
    if (row.when.length === 0) return;
    for (const other of earlier) {
      const before = table[other]?.when ?? [];
      if (before.length > 0 && !contradiction([...before, ...row.when]))
        found.push({ row: index + 1, is: 'overlaps', with: other + 1 });
    }
  });
  return found;
}

/** Why these conditions cannot hold together; undefined where they may. */
function contradiction(conditions: readonly Condition[]): string | undefined {
  for (const [index, a] of conditions.entries()) {
    for (const b of conditions.slice(index + 1)) {
      if (a.field === b.field && excludes(a, b)) return `${said(a)} and ${said(b)}`;
    }
  }
  return undefined;
}
function excludes(a: Condition, b: Condition): boolean {
  if (a.operator === 'is not' && allowed(b)?.every((value) => equal(value, a.value))) return true;
  if (b.operator === 'is not' && allowed(a)?.every((value) => equal(value, b.value))) return true;
  if (!ONE_VALUE.has(a.field)) return false;
  const [ofA, ofB] = [allowed(a), allowed(b)];
  if (ofA && ofB) return !ofA.some((value) => ofB.some((other) => equal(value, other)));
  if (ofA) return ofA.every((value) => !satisfies(value, b));
  if (ofB) return ofB.every((value) => !satisfies(value, a));
  const [least, below] = a.operator === 'at least' ? [a, b] : [b, a];
  return (
    least.operator === 'at least' &&
    below.operator === 'below' &&
    isDecimal(least.value) &&
    isDecimal(below.value) &&
    compareDecimals(least.value, below.value) >= 0
  );
}
/** The values that a condition leaves; undefined where it leaves no countable number. */
const allowed = ({ operator, value }: Condition): readonly string[] | undefined =>
  operator === 'is' ? [value] : operator === 'one of' ? split(value) : undefined;
function satisfies(value: string, { operator, value: wanted }: Condition): boolean {
  switch (operator) {
    case 'is':
      return equal(value, wanted);
    case 'is not':
      return !equal(value, wanted);
    case 'one of':
      return split(wanted).some((one) => equal(value, one));
    case 'contains':
      return value.toLowerCase().includes(wanted.trim().toLowerCase());
    case 'begins with':
      return value.toLowerCase().startsWith(wanted.trim().toLowerCase());
    case 'at least':
      return !isDecimal(value) || !isDecimal(wanted) || compareDecimals(value, wanted) >= 0;
    case 'below':
      return !isDecimal(value) || !isDecimal(wanted) || compareDecimals(value, wanted) < 0;
  }
}
/** Every order that matches `narrow` matches `wide` too, as far as can be told. */
const implied = (wide: readonly Condition[], narrow: readonly Condition[]): boolean =>
  wide.every((one) => narrow.some((other) => other.field === one.field && follows(other, one)));
/** From `has` follows `wanted`. */
function follows(has: Condition, wanted: Condition): boolean {
  if (has.operator === wanted.operator && equal(has.value, wanted.value)) return true;
  if (has.operator === 'at least' && wanted.operator === 'at least') return compareDecimals(has.value, wanted.value) >= 0;
  if (has.operator === 'below' && wanted.operator === 'below') return compareDecimals(has.value, wanted.value) <= 0;
  // Several values of an order can only be told apart by name.
  const values = allowed(has);
  if (!values || (wanted.operator === 'is not' && !ONE_VALUE.has(has.field))) return false;
  return values.length > 0 && values.every((value) => satisfies(value, wanted));
}
const equal = (a: string, b: string): boolean =>
  a.trim().toLowerCase() === b.trim().toLowerCase() || (isDecimal(a) && isDecimal(b) && compareDecimals(a, b) === 0);
const said = ({ field, operator, value }: Condition): string => `${field} ${operator} ${value}`;
/** One line for a log or a dialog. */
export function say(finding: Finding): string {
  switch (finding.is) {
    case 'never matches':
      return `row ${finding.row} never matches: ${finding.why}`;
    case 'hidden':
      return `row ${finding.row} never matches: row ${finding.by} takes every order that it could`;
    case 'overlaps':
      return `row ${finding.row} overlaps row ${finding.with}: some orders match both`;
    case 'cannot be read':
      return `row ${finding.row} cannot be read: ${finding.why}`;
  }
}
