/** What a Shopify order says of itself, as a whole reading, in the lines and units of the source's order. contracts/shopify §4 to §6. */
import { z } from 'zod';
import type { Request } from '../../model/call';
import type { Return, ReturnState, Shipment, ShopLine, ShopReading, ShopRefund } from '../../model/life';
import { type Money, NotMoney, subtract, sum, zero } from '../../model/money';
import { type AccountId, personal, type Ref } from '../../model/order';
import type { Subject } from '../../model/record';
import type { Intake, Read } from '../port';
import { graphql } from './documents';
import { lifeDocuments } from './documents-life';
import { CHARGE_PROPERTY, LINE_PROPERTY, METAFIELD, SEARCH_LAG, SHOP_SWEEP_EVERY } from './mapping';
import { all, attribute, bag, bundledIn, byId, count, moneyOf, partOf, returnLine, soldLine, text } from './shapes';
import { unitsShipped } from './units';

const fulfillment = z.looseObject({
  id: text,
  status: text,
  createdAt: text,
  deliveredAt: text.nullish(),
  location: byId.nullish(),
  trackingInfo: z.array(z.looseObject({ company: text.nullish(), number: text.nullish(), url: text.nullish() })),
  fulfillmentLineItems: all(z.looseObject({ quantity: count, lineItem: byId })),
});
const refund = z.looseObject({
  id: text,
  createdAt: text.nullish(),
  note: text.nullish(),
  totalRefundedSet: bag,
  return: byId.nullish(),
  refundLineItems: all(
    z.looseObject({
      quantity: count,
      restockType: text,
      subtotalSet: bag,
      totalTaxSet: bag,
      lineItem: byId,
    }),
  ),
  refundShippingLines: all(z.looseObject({ subtotalAmountSet: bag, taxAmountSet: bag })),
  orderAdjustments: all(z.looseObject({ amountSet: bag, taxAmountSet: bag })),
  transactions: all(z.looseObject({ kind: text, status: text, amountSet: bag })),
});
const returned = z.looseObject({
  id: text,
  name: text.nullish(),
  status: text,
  createdAt: text,
  returnLineItems: all(returnLine),
});
const whole = z.looseObject({
  id: text,
  name: text,
  updatedAt: text,
  cancelledAt: text.nullish(),
  cancelReason: text.nullish(),
  tags: z.array(text),
  note: text.nullish(),
  totalPriceSet: bag,
  metafield: z.looseObject({ value: text }).nullish(),
  lineItems: all(soldLine),
  fulfillments: z.array(fulfillment),
  refunds: z.array(refund),
  returns: all(returned),
});
const answer = z.looseObject({ order: whole.nullish() });
const names = z.looseObject({
  orders: z.looseObject({
    nodes: z.array(z.looseObject({ id: text, updatedAt: text, metafield: z.looseObject({ value: text }).nullish() })),
    pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: text.nullish() }),
  }),
});
type Whole = z.output<typeof whole>;

/** Reads one order whole. */
export const orderWhole = (account: AccountId, id: string): Request =>
  graphql(account, lifeDocuments.orderWhole, { id, ...OUR_METAFIELD });
const OUR_METAFIELD = { namespace: METAFIELD.namespace, key: METAFIELD.key };

/** Null where the shop has no such order (any more), or it carries no key of ours: then it is no marketplace's. */
export function readOrder(
  body: unknown,
): { readonly reading: ShopReading; readonly of: string; readonly version: string } | null {
  const { order } = answer.parse(body);
  if (!order?.metafield) return null;
  return { reading: readingOf(order), of: order.metafield.value, version: order.updatedAt };
}

/** Orders that changed, by name, then each whole. The index lags, so a window begins well before the last one began. */
export const intake: Intake = {
  stream: 'shop orders',
  every: SHOP_SWEEP_EVERY,
  overlap: SEARCH_LAG,
  page: (account, _settings, from, mark) =>
    graphql(account, lifeDocuments.ordersChanged, {
      query: from === null ? null : `updated_at:>='${from}'`,
      after: mark === 0 ? null : mark,
      ...OUR_METAFIELD,
    }),
  names(body) {
    const { nodes, pageInfo } = names.parse(body).orders;
    return {
      named: nodes.flatMap(({ id, updatedAt, metafield }) =>
        metafield ? [{ id, version: updatedAt, of: metafield.value }] : [],
      ),
      next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
    };
  },
  byIds: (account, _settings, [id = '']) => orderWhole(account, id),
  batch: 1,
  read(_account, body) {
    let read: ReturnType<typeof readOrder>;
    try {
      read = readOrder(body);
    } catch (error) {
      const one = unread(body, error);
      if (!one) throw error;
      return { seen: [one], stray: [], next: null };
    }
    if (!read) return { seen: [], stray: [], next: null };
    const { reading, of, version } = read;
    const refs: Ref[] = [
      { system: 'shopify', kind: 'name', id: reading.name },
      { system: 'shopify', kind: 'id', id: reading.id },
      ...thingsOf(reading).map(([kind, id]) => ({ system: 'shopify', kind, id })),
    ];
    const one: Read = { key: of, subject: subjectOf(of), version, body: reading, refs };
    return { seen: [one], stray: [], next: null };
  },
};

