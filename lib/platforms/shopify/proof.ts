/** Whether the order is in Shopify: by its own key, then by the search index. contracts/shopify §4.2. */
import { z } from 'zod';
import type { Money } from '../../model/money';
import { money } from '../../model/money';
import type { AccountId } from '../../model/order';
import type { Conversation, CreateResult, Found } from '../port';
import { documents, graphql } from './documents';
import { METAFIELD } from './mapping';
import { quoted } from './skus';

/** Strict: an answer that names no order, or no currency, is as good as lost, and the proof finds what was made. */
const made = z.looseObject({
  id: z.string().regex(/^gid:\/\/shopify\/Order\/\d+/),
  name: z.string().default(''),
  totalPriceSet: z
    .looseObject({
      presentmentMoney: z.looseObject({
        amount: z.union([z.string(), z.number()]),
        currencyCode: z.string().regex(/^[A-Z]{3}$/),
      }),
    })
    .nullish(),
});
const created = z.looseObject({ orderCreate: z.looseObject({ order: made }) });
const byKey = z.looseObject({ orderByIdentifier: made.nullish() });
const byId = z.looseObject({ order: made.nullish() });
const bySource = z.looseObject({
  orders: z.looseObject({
    nodes: z.array(
      made.extend({ sourceIdentifier: z.string().nullish(), metafield: z.looseObject({ value: z.string() }).nullish() }),
    ),
  }),
});

/** `sent`: what was asked for, which counts where an answer beside an error left its total out. */
function resultOf(order: z.output<typeof made>, sent: Money): CreateResult {
  const total = order.totalPriceSet?.presentmentMoney;
  return { id: order.id, name: order.name, total: total ? money(total.amount, total.currencyCode) : sent };
}
export const resultOfCreate = (body: unknown, sent: Money): CreateResult => resultOf(created.parse(body).orderCreate.order, sent);

export const resultOfOrder = (body: unknown, sent: Money): CreateResult | undefined => {
  const { order } = byId.parse(body);
  return order ? resultOf(order, sent) : undefined;
};

export interface SourceOrder {
  /** The order key, and the generation where it was made again: the value of our metafield. */
  readonly key: string;
  /** The marketplace's own order id, which stands in sourceIdentifier and is not unique over accounts. */
  readonly id: string;
}
/**
 * By our unique value, which is no search index; then by sourceIdentifier, compared exactly and with our value beside it, so
 * that neither another account's order of the same number nor another connector's is taken for ours.
 */
export async function findOrder(c: Conversation, store: AccountId, source: SourceOrder, sent: Money): Promise<Found> {
  const { namespace, key } = METAFIELD;
  const byIdentifier = await c.read(
    graphql(store, documents.orderByKey, { namespace, key, value: source.key }),
    (body) => byKey.parse(body).orderByIdentifier,
  );
  if (byIdentifier) return found(resultOf(byIdentifier, sent));
  const search = graphql(store, documents.ordersBySource, { query: `source_identifier:${quoted(source.id)}`, namespace, key });
  const nodes = await c.read(search, (body) => bySource.parse(body).orders.nodes);
  const ours = nodes.find((order) => order.sourceIdentifier === source.id && order.metafield?.value === source.key);
  return ours ? found(resultOf(ours, sent)) : 'absent';
}
const found = (answer: CreateResult): Found => ({ record: answer.id, answer });
