/** What an event of the marketplace or of an order's life tells of, for `msg.payload`, as the ledger knows it now. */
import { asOne } from '../engine/marketplace-news';
import type { LifeEvent } from '../engine/port';
import type { OrderRecord, Subject } from '../model/record';
import { stateOf } from '../model/state';

/** Undefined where it is about the order as a whole. */
export function toldOf({ type, about, detail, subject }: LifeEvent, record: OrderRecord): object | undefined {
  const { reading } = stateOf(record);
  const thing = (kind: 'parcel' | 'return' | 'document') => record.observations[`${kind}/${about}` as Subject]?.body;
  switch (type) {
    case 'marketplace.shipped': {
      const parcel = thing('parcel');
      return parcel?.kind === 'parcel' ? parcel.shipment : reading ? asOne(reading) : undefined;
    }
    case 'marketplace.cancelled':
      return reading?.cancellations.find(({ id }) => id === about);
    case 'marketplace.refunded':
      return reading?.refunds.find(({ id }) => id === about);
    case 'marketplace.return': {
      const told = thing('return');
      return told?.kind === 'return' ? told.told : undefined;
    }
    case 'marketplace.document': {
      const wanted = thing('document');
      return wanted?.kind === 'document' ? wanted.wanted : undefined;
    }
    case 'marketplace.address':
      return reading?.order.parties.personal?.shipTo;
    case 'marketplace.deadline':
    case 'marketplace.incident':
    case 'life.overdue':
      return { ...detail, key: subject };
    case 'life.silent':
      return { ...detail };
    default:
      return undefined;
  }
}
