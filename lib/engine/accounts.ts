import type { Ledger } from '../ledger/port';
import { type AccountId, type OrderKey, ownKey } from '../model/order';
import type { AccountRow, Effect, Mode } from '../model/record';
import type { Ask, TestRow } from '../platforms/port';
import type { Clock, Transport } from '../transport/port';
import { askBy } from './ask';
import type { Books } from './books';
import { inDoubt } from './look';
import type { Connected } from './port';
import { STOPPED } from './questions';
import { Shared } from './shared';

export interface AccountsWay {
  readonly ledger: Ledger;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly books: Books;
  readonly by: string;
  connected(account: AccountId): Connected | undefined;
}
const PAGE = 200;

/** The accounts as rows: live, preview or paused; stopped by a refused key; silent for too long. Each change is looked at at once. */
export class Accounts {
  private readonly ask: Ask;
  /** Stopped, and deployed or asked for anew since: read once more, and what comes of that decides. */
  readonly #tried = new Set<AccountId>();
  readonly #preparing = new Shared<string | null>();
  constructor(private readonly way: AccountsWay) {
    this.ask = askBy(way.transport, way.clock);
  }

  row(account: AccountId): AccountRow | undefined {
    return this.way.books.around.accounts[account];
  }

  /** Makes an account known: preview where it is real, live where it is simulated. Deployed again, one that is stopped is tried. */
  async known(id: AccountId, platform: string, simulated: boolean): Promise<AccountRow> {
    const { books, ledger, clock, by } = this.way;
    await books.refresh();
    const known = this.row(id);
    if (known) {
      this.tryAgain(id);
      // Where nothing is read, nothing can be tried.
      if (!this.way.connected(id)?.platform.intake) await this.works(id);
      return this.row(id) ?? known;
    }
    const row = { id, platform, mode: simulated ? ('live' as const) : ('preview' as const), since: clock.now() };
    await ledger.account(row, by);
    await books.refresh();
    await this.look(id);
    return row;
  }
  /** Its key or its settings may have been mended. Nothing is written to it until something was read. */
  tryAgain(account: AccountId): void {
    if (this.row(account)?.stopped !== undefined) this.#tried.add(account);
  }
  isTried(account: AccountId): boolean {
    return this.#tried.has(account);
  }
  /** It answered: where it was stopped, it is no longer, and everything that waited for it is due. */
  async works(account: AccountId): Promise<void> {
    const row = this.row(account);
    if (row?.stopped === undefined || !this.#tried.delete(account)) return;
    const { stopped: _, ...rest } = row;
    await this.way.ledger.account(rest, this.way.by);
    await this.way.books.refresh();
    await this.look(account);
    await this.reopen(account, this.way.by);
  }
  async change(account: AccountId, change: Partial<AccountRow>, by: string): Promise<void> {
    const row = this.row(account);
    if (!row) return;
    await this.way.ledger.account({ ...row, ...change }, by);
    await this.way.books.refresh();
    await this.look(account);
  }
  /** The key was refused, or the account is another one: nothing more is sent until it works again. One case, however often it is tried. */
  async stop(account: AccountId, why: string): Promise<void> {
    const row = this.row(account);
    if (!row) return;
    const tried = this.#tried.delete(account);
    if (row.stopped !== why) await this.change(account, { stopped: why }, this.way.by);
    if (row.stopped !== undefined && (tried || row.stopped !== why)) await this.#stillStopped(account, why);
  }
  #stillStopped(account: AccountId, reason: string): Promise<void> {
    const { books, clock, by } = this.way;
    return books.exclusive(ownKey(account), async () => {
      const page = await books.openAccount(account, clock.now());
      await books.record(page, ({ order }) => {
        const open = order.cases[STOPPED];
        if (open === undefined || open.closedAt !== undefined) return { by };
        return { cases: [{ ...open, detail: { ...open.detail, reason }, count: open.count + 1 }], by };
      });
    });
  }
  async heard(account: AccountId): Promise<void> {
    const row = this.row(account);
    if (row?.silentSince === undefined) return;
    const { silentSince: _, ...rest } = row;
    await this.way.ledger.account(rest, this.way.by);
    await this.way.books.refresh();
    await this.look(account);
  }
  /** Its own record's cases follow from its row. */
  async look(account: AccountId): Promise<void> {
    const { books, clock, by } = this.way;
    await books.exclusive(ownKey(account), async () => {
      const page = await books.openAccount(account, clock.now());
      await books.record(page, () => ({ by }));
    });
  }

