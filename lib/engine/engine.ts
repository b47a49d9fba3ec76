import { type AccountId, type OrderKey, sourceIdOf } from '../model/order';
import type { Decision, Effect, EffectId, Instant, Ms, OrderRecord } from '../model/record';
import { Accounts } from './accounts';
import { Books, type Page } from './books';
import { callEffect, dueFor } from './calls';
import { Carriers } from './carriers';
import { type Carrier, newEffect, upToDate } from './carry';
import { Decisions } from './decisions';
import { Deliveries } from './deliveries';
import type { Due } from './due';
import { Farewells } from './farewells';
import { allGuards, type Guards } from './guards';
import type { Policy } from './look';
import { Nights } from './nights';
import type { Engine, EngineOptions, Outcome, Run } from './port';
import { Readers } from './readers';
import { restoredAt } from './restored';
import { Lists } from './shared';
import { healthOf, plannedCalls, policyOf } from './sight';
import { verbNamed } from './verbs';

const LEASE: Ms = 60_000;
/** Where nobody else can hold the ledger: a process that stood still (a machine asleep) has not died. */
const FOR_GOOD: Ms = 100 * 365 * 86_400_000;
const BEAT: Ms = LEASE / 3;
/** Orders worked on at a time; conversations that wait for a vendor count. */
const AT_A_TIME = 100;
const FETCH = 200;
const MOST_IN_LINE = 1_000;
const MOST_ROUNDS = 500;
const MOST_PLANNED = 1_000;
const SILENT: Ms = 6 * 3_600_000;

/** The engine over its ports. `guards` are all on but in the proof. */
export const createEngine = (options: EngineOptions, guards: Guards = allGuards): Engine => new Loop(options, guards);

/** One loop: take orders whose alarm has gone off, look, do what is due, commit if the order is still as it was looked at. */
class Loop implements Engine {
  readonly #policy: { -readonly [K in keyof Policy]: Policy[K] };
  readonly #books: Books;
  readonly #deliveries: Deliveries;
  readonly #accounts: Accounts;
  readonly #carrier: Carrier;
  readonly #working = new Set<OrderKey>();
  readonly #readers: Readers;
  readonly #decisions: Decisions;
  readonly #carriers: Carriers;
  readonly #nights: Nights;
  #stopped = false;
  readonly #farewells: Farewells;
  #wake: (() => void) | null = null;
  #woken = false;

