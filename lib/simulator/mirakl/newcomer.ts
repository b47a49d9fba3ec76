/** The body of an order that a buyer has just placed, and the addresses that appear when it may be shipped. All invented. */
import { money } from '../../model/money';
import { Digits, type ExactObject, partOf, sumOf, timesOf } from '../exact';
import { isoOf } from '../exchange';
import { retotal } from './order';
import { SHIPPING_TYPES } from './platform';

export interface Wish {
  readonly id: string;
  readonly commercialId: string;
  readonly currency: string;
  /** Whether prices are with the tax or before it (CONTRACT §10.1). */
  readonly taxMode: 'TAX_INCLUDED' | 'TAX_EXCLUDED';
  /** Of the whole order; it stands on the first line. */
  readonly shipping: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly price: string }[];
  readonly buyer: number;
  readonly shipWithin: number;
  readonly workflow: string;
  readonly shippingType: string;
  readonly taxRule: 'NONE' | 'PROPORTIONAL_TO_AMOUNT';
}

const BUYERS = [
  {
    firstname: 'Ada',
    lastname: 'Exemple',
    locale: 'fr_FR',
    street_1: "10 rue de l'Exemple",
    zip_code: '69001',
    city: 'Lyon',
    country: 'France',
    country_iso_code: 'FRA',
    phone: '+33199000001',
  },
  {
    firstname: 'Jonas',
    lastname: 'Muster',
    locale: 'de_DE',
    street_1: 'Musterweg 7',
    zip_code: '10115',
    city: 'Berlin',
    country: 'Germany',
    country_iso_code: 'DEU',
    phone: '+493023125001',
  },
  {
    firstname: 'Lucía',
    lastname: 'Ejemplo',
    locale: 'es_ES',
    street_1: 'Calle del Ejemplo 3',
    zip_code: '28001',
    city: 'Madrid',
    country: 'Spain',
    country_iso_code: 'ESP',
    phone: '+34910000001',
  },
  {
    firstname: 'Marta',
    lastname: 'Esempio',
    locale: 'it_IT',
    street_1: "Via dell'Esempio 21",
    zip_code: '20121',
    city: 'Milano',
    country: 'Italy',
    country_iso_code: 'ITA',
    phone: '+390200000001',
  },
  {
    firstname: 'Noor',
    lastname: 'Voorbeeld',
    locale: 'nl_NL',
    street_1: 'Voorbeeldstraat 5',
    zip_code: '1011 AB',
    city: 'Amsterdam',
    country: 'Netherlands',
    country_iso_code: 'NLD',
    phone: '+31200000001',
  },
] as const;
const buyerOf = (buyer: number) => BUYERS[buyer % BUYERS.length] ?? BUYERS[0];

/** The address that the marketplace gives out once the order may be shipped. */
export function addressOf(buyer: number): ExactObject {
  const { locale: _, ...address } = buyerOf(buyer);
  return { civility: 'Mx', ...address };
}

const RATE = 20;

function lineBody(wish: Wish, index: number, at: number): ExactObject {
  const { currency } = wish;
  const { sku, quantity, price: unit } = wish.lines[index] as Wish['lines'][number];
  const amount = (text: string) => new Digits(text);
  const exact = (text: string) => money(text, currency).amount;
  const price = timesOf(exact(unit), quantity, currency);
  const shipping = index === 0 ? exact(wish.shipping) : exact('0');
  const fee = partOf(price, 15, 100, currency);
  const feeTax = partOf(fee, RATE, 100, currency);
  const tax = (of: string): ExactObject => ({
    amount: amount(partOf(of, RATE, wish.taxMode === 'TAX_INCLUDED' ? 100 + RATE : 100, currency)),
    code: 'VAT20',
    rate: amount('20.0000'),
    tax_calculation_rule: wish.taxRule,
  });
  return {
    can_refund: false,
    cancelations: [],
    category_code: 'HOME',
    category_label: 'Home',
    commission_fee: amount(fee),
    commission_rate_vat: amount('20.0000'),
    commission_taxes: [{ amount: amount(feeTax), code: 'TAXDEFAULT', rate: amount('20.0000') }],
    commission_vat: amount(feeTax),
    created_date: isoOf(at),
    description: '',
    last_updated_date: isoOf(at),
    offer_id: amount(String(2000 + index + 1)),
    offer_sku: sku,
    offer_state_code: '11',
    order_line_additional_fields: [],
    order_line_id: `${wish.id}-${index + 1}`,
    order_line_index: amount(String(index + 1)),
    order_line_state: 'WAITING_ACCEPTANCE',
    price: amount(price),
    price_unit: amount(exact(unit)),
    product_medias: [],
    product_shop_sku: sku,
    product_sku: `MK-${sku}`,
    product_title: sku,
    promotions: [],
    quantity: amount(String(quantity)),
    refunds: [],
    shipping_price: amount(shipping),
    shipping_taxes: /[1-9]/.test(shipping) ? [tax(shipping)] : [],
    taxes: [tax(price)],
    total_commission: amount(sumOf([fee, feeTax], currency)),
    total_price: amount(sumOf([price, shipping], currency)),
  };
}

/** A whole order in WAITING_ACCEPTANCE. Throws NotMoney where an amount is none in its currency. */
export function newcomer(wish: Wish, at: number): ExactObject {
  const { firstname, lastname, locale } = buyerOf(wish.buyer);
  const day = 86_400_000;
  const body: ExactObject = {
    can_cancel: false,
    can_shop_ship: false,
    channel: { code: 'INIT', label: 'Initial' },
    commercial_id: wish.commercialId,
    created_date: isoOf(at),
    currency_iso_code: wish.currency,
    // Nobody is told the address before the order may be shipped (CONTRACT §4).
    customer: { billing_address: null, customer_id: `c-${wish.id}`, firstname, lastname, locale, shipping_address: null },
    customer_directly_pays_seller: false,
    customer_notification_email: `${wish.id.toLowerCase()}.relay@notification.mirakl.example`,
    delivery_date: { earliest: isoOf(at + 4 * day), latest: isoOf(at + 8 * day) },
    fulfillment: { center: { code: 'DEFAULT' } },
    fully_refunded: false,
    has_customer_message: false,
    has_incident: false,
    has_invoice: false,
    last_updated_date: isoOf(at),
    leadtime_to_ship: new Digits('2'),
    order_additional_fields: [],
    order_id: wish.id,
    order_lines: wish.lines.map((_, index) => lineBody(wish, index, at)),
    order_state: 'WAITING_ACCEPTANCE',
    order_tax_mode: wish.taxMode,
    paymentType: 'CARD',
    payment_type: 'CARD',
    payment_workflow: wish.workflow,
    promotions: { applied_promotions: [], total_deduced_amount: new Digits('0.00') },
    references: {},
    shipping_deadline: isoOf(at + wish.shipWithin),
    shipping_type_code: wish.shippingType,
    shipping_type_label: SHIPPING_TYPES.shipping_types.find((one) => one.code === wish.shippingType)?.label ?? wish.shippingType,
    shipping_zone_code: 'Z1',
    shipping_zone_label: 'Zone 1',
  };
  retotal(body);
  return body;
}
