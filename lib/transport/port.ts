/** The one way out. Wires carry bytes (HTTP, or the simulator in process); the transport paces, fences, judges and redacts. */

import type { Answer, Dialect, RawAnswer, Request } from '../model/call';
import type { AccountId } from '../model/order';
import type { Instant, Ms } from '../model/record';

export interface Clock {
  now(): Instant;
  sleep(span: Ms): Promise<void>;
}
/** Chance, handed in: seeded in simulated time. In [0, 1). */
export interface Random {
  next(): number;
}
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeout: Ms;
  /**
   * Asked in the tick in which the request is written, after every wait for a connection; false: nothing is written and
   * the wire throws `sent: false`. A wire without waits of its own need not ask: the transport asked when it called.
   */
  readonly mayLeave?: () => boolean;
}
/** `sent: false`: surely no byte of the request left (refused connection, unknown host). */
export class WireError extends Error {
  override readonly name = 'WireError';
  constructor(
    message: string,
    readonly sent: boolean,
  ) {
    super(message);
  }
}
/** Carries one exchange. Throws WireError; and Misconfigured, before any byte, for an address it must not use. */
export type Wire = (request: WireRequest) => Promise<RawAnswer>;

/** How an account is reached. Looked up at every call, so that a redeployed account is used at once. */
export interface Connection {
  readonly account: AccountId;
  /** Base address without a trailing slash. */
  readonly base: string;
  readonly wire: Wire;
  readonly dialect: Dialect;
  readonly auth: Auth;
  readonly timeout: Ms;
}
export type Auth =
  | { readonly by: 'header'; readonly name: string; readonly value: string }
  /** OAuth client credentials: a token is asked for, kept, and asked for anew before it ends or after a 401. */
  | {
      readonly by: 'client credentials';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly header: string;
    };

export interface Transport {
  /** Ms until this call may leave; 0 and a place is reserved for it, until it is sent or released. Reserve before the intent is stored. */
  reserve(request: Request): Promise<Ms>;
  release(request: Request): void;
  /**
   * Sends under a reservation (without one, waits for a place). `notAfter` is compared with the clock in the tick in which
   * the request is written; later it answers 'not sent'. Never throws for what a platform does.
   */
  send(request: Request, notAfter?: Instant): Promise<Answer>;
}
