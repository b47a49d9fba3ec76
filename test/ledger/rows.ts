/** Rows as the engine would write them, as small as the types allow. */

import type { Bare } from '../../lib/ledger/deploy';
import type { Patch, Seen } from '../../lib/ledger/port';
import type { AccountId, OrderKey, Party, Reading, ShopReading } from '../../lib/model/order';
import type { Case, Decision, Delivery, Effect, Instant, Listener, Observation, Wired, Write } from '../../lib/model/record';

export const ACCOUNT: AccountId = 'mirakl:shop.example:2010';
export const OTHER: AccountId = 'mirakl:shop.example:2011';
export const NOON: Instant = Date.UTC(2026, 2, 1, 12);

export const orderOf = (n: number, account: AccountId = ACCOUNT): OrderKey => `${account}:${1000 + n}-A`;
export const at = (minutes: number): string => new Date(NOON + minutes * 60_000).toISOString();

export const anna: Party = {
  name: 'Anna Przybylska',
  lines: ['Rue de la Loi 16'],
  city: 'Brussel',
  postalCode: '1000',
  country: 'BE',
  email: 'anna@example.org',
};

/** A whole reading; `content` stands for everything that may differ between two of the same version. */
export function reading(key: OrderKey, version: string, content = '', buyer: Party = anna): Reading {
  const zero = { amount: '0.00', currency: 'EUR' };
  return {
    kind: 'order',
    order: {
      key,
      account: ACCOUNT,
      sourceOrderId: key.slice(ACCOUNT.length + 1),
      channel: { platform: 'mirakl', marketplace: 'shop.example', shopId: '2010', label: content },
      refs: [],
      orderedAt: at(-60),
      sourceUpdatedAt: version,
      currency: 'EUR',
      taxMode: 'inclusive',
      paymentGate: 'before_ship',
      test: false,
      deadlines: {},
      parties: { personal: { buyer, shipTo: buyer } },
      shipping: {},
      lines: [],
      charges: [],
      totals: { goods: zero, shipping: zero, tax: zero, grand: zero },
    },
    stage: 'ready_to_ship',
    acceptance: 'accepted',
    payment: 'captured',
    quantities: {},
    lineStates: {},
    refunds: [],
    cancellations: [],
    incident: false,
    unknown: [],
    differences: [],
  };
}
export const shop = (key: OrderKey, id: string): ShopReading => ({
  kind: 'shop',
  id,
  name: `#${key}`,
  total: { amount: '10.00', currency: 'EUR' },
  deleted: false,
  lines: [],
  shipments: [],
  refunds: [],
  returns: [],
  tags: [],
});

export function observed(key: OrderKey, version: string, sentAt: Instant, content = '', buyer?: Party): Observation {
  const body = reading(key, version, content, buyer);
  return { subject: 'order', version, sentAt, answeredAt: sentAt + 200, body, hash: `${version}/${content}` };
}
export const seen = (n: number, version: string, sentAt: Instant, content = '', account: AccountId = ACCOUNT): Seen => ({
  key: orderOf(n, account),
  account,
  observation: observed(orderOf(n, account), version, sentAt, content),
  refs: [{ system: account, kind: 'order', id: `${1000 + n}-A` }],
});

export const write = (name: string, more: Partial<Write> = {}): Write => ({
  name,
  call: name,
  print: `${name}#1`,
  request: { personal: { to: anna.name, call: name } },
  attempt: { n: 1, at: NOON, sendUntil: NOON + 5000, commitsWithin: 30_000 },
  ...more,
});
export const answered = (name: string): Write =>
  write(name, { answeredAt: NOON + 300, answer: { id: name }, record: `gid://${name}` });
export const effect = (key: string, more: Partial<Effect> = {}): Effect => ({
  id: `order.create/${key}`,
  verb: 'order.create',
  key,
  target: 'shopify:a.example:1',
  args: { location: 'gid://shopify/Location/1' },
  state: 'open',
  writes: [],
  reads: [],
  lookAgain: NOON,
  lookedAt: NOON,
  begunAt: NOON,
  revision: 0,
  tries: 0,
  ...more,
});
export const delivery = (event: string, state: Delivery['state'], more: Partial<Delivery> = {}): Delivery => ({
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
  at: NOON,
  ...more,
});
export const question = (cause: string, closedAt?: Instant): Case => ({
  cause,
  kind: 'unknown sku',
  detail: { sku: cause },
  openedAt: NOON,
  count: 1,
  ...(closedAt === undefined ? {} : { closedAt, settledBy: 'facts' }),
});
export const decision = (of: string): Decision => ({ at: NOON, by: 'mia', kind: 'leave out', of, reason: 'sold in the shop' });

export const patch = (rows: Partial<Patch> = {}): Patch => ({ alarm: null, standing: false, by: 'engine-1', ...rows });

export const listener = (id: string): Bare<Listener> => ({
  id,
  nodeType: 'marketplace-order-in',
  account: ACCOUNT,
  events: ['order.placed'],
  from: 0,
});
export const wired = (verb: string, node: string): Bare<Wired> => ({ verb, account: '*', node, reachedFrom: ['in'] });
