/**
 * The simulator: every outside system in process, written from the vendors' contracts, never from our client.
 * It takes HTTP as the vendor would get it and answers as the vendor would. Clock and chance are handed in.
 */
import type { MarketplaceOrderLife, MarketplacePeople, MarketplaceWorld } from './mirakl/port';
import type { ShopLife, ShopPeople, ShopState, WebhookRequest } from './shopify/port';

export type * from './mirakl/port';
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
  /** Shopify's operation by its name, elsewhere the path with its query. */
  readonly asked: string;
  readonly status: number;
  readonly committed: boolean;
}

/** An order as the simulated marketplace holds it. Amounts are decimal text. */
export interface SimulatedMarketplaceOrder extends MarketplaceOrderLife {
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
export interface MiraklSimulator extends MarketplacePeople {
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
  /** What its PC01 says; may be changed while it runs. */
  readonly configuration: Record<string, unknown>;
  /** Settings of its world. */
  readonly world: MarketplaceWorld;
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
  /**
   * The merchant's people at work in a shop: every so often they look at each order and, by these chances, do one thing with it.
   * `part`: a shipment is of some units only; `refund` is of unshipped units, else goodwill; `takeBack` opens or receives a return.
   */
  merchants(options: {
    readonly shopify: string;
    readonly everyMs: number;
    readonly rounds: number;
    readonly ship?: number;
    readonly part?: number;
    readonly retrack?: number;
    readonly void?: number;
    readonly deliver?: number;
    readonly refund?: number;
    readonly cancel?: number;
    readonly takeBack?: number;
  }): { readonly done: Promise<void>; stop(): void };
  /**
   * Seller, buyers and operator of a marketplace at work: every so often they look at each order and, by these chances, try one
   * thing with it. `part` and `cancel` are of one unit; `takeBack` announces, decides or receives a return; `incident` opens or settles one.
   */
  traders(options: {
    readonly mirakl: string;
    readonly everyMs: number;
    readonly rounds: number;
    readonly ship?: number;
    readonly part?: number;
    readonly retrack?: number;
    readonly address?: number;
    readonly deliver?: number;
    readonly refund?: number;
    readonly cancel?: number;
    readonly incident?: number;
    readonly takeBack?: number;
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
