import { z } from 'zod';
import { misconfigured } from '../lib/model/errors';
import { actionNode } from '../lib/runtime/action-node';
import { propertyOf } from '../lib/runtime/message';

export = actionNode({
  type: 'order-once',
  /** What this gate is for: gates of the same name let an event through once between them. */
  settings: z.object({ gate: z.string().default('') }),
  verbs: [],
  needs: [],
  ports: ['first time', 'again'],
  async run(_, { settings: { gate }, message, engine, node, status }) {
    const event = propertyOf(message, 'event.id');
    if (typeof event !== 'string' || event === '')
      throw misconfigured(
        'msg.event.id',
        'This message carries no event, so nobody can tell whether it came before. Wire it from a trigger, and keep msg.event.',
      );
    const first = await engine.once(gate || node, event);
    status(first ? 'first time' : 'again');
    return first ? { 'first time': {} } : { again: {} };
  },
});
