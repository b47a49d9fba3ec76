/** The Shopify order of a marketplace order: made once, as the buyer paid it. contracts/shopify §4. */
import type { Request } from '../../model/call';
import { isZero, type Money } from '../../model/money';
import type { Order, Party, Reading } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import type { Conversation, CreateArgs, CreateResult } from '../port';
import { type Adapted, adapt, split } from './address';
import { attributesOf, nameOf, refundedOf, tagsOf } from './context';
import { documents, graphql } from './documents';
import { adopt, askIfExists, mayExist, saidToBe } from './existing';
import { lineItems, type Rates, ratesFor, shippingLines } from './items';
import { COMMITS_WITHIN, DEVELOPMENT_STORE, METAFIELD, MOST_LINES, TERRITORIES } from './mapping';
import { findOrder, resultOfCreate, type SourceOrder } from './proof';
import { chooseVariants } from './skus';
import { type Sold, short, soldOf } from './sold';
import { bag, type LineItem } from './variables';

const STOCK = {
  'decrement-ignoring-policy': 'DECREMENT_IGNORING_POLICY',
  'decrement-obeying-policy': 'DECREMENT_OBEYING_POLICY',
  bypass: 'BYPASS',
} as const;

/**
 * Makes the order with the source's prices, taxes and shipping; the catalogue's price is never used. Asks a person before any
 * write where a SKU, a tax rate or a country is unknown, or where the source's own sums do not agree. A lost answer is proven
 * by the order's key, which stands on the order as a unique value.
 */
export async function createOrder(c: Conversation, args: CreateArgs): Promise<CreateResult> {
  const reading = asDecided(readingOf(c.order), c.order);
  const added = soldOf(reading);
  const source: SourceOrder = { key: sourceKey(c.order), id: reading.order.sourceOrderId };
  const total = paidTotal(reading, added);
  const same = saidToBe(c.order);
  if (same) return adopt(c, args.store, same, source, total);
  const gap = askBeforeAnyCall(c, reading, added);
  const sold = isZero(gap) ? added : soldOf(reading, gap);
  if (mayExist(c.order, reading.order.orderedAt)) await askIfExists(c, args.store, source);
  const parties = await adapted(c, reading.order);
  const chosen = await chooseVariants(
    c,
    sold.lines.map((one) => one.line),
    args,
  );
  const rates = await ratesFor(c, sold);
  const items = lineItems(sold, chosen, rates);
  if (items.length > MOST_LINES) tooManyLines(c, items.length);
  const request = orderCreate({ c, args, reading, sold, items, rates, parties, source });
  const { answer } = await c.write('orderCreate', request, {
    read: (body) => {
      const made = resultOfCreate(body, total);
      return { answer: made, record: made.id };
    },
    proof: { by: 'id', find: () => findOrder(c, args.store, source, total) },
    commitsWithin: COMMITS_WITHIN,
    personal: true,
  });
  return answer;
}

function readingOf(record: OrderRecord): Reading {
  const body = record.observations.order?.body;
  if (body?.kind !== 'order') throw new Error(`order ${record.key} has no reading yet: it cannot be made before it was read`);
  return body;
}

/** A line whose state nobody knows counts as sold once a person has ignored the question about it. */
function asDecided(reading: Reading, record: OrderRecord): Reading {
  const ignored = reading.order.lines.filter(
    ({ id }) =>
      reading.lineStates[id] === 'unknown' &&
      record.decisions.some((one) => one.kind === 'dismiss' && one.of === `unknown value/line/${id}`),
  );
  if (ignored.length === 0) return reading;
  const sold = ignored.flatMap(({ id }) => {
    const counted = reading.quantities[id];
    return counted ? [[id, { ...counted, accepted: counted.ordered - counted.refused }] as const] : [];
  });
  return {
    ...reading,
    quantities: { ...reading.quantities, ...Object.fromEntries(sold) },
    lineStates: { ...reading.lineStates, ...Object.fromEntries(ignored.map(({ id }) => [id, 'accepted' as const])) },
  };
}

/** An order that a person has made again carries its generation: the first one's value still stands on the first one. */
export function sourceKey(record: OrderRecord): string {
  const again = record.decisions.filter((one) => one.kind === 'new generation' && one.of.startsWith('order.create/')).length;
  return again === 0 ? record.key : `${record.key}#${again + 1}`;
}

