/**
 * The simulator: every outside system in process, written from the vendors' contracts, never from our client.
 * It takes HTTP as the vendor would get it and answers as the vendor would. Clock and chance are handed in.
 */
import type { ShopLife, ShopPeople, ShopState, WebhookRequest } from './shopify/port';

export type * from './shopify/port';

export interface SimulatorClock {
  now(): number;
  sleep(ms: number): Promise<void>;
}
export interface SimulatorOptions {
  readonly clock: SimulatorClock;
  readonly random: { next(): number };
  readonly faults?: Faults;
}
/** Probabilities in [0, 1] per matching call unless said otherwise. All off by default. */
export interface Faults {
  /** Answer lost after the vendor committed (time-out or reset, half each). */
  readonly lostAnswer?: number;
  /** The request never reaches the vendor: reset. */
  readonly lostRequest?: number;
  readonly error5xxBefore?: number;
  readonly error5xxAfter?: number;
  readonly tooMany?: number;
  /** Half an answer: the body is cut. */
  readonly halfAnswer?: number;
  /** Answers that are slow: this probability, up to so many ms. */
  readonly slow?: { readonly chance: number; readonly upTo: number };
  /** Writes that are answered by a time-out and commit up to so many ms later. */
  readonly lateCommit?: { readonly chance: number; readonly upTo: number };
  /** Shopify: object made, with a top-level error beside it; or null with an error though it was made. */
  readonly partialSuccess?: number;
}
/** One scripted happening: the nth matching call does this. */
export interface Script {
  readonly system: string;
  readonly call: string;
  /** Counted from 1 over matching calls since the script was added. */
  readonly nth: number;
  readonly does:
    | 'lost answer'
    | 'lost request'
    | '5xx before'
    | '5xx after'
    | '429'
    | 'half'
    | 'late commit'
    | 'null with error'
    | 'id with error'
    | 'throttled';
  readonly after?: number;
}
/** What a system did, counted per fact: the judge reads this. */
export interface EffectCount {
  readonly system: string;
  readonly verb: string;
  /** The marketplace's order id where the vendor's side can tell. */
  readonly fact: string;
  readonly count: number;
}
/** One call that arrived, for tests and the bench. */
export interface Arrival {
  readonly at: number;
  readonly system: string;
  readonly call: string;
  readonly status: number;
  readonly committed: boolean;
}

/** An order as the simulated marketplace holds it. Amounts are decimal text. */
export interface SimulatedMarketplaceOrder {
  readonly id: string;
  readonly state: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly currency: string;
  /** What the buyer pays, tax included. */
  readonly total: string;
  readonly lines: readonly { readonly id: string; readonly sku: string; readonly quantity: number; readonly state: string }[];
  readonly sellerReference: string | null;
  /** Who decided it: the seller's API, the portal, the clock; null while undecided. */
  readonly decidedBy: 'api' | 'portal' | 'time-out' | 'automatic' | null;
  /** True once the state was ever SHIPPING while it could be created in the shop. */
  readonly wasReadyToShip: boolean;
  /** Parcels, in the order in which they were made; without multi-shipment there is one at most. */
  readonly shipments: readonly SimulatedShipment[];
  /** Refunds and cancellations by line, in order of their making. */
  readonly refunds: readonly SimulatedPart[];
  readonly cancellations: readonly SimulatedPart[];
  readonly returns: readonly SimulatedReturn[];
}
/** Units of one line of a marketplace's order. */
export interface SimulatedUnits {
  readonly line: string;
  readonly quantity: number;
}
/** A parcel as the marketplace holds it. */
export interface SimulatedShipment {
  readonly id: string;
  /** SHIPPING (made, not left), SHIPPED, TO_COLLECT, RECEIVED, CLOSED, CANCELED. */
  readonly status: string;
  readonly lines: readonly SimulatedUnits[];
  readonly carrierCode: string | null;
  readonly carrierName: string | null;
  readonly tracking: string | null;
  readonly trackingUrl: string | null;
  readonly createdAt: number;
  readonly shippedAt: number | null;
  /** Who made it: the seller's API, or people in the portal. */
  readonly by: 'api' | 'portal';
}
/** A part of a line that was refunded or cancelled: decimal text, in the order's own tax mode. */
export interface SimulatedPart {
  readonly id: string;
  readonly line: string;
  readonly at: number;
  readonly amount: string;
  readonly shipping: string;
  readonly taxes: readonly { readonly code: string; readonly amount: string }[];
  readonly shippingTaxes: readonly { readonly code: string; readonly amount: string }[];
  readonly quantity: number;
  readonly reason: string;
  readonly by: 'api' | 'portal';
  /** Of a refund: WAITING_REFUND, WAITING_REFUND_PAYMENT, REFUNDED. Of a cancellation: CANCELED. */
  readonly state: string;
}
export interface SimulatedReturn {
  readonly id: string;
  /** WAITING_ACCEPTANCE, IN_PROGRESS, REFUSED, RECEIVED, NO_RECEPTION, CLOSED, CANCELED. */
  readonly state: string;
  readonly rma: string;
  readonly lines: readonly (SimulatedUnits & { readonly reason: string; readonly compliant: boolean | null })[];
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Who accepted or refused it; null while nobody has. */
  readonly decidedBy: 'api' | 'portal' | 'automatic' | null;
}
/** An offer of the shop on the marketplace. */
export interface SimulatedOffer {
  readonly sku: string;
  readonly quantity: number;
  /** Quantities by warehouse, where stock was told by warehouse. */
  readonly warehouses: Readonly<Record<string, number>>;
  readonly price: string;
  readonly description: string;
}
/** An order as the simulated shop holds it. */
export interface SimulatedShopOrder extends ShopLife {
  readonly id: string;
  readonly name: string;
  readonly sourceIdentifier: string | null;
  readonly createdAt: number;
  readonly total: string;
  readonly currency: string;
  readonly cancelledAt: number | null;
  readonly deletedAt: number | null;
  readonly lines: readonly {
    /** Gid of the line item. */
    readonly id: string;
    readonly sku: string | null;
    /** As ordered; then without what was refunded or removed; then what can still ship. */
    readonly quantity: number;
    readonly current: number;
    readonly unfulfilled: number;
    readonly variantId: string | null;
  }[];
  readonly tags: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}
