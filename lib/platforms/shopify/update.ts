/** What people and flows note on a Shopify order: tags, note, attributes, address, hold and release. contracts/shopify §4.3, §5. */
import { z } from 'zod';
import type { AccountId } from '../../model/order';
import type { RecordId } from '../../model/record';
import type { Conversation, Found, UpdateArgs, Updated } from '../port';
import { adapt } from './address';
import { graphql } from './documents';
import { updateDocuments } from './documents-update';
import { COMMITS_WITHIN, HOLD_HANDLE, MOST_TAGS, TAG_LENGTH } from './mapping';
import { all, attributes, text } from './shapes';

const order = z.looseObject({
  tags: z.array(text),
  note: text.nullish(),
  customAttributes: attributes,
  fulfillmentOrders: all(
    z.looseObject({
      id: text,
      status: text,
      supportedActions: z.array(z.looseObject({ action: text })),
      fulfillmentHolds: z.array(z.looseObject({ id: text, handle: text.nullish(), heldByRequestingApp: z.boolean().nullish() })),
    }),
  ),
});
const answer = z.looseObject({ order: order.nullish() });
type Noted = z.output<typeof order>;
const ENDED = new Set(['CLOSED', 'CANCELLED', 'INCOMPLETE']);
/** Routing runs in the background (§5): an order just made may have nothing to hold yet. */
const ROUTED_WITHIN = 30_000;

/**
 * Tags are added and removed one by one, so that others' stay. Note and attributes replace what stands there, so they are read
 * first: a note is added as a line of its own, an attribute by its name.
 */
export async function updateOrder(c: Conversation, args: UpdateArgs): Promise<Updated> {
  const { store, order: id } = args.fact;
  const [add, remove] = [tagsOf(args.addTags), tagsOf(args.removeTags)];
  const once = { read: () => ({ answer: null }), commitsWithin: COMMITS_WITHIN };
  const says = (is: (now: Noted) => boolean) => ({
    by: 'state' as const,
    find: async (): Promise<Found> => {
      const now = await notes(c, store, id);
      return !now ? 'moot' : is(now) ? { answer: null } : 'absent';
    },
  });
  const before = await notes(c, store, id);
  if (!before) return c.ask('refused', `update/${id}`, { call: 'orderUpdate', reason: 'the order is no longer in Shopify' });
  if (add.length > 0)
    await c.write('tagsAdd', graphql(store, updateDocuments.tagsAdd, { id, tags: add }), {
      ...once,
      proof: says((now) => add.every((tag) => has(now.tags, tag))),
    });
  if (remove.length > 0)
    await c.write('tagsRemove', graphql(store, updateDocuments.tagsRemove, { id, tags: remove }), {
      ...once,
      proof: says((now) => !remove.some((tag) => has(now.tags, tag))),
    });
  const input = inputOf(c, args, before);
  if (Object.keys(input).length > 0)
    await c.write('orderUpdate', graphql(store, updateDocuments.orderUpdate, { input: { id, ...input } }), {
      ...once,
      personal: input.shippingAddress !== undefined,
      proof: says((now) => isAsWritten(now, input)),
    });
  const held = args.hold ? await hold(c, store, id, args.hold, args.fact.of) : [];
  const released = args.release ? await release(c, store, id, before) : 0;
  return { made: held, held: held.length, released };
}

