import { createEngine } from '../../lib/engine/engine';
import type { Connected, Engine } from '../../lib/engine/port';
import { memoryLedger } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import type { AccountId, OrderKey } from '../../lib/model/order';
import type { OrderRecord } from '../../lib/model/record';
import { checkRules } from '../../lib/model/rules';
import { shopify } from '../../lib/platforms/shopify';
import { createSimulator } from '../../lib/simulator';
import type { Faults, MiraklSimulator, ShopifySimulator, Simulator } from '../../lib/simulator/port';
import type { Connection } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { createTransport } from '../../lib/transport/transport';
import { Life, lifespan, mortal } from '../proof/mortal';
import { VirtualClock } from '../proof/virtual-clock';
import { WiredFlow, type Wiring } from './flow';
import { MARKETS, type Market, type MarketRow, type Setting } from './markets';
import { everythingWired } from './wired';

export interface StageOptions {
  readonly seed: number;
  readonly faults?: Faults;
  /** So many deaths of the engine, each some awaits after its birth. */
  readonly kills?: number;
  readonly wiring?: (store: AccountId, marketplace: AccountId) => Wiring;
  /** The first row where none is named. */
  readonly market?: MarketRow;
  /** How the marketplace is set up. */
  readonly world?: readonly Setting[];
  readonly prepare?: (marketplace: MiraklSimulator, shop: ShopifySimulator) => void;
  readonly trace?: (line: string) => void;
  /** Hears of each await of the engine on its ports, before it goes on; and not until what it answers is done. */
  readonly hears?: (site: string) => void | Promise<void>;
  /** A second engine lives on the same ledger. It is not killed. */
  readonly two?: boolean;
  /** When the world's time begins. */
  readonly start?: number;
}
const START = Date.parse('2026-03-02T08:00:00Z');
const MINUTE = 60_000;
/** Awaits that an engine lives on average. */
const LIVES = 120;

/** A marketplace, a shop, a ledger and an engine that may die, in virtual time; whoever plays on it says what people do. */
export class Stage {
  readonly clock: VirtualClock;
  readonly simulator: Simulator;
  readonly market: Market;
  readonly shopify: ShopifySimulator;
  readonly ledger: Ledger;
  readonly marketplace: AccountId;
  readonly store: AccountId;
  /** Events handed out, each sending. */
  readonly told: string[] = [];
  /** Rules that a stored order broke, and what the engine complained of. */
  readonly broken: string[] = [];
  readonly sites = new Map<string, number>();
  kills = 0;
  #born = 0;
  /** The one that may die, and the second one. */
  readonly #alive: { readonly life: Life; readonly engine: Engine }[] = [];
  readonly #there: ReturnType<MarketRow['open']>;
  readonly #chance;
  readonly #seen = new Set<string>();

  constructor(private readonly options: StageOptions) {
    const { seed, faults } = options;
    this.clock = new VirtualClock(options.start ?? START);
    this.#chance = seededRandom(seed);
    this.simulator = createSimulator({ clock: this.clock, random: seededRandom(seed * 7 + 1), ...(faults ? { faults } : {}) });
    const { market = MARKETS[0], world = [] } = options;
    this.#there = market.open(this.simulator);
    this.market = this.#there.market;
    this.marketplace = this.#there.account;
    this.shopify = this.simulator.shopify('store');
    for (const setting of world) {
      const set = market.settings[setting];
      if (!set) throw new Error(`${market.name} cannot be set up so: ${setting}`);
      set(this.simulator);
    }
    this.store = `shopify:${this.shopify.host}:1`;
    this.shopify.catalogue.knowsEverySku = true;
    options.prepare?.(this.mirakl, this.shopify);
    this.ledger = this.#watched(memoryLedger());
    this.#birth(0);
    if (options.two) this.#birth(1);
  }
  /** Where a test is of Mirakl alone. */
  get mirakl(): MiraklSimulator {
    return this.simulator.mirakl('bazaar');
  }
  get engine(): Engine {
    const [first] = this.#alive;
    if (!first) throw new Error('no engine is alive');
    return first.engine;
  }