/** Returns what the source states beyond its own sums: nothing, or what a person has accepted. */
function askBeforeAnyCall(c: Conversation, reading: Reading, sold: Sold): Money {
  const odd = reading.order.lines.find((line) => line.fulfilledBy === 'merchant' && reading.lineStates[line.id] === 'unknown');
  if (odd) c.ask('unknown value', `line/${odd.id}`, { field: `state of line ${odd.id}`, value: 'not known to this version' });
  if (sold.lines.length === 0)
    c.ask('rule broken', 'nothing to sell', {
      rule: 'R2',
      text: 'no line of the merchant is left: all were refused, cancelled, or are fulfilled by the marketplace',
    });
  if (sold.lines.every((one) => one.units - one.refunded <= 0))
    c.ask('rule broken', 'nothing to ship', { rule: 'R2', text: 'everything was refunded before it was shipped' });
  if (sold.lines.length > MOST_LINES) tooManyLines(c, sold.lines.length);
  const missing = short(reading, sold);
  const known =
    reading.differences.length > 0 ||
    c.order.decisions.some((one) => one.kind === 'do it' && one.of === 'price difference/total');
  if (!isZero(missing) && !known) {
    c.ask('price difference', 'total', {
      stated: reading.order.totals.grand.amount,
      computed: sold.total.amount,
      currency: missing.currency,
    });
  }
  return missing;
}
const tooManyLines = (c: Conversation, lines: number): never =>
  c.ask('rule broken', 'lines', { rule: 'R2', lines, most: MOST_LINES, text: `Shopify takes ${MOST_LINES} lines in one order` });

/** What was paid: the source's own total, or the merchant's part where the marketplace fulfils the rest. */
const paidTotal = (reading: Reading, sold: Sold): Money =>
  reading.order.lines.some((line) => line.fulfilledBy === 'marketplace') ? sold.total : reading.order.totals.grand;

interface Addresses {
  readonly shipTo: Adapted | undefined;
  readonly billTo: Adapted | undefined;
}
async function adapted(c: Conversation, order: Order): Promise<Addresses> {
  const parties = order.parties.personal;
  const one = async (party: Party | undefined, whose: string) => party && adapt(party, await countryOf(c, party), whose);
  return { shipTo: await one(parties?.shipTo, 'Shipping'), billTo: await one(parties?.billTo, 'Billing') };
}
async function countryOf(c: Conversation, party: Party): Promise<string> {
  const label = party.country || party.countryLabel || 'none';
  if (party.country && (TERRITORIES[party.country] !== undefined || !NOT_IN_SHOPIFY.has(party.country))) return party.country;
  const chosen = await c.map('country', label);
  if (typeof chosen !== 'string' || !/^[A-Z]{2}$/.test(chosen))
    c.ask('unmapped', `country/${label}`, { what: 'country', value: label });
  return chosen;
}
/** ISO countries that Shopify's CountryCode lacks and that are no province of another. */
export const NOT_IN_SHOPIFY = new Set(['AQ']);

interface Parts {
  readonly c: Conversation;
  readonly args: CreateArgs;
  readonly reading: Reading;
  readonly sold: Sold;
  readonly items: readonly LineItem[];
  readonly rates: Rates;
  readonly parties: Addresses;
  readonly source: SourceOrder;
}
function orderCreate({ c, args, reading, sold, items, rates, parties, source }: Parts): Request {
  const { order } = reading;
  const total = paidTotal(reading, sold);
  const captured = reading.payment === 'captured';
  const name = nameOf(args, order);
  const customer = customerOf(args, order);
  const input = {
    ...(name ? { name } : {}),
    currency: order.currency,
    presentmentCurrency: order.currency,
    taxesIncluded: order.taxMode === 'inclusive',
    processedAt: order.orderedAt,
    sourceIdentifier: source.id,
    metafields: [{ ...METAFIELD, value: source.key }],
    test: order.test,
    buyerAcceptsMarketing: false,
    ...(args.note ? { note: args.note } : {}),
    tags: tagsOf(args),
    customAttributes: attributesOf(args, order, [
      ...refundedOf(sold),
      ...(parties.shipTo?.attributes ?? []),
      ...(parties.billTo?.attributes ?? []),
    ]),
    ...(customer ? { customer } : {}),
    ...(parties.shipTo ? { shippingAddress: parties.shipTo.address } : {}),
    ...(parties.billTo ? { billingAddress: parties.billTo.address } : {}),
    lineItems: items,
    shippingLines: shippingLines(sold, args, order.channel.platform, rates),
    ...(captured
      ? {
          transactions: [
            { kind: 'SALE', status: 'SUCCESS', gateway: args.gateway, amountSet: bag(total), processedAt: order.orderedAt },
          ],
        }
      : { financialStatus: 'PENDING' }),
  };
  const options = { inventoryBehaviour: STOCK[args.stock], sendReceipt: false, sendFulfillmentReceipt: false };
  const development = c.settings.developmentStore === true;
  return graphql(args.store, documents.orderCreate, { order: input, options }, development ? [DEVELOPMENT_STORE] : []);
}

/** None by default: a marketplace's relay address would fill the shop's customer list (contracts/shopify §4.1). */
function customerOf(args: CreateArgs, order: Order): object | undefined {
  if (args.customer === 'one-per-channel') return args.customerId ? { toAssociate: { id: args.customerId } } : undefined;
  const buyer = order.parties.personal?.buyer;
  if (args.customer === 'none' || !buyer?.email) return undefined;
  return { toUpsert: { email: buyer.email, ...split(buyer.name) } };
}
