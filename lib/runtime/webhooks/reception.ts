/** Takes one webhook, however it came in: verified, stored, answered. What it says is read later. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../../engine/port';
import type { AccountId } from '../../model/order';
import type { Ms } from '../../model/record';
import type { WebhookDelivery } from '../../platforms/webhooks';
import type { Held } from '../accounts';
import { tokenOf } from './address';

export interface Answered {
  readonly status: number;
  readonly text: string;
}
export interface ReceptionWay {
  /** The deployed settings nodes. A deploy takes none of them away before its flows have started. */
  held(): readonly Held[];
  secretsOf(held: Held): readonly string[];
  account(held: Held): AccountId | undefined;
  /** Undefined while the ledger opens. */
  engine(): Pick<Engine, 'hint'> | undefined;
  log(text: string): void;
}
/** What came of the webhooks of one settings node, since this process began. By the machine's clock. */
export interface Heard {
  readonly takenAt?: number;
  readonly forged?: { readonly at: number; readonly why: string; readonly times: number };
}
/** Shopify waits 5 s for its answer. What is not stored by then is sent again. */
const STORED_WITHIN: Ms = 4_000;
const NONCE = /^[A-Za-z0-9_-]{16,64}$/;

export class Reception {
  readonly #heard = new Map<string, Heard>();
  /** Settings nodes and reasons that stand in the log. */
  readonly #said = new Set<string>();
  /** Nobody else can answer for this process. */
  readonly #self = randomBytes(16);
  readonly #tried = new Set<string>();
  constructor(private readonly way: ReceptionWay) {}

  /** The settings node whose path this is. */
  find(token: string): Held | undefined {
    return this.way
      .held()
      .find((held) => held.webhooks && this.way.secretsOf(held).some((secret) => tokenOf(held.base, secret) === token));
  }
  heard(node: string): Heard {
    return this.#heard.get(node) ?? {};
  }
  /** What this process, and no other, says to a nonce at one of its paths, or at one that a dialog just tries. */
  reply(token: string, nonce: string): string | null {
    if (!NONCE.test(nonce) || !(this.#tried.has(token) || this.find(token))) return null;
    return createHash('sha256').update(this.#self).update(nonce).digest('base64url');
  }
  /** While `work` runs, a path answers that is not deployed. */
  async trying<T>(token: string, work: () => Promise<T>): Promise<T> {
    this.#tried.add(token);
    try {
      return await work();
    } finally {
      this.#tried.delete(token);
    }
  }

  /** 200 only once it is stored. Never rejects. */
  async take(held: Held, delivery: WebhookDelivery): Promise<Answered> {
    const reads = held.platform.webhooks;
    if (!reads) return { status: 404, text: 'nothing is expected here' };
    const account = this.way.account(held);
    const engine = this.way.engine();
    if (account === undefined || !engine) return LATER;
    const said = reads.read(delivery, this.way.secretsOf(held), account.split(':')[1] ?? '');
    if (said.is === 'forged') {
      this.#forged(held, said.why);
      return { status: 401, text: 'not signed by whom it should be' };
    }
    try {
      const stored = Promise.all(said.hints.map(({ kind, id }) => engine.hint(account, kind, [id])));
      const done = await Promise.race([stored.then(() => true), wait(STORED_WITHIN, false, { ref: false })]);
      if (!done) return LATER;
    } catch (error) {
      this.way.log(
        `A webhook could not be stored and was not taken: ${error instanceof Error ? error.message : 'no reason given'}`,
      );
      return LATER;
    }
    this.#heard.set(held.node, { ...this.heard(held.node), takenAt: Date.now() });
    return { status: 200, text: 'stored' };
  }

  #forged(held: Held, why: string): void {
    const before = this.heard(held.node);
    // Once is enough for the log, also where reasons take turns: whoever forges must not fill the disk.
    const about = JSON.stringify([held.node, why]);
    if (!this.#said.has(about)) this.way.log(`A webhook to "${held.name}" was refused: ${why}.`);
    this.#said.add(about);
    const times = (before.forged?.times ?? 0) + 1;
    this.#heard.set(held.node, { ...before, forged: { at: Date.now(), why, times } });
  }
}
const LATER: Answered = { status: 503, text: 'not now: send it again' };
