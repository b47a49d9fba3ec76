import { createEngine } from '../../lib/engine/engine';
import { allGuards, type Guards } from '../../lib/engine/guards';
import type { Connected, Engine } from '../../lib/engine/port';
import type { CaseRow, Ledger } from '../../lib/ledger/port';
import type { AccountId, OrderKey } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';
import type { Platform } from '../../lib/platforms/port';
import { shopify } from '../../lib/platforms/shopify';
import { createSimulator } from '../../lib/simulator';
import type { Faults, MiraklSimulator, ShopifySimulator, Simulator } from '../../lib/simulator/port';
import type { Connection, Random, Wire } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { createTransport } from '../../lib/transport/transport';
import { deployed, intakeWired, type Mischief, ScriptedFlow, wholeWired } from './flow';
import { atWork, type People, settledIn } from './life-people';
import { Life, lifespan, mortal } from './mortal';
import { VirtualClock } from './virtual-clock';
import { watched } from './watched';

export interface LifeOptions {
  readonly seed: number;
  readonly orders: number;
  readonly kills: number;
  /** Engines at a time on one ledger (1: the ledger is exclusive). */
  readonly engines?: number;
  /** Awaits that an engine lives on average. */
  readonly lives?: number;
  readonly faults?: Faults;
  readonly mischief?: Mischief;
  readonly guards?: Partial<Guards>;
  readonly ledger: (clock: VirtualClock) => Promise<Ledger>;
  readonly everyMs?: number;
  readonly cancel?: number;
  readonly portal?: number;
  readonly unknownSkus?: number;
  /** Whole lives: everything is wired, and these are at work. Without them only the intake is. */
  readonly people?: People;
  /** When the world's time begins (ms since 1970; default 1 March 2026, 8:00). */
  readonly start?: number;
  /** How long the world is given to come to rest at the end, in its hours (60). */
  readonly hours?: number;
  /** The shop's platform, where not all of it is wanted. */
  readonly shop?: Platform;
  /** What stands between the engine and the simulated world. */
  readonly between?: (wire: Wire) => Wire;
  /** What a person at the desk does each hour at the end (default: sends again what flows dropped or threw). */
  readonly person?: (engine: Engine, cases: readonly CaseRow[]) => Promise<void>;
  /** Called before anything runs. */
  readonly prepare?: (marketplace: MiraklSimulator, shop: ShopifySimulator) => void;
  /** Lines of what happened, for a failing seed. */
  readonly trace?: (line: string) => void;
  /** Rules are checked on every so many commits (1: each). */
  readonly check?: number;
}
export interface World {
  readonly clock: VirtualClock;
  readonly simulator: Simulator;
  readonly mirakl: MiraklSimulator;
  readonly shopify: ShopifySimulator;
  readonly ledger: Ledger;
  readonly marketplace: AccountId;
  readonly store: AccountId;
  readonly kills: number;
  readonly sites: Map<string, number>;
  readonly seen: Set<string>;
  readonly broken: string[];
  readonly dropped: Set<string>;
  /** How often the process died with an order out in the flow. */
  readonly deaths: Map<OrderKey, number>;
  readonly quiet: boolean;
}
export const lateAndLost: Faults = {
  lostAnswer: 0.02,
  lateCommit: { chance: 0.03, upTo: 20_000 },
  error5xxBefore: 0.01,
  error5xxAfter: 0.01,
  lostRequest: 0.01,
  tooMany: 0.01,
  halfAnswer: 0.01,
  partialSuccess: 0.01,
  slow: { chance: 0.02, upTo: 8_000 },
};
const START = Date.parse('2026-03-01T08:00:00Z');
const HOUR = 3_600_000;

