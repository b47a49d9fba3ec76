import { z } from 'zod';
import { ownKey } from '../lib/model/order';
import type { PushStockArgs, StockTold } from '../lib/platforms/stock';
import { actionNode } from '../lib/runtime/action-node';
import { count, pairs } from '../lib/runtime/settings';

const settings = z.object({
  account: z.string().default(''),
  store: z.string().default(''),
  /** A location of the shop, by name or id → the marketplace's code of a warehouse; without codes those that count. */
  locations: pairs,
  buffer: count(0).pipe(z.number().int()),
  reserve: count(0).pipe(z.number().int()),
});

export = actionNode({
  type: 'push-stock',
  settings,
  verbs: ['stock.push'],
  needs: [],
  ports: ['pushed'],
  args(own, account) {
    const [target, shop] = [account(own.account)?.id, account(own.store)?.id];
    return target === undefined || shop === undefined ? undefined : pushArgs(own, target, shop);
  },
  async run(_, { settings: own, message, account, effect, effectOf, status }) {
    const [target, shop] = [await account(own.account), await account(own.store)];
    const args = pushArgs(own, target.id, shop.id);
    const { subject, about } = (message.event ?? {}) as { readonly subject?: unknown; readonly about?: unknown };
    // A message of the shop's stock waits here; any other one (an inject, an order) only says that it is time to look.
    const ended =
      subject === shop.id && message.order === undefined
        ? await effect<StockTold>('stock.push', args, typeof about === 'string' ? about : undefined)
        : await effectOf<StockTold>(ownKey(shop.id), shop.id, 'stock.push', args);
    if (ended.is === 'planned') return { pushed: { topic: 'stock.pushed', results: { stock: ended.result } } };
    if (ended.is !== 'confirmed') {
      status(ended.is === 'waiting' ? 'goes on' : ended.why);
      return {};
    }
    const { told, refused } = ended.result;
    status(told > 0 ? `${told} pushed` : refused.length > 0 ? `${refused.length} not taken` : 'nothing new');
    return told > 0 ? { pushed: { topic: 'stock.pushed', results: { stock: { pushed: told, refused } } } } : {};
  },
});

function pushArgs(
  { locations, buffer, reserve }: z.output<typeof settings>,
  account: string,
  store: string,
): Omit<PushStockArgs, 'fact'> {
  const coded = Object.entries(locations).filter(([, code]) => code.trim() !== '');
  return {
    account,
    store,
    locations: coded.length > 0 ? [] : Object.keys(locations),
    warehouses: Object.fromEntries(coded.map(([location, code]) => [location, code.trim()])),
    buffer,
    reserve,
  };
}
