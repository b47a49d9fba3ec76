/** The parts of orderCreate's variables that we fill, as the schema names them. */
import type { Money } from '../../model/money';

export interface MoneyBag {
  readonly shopMoney: { readonly amount: string; readonly currencyCode: string };
  readonly presentmentMoney: { readonly amount: string; readonly currencyCode: string };
}
/** Both monies in the order's own currency: nothing is converted, so nothing can differ (contracts/shopify §11 no. 10). */
export function bag(of: Money): MoneyBag {
  const money = { amount: of.amount, currencyCode: of.currency };
  return { shopMoney: money, presentmentMoney: money };
}
export interface TaxLine {
  readonly title: string;
  readonly rate: string;
  readonly priceSet: MoneyBag;
  readonly channelLiable: boolean;
}
export interface LineItem {
  readonly variantId?: string;
  readonly title?: string;
  readonly sku?: string;
  readonly quantity: number;
  readonly priceSet: MoneyBag;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly taxLines: readonly TaxLine[];
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}
export interface ShippingLine {
  readonly title: string;
  readonly code?: string;
  readonly source: string;
  readonly priceSet: MoneyBag;
  readonly taxLines: readonly TaxLine[];
}
export interface Attribute {
  readonly key: string;
  readonly value: string;
}
export interface MailingAddress {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string;
  readonly address1?: string;
  readonly address2?: string;
  readonly city?: string;
  readonly provinceCode?: string;
  readonly zip?: string;
  readonly countryCode?: string;
  readonly phone?: string;
}
