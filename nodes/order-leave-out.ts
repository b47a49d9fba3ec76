import { z } from 'zod';
import { actionNode } from '../lib/runtime/action-node';

export = actionNode({
  type: 'order-leave-out',
  settings: z.object({
    reason: z.string().default('left out by the flow'),
    what: z.enum(['*', 'order.accept', 'order.create']).default('*'),
  }),
  verbs: [],
  needs: [],
  ports: ['left out'],
  async run(_, { settings: { reason, what }, key, engine, by, status }) {
    await engine.leaveOut(key, what === '*' ? [] : [what], reason, by);
    status('left out');
    return { 'left out': { topic: 'order.left-out', results: { leftOut: { what, reason } } } };
  },
});
