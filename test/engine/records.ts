import { allGuards } from '../../lib/engine/guards';
import type { Policy } from '../../lib/engine/look';
import { hashOf } from '../../lib/model/observe';
import type { OrderKey, Reading, Stage } from '../../lib/model/order';
import type { Around, Delivery, Effect, Observation, OrderRecord, Write } from '../../lib/model/record';

export const ACCOUNT = 'mirakl:bazaar.example:2001';
export const STORE = 'shopify:store.example:1';
export const NOW = Date.parse('2026-03-01T12:00:00Z');
const EUR = (amount: string) => ({ amount, currency: 'EUR' });

const ACCEPTANCE: Partial<Record<Stage, Reading['acceptance']>> = { awaiting_acceptance: 'pending', refused: 'refused' };

/** One order of two mugs for 25.00 and 4.90 shipping, at a stage. */
export function reading(stage: Stage, change: Partial<Reading> = {}): Reading {
  const shipped = stage === 'shipped' || stage === 'delivered' || stage === 'closed';
  return {
    kind: 'order',
    order: {
      key: `${ACCOUNT}:A-1`,
      account: ACCOUNT,
      sourceOrderId: 'A-1',
      channel: { platform: 'mirakl', marketplace: 'bazaar.example', shopId: '2001' },
      refs: [],
      orderedAt: '2026-03-01T10:00:00Z',
      sourceUpdatedAt: '2026-03-01T10:00:00Z',
      currency: 'EUR',
      taxMode: 'inclusive',
      paymentGate: 'before_ship',
      test: false,
      deadlines: { acknowledgeBy: '2026-03-03T10:00:00Z' },
      parties: { personal: {} },
      shipping: { code: 'STD' },
      lines: [
        {
          id: 'A-1-1',
          fulfilledBy: 'merchant',
          sku: { source: 'MUG' },
          title: 'Mug',
          quantity: 2,
          unitPrice: EUR('12.50'),
          price: EUR('25.00'),
          discounts: [],
          taxes: [],
        },
      ],
      charges: [{ kind: 'shipping', title: 'Standard', amount: EUR('4.90'), taxes: [] }],
      totals: { goods: EUR('25.00'), shipping: EUR('4.90'), tax: EUR('0.00'), grand: EUR('29.90') },
    },
    stage,
    acceptance: ACCEPTANCE[stage] ?? 'accepted',
    payment: stage === 'awaiting_acceptance' || stage === 'awaiting_payment' ? 'awaiting' : 'captured',
    quantities: {
      'A-1-1': {
        ordered: 2,
        accepted: stage === 'awaiting_acceptance' || stage === 'refused' ? 0 : 2,
        refused: stage === 'refused' ? 2 : 0,
        cancelRequested: 0,
        cancelled: stage === 'cancelled' ? 2 : 0,
        refundedUnshipped: 0,
        shipped: shipped ? 2 : 0,
        delivered: 0,
        returnAdvised: 0,
        returnReceived: 0,
        restocked: 0,
        scrapped: 0,
        refunded: 0,
        invoiced: 0,
        credited: 0,
      },
    },
    lineStates: { 'A-1-1': 'accepted' },
    refunds: [],
    cancellations: [],
    incident: false,
    unknown: [],
    differences: [],
    ...change,
  };
}
export function observation(stage: Stage, version: string, sentAt: number, change: Partial<Reading> = {}): Observation {
  const body = reading(stage, change);
  return { subject: 'order', version, sentAt, answeredAt: sentAt + 200, body, hash: hashOf(body) };
}
export function record(change: Partial<OrderRecord> = {}, stage: Stage = 'ready_to_ship'): OrderRecord {
  return {
    key: `${ACCOUNT}:A-1`,
    account: ACCOUNT,
    version: 3,
    alarm: null,
    firstSeenAt: NOW - 60_000,
    observations: { order: observation(stage, '2026-03-01T10:00:00Z', NOW - 60_200) },
    decisions: [],
    effects: {},
    deliveries: {},
    cases: {},
    ...change,
  };
}
export const around = (change: Partial<Around> = {}): Around => ({
  version: 1,
  listeners: [
    {
      id: 'in',
      nodeType: 'marketplace-order-in',
      account: ACCOUNT,
      events: ['order.placed'],
      from: 0,
      since: 0,
      until: null,
      present: true,
    },
  ],
  wired: ['order.accept', 'order.create'].map((verb) => ({
    verb,
    account: ACCOUNT,
    node: verb,
    reachedFrom: ['in'],
    since: 0,
    until: null,
    present: true,
  })),
  accounts: {
    [ACCOUNT]: { id: ACCOUNT, platform: 'mirakl', mode: 'live', since: 0 },
    [STORE]: { id: STORE, platform: 'shopify', mode: 'live', since: 0 },
  },
  engines: {},
  ...change,
});
export const policy = (change: Partial<Policy> = {}): Policy => ({
  engine: 'me',
  alone: true,
  lease: 60_000,
  grace: 1_800_000,
  guards: allGuards,
  abilities: () => ({ partialAcceptance: true, acceptanceSent: 'at once', referencesPerCall: 100 }),
  ...change,
});
export const delivery = (change: Partial<Delivery> = {}): Delivery => ({
  id: 'in|placed',
  listener: 'in',
  event: 'placed',
  type: 'order.placed',
  state: 'done',
  run: 1,
  attempts: 0,
  progress: 0,
  resent: false,
  parked: [],
  at: NOW - 50_000,
  ...change,
});
export const write = (change: Partial<Write> = {}): Write => ({
  name: 'create',
  call: 'orderCreate',
  print: 'p',
  request: { personal: {} },
  attempt: { n: 1, at: NOW - 40_000, sendUntil: NOW - 10_000, commitsWithin: 120_000 },
  ...change,
});
export const created = { id: 'gid://shopify/Order/1', name: '#1001', total: EUR('29.90') };
export const effect = (verb: string, change: Partial<Effect> = {}): Effect => ({
  id: `${verb}/1`,
  verb,
  key: '1',
  target: verb === 'order.create' ? STORE : ACCOUNT,
  args: verb === 'order.create' ? { store: STORE } : {},
  state: 'open',
  writes: [],
  reads: [],
  lookAgain: NOW + 5_000,
  lookedAt: NOW,
  begunAt: NOW - 40_000,
  revision: 1,
  tries: 1,
  ...change,
});

/** A new order as the marketplace tells of it, for a ledger to append. */
export const placed = (key: OrderKey) => {
  const body = reading('awaiting_acceptance');
  const seen = { version: '2026-03-01T10:00:00Z', sentAt: NOW, answeredAt: NOW, body, hash: hashOf(body) };
  return { key, account: ACCOUNT, refs: [], observation: { subject: 'order' as const, ...seen } };
};
