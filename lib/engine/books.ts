import type { Ledger, Patch } from '../ledger/port';
import { type AccountId, type OrderKey, ownKey, type Ref } from '../model/order';
import type { Around, Effect, Instant, OrderRecord } from '../model/record';
import type { StockLevel } from '../model/stock';
import { apply, blank } from './apply';
import { type Due, due } from './due';
import { type Look, look, type Policy } from './look';
import { levelsAfter } from './tables';

/** Rows that change; the alarm follows from them and is committed with them. */
export type Change = Omit<Patch, 'alarm' | 'standing'>;
/** An order as it stands, and what is due with it. */
export interface Page extends Look {
  readonly dues: readonly Due[];
}
/** Orders kept beside their version; a stale one is found out at its commit. */
const KEPT = 2_000;

/**
 * The engine's access to the ledger: orders are read once and kept beside their version, every commit compares that version
 * and carries the alarm that follows from it, and the work on one order in this process is done one after another.
 */
export class Books {
  #around: Around = { version: -1, listeners: [], wired: [], accounts: {}, engines: {} };
  readonly #kept = new Map<OrderKey, Page>();
  readonly #turns = new Map<OrderKey, Promise<unknown>>();

  constructor(
    private readonly ledger: Ledger,
    private readonly policy: Policy,
    private readonly moved: (key: OrderKey, alarm: Instant | null) => void,
  ) {}

  /** The deployed flows and accounts, as last read. */
  get around(): Around {
    return this.#around;
  }
  async refresh(version?: number): Promise<Around> {
    if (version === undefined || version !== this.#around.version) this.#around = await this.ledger.around();
    return this.#around;
  }

  async open(key: OrderKey): Promise<Page | null> {
    const kept = this.#kept.get(key);
    if (kept) return kept.around === this.#around ? kept : this.#page(kept.order);
    const { order, around } = await this.ledger.read(key);
    await this.refresh(around);
    if (!order) return null;
    return this.#keep(this.#page(order));
  }
  /** The record, or an empty one for an account that has none yet. */
  async openAccount(account: AccountId, now: Instant): Promise<Page> {
    return (await this.open(ownKey(account))) ?? this.#page(blank(ownKey(account), account, now));
  }
  /** A shop's levels that changed after a wave of its stock. */
  levels(account: AccountId, wave: number): Promise<readonly StockLevel[]> {
    return levelsAfter(this.ledger, account, wave);
  }
  /** Somebody else may have changed it. */
  forget(key: OrderKey): void {
    this.#kept.delete(key);
  }

  /** What was looked at under another name of this engine is looked at anew. */
  forgetAll(): void {
    this.#kept.clear();
  }

  /** Commits if the order is still as in `page`; null where it has moved: look again. */
  async commit(page: Look, change: Change): Promise<Page | null> {
    const next = this.#page(apply(page.order, change));
    const alarm = next.dues[0]?.at ?? null;
    const compared = this.policy.guards.version;
    const version = compared ? page.order.version : await this.#newest(page.order);
    const patch = { ...change, alarm, standing: standing(next) };
    const done = await this.ledger.commit(page.order.key, version, patch, compared ? page.order : undefined);
    if (done === 'conflict') {
      this.#kept.delete(page.order.key);
      return null;
    }
    const stored = this.#keep({ ...next, order: { ...next.order, version: version + 1, alarm } });
    this.moved(stored.order.key, alarm);
    return stored;
  }
  /** Stores what surely happened, however the order has moved meanwhile. `make` is asked again for the order as it is. */
  async record(page: Page, make: (page: Page) => Change): Promise<Page> {
    for (let at = page; ; at = (await this.open(page.order.key)) ?? at) {
      const done = await this.commit(at, make(at));
      if (done) return done;
    }
  }

  /**
   * Stores what became of an effect that this engine carries out. Where another engine has changed it since (two share the
   * ledger), only a receipt is added; null where there is none to add: look again.
   */
  async settle(
    page: Page,
    effect: Effect,
    refs: readonly Ref[],
    by: string,
  ): Promise<{ readonly page: Page; readonly effect: Effect } | null> {
    for (let at = page; ; at = (await this.open(page.order.key)) ?? at) {
      const known = at.order.effects[effect.id];
      const next = known && known.revision !== effect.revision ? withReceipts(known, effect) : effect;
      if (!next) return null;
      const stored = { ...next, revision: next.revision + 1 };
      const done = await this.commit(at, { effects: [stored], refs, by });
      if (done) return { page: done, effect: stored };
    }
  }

  /** Somebody works on it now. */
  isTaken(key: OrderKey): boolean {
    return this.#turns.has(key);
  }
  /** One after another per order in this process; what others do is met by the version. */
  exclusive<T>(key: OrderKey, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#turns.set(key, mine);
    const leave = (): void => {
      if (this.#turns.get(key) === mine) this.#turns.delete(key);
    };
    mine.then(leave, leave);
    return mine;
  }

  async #newest(order: OrderRecord): Promise<number> {
    return (await this.ledger.read(order.key)).order?.version ?? order.version;
  }
  #page(order: OrderRecord): Page {
    const at = look(order, this.#around, this.policy);
    return { ...at, dues: due(at) };
  }
  #keep(page: Page): Page {
    const { key } = page.order;
    this.#kept.delete(key);
    this.#kept.set(key, page);
    const [oldest] = this.#kept.size > KEPT ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
    return page;
  }
}

/** The effect as somebody else left it, with the answers that only we have heard. */
function withReceipts(known: Effect, mine: Effect): Effect | null {
  // One that was begun anew since has nothing of what was sent before.
  const theirs = mine.writes.map((write, at) => (known.writes[at]?.print === write.print ? known.writes[at] : undefined));
  const heard = mine.writes.some((write, at) => write.answer !== undefined && theirs[at] && theirs[at].answer === undefined);
  if (!heard) return null;
  const writes = mine.writes.map((write, at) => (write.answer === undefined ? (known.writes[at] ?? write) : write));
  if (mine.state === 'confirmed') return { ...known, writes, state: mine.state, result: mine.result };
  if (known.state !== 'void') return { ...known, writes };
  // Given up while nobody knew that something of it had happened: it is open again, and goes on from what did.
  const { reason: _reason, refusal: _refusal, ...rest } = known;
  return { ...rest, writes, state: 'open' };
}

/** Something has not ended: whoever changes flows or modes must look at this order again. */
function standing(at: Page): boolean {
  const { effects, deliveries, cases } = at.order;
  return (
    at.dues.length > 0 ||
    at.duties.length > 0 ||
    untold(at) ||
    Object.values(effects).some((effect) => effect.state === 'open' || effect.state === 'planned') ||
    Object.values(deliveries).some((delivery) => delivery.state !== 'done') ||
    Object.values(cases).some((one) => one.closedAt === undefined)
  );
}
/** No flow has heard of it yet: a trigger that is wired, or begins earlier, from the next deploy on must find it. */
const untold = ({ state, order }: Page): boolean =>
  state.eligible &&
  Object.keys(order.deliveries).length === 0 &&
  !['delivered', 'closed', 'refused', 'cancelled'].includes(state.stage);
