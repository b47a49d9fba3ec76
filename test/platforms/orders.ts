/** Orders as Mirakl's OR11 writes them, with numbers as text so that a test chooses their digits. */

import { readJson } from '../../lib/model/json';
import type { Reading } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';

export const ACCOUNT = 'mirakl:market.example:2001';

/** A JSON number with exactly these digits. */
export const digits = (text: string): { readonly digits: string } => ({ digits: text });
/** JSON text in which `digits` are written as numbers. */
export const write = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && 'digits' in one ? `\u0001${String(one.digits)}\u0001` : one,
  ).replace(/"\\u0001(.*?)\\u0001"/g, '$1');

type Fields = Readonly<Record<string, unknown>>;
/** A tax at 20 %, unless said otherwise; null: the source states no rate. */
export const tax = (amount: string, rate: string | null = '20.0', code = 'VAT20'): Fields => ({
  code,
  amount: digits(amount),
  rate: rate === null ? null : digits(rate),
  tax_calculation_rule: 'NONE',
});
export const address = (fields: Fields = {}): Fields => ({
  firstname: 'Noa',
  lastname: 'Exemple',
  street_1: '12 rue du Modèle',
  city: 'Lyon',
  zip_code: '69003',
  country: 'France',
  country_iso_code: 'FRA',
  phone: '+33199001234',
  ...fields,
});
export const line = (n: number, fields: Fields = {}): Fields => ({
  order_line_id: `MK1-A-${n}`,
  order_line_index: n,
  order_line_state: 'SHIPPING',
  offer_id: 2000 + n,
  offer_sku: `SKU-${n}`,
  product_sku: `MK10000${n}`,
  product_title: `Product ${n}`,
  quantity: 1,
  price_unit: digits('10.00'),
  price: digits('10.00'),
  shipping_price: digits('0.00'),
  total_price: digits('10.00'),
  taxes: [],
  shipping_taxes: [],
  fees: [],
  promotions: [],
  refunds: [],
  cancelations: [],
  ...fields,
});
/** One line of 10.00 EUR, ready to ship, tax included; fields as given. */
export const order = (fields: Fields = {}): Fields => ({
  order_id: 'MK1-A',
  commercial_id: 'MK1',
  order_state: 'SHIPPING',
  created_date: '2026-09-01T08:00:00Z',
  last_updated_date: '2026-09-01T08:20:00Z',
  acceptance_decision_date: '2026-09-01T08:15:00Z',
  customer_debited_date: '2026-09-01T08:20:00Z',
  shipping_deadline: '2026-09-03T21:59:59.999Z',
  currency_iso_code: 'EUR',
  order_tax_mode: 'TAX_INCLUDED',
  payment_workflow: 'PAY_ON_ACCEPTANCE',
  price: digits('10.00'),
  shipping_price: digits('0.00'),
  total_price: digits('10.00'),
  shipping_type_code: 'STD',
  shipping_type_label: 'Standard',
  channel: { code: 'INIT', label: 'Initial' },
  fulfillment: { center: { code: 'DEFAULT' } },
  has_incident: false,
  customer_notification_email: 'k4x9.relay@notification.example',
  references: {},
  customer: {
    customer_id: 'c-1',
    firstname: 'Noa',
    lastname: 'Exemple',
    billing_address: address(),
    shipping_address: address(),
  },
  order_lines: [line(1)],
  ...fields,
});
export const answerOf = (...orders: readonly unknown[]): string => write({ orders, total_count: orders.length });
export const pageOf = (text: string, learned: unknown = {}) => {
  const read = mirakl.intake?.read(ACCOUNT, readJson(text), learned);
  if (!read) throw new Error('mirakl has no intake');
  return read;
};
export const bodyOf = (fields: Fields = {}, learned: unknown = {}) => {
  const [one] = pageOf(answerOf(order(fields)), learned).seen;
  if (!one) throw new Error('nothing was read');
  return one.body;
};
export function readingOf(fields: Fields = {}, learned: unknown = {}): Reading {
  const body = bodyOf(fields, learned);
  if (body.kind !== 'order') throw new Error(`not readable: ${JSON.stringify(body)}`);
  return body;
}
