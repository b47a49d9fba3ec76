/**
 * Mirakl's words in the model's, every number that we declare, and every place where the vendor's contract leaves a
 * doubt (contracts/mirakl/CONTRACT.md, "unverified"): change it here and nowhere else.
 */
import type { Pace } from '../../model/call';
import type { DocumentRequest, ReturnState } from '../../model/life';
import type { LineState, Payment, Refund, Stage } from '../../model/order';
import type { Ms } from '../../model/record';

const SECOND: Ms = 1_000;
const MINUTE: Ms = 60_000;
const HOUR: Ms = 60 * MINUTE;
const DAY: Ms = 24 * HOUR;

/** The longest time Mirakl may still commit a call that was sent. No figure is published [unverified]. */
export const COMMITS_WITHIN: Ms = 120 * SECOND;
/** Between two sweeps: OR11 may be polled once a minute. */
export const SWEEP_EVERY: Ms = MINUTE;
/** Mirakl takes "a small delta" off start_update_date itself; how much is not said. Connectors in the field take an hour. */
export const OVERLAP: Ms = HOUR;
/** Lists that may be asked for once a day. */
export const DAILY: Ms = DAY;
/** A demanded tracking number is waited for until so long before the shipping deadline. */
export const NUMBER_MARGIN: Ms = 4 * HOUR;
/** Whether OR23 may be called again after SHIPPED [unverified, depends on the operator, §15.2]. */
export const TRACKING_AFTER_SHIPMENT = true as boolean;
/** Between two readings of what has no frequency, or one that is every 5 minutes (RT11); each has its own. */
export const SHIPMENTS_EVERY: Ms = 5 * MINUTE;
/** RT11 may be asked every 5 minutes, 15 are recommended: what is between is for looking up a return whose step is in doubt. */
export const RETURNS_EVERY: Ms = 15 * MINUTE;
export const RETURNS_SPAN: Ms = 5 * MINUTE;
export const DOCUMENTS_EVERY: Ms = 15 * MINUTE;
/** All offers, so that what somebody else changed is told right again and new ones are found. */
export const OFFERS_EVERY: Ms = HOUR;
/** A file of stock is taken in later; how soon is not said. */
export const IMPORT_LOOK: Ms = 20 * SECOND;
/** An import that has not ended by then is somebody's to look at. */
export const IMPORT_AT_MOST: Ms = 6 * HOUR;
/** A file whose answer was lost is looked for by its numbers, where it is no longer than this. */
export const LOOKED_FOR = 20;
/** Without a file of stock each offer must be read before it is told anew. */
export const OFFERS_AT_ONCE = 50;
export const PAGE = 100;
export const IDS_PER_CALL = 100;
export const REFERENCES_PER_CALL = 100;
/** OR04: minLength 1, maxLength 2000. */
export const REFERENCE_LENGTH = 2000;

/**
 * Published call frequencies (operations.tsv). OR11's once a minute is for "asynchronous" use, which is polling: a sweep is one
 * poll. That its further pages and look-ups by id do not count is our reading [unverified]; both have a restraint of our own.
 */
