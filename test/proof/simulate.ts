/**
 * `npm run proof:simulate -- --orders N --kills N --seed S [--ledger memory|sqlite] [--trace]`: whole lives in virtual time, the
 * engine killed at any await. After every commit the rules are checked, at the end of each life the judge sits. The same seed
 * gives the same run. A life that fails is run again with its trace printed.
 */
import { memoryLedger, sqliteInline } from '../../lib/ledger';
import { convictions as held } from '../judge/judge';
import { given, whole } from './given';
import { type LifeOptions, lateAndLost, live, type World } from './life';
import type { People } from './life-people';
import { judged } from './verdict';

/** Every await of the engine on its ports. The proof is not done before each was died at. */
export const EVERY_SITE: readonly string[] = [
  ...[
    'join',
    'kept',
    'around',
    'due',
    'read',
    'commit',
    'append',
    'cursor',
    'take',
    'account',
    'deploy',
    'orders',
    'beat',
    'seal',
    'keep',
    'facts',
  ].map((call) => `ledger.${call}`),
  'clock.sleep',
  ...['OR11', 'OR21', 'OR04', 'PC01', 'orderCreate', 'productVariants', 'orderByIdentifier', 'metafieldDefinitionCreate'].flatMap(
    (call) => [`transport.reserve ${call}`, `transport.send ${call}`],
  ),
].flatMap((site) => [`${site} before`, `${site} after`]);

/** Whole lives: how the world is set up, and what people do, differs by seed. */
export function peopleOf(seed: number): People {
  return {
    everyMs: 15 * 60_000,
    rounds: 16,
    merchants: { ship: 0.25, part: 0.3, retrack: 0.1, void: 0.05, deliver: 0.1, refund: 0.04, cancel: 0.03, takeBack: 0.05 },
    later: { bare: 0.04, edit: 0.02, pending: 0.02, shipping: 0.02 },
    portal: { ship: 0.03, track: 0.02, cancel: 0.02, refund: 0.04, takeBack: 0.04, deliver: 0.04, close: 0.02 },
    multiShipment: seed % 2 === 0,
    cancelsInsteadOfRefunds: seed % 3 === 0,
    acceptsReturns: seed % 5 < 2,
  };
}
/** Whole lives with everybody at work. */
export const wholeOf = (seed: number, orders: number, kills: number, ledger: string): LifeOptions => ({
  ...optionsOf(seed, orders, kills, ledger),
  people: peopleOf(seed),
});

export function optionsOf(seed: number, orders: number, kills: number, ledger: string): LifeOptions {
  return {
    seed,
    orders,
    kills,
    // Lives of very different length: the same seed chooses, so that a run repeats.
    lives: [25, 60, 150, 400][seed % 4] as number,
    faults: lateAndLost,
    mischief: { drops: 0.01, throws: 0.005, slow: 3_000 },
    cancel: 0.05,
    portal: 0.05,
    unknownSkus: 0.02,
    ledger: async () => (ledger === 'sqlite' ? sqliteInline({ file: ':memory:' }) : memoryLedger()),
  };
}

async function main(): Promise<void> {
  const orders = whole('orders', 200);
  const kills = whole('kills', 1_000);
  const first = whole('seed', 1);
  const ledger = given.get('ledger') ?? 'memory';
  const perLife = Math.max(
    1,
    Math.ceil(kills / Math.max(1, whole('lives', Math.max(1, Math.ceil(kills / Math.max(50, orders * 5)))))),
  );
  const began = process.hrtime.bigint();
  const sites = new Map<string, number>();
  const seen = new Set<string>();
  const effects: Record<string, number> = {};
  let killed = 0;
  let placed = 0;
  let failed = 0;
  for (let seed = first; killed < kills; seed += 1) {
    const options = (given.has('intake') ? optionsOf : wholeOf)(seed, orders, Math.min(perLife, kills - killed), ledger);
    const world = await live(options);
    const faults = await faultsOf(world);
    killed += world.kills;
    placed += world.mirakl.orders().length;
    for (const [site, times] of world.sites) sites.set(site, (sites.get(site) ?? 0) + times);
    for (const site of world.seen) seen.add(site);
    for (const { system, verb, count } of world.simulator.counts())
      effects[`${system}.${verb}`] = (effects[`${system}.${verb}`] ?? 0) + count;
    process.stdout.write(
      `seed ${seed}: ${world.mirakl.orders().length} orders, ${world.kills} kills, ${faults.length === 0 ? 'clean' : faults.join('; ')}\n`,
    );
    await world.ledger.close();
    if (faults.length === 0) continue;
    failed += 1;
    process.stdout.write(`seed ${seed} again, with its trace:\n`);
    await live({ ...options, trace: (line) => process.stdout.write(`  ${line}\n`) });
    if (failed >= whole('failures', 1)) break;
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const unmet = [...seen].filter((site) => !sites.has(site)).sort();
  process.stdout.write(
    `sites died at: ${[...sites]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([site, times]) => `${site} ${times}`)
      .join(', ')}\n`,
  );
  if (unmet.length > 0) process.stdout.write(`sites passed and never died at: ${unmet.join(', ')}\n`);
  const missing = EVERY_SITE.filter((site) => !sites.has(site));
  if (missing.length > 0) process.stdout.write(`sites of the list that were not died at: ${missing.join(', ')}\n`);
  process.stdout.write(
    `${JSON.stringify({ orders: placed, kills: killed, ledger, effects, failedSeeds: failed, sites: sites.size, seconds: Math.round(seconds), killsPerSecond: Math.round(killed / seconds) })}\n`,
  );
  if (failed > 0) process.exitCode = 1;
  // A small run may miss a rare site; one of this size may not.
  if (killed >= 20_000 && (missing.length > 0 || unmet.length > 0)) process.exitCode = 1;
}

/** Everything that is held against a life: rules broken on the way, the judge's verdict at the end, and unrest. */
export async function faultsOf(world: World): Promise<string[]> {
  const found = [...world.broken, ...held(await judged(world))];
  if (!world.quiet) found.push('the ledger did not come to rest');
  return found;
}

if (require.main === module) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  });
}
