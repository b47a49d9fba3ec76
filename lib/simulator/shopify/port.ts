/** What people do in the simulated shop after an order was made, and what the judge can read of it. Ids are gids. */

/** A fulfilment as the shop holds it. */
export interface SimulatedFulfilment {
  readonly id: string;
  readonly state: 'open' | 'voided';
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deliveredAt: number | null;
  readonly carrier: string | null;
  readonly numbers: readonly string[];
  readonly urls: readonly string[];
  readonly location: string;
  readonly lines: readonly { readonly lineItemId: string; readonly sku: string | null; readonly quantity: number }[];
}
/** A refund as the shop holds it. Amounts are decimal text in the buyer's currency. */
export interface SimulatedRefund {
  readonly id: string;
  readonly createdAt: number;
  /** `none`: lines and stock only, no money was to move. */
  readonly state: 'pending' | 'success' | 'failed' | 'none';
  /** What the transactions moved, or will move while they are pending. */
  readonly amount: string;
  readonly shipping: string;
  readonly gateway: string | null;
  readonly note: string | null;
  readonly lines: readonly {
    readonly lineItemId: string;
    readonly sku: string | null;
    readonly quantity: number;
    readonly amount: string;
    readonly restock: 'NO_RESTOCK' | 'CANCEL' | 'RETURN';
  }[];
}
export interface SimulatedShopReturn {
  readonly id: string;
  readonly name: string;
  readonly state: 'REQUESTED' | 'OPEN' | 'CLOSED' | 'CANCELED' | 'DECLINED';
  readonly createdAt: number;
  readonly lines: readonly {
    readonly id: string;
    readonly lineItemId: string;
    readonly sku: string | null;
    readonly quantity: number;
    readonly received: number;
  }[];
}
export interface SimulatedStock {
  readonly sku: string;
  /** Gid of the location, and its name. */
  readonly location: string;
  readonly locationName: string;
  readonly available: number;
  readonly onHand: number;
  readonly updatedAt: number;
}
/** One line of the shop's order, and how many of it. */
export interface ShopUnits {
  readonly lineItemId: string;
  readonly quantity: number;
}
export interface RefundRequest {
  readonly lines?: readonly ShopUnits[];
  /** Decimal text in the buyer's currency; `true`: all that is left of it. */
  readonly shipping?: string | true;
  /** What the buyer gets back; without it, what lines and shipping make. "0": nothing moves. */
  readonly amount?: string;
  /** `cancel`: units that will not ship; `return`: units that came back. */
  readonly restock?: 'none' | 'cancel' | 'return';
  readonly note?: string;
  /** What becomes of the transaction; success at once unless said otherwise. */
  readonly state?: 'pending' | 'success' | 'failed';
}

/** One try to deliver a webhook, as it goes over the network. */
export interface WebhookRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The very text that was signed. */
  readonly body: string;
  /** ms that the shop waits for an answer of 2xx. */
  readonly timeout: number;
}
/** How the shop's webhooks behave, and what is subscribed. */
export interface ShopWebhooks {
  /** Probabilities per delivery: never sent at all; sent twice with the same delivery id. */
  losses: number;
  repeats: number;
  /** ms by which deliveries may be late beyond the usual second, each by itself. */
  shuffle: number;
  readonly subscriptions: () => readonly { readonly id: string; readonly topic: string; readonly uri: string }[];
  /** Somebody deletes a subscription. */
  remove(id: string): boolean;
}

/** The merchant's people at work in the admin. What the shop would not let them do answers null or false and changes nothing. */
export interface ShopPeople {
  /**
   * Ships from one location: without lines everything that is left at the first location (or the one named, by gid or name).
   * Answers the fulfilment's id.
   */
  fulfil(
    orderId: string,
    parcel?: {
      readonly lines?: readonly ShopUnits[];
      readonly carrier?: string;
      readonly number?: string;
      readonly url?: string;
      readonly location?: string;
    },
  ): string | null;
  /** Replaces carrier and number of a fulfilment. */
  retrack(
    fulfilmentId: string,
    tracking: { readonly carrier?: string; readonly number?: string; readonly url?: string },
  ): boolean;
  /** Cancels a fulfilment: its units can be shipped again. */
  voidFulfilment(fulfilmentId: string): boolean;
  /** The carrier says that it was delivered. */
  deliver(fulfilmentId: string): boolean;
  /** Cancels an order at once; with `refund` all that was paid goes back. */
  cancelOrder(
    orderId: string,
    how?: { readonly restock?: boolean; readonly refund?: boolean; readonly reason?: string },
  ): boolean;
  /** Answers the refund's id. */
  refund(orderId: string, what?: RefundRequest): string | null;
  /** A pending refund comes to its end. */
  settleRefund(refundId: string, outcome: 'success' | 'failed'): boolean;
  /** Opens a return for shipped units; answers its id. */
  openReturn(orderId: string, lines: readonly ShopUnits[], reason?: string): string | null;
  /** All of a return that is not in yet comes in; stocked unless said otherwise, and the return is closed. With `refund`, its money goes back. */
  receiveReturn(
    returnId: string,
    how?: { readonly restock?: boolean; readonly refund?: boolean; readonly close?: boolean },
  ): boolean;
  /** A committed edit: units that have not shipped are taken away, lines of the catalogue are added (price in the buyer's currency). */
  editOrder(
    orderId: string,
    edit: {
      readonly remove?: readonly ShopUnits[];
      readonly add?: readonly { readonly sku: string; readonly quantity: number; readonly price: string }[];
      readonly restock?: boolean;
    },
  ): boolean;
  /** Every open fulfilment order of an order is put on hold, or let go. */
  hold(orderId: string, reason?: string): boolean;
  releaseHold(orderId: string): boolean;
  /** What is available of a SKU at a location (gid or name); stocked there from now on where it was not. */
  setStock(sku: string, location: string, available: number): boolean;
  /** Adds a location, at which nothing is stocked yet; answers its gid. */
  addLocation(name: string): string;
  /** Tags and the note of an order, as somebody types them. */
  annotate(orderId: string, what: { readonly tags?: readonly string[]; readonly note?: string | null }): boolean;
}
/** What else a shop shows of itself. */
export interface ShopState {
  readonly stock: () => readonly SimulatedStock[];
  readonly locations: () => readonly { readonly id: string; readonly name: string }[];
  readonly webhooks: ShopWebhooks;
}
/** Readable state for the judge, beside the orders. */
export interface ShopLife {
  readonly fulfilments: readonly SimulatedFulfilment[];
  readonly refunds: readonly SimulatedRefund[];
  readonly returns: readonly SimulatedShopReturn[];
  readonly note: string | null;
}
