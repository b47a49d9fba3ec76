/** The SQLite ledger behind its worker thread: the caller's loop never waits for the disk. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AnswerLost, LedgerFailed, type Packed, unpacked } from '../errors';
import type { Ledger, Night } from '../port';
import { SqliteLedger } from './client';
import type { Replies } from './group';
import { asking, type Call } from './store';

export interface ToWorker {
  readonly calls: readonly Call[];
  /** A copy of the file, made beside the calls. */
  readonly night?: Night;
  /** Nothing comes after this. */
  readonly close: boolean;
}
export type FromWorker =
  | { readonly is: 'open' }
  | { readonly is: 'refused'; readonly why: Packed }
  | ({ readonly is: 'replies' } & Replies)
  | { readonly is: 'copied'; readonly place: string }
  | { readonly is: 'not copied'; readonly why: Packed };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** One life of the worker: from its start to its end. */
class Thread {
  private readonly worker: Worker;
  /** In the order in which the replies come. */
  private readonly waiting: Waiting[] = [];
  /** Copies are made one after another. */
  private readonly copying: Waiting[] = [];
  readonly opened: Promise<void>;
  readonly ended: Promise<void>;
  over = false;
  private why = 'its thread ended';

  constructor(file: string) {
    this.worker = new Worker(join(__dirname, 'worker.js'), { workerData: { file }, name: 'order-lifecycle ledger' });
    this.worker.on('error', (error) => {
      this.why = `its thread failed: ${error.message}`;
    });
    this.ended = new Promise((resolve) =>
      this.worker.once('exit', () => {
        this.over = true;
        this.lose([...this.waiting.splice(0), ...this.copying.splice(0)]);
        resolve();
      }),
    );
    this.opened = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromWorker) => {
        if (message.is === 'open') resolve();
        else if (message.is === 'refused') reject(unpacked(message.why));
        else if (message.is === 'copied') this.copying.shift()?.resolve(message.place);
        else if (message.is === 'not copied') this.copying.shift()?.reject(unpacked(message.why));
        else this.settle(message);
      });
      this.ended.then(() => reject(new LedgerFailed(this.why)));
    });
  }

  send(calls: readonly Call[], waiting: readonly Waiting[], close = false): void {
    // To a thread that ended nothing can be told any more; whoever waits for it is told so below.
    if (!this.over) this.worker.postMessage({ calls, close } satisfies ToWorker);
    this.waiting.push(...waiting);
    if (this.over) this.lose(this.waiting.splice(0));
  }
  copy(night: Night): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.over) reject(new LedgerFailed(this.why));
      else {
        this.copying.push({ resolve: resolve as Waiting['resolve'], reject });
        this.worker.postMessage({ calls: [], night, close: false } satisfies ToWorker);
      }
    });
  }
  private lose(waiting: readonly Waiting[]): void {
    for (const { reject } of waiting) reject(new AnswerLost(this.why));
  }
  private settle({ values, failed }: Replies): void {
    for (const [at, { resolve, reject }] of this.waiting.splice(0, values.length).entries()) {
      const why = failed[at];
      if (why) reject(unpacked(why));
      else resolve(values[at]);
    }
  }
}

/** Keeps a thread alive: where one ended by a broken disk or a fault, the next call opens the file anew. */
class Threads {
  private thread: Promise<Thread> | undefined;
  /** Calls of this turn of the loop, from whatever answers it took in; they travel in one message. */
  private leaving: Call[] = [];
  private waiting: Waiting[] = [];
  private closed: Promise<void> | undefined;

  constructor(private readonly file: string) {}

  ask(call: Call): Promise<unknown> {
    if (this.closed) return Promise.reject(new LedgerFailed('it was closed'));
    if (this.leaving.push(call) === 1) setImmediate(() => this.flush());
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }
  async copy(night: Night): Promise<string> {
    if (this.closed) throw new LedgerFailed('it was closed');
    return (await this.running()).copy(night);
  }
  /** What was asked before is answered; then the thread ends and the file is free. */
  close(): Promise<void> {
    this.flush();
    this.closed ??= this.end();
    return this.closed;
  }
  running(): Promise<Thread> {
    this.thread ??= this.start();
    return this.thread;
  }

  private async start(): Promise<Thread> {
    const thread = new Thread(this.file);
    thread.ended.then(() => {
      this.thread = undefined;
    });
    try {
      await thread.opened;
    } catch (error) {
      // Only then may another try, which is the next call's.
      await thread.ended;
      throw error;
    }
    return thread;
  }
  private flush(): void {
    const [calls, waiting] = [this.leaving, this.waiting];
    if (calls.length === 0) return;
    [this.leaving, this.waiting] = [[], []];
    // Always by way of the promise, so that what is asked while the file opens is not overtaken.
    this.running()
      .then((thread) => thread.send(calls, waiting))
      .catch((error: Error) => {
        for (const { reject } of waiting) reject(error);
      });
  }
  private async end(): Promise<void> {
    const thread = await this.thread?.catch(() => undefined);
    thread?.send([], [], true);
    await thread?.ended;
  }
}

/**
 * Opens or creates the ledger `file`, with its folder, in a thread of its own. Rejects with LedgerBusy where another process
 * holds it, LedgerUnreadable where it is damaged or newer (and leaves it as it is), LedgerDriverMissing. `close` ends the thread.
 */
export async function sqliteLedger({ file }: { readonly file: string }): Promise<Ledger> {
  const threads = new Threads(file);
  await threads.running();
  return new SqliteLedger(
    asking((call) => threads.ask(call)),
    (night) => threads.copy(night),
    () => threads.close(),
  );
}
