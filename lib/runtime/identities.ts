import { misconfigured } from '../model/errors';
import type { AccountId } from '../model/order';
import { type Wire, WireError } from '../transport/port';
import type { Account, DeployedAccounts, Held } from './accounts';
import type { Running } from './running';

export interface IdentitiesWay {
  readonly accounts: DeployedAccounts;
  running(): Running | undefined;
  /** The ledger has a row of this account, so that something may be asked of it. */
  listed(account: AccountId): boolean;
  /** An account has become known, or is another one than before: then `stop` names the account that it was. */
  told(stop: AccountId | undefined): void;
  /** Something worth showing: a platform does not answer. */
  changed(): void;
  /** After so many ms of the machine. */
  later(ms: number, then: () => void): void;
}
/** One call that got lost must not leave an account unknown for long; one that does not answer is not pressed. */
const AGAIN = [1_000, 3_000, 10_000] as const;
const THEN = 30_000;

/** Who each deployed account is, as its platform says. Nothing is sent with a key before that was compared with what was known. */
export class Identities {
  readonly #asked = new WeakMap<Held, Promise<void>>();
  readonly #failures = new WeakMap<Held, number>();
  readonly #waiting = new Set<() => boolean>();

  constructor(private readonly way: IdentitiesWay) {}

  /** Asks the platform, once for each deploy of a settings node; again after a while where it does not answer. Rejects then. */
  compare(held: Held): Promise<void> {
    const asked = this.#asked.get(held);
    if (asked) return asked;
    const asking = this.#ask(held);
    this.#asked.set(held, asking);
    asking.catch((error: unknown) => {
      this.#asked.delete(held);
      this.way.accounts.failed(held, error instanceof Error ? error.message : String(error));
      this.way.changed();
      const running = this.way.running();
      const failures = this.#failures.get(held) ?? 0;
      this.#failures.set(held, failures + 1);
      this.way.later(AGAIN[failures] ?? THEN, () => {
        if (running && this.way.running() === running && this.way.accounts.all.includes(held))
          void this.compare(held).catch(() => undefined);
      });
    });
    return asking;
  }
  async #ask(held: Held): Promise<void> {
    const running = this.way.running();
    if (!running) throw new Error('the ledger is not open yet');
    const { changed, stop } = await this.way.accounts.identify(held, running.ask, running.ledger, running.clock.now());
    if (changed && this.way.running() === running) this.way.told(stop);
  }

  /** An account's wire, which waits for the comparison first. Another identity, or none that can be had: nothing leaves. */
  guarded(held: Held, wire: Wire): Wire {
    return async (request) => {
      try {
        await this.compare(held);
      } catch (error) {
        throw new WireError(
          `who the account is could not be asked: ${error instanceof Error ? error.message : 'no answer'}`,
          false,
        );
      }
      if (this.way.accounts.standing(held.node).is !== 'known')
        throw new WireError('the account is another one than before', false);
      // The wait was ours, so the fence is asked again.
      if (request.mayLeave?.() === false) throw new WireError('the deadline passed while the account was identified', false);
      return wire(request);
    };
  }

  /** The account of a settings node, as soon as the ledger knows which one it is. Rejects where there is no such node, or another has it. */
  of(node: string): Promise<Account> {
    return new Promise((resolve, reject) => {
      const settled = (): boolean => {
        const standing = this.way.accounts.standing(node);
        const held = this.way.accounts.all.find((one) => one.node === node);
        if (!held) reject(misconfigured('account', node === '' ? NONE_CHOSEN : NOT_DEPLOYED));
        else if (standing.is === 'refused') reject(misconfigured('account', standing.why));
        else if (standing.is === 'known' && this.way.listed(standing.account))
          resolve({ id: standing.account, settings: held.settings });
        else return false;
        return true;
      };
      if (!settled()) this.#waiting.add(settled);
    });
  }
  /** The ledger has been told of the accounts as they stand: who waits for one looks again. */
  look(): void {
    for (const settled of [...this.#waiting]) if (settled()) this.#waiting.delete(settled);
  }
}
const NONE_CHOSEN = 'No account is chosen. Open the node and choose one.';
const NOT_DEPLOYED = 'The chosen account is not deployed, or its settings cannot be used. Open it, correct it and deploy.';
