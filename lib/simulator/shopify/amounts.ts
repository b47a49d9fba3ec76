/** Money in the shop's currency and in the buyer's, side by side, in exact decimals. */
import { sumOf, timesOf, trimmed } from '../exact';
import type { Thing } from './execute';

export interface Currencies {
  readonly shop: string;
  readonly presentment: string;
}
export interface Amounts {
  readonly shop: string;
  readonly presentment: string;
}

export const sumOfAmounts = (amounts: readonly Amounts[], { shop, presentment }: Currencies): Amounts => ({
  shop: sumOf(
    amounts.map((one) => one.shop),
    shop,
  ),
  presentment: sumOf(
    amounts.map((one) => one.presentment),
    presentment,
  ),
});
export const timesOfAmounts = (amounts: Amounts, units: number, { shop, presentment }: Currencies): Amounts => ({
  shop: timesOf(amounts.shop, units, shop),
  presentment: timesOf(amounts.presentment, units, presentment),
});

/** A MoneyBag. */
export const bagOf = (amounts: Amounts, currencies: Currencies): Thing => ({
  __typename: 'MoneyBag',
  shopMoney: { __typename: 'MoneyV2', amount: trimmed(amounts.shop), currencyCode: currencies.shop },
  presentmentMoney: { __typename: 'MoneyV2', amount: trimmed(amounts.presentment), currencyCode: currencies.presentment },
});