/** What happened to it, by the names that people look for. */
const thingsOf = ({ shipments, refunds, returns }: ShopReading): readonly (readonly [string, string])[] => [
  ...shipments.flatMap(({ id, numbers }) => [['shipment', id] as const, ...numbers.map((one) => ['tracking', one] as const)]),
  ...refunds.map(({ id }) => ['refund', id] as const),
  ...returns.flatMap(({ id, name, number }) => [
    ['return', id] as const,
    ...(name === undefined ? [] : [['return', name] as const]),
    ...(number === undefined ? [] : [['tracking', number] as const]),
  ]),
];

function subjectOf(of: string): Subject {
  const again = /#(\d+)$/.exec(of)?.[1];
  return again === undefined ? 'shop' : `shop/${Number(again)}`;
}

const marked = z.looseObject({
  order: z.looseObject({ id: text, updatedAt: z.string().catch(''), metafield: z.looseObject({ value: text }) }),
});
/** An order whose content cannot be read, so that it stops no other; undefined where not even our mark on it can. */
function unread(body: unknown, error: unknown): Read | undefined {
  const known = marked.safeParse(body);
  if (!known.success || !(error instanceof z.ZodError || error instanceof NotMoney)) return undefined;
  const { order } = known.data;
  const field = error instanceof z.ZodError ? (error.issues[0]?.path ?? ['order']).map(String).join('.') : 'amounts';
  const why = error instanceof NotMoney ? ` (${error.message})` : '';
  const told = `${field} of the Shopify order ${order.id} cannot be read${why}. Read the order again when the shop shows it whole`;
  return {
    key: order.metafield.value,
    subject: subjectOf(order.metafield.value),
    version: order.updatedAt,
    body: { kind: 'unreadable', field, text: told, raw: personal(order) },
    refs: [],
  };
}

function readingOf(order: Whole): ShopReading {
  const total = moneyOf(order.totalPriceSet);
  const lines = order.lineItems.map(lineOf);
  const sourceOf = new Map(lines.map((one) => [one.id, one.lineId]));
  return {
    kind: 'shop',
    id: order.id,
    name: order.name,
    total,
    deleted: false,
    ...(order.cancelledAt ? { cancelledAt: order.cancelledAt } : {}),
    ...(order.cancelReason ? { cancelReason: order.cancelReason } : {}),
    lines,
    shipments: shipmentsOf(order),
    refunds: order.refunds.map((one) => refundOf(one, sourceOf, total.currency)),
    returns: order.returns.map((one) => returnOf(one, sourceOf)),
    tags: order.tags,
    ...(order.note ? { note: order.note } : {}),
  };
}
const lineOf = (one: z.output<typeof soldLine>): ShopLine => ({
  id: one.id,
  lineId: attribute(one, LINE_PROPERTY) ?? null,
  ...bundledIn(one),
  ...chargeOf(one),
  sku: one.sku ?? '',
  quantity: one.quantity,
  current: one.currentQuantity,
  unfulfilled: one.unfulfilledQuantity,
});

function chargeOf(one: z.output<typeof soldLine>): Pick<ShopLine, 'charge'> {
  const of = attribute(one, CHARGE_PROPERTY);
  return of ? { charge: of } : {};
}

