/**
 * `npm run proof:kill -- --kills N --redeploys M --seed S`: a real Node-RED, killed by SIGKILL at a chosen request (before or
 * after the vendor's commit) or at random, started again on the same ledger, and redeployed in mid-flow, while the simulated
 * world goes on in this process. At the end the world comes to rest and the judge sits.
 */
import fs from 'node:fs';
import type { DeskState } from '../../lib/desk/wire';
import { seededRandom } from '../../lib/transport/random';
import { convictions, judge, type Verdict } from '../judge/judge';
import { type Deployment, type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { newUserDirectory } from '../node-red/user-directory';
import { goLive, pause, settle, state, when } from './kill/desk';
import { PACE, type Rehearsal, rehearsal } from './kill/rehearsal';

const given = new Map(
  process.argv.slice(2).flatMap((word, at, all) => (word.startsWith('--') ? [[word.slice(2), all[at + 1] ?? ''] as const] : [])),
);
const number = (name: string, otherwise: number): number => {
  const value = Number(given.get(name) ?? otherwise);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number, not "${given.get(name)}"`);
  return value;
};
const KINDS: readonly Deployment[] = ['full', 'flows', 'nodes', 'reload'];
const REST: number = 180_000;

async function main(): Promise<void> {
  const [kills, redeploys, seed] = [number('kills', 20), number('redeploys', 8), number('seed', 1)];
  const began = Date.now();
  const chance = seededRandom(seed);
  const world = await rehearsal(seed);
  const userDir = newUserDirectory();
  const failed = new Set<string>();
  const sites = new Map<string, number>();
  let nodeRed = await spawnNodeRed({
    userDir,
    flows: world.flows('0'),
    credentials: world.credentials,
    settingsCode: world.settingsCode,
  });
  try {
    await goLive(nodeRed);
    placeUnknown(world);
    const people = world.simulator.people({
      mirakl: 'bazaar',
      everyMs: 20_000,
      orders: 30 + kills * 5 + redeploys * 4,
      cancel: 0.03,
      portal: 0.03,
    });

    for (let n = 1; n <= redeploys; n += 1) {
      await pause(200 + chance.next() * 1_300);
      const kind = KINDS[n % KINDS.length] as Deployment;
      await nodeRed.deploy(world.flows(String(n)), kind, world.credentials);
      if (n % 10 === 0 || n === redeploys) say(`redeploy ${n} of ${redeploys} (${kind})`, await state(nodeRed), began);
    }
    for (let n = 1; n <= kills; n += 1) {
      const site = await killed(nodeRed, world, chance.next);
      sites.set(site, (sites.get(site) ?? 0) + 1);
      nodeRed = await spawnNodeRed({ userDir, settingsCode: world.settingsCode });
      await when(
        () => state(nodeRed),
        ({ engine }) => engine === 'running',
        'running again',
      );
      note(failed, await state(nodeRed));
      if (n % 10 === 0 || n === kills) say(`kill ${n} of ${kills} (${site})`, await state(nodeRed), began);
    }
    people.stop();
    await people.done;
    const verdict = await atRest(nodeRed, world, failed);
    report(verdict, await state(nodeRed), sites, { kills, redeploys, seed, seconds: Math.round((Date.now() - began) / 1_000) });
    if (convictions(verdict).length > 0) process.exitCode = 1;
  } finally {
    await nodeRed.kill();
    await world.close();
    fs.rmSync(userDir, { recursive: true, force: true });
  }
}

/** One order that nobody but a person can carry on. */
function placeUnknown({ mirakl, shopify }: Rehearsal): void {
  shopify.catalogue.unknown.add('NOBODY-KNOWS');
  mirakl.place({ lines: [{ sku: 'NOBODY-KNOWS', quantity: 1, price: '12.50' }] });
}

/** Kills at the nth request from now, before or after what it does is done, or at a random moment. */
async function killed(nodeRed: SpawnedNodeRed, { simulator }: Rehearsal, chance: () => number): Promise<string> {
  const atRequest = chance() < 0.7;
  if (!atRequest) {
    await pause(200 + chance() * 2_000);
    await nodeRed.kill();
    return 'at random';
  }
  const phase = chance() < 0.5 ? 'before commit' : 'after commit';
  let left = 1 + Math.floor(chance() * 12);
  const site = new Promise<string>((resolve) => {
    simulator.onCall = (arrival) => {
      if (arrival.phase !== phase) return;
      left -= 1;
      if (left !== 0) return;
      // Dead before the answer is written, and here before what the request asks for is done.
      nodeRed.child.kill('SIGKILL');
      resolve(`${arrival.call} ${phase}`);
    };
  });
  const where = await Promise.race([site, pause(15_000).then(() => 'no request came')]);
  delete simulator.onCall;
  await nodeRed.kill();
  return where;
}

/** Orders that the killing made a case of: the process died three times with them alone in the flow. */
function note(failed: Set<string>, at: DeskState): void {
  for (const { kind, key } of at.cases)
    if (kind === 'flow error' || kind === 'flow let this pass') failed.add(key.slice(key.lastIndexOf(':') + 1));
}

/** Rest: the judge has nothing to say, or three minutes (three hours there) have passed. A person sends again what killing stopped. */
async function atRest(nodeRed: SpawnedNodeRed, world: Rehearsal, failed: Set<string>): Promise<Verdict> {
  const ends = Date.now() + REST;
  for (;;) {
    const at = await state(nodeRed);
    note(failed, at);
    for (const one of at.cases) if (one.kind === 'flow error') await settle(nodeRed, one, 'start over');
    const verdict = judged(world, at, failed);
    const working = (at.work?.out ?? 0) + at.cases.filter(({ kind }) => kind === 'flow error').length;
    if ((convictions(verdict).length === 0 && working === 0) || Date.now() > ends) return verdict;
    await pause(1_000);
  }
}
function judged({ mirakl, shopify, simulator }: Rehearsal, at: DeskState, failed: ReadonlySet<string>): Verdict {
  const orders = mirakl.orders();
  const idsOf = (of: (order: (typeof orders)[number]) => boolean) => new Set(orders.filter(of).map(({ id }) => id));
  return judge(
    { marketplace: orders, shop: shopify.orders(), counts: simulator.counts(), overRate: simulator.overRate() },
    { openCases: at.cases, leftOut: [] },
    {
      unknownSkus: new Set(shopify.catalogue.unknown),
      deletedInShop: new Set(),
      cancelled: idsOf(({ state: is }) => is === 'CANCELED'),
      portalDecided: idsOf(({ decidedBy }) => decidedBy === 'portal'),
      flowDrops: failed,
    },
  );
}

function say(what: string, at: DeskState, began: number): void {
  const { orders = 0, out = 0, parked = 0 } = at.work ?? {};
  process.stdout.write(
    `${Math.round((Date.now() - began) / 1_000)} s: ${what}; ${orders} orders, ${out} out, ${parked} parked, ${at.openCases} cases${at.accounts.map((one) => (one.problem ? `; ${one.id}: ${one.problem}` : '')).join('')}\n`,
  );
}
function report(
  verdict: Verdict,
  at: DeskState,
  sites: ReadonlyMap<string, number>,
  run: Readonly<Record<string, number>>,
): void {
  process.stdout.write(
    `killed at: ${[...sites]
      .sort()
      .map(([site, times]) => `${site} ${times}`)
      .join(', ')}\n`,
  );
  for (const text of convictions(verdict)) process.stdout.write(`${text}\n`);
  const cases: Record<string, number> = {};
  for (const { kind } of at.cases) cases[kind] = (cases[kind] ?? 0) + 1;
  const { orders, effects, duplicates, lost, unexplained, money, rates } = verdict;
  const count = {
    orders,
    effects,
    duplicates: duplicates.length,
    lost: lost.length,
    unexplained: unexplained.length,
    money: money.length,
    rates: rates.length,
  };
  process.stdout.write(`${JSON.stringify({ ...run, pace: PACE, ...count, cases })}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