/** Whole lives in virtual time: orders come, engines die and are born, until the last order is where it belongs. */
export async function live(options: LifeOptions): Promise<World> {
  const start = options.start ?? START;
  const clock = new VirtualClock(start);
  const chance = seededRandom(options.seed);
  const simulator = createSimulator({
    clock,
    random: seededRandom(options.seed * 7 + 1),
    ...(options.faults ? { faults: options.faults } : {}),
  });
  const marketplaceWorld = simulator.mirakl('bazaar');
  const shop = simulator.shopify('store');
  const marketplace = `mirakl:${marketplaceWorld.host}:${marketplaceWorld.shopId}`;
  const store = `shopify:${shop.host}:1`;
  shop.catalogue.knowsEverySku = true;
  const { people } = options;
  if (people) settledIn(marketplaceWorld, people);
  options.prepare?.(marketplaceWorld, shop);
  const wiring = people ? wholeWired(store, marketplace) : intakeWired(store);
  const wire = (options.between ?? ((same: Wire) => same))(simulator.wire);
  const broken: string[] = [];
  const ledger = watched(await options.ledger(clock), broken, options.check ?? 1, options.trace);

  const connected = (account: AccountId): Connected | undefined =>
    account === marketplace
      ? { platform: mirakl, account, settings: {} }
      : account === store
        ? { platform: options.shop ?? shopify, account, settings: {} }
        : undefined;
  const sites = new Map<string, number>();
  const seen = new Set<string>();
  const dropped = new Set<string>();
  const deaths = new Map<OrderKey, number>();
  let kills = 0;
  const places: { life: Life; engine: Engine }[] = [];
  const engines = options.engines ?? 1;
  let born = 0;

  const birth = (place: number): void => {
    born += 1;
    const name = `engine-${born}`;
    // Half of the lives end after so many awaits, the other half at one chosen site.
    const known = [...seen];
    const site = chance.next() < 0.5 ? null : (known[Math.floor(chance.next() * known.length)] ?? null);
    const awaits = site === null ? lifespan(chance, options.lives ?? 150) : lifespan(chance, 3);
    const hunted = kills < options.kills;
    const mine = new Life(
      hunted ? awaits : Number.POSITIVE_INFINITY,
      hunted ? 3 * (options.lives ?? 150) + 100 : Number.POSITIVE_INFINITY,
      site,
      sites,
      () => {
        kills += 1;
        options.trace?.(`${stamp(clock)} killed at ${mine.diedAt}`);
        void counted(ledger, deaths);
        // The machine comes back a little later, as a process would.
        void clock.sleep(500 + chance.next() * 20_000).then(() => birth(place));
      },
    );
    const time = mortal(clock, 'clock', mine, seen);
    const books = mortal(ledger, 'ledger', mine, seen);
    const connection = (account: AccountId): Connection | undefined => {
      if (account === marketplace)
        return {
          account,
          base: `https://${marketplaceWorld.host}`,
          wire,
          dialect: mirakl.dialect,
          auth: { by: 'header', name: 'Authorization', value: marketplaceWorld.key },
          timeout: 30_000,
        };
      if (account === store)
        return {
          account,
          base: `https://${shop.host}`,
          wire,
          dialect: shopify.dialect,
          auth: { by: 'header', name: 'X-Shopify-Access-Token', value: shop.token },
          timeout: 30_000,
        };
      return undefined;
    };
    const random: Random = seededRandom(options.seed * 1_000 + born);
    const transport = createTransport({ clock: time, random, ledger: books, connection, log: () => undefined });
    const flow = new ScriptedFlow(time, random, wiring, options.mischief ?? { drops: 0, throws: 0, slow: 0 }, () => !mine.dead);
    const made = createEngine(
      {
        name,
        alone: engines === 1,
        clock: time,
        random,
        transport: mortal(
          transport,
          'transport',
          mine,
          seen,
          (method, args) => `${method} ${(args[0] as { call?: string }).call ?? ''}`,
        ),
        ledger: books,
        connected,
        flow,
        log: (level, text) => {
          options.trace?.(`${stamp(clock)} ${level} ${text}`);
          if (level === 'error') broken.push(`engine complained: ${text}`);
        },
      },
      { ...allGuards, ...options.guards },
    );
    flow.engine = made;
    places[place] = { life: mine, engine: made };
    for (const key of flow.dropped) dropped.add(key);
    Object.defineProperty(flow, 'dropped', { value: dropped });
    void deployed(made, wiring, marketplace, store).catch((error) => {
      if (!mine.dead) broken.push(`start failed: ${error}`);
    });
  };
  for (let place = 0; place < engines; place += 1) birth(place);

  const unknown = new Set<string>();
  for (let n = 0; n < options.orders; n += 1) {
    void clock
      .sleep(60_000 + n * (options.everyMs ?? 20_000))
      .then(() => place(marketplaceWorld, shop, chance, unknown, options.unknownSkus ?? 0, clock, options));
  }
  const placed = 60_000 + options.orders * (options.everyMs ?? 20_000);
  const busy = placed + (people ? people.everyMs * people.rounds : 0);
  if (people)
    void atWork(simulator, { marketplace: marketplaceWorld, shop, clock, chance: seededRandom(options.seed * 13 + 5), people });
  await clock.run(start + busy);
  // The world and the last engine come to rest: budgets, commit times, graces, once-a-minute calls.
  let quiet = false;
  for (let hours = 0; hours < (options.hours ?? 60) && !quiet; hours += 1) {
    await clock.run(clock.now() + HOUR);
    if (hours === 0) {
      kills = options.kills;
      for (const { life } of places) life.spare();
      continue;
    }
    const alive = places.find(({ life }) => !life.dead);
    // Beside the running world: an order may be busy until a budget is free.
    if (alive) {
      const settling = options.person ? options.person(alive.engine, await alive.engine.cases(1_000)) : settle(alive.engine);
      await clock.run(clock.now() + HOUR);
      await settling;
    }
    quiet = await (people ? worksOff(ledger, clock.now() + 2 * HOUR) : atRest(ledger));
  }
  for (const { life, engine } of places) {
    life.end();
    engine.stop();
  }
  return {
    clock,
    simulator,
    mirakl: marketplaceWorld,
    shopify: shop,
    ledger,
    marketplace,
    store,
    kills: [...sites.values()].reduce((a, b) => a + b, 0),
    sites,
    seen,
    broken,
    dropped,
    deaths,
    quiet,
  };
}

