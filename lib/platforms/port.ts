/** How a platform is written: translations, and one plain async conversation per verb. No I/O, no clock, no chance. */
import type { Dialect, Request } from '../model/call';
import type { HintKind } from '../model/hint';
import type { AccountId, Body, Order, OrderKey, Ref } from '../model/order';
import type { AccountRow, CaseDetail, CaseKind, Decision, Instant, Ms, OrderRecord, RecordId, Subject } from '../model/record';
import type { StockLevel } from '../model/stock';
import type { FulfilArgs, Fulfilled, PushParcelArgs, PushResult, UpdateArgs, Updated } from './doing';
import type {
  CancellationFact,
  GivenBack,
  GivingBackArgs,
  MirrorCancellationFact,
  Mirrored,
  MirrorRefundFact,
  RefundFact,
} from './giving-back';
import type { MarketReturnFact, ReturnArgs, ReturnDone, ShopReturnFact } from './returns';
import type { PushStockArgs, StockTold } from './stock';
import type { Webhooks } from './webhooks';

export type * from './doing';

/** What a proof found of a write whose answer was lost. 'moot': the thing no longer makes sense (the order was cancelled). */
export type Found = { readonly record?: RecordId; readonly answer: unknown } | 'absent' | 'moot';
export type Proof =
  | { readonly by: 'id' | 'state'; find(sent: unknown): Promise<Found> }
  | {
      readonly by: 'likeness';
      before(): Promise<readonly RecordId[]>;
      find(sent: unknown): Promise<readonly { readonly record: RecordId; readonly answer: unknown }[]>;
    }
  | { readonly by: 'nobody' };

export interface HowToWrite<A> {
  /** Reads the answer's body; the vendor's id of what was made goes to `record`. */
  readonly read: (body: unknown) => { readonly answer: A; readonly record?: RecordId };
  readonly proof: Proof;
  /** The longest time the vendor may still commit a request that was sent. */
  readonly commitsWithin: Ms;
  /** The answer where a person saw that it happened, by the vendor's ids of what was made as they named them; absent: null. */
  readonly said?: (records: readonly RecordId[]) => A;
  /** The request holds something about a person (an address). */
  readonly personal?: boolean;
}

/**
 * What a verb is handed. `read` any number of times; `write` once: its intent is stored before it is sent, its answer after,
 * and when the effect is run again the remembered answer is returned. None of them returns where the effect must wait.
 */
export interface Conversation {
  readonly order: OrderRecord;
  /** The account's settings, as its settings node holds them (platform-specific, no secrets). */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the platform said of itself (Platform.learn), as kept. */
  readonly learned: unknown;
  /** The account's maps: `sku`, `carrier`, … name → value. */
  map(name: string, from: string): Promise<unknown>;
  /** Throws Refused for a refusal. `cache`: a list that may be this old, kept in the ledger. */
  read<A>(request: Request, parse: (body: unknown) => A, cache?: { readonly name: string; readonly maxAge: Ms }): Promise<A>;
  /** `name` is unique in the conversation; in loops it carries the item's key. Throws Refused for a refusal. */
  write<A>(name: string, request: Request, how: HowToWrite<A>): Promise<{ readonly sent: unknown; readonly answer: A }>;
  /** How long ago a write of this conversation was answered; 0 where it was not. */
  since(name: string): Ms;
  /** Lets go of everything; run again after `span`, or when the order changes. */
  wait(span: Ms, why: string): never;
  /** Waits for the order to change, until this instant (undefined: for ever); then it is a question. */
  waitUntil(
    latest: Instant | undefined,
    why: string,
    question: { readonly kind: CaseKind; readonly about: string; readonly detail: CaseDetail },
  ): never;
  /** A question for a person; run again when it is settled or the order changes. */
  ask(kind: CaseKind, about: string, detail: CaseDetail): never;
}
/** The platform said no, and nothing happened. A conversation may catch it and go on; uncaught it is a case. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly code: string,
    message: string,
    readonly field?: string,
    readonly status = 0,
  ) {
    super(message);
  }
}

/** How a list is read so that nothing passes unseen (R3). Pages are asked for one after another. */
export interface Stream {
  readonly stream: string;
  /** Between two sweeps. */
  readonly every: Ms;
  /** A window begins this much before the last sweep's beginning: more than the vendor's visibility lag. */
  readonly overlap: Ms;
  /** `from` null: no earlier bound than `since`. `mark`: 0, or what the page before named as `next`. */
  page(account: AccountId, settings: Readonly<Record<string, unknown>>, from: string | null, mark: number | string): Request;
  /** `next`: the offset or mark of the next page, null at the end. An entry that cannot be read is one `Unreadable`; one without an id is `stray`. */
  read(
    account: AccountId,
    body: unknown,
    learned: unknown,
  ): { readonly seen: readonly Read[]; readonly stray: readonly Stray[]; readonly next: number | string | null };
  /** Whether the platform has it, by what it said of itself; absent: it has. */
  offered?(learned: unknown): boolean;
  /** Nothing says beforehand whether an instance or a key has it: a refusal is no trouble, and it is asked for again a day later. */
  readonly mayBeMissing?: true;
}
/**
 * A list that belongs to no order (a shop's levels, a marketplace's offers): read in a rhythm of its own and kept as a table of
 * the ledger under the account's name.
 */
