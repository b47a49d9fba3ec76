/** An order that came into the shop by another way before: by hand, or by the connector that was there before us (R1). */
import { z } from 'zod';
import type { Money } from '../../model/money';
import type { AccountId } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import type { Conversation, CreateResult } from '../port';
import { documents, graphql } from './documents';
import { COMMITS_WITHIN, METAFIELD, SEEN_LATE } from './mapping';
import { findOrder, resultOfOrder, type SourceOrder } from './proof';
import { quoted } from './skus';

const answer = z.looseObject({
  orders: z.looseObject({
    nodes: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string().default(''),
        sourceIdentifier: z.string().nullish(),
        tags: z.array(z.string()).default([]),
        metafield: z.looseObject({ value: z.string() }).nullish(),
      }),
    ),
  }),
});
const CASE = 'maybe exists/';

/** Placed long before it was first seen: before the account was connected, or during an outage. Others are new here for sure. */
export function mayExist(record: OrderRecord, orderedAt: string): boolean {
  return record.firstSeenAt - Date.parse(orderedAt) > SEEN_LATE;
}

/**
 * Looks for the marketplace's number in source identifiers, names and tags; words are compared whole, since the search is not.
 * Asks a person where it is found on an order that is not marked as another one's, unless somebody said it is a different order.
 */
export async function askIfExists(c: Conversation, store: AccountId, source: SourceOrder): Promise<void> {
  const number = quoted(source.id);
  const query = `source_identifier:${number} OR name:${number} OR tag:${number}`;
  const { namespace, key } = METAFIELD;
  const nodes = await c.read(
    graphql(store, documents.ordersByNumber, { query, namespace, key }),
    (body) => answer.parse(body).orders.nodes,
  );
  const different = (id: string) => c.order.decisions.some((one) => one.kind === 'it did not' && one.of === `${CASE}${id}`);
  const like = nodes.find(
    (order) =>
      !order.metafield &&
      !different(order.id) &&
      (order.sourceIdentifier === source.id ||
        [order.name, ...order.tags].some((text) => text.split(/[\s:]+/).includes(source.id))),
  );
  if (like) c.ask('maybe exists', like.id, { shopOrder: like.name, id: like.id });
}

/** The shop order that a person said is the same one, unless the order is to be made anew since. */
export function saidToBe(record: OrderRecord): string | undefined {
  const said = record.decisions.findLast(
    (one) => one.kind === 'new generation' || (one.kind === 'it happened' && one.of.startsWith(CASE)),
  );
  return said?.kind === 'it happened' ? said.of.slice(CASE.length) : undefined;
}

/** Binds an order that is there already: it is marked with our unique value, by which it is found from now on. Nothing else of it changes. */
export async function adopt(
  c: Conversation,
  store: AccountId,
  id: string,
  source: SourceOrder,
  total: Money,
): Promise<CreateResult> {
  const known = await c.read(graphql(store, documents.orderById, { id }), (body) => resultOfOrder(body, total));
  if (!known) return c.ask('maybe exists', id, { shopOrder: null, id, text: 'this order is no longer in Shopify' });
  const marked = await c.write(
    'mark',
    graphql(store, documents.markOrder, { metafields: [{ ownerId: id, ...METAFIELD, value: source.key }] }),
    {
      read: () => ({ answer: known, record: known.id }),
      proof: { by: 'id', find: () => findOrder(c, store, source, total) },
      commitsWithin: COMMITS_WITHIN,
    },
  );
  return marked.answer;
}
