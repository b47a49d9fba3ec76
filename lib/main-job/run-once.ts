/** `--once N`: N orders through their whole life in a real Node-RED with faults on, and a judgement of what stands at the end. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Backstage, seeded, sourceId } from './backstage';
import { startNodeRed } from './node-red';
import type { Options } from './options';
import { atWork } from './people';
import { type Summary, summarise } from './summary';
import { exampleFlow, furnish, nobodyAtWork } from './user-directory';

/** A buyer comes this often, in the world's ms: 200 orders take 100 minutes of it. */
const EVERY = 30_000;
/** One of so many orders is of something that the shop does not have. */
const UNKNOWN_EVERY = 100;
const UNKNOWN_SKU = 'NOT-IN-SHOPIFY';
/** Calm for this long, in the world's ms: every sweep has come by once more, returns last, and no late commit is left. */
const CALM = 20 * 60_000;
const LOOK_EVERY = 500;
const TELL_EVERY = 10_000;
/** Real ms beyond the time in which people are at work. */
const PATIENCE = 4 * 60_000;

/** Runs it, prints progress and a last line of JSON. Resolves to the exit code. */
export async function runOnce(options: Options, orders: number, userDir: string, stopped: AbortSignal): Promise<number> {
  const began = performance.now();
  const pace = options.pace ?? 60;
  furnish(userDir, exampleFlow('08').map(nobodyAtWork), false);
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
    const { figures, faults } = await judged(backstage);
    for (const fault of faults) console.log(fault);
    if (!rested) for await (const what of backstage.underWay()) console.log(`under way: ${what}`);
    if (!rested) console.log(stopped.aborted ? 'stopped before the end' : 'not at rest in time: something is still under way');
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.log(JSON.stringify({ ...figures, unanswered, retries: await retries(backstage), seed: options.seed, seconds }));
    return rested && figures.orders === orders && faults.length === 0 ? 0 : 1;
  } finally {
    await nodeRed.stop();
  }
}

/** People order, ship, cancel, refund and take back, and everything comes to rest; false where it does not within `longest` real ms. */
async function run(backstage: Backstage, orders: number, longest: number, stopped: AbortSignal): Promise<boolean> {
  const began = performance.now();
  const { marketplace, shop, world, name, clock } = backstage;
  shop.catalogue.unknown.add(UNKNOWN_SKU);
  const unknown = Math.ceil(orders / UNKNOWN_EVERY);
  for (let n = 0; n < unknown; n += 1) marketplace.place({ lines: [{ sku: UNKNOWN_SKU, quantity: 1, price: '9.90' }] });
  let home = false;
  const buyers = world.people({ mirakl: name, everyMs: EVERY, orders: orders - unknown, cancel: 0.02, portal: 0.01 });
  const others = atWork(backstage, orders * EVERY);
  Promise.all([buyers.done, others.done]).then(() => {
    home = true;
  });
  let calmSince = Number.POSITIVE_INFINITY;
  let told = began;
  while (performance.now() - began < longest && !stopped.aborted) {
    await wait(LOOK_EVERY, undefined, { signal: stopped }).catch(() => undefined);
    calmSince = home && (await backstage.isCalm()) ? Math.min(calmSince, clock.now()) : Number.POSITIVE_INFINITY;
    if (clock.now() - calmSince >= CALM) return true;
    if (performance.now() - told < TELL_EVERY) continue;
    told = performance.now();
    console.log(await progress(backstage, orders, told - began));
  }
  buyers.stop();
  others.stop();
  return false;
}
async function progress(backstage: Backstage, orders: number, ms: number): Promise<string> {
  const { ledger, marketplace, clock } = backstage;
  const { openCases: cases, openEffects } = await ledger.overview(clock.now());
  const under = openEffects - cases > 0 ? `, ${openEffects - cases} under way` : '';
  return `${Math.round(ms / 1_000)} s: ${marketplace.orders().length} of ${orders} ordered, ${backstage.lives()}${under}, ${cases} ${cases === 1 ? 'case' : 'cases'}`;
}

async function judged(backstage: Backstage): Promise<Summary> {
  const { world, marketplace, shop, ledger } = backstage;
  const leftOut = new Map<string, string>();
  for await (const record of backstage.orders()) {
    const out = record.decisions.find(({ kind }) => kind === 'leave out');
    if (out) leftOut.set(sourceId(record), out.reason ?? '');
  }
  return summarise({ world, marketplace, shop, openCases: await ledger.openCases(Number.MAX_SAFE_INTEGER), leftOut });
}
/** Writes that were sent again, once it was certain that the one before had not happened. */
async function retries(backstage: Backstage): Promise<number> {
  let again = 0;
  for await (const { effects } of backstage.orders()) {
    for (const { writes } of Object.values(effects)) for (const { attempt } of writes) again += attempt.n - 1;
  }
  return again;
}
