import { z } from 'zod';
import { actionNode } from '../lib/runtime/action-node';

export = actionNode({
  type: 'accept-order',
  settings: z.object({ rule: z.enum(['always', 'sku known', 'manual']).default('always'), store: z.string().default('') }),
  verbs: ['order.accept'],
  needs: ['order'],
  ports: ['accepted', 'refused', 'to decide'],
  async run({ order }, { settings, effect, status }) {
    if (settings.rule === 'manual') return { 'to decide': { topic: 'order.to-decide' } };
    const lines = order.lines.map(({ id }) => ({ lineId: id, accepted: true }));
    const decided = await effect('order.accept', { lines });
    if (decided.is === 'confirmed') status(`accepted ${lines.length}/${lines.length}`);
    return { accepted: { topic: 'order.accepted', results: { acceptance: decided.is === 'void' ? { notNeeded: decided.why } : decided.result } } };
  },
});
