/** ST11: shipments, where an order may ship in several. contracts/mirakl §5. */
import { z } from 'zod';
import type { Carrier, Shipment } from '../../model/life';
import { type AccountId, orderKey } from '../../model/order';
import { added } from '../../model/parcels';
import type { Read, Stream } from '../port';
import { instantOf, requiredInstant, Unread } from './amounts';
import { learnedOf } from './learned';
import { OVERLAP, SHIPMENT_STATES, SHIPMENTS_EVERY } from './mapping';
import { id, list, maybe, text } from './payload';
import { inTable, type Listed, readSeek, seekPage } from './seek';

export const trackingSchema = z.looseObject({
  carrier_code: maybe(text),
  carrier_name: maybe(text),
  tracking_number: maybe(text),
  tracking_url: maybe(text),
});
const shipment = z.looseObject({
  id,
  order_id: id,
  status: text,
  created_date: text,
  last_updated_date: text,
  shipped_date: maybe(text),
  shipment_lines: list(z.looseObject({ order_line_id: maybe(id), quantity: z.number().int().positive() })),
  tracking: maybe(
    trackingSchema.extend({
      milestones: list(
        z.looseObject({
          type: maybe(text),
          occurrence_date: maybe(z.looseObject({ date: maybe(text), time: maybe(text), offset: maybe(text) })),
        }),
      ),
    }),
  ),
});
type MiraklShipment = z.output<typeof shipment>;

const ST11: Listed = {
  call: 'ST11',
  path: '/api/shipments',
  every: SHIPMENTS_EVERY,
  from: 'last_updated_from',
  sort: 'dateCreated',
};
export const shipments: Stream = {
  stream: 'shipments',
  every: SHIPMENTS_EVERY,
  overlap: OVERLAP,
  offered: (learned) => learnedOf(learned).multiShipment === true,
  page: (account, settings, from, mark) => seekPage(ST11, account, settings, from, mark),
  read: (account, body) => readSeek('shipment', body, shipment, (one) => readShipment(account, one)),
};

/** Null while it has not left. Throws Unread. */
function readShipment(account: AccountId, raw: MiraklShipment): Read | null {
  const is = inTable(SHIPMENT_STATES, 'status', raw.status);
  if (is === null) return null;
  const deliveredAt = is === 'delivered' ? (arrivedAt(raw) ?? instantOf(raw.last_updated_date)) : undefined;
  const carrier = carrierOf(raw.tracking);
  const told: Shipment = {
    id: raw.id,
    state: is === 'voided' ? 'voided' : 'open',
    at: instantOf(raw.shipped_date) ?? requiredInstant('created_date', raw.created_date),
    lines: added(
      raw.shipment_lines.map(({ order_line_id: lineId, quantity }, n) => {
        if (lineId === undefined)
          throw new Unread(
            `shipment_lines.${n}.order_line_id`,
            'a line of it names no order line. Look it up in the marketplace portal',
          );
        return { lineId, quantity };
      }),
    ),
    ...(carrier ? { carrier } : {}),
    numbers: raw.tracking?.tracking_number === undefined ? [] : [raw.tracking.tracking_number],
    urls: raw.tracking?.tracking_url === undefined ? [] : [raw.tracking.tracking_url],
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
  };
  return {
    key: orderKey(account, raw.order_id),
    subject: `parcel/${raw.id}`,
    version: raw.last_updated_date,
    body: { kind: 'parcel', by: 'marketplace', shipment: told },
    refs: [
      { system: 'mirakl', kind: 'shipment', id: raw.id },
      ...told.numbers.map((number) => ({ system: 'mirakl', kind: 'tracking', id: number })),
    ],
  };
}

/** The carrier's own word of the delivery: a day, mostly with a time and its offset. */
function arrivedAt({ tracking }: MiraklShipment): string | undefined {
  const at = tracking?.milestones.findLast(({ type }) => type === 'DELIVERED')?.occurrence_date;
  if (at?.date === undefined) return undefined;
  return instantOf(at.time === undefined ? at.date : `${at.date}T${at.time}${at.offset ?? 'Z'}`);
}
export function carrierOf(tracking: z.output<typeof trackingSchema> | undefined): Carrier | undefined {
  const { carrier_code: code, carrier_name: name } = tracking ?? {};
  if (code === undefined && name === undefined) return undefined;
  return { ...(code === undefined ? {} : { code }), ...(name === undefined ? {} : { name }) };
}
