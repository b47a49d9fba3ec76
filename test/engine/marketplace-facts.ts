import { happenings } from '../../lib/engine/events';
import { look } from '../../lib/engine/look';
import type { Cancellation, DocumentReading, ParcelReading, Reading, Refund, ReturnReading } from '../../lib/model/order';
import type { Effect, Listener, Observation, OrderRecord, Subject } from '../../lib/model/record';
import type { Abilities } from '../../lib/platforms/port';
import { ACCOUNT, around, created, delivery, effect, NOW, observation, policy, record, STORE, write } from './records';

export const ALL = [
  'marketplace.shipped',
  'marketplace.cancelled',
  'marketplace.return',
  'marketplace.refunded',
  'marketplace.document',
  'marketplace.deadline',
  'marketplace.address',
  'marketplace.incident',
];
export const listener = (change: Partial<Listener> = {}): Listener => ({
  id: 'ev',
  nodeType: 'marketplace-event-in',
  account: ACCOUNT,
  events: ALL,
  from: -1,
  since: 0,
  until: null,
  present: true,
  ...change,
});
export const EUR = (amount: string) => ({ amount, currency: 'EUR' });
export const refund = (id: string, change: Partial<Refund> = {}): Refund => ({
  id,
  lineId: 'A-1-1',
  state: 'done',
  item: EUR('5.00'),
  shipping: EUR('0.00'),
  taxes: [],
  quantity: 0,
  at: '2026-03-01T11:00:00Z',
  ...change,
});
export const cancellation = (id: string): Cancellation => ({
  id,
  lineId: 'A-1-1',
  item: EUR('12.50'),
  shipping: EUR('0.00'),
  taxes: [],
  quantity: 1,
  at: '2026-03-01T11:00:00Z',
});
export const thing = (subject: Subject, body: ParcelReading | ReturnReading | DocumentReading): Observation => ({
  subject,
  version: '2026-03-01T11:30:00Z',
  sentAt: NOW - 20_000,
  answeredAt: NOW - 19_000,
  body,
  hash: subject,
});
export const parcel = (id: string, change: Partial<ParcelReading['shipment']> = {}) => ({
  [`parcel/${id}`]: thing(`parcel/${id}`, {
    kind: 'parcel',
    by: 'marketplace',
    shipment: {
      id,
      state: 'open',
      at: '2026-03-01T11:00:00Z',
      lines: [{ lineId: 'A-1-1', quantity: 1 }],
      numbers: ['N1'],
      urls: [],
      ...change,
    },
  }),
});
export const returned = (id: string, state: ReturnReading['told']['state']) => ({
  [`return/${id}`]: thing(`return/${id}`, {
    kind: 'return',
    told: {
      id,
      state,
      at: '2026-03-01T11:00:00Z',
      lines: [{ id: 'A-1-1', lineId: 'A-1-1', quantity: 1, received: 0, restocked: 0 }],
    },
  }),
});
export const wanted = (id: string, state: DocumentReading['wanted']['state']) => ({
  [`document/${id}`]: thing(`document/${id}`, {
    kind: 'document',
    wanted: {
      id,
      is: 'invoice',
      state,
      at: '2026-03-01T11:00:00Z',
      formats: ['PDF'],
      totals: { net: EUR('20.00'), tax: EUR('5.00'), gross: EUR('25.00') },
    },
  }),
});
export const bound = (shipTo: object | null = null): Effect =>
  effect('order.create', {
    state: 'confirmed',
    args: { store: STORE, fact: { shipTo: { personal: shipTo } } },
    writes: [write({ answer: created, answeredAt: NOW - 39_000, record: created.id })],
    result: created,
  });
export const push = (change: Partial<Effect>): Effect => effect('parcel.push', { target: ACCOUNT, ...change });
export const inDoubt = write({ name: 'w', call: 'OR28' });
export const answeredBy = (answer: unknown) => write({ name: 'w', call: 'OR28', answer, answeredAt: NOW });

export interface Given {
  readonly stage?: Reading['stage'];
  readonly told?: Partial<Reading>;
  readonly things?: Partial<Record<Subject, Observation>>;
  readonly effects?: readonly Effect[];
  readonly events?: readonly string[];
  readonly parcels?: Abilities['parcels'];
  readonly made?: object | null;
}
export const orderOf = ({
  stage = 'ready_to_ship',
  told = {},
  things = {},
  effects = [],
  events = [],
  made = null,
}: Given): OrderRecord =>
  record({
    observations: { order: observation(stage, '2026-03-01T10:00:00Z', NOW - 60_000, told), ...things },
    effects: Object.fromEntries([bound(made), ...effects].map((one) => [one.id, one])),
    deliveries: Object.fromEntries(
      events.map((event) => [`ev|${event}`, delivery({ id: `ev|${event}`, listener: 'ev', event })]),
    ),
  });
export const policyOf = (parcels: Abilities['parcels']) =>
  policy({
    abilities: () => ({
      partialAcceptance: true,
      acceptanceSent: 'at once',
      referencesPerCall: 100,
      ...(parcels === undefined ? {} : { parcels }),
    }),
  });
export const told = (given: Given): readonly string[] =>
  happenings(look(orderOf(given), around({ listeners: [listener()] }), policyOf(given.parcels ?? 'whole order')))
    .map(({ key }) => key)
    .filter((key) => key.startsWith('marketplace.'));
