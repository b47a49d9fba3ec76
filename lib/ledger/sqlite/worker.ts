/** The ledger's thread: owns the only connection. One message in holds calls, one message out their replies, in order. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { packed } from '../errors';
import { loadSqlite } from './driver';
import { GroupCommit } from './group';
import { begun, open, release } from './open';
import type { FromWorker, ToWorker } from './thread';

const port = parentPort;
const { file } = workerData as { readonly file: string };
const say = (message: FromWorker) => port?.postMessage(message);

async function work(): Promise<void> {
  const database = await open(loadSqlite(), file);
  const group = begun(file, database, GroupCommit.on);
  port?.on('message', (first: ToWorker) => {
    const calls = [...first.calls];
    let { close } = first;
    // Whatever has arrived meanwhile shares the transaction.
    for (let next = receiveMessageOnPort(port); next && !close; next = receiveMessageOnPort(port)) {
      calls.push(...(next.message as ToWorker).calls);
      close = (next.message as ToWorker).close;
    }
    if (calls.length > 0) say({ is: 'replies', ...group.run(calls) });
    // A broken connection ends with its thread, which alone surely frees the lock; the caller's side starts another.
    if (!close && !group.broken) return;
    release(database);
    port.close();
  });
  say({ is: 'open' });
}
work().catch((error: unknown) => {
  say({ is: 'refused', why: packed(error) });
  port?.close();
});
