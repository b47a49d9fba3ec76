/**
 * The order model: one for every platform (design MODEL.md). Plain JSON on the wire: no Date, no BigInt.
 * Times are ISO 8601 in UTC as text; money is `Money`; a platform's own field names never appear here.
 */
import type { DocumentReading, ParcelReading, ReturnReading, ShopReading } from './life';
import type { Money } from './money';

/** `platform:host:shopId` as the platform itself reports them, never a node's id. */
export type AccountId = string & { readonly brand?: 'AccountId' };
/** `account:sourceOrderId`. Never minted by us, so two machines name an order alike. */
export type OrderKey = string & { readonly brand?: 'OrderKey' };
/** The source's own line id. */
export type LineId = string & { readonly brand?: 'LineId' };
/** ISO 8601, UTC, as text. */
export type Iso = string;

/** An account's own record in the ledger stands under its id: its cases need no second mechanism. */
export const ownKey = (account: AccountId): OrderKey => account as string;
export const orderKey = (account: AccountId, sourceOrderId: string): OrderKey => `${account}:${sourceOrderId}`;
export const sourceIdOf = (account: AccountId, key: OrderKey): string => key.slice(account.length + 1);

/**
 * Something about a person. The ledger keeps `personal` in a table of its own and leaves a reference, so that erasing a
 * person leaves facts, intents and audit whole. `null` once erased.
 */
export interface Personal<T> {
  readonly personal: T | null;
}
export const personal = <T>(value: T): Personal<T> => ({ personal: value });

export interface Party {
  readonly name: string;
  readonly company?: string;
  readonly lines: readonly string[];
  readonly city: string;
  readonly region?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2; empty where the source's country could not be read (the label is then in `countryLabel`). */
  readonly country: string;
  readonly countryLabel?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly vatId?: string;
  readonly registrationId?: string;
  readonly pickupPoint?: { readonly id: string; readonly name?: string };
}
export interface Parties {
  readonly buyer?: Party;
  readonly billTo?: Party;
  readonly shipTo?: Party;
}

export interface Tax {
  readonly code: string;
  /** Percent with the source's decimals ("21.00"); null where the source states none. */
  readonly rate: string | null;
  readonly amount: Money;
  readonly liable: 'seller' | 'marketplace';
  /** The source computes what of it goes back with a refund; absent: it must be told the amount. */
  readonly refundedBy?: 'source';
}
export interface Discount {
  readonly code?: string;
  readonly title: string;
  readonly amount: Money;
}
/** A marketplace's custom fields by their codes; what buyers wrote there may be personal. */
export type Fields = Personal<Readonly<Record<string, string | readonly string[]>>>;
export interface Line {
  readonly id: LineId;
  readonly fulfilledBy: 'merchant' | 'marketplace';
  readonly sku: { readonly source: string; readonly gtin?: string };
  readonly title: string;
  readonly quantity: number;
  /** After the source's discounts; the catalogue price is never used. */
  readonly unitPrice: Money;
  /** What the source states for the line: quantity × unitPrice, without shipping. */
  readonly price: Money;
  readonly discounts: readonly Discount[];
  readonly taxes: readonly Tax[];
  readonly fields?: Fields;
}
export interface Charge {
  readonly kind: 'shipping' | 'handling' | 'gift' | 'eco' | 'fee' | 'rounding';
  readonly title: string;
  readonly code?: string;
  readonly amount: Money;
  readonly taxes: readonly Tax[];
  readonly lineId?: LineId;
}
/** A name of the order in some system, for looking it up. */
export interface Ref {
  readonly system: string;
  readonly kind: string;
  readonly id: string;
}
export interface Order {
  readonly key: OrderKey;
  readonly account: AccountId;
  readonly sourceOrderId: string;
  readonly channel: {
    readonly platform: string;
    readonly marketplace: string;
    readonly shopId: string;
    readonly code?: string;
    readonly label?: string;
  };
  readonly refs: readonly Ref[];
  readonly orderedAt: Iso;
  readonly sourceUpdatedAt: Iso;
  readonly currency: string;
  readonly taxMode: 'inclusive' | 'exclusive';
  readonly paymentGate: 'before_ship' | 'after_ship';
  readonly test: boolean;
  readonly deadlines: { readonly acknowledgeBy?: Iso; readonly shipBy?: Iso; readonly deliverBy?: Iso };
  readonly parties: Personal<Parties>;
  readonly shipping: { readonly code?: string; readonly label?: string };
  readonly lines: readonly Line[];
  readonly charges: readonly Charge[];
  readonly fields?: Fields;
  /** As the source states them. `grand` is what the buyer pays, tax included whatever the tax mode. */
  readonly totals: { readonly goods: Money; readonly shipping: Money; readonly tax: Money; readonly grand: Money };
}

