/** A shipment that a warehouse or the marketplace told of, made in Shopify: one fulfilment a place. contracts/shopify §5. */
import { z } from 'zod';
import type { Shipment, Units } from '../../model/life';
import type { AccountId } from '../../model/order';
import type { RecordId } from '../../model/record';
import { type Conversation, type Found, type FulfilArgs, type Fulfilled, Refused } from '../port';
import { graphql } from './documents';
import { fulfilDocuments } from './documents-fulfil';
import { COMMITS_WITHIN, LINE_PROPERTY } from './mapping';
import { all, attribute, attributes, bundledIn, byId, count, partOf, text } from './shapes';

const answer = z.looseObject({
  order: z
    .looseObject({
      cancelledAt: text.nullish(),
      fulfillments: z.array(
        z.looseObject({
          id: text,
          status: text,
          trackingInfo: z.array(z.looseObject({ number: text.nullish() })),
          fulfillmentLineItems: all(z.looseObject({ quantity: count, lineItem: byId })),
        }),
      ),
      fulfillmentOrders: all(
        z.looseObject({
          id: text,
          status: text,
          assignedLocation: z.looseObject({ location: byId.nullish() }),
          deliveryMethod: z.looseObject({ methodType: text.nullish() }).nullish(),
          supportedActions: z.array(z.looseObject({ action: text })),
          lineItems: all(
            z.looseObject({
              id: text,
              remainingQuantity: count,
              lineItem: z.looseObject({
                id: text,
                quantity: count,
                sku: text.nullish(),
                variant: byId.nullish(),
                customAttributes: attributes,
              }),
            }),
          ),
        }),
      ),
    })
    .nullish(),
});
const created = z.looseObject({ fulfillmentCreate: z.looseObject({ fulfillment: byId }) });
type ShopOrder = NonNullable<z.output<typeof answer>['order']>;

