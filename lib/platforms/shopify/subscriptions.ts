/** Which webhooks a shop sends us, made and mended. Shopify deletes a subscription that failed eight times. contracts/shopify §8. */
import { z } from 'zod';
import type { Request } from '../../model/call';
import type { AccountId } from '../../model/order';
import { type Ask, Refused, type TestRow } from '../port';
import { graphql } from './documents';
import { webhookDocuments } from './documents-webhooks';

/**
 * By topic, the fields that are sent: ids, and one that differs each time, since a delivery that looks like the last one may
 * be held back. No buyer travels. Empty: all of it; those are small and have no person in them.
 */
export const TOPICS: Readonly<Record<string, readonly string[]>> = {
  ORDERS_UPDATED: ['id', 'admin_graphql_api_id', 'updated_at'],
  ORDERS_CANCELLED: ['id', 'admin_graphql_api_id', 'updated_at'],
  ORDERS_EDITED: [],
  FULFILLMENTS_CREATE: ['id', 'order_id', 'updated_at'],
  FULFILLMENTS_UPDATE: ['id', 'order_id', 'updated_at'],
  REFUNDS_CREATE: ['id', 'order_id', 'created_at'],
  RETURNS_REQUEST: [],
  RETURNS_APPROVE: [],
  RETURNS_DECLINE: [],
  RETURNS_UPDATE: [],
  RETURNS_PROCESS: [],
  RETURNS_CANCEL: [],
  RETURNS_CLOSE: [],
  RETURNS_REOPEN: [],
  INVENTORY_LEVELS_UPDATE: [],
};
const TAKEN = /already been taken/i;
const GONE = /does not exist|not found/i;

const subscription = z.looseObject({
  id: z.string(),
  topic: z.string(),
  uri: z.string(),
  format: z.string(),
  filter: z.string().nullish(),
  includeFields: z.array(z.string()),
});
const list = z.looseObject({
  webhookSubscriptions: z.looseObject({
    nodes: z.array(subscription),
    pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});
type Subscription = z.output<typeof subscription>;

/** New ones are made before old ones go, so that nothing is told to nobody. */
export async function subscribe(
  ask: Ask,
  account: AccountId,
  { uri, former }: { readonly uri: string | null; readonly former: readonly string[] },
): Promise<readonly TestRow[]> {
  const there = await all(ask, account);
  const refused: TestRow[] = [];
  for (const [topic, fields] of uri === null ? [] : Object.entries(TOPICS)) {
    const known = there.find((one) => one.topic === topic && one.uri === uri);
    if (known && isAsWanted(known, fields)) continue;
    const wanted = { uri, format: 'JSON', filter: known?.filter ? '' : null, includeFields: fields };
    const request = known
      ? graphql(account, webhookDocuments.webhookUpdate, { id: known.id, subscription: wanted })
      : graphql(account, webhookDocuments.webhookCreate, { topic, subscription: wanted });
    const why = await refusal(ask, request, TAKEN);
    if (why !== null)
      refused.push({ ok: false, what: topic, text: `Shopify does not send it: ${why}. What it would tell is read by polling` });
  }
  const wrong = there.filter((one) => (one.uri === uri ? TOPICS[one.topic] === undefined : former.includes(one.uri)));
  for (const { id, topic } of wrong) {
    const why = await refusal(ask, graphql(account, webhookDocuments.webhookDelete, { id }), GONE);
    if (why !== null) refused.push({ ok: false, what: topic, text: `Its former subscription could not be removed: ${why}` });
  }
  if (refused.length > 0) return refused;
  const text =
    uri === null ? 'Shopify sends no webhooks' : `Shopify sends ${Object.keys(TOPICS).length} topics to ${new URL(uri).host}`;
  return [{ ok: true, what: 'webhooks', text }];
}

async function all(ask: Ask, account: AccountId): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  for (let after: string | null = null; ; ) {
    const page: z.output<typeof list> = await ask(graphql(account, webhookDocuments.webhooks, { after }), (body) =>
      list.parse(body),
    );
    found.push(...page.webhookSubscriptions.nodes);
    const { hasNextPage, endCursor } = page.webhookSubscriptions.pageInfo;
    if (!hasNextPage || !endCursor) return found;
    after = endCursor;
  }
}
const isAsWanted = (one: Subscription, fields: readonly string[]): boolean =>
  one.format === 'JSON' && !one.filter && JSON.stringify([...one.includeFields].sort()) === JSON.stringify([...fields].sort());

/** Null where it was done, or is so already. */
async function refusal(ask: Ask, request: Request, already: RegExp): Promise<string | null> {
  try {
    await ask(request, () => undefined);
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return already.test(error.message) ? null : `${error.message} (${error.code})`;
  }
}
