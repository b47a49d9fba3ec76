/** What the verbs of cancelling and refunding are handed, and what they say was done. Amounts are decimal text in the order's currency. */

import type { Asked } from '../model/asked';
import type { Given, LineMoney } from '../model/buckets';
import type { Units } from '../model/life';
import type { Cancellation, LineId, Refund, Stage } from '../model/order';
import type { RecordId } from '../model/record';

/** A node's settings; `fact` is what is to be told. */
export interface GivingBackArgs<F> {
  /** The shop's word for why (a note, a reason, a kind of refund) → the marketplace's reason code. */
  readonly reasons: Readonly<Record<string, string>>;
  /** The code of every other. */
  readonly reason?: string;
  /** Money without lines: a question, or over all lines by what is left of them. */
  readonly goodwill: 'ask' | 'proportional';
  /** Units that come back, or never left, go into the shop's stock again. */
  readonly restock: boolean;
  readonly fact: F;
}
/** Why, in the words of the shop that may be mapped; the last one is always there. Only `kind` may be shown in a case. */
export interface Why {
  readonly kind: 'refund' | 'shipping' | 'goodwill' | 'return' | 'cancellation';
  readonly words: readonly string[];
}

/** A refund of the shop that the marketplace is told of. */
export interface RefundFact {
  /** Which effect it is, as cases name it. */
  readonly effect: string;
  readonly refund: string;
  readonly asked: Asked;
  readonly left: readonly LineMoney[];
  /** Minor units that earlier refunds were cut by, where a line closed. */
  readonly cutBefore: string;
  readonly stage: Stage;
  readonly why: Why;
}
/** Units of the shop that will not ship; `asked`: the money that went back with them there, where some did. */
export interface CancellationFact {
  readonly effect: string;
  readonly whole: boolean;
  readonly refunds: readonly string[];
  readonly units: readonly Units[];
  /** Units that had left already when this was told: theirs is a return. */
  readonly shipped: readonly Units[];
  readonly open: Readonly<Record<LineId, number>>;
  readonly asked?: Asked;
  readonly left: readonly LineMoney[];
  readonly cutBefore: string;
  readonly stage: Stage;
  readonly why: Why;
}
export interface GivenBack {
  /** `return`: the goods had left, nothing was told. `nothing`: there was nothing left to tell. */
  readonly by: 'refund' | 'cancellation' | 'refusal' | 'return' | 'nothing';
  /** The marketplace's ids of what was made. */
  readonly made: readonly RecordId[];
  readonly given: readonly Given[];
  readonly total: { readonly amount: string; readonly currency: string };
}

/** A refund of the marketplace that the shop's order shows. */
export interface MirrorRefundFact {
  readonly effect: string;
  readonly order: string;
  readonly refund: Refund;
}
/** Units that the marketplace cancelled; undefined: the whole order. */
export interface MirrorCancellationFact {
  readonly effect: string;
  readonly order: string;
  readonly cancellation?: Cancellation;
  /** Units of that line which the marketplace still has sold. */
  readonly remaining?: number;
  /** Something of the order has left. */
  readonly shipped: boolean;
}
export interface Mirrored {
  readonly by: 'refund' | 'cancellation' | 'return' | 'nothing';
  /** The shop's ids of the refunds that were made. */
  readonly made: readonly RecordId[];
  readonly total: { readonly amount: string; readonly currency: string };
}