/** What one fulfilment is made of: lines of one place and one way of delivery, by fulfilment order. */
interface Group {
  readonly place: string;
  readonly orders: ReadonlyMap<string, { readonly id: string; readonly quantity: number }[]>;
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Makes the shipment, once; of one that was made before, changes carrier and number. Lines are found by the source's line, never
 * by SKU; units of a bundle ship all their parts. Waits while the order is on hold, asks where fewer units are left. The
 * buyer is told only where the node says so.
 */
export async function fulfil(c: Conversation, args: FulfilArgs): Promise<Fulfilled> {
  const { shipment, made, order } = args.fact;
  const store = args.fact.store;
  const tracking = trackingOf(shipment);
  if (made.length > 0) return track(c, args, made, tracking);
  const shop = await readOrder(c, store, order);
  if (!shop || shop.cancelledAt)
    return c.ask('refused', `fulfil/${shipment.id}`, {
      call: 'fulfillmentCreate',
      reason: 'the order is cancelled in Shopify',
      shipment: shipment.id,
    });
  const groups = groupsOf(c, shop, args);
  const ids: RecordId[] = [];
  for (const group of groups) {
    const name = groups.length === 1 ? 'fulfillmentCreate' : `fulfillmentCreate ${short(group.place)}`;
    const { answer: id } = await c.write(name, request(store, group, tracking, args.notify), {
      read: (body) => {
        const made = created.parse(body).fulfillmentCreate.fulfillment.id;
        return { answer: made, record: made };
      },
      proof: {
        by: 'likeness',
        before: async () => (await readOrder(c, store, order))?.fulfillments.map(({ id }) => id) ?? [],
        find: async () =>
          ((await readOrder(c, store, order))?.fulfillments ?? [])
            // One that a person voided before its answer was heard was made all the same, and is not made again.
            .filter(({ status }) => status === 'SUCCESS' || status === 'CANCELLED')
            .filter((one) => isLike(one, group, shipment))
            .map((one) => ({ record: one.id, answer: one.id })),
      },
      commitsWithin: COMMITS_WITHIN,
      said: ([id = '']) => id,
    });
    ids.push(id);
  }
  return { made: ids, remainder: remainderOf(shop, groups) };
}

/** Of those that the merchant has voided since, nothing is told any more: what leaves instead is a shipment of the shop's own. */
async function track(
  c: Conversation,
  { fact, notify }: FulfilArgs,
  made: readonly RecordId[],
  tracking: object | undefined,
): Promise<Fulfilled> {
  const { store, order, shipment } = fact;
  for (const id of made)
    try {
      await c.write(
        `track ${short(id)}`,
        graphql(store, fulfilDocuments.trackingUpdate, { fulfillmentId: id, tracking, notify }),
        {
          read: () => ({ answer: null }),
          proof: { by: 'state', find: () => hasNumber(c, store, order, id, shipment) },
          commitsWithin: COMMITS_WITHIN,
        },
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const one = (await readOrder(c, store, order))?.fulfillments.find((other) => other.id === id);
      if (one?.status === 'SUCCESS') throw error;
    }
  return { made, remainder: [] };
}

const request = (store: AccountId, group: Group, trackingInfo: object | undefined, notifyCustomer: boolean) =>
  graphql(store, fulfilDocuments.fulfillmentCreate, {
    fulfillment: {
      lineItemsByFulfillmentOrder: [...group.orders].map(([fulfillmentOrderId, fulfillmentOrderLineItems]) => ({
        fulfillmentOrderId,
        fulfillmentOrderLineItems,
      })),
      notifyCustomer,
      ...(trackingInfo ? { trackingInfo } : {}),
    },
  });
/** One number by `number`, several by `numbers`: never mixed. */
function trackingOf({ carrier, numbers, urls }: Shipment): object | undefined {
  const company = carrier?.name ?? carrier?.code;
  if (company === undefined && numbers.length === 0) return undefined;
  return {
    ...(company === undefined ? {} : { company }),
    ...(numbers.length === 1 ? { number: numbers[0] } : numbers.length > 1 ? { numbers } : {}),
    ...(urls.length === 1 ? { url: urls[0] } : urls.length > 1 ? { urls } : {}),
  };
}

const readOrder = (c: Conversation, store: AccountId, id: string): Promise<ShopOrder | null> =>
  c.read(graphql(store, fulfilDocuments.fulfillmentOrders, { id }), (body) => answer.parse(body).order ?? null);

async function hasNumber(c: Conversation, store: AccountId, order: string, id: string, { numbers }: Shipment): Promise<Found> {
  const one = (await readOrder(c, store, order))?.fulfillments.find((made) => made.id === id);
  if (one?.status !== 'SUCCESS') return 'moot';
  const told = one.trackingInfo.flatMap(({ number }) => (number ? [number] : []));
  return numbers.join('|') === told.join('|') ? { answer: null } : 'absent';
}
function isLike(one: ShopOrder['fulfillments'][number], group: Group, { numbers }: Shipment): boolean {
  const told = one.trackingInfo.flatMap(({ number }) => (number ? [number] : []));
  const lines = new Map<string, number>();
  for (const { lineItem, quantity } of one.fulfillmentLineItems) lines.set(lineItem.id, (lines.get(lineItem.id) ?? 0) + quantity);
  const same = lines.size === group.lines.size && [...group.lines].every(([line, quantity]) => lines.get(line) === quantity);
  return same && told.join('|') === numbers.join('|');
}

type Open = ShopOrder['fulfillmentOrders'][number];
type Item = Open['lineItems'][number];
const WAITS = new Set(['ON_HOLD', 'SCHEDULED']);

/** The units of the shipment, taken from what is open: from its place first, where it names one. */
function groupsOf(c: Conversation, shop: ShopOrder, { fact: { shipment }, location }: FulfilArgs): readonly Group[] {
  const place = shipment.location ?? location;
  const open = shop.fulfillmentOrders.filter(({ supportedActions }) =>
    supportedActions.some(({ action }) => action === 'CREATE_FULFILLMENT'),
  );
  const chosen =
    place === undefined
      ? open
      : [...open.filter((one) => placeOf(one) === place), ...open.filter((one) => placeOf(one) !== place)];
  const groups = new Map<
    string,
    { place: string; orders: Map<string, { id: string; quantity: number }[]>; lines: Map<string, number> }
  >();
  const left = new Map(chosen.flatMap(({ lineItems }) => lineItems.map((item) => [item.id, item.remainingQuantity] as const)));
  const missing: Units[] = [];
  for (const units of shipment.lines) {
    let lacks = 0;
    for (const [, rows] of partsOf(chosen, units)) {
      let wanted = rows.wanted;
      for (const { order, item } of rows.items) {
        const quantity = Math.min(wanted, left.get(item.id) ?? 0);
        if (quantity <= 0) continue;
        wanted -= quantity;
        left.set(item.id, (left.get(item.id) ?? 0) - quantity);
        const at = `${placeOf(order)}|${order.deliveryMethod?.methodType ?? ''}`;
        const group = groups.get(at) ?? { place: placeOf(order), orders: new Map(), lines: new Map() };
        groups.set(at, group);
        group.orders.set(order.id, [...(group.orders.get(order.id) ?? []), { id: item.id, quantity }]);
        group.lines.set(item.lineItem.id, (group.lines.get(item.lineItem.id) ?? 0) + quantity);
      }
      lacks = Math.max(lacks, wanted);
    }
    if (lacks > 0 || ![...partsOf(chosen, units)].length)
      missing.push({ lineId: units.lineId, quantity: lacks || units.quantity });
  }
  if (missing.length > 0) {
    const held = shop.fulfillmentOrders.some(({ status }) => WAITS.has(status));
    if (held) c.wait(10 * 60_000, 'on hold in Shopify');
    c.ask('refused', `fulfil/${shipment.id}`, {
      call: 'fulfillmentCreate',
      reason: 'fewer units are left to ship in Shopify than the shipment has',
      shipment: shipment.id,
      lines: missing.map(({ lineId, quantity }) => `${lineId}: ${quantity} too many`),
    });
  }
  return [...groups.values()];
}
const placeOf = ({ assignedLocation }: Open): string => assignedLocation.location?.id ?? '';

/** The shop's lines of a source line by part, and how many of each so many units take. */
function partsOf(open: readonly Open[], { lineId, quantity }: Units) {
  const parts = new Map<string, { wanted: number; items: { order: Open; item: Item }[] }>();
  const sizes = new Map<string, Map<string, number>>();
  for (const order of open) {
    for (const item of order.lineItems) {
      const { lineItem } = item;
      if (attribute(lineItem, LINE_PROPERTY) !== lineId) continue;
      const part = partOf(lineItem);
      const { units } = bundledIn(lineItem);
      const rows = sizes.get(part) ?? new Map<string, number>();
      sizes.set(part, rows.set(lineItem.id, lineItem.quantity));
      const whole = [...rows.values()].reduce((sum, one) => sum + one, 0);
      const one = parts.get(part) ?? { wanted: quantity, items: [] };
      one.items.push({ order, item });
      one.wanted = units === undefined ? quantity : (quantity * whole) / units;
      parts.set(part, one);
    }
  }
  return parts;
}

/** Source lines of which units are left after this. */
function remainderOf(shop: ShopOrder, groups: readonly Group[]): readonly Units[] {
  const taken = new Map<string, number>();
  for (const { orders } of groups)
    for (const items of orders.values()) for (const { id, quantity } of items) taken.set(id, (taken.get(id) ?? 0) + quantity);
  const left = new Map<string, number>();
  for (const { lineItems } of shop.fulfillmentOrders)
    for (const { id, remainingQuantity, lineItem } of lineItems) {
      const lineId = attribute(lineItem, LINE_PROPERTY);
      const quantity = remainingQuantity - (taken.get(id) ?? 0);
      if (lineId !== undefined && quantity > 0) left.set(lineId, (left.get(lineId) ?? 0) + quantity);
    }
  return [...left].map(([lineId, quantity]) => ({ lineId, quantity }));
}
const short = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
