/** Rest, and the judge: everything that may be held against the product at the end of a run of kills. */
import { setTimeout as pause } from 'node:timers/promises';
import { convictions, judge, type Verdict } from '../../judge/judge';
import type { Aftermath, Left } from './aftermath';
import { settle, state } from './desk';
import type { Lives } from './lives';
import type { Rehearsal } from './rehearsal';

/** Ms of the machine: so long may nothing come any nearer to rest; and the longest wait for one look at whether it has come. */
const REST = 240_000;
const LOOK = 60_000;
/** Twenty minutes there. */
const SWEPT = 20_000;

export interface End {
  readonly verdict: Verdict;
  readonly left: Left;
  /** Nothing: acquitted. */
  readonly held: readonly string[];
}

/**
 * Lets the world come to rest: nothing is open but what waits for a person. Node-RED is stopped before the ledger is read, and
 * started again where it was too early. A person meanwhile sends again what was in the flow at three deaths. `swept`: so many ms
 * of the machine until every list was read again.
 */
export async function endOf(lives: Lives, world: Rehearsal, aftermath: Aftermath, swept = SWEPT): Promise<End> {
  let ends = Date.now() + REST;
  let fewest = Number.POSITIVE_INFINITY;
  // What people did last is read with the next sweeps, which nothing announces.
  await lives.running();
  await pause(swept);
  for (;;) {
    await calm(lives, aftermath);
    await lives.stop();
    const left = await aftermath.read();
    if (left.restless.length < fewest) {
      fewest = left.restless.length;
      ends = Date.now() + REST;
    }
    if (left.restless.length === 0 || Date.now() > ends) return judged(lives, world, aftermath, left);
  }
}
async function calm(lives: Lives, { suspects }: Aftermath): Promise<void> {
  const life = await lives.running();
  for (const ends = Date.now() + LOOK; Date.now() < ends; await pause(500)) {
    const { cases, work, openCases } = await state(life);
    const stopped = cases.filter(({ kind, key }) => kind === 'flow error' && suspects.has(key));
    for (const one of stopped) await settle(life, one, 'start over');
    if (stopped.length === 0 && work && work.out === 0 && work.due === 0 && work.running <= openCases) return;
  }
}

function judged(lives: Lives, { mirakl, shopify, simulator }: Rehearsal, { suspects }: Aftermath, left: Left): End {
  const orders = mirakl.orders();
  const idsOf = (of: (order: (typeof orders)[number]) => boolean) => new Set(orders.filter(of).map(({ id }) => id));
  const verdict = judge(
    { marketplace: orders, shop: shopify.orders(), counts: simulator.counts(), overRate: simulator.overRate() },
    left,
    {
      unknownSkus: new Set(shopify.catalogue.unknown),
      deletedInShop: new Set(),
      cancelled: idsOf(({ state: is }) => is === 'CANCELED'),
      portalDecided: idsOf(({ decidedBy }) => decidedBy === 'portal'),
      // The flow itself drops nothing: only death does.
      flowDrops: new Set([...suspects].map((key) => key.slice(key.lastIndexOf(':') + 1))),
    },
  );
  const held = [
    ...convictions(verdict),
    ...left.broken,
    ...lives.misdeeds,
    ...left.restless.map(({ key }) => `${key} has not come to rest, and nobody is asked`),
  ];
  return { verdict, left, held };
}