  minutes(of: number): Promise<void> {
    return this.clock.run(this.clock.now() + of * MINUTE);
  }
  /** Until it is so; looked at once a minute, at most so many of them. */
  async until(what: string, is: () => boolean | Promise<boolean>, minutes = 600): Promise<void> {
    for (let n = 0; n < minutes; n += 1) {
      if (await is()) return;
      await this.minutes(1);
    }
    throw new Error(`seed ${this.options.seed}: after ${minutes} minutes still not: ${what}`);
  }
  /** Nothing is open but what waits for a person; the engine dies no more. */
  async rest(): Promise<void> {
    this.kills = this.options.kills ?? 0;
    this.#alive[0]?.life.spare();
    // Sweeps overlap, so what was seen last is seen once more.
    await this.minutes(30);
    await this.until('everything at rest', () => this.#atRest());
  }
  end(): void {
    for (const { life, engine } of this.#alive) {
      life.end();
      engine.stop();
    }
  }
  async record(id: string): Promise<OrderRecord> {
    const { order } = await this.ledger.read(`${this.marketplace}:${id}`);
    if (!order) throw new Error(`the ledger has no order ${id}`);
    return order;
  }
  /** Open cases, by kind and cause. */
  async cases(): Promise<readonly string[]> {
    return (await this.ledger.openCases(1_000)).map((one) => one.cause).sort();
  }

  #birth(place: 0 | 1): void {
    const { marketplace, store, options } = this;
    this.#born += 1;
    const known = [...this.#seen];
    const site = this.#chance.next() < 0.5 ? null : (known[Math.floor(this.#chance.next() * known.length)] ?? null);
    const hunted = place === 0 && this.kills < (options.kills ?? 0);
    const awaits = site === null ? lifespan(this.#chance, LIVES) : lifespan(this.#chance, 3);
    const most = Number.POSITIVE_INFINITY;
    const life = new Life(hunted ? awaits : most, hunted ? 3 * LIVES + 100 : most, site, this.sites, () => {
      this.kills += 1;
      options.trace?.(`${new Date(this.clock.now()).toISOString()} killed at ${life.diedAt}`);
      void this.clock.sleep(500 + this.#chance.next() * 20_000).then(() => this.#birth(place));
    });
    life.hears = options.hears;
    const time = mortal(this.clock, 'clock', life, this.#seen);
    const books = mortal(this.ledger, 'ledger', life, this.#seen);
    const random = seededRandom(options.seed * 1_000 + this.#born);
    const transport = createTransport({
      clock: time,
      random,
      ledger: books,
      connection: (account) => this.#connection(account),
      log: () => undefined,
    });
    const wiring = (options.wiring ?? everythingWired)(store, marketplace);
    const flow = new WiredFlow(wiring, this.told, () => !life.dead);
    const engine = createEngine({
      name: `engine-${this.#born}`,
      alone: !options.two,
      clock: time,
      random,
      transport: mortal(
        transport,
        'transport',
        life,
        this.#seen,
        (method, args) => `${method} ${(args[0] as { call?: string }).call ?? ''}`,
      ),
      ledger: books,
      connected: (account) => this.#connected(account),
      flow,
      log: (level, text) => {
        options.trace?.(`${new Date(this.clock.now()).toISOString()} ${level} ${text}`);
        if (level === 'error') this.broken.push(`engine complained: ${text}`);
      },
    });
    flow.engine = engine;
    this.#alive[place] = { life, engine };
    void this.#begin(engine, wiring).catch((error) => {
      if (!life.dead) this.broken.push(`start failed: ${error}`);
    });
  }
  async #begin(engine: Engine, wiring: Wiring): Promise<void> {
    const { marketplace, store } = this;
    await engine.start();
    await engine.account(store, 'shopify', true);
    await engine.account(marketplace, 'mirakl', true);
    const ofShop = /^(shipment|refund|return|stock|order\.(cancelled|edited))/;
    const types = Object.keys(wiring);
    const [shop, others] = [types.filter((type) => ofShop.test(type)), types.filter((type) => !ofShop.test(type))];
    const verbs = (of: readonly string[]) => [...new Set(of.flatMap((type) => wiring[type]?.map(({ verb }) => verb) ?? []))];
    const first = (verb: string) =>
      Object.values(wiring)
        .flat()
        .find((step) => step.verb === verb);
    await engine.deploy(
      [
        {
          id: 'in',
          nodeType: 'marketplace-order-in',
          account: marketplace,
          events: others.filter((type) => type.startsWith('order.')),
          from: 0,
        },
        {
          id: 'market',
          nodeType: 'marketplace-event-in',
          account: marketplace,
          events: others.filter((type) => !type.startsWith('order.')),
          from: -1,
        },
        { id: 'shop', nodeType: 'shopify-event-in', account: '*', events: shop, from: 0, shop: store },
      ],
      [...verbs(others).map((verb) => [verb, marketplace] as const), ...verbs(shop).map((verb) => [verb, '*'] as const)].map(
        ([verb, account]) => ({ verb, account, node: verb, reachedFrom: [], args: first(verb)?.args(undefined as never) }),
      ),
      [],
    );
  }
  #connected(account: AccountId): Connected | undefined {
    if (account === this.marketplace) return { platform: (this.options.market ?? MARKETS[0]).platform, account, settings: {} };
    return account === this.store ? { platform: shopify, account, settings: {} } : undefined;
  }
  #connection(account: AccountId): Connection | undefined {
    const common = { account, wire: this.simulator.wire, timeout: 30_000 };
    if (account === this.marketplace) return { ...common, ...this.#there.connection };
    if (account !== this.store) return undefined;
    const auth = { by: 'header', name: 'X-Shopify-Access-Token', value: this.shopify.token } as const;
    return { ...common, base: `https://${this.shopify.host}`, dialect: shopify.dialect, auth };
  }
  #watched(ledger: Ledger): Ledger {
    return new Proxy(ledger, {
      get: (target, property) => {
        const value = Reflect.get(target, property, target);
        if (property !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
        return async (...args: Parameters<Ledger['commit']>) => {
          const [key, version] = args;
          const before = (await target.read(key)).order;
          const done = await target.commit(...args);
          const after = done === 'done' ? (await target.read(key)).order : null;
          const past = before?.version === version ? { before } : {};
          for (const { rule, text } of after ? checkRules(after, past) : []) {
            const line = `${rule} broken by ${key}: ${text}`;
            if (!this.broken.includes(line)) this.broken.push(line);
          }
          return done;
        };
      },
    });
  }
  async #atRest(): Promise<boolean> {
    for (let after: OrderKey | undefined; ; ) {
      const orders = await this.ledger.orders(500, after, true);
      for (const order of orders) {
        const asked = Object.values(order.cases).some((one) => one.closedAt === undefined);
        const works =
          Object.values(order.effects).some(({ state, refusal }) => state === 'open' && !(refusal && order.alarm === null)) ||
          Object.values(order.deliveries).some(({ state }) => state !== 'done');
        if (works && !asked) return false;
      }
      after = orders.at(-1)?.key;
      if (orders.length < 500) return true;
    }
  }
}
