import { z } from 'zod';
import type { CreateArgs, CreateResult } from '../lib/platforms/port';
import type { Account } from '../lib/runtime/accounts';
import { actionNode } from '../lib/runtime/action-node';
import { type Routing, routingOf } from '../lib/runtime/routing';
import { list, pairs } from '../lib/runtime/settings';

const settings = z.object({
  store: z.string().default(''),
  tags: list,
  note: z.string().default(''),
  nameTemplate: z.string().default(''),
  customer: z.enum(['none', 'one-per-channel', 'buyer']).default('none'),
  customerId: z.string().default(''),
  shippingTitles: pairs,
  attributes: pairs,
  gateway: z.string().default('marketplace'),
  unknownSku: z.enum(['ask', 'custom-line']).default('ask'),
});

export = actionNode({
  type: 'shopify-create-order',
  settings,
  verbs: ['order.create'],
  needs: ['order'],
  ports: ['created', 'skipped'],
  args: (own, account) => {
    const store = account(own.store);
    return store && createArgs(own, store, {}, []);
  },
  async run({ order }, { settings, message, account, settingsOf, effect, status }) {
    const args = createArgs(
      settings,
      await account(settings.store),
      routingOf(message),
      list.parse(settingsOf(order.account).channelTags),
    );
    const made = await effect<CreateResult>('order.create', args);
    if (made.is === 'void') return { skipped: { topic: 'order.skipped', results: { shopifyOrder: { skipped: made.why } } } };
    if (made.is === 'confirmed') status(made.result.name);
    return { created: { topic: 'order.created', results: { shopifyOrder: made.result } } };
  },
});

/** What is frozen when the order begins to be made: the node's settings, the store's, and what routing added. */
function createArgs(
  own: z.output<typeof settings>,
  store: Account,
  routing: Routing,
  channelTags: readonly string[],
): CreateArgs {
  const { store: _, tags, note, nameTemplate, customerId, shippingTitles, ...rest } = own;
  const location = routing.location ?? store.settings.location;
  return {
    ...rest,
    store: store.id,
    tags: [...new Set([...tags, ...channelTags, ...(routing.tags ?? [])])],
    stock: (store.settings.stock ?? 'decrement-ignoring-policy') as CreateArgs['stock'],
    shippingTitles: Object.fromEntries(Object.entries(shippingTitles).map(([from, title]) => [from, { title }])),
    ...((routing.note ?? note) ? { note: routing.note ?? note } : {}),
    ...(nameTemplate ? { nameTemplate } : {}),
    ...(customerId ? { customerId } : {}),
    ...(typeof location === 'string' && location ? { location } : {}),
    ...(routing.hold ? { hold: routing.hold } : {}),
  };
}