/** A call may be slower on its way than the next, and a process may end before its answer: Mirakl counts arrivals. */
const ON_THE_WAY: Ms = SECOND;
export const paces = {
  /** Partner keys may poll every 15 minutes only (§2.1). */
  sweep: (partnerKey: boolean): readonly Pace[] => [
    { by: 'every', name: 'OR11', span: (partnerKey ? 15 * MINUTE : MINUTE) + ON_THE_WAY },
  ],
  furtherPage: [{ by: 'every', name: 'OR11 page', span: SECOND }],
  /** The first page of a stream; those after it are of the same poll, as with OR11. */
  stream: (call: string, every: Ms, partnerKey: boolean): readonly Pace[] => [
    { by: 'every', name: call, span: Math.max(every, partnerKey ? 15 * MINUTE : 0) + ON_THE_WAY },
  ],
  streamPage: (call: string): readonly Pace[] => [{ by: 'every', name: `${call} page`, span: SECOND }],
  byIds: [{ by: 'every', name: 'OR11 by id', span: SECOND, burst: 10 }],
  reference: [{ by: 'every', name: 'OR04', span: MINUTE + ON_THE_WAY }],
  /** STO01 and OF24 once a minute, STO02 every 15 s, STO03 once a minute (operations.tsv). OF21 is for who looks: a restraint of our own. */
  stockFile: [{ by: 'every', name: 'STO01', span: MINUTE + ON_THE_WAY }],
  stockStatus: [{ by: 'every', name: 'STO02', span: 15 * SECOND + ON_THE_WAY }],
  stockReport: [{ by: 'every', name: 'STO03', span: MINUTE + ON_THE_WAY }],
  /** OF02: once a minute. */
  offersStatus: [{ by: 'every', name: 'OF02', span: MINUTE + ON_THE_WAY }],
  offersTold: [{ by: 'every', name: 'OF24', span: MINUTE + ON_THE_WAY }],
  offers: [{ by: 'every', name: 'OF21', span: SECOND, burst: 5 }] as readonly Pace[],
  offer: [{ by: 'every', name: 'OF21 of one', span: SECOND, burst: 10 }] as readonly Pace[],
  /** Once a day, on the average: a first deploy, its Test and a few restarts come in a row after a rest. */
  shop: [{ by: 'every', name: 'A01', span: DAY, burst: 10 }],
  types: [{ by: 'every', name: 'SH12', span: DAY, burst: 10 }],
  carriers: [{ by: 'every', name: 'SH21', span: DAY, burst: 10 }],
  /** OR21 "at each action", PC01 and RE01: none published. */
  free: [],
} satisfies Record<string, readonly Pace[] | ((...of: never[]) => readonly Pace[])>;

export const STAGES: Readonly<Record<string, Stage>> = {
  STAGING: 'observed_only',
  WAITING_ACCEPTANCE: 'awaiting_acceptance',
  WAITING_DEBIT: 'awaiting_payment',
  WAITING_DEBIT_PAYMENT: 'awaiting_payment',
  SHIPPING: 'ready_to_ship',
  SHIPPED: 'shipped',
  TO_COLLECT: 'to_collect',
  RECEIVED: 'delivered',
  CLOSED: 'closed',
  REFUSED: 'refused',
  CANCELED: 'cancelled',
};
/** 'by dates': such a line says nothing about goods; its shipped and received dates do. */
export const LINE_STATES: Readonly<Record<string, LineState | 'by dates'>> = {
  STAGING: 'pending',
  WAITING_ACCEPTANCE: 'pending',
  WAITING_DEBIT: 'accepted',
  WAITING_DEBIT_PAYMENT: 'accepted',
  SHIPPING: 'accepted',
  SHIPPED: 'shipped',
  TO_COLLECT: 'shipped',
  RECEIVED: 'delivered',
  CLOSED: 'by dates',
  INCIDENT_OPEN: 'by dates',
  REFUNDED: 'by dates',
  WAITING_REFUND: 'by dates',
  WAITING_REFUND_PAYMENT: 'by dates',
  REFUSED: 'refused',
  CANCELED: 'cancelled',
};
/** A line that the buyer complains of. */
export const INCIDENT_STATE = 'INCIDENT_OPEN';
export const REFUND_STATES: Readonly<Record<string, Refund['state']>> = {
  WAITING_REFUND_TAX_CONFIRMATION: 'pending',
  WAITING_REFUND: 'pending',
  WAITING_REFUND_PAYMENT: 'pending',
  REFUNDED: 'done',
};
/** The model's word; undefined where the table has none. What every object inherits ("constructor") is no word. */
export const wordOf = <T>(table: Readonly<Record<string, T>>, value: string): T | undefined =>
  Object.hasOwn(table, value) ? table[value] : undefined;

