/** What happens to an order after it was made: shipments, refunds and returns, as either side tells of them (design MODEL.md). */
import type { Money } from './money';
import type { Iso, LineId } from './order';

/** Units of one source line. */
export interface Units {
  readonly lineId: LineId;
  readonly quantity: number;
}
export interface Carrier {
  readonly code?: string;
  readonly name?: string;
}
export interface Shipment {
  /** The teller's own id: a Shopify fulfilment, a marketplace's shipment, a warehouse's shipment. */
  readonly id: string;
  readonly state: 'open' | 'voided';
  readonly at: Iso;
  /** In units of the source's lines, each line once; of a bundle only whole units. */
  readonly lines: readonly Units[];
  readonly carrier?: Carrier;
  readonly numbers: readonly string[];
  readonly urls: readonly string[];
  readonly deliveredAt?: Iso;
  /** The place that it left from, by the shop's id. */
  readonly location?: string;
}

/** One line of the shop's order. Several may belong to one line of the source (a bundle, a price that does not divide). */
export interface ShopLine {
  readonly id: string;
  /** Null for what was added in the shop (local, never pushed), and for a charge. */
  readonly lineId: LineId | null;
  /** Of a bundle: the units of the source's line, of which its parts are multiples. */
  readonly units?: number;
  /** A fee or the like of a source line, as a line of its own. */
  readonly charge?: LineId;
  readonly sku: string;
  readonly quantity: number;
  /** What is left after removals and refunds before shipment. */
  readonly current: number;
  readonly unfulfilled: number;
}
/** Amounts are positive, and with tax inside or beside as the order's tax mode says. */
export interface ShopRefund {
  readonly id: string;
  readonly at: Iso;
  /** By its transactions: pending plans another read, only done makes effects. */
  readonly state: 'pending' | 'done' | 'failed';
  /** What the transactions moved. */
  readonly total: Money;
  readonly lines: readonly {
    readonly lineId: LineId | null;
    readonly shopLine: string;
    readonly quantity: number;
    readonly amount: Money;
    readonly tax: Money;
    /** cancel: units that will not ship. */
    readonly restock: 'none' | 'cancel' | 'return';
  }[];
  readonly shipping: Money;
  readonly shippingTax: Money;
  /** Beyond lines and shipping: goodwill, or what was kept back (negative). */
  readonly adjustment: Money;
  readonly note?: string;
  /** The return that it belongs to. */
  readonly ofReturn?: string;
}
export interface ReturnLine {
  readonly id: string;
  readonly lineId: LineId | null;
  readonly quantity: number;
  readonly received: number;
  readonly restocked: number;
  readonly reason?: string;
}
export type ReturnState = 'requested' | 'open' | 'received' | 'closed' | 'cancelled' | 'declined';
export interface Return {
  readonly id: string;
  readonly name?: string;
  readonly state: ReturnState;
  readonly at: Iso;
  readonly lines: readonly ReturnLine[];
  readonly carrier?: Carrier;
  readonly number?: string;
  readonly reason?: string;
}

/** One whole reading of a Shopify order. The body of an observation of subject `shop`, or `shop/2` where it was made again. */
export interface ShopReading {
  readonly kind: 'shop';
  readonly id: string;
  readonly name: string;
  readonly total: Money;
  readonly deleted: boolean;
  readonly cancelledAt?: Iso;
  readonly cancelReason?: string;
  readonly lines: readonly ShopLine[];
  readonly shipments: readonly Shipment[];
  readonly refunds: readonly ShopRefund[];
  readonly returns: readonly Return[];
  readonly tags: readonly string[];
  readonly note?: string;
}
/** A shipment told by the marketplace (`marketplace`, made in its portal or by us) or by a warehouse. Subject `parcel/<id>`. */
export interface ParcelReading {
  readonly kind: 'parcel';
  readonly by: 'marketplace' | 'warehouse';
  readonly shipment: Shipment;
}
/** A return told by the marketplace. Subject `return/<id>`. */
export interface ReturnReading {
  readonly kind: 'return';
  readonly told: Return;
}
/** A document that the marketplace asks of the seller. Subject `document/<id>`. */
export interface DocumentReading {
  readonly kind: 'document';
  readonly wanted: DocumentRequest;
}
export interface DocumentRequest {
  readonly id: string;
  readonly is: 'invoice' | 'credit_note';
  readonly state: 'announced' | 'wanted' | 'issued' | 'cancelled';
  readonly at: Iso;
  readonly dueAt?: Iso;
  /** All of them at once. */
  readonly formats: readonly string[];
  readonly totals: { readonly net: Money; readonly tax: Money; readonly gross: Money };
  /** The number that it was issued under. */
  readonly number?: string;
}
