/** What a marketplace is to be told of stock, and what became of it. */
import type { AccountId } from '../model/order';
import type { RecordId } from '../model/record';
import type { StockPolicy, StockRow } from '../model/stock';

/** The settings of a push-stock node; `fact` is what has changed, computed before the first write and frozen with it. */
export interface PushStockArgs extends StockPolicy {
  readonly store: AccountId;
  readonly account: AccountId;
  readonly fact: StockFact;
}
export interface StockFact {
  /** Absolute numbers: told twice they say the same. */
  readonly rows: readonly StockRow[];
  /** How this marketplace takes them, as far as is known: its file of stock, or its offers told anew. */
  readonly by: StockWay;
  /** What is not sent now: refused before with the same number, or without a clear answer in the shop. */
  readonly apart: readonly StockRefusal[];
  /** Rows that are still to be told after these. */
  readonly left: number;
  /** Units that are sold and not in the shop yet were held back: looked at again soon. */
  readonly promised: number;
}
export type StockWay = 'file' | 'offers';
export interface StockRefusal {
  readonly sku: string;
  readonly reason: string;
}
export interface StockTold {
  /** The vendor's import; null where its answer was lost and the numbers were found as they were sent. */
  readonly made: readonly RecordId[];
  /** Offers that took their number. */
  readonly told: number;
  /** Set apart; the others count as told. */
  readonly refused: readonly StockRefusal[];
  /** This marketplace takes them otherwise. */
  readonly by?: StockWay;
  /** Units that were held back. */
  readonly promised?: number;
}
