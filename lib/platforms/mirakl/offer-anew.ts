/** OF24 resets every field that it is not told: an offer is told anew as OF21 shows it, and only its number is another. contracts/mirakl §8. */
import { z } from 'zod';
import { decimal as digits } from '../../model/json';
import { offer } from './offers';
import { decimal, list, maybe, text } from './payload';

const whole = z.number().int();
const price = z.union([z.string(), z.number()]).transform((value) => digits(String(value)));
const volume = z.looseObject({
  quantity_threshold: whole,
  unit_discount_price: maybe(price),
  unit_origin_price: price,
});
const prices = z.looseObject({
  channel_code: maybe(text),
  context: maybe(z.looseObject({ channel_codes: list(text) })),
  discount_start_date: maybe(text),
  discount_end_date: maybe(text),
  unit_discount_price: maybe(price),
  unit_origin_price: price,
  volume_prices: list(volume),
});
const discount = z.looseObject({
  discount_price: maybe(price),
  start_date: maybe(text),
  end_date: maybe(text),
  ranges: list(z.looseObject({ price, quantity_threshold: whole })),
});
/** What OF24 takes, by OF21's names. Those that both call alike go as they are. */
export const shown = offer.extend({
  product_sku: text,
  state_code: text,
  price: maybe(decimal),
  applicable_pricing: maybe(prices),
  all_prices: list(prices),
  discount: maybe(discount),
  available_start_date: maybe(text),
  available_end_date: maybe(text),
  logistic_class: maybe(z.looseObject({ code: text })),
  msrp: maybe(price),
  retail_prices: list(prices),
  eco_contributions: list(
    z.looseObject({ epr_category_code: text, eco_contribution_amount: maybe(price), producer_id: maybe(text) }),
  ),
  offer_additional_fields: list(z.looseObject({ code: text })),
  allow_quote_requests: maybe(z.boolean()),
  description: maybe(text),
  internal_description: maybe(text),
  leadtime_to_ship: maybe(whole),
  max_order_quantity: maybe(whole),
  min_order_quantity: maybe(whole),
  min_quantity_alert: maybe(whole),
  package_quantity: maybe(whole),
  price_additional_info: maybe(text),
  product_tax_code: maybe(text),
});
type Shown = z.output<typeof shown>;
const ALIKE = [
  'allow_quote_requests',
  'description',
  'internal_description',
  'leadtime_to_ship',
  'max_order_quantity',
  'min_order_quantity',
  'min_quantity_alert',
  'msrp',
  'package_quantity',
  'price_additional_info',
  'product_tax_code',
  'state_code',
] as const satisfies readonly (keyof Shown)[];

/**
 * As OF24 takes it. Null where the price before any discount is not stated: told with another price the offer would be sold for it.
 * A maximum or a package of 0 is how OF21 shows that none is set.
 */
export function toldAnew(given: Shown, quantity: number): Readonly<Record<string, unknown>> | null {
  const base = basePrices(given)?.unit_origin_price;
  if (base === undefined) return null;
  const alike = Object.fromEntries(ALIKE.flatMap((name) => (isSet(name, given[name]) ? [[name, given[name]]] : [])));
  return {
    shop_sku: given.shop_sku,
    product_id: given.product_sku,
    product_id_type: 'SKU',
    update_delete: 'update',
    price: base,
    quantity,
    ...alike,
    ...some('available_started', given.available_start_date),
    ...some('available_ended', given.available_end_date),
    ...some('logistic_class', given.logistic_class?.code),
    // The price without a channel goes as `price` and `discount`; told twice it could contradict itself.
    ...some('all_prices', many(given.all_prices.filter(hasMore).flatMap(pricesAnew))),
    ...some('discount', discountOf(given)),
    ...some('retail_prices', many(given.retail_prices.map(retailAnew))),
    ...some('eco_contributions', many(given.eco_contributions.map(ecoAnew))),
    ...some('offer_additional_fields', many(given.offer_additional_fields)),
  };
}
const some = (name: string, value: unknown): Readonly<Record<string, unknown>> => (value === undefined ? {} : { [name]: value });
const many = <T>(items: readonly T[]): readonly T[] | undefined => (items.length > 0 ? items : undefined);
const known = (of: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
const NONE_SET: readonly string[] = ['max_order_quantity', 'min_order_quantity', 'min_quantity_alert', 'package_quantity'];
const isSet = (name: string, value: unknown): boolean => value !== undefined && !(value === 0 && NONE_SET.includes(name));

const channelsOf = ({ context, channel_code }: z.output<typeof prices>): readonly (string | null)[] =>
  context?.channel_codes.length ? context.channel_codes : channel_code === undefined ? [] : [channel_code];
const hasMore = (one: z.output<typeof prices>): boolean => channelsOf(one).length > 0 || one.volume_prices.length > 1;
const retailAnew = ({
  discount_start_date,
  discount_end_date,
  unit_discount_price,
  unit_origin_price,
}: z.output<typeof prices>) => known({ discount_start_date, discount_end_date, unit_discount_price, unit_origin_price });
const ecoAnew = ({ epr_category_code, eco_contribution_amount, producer_id }: Shown['eco_contributions'][number]) =>
  known({ epr_category_code, eco_contribution_amount, producer_id });
/** One entry a channel; prices by customer cannot be told here and are left as they stand. */
function pricesAnew(one: z.output<typeof prices>): readonly Readonly<Record<string, unknown>>[] {
  const { discount_start_date, discount_end_date, unit_discount_price, unit_origin_price, volume_prices } = one;
  const channels = channelsOf(one);
  return (channels.length > 0 ? channels : [null]).map((channel_code) => ({
    channel_code,
    ...known({ discount_start_date, discount_end_date, unit_discount_price, unit_origin_price }),
    volume_prices: volume_prices.map((volume) =>
      known({
        quantity_threshold: volume.quantity_threshold,
        unit_discount_price: volume.unit_discount_price,
        unit_origin_price: volume.unit_origin_price,
      }),
    ),
  }));
}
/** Those of no channel and nobody in particular. */
const basePrices = ({ all_prices, applicable_pricing }: Shown): z.output<typeof prices> | undefined =>
  all_prices.find((one) => channelsOf(one).length === 0) ?? applicable_pricing;
/** The old form stands beside the prices; an instance that has only the new one leaves it out. */
function discountOf(given: Shown): Readonly<Record<string, unknown>> | undefined {
  if (given.discount) {
    const { discount_price, start_date, end_date, ranges } = given.discount;
    return known({ price: discount_price, start_date, end_date, ranges: many(ranges) });
  }
  const base = basePrices(given);
  if (base?.unit_discount_price === undefined) return undefined;
  return known({ price: base.unit_discount_price, start_date: base.discount_start_date, end_date: base.discount_end_date });
}
