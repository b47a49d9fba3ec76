import { z } from 'zod';
import { misconfigured } from '../lib/model/errors';
import { actionNode } from '../lib/runtime/action-node';
import { propertyOf, toldOrder } from '../lib/runtime/message';

export = actionNode({
  type: 'look-up-order',
  /** Where the message holds the reference: any name of the order in any system. */
  settings: z.object({ property: z.string().default('payload') }),
  verbs: [],
  needs: [],
  ports: ['found', 'not found'],
  async run(_, { settings: { property }, message, engine, status }) {
    const reference = propertyOf(message, property);
    if ((typeof reference !== 'string' && typeof reference !== 'number') || reference === '')
      throw misconfigured(
        `msg.${property}`,
        `msg.${property} holds no reference to look up. Put an order number there, or name another property in this node.`,
      );
    const known = await engine.read(String(reference));
    const orders = (known ? [known] : await engine.find(String(reference))).toSorted((a, b) => b.firstSeenAt - a.firstSeenAt);
    const [latest] = orders.flatMap((record) => toldOrder(record) ?? []);
    status(latest ? 'found' : 'not found');
    const results = { lookUp: { reference, keys: orders.map(({ key }) => key) } };
    return latest
      ? { found: { topic: 'order.found', order: latest, results } }
      : { 'not found': { topic: 'order.not-found', results } };
  },
});
