import { LifecycleError } from '../model/errors';
import type { AccountId, OrderKey } from '../model/order';
import type { Decision, Effect, EffectId, Instant, Ms, OrderRecord } from '../model/record';
import { Accounts } from './accounts';
import { Books, type Page } from './books';
import { type Carrier, carryOut, newEffect } from './carry';
import { Deliveries } from './deliveries';
import type { Due } from './due';
import { allGuards, type Guards } from './guards';
import { Intake } from './intake';
import { changedAt, inDoubt, type Policy } from './look';
import type { Engine, EngineOptions, Outcome, Run } from './port';
import { References } from './references';
import { verbNamed } from './verbs';

const LEASE: Ms = 60_000;
const BEAT: Ms = 20_000;
/** Orders worked on at a time; conversations that wait for a vendor count. */
const AT_A_TIME = 100;
const FETCH = 200;
const MOST_IN_LINE = 1_000;
const IDLE: Ms = 30_000;
const GRACE: Ms = 30 * 60_000;
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
  readonly #intakes = new Map<
    AccountId,
    {
      readonly intake: Intake;
      next: Instant;
      retryAt: Instant | null;
      problem: string | null;
      heardAt: Instant;
      completeTo: string | null;
      busy: boolean;
      learnedAt: Instant;
    }
  >();
  readonly #references = new Map<AccountId, References>();
  #stopped = false;
  #announced: string | null = null;
  #wake: (() => void) | null = null;
  #woken = false;

  constructor(
    private readonly options: EngineOptions,
    guards: Guards,
  ) {
    const { ledger, clock, transport, random, name } = options;
    this.#policy = {
      engine: name,
      alone: options.alone ?? true,
      lease: LEASE,
      grace: options.grace ?? GRACE,
      guards,
      abilities: (account) => options.connected(account)?.platform.abilities,
    };
    this.#books = new Books(ledger, this.#policy, (key, alarm) => this.#moved(key, alarm));
    this.#deliveries = new Deliveries(this.#books, options.flow, clock, this.#policy, options.slots ?? 20, (key) =>
      this.#start(key),
    );
    const connected = (account: AccountId) => options.connected(account);
    this.#accounts = new Accounts({ ledger, transport, clock, books: this.#books, by: name, connected });
    this.#carrier = {
      books: this.#books,
      ledger,
      transport,
      clock,
      random,
      by: name,
      connected,
      prepare: (account) => this.#accounts.prepare(account),
    };
  }

  async start(): Promise<void> {
    const { ledger, clock, name } = this.options;
    this.#policy.engine = (await ledger.join(name, LEASE, clock.now())).engine;
    this.#announced = ((await ledger.kept('stopped'))?.value as string | undefined) ?? null;
    await this.#books.refresh();
    this.#background('loop', this.#run());
    this.#background('beat', this.#beat());
  }
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    // Best effort: a stop that was announced gives its attempts back.
    this.options.ledger.keep('stopped', this.options.name, this.options.clock.now()).catch(() => undefined);
    this.#poke();
  }

  // ── the loop ────────────────────────────────────────────────────────────────────────────────
  async #run(): Promise<void> {
    const { ledger, clock } = this.options;
    while (!this.#stopped) {
      this.#woken = false;
      const now = clock.now();
      let idle = this.#readAccounts(now);
      if (this.#working.size < AT_A_TIME) {
        const { keys, inMs, around } = await ledger.due(
          now,
          FETCH + this.#deliveries.waiting + this.#working.size,
          this.#deliveries.saturated(MOST_IN_LINE),
        );
        await this.#books.refresh(around);
        for (const key of keys) if (!this.#waits(key)) this.#start(key);
        if (inMs !== null) idle = Math.min(idle, inMs);
      }
      if (!this.#woken) await Promise.race([clock.sleep(Math.max(1, idle)), new Promise<void>((wake) => (this.#wake = wake))]);
      this.#wake = null;
    }
  }
  #waits(key: OrderKey): boolean {
    return this.#deliveries.waits(key);
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
      case 'settled': {
        const open = page.order.cases[due.cause];
        return open ? this.#books.commit(page, { cases: [{ ...open, closedAt: now }], by }) : page;
      }
      case 'read again': {
        this.#intake(page.order.account).intake.want(page.order.key);
        this.#poke();
        return this.#books.commit(page, {
          effects: [{ ...due.effect, lookAgain: now + 60_000, revision: due.effect.revision + 1 }],
          by,
        });
      }
      case 'carry out':
        return this.#carry(page, due.effect);
      case 'begin': {
        const verb = verbNamed(due.duty.verb);
        return verb
          ? this.#carry(page, newEffect(due.duty.verb, due.duty.key, verb.target(page.order, due.args), due.args, now))
          : page;
      }
      case 'lost':
        return this.#deliveries.lost(page, due.delivery, this.#announced !== null && due.delivery.holder === this.#announced);
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
  async #carry(page: Page, effect: Effect): Promise<Page | null> {
    if (verbNamed(effect.verb)?.doneBy === 'engine, many in a call') return this.#reference(effect.target).carryOut(page, effect);
    const done = await carryOut(this.#carrier, page, effect);
    const refusal = done?.order.effects[effect.id]?.refusal;
    if (refusal?.code === 'UNAUTHORISED') await this.#accounts.stop(effect.target, 'key refused');
    return done;
  }
  #reference(account: AccountId): References {
    const known = this.#references.get(account);
    if (known) return known;
    const made = new References(
      this.#carrier,
      account,
      () => this.#stopped,
      (key) => this.#reread(account, key),
      (error) => this.#complain('references', error),
    );
    this.#references.set(account, made);
    return made;
  }
  #reread(account: AccountId, key: OrderKey): void {
    this.#intake(account).intake.want(key);
    this.#poke();
  }

  // ── reading ─────────────────────────────────────────────────────────────────────────────────
  #intake(account: AccountId) {
    const known = this.#intakes.get(account);
    if (known) return known;
    const { ledger, transport, clock } = this.options;
    const made = {
      intake: new Intake(
        {
          ledger,
          transport,
          clock,
          stopped: () => this.#stopped,
          connected: (id) => this.options.connected(id),
          learned: (id) => this.#accounts.row(id)?.learned,
          stored: (keys) => this.#stored(account, keys),
          heard: (id, completeTo) => this.#heard(id, completeTo),
          failed: (id, answer) =>
            this.#failed(
              id,
              answer.is === 'refused' ? `${answer.code}: ${answer.text}` : answer.why,
              answer.is === 'refused' && answer.code === 'UNAUTHORISED',
            ),
        },
        account,
      ),
      next: 0,
      retryAt: null,
      problem: null,
      heardAt: clock.now(),
      completeTo: null,
      busy: false,
      learnedAt: 0,
    };
    this.#intakes.set(account, made);
    return made;
  }
  /** Starts what is to be read now; returns the ms until the next is. */
  #readAccounts(now: Instant): Ms {
    let idle = IDLE;
    for (const row of Object.values(this.#books.around.accounts)) {
      const reads = this.options.connected(row.id)?.platform.intake;
      if (!reads || row.mode === 'paused' || row.stopped !== undefined) continue;
      const state = this.#intake(row.id);
      if (now - state.heardAt > (this.options.silentAfter ?? SILENT) && row.silentSince === undefined && !state.busy) {
        this.#background('silent', this.#accounts.change(row.id, { silentSince: state.heardAt }, this.options.name));
      }
      if (!state.busy && (state.next <= now || state.intake.wanting)) {
        state.busy = true;
        this.#background('intake', this.#readAccount(row.id, now));
      }
      if (!state.busy) idle = Math.min(idle, state.next - now);
    }
    return idle;
  }
  async #readAccount(account: AccountId, now: Instant): Promise<void> {
    const state = this.#intake(account);
    const { clock } = this.options;
    try {
      if (now - state.learnedAt > 24 * 3_600_000) {
        await this.#accounts.learn(account);
        state.learnedAt = now;
      }
      await state.intake.readWanted();
      if (state.next <= now) state.next = now + (await state.intake.sweep());
    } catch (error) {
      state.next = clock.now() + (error instanceof LifecycleError && error.retryAfter ? error.retryAfter : 30_000);
      this.#failed(
        account,
        error instanceof Error ? error.message : String(error),
        (error as { code?: string }).code === 'UNAUTHORISED',
      );
    } finally {
      state.busy = false;
      this.#poke();
    }
  }
  #stored(account: AccountId, keys: readonly OrderKey[]): void {
    for (const key of keys) {
      this.#books.forget(key);
      this.#deliveries.forget(key);
      this.options.changed?.({ account, key });
    }
    this.#poke();
  }
  #heard(account: AccountId, completeTo: string): void {
    const state = this.#intake(account);
    Object.assign(state, { heardAt: this.options.clock.now(), completeTo, problem: null, retryAt: null });
    if (this.#accounts.row(account)?.silentSince !== undefined) this.#background('heard', this.#accounts.heard(account));
    this.options.changed?.({ account });
  }
  #failed(account: AccountId, why: string, unauthorised: boolean): void {
    const state = this.#intake(account);
    state.problem = why;
    if (unauthorised) this.#background('stop', this.#accounts.stop(account, 'key refused'));
    this.options.changed?.({ account });
  }
  poke(account: AccountId): void {
    this.#intake(account).next = 0;
    this.#poke();
  }

  async #beat(): Promise<void> {
    const { ledger, clock } = this.options;
    while (!this.#stopped) {
      await clock.sleep(BEAT);
      if (this.#stopped) return;
      const { engine } = await ledger.beat(this.#policy.engine, LEASE, clock.now());
      if (engine !== this.#policy.engine) {
        this.#policy.engine = engine;
        this.#deliveries.letGo();
      }
      await ledger.seal(clock.now());
    }
  }

  // ── what nodes call ─────────────────────────────────────────────────────────────────────────
  effect(verb: string, key: OrderKey, args: unknown, run?: Run): Promise<Outcome> {
    return this.#books.exclusive(key, async () => {
      for (;;) {
        const page = await this.#books.open(key);
        if (!page)
          throw new LifecycleError(
            'NOT_FOUND',
            'UnknownOrder',
            `Order ${key} is not in the ledger. Pass msg.order of a trigger or of look-up-order on, unchanged.`,
            { field: 'msg.order.key' },
          );
        if (run && this.#deliveries.stale(page, run)) return { is: 'waiting', effect: '', why: 'stale' };
        const outcome = await this.#effect(page, verb, args);
        if (outcome) return outcome;
      }
    });
  }
  /** Null: the order moved; look again. */
  async #effect(page: Page, name: string, args: unknown): Promise<Outcome | null> {
    const { clock } = this.options;
    const verb = verbNamed(name);
    if (!verb) throw new LifecycleError('MISCONFIGURED', 'UnknownVerb', `There is no verb "${name}".`, { field: 'verb' });
    const duty = page.duties.find((one) => one.verb === name);
    const known = duty
      ? page.order.effects[duty.id]
      : Object.values(page.order.effects).findLast((effect) => effect.verb === name);
    if (known && known.state !== 'open' && !(known.state === 'void' && duty)) return outcomeOf(known);
    if (!duty && !(known && inDoubt(known)) && this.#policy.guards.duty) return { is: 'void', why: notDue(page, name) };
    const now = clock.now();
    const effect = known?.state === 'open' ? known : duty && newEffect(name, duty.key, verb.target(page.order, args), args, now);
    if (!effect) return { is: 'void', why: notDue(page, name) };
    const resting = known?.state === 'open' && changedAt(page.order) <= known.lookedAt && known.lookAgain > now;
    if (duty?.hold && !inDoubt(effect) && this.#policy.guards.duty) {
      if (known?.state === 'open') return { is: 'waiting', effect: effect.id, why: duty.hold.why };
      const stored = await this.#books.commit(page, {
        effects: [{ ...effect, reason: duty.hold.why, revision: effect.revision + 1 }],
        by: this.options.name,
      });
      return stored && { is: 'waiting', effect: effect.id, why: duty.hold.why };
    }
    if (resting || effect.refusal) return { is: 'waiting', effect: effect.id, why: effect.reason ?? 'waiting' };
    const done = await this.#carry(page, effect);
    const after = done?.order.effects[effect.id];
    return after ? outcomeOf(after) : null;
  }
  park(run: Run, node: string, nodeType: string, effect: EffectId, message: string | undefined): Promise<'parked' | 'stale'> {
    return this.#books.exclusive(run.key, () => this.#deliveries.park(run, node, nodeType, effect, message));
  }
  async closed(run: Run, error?: { readonly node: string; readonly text: string }): Promise<void> {
    await this.#books.exclusive(run.key, () => this.#deliveries.end(run, 'closed', error));
  }
  async interrupted(run: Run): Promise<void> {
    await this.#books.exclusive(run.key, () => this.#deliveries.end(run, 'interrupted'));
  }

  // ── what people decide, and what they see ──────────────────────────────────────────────────
  async decide(key: OrderKey, decision: Omit<Decision, 'at'>): Promise<'done' | 'already settled'> {
    const done = await this.#books.exclusive(key, async () => {
      const page = await this.#books.open(key);
      if (!page) return 'already settled' as const;
      const { openedAt, cause } = (decision.value ?? {}) as { openedAt?: number; cause?: string };
      const open = cause === undefined ? undefined : page.order.cases[cause];
      if (open && (open.closedAt !== undefined || (openedAt !== undefined && open.openedAt !== openedAt)))
        return 'already settled' as const;
      const at = Math.max(this.options.clock.now(), changedAt(page.order) + 1);
      await this.#books.record(page, () => ({ decisions: [{ ...decision, at }], by: decision.by }));
      return 'done' as const;
    });
    if (done === 'done' && decision.kind === 'use sku') await this.#mapSku(key, decision);
    this.#poke();
    return done;
  }
  /** A SKU mapped for good releases every order that waits for it. */
  async #mapSku(key: OrderKey, decision: Omit<Decision, 'at'>): Promise<void> {
    const { always, sku, to } = (decision.value ?? {}) as { always?: boolean; sku?: string; to?: unknown };
    if (!always || sku === undefined) return;
    const { ledger, clock } = this.options;
    const known = ((await ledger.kept('map/sku'))?.value ?? {}) as Record<string, unknown>;
    await ledger.keep('map/sku', { ...known, [sku]: to }, clock.now());
    for (const row of await ledger.openCases(10_000)) {
      if (row.kind !== 'unknown sku' || row.detail.sku !== sku || row.key === key) continue;
      await this.decide(row.key, { kind: 'do it', of: row.cause, by: decision.by });
    }
  }
  async leaveOut(key: OrderKey, verbs: readonly string[], reason: string, by: string): Promise<void> {
    for (const of of verbs.length === 0 ? ['*'] : verbs) await this.decide(key, { kind: 'leave out', of, reason, by });
  }
  once(name: string, event: string): Promise<boolean> {
    return this.options.ledger.once(name, event, this.options.clock.now());
  }
  async read(key: OrderKey): Promise<OrderRecord | null> {
    return (await this.#books.open(key))?.order ?? null;
  }
  async find(id: string): Promise<readonly OrderRecord[]> {
    const found = await Promise.all((await this.options.ledger.find({ id })).map((key) => this.read(key)));
    return found.filter((order) => order !== null);
  }
  cases(limit: number) {
    return this.options.ledger.openCases(limit);
  }
  overview() {
    return this.options.ledger.overview(this.options.clock.now());
  }
  account(id: AccountId, platform: string, simulated: boolean) {
    return this.#accounts.known(id, platform, simulated).finally(() => this.#poke());
  }
  stopAccount(account: AccountId, why: string) {
    return this.#accounts.stop(account, why);
  }
  setMode(account: AccountId, mode: Parameters<Engine['setMode']>[1], by: string) {
    return this.#accounts.setMode(account, mode, by).finally(() => this.#poke());
  }
  async deploy(...[listeners, wired, disabled]: Parameters<Engine['deploy']>): Promise<void> {
    await this.options.ledger.deploy(this.options.clock.now(), listeners, wired, disabled);
    await this.#books.refresh();
    await this.#accounts.reopen(null, this.options.name);
    this.#poke();
  }
  async health(account: AccountId) {
    const row = this.#accounts.row(account);
    if (!row)
      throw new LifecycleError(
        'NOT_FOUND',
        'UnknownAccount',
        `Account ${account} is not known; deploy its settings node first.`,
        { field: 'account' },
      );
    const state = this.#intakes.get(account);
    const stream = this.options.connected(account)?.platform.intake?.stream;
    const completeTo = state?.completeTo ?? (stream ? (await this.options.ledger.cursor(account, stream)).completeTo : null);
    const openCases = (await this.options.ledger.openCases(10_000)).filter((one) => one.account === account).length;
    return { row, completeTo, openCases, retryAt: state?.problem ? state.next : null, problem: state?.problem ?? null };
  }
  async planned() {
    const rows = [];
    for (const one of await this.options.ledger.openCases(10_000)) {
      const effect = one.kind === 'planned' ? (await this.read(one.key))?.effects[String(one.detail.effect)] : undefined;
      if (effect?.plan)
        rows.push({
          key: one.key,
          effect: effect.id,
          verb: effect.verb,
          target: effect.target,
          calls: [{ call: effect.plan.call, request: effect.plan.request.personal }],
        });
    }
    return rows;
  }

  #background(what: string, work: Promise<unknown>): void {
    work.catch((error) => this.#complain(what, error));
  }
  #complain(what: string, error: unknown): void {
    if (!this.#stopped)
      this.options.log('error', `${what}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  }
}

function outcomeOf(effect: Effect): Outcome {
  switch (effect.state) {
    case 'confirmed':
      return { is: 'confirmed', result: effect.result };
    case 'planned':
      return { is: 'planned', result: { planned: true, call: effect.plan?.call ?? effect.verb } };
    case 'void':
      return { is: 'void', why: effect.reason ?? 'not due any more' };
    case 'refused':
      return { is: 'refused', why: effect.reason ?? 'refused' };
    case 'open':
      return { is: 'waiting', effect: effect.id, why: effect.reason ?? 'waiting' };
  }
}
/** Why a step is not needed, for the node's second output. */
function notDue(page: Page, verb: string): string {
  if (page.order.decisions.some((one) => one.kind === 'leave out' && (one.of === '*' || one.of.startsWith(verb))))
    return 'left out';
  if (page.state.reading?.order.test) return 'test order';
  if (page.state.merchantLines.length === 0) return 'the marketplace ships it';
  return `not due (${page.state.stage})`;
}
