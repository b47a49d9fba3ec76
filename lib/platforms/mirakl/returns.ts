/** RT11: returns, where the marketplace manages them. It names goods and no money. contracts/mirakl §6. */
import { z } from 'zod';
import type { Return } from '../../model/life';
import { type AccountId, orderKey } from '../../model/order';
import type { Read, Stream } from '../port';
import { requiredInstant } from './amounts';
import { learnedOf } from './learned';
import { cameBack, OVERLAP, RETURN_STATES, RETURNS_EVERY, RETURNS_SPAN } from './mapping';
import { id, list, maybe, text } from './payload';
import { inTable, type Listed, readSeek, seekPage } from './seek';
import { carrierOf, trackingSchema } from './shipments';

const returned = z.looseObject({
  id,
  order_id: id,
  state: text,
  date_created: text,
  last_updated: text,
  rma: maybe(text),
  reason_code: maybe(text),
  method_code: maybe(text),
  return_lines: list(z.looseObject({ order_line_id: id, quantity: z.number().int().nonnegative(), reason_code: maybe(text) })),
  tracking: maybe(trackingSchema),
});
const RT11: Listed = {
  call: 'RT11',
  path: '/api/returns',
  every: RETURNS_SPAN,
  from: 'return_last_updated_from',
  sort: 'date_created',
};
export const returns: Stream = {
  stream: 'returns',
  every: RETURNS_EVERY,
  overlap: OVERLAP,
  offered: (learned) => learnedOf(learned).returns === true,
  page: (account, settings, from, mark) => seekPage(RT11, account, settings, from, mark),
  read: (account, body) => readSeek('return', body, returned, (one) => readReturn(account, one)),
};

function readReturn(account: AccountId, raw: z.output<typeof returned>): Read {
  const carrier = carrierOf(raw.tracking);
  const back = cameBack(raw.state, raw.method_code);
  const told: Return = {
    id: raw.id,
    ...(raw.rma === undefined ? {} : { name: raw.rma }),
    state: inTable(RETURN_STATES, 'state', raw.state),
    at: requiredInstant('date_created', raw.date_created),
    // Its lines have no ids; one line may come back for two reasons.
    lines: raw.return_lines.map(({ order_line_id: lineId, quantity, reason_code: reason }, n) => ({
      id: `${lineId}/${n}`,
      lineId,
      quantity,
      received: back ? quantity : 0,
      restocked: 0,
      ...(reason === undefined ? {} : { reason }),
    })),
    ...(carrier ? { carrier } : {}),
    ...(raw.tracking?.tracking_number === undefined ? {} : { number: raw.tracking.tracking_number }),
    ...(raw.reason_code === undefined ? {} : { reason: raw.reason_code }),
  };
  return {
    key: orderKey(account, raw.order_id),
    subject: `return/${raw.id}`,
    version: raw.last_updated,
    body: { kind: 'return', told },
    refs: [
      { system: 'mirakl', kind: 'return', id: raw.id },
      ...(raw.rma === undefined ? [] : [{ system: 'mirakl', kind: 'rma', id: raw.rma }]),
      ...(told.number === undefined ? [] : [{ system: 'mirakl', kind: 'tracking', id: told.number }]),
    ],
  };
}
