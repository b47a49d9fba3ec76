import { createHash } from 'node:crypto';
import type { Return, Shipment } from '../model/life';
import type { Cancellation, Iso, Party, Reading, Refund } from '../model/order';
import { open, total } from '../model/quantities';
import type { Instant, OrderRecord } from '../model/record';
import type { OrderState } from '../model/state';
import { factOf } from './echo';
import type { Happening } from './events';
import type { Look } from './look';
import { inTheMarketplace } from './marketplace-news';
import { numbersOf } from './shop-events';
import { creationOf, instant } from './verb';
import type { CreateFact } from './verbs/create-order';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * What happened to the order in the marketplace, as its last readings tell. Our own doing is no news (R8). A key begins with its
 * event's type and names the thing, so that it is told once, however often and in whatever order it is read.
 */
export function marketplaceHappenings(at: Look): readonly Happening[] {
  const { order, state } = at;
  const { reading } = state;
  const seen = order.observations.order;
  if (!reading || !seen) return [];
  const news = inTheMarketplace(order, reading, at.policy.abilities(order.account)?.parcels);
  const read = seen.answeredAt;
  return [
    ...news.shipments.map((shipment) => ofShipment(shipment, order, read)),
    ...(news.cancelled ? [{ key: cancelledKey(), type: 'marketplace.cancelled', at: read }] : []),
    ...news.cancellations.map((one) => ofCancellation(one, read)),
    ...news.refunds.map((one) => ofRefund(one, read)),
    ...news.returns.map((one) => ofReturn(one, order, read)),
    ...ofDocuments(order),
    ...ofDeadlines(state, reading),
    ...ofIncidents(order, reading, read),
    ...ofAddress(order, state, read),
  ];
}

/**
 * When a thing counts as having happened: when it was read, but of what the source dates not much later than that, so that who
 * listens from now on is not told of old things whenever an order is read anew. The hour allows for clocks that differ.
 */
export const dated = (read: Instant, source: Iso | undefined): Instant => Math.min(read, (instant(source) ?? read) + HOUR);

/** The keys of these events, for whoever does what they tell of. A shipment is told again where its number changes. */
export const shippedKey = (shipment: Shipment): string => `marketplace.shipped/${shipment.id}/${numbersOf(shipment)}`;
/** Without an id: the order as a whole. */
export const cancelledKey = (id?: string): string => (id === undefined ? 'marketplace.cancelled' : `marketplace.cancelled/${id}`);
export const refundedKey = (id: string): string => `marketplace.refunded/${id}`;
export const returnKey = ({ id, state }: Pick<Return, 'id' | 'state'>): string => `marketplace.return/${id}/${state}`;

function ofShipment(shipment: Shipment, order: OrderRecord, read: Instant): Happening {
  const seen = order.observations[`parcel/${shipment.id}`]?.answeredAt ?? read;
  return { key: shippedKey(shipment), type: 'marketplace.shipped', at: seen, about: shipment.id };
}
const ofCancellation = ({ id, at }: Cancellation, read: Instant): Happening => ({
  key: cancelledKey(id),
  type: 'marketplace.cancelled',
  at: dated(read, at),
  about: id,
});
const ofRefund = ({ id, doneAt }: Refund, read: Instant): Happening => ({
  key: refundedKey(id),
  type: 'marketplace.refunded',
  at: dated(read, doneAt),
  about: id,
});

const ofReturn = (told: Return, order: OrderRecord, read: Instant): Happening => ({
  key: returnKey(told),
  type: 'marketplace.return',
  at: order.observations[`return/${told.id}`]?.answeredAt ?? read,
  about: told.id,
});
const ofDocuments = (order: OrderRecord): readonly Happening[] =>
  Object.values(order.observations).flatMap((seen): Happening[] => {
    if (seen?.body.kind !== 'document' || seen.body.wanted.state !== 'wanted') return [];
    const { id } = seen.body.wanted;
    return [{ key: `marketplace.document/${id}`, type: 'marketplace.document', at: seen.answeredAt, about: id }];
  });

