/** An engine that answers as it is told, and writes down what it was asked. */
import type { Engine, EngineOptions, LifeEvent, Outcome, Run } from '../../lib/engine/port';
import { personal, type Reading } from '../../lib/model/order';
import type { Listener, OrderRecord } from '../../lib/model/record';
import type { ToldOrder } from '../../lib/runtime/message';

export const ACCOUNT = 'mirakl:demo.mirakl.simulator:2001';
export const KEY = `${ACCOUNT}:MK1`;
const NOW = Date.parse('2026-03-01T10:00:00Z');
const eur = (amount: string) => ({ amount, currency: 'EUR' });

export function reading(change: Partial<Reading['order']> = {}): Reading {
  const counted = {
    ordered: 1,
    accepted: 0,
    refused: 0,
    cancelRequested: 0,
    cancelled: 0,
    refundedUnshipped: 0,
    shipped: 0,
    delivered: 0,
    returnAdvised: 0,
    returnReceived: 0,
    restocked: 0,
    scrapped: 0,
    refunded: 0,
    invoiced: 0,
    credited: 0,
  };
  const order: Reading['order'] = {
    key: KEY,
    account: ACCOUNT,
    sourceOrderId: 'MK1',
    channel: { platform: 'mirakl', marketplace: 'Demo', shopId: '2001', code: 'INIT', label: 'Initial' },
    refs: [],
    orderedAt: '2026-03-01T09:00:00Z',
    sourceUpdatedAt: '2026-03-01T09:30:00Z',
    currency: 'EUR',
    taxMode: 'inclusive',
    paymentGate: 'before_ship',
    test: false,
    deadlines: {},
    parties: personal({ shipTo: { name: 'A', lines: ['B 1'], city: 'C', country: 'FR' } }),
    shipping: { code: 'STD', label: 'Standard' },
    lines: [
      {
        id: '1',
        fulfilledBy: 'merchant',
        sku: { source: 'CUP' },
        title: 'Cup',
        quantity: 1,
        unitPrice: eur('12.50'),
        price: eur('12.50'),
        discounts: [],
        taxes: [],
      },
      {
        id: '2',
        fulfilledBy: 'merchant',
        sku: { source: 'POT' },
        title: 'Pot',
        quantity: 2,
        unitPrice: eur('20.00'),
        price: eur('40.00'),
        discounts: [],
        taxes: [],
      },
    ],
    charges: [],
    totals: { goods: eur('52.50'), shipping: eur('0.00'), tax: eur('0.00'), grand: eur('52.50') },
    ...change,
  };
  return {
    kind: 'order',
    order,
    stage: 'awaiting_acceptance',
    acceptance: 'pending',
    payment: 'awaiting',
    quantities: Object.fromEntries(order.lines.map(({ id }) => [id, counted])),
    lineStates: {},
    refunds: [],
    cancellations: [],
    incident: false,
    unknown: [],
    differences: [],
  };
}
export const record = (change: Partial<Reading['order']> = {}): OrderRecord => ({
  key: KEY,
  account: ACCOUNT,
  version: 1,
  alarm: null,
  firstSeenAt: NOW,
  decisions: [],
  effects: {},
  deliveries: {},
  cases: {},
  observations: { order: { subject: 'order', version: '1', sentAt: NOW, answeredAt: NOW, hash: 'h', body: reading(change) } },
});
export const told = (change: Partial<Reading['order']> = {}): ToldOrder => {
  const { order, ...rest } = reading(change);
  return { ...order, ...rest, parties: order.parties.personal ?? {} } as unknown as ToldOrder;
};

export interface ScriptedEngine extends Engine {
  /** What the flow port was given, to hand deliveries out with. */
  readonly options: EngineOptions;
  readonly asked: { readonly verb: string; readonly key: string; readonly args: unknown; readonly run: Run | undefined }[];
  readonly parked: { readonly node: string; readonly message: string | undefined }[];
  readonly ended: {
    readonly run: Run;
    readonly how: 'closed' | 'interrupted';
    readonly error?: { readonly node: string; readonly text: string };
  }[];
  readonly leftOut: { readonly key: string; readonly reason: string }[];
  readonly deployed: {
    readonly listeners: readonly Partial<Listener>[];
    readonly wired: readonly {
      readonly verb: string;
      readonly account: string;
      readonly node: string;
      readonly args?: unknown;
    }[];
    readonly disabled: readonly string[];
  }[];
  readonly stoppedAccounts: { readonly account: string; readonly why: string }[];
  /** The answer to every effect. */
  answer: () => Promise<Outcome>;
  known: OrderRecord | null;
  /** Gives an event to a trigger as the loop would. */
  hand(listener: string, nodeType: string, type?: string, run?: Partial<Run>): boolean;
}
export const event = (type = 'order.placed'): LifeEvent => ({
  type,
  id: `${KEY}/placed`,
  source: ACCOUNT,
  subject: KEY,
  time: '2026-03-01T10:00:00.000Z',
  redelivered: false,
});

export function scriptedEngine(options: EngineOptions): ScriptedEngine {
  const once = new Set<string>();
  const engine: ScriptedEngine = {
    options,
    asked: [],
    parked: [],
    ended: [],
    leftOut: [],
    deployed: [],
    stoppedAccounts: [],
    answer: async () => ({ is: 'confirmed', result: { id: 'gid://shopify/Order/1', name: '#1042', total: eur('52.50') } }),
    known: record(),
    hand(listener, nodeType, type = 'order.placed', run = {}) {
      const row = { id: listener, nodeType, account: ACCOUNT, events: [type], from: -1, since: 0, until: null, present: true };
      return options.flow.hand({ key: KEY, delivery: `${listener}|placed`, run: 1, ...run }, row, event(type), record());
    },
    start: async () => undefined,
    stop: () => undefined,
    async deploy(listeners, wired, disabled) {
      engine.deployed.push({ listeners, wired, disabled });
    },
    account: async (id, platform, simulated) => ({ id, platform, mode: simulated ? 'live' : 'preview', since: 0 }),
    async stopAccount(account, why) {
      engine.stoppedAccounts.push({ account, why });
    },
    setMode: async () => [],
    effect(verb, key, args, run) {
      engine.asked.push({ verb, key, args, run });
      return engine.answer();
    },
    async park(_run, node, _type, _effect, message) {
      engine.parked.push({ node, message });
      return 'parked';
    },
    async closed(run, error) {
      engine.ended.push({ run, how: 'closed', ...(error ? { error } : {}) });
    },
    farewell: async () => undefined,
    rests: () => undefined,
    async interrupted(run) {
      engine.ended.push({ run, how: 'interrupted' });
    },
    decide: async () => 'done',
    async leaveOut(key, _verbs, reason) {
      engine.leftOut.push({ key, reason });
    },
    async once(name, of) {
      const first = !once.has(`${name} ${of}`);
      once.add(`${name} ${of}`);
      return first;
    },
    read: async (key) => (engine.known?.key === key ? engine.known : null),
    find: async (id) => (id === 'MK1' && engine.known ? [engine.known] : []),
    cases: async () => [],
    overview: async () => ({ orders: 1, openCases: 0, openEffects: 0, parked: 0, out: 0, due: 0 }),
    health: async (account) => ({
      row: { id: account, platform: 'mirakl', mode: 'live', since: 0 },
      completeTo: null,
      openCases: 0,
      retryAt: null,
      problem: null,
    }),
    planned: async () => [],
    dueFor: async () => [],
    tell: async () => true,
    hint: async () => undefined,
    poke: () => undefined,
  };
  return engine;
}