const VOIDED = new Set(['CANCELLED', 'ERROR', 'FAILURE']);
function shipmentsOf(order: Whole): readonly Shipment[] {
  const sold = order.lineItems.map((one) => ({
    id: one.id,
    lineId: lineOf(one).lineId,
    part: partOf(one),
    quantity: one.quantity,
    ...bundledIn(one),
  }));
  const units = unitsShipped(
    sold,
    order.fulfillments.map((one) => ({
      id: one.id,
      at: one.createdAt,
      voided: VOIDED.has(one.status),
      rows: one.fulfillmentLineItems.map(({ quantity, lineItem }) => ({ line: lineItem.id, quantity })),
    })),
  );
  return order.fulfillments.map((one): Shipment => {
    const company = one.trackingInfo.map((info) => info.company).find((name) => name);
    return {
      id: one.id,
      state: VOIDED.has(one.status) ? 'voided' : 'open',
      at: one.createdAt,
      lines: units.get(one.id) ?? [],
      ...(company ? { carrier: { name: company } } : {}),
      numbers: one.trackingInfo.flatMap(({ number }) => (number ? [number] : [])),
      urls: one.trackingInfo.flatMap(({ url }) => (url ? [url] : [])),
      ...(one.deliveredAt ? { deliveredAt: one.deliveredAt } : {}),
      ...(one.location ? { location: one.location.id } : {}),
    };
  });
}

const RESTOCK: Readonly<Record<string, ShopRefund['lines'][number]['restock']>> = { CANCEL: 'cancel', RETURN: 'return' };
function refundOf(one: z.output<typeof refund>, sourceOf: ReadonlyMap<string, string | null>, currency: string): ShopRefund {
  const lines = one.refundLineItems.map(({ quantity, restockType, subtotalSet, totalTaxSet, lineItem }) => ({
    lineId: sourceOf.get(lineItem.id) ?? null,
    shopLine: lineItem.id,
    quantity,
    amount: moneyOf(subtotalSet),
    tax: moneyOf(totalTaxSet),
    restock: RESTOCK[restockType] ?? ('none' as const),
  }));
  const moved = one.transactions.filter(({ kind }) => kind === 'REFUND');
  const total =
    moved.length > 0
      ? sum(
          moved.filter(counts).map(({ amountSet }) => moneyOf(amountSet)),
          currency,
        )
      : moneyOf(one.totalRefundedSet);
  return {
    id: one.id,
    at: one.createdAt ?? '',
    state: stateOf(moved),
    total,
    lines,
    shipping: sum(
      one.refundShippingLines.map(({ subtotalAmountSet }) => moneyOf(subtotalAmountSet)),
      currency,
    ),
    shippingTax: sum(
      one.refundShippingLines.map(({ taxAmountSet }) => moneyOf(taxAmountSet)),
      currency,
    ),
    // Shopify states what was held back or given beyond as negative or positive adjustments of what was refunded.
    adjustment: negative(
      sum(
        one.orderAdjustments.map(({ amountSet }) => moneyOf(amountSet)),
        currency,
      ),
    ),
    ...(one.note ? { note: one.note } : {}),
    ...(one.return ? { ofReturn: one.return.id } : {}),
  };
}
type Moved = readonly { readonly status: string }[];
const FAILED = new Set(['ERROR', 'FAILURE']);
const counts = ({ status }: { readonly status: string }): boolean => !FAILED.has(status);
/** One without a transaction moved no money (lines and stock only): it is done. */
function stateOf(moved: Moved): ShopRefund['state'] {
  if (moved.length > 0 && moved.every(({ status }) => FAILED.has(status))) return 'failed';
  return moved.some(({ status }) => status !== 'SUCCESS' && !FAILED.has(status)) ? 'pending' : 'done';
}

const RETURNS: Readonly<Record<string, ReturnState>> = {
  REQUESTED: 'requested',
  CLOSED: 'closed',
  CANCELED: 'cancelled',
  DECLINED: 'declined',
};
/** An open return of which everything has come in. */
const cameBack = ({ returnLineItems }: z.output<typeof returned>): boolean =>
  returnLineItems.length > 0 && returnLineItems.every(({ quantity, processedQuantity = 0 }) => processedQuantity >= quantity);

const returnOf = (one: z.output<typeof returned>, sourceOf: ReadonlyMap<string, string | null>): Return => ({
  id: one.id,
  ...(one.name ? { name: one.name } : {}),
  state: RETURNS[one.status] ?? (cameBack(one) ? 'received' : 'open'),
  at: one.createdAt,
  lines: one.returnLineItems.map(({ id, quantity, processedQuantity = 0, returnReasonNote, fulfillmentLineItem }) => ({
    id,
    lineId: sourceOf.get(fulfillmentLineItem?.lineItem.id ?? '') ?? null,
    quantity,
    received: processedQuantity,
    restocked: 0,
    ...(returnReasonNote ? { reason: returnReasonNote } : {}),
  })),
});

const negative = (of: Money): Money => subtract(zero(of.currency), of);