function place(
  world: MiraklSimulator,
  shop: ShopifySimulator,
  chance: Random,
  unknown: Set<string>,
  unknownSkus: number,
  clock: VirtualClock,
  options: LifeOptions,
): void {
  if (chance.next() < unknownSkus) {
    const sku = `UNKNOWN-${unknown.size}`;
    unknown.add(sku);
    shop.catalogue.unknown.add(sku);
    world.place({ lines: [{ sku, quantity: 1, price: '9.90' }] });
    return;
  }
  const id = world.place();
  if (chance.next() < (options.cancel ?? 0)) void clock.sleep(chance.next() * 30 * 60_000).then(() => world.cancel(id));
  if (chance.next() < (options.portal ?? 0))
    void clock.sleep(chance.next() * 5 * 60_000).then(() => world.decideInPortal(id, chance.next() < 0.7));
}

/** A person at the desk: what a flow dropped or threw is done now, or sent once more. */
async function settle(engine: Engine): Promise<void> {
  for (const one of await engine.cases(1_000)) {
    const value = { cause: one.cause, openedAt: one.openedAt };
    if (one.kind === 'flow error')
      await engine.decide(one.key, { kind: 'failed flow', of: String(one.detail.delivery), by: 'eva', value });
    if (one.kind === 'flow let this pass')
      await engine.decide(one.key, { kind: 'do it', of: String(one.detail.duty), by: 'eva', value });
  }
}
async function counted(ledger: Ledger, deaths: Map<OrderKey, number>): Promise<void> {
  for (const order of await ledger.orders(10_000, undefined, true)) {
    if (Object.values(order.deliveries).some((delivery) => delivery.state === 'out'))
      deaths.set(order.key, (deaths.get(order.key) ?? 0) + 1);
  }
}

/** Nothing is open but what waits for a person. */
async function atRest(ledger: Ledger): Promise<boolean> {
  for (let after: OrderKey | undefined; ; ) {
    const orders = await ledger.orders(500, after, true);
    for (const order of orders) if (!Object.values(order.cases).some((one) => one.closedAt === undefined)) return false;
    after = orders.at(-1)?.key;
    if (orders.length < 500) return true;
  }
}

/** Of lives that go on: nothing is under way but what a person is asked about. */
async function worksOff(ledger: Ledger, soon: number): Promise<boolean> {
  for (let after: OrderKey | undefined; ; ) {
    const orders = await ledger.orders(500, after, true);
    for (const { effects, deliveries, cases, alarm } of orders) {
      // Refused and not due any more: nothing is to come of it.
      const works =
        Object.values(effects).some(({ state, refusal }) => state === 'open' && !(refusal && alarm === null)) ||
        Object.values(deliveries).some(({ state }) => state !== 'done') ||
        // What a flow let pass is offered once more, and then asked about.
        (alarm !== null && alarm <= soon);
      if (works && !Object.values(cases).some((one) => one.closedAt === undefined)) return false;
    }
    after = orders.at(-1)?.key;
    if (orders.length < 500) return true;
  }
}

const stamp = (clock: VirtualClock): string => new Date(clock.now()).toISOString();
