/** Messages as users see them (design NODES.md): built anew at every sending, read for keys alone. */
import type { LifeEvent, Run } from '../engine/port';
import { misconfigured } from '../model/errors';
import type { LineId, Order, OrderKey, Parties, Quantities, Reading } from '../model/order';
import type { OrderRecord } from '../model/record';
import { stateOf } from '../model/state';
import type { Message } from './types/node-red';

/** An order as the ledger knows it now: for reading. Nodes take keys from the message and facts from the ledger. */
export interface ToldOrder extends Omit<Order, 'parties'> {
  /** Empty once the person was erased, and while the marketplace has not given the address. */
  readonly parties: Parties;
  readonly stage: Reading['stage'];
  readonly acceptance: Reading['acceptance'];
  readonly payment: Reading['payment'];
  readonly quantities: Readonly<Record<LineId, Quantities>>;
  readonly lineStates: Reading['lineStates'];
  readonly refunds: Reading['refunds'];
  readonly cancellations: Reading['cancellations'];
  readonly shopOrder?: { readonly id: string; readonly name: string };
}
/** CloudEvents 1.0. `delivery` and `run` say which sending this is; `order-once` and the ledger go by them. */
export interface Envelope {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: OrderKey;
  readonly time: string;
  readonly redelivered: boolean;
  readonly delivery: string;
  readonly run: number;
  /** The thing that it tells of (a shipment, a refund, a return), by its teller's id. */
  readonly about?: string;
}

/** Undefined for the record of an account, and for an order whose payload could not be read. */
export function toldOrder(record: OrderRecord): ToldOrder | undefined {
  const { reading, bound } = stateOf(record);
  if (!reading) return undefined;
  const { order, stage, acceptance, payment, quantities, lineStates, refunds, cancellations } = reading;
  return structuredClone({
    ...order,
    parties: order.parties.personal ?? {},
    stage,
    acceptance,
    payment,
    quantities,
    lineStates,
    refunds,
    cancellations,
    ...(bound ? { shopOrder: { id: bound.id, name: bound.name } } : {}),
  });
}

export const envelope = (event: LifeEvent, run: Run): Envelope => ({
  specversion: '1.0',
  id: event.id,
  source: event.source,
  type: event.type,
  subject: event.subject,
  time: event.time,
  redelivered: event.redelivered,
  delivery: run.delivery,
  run: run.run,
  ...(event.about === undefined ? {} : { about: event.about }),
});

/** The order that a message is about, by `msg.order.key` or `msg.event.subject`. Throws Misconfigured where it names none. */
export function keyOf(message: Message): OrderKey {
  const key = text(message.order, 'key') ?? text(message.event, 'subject');
  if (key === undefined)
    throw misconfigured(
      'msg.order.key',
      'This message names no order: neither msg.order.key nor msg.event.subject holds a key. Take it from a trigger or from "look up".',
    );
  return key;
}

/** The thing that its event tells of; undefined where that is the order as a whole. */
export const aboutOf = (message: Message): string | undefined => text(message.event, 'about');

/** The sending that a message belongs to, as its event states it; undefined for one that no trigger of ours sent. */
export function runOf(message: Message): Run | undefined {
  const event = message.event;
  const key = text(event, 'subject');
  const delivery = text(event, 'delivery');
  const run = field(event, 'run');
  return key === undefined || delivery === undefined || typeof run !== 'number' ? undefined : { key, delivery, run };
}

/** Adds a result under its name; what the user keeps under other names stays. */
export function addResults(message: Message, results: Readonly<Record<string, unknown>>): void {
  const kept = message.results;
  message.results = { ...(typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept : {}), ...results };
}

/** What a message holds at a dotted path; undefined where the way ends before. */
export const propertyOf = (message: Readonly<Message>, path: string): unknown => path.split('.').reduce<unknown>(field, message);

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
const text = (value: unknown, name: string): string | undefined => {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
};
