/** What a node's step is told to do after an order was made, and what came of it: parcels, shipments, notes. */
import type { Shipment, Units } from '../model/life';
import type { AccountId } from '../model/order';
import type { Parcel } from '../model/parcels';
import type { RecordId } from '../model/record';

/** A node's settings; `fact` is what is to be told. */
export interface PushParcelArgs {
  /** The shop's carrier name → the marketplace's code. */
  readonly carriers: Readonly<Record<string, string>>;
  /** What becomes of a carrier that the marketplace does not list: its name as it is, this code, or a question. */
  readonly unlisted: 'send name' | 'ask' | 'use code';
  readonly code?: string;
  readonly fact: ParcelFact;
}
export interface ParcelFact {
  readonly parcel: Parcel;
  /** The vendor's own id of the parcel, where it was told before. */
  readonly toldAs?: RecordId;
  readonly told: boolean;
}
export interface PushResult {
  readonly made: readonly RecordId[];
  readonly carrier: string | null;
  readonly number: string | null;
  /** Numbers that the platform cannot take. */
  readonly unsent: readonly string[];
}
/** A node's settings; `fact` is what left, as the warehouse or the marketplace tells it. */
export interface FulfilArgs {
  /** Shopify mails the buyer. */
  readonly notify: boolean;
  /** The place whose stock ships first, where the shipment names none. */
  readonly location?: string;
  readonly fact: FulfilFact;
}
export interface FulfilFact {
  readonly by: 'warehouse' | 'marketplace';
  readonly shipment: Shipment;
  readonly store: AccountId;
  /** The shop's order. */
  readonly order: RecordId;
  /** Fulfilments that were made of it before: what is new is told of them. */
  readonly made: readonly RecordId[];
}
export interface Fulfilled {
  readonly made: readonly RecordId[];
  /** Units that are still to ship. */
  readonly remainder: readonly Units[];
}
/** What a flow wants noted on the shop's order; empty lists and texts change nothing. */
export interface UpdateArgs {
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  /** Added as a line of its own. */
  readonly note?: string;
  /** By name; an empty value removes it. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Takes over the address that the marketplace states now. */
  readonly address: boolean;
  /** Why nothing of it may leave. */
  readonly hold?: string;
  readonly release: boolean;
  readonly fact: UpdateFact;
}
export interface UpdateFact {
  readonly store: AccountId;
  readonly order: RecordId;
  /** The asking, by its key. */
  readonly of: string;
}
export interface Updated {
  /** Fulfilment orders that are held now. */
  readonly made: readonly RecordId[];
  readonly held: number;
  readonly released: number;
}
