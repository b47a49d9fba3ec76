import { z } from 'zod';
import type { ReturnArgs, ReturnDone } from '../lib/platforms/returns';
import { actionNode } from '../lib/runtime/action-node';
import { bothWays } from '../lib/runtime/both-ways';
import { flag } from '../lib/runtime/settings';

const settings = z.object({
  requests: z.enum(['ask', 'accept']).default('ask'),
  restock: z.enum(['none', 'stock']).default('none'),
  compliant: flag(false),
});

export = actionNode({
  type: 'propagate-return',
  settings,
  verbs: ['return.push', 'shop.return'],
  needs: ['order'],
  ports: ['done', 'nothing to do'],
  args: (own) => returnArgs(own),
  async run(_, { settings: own, status, ...tools }) {
    const { done, why } = await bothWays<ReturnDone>(tools, { marketplace: 'return.push', shop: 'shop.return' }, returnArgs(own));
    if (done.length === 0) return { 'nothing to do': { topic: 'return.not-needed', results: { return: { notNeeded: why } } } };
    const steps = done.map(({ ended }) => (ended.is === 'void' ? null : ended.result));
    const last = done.at(-1)?.ended;
    if (last?.is === 'confirmed') status(SAYS[last.result.step]);
    return { done: { topic: 'return.done', results: { return: steps.length === 1 ? steps[0] : steps } } };
  },
});

const SAYS: Readonly<Record<ReturnDone['step'], string>> = {
  open: 'opened',
  received: 'received',
  closed: 'closed',
  cancelled: 'called off',
  accept: 'accepted',
  receive: 'received →',
  close: 'closed →',
};
const returnArgs = ({ requests, restock, compliant }: z.output<typeof settings>): Omit<ReturnArgs<never>, 'fact'> => ({
  requests,
  restock: restock === 'stock',
  compliant,
});
