/**
 * What travels between the desk and its admin routes: codes, ids, instants and decimal text. No sentence and no markup; the
 * browser composes sentences from kinds and parameters. Buyers are masked unless a route says otherwise.
 */
import type { Money } from '../model/money';
import type { AccountId, OrderKey } from '../model/order';
import type { CaseDetail, CaseKind, EffectId, Instant, Mode } from '../model/record';
import type { AnswerName } from './answers';

/** What the person who asks may do. Node-RED answers a missing right and a missing login alike, so it is asked once. */
export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly approve: boolean;
  readonly personal: boolean;
}
export interface Visitor {
  /** False where settings.js has no adminAuth: then everybody who reaches the editor is "anonymous". */
  readonly login: boolean;
  readonly name: string;
  readonly rights: Rights;
}
/** A deployed account, as the runtime knows it. */
export interface DeployedAccount {
  /** `settings:<node>` while the platform has not said which account it is. */
  readonly id: AccountId;
  readonly unidentified?: true;
  readonly name: string;
  /** Its settings node, for jumping to it. */
  readonly node: string;
  readonly platform: string;
  readonly side: 'marketplace' | 'shop';
  readonly simulated: boolean;
  /** Why it does not work: never personal. */
  readonly problem?: string;
}
export interface AccountHealth extends DeployedAccount {
  /** Absent while the ledger does not know the account yet. */
  readonly mode?: Mode;
  readonly lastHeard?: Instant;
  /** By the source's clock, ISO. */
  readonly completeTo?: string;
  readonly retryAt?: Instant;
  readonly silentSince?: Instant;
  /** Orders placed before this are not offered to any flow; absent where no trigger of the account is deployed. */
  readonly start?: Instant;
  readonly openCases: number;
}
/** A case as it was seen: a command carries it, so that the second of two people is told that it is settled. */
export interface Seen {
  readonly key: OrderKey;
  readonly cause: string;
  readonly openedAt: Instant;
  readonly count: number;
}
export interface CaseView extends Seen {
  readonly account: AccountId;
  readonly kind: CaseKind;
  readonly detail: CaseDetail;
  readonly snoozedUntil?: Instant;
  readonly owner?: string;
  readonly note?: string;
}
/** One field that a planned call would set. `path` is its place in the request, `a.b[0].c`; what stands there before, the verb says. */
export interface Change {
  readonly path: string;
  readonly after: string;
}
export interface PlannedCall {
  readonly call: string;
  readonly changes: readonly Change[];
}
export interface PlannedView {
  readonly key: OrderKey;
  readonly effect: EffectId;
  readonly verb: string;
  readonly target: AccountId;
  readonly calls: readonly PlannedCall[];
  /** What it is about, in short: units and what the buyer pays. */
  readonly order?: { readonly units: number; readonly total: Money };
  /** The case that asks for the decision, where it is open already. */
  readonly seen?: Seen;
}
export interface DeskState {
  /** Now, by the ledger's clock, and how fast that runs: a simulated world's is ahead of the reader's. */
  readonly at: Instant;
  readonly pace: number;
  readonly visitor: Visitor;
  /** 'starting': no flow was started yet, or the ledger is opening. */
  readonly engine: 'running' | 'starting' | 'failed';
  readonly problem?: string;
  readonly work?: {
    readonly orders: number;
    readonly due: number;
    readonly running: number;
    readonly parked: number;
    readonly out: number;
  };
  readonly accounts: readonly AccountHealth[];
  readonly cases: readonly CaseView[];
  /** Open cases in all; more than `cases` holds where the list was cut. */
  readonly openCases: number;
  readonly planned: readonly PlannedView[];
  /** Nodes that would do something and that no trigger reaches. */
  readonly unreached: readonly string[];
}

export interface SettleCommand {
  readonly cases: readonly Seen[];
  readonly answer: AnswerName;
  readonly reason?: string;
  readonly value?: string;
  /** The same for every order with this SKU from now on, and for those that wait. */
  readonly always?: boolean;
}
export interface Settled {
  readonly cause: string;
  readonly key: OrderKey;
  readonly is: 'done' | 'already settled' | 'failed';
  /** Who settled it before, where known; or why it failed. */
  readonly by?: string;
  readonly why?: string;
}
export interface ModeCommand {
  readonly account: AccountId;
  readonly mode: Mode;
  /** The mode that the person saw. */
  readonly from: Mode;
}
/** What going live made ready, or what is missing. */
export interface Prepared {
  readonly ok: boolean;
  readonly what: string;
  readonly text: string;
}
export interface ModeAnswer {
  readonly is: 'done' | 'already settled' | 'refused';
  readonly mode: Mode;
  readonly rows: readonly Prepared[];
}
/** An order that was placed before the account's start, is still open, and was told to no flow. */
export interface EarlierOrder {
  readonly key: OrderKey;
  readonly number: string;
  readonly orderedAt: string;
  readonly stage: string;
  readonly units: number;
  readonly total: Money;
  readonly shipBy?: string;
}
export interface EarlierOrders {
  readonly start?: Instant;
  readonly orders: readonly EarlierOrder[];
  /** There are more than are listed. */
  readonly more: boolean;
}
export interface ImportCommand {
  readonly account: AccountId;
  readonly keys: readonly OrderKey[];
}
/** 'not offered': it was imported, told or ended since, or is no such order. */
export interface Imported {
  readonly key: OrderKey;
  readonly is: 'done' | 'not offered';
}
/** A variant of the shop's catalogue, for a person who looks for one. */
export interface VariantView {
  readonly id: string;
  readonly title: string;
  readonly sku?: string;
  readonly barcode?: string;
}
/** Maps of the ledger that people keep, by the names that conversations ask for. */
export const MAP_NAMES = ['sku', 'carrier', 'reason', 'tax', 'country'] as const;
export type MapName = (typeof MAP_NAMES)[number];
export interface MapEntry {
  readonly from: string;
  /** As people write it: a variant's number or a bundle's parts, a carrier's code, a rate in percent, a country's two letters. */
  readonly to: string;
}
export type Maps = Readonly<Record<MapName, readonly MapEntry[]>>;
export interface MapCommand {
  /** Where it was changed from: it stands in the audit of this account. */
  readonly account: AccountId;
  readonly name: MapName;
  readonly from: string;
  /** Null removes the entry. */
  readonly to: string | null;
  /** What the person saw there; null where nothing was. */
  readonly was: string | null;
}
export interface MapSettled {
  readonly is: 'done' | 'already settled';
  /** Cases that waited for it, and are looked at again. */
  readonly released: number;
}
/** An error of an admin route: `error` is a code for the browser's words, `text` says cause, field and remedy. */
export interface Refusal {
  readonly error: 'no right' | 'no login' | 'not ready' | 'bad request' | 'not found' | 'foreign origin' | 'failed';
  readonly text: string;
}