/** A day before, or when half of the time is over where there is less. */
export const nearing = (orderedAt: Instant, by: Instant): Instant => by - Math.min(DAY, Math.max(0, by - orderedAt) / 2);
/** What is still to be done by a deadline. */
export function pressing(state: OrderState): readonly { readonly deadline: 'acknowledge' | 'ship'; readonly by: Instant }[] {
  const { acknowledgeBy, shipBy } = state.reading?.order.deadlines ?? {};
  const [decide, ship] = [instant(acknowledgeBy), instant(shipBy)];
  const left = open(total(state.merchantLines.flatMap(({ id }) => state.quantities[id] ?? [])));
  return [
    ...(decide !== undefined && state.stage === 'awaiting_acceptance' && !state.told.accepted
      ? [{ deadline: 'acknowledge' as const, by: decide }]
      : []),
    ...(ship !== undefined && state.stage === 'ready_to_ship' && left > 0 ? [{ deadline: 'ship' as const, by: ship }] : []),
  ];
}
const ofDeadlines = (state: OrderState, { order }: Reading): readonly Happening[] =>
  pressing(state).map(({ deadline, by }) => ({
    key: `marketplace.deadline/${deadline}/${new Date(by).toISOString()}`,
    type: 'marketplace.deadline',
    at: nearing(instant(order.orderedAt) ?? by, by),
    until: by,
    detail: { deadline, by: new Date(by).toISOString() },
  }));

const INCIDENT = 'marketplace.incident/';
/** Opened, and settled once somebody was told that it was open; opened anew after that it counts as another one. */
function ofIncidents(order: OrderRecord, reading: Reading, at: Instant): readonly Happening[] {
  const told = new Set(Object.values(order.deliveries).flatMap(({ event }) => (event.startsWith(INCIDENT) ? [event] : [])));
  const lines = (reading.incidents ?? []).map(({ lineId }) => lineId);
  const stands = !reading.incident ? [] : lines.length > 0 ? lines : ['order'];
  const event = (what: string, n: number, state: 'opened' | 'settled', reason?: string): Happening => ({
    key: `${INCIDENT}${what}/${n}/${state}`,
    type: 'marketplace.incident',
    at,
    ...(state === 'opened' ? { until: Number.POSITIVE_INFINITY } : {}),
    detail: { state, line: what === 'order' ? null : what, reason: reason ?? null },
  });
  const counted = (what: string): number => {
    let n = 1;
    while (told.has(`${INCIDENT}${what}/${n}/settled`)) n += 1;
    return n;
  };
  const known = new Set([...told].map((key) => key.slice(INCIDENT.length).split('/').slice(0, -2).join('/')));
  return [
    ...stands.map((what) =>
      event(what, counted(what), 'opened', reading.incidents?.find(({ lineId }) => lineId === what)?.reason),
    ),
    ...[...known]
      .filter((what) => !stands.includes(what) && told.has(`${INCIDENT}${what}/${counted(what)}/opened`))
      .map((what) => event(what, counted(what), 'settled')),
  ];
}

/** Where the goods go, told apart without naming anybody. */
const addressOf = (party: Party): string => createHash('sha256').update(JSON.stringify(party)).digest('hex').slice(0, 16);
/**
 * The address as it is now, where the order was created with another one and has not left yet; after that marketplaces
 * make addresses unreadable, which moves nothing. Undefined too where the person was erased.
 */
export function movedTo(order: OrderRecord, { reading, stage, bound }: OrderState): Party | undefined {
  const making = order.effects[creationOf(order)];
  const created = making && factOf<CreateFact>(making)?.shipTo.personal;
  const now = reading?.order.parties.personal?.shipTo;
  if (!bound || !created || !now || (stage !== 'ready_to_ship' && stage !== 'awaiting_payment')) return undefined;
  return addressOf(created) === addressOf(now) ? undefined : now;
}
function ofAddress(order: OrderRecord, state: OrderState, at: Instant): readonly Happening[] {
  const now = movedTo(order, state);
  return now
    ? [{ key: `marketplace.address/${addressOf(now)}`, type: 'marketplace.address', at, until: Number.POSITIVE_INFINITY }]
    : [];
}