  constructor(
    private readonly options: EngineOptions,
    guards: Guards,
  ) {
    const { ledger, clock, transport, random, name } = options;
    this.#policy = policyOf(options, guards, (options.alone ?? true) ? FOR_GOOD : LEASE, (account) =>
      this.#accounts.row(account),
    );
    this.#farewells = new Farewells(ledger, clock);
    this.#nights = new Nights(options);
    this.#books = new Books(ledger, this.#policy, (key, alarm) => this.#moved(key, alarm));
    this.#deliveries = new Deliveries(this.#books, options.flow, clock, this.#policy, options.slots ?? 20, (key) =>
      this.#start(key),
    );
    const connected = (account: AccountId) => options.connected(account);
    const way = { ledger, transport, clock, random, books: this.#books, by: name, connected };
    this.#accounts = new Accounts(way);
    this.#carrier = { ...way, lists: new Lists(ledger, clock), prepare: (account) => this.#accounts.prepare(account) };
    this.#carriers = new Carriers(
      this.#carrier,
      this.#accounts,
      () => this.#stopped,
      (account, key) => this.#readers.want(account, sourceIdOf(account, key)),
      (error) => this.#complain('references', error),
    );
    this.#decisions = new Decisions(this.#books, ledger, clock, () => this.#poke());
    this.#readers = new Readers({
      ...this.#carrier,
      accounts: this.#accounts,
      silentAfter: options.silentAfter ?? SILENT,
      stopped: () => this.#stopped,
      stored: (account, keys) => this.#stored(account, keys),
      changed: (account) => options.changed?.({ account }),
      wake: () => this.#poke(),
      background: (what, work) => this.#background(what, work),
    });
  }

  async start(): Promise<void> {
    const { ledger, clock, name } = this.options;
    this.#policy.engine = (await ledger.join(name, this.#policy.lease, clock.now())).engine;
    const restored = await restoredAt(ledger, clock.now());
    if (restored !== undefined) this.#policy.restored = restored;
    await this.#farewells.recall();
    await this.#books.refresh();
    for (const round of [() => this.#round(), () => this.#beat()]) this.#background('loop', this.#repeat(round));
  }
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    // Best effort: a stop that was announced gives its attempts back.
    this.farewell().catch(() => undefined);
    this.#poke();
  }
  readonly farewell: Engine['farewell'] = () => this.#farewells.say(this.#policy.engine);

  /** As long as the engine runs; a round that fails (a ledger that is gone for a moment) is said and tried again. */
  async #repeat(round: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      try {
        await round();
      } catch (error) {
        this.#complain('loop', error);
        await this.options.clock.sleep(1_000);
      }
    }
  }
  async #round(): Promise<void> {
    const { ledger, clock } = this.options;
    this.#woken = false;
    const now = clock.now();
    let idle = this.#readers.start(now);
    if (this.#working.size < AT_A_TIME) {
      const limit = FETCH + this.#deliveries.waiting + this.#working.size;
      const { keys, inMs, around } = await ledger.due(now, limit, this.#deliveries.saturated(MOST_IN_LINE));
      await this.#books.refresh(around);
      for (const key of keys) if (!this.#deliveries.waits(key)) this.#start(key);
      if (inMs !== null) idle = Math.min(idle, inMs);
    }
    if (!this.#woken) {
      const woken = new Promise<void>((wake) => {
        this.#wake = wake;
      });
      await Promise.race([clock.sleep(Math.max(1, idle)), woken]);
    }
    this.#wake = null;
  }
  #start(key: OrderKey): void {
    if (this.#stopped || this.#working.has(key) || this.#working.size >= AT_A_TIME) return;
    this.#working.add(key);
    const done = () => {
      this.#working.delete(key);
      this.#poke();
    };
    this.#books
      .exclusive(key, () => this.#work(key))
      .then(done, (error) => {
        this.#complain('order', error);
        this.#books.forget(key);
        this.#working.delete(key);
        // Not at once: what fails here (a ledger that is gone) would fail again.
        void this.options.clock.sleep(1_000).then(() => this.#poke());
      });
  }
  #moved(key: OrderKey, alarm: Instant | null): void {
    this.options.changed?.({ key });
    if (alarm !== null && !this.#working.has(key)) this.#poke();
  }
  #poke(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** Does what is due with one order, one thing after another, until nothing is. */
  async #work(key: OrderKey): Promise<void> {
    const { clock } = this.options;
    let page = await this.#books.open(key);
    // The ledger says that it is due; where the kept copy does not, somebody else has changed the order.
    if (page && (page.order.alarm === null || page.order.alarm > clock.now())) {
      this.#books.forget(key);
      page = await this.#books.open(key);
    }
    let skipped: Due['do'] | null = null;
    let rounds = 0;
    while (page && !this.#stopped) {
      const now: Instant = clock.now();
      const next: Due | undefined = page.dues.find(
        (one) => one.at <= now && !(skipped && (one.do === 'hand out' || one.do === 'again' || one.do === 'resume')),
      );
      if (!next) {
        const alarm = page.dues[0]?.at ?? null;
        if (alarm !== page.order.alarm && !skipped) await this.#books.commit(page, { by: this.options.name });
        return;
      }
      // Every deed changes the order or ends this work; one that does neither must not stop all others.
      rounds += 1;
      if (rounds > MOST_ROUNDS) throw new Error(`${key} goes in circles at "${next.do}"`);
      const done: Page | null | 'no slot' = await this.#do(page, next);
      if (done === 'no slot') skipped = next.do;
      else page = done ?? (await this.#books.open(key));
    }
  }
  async #do(page: Page, due: Due): Promise<Page | null | 'no slot'> {
    const { clock, name: by } = this.options;
    const now = clock.now();
    switch (due.do) {
      case 'void':
        return this.#books.commit(page, {
          effects: [{ ...due.effect, state: 'void', reason: due.why, lookedAt: now, revision: due.effect.revision + 1 }],
          by,
        });
      case 'ask': {
        const { cause, kind, detail } = due.question;
        const count = (page.order.cases[cause]?.count ?? 0) + 1;
        return this.#books.commit(page, { cases: [{ cause, kind, detail, openedAt: now, count }], by });
      }
      case 'settled':
        return this.#books.commit(page, { cases: [{ ...due.open, closedAt: now }], by });
      case 'read again': {
        this.#readAgain(page, due.effect.target);
        return this.#books.commit(page, {
          effects: [{ ...due.effect, lookAgain: now + 60_000, revision: due.effect.revision + 1 }],
          by,
        });
      }
      case 'carry out':
        return this.#carriers.carryOut(page, upToDate(due.effect, due.duty));
      case 'begin': {
        const verb = verbNamed(due.duty.verb);
        return verb ? this.#carriers.carryOut(page, newEffect(due.duty, verb.target(page.order, due.args), due.args, now)) : page;
      }
      case 'lost':
        return this.#deliveries.lost(page, due.delivery, this.#farewells.said(due.delivery.holder));
      case 'watch':
        return this.#books.commit(page, { deliveries: [{ ...due.delivery, watchedAt: now }], by });
      case 'give up':
        return this.#deliveries.giveUp(page, due.delivery);
      case 'resume':
        return this.#deliveries.resume(page, due.delivery, due.parked, due.gone);
      case 'again':
        return this.#deliveries.again(page, due.delivery, due.offer);
      case 'hand out':
        return this.#deliveries.handOut(page, due.handOut);
    }
  }
  /** Where the effect writes, the order is asked for: the source's own, or the shop's that it is bound to. */
  #readAgain({ order, state }: Page, target: AccountId): void {
    if (state.bound && target === state.bound.store) this.#readers.want(target, state.bound.id);
    else this.#readers.want(order.account, sourceIdOf(order.account, order.key));
  }
  #stored(account: AccountId, keys: readonly OrderKey[]): void {
    for (const key of keys) {
      this.#books.forget(key);
      this.#deliveries.forget(key);
      this.options.changed?.({ account, key });
    }
    this.#poke();
  }
  readonly hint: Engine['hint'] = (...said) => this.#readers.hint(...said);
  poke(of: AccountId | OrderKey): void {
    this.#readers.poke(of);
    this.#background('read again', this.#readAgainInShop(of));
  }
  async #readAgainInShop(of: AccountId | OrderKey): Promise<void> {
    const bound = (await this.#books.open(of as OrderKey))?.state.bound;
    if (bound && this.options.connected(bound.store)) this.#readers.want(bound.store, bound.id);
  }
  async #beat(): Promise<void> {
    const { ledger, clock } = this.options;
    await clock.sleep(BEAT);
    if (this.#stopped) return;
    const { engine } = await ledger.beat(this.#policy.engine, this.#policy.lease, clock.now());
    if (engine !== this.#policy.engine) {
      this.#policy.engine = engine;
      this.#books.forgetAll();
      this.#deliveries.letGo();
      // What is out under the old name has no alarm: it was ours.
      await this.#accounts.reopen(null, this.options.name);
    }
    await ledger.seal(clock.now());
    void this.#nights.look();
  }

  effect(verb: string, key: OrderKey, args: unknown, run?: Run, about?: string): Promise<Outcome> {
    const way = {
      ...this.#carrier,
      deliveries: this.#deliveries,
      policy: this.#policy,
      carry: (page: Page, effect: Effect) => this.#carriers.carryOut(page, effect),
    };
    return callEffect(way, verb, key, args, run, about);
  }
  async dueFor(verb: string, key: OrderKey): Promise<readonly string[]> {
    const page = await this.#books.open(key);
    return page ? dueFor(page, verb) : [];
  }
  park(run: Run, node: string, nodeType: string, effect: EffectId, message: string | undefined): Promise<'parked' | 'stale'> {
    return this.#books.exclusive(run.key, () => this.#deliveries.park(run, node, nodeType, effect, message));
  }
  rests(run: Run): void {
    this.#deliveries.rests(run);
  }
  async closed(run: Run, error?: { readonly node: string; readonly text: string }): Promise<void> {
    await this.#books.exclusive(run.key, () => this.#deliveries.end(run, 'closed', error));
  }
  async interrupted(run: Run): Promise<void> {
    await this.#books.exclusive(run.key, () => this.#deliveries.end(run, 'interrupted'));
  }

  decide(key: OrderKey, decision: Omit<Decision, 'at'>): Promise<'done' | 'already settled'> {
    return this.#decisions.take(key, decision);
  }
  readonly tell: Engine['tell'] = (...told) => this.#decisions.tell(...told);
  readonly leaveOut: Engine['leaveOut'] = (...decided) => this.#decisions.leaveOut(...decided);
  once(name: string, event: string): Promise<boolean> {
    return this.options.ledger.once(name, event, this.options.clock.now());
  }
  async read(key: OrderKey): Promise<OrderRecord | null> {
    return (await this.#books.open(key))?.order ?? null;
  }
  async find(id: string): Promise<readonly OrderRecord[]> {
    const keys = await this.options.ledger.find({ id });
    return (await Promise.all(keys.map((key) => this.read(key)))).filter((order) => order !== null);
  }
  readonly cases = (limit: number) => this.options.ledger.openCases(limit);
  readonly overview = () => this.options.ledger.overview(this.options.clock.now());
  account(id: AccountId, platform: string, simulated: boolean) {
    this.#readers.learnAgain(id);
    return this.#accounts.known(id, platform, simulated).finally(() => this.#poke());
  }
  readonly stopAccount: Engine['stopAccount'] = (...stopped) => this.#accounts.stop(...stopped);
  setMode(account: AccountId, mode: Parameters<Engine['setMode']>[1], by: string) {
    return this.#accounts.setMode(account, mode, by).finally(() => this.#poke());
  }
  async deploy(...[listeners, wired, disabled]: Parameters<Engine['deploy']>): Promise<void> {
    await this.options.ledger.deploy(this.options.clock.now(), listeners, wired, disabled);
    await this.#farewells.takeBack();
    await this.#books.refresh();
    await this.#accounts.reopen(null, this.options.name);
    this.#poke();
  }
  health(account: AccountId) {
    return healthOf(account, this.#accounts.row(account), this.options.ledger, this.#readers, this.#nights.problem);
  }
  readonly planned = (limit = MOST_PLANNED) => plannedCalls(this.options.ledger, this.#books, limit);

  #background(what: string, work: Promise<unknown>): void {
    work.catch((error) => this.#complain(what, error));
  }
  #complain(what: string, error: unknown): void {
    if (!this.#stopped)
      this.options.log('error', `${what}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  }
}
