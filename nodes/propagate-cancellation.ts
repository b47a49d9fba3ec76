import { z } from 'zod';
import type { GivenBack, GivingBackArgs, Mirrored } from '../lib/platforms/giving-back';
import { actionNode } from '../lib/runtime/action-node';
import { bothWays, reasonsOf } from '../lib/runtime/both-ways';
import { pairs } from '../lib/runtime/settings';

const settings = z.object({
  /** The shop's note or reason of cancellation → the marketplace's reason code. */
  reasons: pairs,
  reason: z.string().default(''),
  restock: z.enum(['stock', 'none']).default('stock'),
});

export = actionNode({
  type: 'propagate-cancellation',
  settings,
  verbs: ['cancel.push', 'shop.cancel'],
  needs: ['order'],
  ports: ['done', 'became return'],
  args: (own) => cancelArgs(own),
  async run({ order }, { settings: own, status, ...tools }) {
    const { done, why } = await bothWays<GivenBack | Mirrored>(
      tools,
      { marketplace: 'cancel.push', shop: 'shop.cancel' },
      cancelArgs(own),
    );
    if (done.length === 0) return { done: { topic: 'cancellation.not-needed', results: { cancellation: { notNeeded: why } } } };
    const results = done.map(({ ended }) => (ended.is === 'void' ? null : ended.result));
    const result = results.length === 1 ? results[0] : results;
    const last = done.at(-1);
    if (done.every(({ ended }) => ended.is === 'confirmed' && ended.result.by === 'return')) {
      status('became return');
      return { 'became return': { topic: 'cancellation.became-return', results: { cancellation: result } } };
    }
    if (last?.ended.is === 'confirmed') status(last.to === 'marketplace' ? `→ ${order.channel.marketplace}` : '→ Shopify');
    return { done: { topic: 'cancellation.made', results: { cancellation: result } } };
  },
});

/** All of a unit's money goes back with it, so there is no goodwill to share. */
const cancelArgs = ({ restock, ...own }: z.output<typeof settings>): Omit<GivingBackArgs<never>, 'fact'> => ({
  ...reasonsOf(own),
  goodwill: 'proportional',
  restock: restock === 'stock',
});
