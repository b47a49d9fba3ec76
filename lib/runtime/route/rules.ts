/** The table of a route node: which rows an order matches, and what they add up to. Pure. */
import { z } from 'zod';
import { minor, money } from '../../model/money';
import type { ToldOrder } from '../message';
import type { Routing } from '../routing';
import { list } from '../settings';
import { compareDecimals, isDecimal } from './decimal';

export const FIELDS = [
  'channel',
  'marketplace',
  'account',
  'sku',
  'country',
  'total',
  'currency',
  'units',
  'shipping',
  'tag',
] as const;
export const OPERATORS = ['is', 'is not', 'one of', 'contains', 'begins with', 'at least', 'below'] as const;

export const condition = z.object({ field: z.enum(FIELDS), operator: z.enum(OPERATORS), value: z.coerce.string().default('') });
export const rule = z.object({
  /** Its output; rows of the same name share one. Without a name the row adds, and the order goes on by the others' outputs or "else". */
  name: z.string().default(''),
  /** All of them; none: every order. */
  when: z.array(condition).default([]),
  tags: list,
  note: z.string().default(''),
  hold: z.string().default(''),
  location: z.string().default(''),
  /** A reason: the order is left out. */
  leaveOut: z.string().default(''),
});
export const rules = z.array(rule).default([]);
export type Condition = z.output<typeof condition>;
export type Rule = z.output<typeof rule>;

/** The outputs of a table, in its order, "else" last. */
export const outputsOf = (table: readonly Rule[]): readonly string[] => [
  ...new Set(table.map(({ name }) => name.trim()).filter(Boolean)),
  'else',
];

export interface Routed {
  /** Numbers of the rows that matched, from 1. */
  readonly matched: readonly number[];
  readonly outputs: readonly string[];
  readonly routing: Routing;
  readonly leaveOut: string | undefined;
}
/** `first`: the first row that matches decides alone. `all`: tags and notes of all add up, the first hold and place count. */
export function route(table: readonly Rule[], mode: 'first' | 'all', order: ToldOrder, before: Routing): Routed {
  const matching = table
    .map((row, index) => ({ row, number: index + 1 }))
    .filter(({ row }) => row.when.every((one) => holds(one, order, before)));
  const chosen = mode === 'first' ? matching.slice(0, 1) : matching;
  const rows = chosen.map(({ row }) => row);
  const notes = [before.note, ...rows.map(({ note }) => note)].filter(Boolean);
  const hold = before.hold ?? rows.find((row) => row.hold)?.hold;
  const location = before.location ?? rows.find((row) => row.location)?.location;
  const outputs = [...new Set(rows.map(({ name }) => name.trim()).filter(Boolean))];
  return {
    matched: chosen.map(({ number }) => number),
    outputs: outputs.length > 0 ? outputs : ['else'],
    leaveOut: rows.find((row) => row.leaveOut)?.leaveOut,
    routing: {
      ...before,
      tags: [...new Set([...(before.tags ?? []), ...rows.flatMap(({ tags }) => tags)])],
      ...(notes.length > 0 ? { note: notes.join('\n') } : {}),
      ...(hold ? { hold } : {}),
      ...(location ? { location } : {}),
    },
  };
}

function holds({ field, operator, value }: Condition, order: ToldOrder, before: Routing): boolean {
  const values = valuesOf(field, order, before);
  const wanted = value.trim();
  switch (operator) {
    case 'is':
      return values.some((one) => same(field, one, wanted, order));
    case 'is not':
      return !values.some((one) => same(field, one, wanted, order));
    case 'one of':
      return split(wanted).some((item) => values.some((one) => same(field, one, item, order)));
    case 'contains':
      return wanted !== '' && values.some((one) => fold(one).includes(fold(wanted)));
    case 'begins with':
      return wanted !== '' && values.some((one) => fold(one).startsWith(fold(wanted)));
    case 'at least':
      return isDecimal(wanted) && values.some((one) => isDecimal(one) && compareDecimals(one, wanted) >= 0);
    case 'below':
      return isDecimal(wanted) && values.some((one) => isDecimal(one) && compareDecimals(one, wanted) < 0);
  }
}
/** What an order holds under a field; a country that is not known yet is no value. */
function valuesOf(field: Condition['field'], order: ToldOrder, before: Routing): readonly string[] {
  const present = (...values: readonly (string | undefined)[]): string[] =>
    values.filter((one) => one !== undefined && one !== '') as string[];
  switch (field) {
    case 'channel':
      return present(order.channel.code, order.channel.label);
    case 'marketplace':
      return present(order.channel.marketplace, order.channel.platform);
    case 'account':
      return [order.account];
    case 'sku':
      return present(...order.lines.map((line) => line.sku.source));
    case 'country':
      return present(order.parties.shipTo?.country);
    case 'total':
      return [order.totals.grand.amount];
    case 'currency':
      return [order.currency];
    case 'units':
      return [String(order.lines.reduce((units, line) => units + line.quantity, 0))];
    case 'shipping':
      return present(order.shipping.code, order.shipping.label);
    case 'tag':
      return before.tags ?? [];
  }
}
function same(field: Condition['field'], one: string, wanted: string, order: ToldOrder): boolean {
  if (field === 'total' && isDecimal(wanted)) {
    try {
      return minor(money(one, order.currency)) === minor(money(wanted, order.currency));
    } catch {
      // Finer than the currency: equal to no amount in it.
      return false;
    }
  }
  return fold(one) === fold(wanted);
}
const fold = (text: string): string => text.toLowerCase();
export const split = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter(Boolean);
