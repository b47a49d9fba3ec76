/** Custom fields of orders and lines, which each operator defines for himself (AF01). contracts/mirakl §4, §11: a value may be text, a list, or a bare number. */
import { type Fields, personal } from '../../model/order';
import type { MiraklField } from './payload';

/** `{ fields }`, or nothing where none is filled in: an empty one says as much as none. */
export function fieldsOf(stated: readonly MiraklField[]): { readonly fields?: Fields } {
  const filled = stated.flatMap(({ code, value }): [string, string | readonly string[]][] => {
    if (Array.isArray(value)) return value.length === 0 ? [] : [[code, value.map(textOf)]];
    const text = textOf(value);
    return text === '' ? [] : [[code, text]];
  });
  return filled.length === 0 ? {} : { fields: personal(Object.fromEntries(filled)) };
}
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