export interface OrderLineView {
  readonly id: string;
  readonly sku: string;
  readonly gtin?: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: Money;
  readonly state?: string;
}
/** Units of a line, by the source; `shippedInShop` where the shop's differ. */
export interface LineCounters {
  readonly ordered: number;
  readonly shipped: number;
  readonly cancelled: number;
  readonly refunded: number;
  readonly returned: number;
  readonly shippedInShop?: number;
}
export interface BucketView {
  readonly bucket: 'item' | 'item tax' | 'shipping' | 'shipping tax' | 'fee';
  readonly captured: Money;
  readonly refunded: Money;
  readonly left: Money;
}
/** Taxes stand inside the other buckets or beside them by `taxMode`; totals are what the buyer pays. */
export interface MoneyView {
  readonly taxMode: 'inclusive' | 'exclusive';
  /** The marketplace has the buyer's money. */
  readonly debited: boolean;
  readonly buckets: readonly BucketView[];
  readonly total: { readonly captured: Money; readonly refunded: Money; readonly left: Money };
  /** What is left of each line's goods, and of all shipping. */
  readonly left: Readonly<Record<string, Money>>;
  readonly shipping: Money;
}
/** A shipment, refund, cancellation or return as one side tells of it, by that side's id. */
export interface ThingView {
  readonly kind: 'shipment' | 'refund' | 'cancellation' | 'return';
  readonly side: 'marketplace' | 'shop' | 'warehouse';
  readonly id: string;
  readonly name?: string;
  readonly at: string;
  readonly units: number;
  /** Tracking numbers. */
  readonly numbers: readonly string[];
  readonly amount?: Money;
  readonly state?: string;
  /** An effect of ours made it. */
  readonly ours: boolean;
}
export type Whose = 'flow' | 'engine' | 'person' | 'seller' | 'marketplace' | 'carrier' | 'buyer' | 'nobody';
/** What is expected next: a verb or a step of the goods, whose turn it is, what it waits for, by when. */
export interface Expected {
  readonly what: string;
  readonly whose: Whose;
  readonly waits?: string;
  /** ISO, or an instant of the ledger. */
  readonly by?: string;
}
/** One thing that happened, for the order's single timeline. `what` and `detail` are codes and parameters. */
export interface Happening {
  readonly at: Instant;
  readonly what: 'fact' | 'decision' | 'call' | 'step' | 'delivery' | 'case opened' | 'case closed';
  readonly detail: CaseDetail;
}
export interface OrderView {
  readonly key: OrderKey;
  readonly account: AccountId;
  readonly number: string;
  readonly version: number;
  readonly phase: string;
  readonly stage?: string;
  readonly acceptance?: string;
  readonly payment?: string;
  readonly marketplace?: string;
  readonly orderedAt?: string;
  readonly deadlines: Readonly<Record<string, string>>;
  readonly expected: readonly Expected[];
  readonly lines: readonly OrderLineView[];
  readonly counters: Readonly<Record<string, LineCounters>>;
  readonly totals?: { readonly goods: Money; readonly shipping: Money; readonly tax: Money; readonly grand: Money };
  readonly money?: MoneyView;
  readonly things: readonly ThingView[];
  readonly shopOrder?: { readonly id: string; readonly name: string };
  readonly buyer: BuyerView;
  /** Oldest first. */
  readonly timeline: readonly Happening[];
  /** More has happened before the first that is listed. */
  readonly cut?: true;
}
/** What a reference that was looked for is the name of. */
export type FoundAs = 'order' | 'shop order' | 'reference' | 'tracking' | ThingView['kind'];
export interface FoundOrder {
  readonly key: OrderKey;
  readonly account: AccountId;
  readonly number: string;
  readonly phase: string;
  readonly as: FoundAs;
  readonly orderedAt?: string;
  readonly total?: Money;
  readonly shopOrder?: string;
}
/** `erased`: the ledger holds nothing about this person any more. */
export type BuyerView =
  | {
      readonly is: 'masked' | 'shown';
      readonly name: string;
      readonly place: string;
      readonly lines: readonly string[];
      readonly contact: readonly string[];
    }
  | { readonly is: 'erased' | 'unknown' };
