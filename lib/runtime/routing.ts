import { z } from 'zod';
import { misconfigured } from '../model/errors';
import { list } from './settings';
import type { Message } from './types/node-red';

const routing = z.looseObject({
  tags: list.optional(),
  note: z.string().optional(),
  /** Why the goods are held. */
  hold: z.string().optional(),
  location: z.string().optional(),
});
/** What routing says of an order, for the nodes after it; a user's function may say it too. */
export type Routing = z.output<typeof routing>;

/** `msg.routing`, or nothing. Throws Misconfigured where it cannot be read. */
export function routingOf(message: Readonly<Message>): Routing {
  const read = routing.safeParse(message.routing ?? {});
  if (read.success) return read.data;
  const field = `msg.routing.${read.error.issues[0]?.path.join('.') ?? ''}`;
  throw misconfigured(
    field,
    `"${field}" cannot be used: ${read.error.issues[0]?.message ?? 'it does not fit'}. Correct the node before this one.`,
  );
}