export interface MiraklSimulator {
  /** Host name below which it answers: `<name>.mirakl.simulator`. Base address: `https://<host>`. */
  readonly host: string;
  readonly key: string;
  readonly shopId: string;
  readonly orders: () => readonly SimulatedMarketplaceOrder[];
  /** A buyer orders; returns the order id. Without lines: one to three of the known SKUs. */
  place(order?: {
    lines?: readonly { sku: string; quantity: number; price: string }[];
    shipping?: string;
    currency?: string;
    id?: string;
    /** SH12: STD, or EXP for which tracking is mandatory. */
    shippingType?: string;
    /** Instead of the world's. */
    paymentWorkflow?: string;
  }): string;
  /** Takes over one order of the vendor's own OR11 answer (as parsed text), in the state that it states; it lives on. */
  adopt(or11OrderJson: string): string;
  /** People: the buyer or the operator cancels; the seller decides in the portal. False where the state forbids it. */
  cancel(id: string): boolean;
  decideInPortal(id: string, accept: boolean): boolean;
  /**
   * The seller ships in the portal, lines whole or in part; everything that has not left where no lines are named.
   * False where the state forbids it or fewer units are left. Without multi-shipment only everything can be shipped.
   */
  shipInPortal(
    id: string,
    shipment?: { lines?: readonly SimulatedUnits[]; carrier?: string; carrierName?: string; tracking?: string },
  ): boolean;
  /** The seller corrects carrier or number in the portal; of one shipment where its id is named. False where nothing was tracked or left. */
  changeTracking(id: string, to: { carrier?: string; carrierName?: string; tracking?: string; shipment?: string }): boolean;
  /**
   * Somebody refunds a part of a line in the portal: decimal text in the order's tax mode; taxes are the proportional part
   * unless given. Returns the refund's id; null where the line cannot be refunded by that much.
   */
  refundInPortal(
    id: string,
    lineId: string,
    refund: {
      amount: string;
      shipping?: string;
      taxes?: readonly { readonly code: string; readonly amount: string }[];
      quantity?: number;
      reason?: string;
      excludedFromShipment?: boolean;
    },
  ): string | null;
  /** The operator or the seller cancels units in the portal, with their part of the amounts; all that is left where no lines are named. */
  cancelInPortal(id: string, lines?: readonly SimulatedUnits[], reason?: string): boolean;
  /** The buyer has the goods (RECEIVED). False where they were not on their way. */
  markDelivered(id: string): boolean;
  /** The order ends (CLOSED): no refund any more. False unless it is RECEIVED and without an open incident. */
  close(id: string): boolean;
  /** The buyer opens an incident on a line, and it is settled. False where the line has not left, or has none open. */
  openIncident(id: string, lineId: string): boolean;
  resolveIncident(id: string, lineId: string): boolean;
  /** The buyer has another shipping address written on the order; fields as in OR11. False where none is given out yet. */
  changeAddress(id: string, to: Readonly<Record<string, string>>): boolean;
  /** What its PC01 says; may be changed while it runs. */
  readonly configuration: Record<string, unknown>;
  /** Settings of the world. Spans in ms; those that PC01 knows (marked) are PC01's own, and change with it. */
  readonly world: {
    /** From acceptance to SHIPPING, acceptance time-out, how long a change takes to be listed. */
    debitDelay: number;
    acceptWithin: number;
    visibilityLag: number;
    /** PC01. */
    automaticAcceptance: boolean;
    /** Of orders placed from now on: PAY_ON_ACCEPTANCE, or PAY_ON_DELIVERY and others, with which sellers may cancel. */
    paymentWorkflow: string;
    /** PC01: shipments (ST*) exist. */
    multiShipment: boolean;
    /** PC01: carriers that are not registered may be named. */
    alternativeCarriers: boolean;
    /** Whether OR30 is allowed. */
    partialCancelation: boolean;
    /** Whether a cancelation takes its units out of the line's quantity: the vendor does not say. */
    cancelationReducesQuantity: boolean;
    /** "Order level tax calculation": cancelations in the platform's tax mode only, and without taxes where that is before tax. */
    orderLevelTaxes: boolean;
    /** Of orders placed from now on: whether taxes of a refund are computed, or must be told. */
    taxRule: 'PROPORTIONAL_TO_AMOUNT' | 'NONE';
    /** Whether OR23 may change what has left already. */
    trackingAfterShipment: boolean;
    /** From a refund to its payment. */
    refundDelay: number;
    /** From SHIPPED to TO_COLLECT and to RECEIVED, from RECEIVED to CLOSED; null: never by itself. */
    toCollectAfter: number | null;
    receivedAfter: number | null;
    closedAfter: number | null;
  };
}
export interface ShopifySimulator extends ShopPeople, ShopState {
  /** `<name>.myshopify.simulator` */
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A legacy token that is accepted too. */
  readonly token: string;
  readonly orders: () => readonly SimulatedShopOrder[];
  /** The SKUs of the catalogue; `knowsEverySku` answers any SKU except the unknown ones with a variant. */
  readonly catalogue: {
    knowsEverySku: boolean;
    readonly unknown: Set<string>;
    addVariant(sku: string, more?: { readonly title?: string; readonly barcode?: string | null }): string;
  };
  deleteOrder(id: string): boolean;
  readonly world: {
    searchLag: number;
    ordersPerMinute: number | null;
    maximumAvailable: number;
    restoreRate: number;
    refusesPhonesWithLetters: boolean;
  };
}
export interface Simulator {
  /** Carries one exchange in process: rejects with an error whose `sent` says whether bytes left, as a socket would. */
  readonly wire: (request: {
    method: string;
    url: string;
    headers: Readonly<Record<string, string>>;
    body?: string;
    timeout: number;
  }) => Promise<{ status: number; headers: Readonly<Record<string, string>>; text: string }>;
  mirakl(name: string): MiraklSimulator;
  shopify(name: string): ShopifySimulator;
  faults: Faults;
  script(script: Script): void;
  /** People at work: buyers order at this rate, some cancel, some decide in the portal. Stops by `stop()`. */
  people(options: {
    readonly mirakl: string;
    readonly everyMs: number;
    readonly orders: number;
    readonly cancel: number;
    readonly portal: number;
  }): { readonly done: Promise<void>; stop(): void };
  readonly counts: () => readonly EffectCount[];
  readonly arrivals: readonly Arrival[];
  /** Calls that arrived above a published rate, by system and call. Must stay 0. */
  readonly overRate: () => Readonly<Record<string, number>>;
  /** Takes a shop's webhook to whoever is meant; undefined: nobody can be reached, and nothing is sent. Rejects where no answer comes. */
  deliver?: (request: WebhookRequest) => Promise<{ readonly status: number }>;
  /** Called at every arrival, before and after the commit; may kill somebody. */
  onCall?: (arrival: {
    readonly n: number;
    readonly system: string;
    readonly call: string;
    readonly phase: 'before commit' | 'after commit';
  }) => void;
}
