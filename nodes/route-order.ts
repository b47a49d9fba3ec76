import { z } from 'zod';
import { actionNode } from '../lib/runtime/action-node';
import { check, say } from '../lib/runtime/route/check';
import { outputsOf, route, rules } from '../lib/runtime/route/rules';
import { routingOf } from '../lib/runtime/routing';

export = actionNode({
  type: 'route-order',
  settings: z.object({ rules, mode: z.enum(['first', 'all']).default('first') }),
  verbs: [],
  needs: ['order'],
  ports: (settings) => outputsOf(settings.rules),
  warnings: ({ rules: table, mode }) => check(table, mode).map(say),
  async run({ order }, { settings, message, key, engine, by, status }) {
    const { matched, outputs, routing, leaveOut } = route(settings.rules, settings.mode, order, routingOf(message));
    if (leaveOut !== undefined) await engine.leaveOut(key, [], leaveOut, by);
    status(matched.length > 0 ? `rule ${matched.join(' ')}` : 'else');
    const added = {
      topic: 'order.routed',
      routing: leaveOut === undefined ? routing : { ...routing, leaveOut },
      results: { route: { rules: matched, outputs } },
    };
    return Object.fromEntries(outputs.map((output) => [output, added]));
  },
});
