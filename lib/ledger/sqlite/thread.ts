/** The SQLite ledger behind its worker thread: the caller's loop never waits for the disk. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AnswerLost, LedgerFailed, type Packed, unpacked } from '../errors';
import type { Ledger } from '../port';
import { SqliteLedger } from './client';
import type { Replies } from './group';
import { asking, type Call } from './store';

export interface ToWorker {
  readonly calls: readonly Call[];
  /** Nothing comes after this. */
  readonly close: boolean;
}
export type FromWorker =
  | { readonly is: 'open' }
  | { readonly is: 'refused'; readonly why: Packed }
  | ({ readonly is: 'replies' } & Replies);

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

class Thread {
  private readonly worker: Worker;
  private readonly ended: Promise<void>;
  /** Calls of this turn of the loop; they travel in one message. */
  private leaving: Call[] = [];
  /** In the order in which the replies come. */
  private readonly waiting: Waiting[] = [];
  private over: LedgerFailed | undefined;
  readonly opened: Promise<void>;

  constructor(file: string) {
    this.worker = new Worker(join(__dirname, 'worker.js'), { workerData: { file }, name: 'order-lifecycle ledger' });
    this.opened = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromWorker) => {
        if (message.is === 'open') resolve();
        else if (message.is === 'refused') reject(unpacked(message.why));
        else this.settle(message);
      });
      this.worker.on('error', (error) => this.fail(`its thread failed: ${error.message}`));
      this.worker.on('exit', () => reject(this.fail('it was closed')));
    });
    this.ended = new Promise((resolve) => this.worker.once('exit', () => resolve()));
  }

  ask(call: Call): Promise<unknown> {
    if (this.over) return Promise.reject(this.over);
    if (this.leaving.push(call) === 1) queueMicrotask(() => this.send(false));
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }
  /** What was asked before is answered; then the thread ends and the file is free. */
  close(): Promise<void> {
    if (!this.over) {
      this.over = new LedgerFailed('it was closed');
      this.send(true);
    }
    return this.ended;
  }

  private send(close: boolean): void {
    const calls = this.leaving;
    if (calls.length === 0 && !close) return;
    this.leaving = [];
    this.worker.postMessage({ calls, close } satisfies ToWorker);
  }
  private settle({ values, failed }: Replies): void {
    for (const [at, { resolve, reject }] of this.waiting.splice(0, values.length).entries()) {
      const why = failed[at];
      if (why) reject(unpacked(why));
      else resolve(values[at]);
    }
  }
  private fail(why: string): LedgerFailed {
    this.over ??= new LedgerFailed(why);
    for (const { reject } of this.waiting.splice(0)) reject(new AnswerLost(why));
    return this.over;
  }
}

/**
 * Opens or creates the ledger `file`, with its folder, in a thread of its own. Rejects with LedgerBusy where another process
 * holds it, LedgerUnreadable where it is damaged or newer (and leaves it as it is), LedgerDriverMissing. `close` ends the thread.
 */
export async function sqliteLedger({ file }: { readonly file: string }): Promise<Ledger> {
  const thread = new Thread(file);
  await thread.opened;
  return new SqliteLedger(
    asking((call) => thread.ask(call)),
    () => thread.close(),
  );
}
