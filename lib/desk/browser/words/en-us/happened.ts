/** One line of an order's timeline, composed from its code and parameters. */
import type { CaseDetail } from '../../../../model/record';
import type { Happening } from '../../../wire';
import type { Around } from '../../sentences';
import { cases } from './cases';
import { call, code, has, money, t, when } from './parameters';
import { EVENTS, VERBS } from './verbs';

type Say = (d: CaseDetail, a: Around) => string;
const units = (d: CaseDetail): string =>
  has(d, 'units') && t(d, 'units') !== '0' ? `, ${t(d, 'units')} ${t(d, 'units') === '1' ? 'unit' : 'units'}` : '';
const parcel = (d: CaseDetail): string => {
  const told = [has(d, 'carrier') ? t(d, 'carrier') : '', Array.isArray(d.numbers) ? d.numbers.join(', ') : ''].filter(Boolean);
  return told.length > 0 ? ` (${told.join(' ')})` : '';
};
/** A vendor's id as people know it: without the path before its number. */
const short = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
const REFUND: Readonly<Record<string, string>> = { done: 'refunded', pending: 'refund under way', failed: 'refund failed' };

const FACTS: Readonly<Record<string, Say>> = {
  read: (d) => `read for the first time: ${code(t(d, 'stage'))}`,
  stage: (d) => `now ${code(t(d, 'stage'))}, before ${code(t(d, 'was'))}`,
  payment: (d) => `payment: ${code(t(d, 'payment'))}`,
  deadline: (d, a) => `${code(t(d, 'deadline'))} ${has(d, 'by') ? a.moment(Date.parse(t(d, 'by'))) : 'no longer stated'}`,
  address: () => 'the address changed',
  tracking: (d) => `tracking number${parcel(d)}`,
  number: (d) => `the tracking number changed${parcel(d)}${has(d, 'was') ? `, before ${t(d, 'was')}` : ''}`,
  carrier: (d) => `the carrier changed${parcel(d)}`,
  shipped: (d) => `shipped${units(d)}${parcel(d)}`,
  voided: (d) => `the shipment was voided${parcel(d)}`,
  delivered: (d) => `delivered${parcel(d)}`,
  refund: (d, a) => `${REFUND[t(d, 'state')] ?? 'refund'} ${money(d, 'amount', a)}${units(d)}`,
  'units cancelled': (d, a) => `cancelled ${money(d, 'amount', a)}${units(d)}`,
  cancelled: (d) => `the order was cancelled${has(d, 'reason') ? ` (${t(d, 'reason')})` : ''}`,
  deleted: () => 'the order was deleted',
  edited: () => 'the order’s lines were edited',
  note: () => 'the order’s note was changed',
  reference: (d) => `the seller’s reference is ${t(d, 'reference')}`,
  incident: () => 'an incident was opened',
  'incident over': () => 'the incident was settled',
  return: (d) => `return ${has(d, 'name') ? t(d, 'name') : t(d, 'id')} ${code(t(d, 'state'))}${units(d)}`,
  document: (d) => `${code(t(d, 'document'))} ${code(t(d, 'state'))}${has(d, 'number') ? ` (${t(d, 'number')})` : ''}`,
  'in the shop': (d, a) => `the order is there as ${t(d, 'name')}, ${money(d, 'total', a)}`,
  unreadable: (d) => `a reading could not be understood at ${t(d, 'field')}: ${t(d, 'text')}`,
};

const DECIDED: Readonly<Record<string, string>> = {
  'leave out': 'leaves out',
  'do it': 'says: do it',
  'start over': 'starts over',
  'it happened': 'saw that it happened',
  'it did not': 'saw that it did not happen',
  approve: 'approves',
  reject: 'rejects',
  'new generation': 'has it made again',
  'use sku': 'says what stands in for a SKU',
  import: 'imports the order',
  route: 'routes',
  dismiss: 'ignores',
  'done by hand': 'did by hand',
  'failed flow': 'sends through the flow again',
  reveal: 'looked at the buyer',
  snooze: 'puts off',
  assign: 'assigns',
  note: 'notes',
};
/** A step, a case, or whatever a decision is about, by its name. */
function thing(of: string): string {
  const [first = '', ...rest] = of.split('/');
  if (VERBS[first]) return `“${VERBS[first]}”`;
  const kind = cases[first as keyof typeof cases]?.title;
  if (kind) return `“${kind}”${rest.length > 0 ? `: ${thing(rest.join('/'))}` : ''}`;
  return of === '*' ? 'the whole order' : of;
}

const SAY: Readonly<Record<Happening['what'], Say>> = {
  fact(d, a) {
    const told = FACTS[t(d, 'fact')]?.(d, a) ?? t(d, 'fact');
    return `${has(d, 'side') ? `${code(t(d, 'side'))}: ` : ''}${told}${d.ours === true ? ' – our own doing' : ''}`;
  },
  decision(d) {
    const about = ['buyer', '…'].includes(t(d, 'of')) || t(d, 'kind') === 'import' ? '' : ` ${thing(t(d, 'of'))}`;
    return `${t(d, 'by')} ${DECIDED[t(d, 'kind')] ?? t(d, 'kind')}${about}${has(d, 'reason') ? ` – ${t(d, 'reason')}` : ''}`;
  },
  call(d, a) {
    const heard = has(d, 'heard') && t(d, 'outcome') !== 'answered' ? ` at ${when(d, 'heard', a)}` : '';
    const why = has(d, 'text') ? ` – ${t(d, 'text')} (${t(d, 'code')})` : '';
    const attempt = t(d, 'n') === '1' ? '' : `, try ${t(d, 'n')}`;
    return `Sent: ${call(d)}${attempt}: ${code(t(d, 'outcome'))}${heard}${why}${has(d, 'record') ? ` → ${short(t(d, 'record'))}` : ''}`;
  },
  step: (d) =>
    `“${VERBS[t(d, 'verb')] ?? t(d, 'verb')}”: ${t(d, 'state') === 'open' ? (has(d, 'reason') ? `waits, ${t(d, 'reason')}` : 'begun') : code(t(d, 'state'))}`,
  delivery(d, a) {
    const what = EVENTS[t(d, 'type')] ?? t(d, 'type');
    const runs = t(d, 'run') === '1' ? '' : `, sent ${t(d, 'run')} times`;
    const waits = Array.isArray(d.parkedAt) && d.parkedAt.length > 0 ? ` “${d.parkedAt.map(a.named).join('”, “')}”` : '';
    const failed = has(d, 'error') ? ` – ${has(d, 'failedAt') ? `“${a.named(t(d, 'failedAt'))}”: ` : ''}${t(d, 'error')}` : '';
    return `To your flow, “${a.named(t(d, 'node'))}”: ${what}, ${code(t(d, 'state'))}${waits}${runs}${failed}`;
  },
  'case opened': (d) => `Case opened: ${kindOf(d)}`,
  'case closed': (d) => `Case closed: ${kindOf(d)}${has(d, 'by') ? ` (${t(d, 'by')})` : ''}`,
};
const kindOf = (d: CaseDetail): string => cases[t(d, 'kind') as keyof typeof cases]?.title ?? t(d, 'kind');

export const happened = (what: Happening['what'], detail: CaseDetail, around: Around): string => SAY[what](detail, around);
