import { z } from 'zod';
import { count } from '../lib/runtime/settings';
import { simulatorNode } from '../lib/runtime/simulator-node';

const percent = z.coerce.number().min(0).max(100).default(0);

export = simulatorNode({
  type: 'order-simulator',
  settings: z.object({
    /** The name of its world; accounts choose it by this name. */
    world: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and hyphens only')
      .default('demo'),
    /** Milliseconds of its world in one of ours. */
    pace: count(60, 1),
    ordersPerMinute: count(0),
    /** In percent of the orders in the shop, each ten minutes of its time. */
    ships: percent,
    cancels: percent,
    refunds: percent,
    takesBack: percent,
    /** In percent of the calls. */
    lostAnswer: percent,
    lostRequest: percent,
    serverError: percent,
    tooMany: percent,
    halfAnswer: percent,
    slow: percent,
    lateCommit: percent,
    partialSuccess: percent,
  }),
});