export interface Table {
  readonly table: 'stock' | 'offers';
  readonly every: Ms;
  readonly overlap: Ms;
  /** How often all of it is read, whatever changed: what was not seen then is gone. 0: every sweep reads all. */
  readonly wholeEvery: Ms;
  /** Its pages are counted, so that one may pass over a row while others come and go. */
  readonly drifts: boolean;
  /** Flows hear of what changed. */
  readonly tells: boolean;
  /** Read only while a deployed node of this verb names the account in its settings, or a trigger hears of this event. */
  readonly wanted: { readonly verb: string; readonly event?: string };
  /** Hints of this kind tell that it changed: it is read sooner then. What is true, and all of it, its own sweeps say. */
  readonly hinted?: HintKind;
  /** `from` null: all of it. `mark`: 0, or what the page before named as `next`. */
  page(account: AccountId, settings: Readonly<Record<string, unknown>>, from: string | null, mark: number | string): Request;
  /** Throws where the page cannot be read: nothing of it is then taken over. */
  read(body: unknown, mark: number | string): { readonly rows: readonly TableRow[]; readonly next: number | string | null };
}
export interface TableRow {
  readonly key: string;
  readonly value: StockLevel | Offered;
}
/** What a marketplace states of one offer of the shop. */
export interface Offered {
  readonly quantity: number;
  /** By the marketplace's code; empty where stock is told as a whole. */
  readonly warehouses: Readonly<Record<string, number>>;
}
/** How orders are read. */
export interface Intake extends Stream {
  /**
   * Where a page only names what changed: what it names is read whole by `byIds`, `batch` at a time, before the cursor moves.
   * Such entries have no body.
   */
  names?(body: unknown): {
    readonly named: readonly { readonly id: string; readonly version: string; readonly of: string }[];
    readonly next: number | string | null;
  };
  /** Several orders by id, for 'read again' and proofs; at most `batch`. */
  byIds(account: AccountId, settings: Readonly<Record<string, unknown>>, sourceOrderIds: readonly string[]): Request;
  readonly batch: number;
}
export interface Read {
  readonly key: OrderKey;
  /** Default `order`. */
  readonly subject?: Subject;
  readonly version: string;
  readonly body: Body;
  readonly refs: readonly Ref[];
}
/** An entry without a readable order id: kept raw, one case of the account. */
export interface Stray {
  readonly field: string;
  readonly text: string;
  readonly raw: unknown;
}

export interface Identity {
  readonly platform: string;
  readonly host: string;
  readonly shopId: string;
}
export const accountOf = (identity: Identity): AccountId => `${identity.platform}:${identity.host}:${identity.shopId}`;
/** One row of a settings node's Test: what was learned, or what is missing and what is lost without it. */
export interface TestRow {
  readonly ok: boolean;
  readonly what: string;
  readonly text: string;
}
/** Reads for Test buttons, identities and lists: outside any effect. */
export type Ask = <A>(request: Request, parse: (body: unknown) => A) => Promise<A>;

export interface Abilities {
  /** A decision may name only some lines. */
  readonly partialAcceptance: boolean;
  /** When the acceptance is sent: at once, after the Shopify order is bound, or never. */
  readonly acceptanceSent: 'at once' | 'after bound' | 'never';
  /** Orders a call of the seller's reference may carry; 0: the platform takes none. */
  readonly referencesPerCall: number;
  /** What it takes of the goods' way: each parcel by itself, the order once it is complete, or nothing. */
  readonly parcels?: 'each' | 'whole order';
  /** It may be told of refunds and cancellations. */
  readonly refunds?: boolean;
}

export interface AcceptArgs {
  readonly lines: readonly { readonly lineId: string; readonly accepted: boolean }[];
  readonly reason?: string;
}
/** The settings of a shopify-create-order node, frozen when the effect begins. */
export interface CreateArgs {
  readonly store: AccountId;
  readonly tags: readonly string[];
  readonly note?: string;
  /** `{marketplace} {number}`; empty leaves Shopify's own name. */
  readonly nameTemplate?: string;
  readonly stock: 'decrement-ignoring-policy' | 'decrement-obeying-policy' | 'bypass';
  readonly customer: 'none' | 'one-per-channel' | 'buyer';
  readonly customerId?: string;
  readonly shippingTitles?: Readonly<Record<string, { readonly title: string; readonly code?: string }>>;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly location?: string;
  readonly hold?: string;
  readonly gateway: string;
  readonly unknownSku: 'ask' | 'custom-line';
}
export interface CreateResult {
  readonly id: RecordId;
  readonly name: string;
  readonly total: { readonly amount: string; readonly currency: string };
}
export interface ReferenceItem {
  readonly key: OrderKey;
  readonly sourceOrderId: string;
  readonly reference: string;
}

