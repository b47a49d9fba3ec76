import { z } from 'zod';
import type { UpdateArgs, Updated } from '../lib/platforms/port';
import { actionNode } from '../lib/runtime/action-node';
import { type Routing, routingOf } from '../lib/runtime/routing';
import { flag, list, pairs } from '../lib/runtime/settings';

const settings = z.object({
  addTags: list,
  removeTags: list,
  note: z.string().trim().default(''),
  attributes: pairs,
  fields: flag(false),
  address: flag(false),
  goods: z.enum(['leave', 'hold', 'release']).default('leave'),
  reason: z.string().trim().default(''),
});

export = actionNode({
  type: 'shopify-update-order',
  settings,
  verbs: ['shop.update'],
  needs: ['order'],
  ports: ['done'],
  async run({ order }, { settings: own, message, effect, node, status }) {
    const event = message.event as { readonly id?: unknown } | undefined;
    const asked = typeof event?.id === 'string' ? `${event.id}@${node}` : undefined;
    const args = updateArgs(own, routingOf(message), own.fields ? (order.fields?.personal ?? {}) : {});
    const ended = await effect<Updated>('shop.update', args, asked);
    const update = ended.is === 'void' ? { notNeeded: ended.why } : ended.result;
    if (ended.is === 'confirmed') status(ended.result.held > 0 ? 'held' : ended.result.released > 0 ? 'released' : 'updated');
    return { done: { topic: 'order.updated', results: { update } } };
  },
});

function updateArgs(
  { addTags, removeTags, note, attributes, address, goods, reason }: z.output<typeof settings>,
  routing: Routing,
  fields: Readonly<Record<string, unknown>>,
): Omit<UpdateArgs, 'fact'> {
  const notes = [note, routing.note ?? ''].filter(Boolean).join('; ');
  const hold = goods === 'hold' ? reason || 'held by a flow' : (routing.hold ?? '');
  const told = Object.entries(fields).map(([code, value]) => [code, Array.isArray(value) ? value.join(', ') : String(value)]);
  return {
    addTags: [...new Set([...addTags, ...(routing.tags ?? [])])],
    removeTags,
    attributes: { ...Object.fromEntries(told), ...attributes },
    address,
    release: goods === 'release',
    ...(notes ? { note: notes } : {}),
    ...(hold && goods !== 'release' ? { hold } : {}),
  };
}
