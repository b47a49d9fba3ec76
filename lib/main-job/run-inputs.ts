/** `--once --input`: a vendor's own answers through their life, as far as their state allows, and what became of each order. */
import { setTimeout as wait } from 'node:timers/promises';
import type { OrderRecord } from '../model/record';
import { type Backstage, seeded, sourceId } from './backstage';
import { type GivenOrder, readInputs } from './inputs';
import { startNodeRed } from './node-red';
import type { Options } from './options';
import { isClear, lineOf, type Outcome, openCases, outcomeOf } from './outcome';
import { everythingShips } from './people';
import { exampleFlow, type FlowNode, furnish, nobodyAtWork } from './user-directory';

export interface Given {
  readonly paths: readonly string[];
  readonly unknownSkus: readonly string[];
}
const LOOK_EVERY = 250;
/** Real time; an order that has come to nothing by then is said to be unsettled. */
const LONGEST = 4 * 60_000;

/** Runs them and prints a line for each order and one of JSON. Resolves to the exit code. */
export async function runInputs(
  options: Options,
  { paths, unknownSkus }: Given,
  userDir: string,
  stopped: AbortSignal,
): Promise<number> {
  const { orders, refused } = readInputs(paths);
  for (const { file, why } of refused) console.log(`${file}: refused, it ${why}`);
  const outcomes = orders.length === 0 ? [] : await outcomesOf(options, orders, unknownSkus, userDir, stopped);
  for (const outcome of outcomes) console.log(lineOf(outcome));
  console.log(JSON.stringify({ orders: outcomes, refused }));
  return outcomes.length > 0 && outcomes.every(isClear) ? 0 : 1;
}

async function outcomesOf(
  options: Options,
  orders: readonly GivenOrder[],
  unknownSkus: readonly string[],
  userDir: string,
  stopped: AbortSignal,
): Promise<readonly Outcome[]> {
  furnish(userDir, quiet(exampleFlow('08')), false);
  const nodeRed = await startNodeRed(userDir, options.port ?? 0, { parts: seeded(options.seed), pace: options.pace ?? 60 });
  try {
    await nodeRed.ready();
    const { backstage } = nodeRed;
    for (const sku of unknownSkus) backstage.shop.catalogue.unknown.add(sku);
    for (const { text } of orders) backstage.marketplace.adopt(text);
    // Of an order that is answered more than once the latest answer is the one that lives on.
    const files = new Map(orders.map(({ id, file }) => [id, file]));
    const until = performance.now() + LONGEST;
    const settles = async (is: () => Promise<boolean>): Promise<void> => {
      while (!(await is()) && performance.now() < until && !stopped.aborted)
        await wait(LOOK_EVERY, undefined, { signal: stopped }).catch(() => undefined);
    };
    await settles(() => settled(backstage, files));
    if (!stopped.aborted) await everythingShips(backstage);
    await settles(async () => (await backstage.isCalm()) && (await told(backstage, files)).every(isClear));
    return await told(backstage, files);
  } finally {
    await nodeRed.stop();
  }
}

/** The vendor's dates are old, nobody else orders, and nothing goes wrong on purpose. */
const quiet = (flow: readonly FlowNode[]): FlowNode[] =>
  flow.map((node) => {
    if (node.type === 'marketplace-order-in') return { ...node, start: 'date', startDate: '1970-01-01T00:00:00Z' };
    if (node.type === 'order-simulator') return { ...nobodyAtWork(node), lostAnswer: 0, lateCommit: 0 };
    return node;
  });

/** The intake is over: nothing is under way but what waits for a person, or for its goods to leave. */
async function settled(backstage: Backstage, ids: ReadonlyMap<string, string>): Promise<boolean> {
  const records = await recordsOf(backstage);
  if ([...ids.keys()].some((id) => !records.has(id))) return false;
  // That the world has not decided yet is no end: an old order is asked about at once, and goes on a little later.
  for await (const record of backstage.orders(true))
    if (openCases(record).every(({ kind }) => kind === 'not decided')) return false;
  return true;
}
async function told(backstage: Backstage, files: ReadonlyMap<string, string>): Promise<readonly Outcome[]> {
  const records = await recordsOf(backstage);
  const standing = backstage.shop.orders().filter(({ cancelledAt, deletedAt }) => cancelledAt === null && deletedAt === null);
  const sold = new Map(backstage.marketplace.orders().map((order) => [order.id, order]));
  return [...files].map(([id, file]) => {
    const made = standing.find(({ sourceIdentifier }) => sourceIdentifier === id);
    return outcomeOf(id, file, records.get(id), made, sold.get(id));
  });
}
async function recordsOf(backstage: Backstage): Promise<ReadonlyMap<string, OrderRecord>> {
  const records = new Map<string, OrderRecord>();
  for await (const record of backstage.orders()) records.set(sourceId(record), record);
  return records;
}
