import type { CaseDetail } from '../../../../model/record';
import type { Around } from '../../sentences';
import { CODES } from './codes';
import { CALLS, VERBS } from './verbs';

/** A parameter as text; what is missing reads as an ellipsis, so that a sentence never says "undefined". */
export function t(detail: CaseDetail, name: string): string {
  const value = detail[name];
  if (value === null || value === undefined || value === '') return '…';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
export const has = (detail: CaseDetail, name: string): boolean => t(detail, name) !== '…';
export const when = (detail: CaseDetail, name: string, { moment }: Around): string =>
  typeof detail[name] === 'number' ? moment(detail[name]) : t(detail, name);
export const money = (detail: CaseDetail, name: string, { format }: Around): string =>
  has(detail, name) && has(detail, 'currency') ? format.money(t(detail, name), t(detail, 'currency')) : t(detail, name);
export const verb = (detail: CaseDetail): string => {
  const name = has(detail, 'verb')
    ? t(detail, 'verb')
    : (t(detail, has(detail, 'effect') ? 'effect' : 'duty').split('/')[0] ?? '');
  return VERBS[name] ?? name;
};
export const code = (value: string): string => CODES[value] ?? value;
/** A call in words, with the vendor's name of it. */
export const call = (detail: CaseDetail, name = 'call'): string => {
  const code = t(detail, name);
  const word = CALLS[code];
  if (word === undefined) return code;
  // What bears no name of the vendor's is said in words alone.
  return /[A-Z]/.test(code) ? `${word} (${code})` : word;
};
