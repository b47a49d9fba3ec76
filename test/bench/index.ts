/**
 * `npm run bench -- [--orders N] [--in-flight N] [--sizes 1000,10000] [--only name,…]`: what an order costs, against what
 * one would use instead. Everything in one run on one machine: read the ratios, not the absolutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contender, inProcess, type Measured, startStub, STEPS, type Stub } from './contender';
import { handWired } from './hand-wired';

/** Core's file store reads and writes all orders at every note: more orders would measure its history. */
const MOST_WITH_FILES = 300;
const WARM_UP = 200;

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '3000' }, 'in-flight': { type: 'string', default: '20' }, sizes: { type: 'string', default: '1000,10000,100000' }, only: { type: 'string' } },
});
const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is no number of orders`);
  return value;
};

const contenders = (stub: Stub, folder: string, inFlight: number): Readonly<Record<string, () => Promise<Contender>>> => ({
  durable: async () => inProcess('our durable flow', require.resolve('./durable'), [stub.url, join(folder, 'ledger.sqlite'), String(inFlight)]),
  axios: async () => inProcess('bare axios', require.resolve('./bare'), ['axios', stub.url]),
  undici: async () => inProcess('bare undici', require.resolve('./bare'), ['undici', stub.url]),
  memory: () => handWired('core nodes, memory', stub, 'memory'),
  file: () => handWired('core nodes, file, cache: false', stub, 'file', MOST_WITH_FILES),
});

async function main(): Promise<void> {
  const stub = await startStub();
  const folder = mkdtempSync(join(tmpdir(), 'order-lifecycle-bench-'));
  const [orders, inFlight] = [number(values.orders), number(values['in-flight'])];
  const rows: { name: string; measured: Measured }[] = [];
  const only = values.only?.split(',');
  try {
    for (const [name, open] of Object.entries(contenders(stub, folder, inFlight))) {
      if (only && !only.includes(name)) continue;
      const contender = await open();
      try {
        rows.push({ name: contender.name, measured: await measure(contender, stub, orders, inFlight) });
      } finally {
        await contender.close();
      }
    }
  } finally {
    stub.close();
    rmSync(folder, { recursive: true });
  }
  print(rows);
}

async function measure(contender: Contender, stub: Stub, orders: number, inFlight: number): Promise<Measured> {
  const most = contender.most ?? Number.POSITIVE_INFINITY;
  const warm = Math.min(WARM_UP, Math.ceil(most / 10));
  await contender.run(warm, inFlight);
  await stub.counts();
  const measured = await contender.run(Math.min(orders, most), inFlight);
  const { calls, repeated } = await stub.counts();
  if (calls !== measured.orders * STEPS.length || repeated > 0) throw new Error(`${contender.name}: ${calls} calls, ${repeated} of them repeated, for ${measured.orders} orders`);
  return measured;
}

function print(rows: readonly { name: string; measured: Measured }[]): void {
  console.table(Object.fromEntries(rows.map(({ name, measured }) => [name, {
    orders: measured.orders,
    'orders/s': Math.round(measured.orders / measured.seconds),
    'CPU µs/order': Math.round((measured.cpuSeconds / measured.orders) * 1e6),
    'RSS MB': Math.round(measured.rssBytes / 1e6),
  }])));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
