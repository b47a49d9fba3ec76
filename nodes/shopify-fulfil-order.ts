import { z } from 'zod';
import type { FulfilArgs, Fulfilled } from '../lib/platforms/port';
import { actionNode } from '../lib/runtime/action-node';
import { fulfilRows } from '../lib/runtime/fulfil-rows';
import { flag } from '../lib/runtime/settings';

const column = z.string().trim().default('');
const settings = z.object({
  notify: flag(false),
  location: z.string().trim().default(''),
  /** Where a row names the order, its line and so on; empty: it does not. */
  order: column,
  line: column,
  quantity: column,
  carrier: column,
  number: column,
  url: column,
  place: column,
  shipment: column,
});

export = actionNode({
  type: 'shopify-fulfil-order',
  settings,
  verbs: ['shop.fulfil'],
  needs: [],
  ports: ['fulfilled', 'remainder', 'rejected'],
  args: (own) => fulfilArgs(own),
  async run(_, tools) {
    const { settings: own, message, effects, status } = tools;
    const event = message.event as { readonly type?: unknown } | undefined;
    // What the marketplace's portal shipped is a fact already; what a warehouse says is told first.
    if (typeof event?.type === 'string' && event.type.startsWith('marketplace.')) {
      const ended = await effects<Fulfilled>('shop.fulfil', fulfilArgs(own));
      const made = ended.flatMap((one) => (one.is === 'void' ? [] : [one.result]));
      const fulfilment = made.length > 0 ? made : ended.map((one) => (one.is === 'void' ? { notNeeded: one.why } : null));
      if (made.length > 0) status(`${made.length} made`);
      return { fulfilled: { topic: 'order.fulfilled', results: { fulfilment } } };
    }
    const { place: location, ...columns } = own;
    const done = await fulfilRows(tools, { ...columns, location }, fulfilArgs(own));
    status(done.rejected.length > 0 ? `${done.made} made, ${done.rejected.length} not` : `${done.made} made`);
    return {
      ...(done.fulfilled.length > 0 ? { fulfilled: { topic: 'order.fulfilled', results: { fulfilment: done.fulfilled } } } : {}),
      ...(done.remainder.length > 0 ? { remainder: { topic: 'order.remainder', payload: done.remainder } } : {}),
      ...(done.rejected.length > 0 ? { rejected: { topic: 'rows.rejected', payload: done.rejected } } : {}),
    };
  },
});

const fulfilArgs = ({ notify, location }: z.output<typeof settings>): Omit<FulfilArgs, 'fact'> => ({
  notify,
  ...(location ? { location } : {}),
});
