/** What a return is told as, either way: the facts and settings that conversations get. */
import type { Return } from '../model/life';
import type { AccountId } from '../model/order';
import type { RecordId } from '../model/record';

/** Towards the shop: opened there, its goods received, closed, or called off. */
export type ShopReturnStep = 'open' | 'received' | 'closed' | 'cancelled';
export interface ShopReturnFact {
  readonly step: ShopReturnStep;
  readonly told: Return;
  readonly store: AccountId;
  readonly order: RecordId;
  /** The shop's return, once it was opened. */
  readonly shopReturn?: RecordId;
}
/** Towards the marketplace: its request accepted, the goods received, closed. */
export type MarketReturnStep = 'accept' | 'receive' | 'close';
export interface MarketReturnFact {
  readonly step: MarketReturnStep;
  readonly told: Return;
}
export interface ReturnArgs<F> {
  /** What becomes of goods that came back: into stock, or not. */
  readonly restock: boolean;
  /** A buyer's request: accepted, or a person decides. */
  readonly requests: 'accept' | 'ask';
  /** Goods that came in are declared compliant (RT26); else the portal says so. */
  readonly compliant: boolean;
  readonly fact: F;
}
export interface ReturnDone {
  readonly made: readonly RecordId[];
  readonly step: ShopReturnStep | MarketReturnStep;
}
