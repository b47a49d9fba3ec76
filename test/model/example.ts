/** Orders, readings and records to test with: small, lawful, and changed by the one thing that a test is about. */

import type { Asked } from '../../lib/model/asked';
import type { ShopReading } from '../../lib/model/life';
import { hashOf } from '../../lib/model/observe';
import type { Body, Line, LineState, Order, Quantities, Reading, Tax } from '../../lib/model/order';
import { ordered } from '../../lib/model/quantities';
import type { Attempt, Case, Decision, Delivery, Effect, Observation, OrderRecord, Write } from '../../lib/model/record';

export const ACCOUNT = 'mirakl:bazaar.example:2001';
export const STORE = 'shopify:store.example:1';
export const KEY = `${ACCOUNT}:A-1`;
export const euros = (amount: string) => ({ amount, currency: 'EUR' });

export const line = (id: string, quantity: number, change: Partial<Line> = {}): Line => ({
  id,
  fulfilledBy: 'merchant',
  sku: { source: `SKU-${id}` },
  title: `Thing ${id}`,
  quantity,
  unitPrice: euros('10.00'),
  price: euros(`${quantity * 10}.00`),
  discounts: [],
  taxes: [],
  ...change,
});
export const order = (lines: readonly Line[], change: Partial<Order> = {}): Order => ({
  key: KEY,
  account: ACCOUNT,
  sourceOrderId: 'A-1',
  channel: { platform: 'mirakl', marketplace: 'bazaar', shopId: '2001' },
  refs: [],
  orderedAt: '2026-03-01T08:00:00Z',
  sourceUpdatedAt: '2026-03-01T08:00:00Z',
  currency: 'EUR',
  taxMode: 'inclusive',
  paymentGate: 'before_ship',
  test: false,
  deadlines: {},
  parties: {
    personal: {
      buyer: { name: 'Ada Exemple', lines: ["10 rue de l'Exemple"], city: 'Lyon', country: 'FR', email: 'ada@example.com' },
    },
  },
  shipping: {},
  lines,
  charges: [],
  totals: { goods: euros('30.00'), shipping: euros('4.90'), tax: euros('0.00'), grand: euros('34.90') },
  ...change,
});
/** Counters of a line of so many ordered units. */
export const counted = (units: number, change: Partial<Quantities> = {}): Quantities => ({ ...ordered(units), ...change });

/** Two lines, of 2 units and 1, accepted, paid and ready to ship. */
export function reading(change: Partial<Reading> = {}, ofOrder: Partial<Order> = {}): Reading {
  const lines = [line('1', 2), line('2', 1)];
  const states: Record<string, LineState> = { 1: 'accepted', 2: 'accepted' };
  return {
    kind: 'order',
    order: order(lines, ofOrder),
    stage: 'ready_to_ship',
    acceptance: 'accepted',
    payment: 'captured',
    quantities: { 1: counted(2, { accepted: 2 }), 2: counted(1, { accepted: 1 }) },
    lineStates: states,
    refunds: [],
    cancellations: [],
    incident: false,
    unknown: [],
    differences: [],
    ...change,
  };
}
/** As the source shows an order that waits for the seller. */
export const waiting = (change: Partial<Reading> = {}, ofOrder: Partial<Order> = {}): Reading =>
  reading(
    {
      stage: 'awaiting_acceptance',
      acceptance: 'pending',
      payment: 'awaiting',
      quantities: { 1: counted(2), 2: counted(1) },
      lineStates: { 1: 'pending', 2: 'pending' },
      ...change,
    },
    ofOrder,
  );

/** The order in the shop, as it was made. */
export const shopReading = (change: Partial<ShopReading> = {}): ShopReading => ({
  kind: 'shop',
  id: 'gid://shopify/Order/1',
  name: '#1001',
  total: euros('34.90'),
  deleted: false,
  lines: [],
  shipments: [],
  refunds: [],
  returns: [],
  tags: [],
  ...change,
});
/** A unit of the first line that was refunded by the source. */
export const refunded = {
  id: 'r1',
  lineId: '1',
  state: 'done' as const,
  item: euros('10.00'),
  shipping: euros('0.00'),
  taxes: [],
  quantity: 1,
  at: '2026-03-02T08:00:00Z',
};
export const tax = (amount: string, more: Partial<Tax> = {}): Tax => ({
  code: 'VAT',
  rate: '20.00',
  amount: euros(amount),
  liable: 'seller',
  ...more,
});
/** What the shop asks to give back: nothing, and units of a line. */
export const asked = (change: Partial<Asked>): Asked => ({
  total: '0.00',
  lines: [],
  shipping: '0.00',
  shippingTax: '0.00',
  ...change,
});
export const askedOfLine = (lineId: string, amount: string, taxed = '0.00', quantity = 1): Asked['lines'][number] => ({
  lineId,
  quantity,
  amount,
  tax: taxed,
  fees: '0.00',
  unshipped: false,
});

