/** What the engine asks of whoever runs it (Node-RED's runtime, a plain script, simulated time), and what it offers. */

import type { CaseRow, Ledger, Overview } from '../ledger/port';
import type { Request } from '../model/call';
import type { HintKind } from '../model/hint';
import type { AccountId, Body, Order, OrderKey, Reading } from '../model/order';
import type {
  AccountRow,
  CaseDetail,
  Decision,
  DecisionKind,
  EffectId,
  EventKey,
  Instant,
  Listener,
  Mode,
  OrderRecord,
  Subject,
  Wired,
} from '../model/record';
import type { StockLevel } from '../model/stock';
import type { Platform, TestRow } from '../platforms/port';
import type { Clock, Random, Transport } from '../transport/port';
import type { Backups } from './nights';

/** One sending of a delivery: delivery and run number. A stale run's calls are refused. */
export interface Run {
  readonly key: OrderKey;
  readonly delivery: string;
  readonly run: number;
}
export interface LifeEvent {
  /** `order.placed`, `order.changed`, `case.opened`, `case.settled`. */
  readonly type: string;
  /** CloudEvents id: order key and event key. */
  readonly id: string;
  readonly source: AccountId;
  readonly subject: OrderKey;
  readonly time: string;
  readonly redelivered: boolean;
  readonly detail?: CaseDetail;
  /** The thing that it tells of: a shipment, a refund, a return; of stock, which waves. */
  readonly about?: string;
  /** Of stock: the levels that changed, as they are now. */
  readonly levels?: readonly StockLevel[];
}
/** Implemented by the runtime. False: there is no such node now; the engine keeps what it holds. */
export interface Flow {
  hand(run: Run, listener: Listener, event: LifeEvent, order: OrderRecord): boolean;
  /** Gives a parked message back to its node. */
  resume(run: Run, parked: { node: string; nodeType: string; message: string }, event: LifeEvent, order: OrderRecord): boolean;
}
export type Outcome =
  | { readonly is: 'confirmed'; readonly result: unknown }
  | { readonly is: 'planned'; readonly result: unknown }
  /** The duty is gone: overtaken, left out, not needed. */
  | { readonly is: 'void'; readonly why: string }
  | { readonly is: 'refused'; readonly why: string }
  /** The engine carries it on; the message is to be parked. */
  | { readonly is: 'waiting'; readonly effect: EffectId; readonly why: string };

export interface Connected {
  readonly platform: Platform;
  readonly account: AccountId;
  readonly settings: Readonly<Record<string, unknown>>;
}
export interface EngineOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: Transport;
  readonly ledger: Ledger;
  /** The deployed accounts, looked up at every use. */
  connected(account: AccountId): Connected | undefined;
  readonly flow: Flow;
  /** Ids and codes only, never a person. */
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** No other engine can hold this ledger now (an exclusive file; default): what another name held is lost at once, not when its lease ends. */
  readonly alone?: boolean;
  /** Orders out at a time per account (default 20). */
  readonly slots?: number;
  /** After a delivery was closed and its duty is still there (default 30 min): offered once more, then a case. */
  readonly grace?: number;
  /** Nightly copies of the ledger's file, looked up at every beat (default: none). */
  readonly backups?: () => Backups | undefined;
  /** A marketplace that was not heard of for this long is a case (default 6 h). */
  readonly silentAfter?: number;
  /** Told after every change worth showing: ids and counts only. */
  readonly changed?: (what: { readonly account?: AccountId; readonly key?: OrderKey }) => void;
}
export interface Health {
  readonly row: AccountRow;
  /** `completeTo` by the source's clock, and the backlog of this account. */
  readonly completeTo: string | null;
  readonly openCases: number;
  readonly retryAt: Instant | null;
  /** What is wrong with reading it, else with the ledger's nightly copy. */
  readonly problem: string | null;
}
export interface Engine {
  /** Joins the ledger and begins. Rejects where the ledger is held by another process or is unreadable. */
  start(): Promise<void>;
  /** At once and synchronously: nothing is drained, what is in flight is in the ledger. */
  stop(): void;
  /**
   * The flows stop, perhaps with the process: resolves when the ledger knows. What is out then counts as nothing, should this
   * engine not come back; the next `deploy` takes the word back.
   */
  farewell(): Promise<void>;
  /** The rows of a deploy. */
  deploy(
    listeners: readonly Omit<Listener, 'since' | 'until' | 'present'>[],
    wired: readonly Omit<Wired, 'since' | 'until' | 'present'>[],
    disabled: readonly string[],
  ): Promise<void>;
  /** Makes an account known (new: preview, or live where simulated). Identity is compared by the caller. */
  account(id: AccountId, platform: string, simulated: boolean): Promise<AccountRow>;
  /** Nothing more is sent or read until the account is tried anew (`account`, `poke`) and answers: its identity differs, its key was refused. One case says why. */
  stopAccount(account: AccountId, why: string): Promise<void>;
  setMode(account: AccountId, mode: Mode, by: string): Promise<readonly TestRow[]>;

  /** What a node calls. Begins, joins or remembers. `run` is absent for a message without a delivery behind it. */
  effect(verb: string, key: OrderKey, args: unknown, run?: Run, about?: string): Promise<Outcome>;
  /** What a verb has to do for an order now, by what each is about; the order as a whole is ''. */
  dueFor(verb: string, key: OrderKey): Promise<readonly string[]>;
  /** Keeps the message with its node until the effect has ended. 'stale': this run is over, the message ends here. */
  park(run: Run, node: string, nodeType: string, effect: EffectId, message: string | undefined): Promise<'parked' | 'stale'>;
  /** Nothing of the run is on its way just now: another order may take its slot. It keeps its order's turn until it is closed. */
  rests(run: Run): void;
  /** The run came to its end: every branch done, or one failed. */
  closed(run: Run, error?: { readonly node: string; readonly text: string }): Promise<void>;
  /** The run lost something (a deploy): sent again, counted as nothing. */
  interrupted(run: Run): Promise<void>;

  decide(
    key: OrderKey,
    decision: {
      readonly kind: DecisionKind;
      readonly of: string;
      readonly reason?: string;
      readonly value?: unknown;
      readonly by: string;
    },
  ): Promise<'done' | 'already settled'>;
  /** A fact that a flow tells of an order: a warehouse's shipment. False where the order is not known. */
  tell(key: OrderKey, subject: Subject, body: Body): Promise<boolean>;
  leaveOut(key: OrderKey, verbs: readonly string[], reason: string, by: string): Promise<void>;
  once(name: string, event: string): Promise<boolean>;
  read(key: OrderKey): Promise<OrderRecord | null>;
  find(id: string): Promise<readonly OrderRecord[]>;
  cases(limit: number): Promise<readonly CaseRow[]>;
  overview(): Promise<Overview>;
  health(account: AccountId): Promise<Health>;
  /** Calls that writes would make, per planned effect; the first so many, by order. */
  planned(limit?: number): Promise<
    readonly {
      readonly key: OrderKey;
      readonly effect: EffectId;
      readonly verb: string;
      readonly target: AccountId;
      readonly calls: readonly { readonly call: string; readonly request: unknown }[];
    }[]
  >;
  /** Stores that these have changed, as the platform says by itself; then they are read. Rejects where it could not be stored. */
  hint(account: AccountId, kind: HintKind, ids: readonly string[]): Promise<void>;
  /** Reads at once (a button, a test): an account's changes, or by its key one order. */
  poke(of: AccountId | OrderKey): void;
}
export type { Decision, EventKey, Order, Reading, Request };
