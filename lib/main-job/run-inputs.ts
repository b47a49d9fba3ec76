/** `--once --input`: a vendor's own answers through the whole intake, and what became of each order. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CaseDetail, OrderRecord } from '../model/record';
import { stateOf } from '../model/state';
import { atRest, type Backstage, backstage, ordersOf, WORLD } from './backstage';
import { type GivenOrder, type Inputs, readInputs } from './inputs';
import { startNodeRed } from './node-red';
import type { Options } from './options';
import { exampleFlow, type FlowNode, furnish } from './user-directory';

/** What became of one order; exactly one of the three where all is well. */
export interface Outcome {
  readonly order: string;
  readonly file: string;
  readonly shopifyOrder?: { readonly name: string; readonly total: string; readonly currency: string };
  readonly case?: { readonly kind: string; readonly reason: string };
  readonly leftOut?: { readonly reason: string };
}
const LOOK_EVERY = 500;
/** Real time; an order that has come to nothing by then is said to be unsettled. */
const LONGEST = 4 * 60_000;

/** Runs them and prints a line for each order and one of JSON. Resolves to the exit code. */
export async function runInputs(options: Options, paths: readonly string[], unknownSkus: readonly string[], userDir: string, stopped: AbortSignal): Promise<number> {
  const inputs = readInputs(paths);
  for (const { file, why } of inputs.refused) console.log(`${file}: refused, it ${why}`);
  if (inputs.orders.length === 0) {
    console.log(JSON.stringify({ orders: [], refused: inputs.refused }));
    return 1;
  }
  const back = backstage(options.seed, (world) => {
    world.shopify(WORLD).catalogue.knowsEverySku = true;
    for (const sku of unknownSkus) world.shopify(WORLD).catalogue.unknown.add(sku);
  });
  furnish(userDir, forInputs(exampleFlow('01')), false);
  const nodeRed = await startNodeRed(userDir, options.port ?? 0, { parts: back.parts, pace: options.pace ?? 60 });
  try {
    await nodeRed.ready;
    for (const { text } of inputs.orders) back.world.mirakl(WORLD).adopt(text);
    const ids = new Set(inputs.orders.map(({ id }) => id));
    const until = performance.now() + LONGEST;
    while (!(await settled(back, ids)) && performance.now() < until && !stopped.aborted) await wait(LOOK_EVERY, undefined, { signal: stopped }).catch(() => undefined);
    const outcomes = await outcomesOf(back, inputs);
    for (const outcome of outcomes) console.log(lineOf(outcome));
    console.log(JSON.stringify({ orders: outcomes, refused: inputs.refused }));
    return outcomes.every(isClear) ? 0 : 1;
  } finally {
    await nodeRed.stop();
  }
}

/** The vendor's dates are old, nobody else orders, and nothing goes wrong on purpose. */
const forInputs = (flow: readonly FlowNode[]): FlowNode[] =>
  flow.map((node) => {
    if (node.type === 'marketplace-order-in') return { ...node, start: 'date', startDate: '1970-01-01T00:00:00Z' };
    if (node.type === 'order-simulator') return { ...node, ordersPerMinute: 0, lostAnswer: 0, lateCommit: 0 };
    return node;
  });

async function settled(back: Backstage, ids: ReadonlySet<string>): Promise<boolean> {
  const known = new Set<string>();
  for await (const { key, account } of ordersOf(back.ledger)) known.add(key.slice(account.length + 1));
  return [...ids].every((id) => known.has(id)) && (await atRest(back.ledger));
}

async function outcomesOf(back: Backstage, inputs: Inputs): Promise<Outcome[]> {
  const records = new Map<string, OrderRecord>();
  for await (const record of ordersOf(back.ledger)) records.set(record.key.slice(record.account.length + 1), record);
  // Of an order that is answered more than once the latest answer is the one that lives on.
  const latest = new Map(inputs.orders.map((order) => [order.id, order]));
  return [...latest.values()].map((order) => outcomeOf(order, records.get(order.id), back));
}

function outcomeOf({ id, file }: GivenOrder, record: OrderRecord | undefined, back: Backstage): Outcome {
  const made = back.world.shopify(WORLD).orders().find((one) => one.sourceIdentifier === id && one.cancelledAt === null && one.deletedAt === null);
  const open = Object.values(record?.cases ?? {}).find((one) => one.closedAt === undefined);
  const outcome = {
    order: id,
    file,
    ...(made ? { shopifyOrder: { name: made.name, total: made.total, currency: made.currency } } : {}),
    ...(open ? { case: { kind: open.kind, reason: told(open.detail) } } : {}),
  };
  const reason = record && !made && !open ? reasonOf(record) : undefined;
  return reason === undefined ? outcome : { ...outcome, leftOut: { reason } };
}

/** Why nothing is to be done; undefined where something is. */
function reasonOf(record: OrderRecord): string | undefined {
  const decision = record.decisions.find(({ kind }) => kind === 'leave out');
  if (decision) return decision.reason ?? 'left out by the flow';
  const { stage, eligible, reading } = stateOf(record);
  if (stage === 'cancelled' || stage === 'refused') return `${stage} at the marketplace before anything was made`;
  if (reading?.order.test) return 'a test order';
  if (reading && !eligible) return 'no line of it is fulfilled by the merchant';
  return undefined;
}

const told = (detail: CaseDetail): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`)
    .join(', ');
const isClear = (outcome: Outcome): boolean => outcome.shopifyOrder !== undefined || outcome.case !== undefined || outcome.leftOut !== undefined;

function lineOf({ order, file, shopifyOrder, case: open, leftOut }: Outcome): string {
  const what = [
    ...(shopifyOrder ? [`Shopify order ${shopifyOrder.name}, ${shopifyOrder.total} ${shopifyOrder.currency}`] : []),
    ...(open ? [`case: ${open.kind} (${open.reason})`] : []),
    ...(leftOut ? [`left out: ${leftOut.reason}`] : []),
  ];
  return `${order} (${file}): ${what.join('; ') || 'not settled in time'}`;
}
