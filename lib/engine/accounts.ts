import type { Ledger } from '../ledger/port';
import { type AccountId, type OrderKey, ownKey } from '../model/order';
import type { AccountRow, Effect, Mode } from '../model/record';
import type { Ask, TestRow } from '../platforms/port';
import type { Clock, Transport } from '../transport/port';
import { askBy } from './ask';
import type { Books } from './books';
import { inDoubt } from './look';
import type { Connected } from './port';

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
  constructor(private readonly way: AccountsWay) {
    this.ask = askBy(way.transport, way.clock);
  }

  row(account: AccountId): AccountRow | undefined {
    return this.way.books.around.accounts[account];
  }

  /** Makes an account known: preview where it is real, live where it is simulated. Deployed again, it is no longer stopped. */
  async known(id: AccountId, platform: string, simulated: boolean): Promise<AccountRow> {
    const { books, ledger, clock, by } = this.way;
    await books.refresh();
    const known = this.row(id);
    if (known && known.stopped === undefined) return known;
    const { stopped: _, ...rest } = known ?? {
      id,
      platform,
      mode: simulated ? ('live' as const) : ('preview' as const),
      since: clock.now(),
    };
    await ledger.account(rest, by);
    await books.refresh();
    await this.look(id);
    return rest;
  }
  async change(account: AccountId, change: Partial<AccountRow>, by: string): Promise<void> {
    const row = this.row(account);
    if (!row) return;
    await this.way.ledger.account({ ...row, ...change }, by);
    await this.way.books.refresh();
    await this.look(account);
  }
  /** The key was refused, or the account is another one: nothing more is sent until it is deployed anew. */
  async stop(account: AccountId, why: string): Promise<void> {
    if (this.row(account)?.stopped === undefined) await this.change(account, { stopped: why }, this.way.by);
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

  /** What the platform says of itself, kept so that readings are read the same way until it changes. */
  async learn(account: AccountId): Promise<void> {
    const connected = this.way.connected(account);
    if (!connected?.platform.learn) return;
    const learned = await connected.platform.learn(this.ask, connected.settings, account);
    if (JSON.stringify(learned) !== JSON.stringify(this.row(account)?.learned))
      await this.change(account, { learned }, this.way.by);
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
    if (!connected?.platform.prepare || this.row(account)?.prepared) return null;
    const missing = (await connected.platform.prepare(this.ask, connected.settings, account)).find((row) => !row.ok);
    if (missing) return `${missing.what}: ${missing.text}`;
    await this.change(account, { prepared: true }, this.way.by);
    return null;
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
