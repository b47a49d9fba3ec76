/**
 * `npm run proof:kill -- --kills N --redeploys M --seed S`: a real Node-RED on a ledger in a file, killed by SIGKILL at a chosen
 * request (before or after the vendor's commit), at random, while it starts and in the middle of deploys, and redeployed in every
 * kind with orders in the flow. The simulated world goes on in this process; at the end it comes to rest and the judge sits.
 */
import fs from 'node:fs';
import { seededRandom } from '../../lib/transport/random';
import { newUserDirectory } from '../node-red/user-directory';
import { whole } from './given';
import { Aftermath } from './kill/aftermath';
import { actsOf } from './kill/aims';
import { goLive, state } from './kill/desk';
import { Lives } from './kill/lives';
import { PACE, type Rehearsal, rehearsal } from './kill/rehearsal';
import { type End, endOf } from './kill/verdict';

/** Chances of what a merchant does with an order at each look. */
const DEEDS = { ship: 0.3, part: 0.2, retrack: 0.05, deliver: 0.05, refund: 0.03, cancel: 0.02, takeBack: 0.02 };
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const [kills, redeploys, seed] = [whole('kills', 20), whole('redeploys', 8), whole('seed', 1)];
  const began = Date.now();
  const seconds = (): number => Math.round((Date.now() - began) / 1_000);
  const world = await rehearsal(seed);
  const userDir = newUserDirectory();
  const aftermath = new Aftermath(userDir);
  const lives = new Lives(world, userDir, () => aftermath.count());
  try {
    await goLive(await lives.running());
    placeUnknown(world);
    const people = world.simulator.people({
      mirakl: 'bazaar',
      everyMs: 20_000,
      orders: Number.POSITIVE_INFINITY,
      cancel: 0.03,
      portal: 0.03,
    });
    const merchants = world.simulator.merchants({
      shopify: 'store',
      everyMs: 600_000,
      rounds: Number.POSITIVE_INFINITY,
      ...DEEDS,
    });
    for (const act of actsOf(kills, redeploys, seededRandom(seed))) {
      if (act.do === 'kill') {
        const site = await lives.kill(act.aim);
        say(`${seconds()} s: kill ${lives.kills} of ${kills}, ${site}; ${placed(world)}`);
      } else {
        await lives.deploy(act.kind);
        const { work } = await state(await lives.running());
        say(`${seconds()} s: redeploy (${act.kind}); ${placed(world)}, ${work?.out} in the flow, ${work?.parked} parked`);
      }
    }
    people.stop();
    merchants.stop();
    // What is half shipped waits for its other half: everything leaves in the end.
    await world.simulator.merchants({ shopify: 'store', everyMs: 60_000, rounds: 10, ship: 1 }).done;
    say(`${seconds()} s: no more orders; waiting for rest`);
    const end = await endOf(lives, world, aftermath);
    const left = {
      shippedInShop: world.shopify
        .orders()
        .filter(({ lines, cancelledAt }) => cancelledAt === null && lines.every((one) => one.unfulfilled === 0)).length,
      shippedAtMarketplace: world.mirakl.orders().filter(({ shipments }) => shipments.length > 0).length,
      cancelledInShop: world.shopify.orders().filter(({ cancelledAt }) => cancelledAt !== null).length,
    };
    report(end, lives, aftermath, { seed, pace: PACE, seconds: seconds(), ...left });
    if (end.held.length > 0) {
      process.exitCode = 1;
      say(`the ledger of this run is kept in ${userDir}`);
    } else fs.rmSync(userDir, { recursive: true, force: true });
  } finally {
    await lives.end();
    await world.close();
  }
}
const placed = ({ mirakl }: Rehearsal): string => `${mirakl.orders().length} orders placed`;

/** One order that nobody but a person can carry on. */
function placeUnknown({ mirakl, shopify }: Rehearsal): void {
  shopify.catalogue.unknown.add('NOBODY-KNOWS');
  mirakl.place({ lines: [{ sku: 'NOBODY-KNOWS', quantity: 1, price: '12.50' }] });
}

function report({ verdict, left, held }: End, lives: Lives, aftermath: Aftermath, run: Readonly<Record<string, number>>): void {
  const sites = [...lives.sites].sort().map(([site, times]) => `${site} ${times}`);
  say(`killed at: ${sites.join(', ')}`);
  for (const text of held) say(text);
  const cases: Record<string, number> = {};
  for (const { kind } of left.openCases) cases[kind] = (cases[kind] ?? 0) + 1;
  const { kills, starts, deploys, inMidFlow } = lives;
  const { orders, effects, duplicates, lost, unexplained, money, rates } = verdict;
  const counts = {
    duplicates: duplicates.length,
    lost: lost.length,
    unexplained: unexplained.length,
    money: money.length,
    rates: rates.length,
  };
  const others = { broken: left.broken.length, restless: left.restless.length, misdeeds: lives.misdeeds.size };
  const redeploys = Object.values(deploys).reduce((all, one) => all + one, 0);
  say(
    JSON.stringify({
      kills,
      redeploys,
      ...run,
      orders,
      ...counts,
      ...others,
      effects,
      cases,
      starts,
      deploys,
      inMidFlow,
      inFlowAtThreeDeaths: aftermath.suspects.size,
    }),
  );
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