export type Acceptance = 'not_required' | 'pending' | 'accepted' | 'partially_accepted' | 'refused' | 'expired';
export type Payment = 'unknown' | 'awaiting' | 'authorised' | 'captured' | 'voided' | 'failed';
/** Where the source says the order stands, in the model's words (MODEL.md, States of the platforms). */
export type Stage =
  | 'observed_only'
  | 'awaiting_acceptance'
  | 'awaiting_payment'
  | 'ready_to_ship'
  | 'shipped'
  | 'to_collect'
  | 'delivered'
  | 'closed'
  | 'refused'
  | 'cancelled'
  | 'unknown';
export type LineState = 'pending' | 'accepted' | 'refused' | 'cancelled' | 'shipped' | 'delivered' | 'unknown';

/** Units of one line, as counted by the source (MODEL.md, Quantities per line). */
export interface Quantities {
  readonly ordered: number;
  readonly accepted: number;
  readonly refused: number;
  readonly cancelRequested: number;
  readonly cancelled: number;
  readonly refundedUnshipped: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly returnAdvised: number;
  readonly returnReceived: number;
  readonly restocked: number;
  readonly scrapped: number;
  readonly refunded: number;
  readonly invoiced: number;
  readonly credited: number;
}
export interface Refund {
  readonly id: string;
  readonly lineId: LineId;
  readonly state: 'pending' | 'done' | 'failed';
  readonly item: Money;
  readonly shipping: Money;
  readonly taxes: readonly Tax[];
  /** Of these taxes, those on shipping; and of the item's money, what were fees. */
  readonly shippingTaxes?: readonly Tax[];
  readonly fees?: readonly { readonly code: string; readonly amount: Money }[];
  readonly quantity: number;
  readonly reason?: string;
  readonly at: Iso;
  /** When the money went back, where the source says so. */
  readonly doneAt?: Iso;
}
export interface Cancellation {
  readonly id: string;
  readonly lineId: LineId;
  readonly item: Money;
  readonly shipping: Money;
  readonly taxes: readonly Tax[];
  readonly quantity: number;
  readonly reason?: string;
  readonly at: Iso;
}

/** One whole reading of a marketplace order, never a difference. The body of an observation of subject `order`. */
export interface Reading {
  readonly kind: 'order';
  readonly order: Order;
  readonly stage: Stage;
  readonly acceptance: Acceptance;
  readonly payment: Payment;
  readonly quantities: Readonly<Record<LineId, Quantities>>;
  readonly lineStates: Readonly<Record<LineId, LineState>>;
  readonly refunds: readonly Refund[];
  readonly cancellations: readonly Cancellation[];
  /** The reference that the seller left at the marketplace, where it can be read back. */
  readonly sellerReference?: string;
  readonly incident: boolean;
  /** The lines that it is about, where the source names them. */
  readonly incidents?: readonly { readonly lineId: LineId; readonly reason?: string }[];
  /** When the first of the goods left, and the last arrived, by the source. */
  readonly shippedAt?: Iso;
  readonly deliveredAt?: Iso;
  /** What the source says of the goods' way, where it holds one for the whole order. */
  readonly tracking?: { readonly carrier?: string; readonly number?: string };
  /** What the source would take now; absent where it does not say. */
  readonly allows?: { readonly cancel: boolean; readonly ship: boolean; readonly refundLines: readonly LineId[] };
  /** Values that the platform added and the mapping does not know; each opens a case and changes nothing. */
  readonly unknown: readonly { readonly field: string; readonly value: string }[];
  /** What the source states and does not add up to, above the tolerance. */
  readonly differences: readonly { readonly field: string; readonly stated: Money; readonly computed: Money }[];
}
/** A payload whose order id could be read and whose content could not: kept whole, one case that names the field. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly field: string;
  readonly text: string;
  readonly raw: Personal<unknown>;
}
/** Something of a table that is kept apart from orders has changed: so many times by now. Subject: the table's name. */
export interface TableReading {
  readonly kind: 'table';
  readonly table: 'stock';
  readonly wave: number;
}
export type Body = Reading | Unreadable | ShopReading | ParcelReading | ReturnReading | DocumentReading | TableReading;
export type { DocumentReading, ParcelReading, ReturnReading, ShopReading };
