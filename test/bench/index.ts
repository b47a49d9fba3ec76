/**
 * `npm run bench -- [--orders N] [--in-flight N] [--sizes 1000,10000] [--lives N] [--only name,…]`: what an order costs, against
 * what one would use instead. Everything in one run on one machine: read the ratios, not the absolutes. `--only calls` counts
 * calls alone, in virtual time. The last line is all of it as JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CallCounts, countCalls, printCalls } from './calls';
import { type Contender, inProcess, type Measured, once, STEPS, type Stub, startStub } from './contender';
import { handWired } from './hand-wired';
import { ourNodes } from './nodes';
import type { Remembered } from './remember';

/** Core's file store reads and writes all orders at every note: more orders would measure its history. */
const MOST_WITH_FILES = 300;
const WARM_UP = 200;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '3000' },
    'in-flight': { type: 'string', default: '20' },
    sizes: { type: 'string', default: '1000,10000,100000' },
    /** Orders in each scene whose calls are counted. */
    lives: { type: 'string', default: '100' },
    only: { type: 'string' },
  },
});
const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is no number of orders`);
  return value;
};

const contenders = (stub: Stub, folder: string, inFlight: number): Readonly<Record<string, () => Promise<Contender>>> => ({
  durable: async () =>
    inProcess('our durable flow, no Node-RED', require.resolve('./durable'), [
      stub.url,
      join(folder, 'ledger.sqlite'),
      String(inFlight),
    ]),
  nodes: () => ourNodes('our nodes in Node-RED', stub, inFlight),
  axios: async () => inProcess('bare axios', require.resolve('./bare'), ['axios', stub.url]),
  undici: async () => inProcess('bare undici', require.resolve('./bare'), ['undici', stub.url]),
  memory: () => handWired('core nodes, memory', stub, 'memory'),
  file: () => handWired('core nodes, file, cache: false', stub, 'file', MOST_WITH_FILES),
});

async function main(): Promise<void> {
  const only = values.only?.split(',');
  const wanted = (name: string): boolean => only?.includes(name) ?? true;
  const [orders, inFlight, sizes] = [number(values.orders), number(values['in-flight']), values.sizes.split(',').map(number)];
  const folder = mkdtempSync(join(tmpdir(), 'order-lifecycle-bench-'));
  const stub = await startStub();
  try {
    const calls: CallCounts | undefined = wanted('calls') ? await countCalls(number(values.lives)) : undefined;
    if (calls) printCalls(calls);
    const rows: { name: string; measured: Measured }[] = [];
    for (const [name, open] of Object.entries(contenders(stub, folder, inFlight))) {
      if (!wanted(name)) continue;
      const contender = await open();
      try {
        rows.push({ name: contender.name, measured: await measure(contender, stub, orders, inFlight) });
      } finally {
        await contender.close();
      }
    }
    printRuns(rows, inFlight);
    const remembered = wanted('ledger') ? await remember(stub, folder, sizes) : [];
    printRemembered(remembered);
    console.log(JSON.stringify({ runs: rows, remembered, ...(calls ? { calls } : {}) }));
  } finally {
    stub.close();
    rmSync(folder, { recursive: true });
  }
}

async function remember(stub: Stub, folder: string, sizes: readonly number[]): Promise<Remembered[]> {
  const rows: Remembered[] = [];
  for (const size of sizes) {
    const args = [stub.url, join(folder, `of-${size}.sqlite`), String(size)];
    await once(require.resolve('./remember'), ['fill', ...args]);
    const row = await once<Remembered>(require.resolve('./remember'), ['open', ...args]);
    if (row) rows.push(row);
    for (const end of ['', '-wal']) rmSync(`${args[1]}${end}`, { force: true });
  }
  return rows;
}

async function measure(contender: Contender, stub: Stub, orders: number, inFlight: number): Promise<Measured> {
  const most = contender.most ?? Number.POSITIVE_INFINITY;
  const warm = Math.min(WARM_UP, Math.ceil(most / 10));
  await contender.run(warm, inFlight);
  await stub.counts();
  const measured = await contender.run(Math.min(orders, most), inFlight);
  const { calls, repeated } = await stub.counts();
  if (calls !== measured.orders * STEPS.length || repeated > 0)
    throw new Error(`${contender.name}: ${calls} calls, ${repeated} of them repeated, for ${measured.orders} orders`);
  return measured;
}

function printRuns(rows: readonly { name: string; measured: Measured }[], inFlight: number): void {
  if (rows.length === 0) return;
  console.log(`${STEPS.length} calls an order, ${inFlight} orders at a time, no budgets, no faults; Node ${process.version}`);
  const [first] = rows;
  console.table(
    Object.fromEntries(
      rows.map(({ name, measured }) => {
        const [perSecond, cpu] = [measured.orders / measured.seconds, measured.cpuSeconds / measured.orders];
        const against = first && [
          perSecond / (first.measured.orders / first.measured.seconds),
          cpu / (first.measured.cpuSeconds / first.measured.orders),
        ];
        return [
          name,
          {
            orders: measured.orders,
            'orders/s': Math.round(perSecond),
            'CPU µs/order': Math.round(cpu * 1e6),
            'RSS MB': Math.round(measured.rssBytes / 1e6),
            'speed, first = 1': against?.[0]?.toFixed(2),
            'CPU, first = 1': against?.[1]?.toFixed(2),
          },
        ];
      }),
    ),
  );
}
function printRemembered(rows: readonly Remembered[]): void {
  if (rows.length === 0) return;
  console.log('a ledger of orders that are done, opened by a fresh process, which then runs 200 more');
  console.table(
    rows.map(({ orders, openMs, rssBytes, fileBytes }) => ({
      orders,
      'open ms': Math.round(openMs),
      'RSS MB': Math.round(rssBytes / 1e6),
      'file MB': Math.round(fileBytes / 1e6),
      'kB/order': (fileBytes / orders / 1000).toFixed(1),
    })),
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
