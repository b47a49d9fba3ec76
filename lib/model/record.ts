/**
 * What the ledger keeps of one order: facts, effects, deliveries and cases in one versioned row set (design ENGINE.md).
 * An account has such a record too, under its own id, so that its cases and their deliveries need no second mechanism.
 */
import type { AccountId, Body, OrderKey, Personal } from './order';

/** Milliseconds since 1970 by the ledger's clock. A machine's own clock measures spans only. */
export type Instant = number;
export type Ms = number;
/** `verb/key`, unique in its order: `order.create/1`. */
export type EffectId = string & { readonly brand?: 'EffectId' };
/** What happened, unique in its order: `placed`, `changed/2026-03-01T10:05:00Z`, `case/unknown sku/3/opened`. */
export type EventKey = string & { readonly brand?: 'EventKey' };
/** A record on the vendor's side (a Shopify GID). Proves one effect only. */
export type RecordId = string & { readonly brand?: 'RecordId' };
/** `shop/2` is the second order that a person had made; `parcel/…`, `return/…` and `document/…` are things with an id of their own; `stock` is an account's. */
export type Subject =
  | 'order'
  | 'shop'
  | `shop/${number}`
  | `parcel/${string}`
  | `return/${string}`
  | `document/${string}`
  | 'stock';

/** A whole reading of one thing. The greatest (version, sentAt, hash) wins, so the order of arrival does not matter. */
export interface Observation {
  readonly subject: Subject;
  /** The source's own version (its last-updated instant as text), compared as instants where both read as such. */
  readonly version: string;
  /**
   * When our request was sent (raised when the same content is read again: an absence counts from it), and when the answer
   * that first told this content came.
   */
  readonly sentAt: Instant;
  readonly answeredAt: Instant;
  readonly body: Body;
  /** Of the body, without what changes at every reading. */
  readonly hash: string;
}

export type DecisionKind =
  | 'leave out'
  | 'do it'
  | 'start over'
  | 'it happened'
  | 'it did not'
  | 'approve'
  | 'reject'
  | 'new generation'
  | 'use sku'
  | 'import'
  | 'route'
  | 'dismiss'
  | 'done by hand'
  | 'failed flow'
  /** A person with the right to it saw who the buyer is: kept for the audit, ends no case. */
  | 'reveal'
  /** About an open case, which stays open: quiet until then, whose it is, what somebody has to say. */
  | 'snooze'
  | 'assign'
  | 'note';
/** What a person or a rule decided; a fact like any other. `of` names the duty, effect, delivery or case it is about. */
export interface Decision {
  readonly at: Instant;
  /** A user's name, a node's type (a rule), or `anonymous`. */
  readonly by: string;
  readonly kind: DecisionKind;
  readonly of: string;
  readonly reason?: string;
  readonly value?: unknown;
}

/** The intent is the lease: nothing is sent after `sendUntil`; absence counts only if asked after sendUntil + commitsWithin. */
export interface Attempt {
  readonly n: number;
  readonly at: Instant;
  readonly sendUntil: Instant;
  readonly commitsWithin: Ms;
  /** What stood there before the attempt, for proofs by likeness. */
  readonly before?: readonly RecordId[];
  readonly resolved?: 'absent' | 'not executed' | 'refused';
  readonly resolvedAt?: Instant;
  /** What the platform said when it refused: run again, the conversation hears it again, and goes on from there as it did. */
  readonly refused?: { readonly code: string; readonly text: string; readonly field?: string; readonly status: number };
}
/** One write of a conversation. An answered write is the receipt: bound, told and claimed are derived from these. */
export interface Write {
  readonly name: string;
  readonly call: string;
  /** Fingerprint of the request; a second run with another one sends nothing and asks. */
  readonly print: string;
  readonly request: Personal<unknown>;
  readonly attempt: Attempt;
  /** The attempts before this one that came to nothing, oldest first; the last twenty. */
  readonly earlier?: readonly Attempt[];
  readonly answeredAt?: Instant;
  /** Its answer was lost: that it happened was proven by asking, or said by a person. */
  readonly known?: 'by proof' | 'by a person';
  readonly answer?: unknown;
  readonly record?: RecordId;
}
export type EffectState = 'open' | 'planned' | 'confirmed' | 'void' | 'refused';
export interface Effect {
  readonly id: EffectId;
  readonly verb: string;
  readonly key: string;
  /** The thing that it is about (a shipment, a refund); absent: the order as a whole. */
  readonly about?: string;
  /** The account that the effect writes to. */
  readonly target: AccountId;
  /** Frozen when the effect begins. */
  readonly args: unknown;
  readonly state: EffectState;
  /** In the order in which the conversation made them. */
  readonly writes: readonly Write[];
  /** What reads and settings the conversation saw, frozen with the first intent, in order. */
  readonly reads: readonly { readonly call: string; readonly print: string; readonly answer: Personal<unknown> }[];
  readonly lookAgain: Instant;
  /** When it was last looked at; a fact that is newer makes it due at once. */
  readonly lookedAt: Instant;
  readonly begunAt: Instant;
  /** Counts its changes: who carries it out on an older one may add a receipt and nothing else. */
  readonly revision: number;
  readonly tries: number;
  /** Hash of the reading that the first intent was made from: run again, the conversation sees that one. */
  readonly frozen?: string;
  /** In preview: the call that would be made. */
  readonly plan?: { readonly call: string; readonly request: Personal<unknown> };
  /** The platform said no; called refused only after a later reading, since most refusals were overtaken by a cancellation. */
  readonly refusal?: {
    readonly at: Instant;
    readonly call: string;
    readonly code: string;
    readonly field?: string;
    readonly text: string;
  };
  readonly result?: unknown;
  /** Why it waits, was refused, or is void; never personal. */
  readonly reason?: string;
  /** The case that it waits for, where it asks a person. */
  readonly asks?: { readonly kind: CaseKind; readonly cause: string; readonly detail: CaseDetail };
}

