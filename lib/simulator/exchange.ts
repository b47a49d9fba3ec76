/** One exchange over HTTP, as the vendor's side sees it. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly now: number;
  /** When it came in at the door, where rates are counted; before `now` where the vendor is slow to execute it. */
  readonly arrivedAt: number;
}
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Whether the call changed the vendor's world. */
  readonly committed: boolean;
}

/** A request that was lost on its way, or its answer. `sent: false`: surely no byte of it left. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  constructor(
    message: string,
    readonly sent: boolean,
  ) {
    super(message);
  }
}

/** An outside system below one host. */
export interface Host {
  readonly system: 'mirakl' | 'shopify';
  readonly host: string;
  /** The vendor's name of the call (OR21, orderCreate); '?' where the vendor has none such. */
  nameOf(request: HttpRequest): string;
  /** What exactly is asked: Shopify's operation by its name, elsewhere the path with its query. */
  askedOf(request: HttpRequest): string;
  /** Whether the call may change something: only such a call can commit late. */
  writes(request: HttpRequest): boolean;
  answer(request: HttpRequest): HttpAnswer;
  /** The vendor's own way to say "too many calls": nothing was executed. */
  tooMany(request: HttpRequest, retryAfter: number): HttpAnswer;
  /** Shopify's bucket is empty (HTTP 200); elsewhere the same as tooMany. */
  throttled(request: HttpRequest): HttpAnswer;
  /** What becomes of a committed answer in a partial success; the answer itself where the system knows none. */
  spoiled(request: HttpRequest, answer: HttpAnswer, how: 'null with error' | 'id with error'): HttpAnswer;
}

/** An instant as the vendors write it: UTC, milliseconds left out when they are zero. */
export const isoOf = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
