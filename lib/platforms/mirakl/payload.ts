/** OR11's answer as far as we read it: tolerant of what is new, strict about what an order cannot be read without. contracts/mirakl §4. */
import { z } from 'zod';

/** As `readJson` gives it: digits as text, or a short integer. */
export const decimal = z.union([z.string(), z.number()]);
export const text = z.string();
/** What people wrote into a form; a house number or a phone number may come as a number. */
const written = z.union([text, z.number()]).transform(String);
/** Ids are text in the vendor's file; a number is taken as well. */
export const id = z.union([z.string().regex(/\S/), z.number().int()]).transform(String);
/** Absent, null and text of nothing but blanks mean the same everywhere in Mirakl. */
export const maybe = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value) => (value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value));
/** A list that is absent or null is empty. */
export const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of)
    .nullish()
    .transform((value) => value ?? []);

const tax = z.looseObject({ code: text, amount: decimal, rate: maybe(decimal), tax_calculation_rule: maybe(text) });
const fee = z.looseObject({ code: text, amount: decimal });
const change = z.looseObject({
  id,
  amount: maybe(decimal),
  shipping_amount: maybe(decimal),
  taxes: list(tax),
  shipping_taxes: list(tax),
  fees: list(fee),
  quantity: maybe(z.number().int()),
  reason_code: maybe(text),
  created_date: maybe(text),
});
const refund = change.extend({ refund_state: maybe(text), state: maybe(text), transaction_date: maybe(text) });
const promotion = z.looseObject({
  id: maybe(text),
  promo_code: maybe(text),
  deduced_amount: maybe(decimal),
  configuration: maybe(z.looseObject({ internal_description: maybe(text) })),
});
const field = z.looseObject({ code: text, value: z.unknown() });
export const line = z.looseObject({
  order_line_id: id,
  order_line_state: text,
  order_line_state_reason_code: maybe(text),
  offer_sku: maybe(text),
  product_shop_sku: maybe(text),
  product_sku: maybe(text),
  product_title: maybe(text),
  quantity: z.number().int().nonnegative(),
  price: decimal,
  price_unit: maybe(decimal),
  shipping_price: maybe(decimal),
  taxes: list(tax),
  shipping_taxes: list(tax),
  fees: list(fee),
  promotions: list(promotion),
  refunds: list(refund),
  cancelations: list(change),
  shipped_date: maybe(text),
  received_date: maybe(text),
  can_refund: maybe(z.boolean()),
  order_line_additional_fields: list(field),
});
const address = z.looseObject({
  firstname: maybe(written),
  lastname: maybe(written),
  company: maybe(written),
  company_2: maybe(written),
  street_1: maybe(written),
  street_2: maybe(written),
  additional_info: maybe(written),
  city: maybe(written),
  state: maybe(written),
  zip_code: maybe(written),
  country: maybe(written),
  country_iso_code: maybe(written),
  phone: maybe(written),
  phone_secondary: maybe(written),
});
const organization = z.looseObject({
  name: maybe(written),
  identification_number: maybe(written),
  tax_identification_number: maybe(written),
});
export const order = z.looseObject({
  order_id: id,
  commercial_id: maybe(text),
  order_state: text,
  order_state_reason_code: maybe(text),
  created_date: text,
  last_updated_date: text,
  acceptance_decision_date: maybe(text),
  customer_debited_date: maybe(text),
  shipping_deadline: maybe(text),
  delivery_date: maybe(z.looseObject({ latest: maybe(text) })),
  currency_iso_code: z.string().regex(/^[A-Z]{3}$/),
  order_tax_mode: maybe(text),
  payment_workflow: maybe(text),
  price: decimal,
  shipping_price: maybe(decimal),
  total_price: decimal,
  shipping_type_code: maybe(text),
  shipping_type_label: maybe(text),
  shipping_pudo_id: maybe(text),
  shipping_carrier_code: maybe(text),
  shipping_company: maybe(text),
  shipping_tracking: maybe(text),
  references: maybe(z.looseObject({ order_reference_for_customer: maybe(text), order_reference_for_seller: maybe(text) })),
  channel: maybe(z.looseObject({ code: maybe(text), label: maybe(text) })),
  fulfillment: maybe(z.looseObject({ center: maybe(z.looseObject({ code: maybe(text) })) })),
  has_incident: maybe(z.boolean()),
  can_cancel: maybe(z.boolean()),
  can_shop_ship: maybe(z.boolean()),
  customer_notification_email: maybe(text),
  customer: maybe(
    z.looseObject({
      firstname: maybe(written),
      lastname: maybe(written),
      billing_address: maybe(address),
      shipping_address: maybe(address),
      organization: maybe(organization),
    }),
  ),
  order_additional_fields: list(field),
  order_taxes: list(z.looseObject({ code: text, rate: maybe(decimal), total_amount: decimal })),
  order_lines: z.array(line).min(1),
});
export const page = z.looseObject({
  orders: z.array(z.unknown()),
  total_count: maybe(z.number().int()),
  /** Which page this is: the vendor's answer does not say, so the dialect adds it from the request. */
  offset: maybe(z.number().int()),
});
export type MiraklOrder = z.output<typeof order>;
export type MiraklLine = z.output<typeof line>;
export type MiraklAddress = z.output<typeof address>;
export type MiraklField = z.output<typeof field>;
export type MiraklTax = z.output<typeof tax>;
