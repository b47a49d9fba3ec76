import type { Ledger } from '../../ledger/port';
import { ownKey } from '../../model/order';
import type { Effect, OrderRecord } from '../../model/record';
import type { PushStockArgs, StockTold } from '../../platforms/stock';
import type { Kept } from '../shelf';
import { rowKey, stockFact, type Told, toldTo, wayOf } from '../stock-facts';
import { type Duty, decided, type Verb } from '../verb';
import { required } from './accept-order';

const MINUTE = 60_000;
/** Offers may be new, and what somebody else told is told right again. */
const LOOKED_AT_EVERY = 60 * MINUTE;
/** Units on their way into the shop were held back. */
const PROMISED_FOR = 5 * MINUTE;

/**
 * Tells a marketplace how many units there are of its offers. It stands on the record of the store whose stock it is, one row a
 * marketplace: every asking compares all levels with what the marketplace knows, and tells what differs.
 */
export const pushStock: Verb = {
  name: 'stock.push',
  doneBy: 'flow',
  ofAccount: true,
  duties: (order) =>
    Object.values(order.effects).flatMap((effect) =>
      effect.verb === 'stock.push' && (effect.state === 'open' || effect.state === 'planned')
        ? [duty(effect.key, effect.about)]
        : [],
    ),
  asked: (_, __, args, about) => duty((args as PushStockArgs).account, about),
  target: (order, args) => (args as PushStockArgs | undefined)?.account ?? order.account,
  standing: {
    async facts(ledger, effect, now) {
      const args = effect.args as PushStockArgs;
      const fact = await stockFact(ledger, args, await retriedAt(ledger, args, effect.id), now);
      if (typeof fact === 'string') return fact;
      if ('unknown' in fact) return { asks: unknownPlace(fact.unknown, args) };
      if (fact.rows.length > 0) return { fact };
      const { promised, apart } = fact;
      return { result: { made: [], told: 0, refused: apart, ...(promised > 0 ? { promised } : {}) } satisfies StockTold };
    },
    async keep(ledger, effect, result, now) {
      const { account, fact } = effect.args as PushStockArgs;
      const { refused, by } = result as StockTold;
      if (by !== undefined) return ledger.keep(wayOf(account), by, now);
      const reasons = new Map(refused.map(({ sku, reason }) => [sku, reason]));
      const rows = fact.rows.map((row): [string, Kept<Told>] => {
        const reason = reasons.get(row.sku);
        const value: Told = { quantity: row.quantity, at: now, ...(reason === undefined ? {} : { refused: reason }) };
        return [rowKey(row), { value, wave: 0, seen: '' }];
      });
      return toldTo(ledger, account).put(new Map(rows), now);
    },
    apart: (result) => (result as StockTold | undefined)?.refused.map(({ sku, reason }) => ({ item: sku, reason })) ?? [],
    still(before, result): StockTold {
      const { made, told } = (before ?? result) as StockTold;
      return { ...(result as StockTold), made, told };
    },
    again(effect, result, now) {
      const fact = (effect.args as Partial<PushStockArgs>).fact;
      if ((fact?.left ?? 0) > 0 || (result as StockTold).by !== undefined) return now + MINUTE;
      const promised = fact?.promised ?? (result as StockTold).promised ?? 0;
      return now + (promised > 0 ? PROMISED_FOR : LOOKED_AT_EVERY);
    },
  },
  converse: (platform, c, args): Promise<StockTold> =>
    required(platform.pushStock, platform.name, 'be told of stock')(c, args as PushStockArgs),
};
/** Nothing is stocked under that name: it was renamed, or written otherwise. */
const unknownPlace = (place: string, { account }: PushStockArgs): NonNullable<Effect['asks']> => ({
  kind: 'unmapped',
  cause: `unmapped/location/${place}`,
  detail: { what: 'location', value: place, account },
});
const duty = (account: string, about: string | undefined): Duty => ({
  id: `stock.push/${account}`,
  verb: 'stock.push',
  key: account,
  ...(about === undefined ? {} : { about }),
});
/** When a person said "try again" of what was refused. */
async function retriedAt(ledger: Pick<Ledger, 'read'>, { store }: PushStockArgs, id: string): Promise<number> {
  const order: OrderRecord | null = (await ledger.read(ownKey(store))).order;
  return order ? (decided(order, 'do it', id)?.at ?? 0) : 0;
}