export interface FoundVariant {
  readonly id: RecordId;
  readonly title: string;
  readonly sku?: string;
  readonly barcode?: string;
}

export interface Platform {
  readonly name: string;
  readonly side: 'marketplace' | 'shop';
  readonly dialect: Dialect;
  readonly abilities: Abilities;
  readonly intake?: Intake;
  /** What it tells of orders beside them, each with a cursor, a rhythm and a budget of its own. */
  readonly streams?: readonly Stream[];
  /** Lists that belong to no order. */
  readonly tables?: readonly Table[];
  /** It says by itself that something changed, where an account is set so; its lists are read all the same. */
  readonly webhooks?: Webhooks;
  /** Decides lines. Mirakl OR21. */
  acceptOrder?(c: Conversation, args: AcceptArgs): Promise<unknown>;
  /** Makes the order in the shop, once. Shopify orderCreate. */
  createOrder?(c: Conversation, args: CreateArgs): Promise<CreateResult>;
  /** Tells the marketplace of a parcel, or of what changed about one. Mirakl OR23 and OR24, or ST01. */
  pushParcel?(c: Conversation, args: PushParcelArgs): Promise<PushResult>;
  /** Tells the marketplace of a refund that the shop made. Mirakl OR28. */
  pushRefund?(c: Conversation, args: GivingBackArgs<RefundFact>): Promise<GivenBack>;
  /** Tells the marketplace of units that will not ship. Mirakl OR29 or OR30, else OR28 or OR21. */
  pushCancellation?(c: Conversation, args: GivingBackArgs<CancellationFact>): Promise<GivenBack>;
  /** Makes a refund of the marketplace in the shop. Shopify refundCreate. */
  mirrorRefund?(c: Conversation, args: GivingBackArgs<MirrorRefundFact>): Promise<Mirrored>;
  /** Cancels in the shop what the marketplace cancelled. Shopify orderCancel, or refundCreate for units. */
  mirrorCancellation?(c: Conversation, args: GivingBackArgs<MirrorCancellationFact>): Promise<Mirrored>;
  /** Makes a shipment in the shop. Shopify fulfillmentCreate. */
  fulfil?(c: Conversation, args: FulfilArgs): Promise<Fulfilled>;
  /** Notes something on the shop's order. Shopify orderUpdate, tagsAdd, fulfillmentOrderHold. */
  updateOrder?(c: Conversation, args: UpdateArgs): Promise<Updated>;
  /** Tells the marketplace how a return goes. Mirakl RT21, RT25, RT27. */
  pushReturn?(c: Conversation, args: ReturnArgs<MarketReturnFact>): Promise<ReturnDone>;
  /** Tells the marketplace how many units there are of its offers. Mirakl STO01, or OF24 where that is missing. */
  pushStock?(c: Conversation, args: PushStockArgs): Promise<StockTold>;
  /** Makes a marketplace's return in the shop. Shopify returnCreate, returnProcess, returnClose. */
  mirrorReturn?(c: Conversation, args: ReturnArgs<ShopReturnFact>): Promise<ReturnDone>;
  /** What the platform is able to do by what it said of itself; else as `abilities`. */
  able?(learned: unknown): Partial<Abilities>;
  /** One call for many orders: request, how each item's outcome is read, and how a lost answer is proven from an order's reading. */
  reference?: {
    readonly batch: number;
    readonly commitsWithin: Ms;
    request(account: AccountId, settings: Readonly<Record<string, unknown>>, items: readonly ReferenceItem[]): Request;
    outcome(
      body: unknown,
      item: ReferenceItem,
    ):
      | { readonly is: 'done' }
      | { readonly is: 'refused'; readonly code: string; readonly field?: string; readonly text: string };
  };
  /** What the platform needs before its account goes live (Shopify: the definition of the `id` metafield). */
  prepare?(ask: Ask, settings: Readonly<Record<string, unknown>>, account: AccountId): Promise<readonly TestRow[]>;
  identify(ask: Ask, settings: Readonly<Record<string, unknown>>, account: AccountId): Promise<Identity>;
  learn?(ask: Ask, settings: Readonly<Record<string, unknown>>, account: AccountId): Promise<unknown>;
  test(ask: Ask, settings: Readonly<Record<string, unknown>>, account: AccountId): AsyncIterable<TestRow>;
  /** For a person who looks for a variant by SKU, barcode, number or title; the best first. */
  findVariants?(ask: Ask, account: AccountId, text: string): Promise<readonly FoundVariant[]>;
  /** Which of these SKUs the platform's catalogue has, compared exactly. */
  knownSkus?(ask: Ask, account: AccountId, skus: readonly string[]): Promise<readonly string[]>;
  readonly lists?: Readonly<
    Record<
      string,
      (
        ask: Ask,
        settings: Readonly<Record<string, unknown>>,
        account: AccountId,
      ) => Promise<readonly { readonly value: string; readonly label: string }[]>
    >
  >;
}
export type { AccountRow, Decision, Instant, Order };
