/**
 * The ledger: the only memory. Every call is one transaction and one message (no callbacks), so that a worker thread,
 * a transaction pooler or another machine can stand behind it. Three drivers, one acceptance suite.
 */
import type { HintKind } from '../model/hint';
import type { AccountId, OrderKey, Ref } from '../model/order';
import type {
  AccountRow,
  Around,
  Case,
  Decision,
  Delivery,
  Effect,
  EffectId,
  Instant,
  Listener,
  Ms,
  Observation,
  OrderRecord,
  Wired,
} from '../model/record';

export interface Joined {
  readonly now: Instant;
  /** The name under which this engine holds deliveries; a new one after a lapsed lease. */
  readonly engine: string;
}
/** How far a stream of an account has been read. `from`: the next window's beginning (source's clock, ISO). */
export interface Cursor {
  readonly version: number;
  readonly from: string | null;
  /** Of the sweep under way: where it began by the source's clock, and how far its pages are stored. */
  readonly sweep: { readonly began: string; readonly from: string | null; readonly offset: number | string } | null;
  /** Complete up to, by the source's clock: what operators see. */
  readonly completeTo: string | null;
}
/** Rows of one order that change together. Given rows replace those of the same id; nothing is deleted. */
export interface Patch {
  readonly effects?: readonly Effect[];
  readonly deliveries?: readonly Delivery[];
  readonly cases?: readonly Case[];
  readonly decisions?: readonly Decision[];
  readonly observations?: readonly Observation[];
  readonly refs?: readonly Ref[];
  readonly alarm: Instant | null;
  /** Something of the order has not ended (a duty, an effect, a parked message, a case): a deploy or a switch of mode looks at it anew. */
  readonly standing: boolean;
  /** Who did it, for the audit: an engine, a user. */
  readonly by: string;
}
export interface Seen {
  readonly key: OrderKey;
  readonly account: AccountId;
  readonly observation: Observation;
  readonly refs: readonly Ref[];
}
export interface CaseRow extends Case {
  readonly key: OrderKey;
  readonly account: AccountId;
}
export interface PlannedRow {
  readonly key: OrderKey;
  readonly effect: EffectId;
}
export interface AuditRow {
  readonly n: number;
  readonly at: Instant;
  readonly by: string;
  readonly key: OrderKey;
  readonly what: string;
  /** Chain: sha256 over the previous seal and this row; null until the sealer has passed. */
  readonly seal: string | null;
}
export interface Overview {
  readonly orders: number;
  readonly openCases: number;
  readonly openEffects: number;
  readonly parked: number;
  readonly out: number;
  /** Orders whose alarm has gone off. */
  readonly due: number;
}
/** Somebody said that this has changed; what is true is still to be read. */
export interface Hint {
  /** As its platform calls it. */
  readonly id: string;
  /** Rises whenever it is said again: what was read for an earlier turn does not answer a later one. */
  readonly turn: number;
  /** When it was said first, since it was heeded last. */
  readonly at: Instant;
}
/** One night's copy of the ledger's file. */
export interface Night {
  /** Null: `backups` beside the file. */
  readonly folder: string | null;
  /** The local date that the night belongs to, YYYY-MM-DD. */
  readonly night: string;
  /** So many copies are left, the newest. At least 1. */
  readonly keep: number;
  readonly now: Instant;
}
/** Stands under this name (`kept`) in every copy, and nowhere else: a ledger that has it was restored from one. */
export const COPY = 'copy';

export interface Ledger {
  /** Claims a place for an engine. Throws LedgerBusy where another process holds the file. `now` is refused before the last instant stored. */
  join(engine: string, lease: Ms, now: Instant): Promise<Joined>;
  beat(engine: string, lease: Ms, now: Instant): Promise<Joined>;

