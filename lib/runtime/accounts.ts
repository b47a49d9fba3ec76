/** The deployed accounts: which settings nodes there are, which account each of them is, and how it is reached. */
import { createHash } from 'node:crypto';
import type { Connected } from '../engine/port';
import type { Ledger } from '../ledger/port';
import type { AccountId } from '../model/order';
import type { Ms } from '../model/record';
import { type Ask, accountOf, type Identity, type Platform } from '../platforms/port';
import type { Simulator } from '../simulator/port';
import type { Auth, Connection, Wire } from '../transport/port';

/** What a settings node of an account holds when it is open. */
export interface Held {
  /** The settings node's id; inside a subflow it exists once per instance. */
  readonly node: string;
  readonly name: string;
  readonly platform: Platform;
  /** As the platform's folder reads them; no secret among them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly base: string;
  /** Of a simulated account only its world knows the key. */
  readonly auth: Auth | ((world: Simulator) => Auth);
  readonly timeout: Ms;
  /** The name of the simulated world that it lives in; undefined for a real one. */
  readonly world?: string;
  /** How its webhooks come in; undefined: switched off. */
  readonly webhooks?: HeldWebhooks;
}
export interface HeldWebhooks {
  readonly by: 'own port' | 'node-red';
  readonly port: number;
  /** How the internet reaches it. */
  readonly address: string;
  /** Any of them may have signed; the first names the path. Of a simulated account only its world knows it. */
  readonly secrets: readonly string[] | ((world: Simulator) => readonly string[]);
}
export type Standing =
  | { readonly is: 'known'; readonly account: AccountId }
  /** Not identified yet; `why` where that was tried. */
  | { readonly is: 'unknown'; readonly why?: string }
  /** The platform reports another shop than before, or another settings node has it with other settings. */
  | { readonly is: 'refused'; readonly for: 'identity' | 'settings'; readonly why: string; readonly account: AccountId };

/** A deployed account, by its own identity. */
export interface Account {
  readonly id: AccountId;
  readonly settings: Readonly<Record<string, unknown>>;
}
export interface AccountsWay {
  wireOf(held: Held): Wire;
  /** The same wire, that lets nothing out before the account is known to be who it was. */
  guarded(held: Held, wire: Wire): Wire;
  authOf(held: Held): Auth;
}
interface Kept {
  readonly account: AccountId;
  readonly base: string;
  /** Of key and settings, and when the platform was last asked with them. */
  readonly print?: string;
  readonly askedAt?: number;
}

export class DeployedAccounts {
  readonly #held = new Map<string, Held>();
  readonly #standing = new Map<string, Standing>();

  constructor(private readonly way: AccountsWay) {}

