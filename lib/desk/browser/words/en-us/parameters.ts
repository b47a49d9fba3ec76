import type { CaseDetail } from '../../../../model/record';
import type { Around } from '../../sentences';

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

export const VERBS: Readonly<Record<string, string>> = {
  'order.accept': 'Accept the order',
  'order.create': 'Create the order in Shopify',
  'order.acknowledge': 'Leave the Shopify number at the marketplace',
};
export const CODES: Readonly<Record<string, string>> = {
  mirakl: 'Mirakl',
  shopify: 'Shopify',
  observed_only: 'not released yet',
  awaiting_acceptance: 'awaiting acceptance',
  awaiting_payment: 'awaiting payment',
  ready_to_ship: 'ready to ship',
  to_collect: 'to collect',
  partially_accepted: 'partly accepted',
  not_required: 'not required',
  'order.accept': 'acceptance',
  'order.create': 'creation in Shopify',
  'order.acknowledge': 'seller’s reference',
  'in doubt': 'no answer, in doubt',
  'not executed': 'not executed',
  absent: 'proven not to have happened',
  goods: 'Goods',
  shipping: 'Shipping',
  tax: 'Tax',
  grand: 'Total',
  total: 'Total',
  acknowledgeBy: 'Accept by',
  shipBy: 'Ship by',
  deliverBy: 'Deliver by',
  shop: 'Shopify',
  order: 'the marketplace',
};
