/** How a platform says by itself that something changed. What it says is a hint: what is true is read. */
import type { HintKind } from '../model/hint';
import type { AccountId } from '../model/order';
import type { Ask, TestRow } from './port';

/** One delivery as it came in. Header names in lower case. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The very bytes: the signature is over them. */
  readonly body: Uint8Array;
}
export type WebhookSaid =
  /** Empty where it tells of nothing that is read here. */
  | { readonly is: 'hints'; readonly hints: readonly { readonly kind: HintKind; readonly id: string }[] }
  /** Not the platform's, or of another account; `why` without anything of its content. */
  | { readonly is: 'forged'; readonly why: string };

export interface Webhooks {
  /** `secrets`: any of them may have signed it (two while they rotate). `host`: the account's, by its identity. */
  read(delivery: WebhookDelivery, secrets: readonly string[], host: string): WebhookSaid;
  /**
   * Makes the platform's subscriptions be those of `uri` (null: none), and removes those of `former` addresses. A row for
   * whatever it refuses, else one that says what it sends. Throws Transient: nothing is lost by doing it again.
   */
  subscribe(
    ask: Ask,
    account: AccountId,
    wanted: { readonly uri: string | null; readonly former: readonly string[] },
  ): Promise<readonly TestRow[]>;
}
