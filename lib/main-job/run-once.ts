/** `--once N`: N orders in a real Node-RED with faults on, and a judgement of what stands at the end. */
import { setTimeout as wait } from 'node:timers/promises';
import { atRest, type Backstage, backstage, ordersOf, WORLD } from './backstage';
import { startNodeRed } from './node-red';
import type { Options } from './options';
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

/** Runs it, prints progress and a last line of JSON. Resolves to the exit code. */
export async function runOnce(options: Options, orders: number, userDir: string, stopped: AbortSignal): Promise<number> {
  const began = performance.now();
  const pace = options.pace ?? 60;
  const back = backstage(options.seed, (world) => void world.shopify(WORLD).catalogue.unknown.add(UNKNOWN_SKU));
  furnish(userDir, exampleFlow('01').map((node) => (node.type === 'order-simulator' ? { ...node, ordersPerMinute: 0 } : node)), false);
  const nodeRed = await startNodeRed(userDir, options.port ?? 0, { parts: back.parts, pace });
  try {
    await nodeRed.ready;
    console.log(`${orders} orders, seed ${options.seed}, ${pace} times as fast as real time, in Node-RED at ${nodeRed.url}`);
    const rested = await run(back, orders, began, (orders * EVERY) / pace + 180_000, stopped);
    const summary = await judged(back);
    const seconds = Math.round((performance.now() - began) / 1_000);
    for (const kind of ['duplicates', 'lost', 'unexplained', 'money'] as const) for (const text of summary[kind]) console.log(`${kind}: ${text}`);
    if (!rested) console.log(stopped.aborted ? 'stopped before the end' : 'not at rest in time: something still waits');
    console.log(
      JSON.stringify({
        orders: summary.orders,
        effects: summary.effects,
        duplicates: summary.duplicates.length,
        lost: summary.lost.length,
        cases: summary.cases,
        unexplained: summary.unexplained.length,
        moneyDiffers: summary.money.length,
        retries: await retries(back),
        seed: options.seed,
        seconds,
      }),
    );
    return rested && isClean(summary) && summary.orders === orders ? 0 : 1;
  } finally {
    await nodeRed.stop();
  }
}
const isClean = ({ duplicates, lost, unexplained, money }: Summary): boolean => duplicates.length + lost.length + unexplained.length + money.length === 0;

/** Buyers order, and everything comes to rest; false where it does not within `longest` real ms. */
async function run(back: Backstage, orders: number, began: number, longest: number, stopped: AbortSignal): Promise<boolean> {
  const marketplace = back.world.mirakl(WORLD);
  const unknown = Math.ceil(orders / UNKNOWN_EVERY);
  for (let n = 0; n < unknown; n += 1) marketplace.place({ lines: [{ sku: UNKNOWN_SKU, quantity: 1, price: '9.90' }] });
  let home = orders === unknown;
  const people = back.world.people({ mirakl: WORLD, everyMs: EVERY, orders: orders - unknown, cancel: 0.02, portal: 0.01 });
  people.done.then(() => {
    home = true;
  });
  let calmSince = Number.POSITIVE_INFINITY;
  let told = performance.now();
  while (performance.now() - began < longest && !stopped.aborted) {
    await wait(LOOK_EVERY, undefined, { signal: stopped }).catch(() => undefined);
    const now = back.clock.now();
    calmSince = home && (await isCalm(back)) ? Math.min(calmSince, now) : Number.POSITIVE_INFINITY;
    if (now - calmSince >= CALM) return true;
    if (performance.now() - told < TELL_EVERY) continue;
    told = performance.now();
    console.log(await progress(back, orders, told - began));
  }
  people.stop();
  return false;
}
async function isCalm(back: Backstage): Promise<boolean> {
  return (await back.ledger.overview(back.clock.now())).orders >= back.world.mirakl(WORLD).orders().length && (await atRest(back.ledger));
}
async function progress(back: Backstage, orders: number, ms: number): Promise<string> {
  const { openCases, openEffects } = await back.ledger.overview(back.clock.now());
  const [placed, made] = [back.world.mirakl(WORLD).orders().length, back.world.shopify(WORLD).orders().length];
  return `${Math.round(ms / 1_000)} s: ${placed} of ${orders} ordered, ${made} in Shopify, ${openEffects} under way, ${openCases} cases`;
}

export async function judged(back: Backstage): Promise<Summary> {
  const leftOut = new Set<string>();
  for await (const { key, account, decisions } of ordersOf(back.ledger)) {
    if (decisions.some(({ kind }) => kind === 'leave out')) leftOut.add(key.slice(account.length + 1));
  }
  const shop = back.world.shopify(WORLD);
  return summarise({
    marketplace: back.world.mirakl(WORLD).orders(),
    shop: shop.orders(),
    counts: back.world.counts(),
    openCases: await back.ledger.openCases(100_000),
    leftOut,
    unknownSkus: shop.catalogue.unknown,
  });
}
/** Writes that were sent again, after it was certain that the one before had not happened. */
async function retries(back: Backstage): Promise<number> {
  let again = 0;
  for await (const { effects } of ordersOf(back.ledger)) {
    for (const { writes } of Object.values(effects)) for (const { attempt } of writes) again += attempt.n - 1;
  }
  return again;
}