interface Input {
  readonly note?: string;
  readonly customAttributes?: readonly { readonly key: string; readonly value: string }[];
  readonly shippingAddress?: object;
}
function inputOf(c: Conversation, { note, attributes, address }: UpdateArgs, before: Noted): Input {
  const wanted = Object.entries(attributes).filter(([key]) => key.trim());
  const kept = before.customAttributes.filter(({ key }) => !wanted.some(([name]) => name === key));
  const lines = (before.note ?? '').split('\n');
  const body = c.order.observations.order?.body;
  const party = address && body?.kind === 'order' ? body.order.parties.personal?.shipTo : undefined;
  return {
    ...(note && !lines.includes(note) ? { note: [before.note, note].filter(Boolean).join('\n') } : {}),
    ...(wanted.length > 0
      ? {
          customAttributes: [
            ...kept.map(({ key, value }) => ({ key, value: value ?? '' })),
            ...wanted.filter(([, value]) => value.trim()).map(([key, value]) => ({ key, value })),
          ],
        }
      : {}),
    ...(party?.country ? { shippingAddress: adapt(party, party.country, 'Shipping').address } : {}),
  };
}
function isAsWritten(now: Noted, { note, customAttributes }: Input): boolean {
  const noted = note === undefined || now.note === note;
  const all = customAttributes ?? [];
  return noted && all.every(({ key, value }) => now.customAttributes.some((one) => one.key === key && one.value === value));
}

/** Holds everything that has not left, under a name of our own by which it is released and known again. */
export async function hold(c: Conversation, store: AccountId, id: string, why: string, of: string): Promise<readonly RecordId[]> {
  const open = (await notes(c, store, id))?.fulfillmentOrders.filter(({ status }) => !ENDED.has(status)) ?? [];
  if (open.length === 0)
    c.waitUntil(c.order.firstSeenAt + 60 * ROUTED_WITHIN, 'nothing to hold in Shopify yet', {
      kind: 'refused',
      about: `hold/${id}`,
      detail: { call: 'fulfillmentOrderHold', reason: 'Shopify shows nothing that could be held' },
    });
  const handle = `${HOLD_HANDLE}-${of}`.slice(0, 64);
  const made: RecordId[] = [];
  for (const one of open) {
    const reason = { reason: 'OTHER', reasonNotes: why, handle, notifyMerchant: false };
    await c.write(`hold ${short(one.id)}`, graphql(store, updateDocuments.hold, { id: one.id, hold: reason }), {
      read: () => ({ answer: null }),
      proof: {
        by: 'state',
        find: async () => {
          const now = (await notes(c, store, id))?.fulfillmentOrders;
          return now?.some(({ fulfillmentHolds }) => fulfillmentHolds.some((held) => held.handle === handle))
            ? { answer: null }
            : 'absent';
        },
      },
      commitsWithin: COMMITS_WITHIN,
    });
    made.push(one.id);
  }
  return made;
}
/** Our own holds only: without their ids Shopify releases those of other apps too. */
async function release(c: Conversation, store: AccountId, id: string, before: Noted): Promise<number> {
  let released = 0;
  for (const one of before.fulfillmentOrders) {
    const holdIds = one.fulfillmentHolds.filter(ours).map((held) => held.id);
    if (holdIds.length === 0) continue;
    await c.write(`release ${short(one.id)}`, graphql(store, updateDocuments.release, { id: one.id, holdIds }), {
      read: () => ({ answer: null }),
      proof: {
        by: 'state',
        find: async () => {
          const now = (await notes(c, store, id))?.fulfillmentOrders;
          return now?.some(({ fulfillmentHolds }) => fulfillmentHolds.some((held) => holdIds.includes(held.id)))
            ? 'absent'
            : { answer: null };
        },
      },
      commitsWithin: COMMITS_WITHIN,
    });
    released += holdIds.length;
  }
  return released;
}
const ours = ({ handle }: { readonly handle?: string | null | undefined }): boolean => handle?.startsWith(HOLD_HANDLE) === true;

const notes = (c: Conversation, store: AccountId, id: string): Promise<Noted | null> =>
  c.read(graphql(store, updateDocuments.orderNotes, { id }), (body) => answer.parse(body).order ?? null);
/** As when an order is made: 250 tags of 40 characters, a comma would part one in two. */
const tagsOf = (tags: readonly string[]): string[] =>
  tags
    .map((tag) => [...tag.replaceAll(',', ' ').trim()].slice(0, TAG_LENGTH).join('').trim())
    .filter(Boolean)
    .slice(0, MOST_TAGS);
const has = (tags: readonly string[], tag: string): boolean => tags.some((one) => one.toLowerCase() === tag.toLowerCase());
const short = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