/** Whether the buyer's money must be there before the goods leave. */
export const PAYMENT_GATES: Readonly<Record<string, 'before_ship' | 'after_ship'>> = {
  PAY_ON_ACCEPTANCE: 'before_ship',
  PAY_ON_DELIVERY: 'after_ship',
  PAY_ON_DUE_DATE: 'after_ship',
  PAY_ON_SHIPMENT: 'after_ship',
  NO_CUSTOMER_PAYMENT_CONFIRMATION: 'after_ship',
};
/** A tax by this rule goes back by itself; by NONE its amount must be told (§4). What is done with amounts told for it is [unverified]. */
export const COMPUTED_BY_MIRAKL = 'PROPORTIONAL_TO_AMOUNT';
export const EXPIRED_REASON = 'ACCEPTANCE_TIMEOUT';
/** The seller's own stock; other codes are the operator's where the account's settings say so. */
export const OWN_CENTRE = 'DEFAULT';

/** Where the money stands. In SHIPPING an order paid on acceptance has been debited, with or without its date (§3). */
export function paymentOf(
  stage: Stage,
  gate: 'before_ship' | 'after_ship',
  workflow: string | undefined,
  debited: boolean,
): Payment {
  if (debited) return 'captured';
  if (stage === 'refused' || stage === 'cancelled') return 'voided';
  if (workflow === 'NO_CUSTOMER_PAYMENT_CONFIRMATION' || stage === 'unknown') return 'unknown';
  const pastDebit =
    stage === 'ready_to_ship' || stage === 'shipped' || stage === 'to_collect' || stage === 'delivered' || stage === 'closed';
  return gate === 'before_ship' && pastDebit ? 'captured' : 'awaiting';
}

/** Whether eco-contributions stand inside the price [unverified, §10.7]: they are informational and make no charge. */
export const ECO_INSIDE_PRICE = true;

/**
 * Units that were ordered and cancelled on one line. Whether Mirakl lowers `quantity` on a partial cancellation is
 * [unverified, §15.1], so the arithmetic decides: price is always what is left (§10.4). The stated quantity of a
 * cancellation is informative and may be 0 or absent; then whole units of the amount count.
 * Prices in minor units; `unit` 0 where unknown.
 */
export function unitsOf(of: {
  quantity: number;
  stated: number;
  price: bigint;
  unit: bigint;
  cancelled: bigint;
  whole: boolean;
}): { ordered: number; cancelled: number } {
  const byAmount = of.unit > 0n && of.cancelled > 0n && of.cancelled % of.unit === 0n ? Number(of.cancelled / of.unit) : 0;
  const units = of.stated > 0 ? of.stated : byAmount;
  const lowered = units > 0 && of.unit > 0n && BigInt(of.quantity) * of.unit === of.price && of.cancelled > 0n;
  const ordered = lowered || of.quantity === 0 ? of.quantity + units : of.quantity;
  return { ordered, cancelled: of.whole ? ordered : Math.min(units, ordered) };
}

/** null: packed and not gone; what has not left is told when it does (§3). */
export const SHIPMENT_STATES: Readonly<Record<string, 'left' | 'delivered' | 'voided' | null>> = {
  SHIPPING: null,
  READY_FOR_PICK_UP: null,
  SHIPMENT_PREPARED: null,
  SHIPPED: 'left',
  TO_COLLECT: 'left',
  RECEIVED: 'delivered',
  CLOSED: 'delivered',
  CANCELED: 'voided',
};
/** NO_RECEPTION: the goods were announced and never came; the return is over. */
export const RETURN_STATES: Readonly<Record<string, ReturnState>> = {
  WAITING_ACCEPTANCE: 'requested',
  IN_PROGRESS: 'open',
  REFUSED: 'declined',
  RECEIVED: 'received',
  NO_RECEPTION: 'closed',
  CLOSED: 'closed',
  CANCELED: 'cancelled',
};
/** Whether the goods are there: a closed return was received before, unless nothing was to be sent back [unverified]. */
export const cameBack = (state: string, method: string | undefined): boolean =>
  state === 'RECEIVED' || (state === 'CLOSED' && method !== 'RETURN_METHOD_RETURNLESS');
export const DOCUMENT_STATES: Readonly<Record<string, DocumentRequest['state']>> = {
  STAGING: 'announced',
  TO_PROCESS: 'wanted',
  ISSUED: 'issued',
  CANCELED: 'cancelled',
};
export const DOCUMENT_TYPES: Readonly<Record<string, DocumentRequest['is']>> = { INVOICE: 'invoice', CREDIT_NOTE: 'credit_note' };
