/** The shop's offers: what it told of each, and how many units there are (CONTRACT §8). */
import { Digits, type ExactObject, objectsOf, sumOf, textOf } from '../exact';
import { isoOf } from '../exchange';
import type { SimulatedOffer } from '../port';

export interface Offer {
  readonly sku: string;
  readonly id: number;
  /** As OF24 told it: whatever it did not tell stands at its default. */
  told: ExactObject;
  quantity: number;
  /** Units by warehouse; empty where stock was told as a whole. */
  readonly warehouses: Map<string, number>;
}
const CURRENCY = 'EUR';
const SHIPPING = '4.90';

export class Offers {
  private readonly bySku = new Map<string, Offer>();

  /** An offer as OF24 tells it: made, or told anew with all its fields. Nothing that is not told now is kept. */
  tell(told: ExactObject): Offer {
    const sku = textOf(told.shop_sku) ?? '';
    const before = this.bySku.get(sku);
    const offer: Offer = {
      sku,
      id: before?.id ?? 2001 + this.bySku.size,
      told,
      quantity: Number(textOf(told.quantity) ?? '0'),
      warehouses: new Map(),
    };
    this.bySku.set(sku, offer);
    return offer;
  }
  find(sku: string): Offer | undefined {
    return this.bySku.get(sku);
  }
  remove(sku: string): void {
    this.bySku.delete(sku);
  }
  all(): readonly Offer[] {
    return [...this.bySku.values()];
  }

  /** Units at a warehouse, or altogether; null: nothing is known of that warehouse any more. */
  stock(offer: Offer, warehouse: string | null, quantity: number | null): void {
    if (warehouse === null) {
      offer.warehouses.clear();
      offer.quantity = quantity ?? 0;
      return;
    }
    if (quantity === null) offer.warehouses.delete(warehouse);
    else offer.warehouses.set(warehouse, quantity);
    offer.quantity = [...offer.warehouses.values()].reduce((sum, units) => sum + units, 0);
  }
  /** A buyer has ordered; there are never less than no units. */
  sold(sku: string, units: number): void {
    const offer = this.bySku.get(sku);
    if (offer) offer.quantity = Math.max(0, offer.quantity - units);
  }

  seen(): SimulatedOffer[] {
    return this.all().map((offer) => ({
      sku: offer.sku,
      quantity: offer.quantity,
      warehouses: Object.fromEntries(offer.warehouses),
      price: textOf(offer.told.price) ?? '',
      description: textOf(offer.told.description) ?? '',
    }));
  }
}

/** An offer as it was before any OF24: told in full. */
export const firstOffer = (sku: string, price: string, quantity: number): ExactObject => ({
  shop_sku: sku,
  product_id: `MK-${sku}`,
  product_id_type: 'SHOP_SKU',
  price: new Digits(price),
  state_code: '11',
  description: `${sku} as new`,
  leadtime_to_ship: new Digits('2'),
  logistic_class: 'S',
  min_quantity_alert: new Digits('3'),
  quantity: new Digits(String(quantity)),
});

const whole = (told: ExactObject, field: string, otherwise: number) => new Digits(textOf(told[field]) ?? String(otherwise));

/** An offer as OF21 shows it. */
export function offerView(offer: Offer, now: number): ExactObject {
  const { told, sku } = offer;
  const price = sumOf([textOf(told.price) ?? '0'], CURRENCY);
  const amount = (text: string) => new Digits(text);
  const discount = objectsOf([told.discount ?? null])[0];
  const reduced = discount ? textOf(discount.price) : null;
  const prices: ExactObject = {
    price: amount(reduced ?? price),
    unit_origin_price: amount(price),
    volume_prices: [
      {
        price: amount(reduced ?? price),
        quantity_threshold: new Digits('1'),
        unit_discount_price: amount(reduced ?? price),
        unit_origin_price: amount(price),
      },
    ],
  };
  const optional = ['internal_description', 'price_additional_info', 'product_tax_code'].flatMap((field) =>
    typeof told[field] === 'string' ? [[field, told[field]] as const] : [],
  );
  const logistic = textOf(told.logistic_class) ?? 'S';
  const active = offer.quantity > 0;
  return {
    active,
    all_prices: [prices],
    applicable_pricing: prices,
    category_code: 'HOME',
    category_label: 'Home',
    channels: ['INIT'],
    currency_iso_code: CURRENCY,
    description: textOf(told.description) ?? '',
    fulfillment: { center: { code: 'DEFAULT' } },
    ...(active ? {} : { inactivity_reasons: ['ZERO_QUANTITY'] }),
    ...Object.fromEntries(optional),
    leadtime_to_ship: whole(told, 'leadtime_to_ship', 1),
    logistic_class: { code: logistic, label: logistic },
    max_order_quantity: whole(told, 'max_order_quantity', 0),
    min_order_quantity: whole(told, 'min_order_quantity', 0),
    min_quantity_alert: whole(told, 'min_quantity_alert', 0),
    min_shipping_price: amount(SHIPPING),
    min_shipping_price_additional: amount('0.00'),
    min_shipping_type: 'STD',
    min_shipping_zone: 'Z1',
    offer_additional_fields: objectsOf(told.offer_additional_fields),
    offer_id: new Digits(String(offer.id)),
    package_quantity: whole(told, 'package_quantity', 1),
    price: amount(reduced ?? price),
    product_references: [{ reference: `MK-${sku}`, reference_type: 'MKP' }],
    product_sku: `MK-${sku}`,
    product_title: sku,
    quantity: new Digits(String(offer.quantity)),
    shipping_deadline: isoOf(now + 2 * 86_400_000),
    shop_sku: sku,
    state_code: textOf(told.state_code) ?? '11',
    total_price: amount(sumOf([reduced ?? price, SHIPPING], CURRENCY)),
    ...(offer.warehouses.size === 0
      ? {}
      : { warehouses: [...offer.warehouses].map(([code, units]) => ({ code, quantity: new Digits(String(units)) })) }),
  };
}
