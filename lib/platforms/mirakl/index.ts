/** Mirakl Marketplace Platform, as a seller sees it. contracts/mirakl/CONTRACT.md. */
import { z } from 'zod';
import type { Platform } from '../port';
import { acceptOrder } from './accept';
import { or04, or11ByIds, or11Page } from './calls';
import { pushCancellation } from './cancel';
import { dialect } from './dialect';
import { documentRequests } from './document-requests';
import { learnedOf } from './learned';
import { COMMITS_WITHIN, IDS_PER_CALL, OVERLAP, REFERENCES_PER_CALL, SWEEP_EVERY } from './mapping';
import { offers } from './offers';
import { pushParcel } from './push';
import { readPage } from './reading';
import { pushRefund } from './refund';
import { pushReturn } from './return-push';
import { returns } from './returns';
import { identify, learn, lists, test } from './setup';
import { shipments } from './shipments';
import { pushStock } from './stock';

const updated = z.looseObject({
  updated_orders: z
    .array(
      z.looseObject({
        order_id: z.string().nullish(),
        errors: z
          .array(z.looseObject({ code: z.string(), field: z.string().nullish(), message: z.string().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
});

export const mirakl: Platform = {
  name: 'mirakl',
  side: 'marketplace',
  dialect,
  abilities: { partialAcceptance: true, acceptanceSent: 'at once', referencesPerCall: REFERENCES_PER_CALL, refunds: true },
  intake: {
    stream: 'orders',
    every: SWEEP_EVERY,
    overlap: OVERLAP,
    page: or11Page,
    read: readPage,
    byIds: or11ByIds,
    batch: IDS_PER_CALL,
  },
  tables: [offers],
  streams: [shipments, returns, documentRequests],
  acceptOrder,
  pushParcel,
  pushReturn,
  pushRefund,
  pushCancellation,
  pushStock,
  able: (learned) => ({ parcels: learnedOf(learned).multiShipment === true ? 'each' : 'whole order' }),
  reference: {
    batch: REFERENCES_PER_CALL,
    commitsWithin: COMMITS_WITHIN,
    request: or04,
    /** OR04 answers 200 with an outcome for each order; an order that it does not name was not updated. */
    outcome(body, item) {
      const one = updated.safeParse(body).data?.updated_orders?.find((row) => row.order_id === item.sourceOrderId);
      if (!one) return { is: 'refused', code: 'NO_OUTCOME', text: 'the answer does not name this order' };
      const [error] = one.errors ?? [];
      if (!error) return { is: 'done' };
      return {
        is: 'refused',
        code: error.code,
        ...(error.field ? { field: error.field } : {}),
        text: error.message ?? error.code,
      };
    },
  },
  identify,
  learn,
  test,
  lists,
};
