/** A call to an outside system, and what its answer means. Platforms write requests, the transport carries them. */
import type { AccountId } from './order';
import type { Instant, Ms } from './record';

/** How a call is paced. `points`: a bucket the server reports (Shopify). `every`: a published frequency, reserved in the ledger. */
export type Pace =
  | { readonly by: 'points'; readonly cost: number }
  | { readonly by: 'every'; readonly name: string; readonly span: Ms; readonly burst?: number };

export interface Request {
  readonly account: AccountId;
  /** The vendor's name of the call: OR21, orderCreate. Shown in cases and counted in the proof. */
  readonly call: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the account's base address, with a leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The body is a text of this media type and is sent as it stands; absent: JSON. */
  readonly contentType?: string;
  /** The answer is text of this media type, given as it came; absent: JSON. */
  readonly accept?: string;
  readonly writes: boolean;
  readonly paces: readonly Pace[];
}
/** What came back on the wire, before anybody judged it. Header names in lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
export interface Refusal {
  readonly code: string;
  readonly field?: string;
  /** The vendor's text, redacted. */
  readonly text: string;
  readonly status: number;
}
/**
 * ok: executed, body readable. refused: the platform said no and nothing happened. not executed: surely nothing happened,
 * try again after. not sent: the deadline passed or no connection was made. in doubt: sent, and nobody knows.
 */
export type Answer =
  | { readonly is: 'ok'; readonly body: unknown; readonly date?: Instant; readonly sentAt: Instant; readonly answeredAt: Instant }
  | ({ readonly is: 'refused' } & Refusal)
  | { readonly is: 'not executed'; readonly retryAfter: Ms; readonly why: string }
  | { readonly is: 'not sent'; readonly why: string }
  | { readonly is: 'in doubt'; readonly why: string };

/** What an answer says about the bucket it was paid from. */
export interface Throttle {
  readonly maximum: number;
  readonly available: number;
  readonly restoreRate: number;
  /** What this call was charged, where reported. */
  readonly cost?: number;
}
/** A platform's reading of raw answers: pure, one table, a test per row. */
export interface Dialect {
  judge(request: Request, raw: RawAnswer): Verdict;
  throttle?(raw: RawAnswer): Throttle | undefined;
}
export type Verdict =
  | { readonly is: 'ok'; readonly body: unknown }
  | ({ readonly is: 'refused' } & Refusal)
  | { readonly is: 'not executed'; readonly retryAfter?: Ms; readonly why: string }
  | { readonly is: 'in doubt'; readonly why: string }
  /** The credentials were refused: renewed once, then the account stops. Nothing was executed. */
  | { readonly is: 'unauthorised'; readonly why: string };