export const seen = (body: Body, version = '2026-03-01T08:00:00Z', sentAt = 1_000): Observation => ({
  subject: body.kind === 'shop' ? 'shop' : 'order',
  version,
  sentAt,
  answeredAt: sentAt + 100,
  body,
  hash: hashOf(body),
});
export const attempt = (change: Partial<Attempt> = {}): Attempt => ({
  n: 1,
  at: 2_000,
  sendUntil: 32_000,
  commitsWithin: 120_000,
  ...change,
});
/** Answered where an answer is given, else in doubt. */
export const write = (name: string, answer?: unknown, change: Partial<Write> = {}): Write => ({
  name,
  call: name,
  print: name,
  request: { personal: null },
  attempt: attempt(),
  ...(answer === undefined ? {} : { answer, answeredAt: 2_500 }),
  ...change,
});
export const effect = (verb: string, key: string, change: Partial<Effect> = {}): Effect => ({
  id: `${verb}/${key}`,
  verb,
  key,
  target: verb === 'order.create' ? STORE : ACCOUNT,
  args: {},
  state: 'open',
  writes: [],
  reads: [],
  lookAgain: 3_000,
  lookedAt: 3_000,
  begunAt: 2_000,
  revision: 0,
  tries: 1,
  ...change,
});
/** A decision that was told to the marketplace. */
export const accepted = (...lines: readonly (readonly [id: string, accepted: boolean])[]): Effect =>
  effect('order.accept', '1', {
    args: { lines: lines.map(([lineId, yes]) => ({ lineId, accepted: yes })) },
    state: 'confirmed',
    writes: [write('OR21', null)],
  });
/** The shop order of a generation. */
export const created = (
  key = '1',
  made = { id: `gid://shopify/Order/${key}`, name: `#100${key}`, total: euros('34.90') },
): Effect => effect('order.create', key, { state: 'confirmed', writes: [write('orderCreate', made)] });
export const acknowledged = (reference = '#1001', answeredAt = 4_500): Effect =>
  effect('order.acknowledge', reference, {
    args: { reference },
    state: 'confirmed',
    writes: [write('reference', { reference }, { attempt: attempt({ at: 4_000, sendUntil: 34_000 }), answeredAt })],
  });
export const delivery = (event: string, state: Delivery['state']): Delivery => ({
  id: `in|${event}`,
  listener: 'in',
  event,
  type: `order.${event}`,
  state,
  run: 1,
  attempts: 0,
  progress: 0,
  resent: false,
  parked: [],
  at: 1_500,
});
export const openCase = (kind: Case['kind'], detail: Case['detail'] = {}): Case => ({
  cause: kind,
  kind,
  detail,
  openedAt: 2_000,
  count: 1,
});
export const decision = (kind: Decision['kind'], of: string, at = 5_000): Decision => ({ at, by: 'anonymous', kind, of });

interface Rows {
  readonly seen?: readonly Observation[];
  readonly effects?: readonly Effect[];
  readonly decisions?: readonly Decision[];
  readonly deliveries?: readonly Delivery[];
  readonly cases?: readonly Case[];
  readonly alarm?: number | null;
}
export const record = (rows: Rows = {}): OrderRecord => ({
  key: KEY,
  account: ACCOUNT,
  version: 1,
  alarm: rows.alarm === undefined ? 9_000 : rows.alarm,
  firstSeenAt: 1_000,
  observations: Object.fromEntries((rows.seen ?? [seen(reading())]).map((one) => [one.subject, one])),
  decisions: rows.decisions ?? [],
  effects: Object.fromEntries((rows.effects ?? []).map((one) => [one.id, one])),
  deliveries: Object.fromEntries((rows.deliveries ?? []).map((one) => [one.id, one])),
  cases: Object.fromEntries((rows.cases ?? []).map((one) => [one.cause, one])),
});
