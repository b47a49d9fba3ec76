/** What people do on the simulated marketplace after an order was accepted, what its world is like, and what the judge can read of it. */

/** What became of an order after its acceptance. */
export interface MarketplaceOrderLife {
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
  /** Of a refund: its units will not be shipped. */
  readonly excludedFromShipment: boolean;
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

/** People at work in the portal, buyers and operator among them. None of their deeds is counted as an effect of the API. */
export interface MarketplacePeople {
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
  /**
   * The buyer announces a return of units that have left; without `lines`: of everything. Returns its id; null where nothing
   * has left, more is asked for than has, or the marketplace has no returns (PC01). `reason`: as in RT11.
   */
  announceReturn(id: string, lines?: readonly SimulatedUnits[], reason?: string): string | null;
  /** The seller decides or receives a return in the portal; the buyer calls it off. False where its state forbids it. */
  decideReturnInPortal(returnId: string, accepted: boolean): boolean;
  receiveInPortal(returnId: string): boolean;
  callOffReturn(returnId: string): boolean;
  /** The shop's offers, by SKU. A buyer's order takes its units out of them. */
  offers(): readonly SimulatedOffer[];
}

/** Settings of the world. Spans in ms; those that PC01 knows (marked) are PC01's own, and change with it. */
export interface MarketplaceWorld {
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
  /** PC01: returns (RT*) exist. */
  returns: boolean;
  /** Whether returns are accepted by the operator's rules, and when nothing came back (NO_RECEPTION); null: never. */
  acceptsReturns: boolean;
  noReceptionAfter: number | null;
  /** From the upload of an import to its end. */
  importDelay: number;
  /** Whether the platform asks the shop for an invoice of what left and a credit note of what was paid back (DR11). */
  asksForDocuments: boolean;
}
