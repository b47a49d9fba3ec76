/** OF21: the shop's offers and how many units the marketplace has of each. contracts/mirakl §8. */
import { z } from 'zod';
import type { Offered, Table } from '../port';
import { of21Page } from './calls-stock';
import { OFFERS_EVERY, PAGE } from './mapping';
import { list, text } from './payload';

export const offer = z.looseObject({
  shop_sku: text,
  quantity: z.number().int().nonnegative(),
  warehouses: list(z.looseObject({ code: text, quantity: z.number().int().nonnegative() })),
});
export const offerPage = z.looseObject({ offers: z.array(offer), total_count: z.number().int().nonnegative() });

export const offeredOf = ({ quantity, warehouses }: z.output<typeof offer>): Offered => ({
  quantity,
  warehouses: Object.fromEntries(warehouses.map((one) => [one.code, one.quantity])),
});

/** Every sweep reads all: no filter says what changed. */
export const offers: Table = {
  table: 'offers',
  every: OFFERS_EVERY,
  overlap: 0,
  wholeEvery: 0,
  drifts: true,
  tells: false,
  wanted: { verb: 'stock.push' },
  page: (account, settings, _from, mark) => of21Page(account, settings, Number(mark)),
  read(body, mark) {
    const page = offerPage.parse(body);
    const next = Number(mark) + PAGE;
    return {
      rows: page.offers.map((one) => ({ key: one.shop_sku, value: offeredOf(one) })),
      next: next < page.total_count && page.offers.length > 0 ? next : null,
    };
  },
};
