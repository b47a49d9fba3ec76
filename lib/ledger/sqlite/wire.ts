/**
 * What travels between the caller's thread and the connection: texts and numbers in flat arrays, which clone cheaply. JSON is
 * written and read, and what is personal is cut out and joined, on the caller's side.
 */
import type { OrderKey } from '../../model/order';
import type { Instant } from '../../model/record';

/** What was cut out of a row; null: as it stands already. */
export type Texts = readonly string[] | null;
/** A row's JSON and what was cut out of it. */
export type CutRow = readonly [body: string, people: Texts];
export type FactRow = readonly [
  subject: string,
  version: string,
  sentAt: Instant,
  answeredAt: Instant,
  hash: string,
  body: string,
  people: Texts,
];
export type EffectRow = readonly [
  id: string,
  state: string,
  inDoubt: 0 | 1,
  body: string,
  people: Texts,
  /** Null: as it stands already. */
  writes: readonly (CutRow | null)[],
  reads: readonly (CutRow | null)[],
  /** It may have had more of them. */
  fewer: 0 | 1,
];
export type MarkedRow<Mark> = readonly [id: string, mark: Mark, body: string, people: Texts];
export type RefRow = readonly [id: string, system: string, kind: string];

export interface PatchRows {
  readonly alarm: Instant | null;
  readonly standing: 0 | 1;
  readonly by: string;
  /** For the audit; empty where nothing is to be said. */
  readonly what: string;
  readonly effects: readonly EffectRow[];
  readonly deliveries: readonly MarkedRow<string>[];
  readonly cases: readonly MarkedRow<0 | 1>[];
  readonly decisions: readonly CutRow[];
  readonly facts: readonly FactRow[];
  readonly refs: readonly RefRow[];
}
export type SeenRow = readonly [key: OrderKey, account: string, fact: FactRow, refs: readonly RefRow[]];
export type CursorRow = readonly [account: string, stream: string, expect: number, body: string];

/** Columns of `SQL.rows`, one row after the other. */
export type Cells = readonly (string | number | null)[];
export const WIDTH = 8;
export interface RecordRows {
  readonly account: string;
  readonly version: number;
  readonly alarm: Instant | null;
  readonly firstSeenAt: Instant;
  readonly cells: Cells;
}
/** `owner, at, body` of what is personal, one after the other. */
export type People = readonly (string | number | null)[];

/** Who a personal text was cut from. */
export const owner = {
  fact: (n: number | bigint): string => `fact/${n}`,
  effect: (id: string): string => `effect/${id}`,
  turn: (kind: string, at: number, effect: string): string => `${kind}/${at}/${effect}`,
  delivery: (id: string): string => `delivery/${id}`,
  case: (cause: string): string => `case/${cause}`,
  decision: (n: number | bigint): string => `decision/${n}`,
};