  get all(): readonly Held[] {
    return [...this.#held.values()];
  }
  /** A settings node came. What is known of its account stays where it still points at the same address. */
  open(held: Held): void {
    const before = this.#held.get(held.node);
    this.#held.set(held.node, held);
    if (before?.base !== held.base || this.standing(held.node).is === 'refused') this.#standing.delete(held.node);
  }
  /** Once flows have started: settings nodes that are gone. Not at their close, since a deploy closes them and makes them anew. */
  sweep(isThere: (node: string) => boolean): void {
    for (const node of this.#held.keys()) if (!isThere(node)) this.#held.delete(node);
  }
  standing(node: string): Standing {
    return this.#standing.get(node) ?? { is: 'unknown' };
  }
  known(node: string): Account | undefined {
    const standing = this.standing(node);
    return standing.is === 'known' ? { id: standing.account, settings: this.#held.get(node)?.settings ?? {} } : undefined;
  }
  failed(held: Held, why: string): void {
    if (this.standing(held.node).is === 'unknown') this.#standing.set(held.node, { is: 'unknown', why });
  }
  /** Another ledger knows other accounts. */
  forget(): void {
    this.#standing.clear();
  }

  connected(account: AccountId): Connected | undefined {
    const held = this.heldOf(account);
    return held && { platform: held.platform, account, settings: held.settings };
  }
  /** Under its identity, or under `settings:<node>` while that is being asked for. */
  connection(account: AccountId): Connection | undefined {
    const asked = account.startsWith(PROVISIONAL);
    const held = asked ? this.#held.get(account.slice(PROVISIONAL.length)) : this.heldOf(account);
    if (!held) return undefined;
    const { base, timeout, platform } = held;
    const wire = this.way.wireOf(held);
    return {
      account,
      base,
      timeout,
      wire: asked ? wire : this.way.guarded(held, wire),
      dialect: platform.dialect,
      auth: this.way.authOf(held),
    };
  }
  heldOf(account: AccountId): Held | undefined {
    for (const held of this.#held.values()) {
      const standing = this.standing(held.node);
      if (standing.is === 'known' && standing.account === account) return held;
    }
    return undefined;
  }

  /** Accounts that the ledger has seen need no call: their identity is compared behind the start. */
  async recall(ledger: Ledger): Promise<void> {
    for (const held of this.all) {
      if (this.standing(held.node).is !== 'unknown') continue;
      const kept = (await ledger.kept(keptName(held)))?.value as Kept | undefined;
      if (kept?.base === held.base) this.#standing.set(held.node, { is: 'known', account: kept.account });
    }
  }
  /**
   * Asks the platform who the account is. The first answer is kept; a later one that differs refuses the account, and the
   * account that it was is returned. Throws what the asking throws.
   */
  async identify(
    held: Held,
    ask: Ask,
    ledger: Ledger,
    now: number,
  ): Promise<{ readonly changed: boolean; readonly stop?: AccountId }> {
    const print = printOf(held);
    const known = (await ledger.kept(keptName(held)))?.value as Kept | undefined;
    // Platforms publish this call as once a day: the same key at the same address is the same account until then.
    if (known?.askedAt !== undefined && known.base === held.base && known.print === print && now - known.askedAt < ASKED_FOR) {
      if (this.#held.get(held.node) !== held) return { changed: false };
      const before = this.standing(held.node);
      this.#standing.set(held.node, { is: 'known', account: known.account });
      return { changed: before.is !== 'known' };
    }
    const identity: Identity = await held.platform.identify(ask, held.settings, `${PROVISIONAL}${held.node}`);
    const account = accountOf(identity);
    if (this.#held.get(held.node) !== held) return { changed: false };
    const kept = (await ledger.kept(keptName(held)))?.value as Kept | undefined;
    if (kept && kept.base === held.base && kept.account !== account) {
      const why = `The key of "${held.name}" belongs to ${account}; it was ${kept.account} before. Put the former key back, or add a settings node for the other account.`;
      const before = this.standing(held.node);
      this.#standing.set(held.node, { is: 'refused', for: 'identity', why, account: kept.account });
      return { changed: before.is !== 'refused', stop: kept.account };
    }
    await ledger.keep(keptName(held), { account, base: held.base, print, askedAt: now } satisfies Kept, now);
    const before = this.standing(held.node);
    this.#standing.set(held.node, { is: 'known', account });
    return { changed: before.is !== 'known' };
  }
  /** One account per identity: settings nodes that say the same share it; where they differ, the one the ledger knew first keeps it. */
  async settle(ledger: Ledger, now: number): Promise<void> {
    const byAccount = new Map<AccountId, Held[]>();
    for (const held of this.all) {
      const standing = this.standing(held.node);
      // One that is another account than before holds nobody up; one that was refused for its settings may be alone now.
      if (standing.is === 'unknown' || (standing.is === 'refused' && standing.for === 'identity')) continue;
      byAccount.set(standing.account, [...(byAccount.get(standing.account) ?? []), held]);
    }
    for (const [account, sharers] of byAccount) {
      const keptOwner = (await ledger.kept(`owner/${account}`))?.value;
      const owner = sharers.find((held) => held.node === keptOwner) ?? sharers[0];
      if (!owner) continue;
      if (owner.node !== keptOwner) await ledger.keep(`owner/${account}`, owner.node, now);
      for (const held of sharers) {
        if (held === owner || sameSettings(held, owner)) {
          this.#standing.set(held.node, { is: 'known', account });
          continue;
        }
        const why = `"${held.name}" and "${owner.name}" are the same account, ${account}, with different settings. "${owner.name}" keeps it; make them alike or remove one.`;
        this.#standing.set(held.node, { is: 'refused', for: 'settings', why, account });
      }
    }
  }
}

const PROVISIONAL = 'settings:';
const ASKED_FOR: Ms = 20 * 3_600_000;
/** Tells another key or other settings; nothing of either can be read from it. */
const printOf = ({ node, auth, settings }: Held): string =>
  createHash('sha256')
    .update(JSON.stringify([node, typeof auth === 'function' ? 'of its world' : auth, settings]))
    .digest('base64url');
const keptName = (held: Held): string => `identity/${held.node}`;
const sameSettings = (a: Held, b: Held): boolean =>
  a.base === b.base && a.world === b.world && JSON.stringify([a.settings, a.auth]) === JSON.stringify([b.settings, b.auth]);