  /** What the platform says of itself, kept so that readings are read the same way until it changes. True where it was asked. */
  async learn(account: AccountId): Promise<boolean> {
    const connected = this.way.connected(account);
    if (!connected?.platform.learn) return false;
    const learned = await connected.platform.learn(this.ask, connected.settings, account);
    if (JSON.stringify(learned) !== JSON.stringify(this.row(account)?.learned))
      await this.change(account, { learned }, this.way.by);
    return true;
  }

  /**
   * Switches at once. Going live makes what the platform needs first; every planned effect is computed anew from the facts.
   * Where something is missing the mode stays, and the rows say what.
   */
  async setMode(account: AccountId, mode: Mode, by: string): Promise<readonly TestRow[]> {
    const connected = this.way.connected(account);
    const rows =
      mode === 'live' && connected?.platform.prepare
        ? await connected.platform.prepare(this.ask, connected.settings, account)
        : [];
    if (rows.some((row) => !row.ok)) return rows;
    await this.change(account, { mode, ...(mode === 'live' ? { prepared: true } : {}) }, by);
    await this.reopen(account, by);
    return rows;
  }
  /** Before the first write of an account that was live from the start (a simulated one). Null: ready; else what is missing. */
  async prepare(account: AccountId): Promise<string | null> {
    const connected = this.way.connected(account);
    const make = connected?.platform.prepare;
    if (!make || this.row(account)?.prepared) return null;
    // The orders of a burst all come here before the first of them is through.
    return this.#preparing.do(account, async () => {
      const missing = (await make(this.ask, connected.settings, account)).find((row) => !row.ok);
      if (missing) return `${missing.what}: ${missing.text}`;
      await this.change(account, { prepared: true }, this.way.by);
      return null;
    });
  }
  /** Everything of this account that waits is due now; what was planned is planned, or done, anew. Null: flows changed, so all is looked at. */
  async reopen(account: AccountId | null, by: string): Promise<void> {
    const { ledger, books } = this.way;
    // The accounts' own records are no orders; what is out or stands there is looked at all the same.
    for (const id of Object.keys(books.around.accounts)) await this.#reopenOne(ownKey(id), account, by);
    for (let after: OrderKey | undefined; ; ) {
      const orders = await ledger.orders(PAGE, after, true);
      for (const { key } of orders) await this.#reopenOne(key, account, by);
      after = orders.at(-1)?.key;
      if (orders.length < PAGE) return;
    }
  }
  #reopenOne(key: OrderKey, account: AccountId | null, by: string): Promise<void> {
    const { books, clock } = this.way;
    return books.exclusive(key, async () => {
      const page = await books.open(key);
      if (
        !page ||
        (account !== null &&
          page.order.account !== account &&
          !Object.values(page.order.effects).some((effect) => effect.target === account))
      )
        return;
      if (account === null && page.dues[0]?.at === (page.order.alarm ?? undefined)) return;
      await books.record(page, (at) => ({
        effects: Object.values(at.order.effects)
          .filter((one) => account !== null && concerns(one, account))
          .map((one) => anew(one, clock.now())),
        by,
      }));
    });
  }
}

const concerns = (effect: Effect, account: AccountId): boolean =>
  effect.target === account && (effect.state === 'planned' || effect.state === 'open');
function anew(effect: Effect, now: number): Effect {
  if (effect.state === 'open') return inDoubt(effect) ? effect : { ...effect, lookAgain: now, revision: effect.revision + 1 };
  const { plan: _, ...rest } = effect;
  return { ...rest, state: 'open', lookAgain: now, revision: effect.revision + 1 };
}