  /** Orders whose alarm has gone off, earliest first, leaving out those of the given accounts; and the ms to the next alarm (null: none). */
  due(
    now: Instant,
    limit: number,
    without: readonly AccountId[],
  ): Promise<{ readonly keys: readonly OrderKey[]; readonly inMs: Ms | null; readonly around: number }>;
  /** Null where no such order is known. `around` is the version of what `around()` gives. */
  read(key: OrderKey): Promise<{ readonly order: OrderRecord | null; readonly around: number }>;
  /**
   * Commits if the order is still at `version`. Where the answer is lost, 'conflict': look again. `base`: the record as it is
   * at that version, where the caller has it; what is the same object there need not be stored again.
   */
  commit(key: OrderKey, version: number, patch: Patch, base?: OrderRecord): Promise<'done' | 'conflict'>;
  /**
   * Stores observations, one transaction with the cursor. Creates orders not yet known; a reading that loses against the
   * one known is kept as a fact and moves nothing; one that wins sets the alarm to `now`. 'elsewhere': the cursor had moved.
   */
  append(
    seen: readonly Seen[],
    now: Instant,
    cursor?: { readonly account: AccountId; readonly stream: string; readonly expect: number; readonly moved: Cursor },
  ): Promise<'done' | 'elsewhere'>;
  cursor(account: AccountId, stream: string): Promise<Cursor>;
  /** Stores that these have changed. One row for each, however often it is said. */
  hint(account: AccountId, kind: HintKind, ids: readonly string[], now: Instant): Promise<void>;
  /** What is to be read because of a hint, in the order in which it came. */
  hints(account: AccountId, kind: HintKind, limit: number): Promise<readonly Hint[]>;
  /** These were read, and the reading is stored. What has been said again since stays. */
  heeded(account: AccountId, kind: HintKind, hints: readonly Pick<Hint, 'id' | 'turn'>[]): Promise<void>;

  around(): Promise<Around>;
  /** The rows of a deploy: replaces which listeners and verbs are present; rows not given get `present: false`, or `until` where removed. */
  deploy(
    now: Instant,
    listeners: readonly Omit<Listener, 'since' | 'until' | 'present'>[],
    wired: readonly Omit<Wired, 'since' | 'until' | 'present'>[],
    disabled: readonly string[],
  ): Promise<void>;
  account(row: AccountRow, by: string): Promise<void>;

  /** A free turn of a published frequency: 0 and it is taken, or the ms to wait. Never handed out ahead. */
  take(budget: string, span: Ms, burst: number, now: Instant): Promise<Ms>;
  /** True the first time only, for ever. */
  once(name: string, event: string, now: Instant): Promise<boolean>;
  /** A vendor's list or an account's map, by name. */
  keep(name: string, value: unknown, now: Instant): Promise<void>;
  kept(name: string): Promise<{ readonly value: unknown; readonly at: Instant } | null>;

  /** Orders that carry a reference; `system` and `kind` may be left out. */
  find(ref: { readonly id: string; readonly system?: string; readonly kind?: string }): Promise<readonly OrderKey[]>;
  openCases(limit: number, after?: OrderKey): Promise<readonly CaseRow[]>;
  /** How many cases of an account's orders, and of its own record, are open. */
  caseCount(account: AccountId): Promise<number>;
  /** Effects that are planned and not sent (preview), by order and id. */
  planned(limit: number, after?: PlannedRow): Promise<readonly PlannedRow[]>;
  /** By key. `standing`: only those of which something has not ended; an order just appended stands until it is committed as quiet. */
  orders(limit: number, after?: OrderKey, standing?: boolean): Promise<readonly OrderRecord[]>;
  overview(now: Instant): Promise<Overview>;
  facts(key: OrderKey): Promise<readonly Observation[]>;
  /** Erases what is personal of one order; everything else stays whole. Returns how many entries were erased. */
  erase(key: OrderKey, by: string, now: Instant): Promise<number>;
  /** Seals audit rows not yet sealed; returns the head. */
  seal(now: Instant): Promise<string | null>;
  audit(after: number, limit: number): Promise<readonly AuditRow[]>;
  /**
   * Copies the ledger as it stands while everything goes on, once a night; and removes older copies. Returns the copy's
   * place; null where there is no file to copy. Throws LedgerNotCopied (folder not writable, disk full): nothing is lost by it.
   */
  backup(night: Night): Promise<string | null>;
  close(): Promise<void>;
}
