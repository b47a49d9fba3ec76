/** `--once N`: N orders in a real Node-RED with faults on, and a judgement of what stands at the end. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Backstage, seeded, sourceId, WORLD } from './backstage';
import { startNodeRed } from './node-red';
import type { Options } from './options';
import { openCases } from './outcome';
import { type Summary, summarise } from './summary';
import { exampleFlow, furnish } from './user-directory';

/** A buyer comes this often, in the world's ms: 200 orders take 100 minutes of it. */
const EVERY = 30_000;
/** One of so many orders is of something that the shop does not have. */
const UNKNOWN_EVERY = 100;
const UNKNOWN_SKU = 'NOT-IN-SHOPIFY';
/** Calm for this long, in the world's ms: sweeps have seen every cancellation, and no late commit is left. */
const CALM = 5 * 60_000;
const LOOK_EVERY = 500;
const TELL_EVERY = 10_000;
/** Real ms beyond the time in which buyers come. */
const PATIENCE = 3 * 60_000;

/** Runs it, prints progress and a last line of JSON. Resolves to the exit code. */
export async function runOnce(options: Options, orders: number, userDir: string, stopped: AbortSignal): Promise<number> {
  const began = performance.now();
  const pace = options.pace ?? 60;
  const flow = exampleFlow('01').map((node) => (node.type === 'order-simulator' ? { ...node, ordersPerMinute: 0 } : node));
  furnish(userDir, flow, false);
  let unanswered = 0;
  const parts = seeded(options.seed, () => {
    unanswered += 1;
  });
  const nodeRed = await startNodeRed(userDir, options.port ?? 0, { parts, pace });
  try {
    await nodeRed.ready();
    const { backstage } = nodeRed;
    console.log(`${orders} orders, seed ${options.seed}, ${pace} times as fast as real time, in Node-RED at ${nodeRed.url}`);
    const rested = await run(backstage, orders, (orders * EVERY) / pace + PATIENCE, stopped);
    const summary = await judged(backstage);
    for (const kind of ['duplicates', 'lost', 'unexplained', 'money'] as const)
      for (const text of summary[kind]) console.log(`${kind}: ${text}`);
    if (!rested) console.log(stopped.aborted ? 'stopped before the end' : 'not at rest in time: something is still under way');
    const overRate = Object.values(backstage.world.overRate()).reduce((sum, calls) => sum + calls, 0);
    const seconds = Math.round((performance.now() - began) / 1_000);
    const more = { unanswered, retries: await retries(backstage), overRate, seed: options.seed, seconds };
    console.log(JSON.stringify({ ...figures(summary), ...more }));
    return rested && summary.orders === orders && isClean(summary) && overRate === 0 ? 0 : 1;
  } finally {
    await nodeRed.stop();
  }
}
const isClean = ({ duplicates, lost, unexplained, money }: Summary): boolean =>
  duplicates.length + lost.length + unexplained.length + money.length === 0;
const figures = ({ orders, effects, duplicates, lost, cases, unexplained, money }: Summary) => ({
  orders,
  effects,
  duplicates: duplicates.length,
  lost: lost.length,
  cases,
  unexplained: unexplained.length,
  wrongTotals: money.length,
});

/** Buyers order, and everything comes to rest; false where it does not within `longest` real ms. */
async function run(backstage: Backstage, orders: number, longest: number, stopped: AbortSignal): Promise<boolean> {
  const began = performance.now();
  const { marketplace, shop, world, clock } = backstage;
  shop.catalogue.unknown.add(UNKNOWN_SKU);
  const unknown = Math.ceil(orders / UNKNOWN_EVERY);
  for (let n = 0; n < unknown; n += 1) marketplace.place({ lines: [{ sku: UNKNOWN_SKU, quantity: 1, price: '9.90' }] });
  let home = orders === unknown;
  const people = world.people({ mirakl: WORLD, everyMs: EVERY, orders: orders - unknown, cancel: 0.02, portal: 0.01 });
  people.done.then(() => {
    home = true;
  });
  let calmSince = Number.POSITIVE_INFINITY;
  let told = began;
  while (performance.now() - began < longest && !stopped.aborted) {
    await wait(LOOK_EVERY, undefined, { signal: stopped }).catch(() => undefined);
    calmSince = home && (await isCalm(backstage)) ? Math.min(calmSince, clock.now()) : Number.POSITIVE_INFINITY;
    if (clock.now() - calmSince >= CALM) return true;
    if (performance.now() - told < TELL_EVERY) continue;
    told = performance.now();
    console.log(await progress(backstage, orders, told - began));
  }
  people.stop();
  return false;
}
/** Every order is known, and what has not ended waits for a person. */
async function isCalm(backstage: Backstage): Promise<boolean> {
  const { orders } = await backstage.ledger.overview(backstage.clock.now());
  if (orders < backstage.marketplace.orders().length) return false;
  for await (const record of backstage.orders(true)) if (openCases(record).length === 0) return false;
  return true;
}
async function progress({ ledger, marketplace, shop, clock }: Backstage, orders: number, ms: number): Promise<string> {
  const { openCases: cases, openEffects } = await ledger.overview(clock.now());
  const under = openEffects - cases > 0 ? `, ${openEffects - cases} under way` : '';
  return `${Math.round(ms / 1_000)} s: ${marketplace.orders().length} of ${orders} ordered, ${shop.orders().length} in Shopify${under}, ${cases} ${cases === 1 ? 'case' : 'cases'}`;
}

async function judged(backstage: Backstage): Promise<Summary> {
  const leftOut = new Set<string>();
  for await (const record of backstage.orders())
    if (record.decisions.some(({ kind }) => kind === 'leave out')) leftOut.add(sourceId(record));
  return summarise({
    marketplace: backstage.marketplace.orders(),
    shop: backstage.shop.orders(),
    counts: backstage.world.counts(),
    openCases: await backstage.ledger.openCases(Number.MAX_SAFE_INTEGER),
    leftOut,
    unknownSkus: backstage.shop.catalogue.unknown,
  });
}
/** Writes that were sent again, once it was certain that the one before had not happened. */
async function retries(backstage: Backstage): Promise<number> {
  let again = 0;
  for await (const { effects } of backstage.orders()) {
    for (const { writes } of Object.values(effects)) for (const { attempt } of writes) again += attempt.n - 1;
  }
  return again;
}
