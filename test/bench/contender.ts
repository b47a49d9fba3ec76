/** What is measured, and how: each contender in a process of its own, by its own CPU time and memory. */
import { type ChildProcess, fork } from 'node:child_process';
import { once as happens } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { Counts, MarketplacePlace, StubSays } from './stub';

export const STEPS = ['accept', 'create', 'pay', 'reference'] as const;
/** The call of one step, as large as an order is. */
export const callOf = (
  order: string,
  step: string,
): { readonly order: string; readonly step: string; readonly lines: unknown } => ({ order, step, lines: LINES });
const LINES = [1, 2, 3].map((n) => ({
  id: `line-${n}`,
  sku: `SKU-000${n}`,
  title: 'A thing with a name of usual length',
  quantity: 1,
  price: { amount: '10.00', currency: 'EUR' },
  taxes: [{ code: 'VAT', rate: '21.00', amount: '1.74' }],
}));

export interface Usage {
  /** Of the process since its start. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}
export interface Measured {
  readonly orders: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}
export interface Contender {
  readonly name: string;
  /** At most so many orders, where more would measure its history, or only take longer. */
  readonly most?: number;
  run(orders: number, inFlight: number): Promise<Measured>;
  close(): Promise<void>;
}
export interface Stub {
  readonly url: string;
  /** Resolves with what the next `/finished` brings. */
  finished(): Promise<unknown>;
  /** Since the last time. */
  counts(): Promise<Counts>;
  close(): void;
}

export const usage = (): Usage => {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() };
};

export async function startStub(): Promise<Stub> {
  const child = fork(require.resolve('./stub'));
  const waiting: ((value: unknown) => void)[] = [];
  const { port } = await new Promise<Extract<StubSays, { port: number }>>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the stub ended (${code})`)));
    child.on('message', (said: StubSays) => ('port' in said ? resolve(said) : waiting.shift()?.(said.finished)));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    finished: () => new Promise((resolve) => waiting.push(resolve)),
    counts: async () => (await (await fetch(`${url}/counts`)).json()) as Counts,
    close: () => void child.kill(),
  };
}

/** A new marketplace with so many orders. */
export async function place(stub: string, orders: number): Promise<MarketplacePlace> {
  const answer = await fetch(`${stub}/place`, { method: 'POST', body: JSON.stringify({ orders }) });
  if (!answer.ok) throw new Error(`the stub placed no orders (${answer.status})`);
  return (await answer.json()) as MarketplacePlace;
}

/** In the child: runs when asked, until the parent lets go. */
export function answerRuns(run: (orders: number, inFlight: number) => Promise<void>): void {
  process.on('message', (asked: { orders: number; inFlight: number }) => {
    const before = usage();
    const began = performance.now();
    run(asked.orders, asked.inFlight).then(
      () => {
        const after = usage();
        process.send?.({
          orders: asked.orders,
          seconds: (performance.now() - began) / 1000,
          cpuSeconds: after.cpuSeconds - before.cpuSeconds,
          rssBytes: after.rssBytes,
        } satisfies Measured);
      },
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit());
}

/** In the parent: a contender whose work is a module that calls `answerRuns`. */
export function inProcess(name: string, module: string, args: readonly string[]): Contender {
  const child: ChildProcess = fork(module, args);
  const died = new Promise<never>((_, reject) =>
    child.once('exit', (code, signal) => reject(new Error(`${name} ended (${signal ?? code})`))),
  );
  died.catch(() => undefined);
  return {
    name,
    async run(orders, inFlight) {
      const answer = happens(child, 'message');
      child.send({ orders, inFlight });
      const [measured] = (await Promise.race([answer, died])) as [Measured];
      return measured;
    },
    async close() {
      child.kill();
      await died.catch(() => undefined);
    },
  };
}

/** `inFlight` at a time until all are through. */
export async function spread(orders: number, inFlight: number, one: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < orders) await one(next++);
    }),
  );
}

/** A child that does one thing and ends; resolves with what it sent, if anything. */
export function once<T>(module: string, args: readonly string[]): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const child = fork(module, args);
    let said: T | undefined;
    child.on('message', (message: T) => (said = message));
    child.once('exit', (code, signal) =>
      code === 0 ? resolve(said) : reject(new Error(`${args[0]} ended (${signal ?? code})`)),
    );
  });
}
