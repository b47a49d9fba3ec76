import { z } from 'zod';
import type { GivenBack, GivingBackArgs, Mirrored } from '../lib/platforms/giving-back';
import { actionNode } from '../lib/runtime/action-node';
import { bothWays, reasonsOf } from '../lib/runtime/both-ways';
import { pairs } from '../lib/runtime/settings';

const settings = z.object({
  /** The shop's note, return reason or kind of refund → the marketplace's reason code. */
  reasons: pairs,
  reason: z.string().default(''),
  goodwill: z.enum(['ask', 'proportional']).default('ask'),
  restock: z.enum(['none', 'stock']).default('none'),
});

export = actionNode({
  type: 'propagate-refund',
  settings,
  verbs: ['refund.push', 'shop.refund'],
  needs: ['order'],
  ports: ['refunded', 'own echo'],
  args: (own) => refundArgs(own),
  async run(_, { settings: own, status, ...tools }) {
    const { done, why } = await bothWays<GivenBack | Mirrored>(
      tools,
      { marketplace: 'refund.push', shop: 'shop.refund' },
      refundArgs(own),
    );
    if (done.length === 0) return { 'own echo': { topic: 'refund.not-needed', results: { refund: { notNeeded: why } } } };
    const results = done.map(({ ended }) => (ended.is === 'void' ? null : ended.result));
    const last = done.at(-1);
    if (last?.ended.is === 'confirmed') status(arrow(last.ended.result.total?.amount ?? '', last.to));
    return { refunded: { topic: 'refund.made', results: { refund: results.length === 1 ? results[0] : results } } };
  },
});

const arrow = (amount: string, to: 'marketplace' | 'shop'): string => (to === 'marketplace' ? `${amount} →` : `← ${amount}`);
const refundArgs = ({ goodwill, restock, ...own }: z.output<typeof settings>): Omit<GivingBackArgs<never>, 'fact'> => ({
  ...reasonsOf(own),
  goodwill,
  restock: restock === 'stock',
});
