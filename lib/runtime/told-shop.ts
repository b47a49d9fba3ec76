/** What an event of the shop tells of, for `msg.payload`: a shipment, a refund, a return, as the ledger knows it now. */
import type { LifeEvent } from '../engine/port';
import type { OrderRecord } from '../model/record';
import { stateOf } from '../model/state';

/** Undefined where it is about the order as a whole. */
export function toldOfShop({ type, about }: LifeEvent, record: OrderRecord): object | undefined {
  const { shop } = stateOf(record);
  const [kind] = type.split('.');
  if (kind === 'shipment') return shop?.shipments.find(({ id }) => id === about);
  if (kind === 'refund') return shop?.refunds.find(({ id }) => id === about);
  if (kind === 'return') return shop?.returns.find(({ id }) => id === about);
  return undefined;
}
