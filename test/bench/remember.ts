/**
 * What many orders cost that are done: `remember fill <stub> <ledger file> <orders>` makes one order by our flow and
 * copies it; `remember open <stub> <ledger file> <orders>` opens that ledger in a fresh process and runs some orders beside them.
 */
import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { sqliteLedger } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import type { AccountId, OrderKey } from '../../lib/model/order';
import type { OrderRecord } from '../../lib/model/record';
import { place } from './contender';
import { openFlow, type RunningFlow } from './flow';

/** From an open ledger to the first answer, and what the process holds after some orders more. */
export interface Remembered {
  readonly orders: number;
  readonly openMs: number;
  readonly rssBytes: number;
  readonly fileBytes: number;
}
const BESIDE = 200;
const AT_A_TIME = 500;

const [what = '', stub = '', file = '', count = ''] = process.argv.slice(2);
const orders = Number(count);
const work: Readonly<Record<string, () => Promise<void>>> = { fill, open };
if (require.main === module) {
  (work[what] ?? unknown)().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
async function unknown(): Promise<void> {
  throw new Error(`remember can fill and open, not "${what}"`);
}

async function run(flow: RunningFlow, some: number): Promise<AccountId> {
  const marketplace = await place(stub, some);
  await flow.read(marketplace, some);
  return `mirakl:${marketplace.host}:${marketplace.shopId}`;
}

async function fill(): Promise<void> {
  const ledger = await sqliteLedger({ file });
  const flow = await openFlow(ledger, stub, 20);
  const account = await run(flow, 1);
  flow.engine.stop();
  const known = (await ledger.orders(10)).find((order) => order.account === account && order.observations.order);
  if (!known) throw new Error('the order that was made is not in the ledger');
  for (let n = 1; n < orders; n += AT_A_TIME) {
    const keys = Array.from({ length: Math.min(AT_A_TIME, orders - n) }, (_, i): OrderKey => `${account}:copy-${n + i}`);
    await copy(ledger, known, keys);
  }
  await flow.close();
}
/** As the engine leaves an order that is done: read, its effect and its delivery ended, no alarm. */
async function copy(ledger: Ledger, like: OrderRecord, keys: readonly OrderKey[]): Promise<void> {
  const observation = like.observations.order;
  if (!observation) throw new Error('an order without a reading');
  const { account } = like;
  await ledger.append(
    keys.map((key) => ({ key, account, observation, refs: [] })),
    observation.answeredAt,
  );
  await Promise.all(
    keys.map(async (key) => {
      const { order } = await ledger.read(key);
      const patch = {
        effects: Object.values(like.effects),
        deliveries: Object.values(like.deliveries),
        alarm: null,
        standing: false,
        by: 'bench',
      };
      if ((await ledger.commit(key, order?.version ?? 0, patch)) !== 'done') throw new Error(`${key} could not be copied`);
    }),
  );
}

async function open(): Promise<void> {
  const began = performance.now();
  const ledger = await sqliteLedger({ file });
  const { due, orders: known } = await ledger.overview(Date.now());
  const openMs = performance.now() - began;
  if (known < orders || due > 0)
    throw new Error(`the ledger holds ${known} orders, ${due} of them due, instead of ${orders} that are done`);
  const fileBytes = statSync(file).size;
  const flow = await openFlow(ledger, stub, 20);
  await run(flow, BESIDE);
  process.send?.({ orders, openMs, rssBytes: process.memoryUsage.rss(), fileBytes } satisfies Remembered);
  await flow.close();
}
