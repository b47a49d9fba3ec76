import { z } from 'zod';
import { accept } from '../lib/runtime/acceptance';
import { actionNode } from '../lib/runtime/action-node';

export = actionNode({
  type: 'accept-order',
  settings: z.object({
    rule: z.enum(['always', 'sku known', 'manual']).default('always'),
    /** Whose catalogue counts, where the rule asks for it. */
    store: z.string().default(''),
    unknown: z.enum(['to decide', 'refuse lines', 'refuse order']).default('to decide'),
  }),
  verbs: ['order.accept'],
  needs: ['order'],
  ports: ['accepted', 'refused', 'to decide'],
  async run({ order }, { settings, knownSkus, effect, status }) {
    const known =
      settings.rule === 'sku known'
        ? await knownSkus(
            settings.store,
            order.lines.map((line) => line.sku.source),
          )
        : undefined;
    const decision = accept(order, settings, known);
    // What was decided meanwhile, in the portal or by itself, is nobody's question any more.
    if (decision.is === 'to decide' && order.acceptance === 'pending') {
      status('to decide');
      return { 'to decide': { topic: 'order.to-decide', results: { acceptance: decision } } };
    }
    const { lines, accepted } = decision.is === 'decided' ? decision : { lines: [], accepted: 0 };
    const decided = await effect('order.accept', { lines });
    const acceptance = decided.is === 'void' ? { notNeeded: decided.why } : decided.result;
    if (decided.is === 'confirmed') status(`accepted ${accepted}/${lines.length}`);
    return accepted === 0 && decided.is !== 'void'
      ? { refused: { topic: 'order.refused', results: { acceptance } } }
      : { accepted: { topic: 'order.accepted', results: { acceptance } } };
  },
});