/** Parked at a node: the message as bytes (base64 of v8.serialize), or absent where it could not be kept exactly. */
export interface Parked {
  readonly node: string;
  readonly nodeType: string;
  readonly effect: EffectId;
  readonly message?: Personal<string>;
}
export interface Delivery {
  /** `listener|event`. */
  readonly id: string;
  readonly listener: string;
  readonly event: EventKey;
  /** What the event was called and told of when it was first sent: facts that came later may not tell it any more. */
  readonly type: string;
  readonly about?: string;
  /** Of an event that recurs in one row: the run that first told of this time. */
  readonly first?: number;
  readonly state: 'out' | 'parked' | 'again' | 'failed' | 'done';
  /** The engine's name while it is out. */
  readonly holder?: string;
  readonly run: number;
  readonly attempts: number;
  /** The order's progress when it was last sent; an attempt counts only where nothing moved since. */
  readonly progress: number;
  readonly resent: boolean;
  /** It was under suspicion and sent with nothing else out: a death of the process now is its own. */
  readonly alone?: boolean;
  readonly parked: readonly Parked[];
  readonly at: Instant;
  /** Where several engines share the ledger: when its holder last said that it still holds it. */
  readonly watchedAt?: Instant;
  readonly error?: { readonly node: string; readonly text: string };
}

export type CaseKind =
  | 'unknown sku'
  | 'refused'
  | 'in doubt'
  | 'flow let this pass'
  | 'flow error'
  | 'maybe exists'
  | 'price difference'
  | 'unmapped'
  | 'silent channel'
  | 'unknown value'
  | 'planned'
  | 'unreadable'
  | 'arrived late'
  | 'cancelled after creation'
  | 'not decided'
  | 'account stopped'
  | 'rule broken'
  /** An error of this package, or an answer that it cannot read. */
  | 'fault'
  | 'listener gone'
  | 'unknown rate'
  | 'over-refund'
  | 'refund without lines'
  | 'changed request';
/** Parameters of the sentence that the desk shows: codes and values, never a person. */
export type CaseDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
export interface Case {
  /** Unique in its order: the kind, and what it is about. */
  readonly cause: string;
  readonly kind: CaseKind;
  readonly detail: CaseDetail;
  readonly openedAt: Instant;
  readonly closedAt?: Instant;
  readonly count: number;
  readonly settledBy?: string;
  /** Somebody wants to hear nothing of it before then. */
  readonly snoozedUntil?: Instant;
  /** Whose it is: a name as people write it. */
  readonly owner?: string;
  /** The last note; every one stands among the decisions. */
  readonly note?: string;
}

export interface OrderRecord {
  readonly key: OrderKey;
  readonly account: AccountId;
  readonly version: number;
  readonly alarm: Instant | null;
  readonly firstSeenAt: Instant;
  /** The winner of each subject; every other reading stands in the facts table. */
  readonly observations: Readonly<Partial<Record<Subject, Observation>>>;
  readonly decisions: readonly Decision[];
  readonly effects: Readonly<Record<EffectId, Effect>>;
  readonly deliveries: Readonly<Record<string, Delivery>>;
  readonly cases: Readonly<Record<string, Case>>;
}

/** Rows written at deploy. present: in the flows now and enabled; until: removed. */
export interface Span {
  readonly since: Instant;
  readonly until: Instant | null;
  readonly present: boolean;
}
export interface Listener extends Span {
  readonly id: string;
  readonly nodeType: string;
  readonly account: AccountId | '*';
  readonly events: readonly string[];
  /** It hears of orders bound in this shop only. */
  readonly shop?: AccountId;
  /** Orders placed before this instant are not offered (they are a list to tick). −1: from the first deploy of this listener (`since`). */
  readonly from: Instant;
}
export interface Wired extends Span {
  readonly verb: string;
  readonly account: AccountId | '*';
  readonly node: string;
  /** Listener ids that wires reach it from. */
  readonly reachedFrom: readonly string[];
  /** The node's settings as the verb takes them, so that "do it now" needs no flow. */
  readonly args?: unknown;
}
export type Mode = 'live' | 'preview' | 'paused';
/** What an order is looked at with: the deployed flows, the accounts' modes, the policy, the engines alive. */
export interface Around {
  readonly version: number;
  readonly listeners: readonly Listener[];
  readonly wired: readonly Wired[];
  readonly accounts: Readonly<Record<AccountId, AccountRow>>;
  /** Engine name → end of its lease. */
  readonly engines: Readonly<Record<string, Instant>>;
}
export interface AccountRow {
  readonly id: AccountId;
  readonly platform: string;
  readonly mode: Mode;
  /** Why the engine stopped it (wrong key, other identity), until it is tried anew (a deploy, a person) and a call is answered. */
  readonly stopped?: string;
  /** First seen by the ledger; what was placed before is never imported unasked. */
  readonly since: Instant;
  readonly lastHeard?: Instant;
  /** Not heard of for too long, since then. */
  readonly silentSince?: Instant;
  /** What it needs before its first write was made (Shopify: the definition of the `id` metafield). */
  readonly prepared?: boolean;
  /** What the platform reports of itself (PC01), cached. */
  readonly learned?: unknown;
}
