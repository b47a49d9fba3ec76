/**
 * The ledger's thread: owns the only connection. One message in holds calls, one message out their replies, in order. A copy of
 * the file is made in steps between them.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { packed } from '../errors';
import type { Night } from '../port';
import { copyOf } from './copies';
import { loadSqlite } from './driver';
import { GroupCommit } from './group';
import { backUp, begun, open, release } from './open';
import type { FromWorker, ToWorker } from './thread';

const port = parentPort;
const { file } = workerData as { readonly file: string };
const say = (message: FromWorker) => port?.postMessage(message);

async function work(): Promise<void> {
  const sqlite = loadSqlite();
  const database = await open(sqlite, file);
  const group = begun(file, database, GroupCommit.on);
  /** Done when every copy that was asked for is made. */
  let copies = Promise.resolve();
  const copy = async (night: Night): Promise<void> => {
    try {
      const place = await copyOf(sqlite, file, night, (part) => backUp(sqlite, database, part));
      say({ is: 'copied', place });
    } catch (error) {
      say({ is: 'not copied', why: packed(error) });
    }
  };
  port?.on('message', (first: ToWorker) => {
    const calls: ToWorker['calls'][number][] = [];
    let close = false;
    // Whatever has arrived meanwhile shares the transaction.
    for (let next: ToWorker | undefined = first; next; ) {
      const { night } = next;
      calls.push(...next.calls);
      if (night) copies = copies.then(() => copy(night));
      ({ close } = next);
      next = close ? undefined : (receiveMessageOnPort(port)?.message as ToWorker | undefined);
    }
    if (calls.length > 0) say({ is: 'replies', ...group.run(calls) });
    // A broken connection ends with its thread, which alone surely frees the lock; the caller's side starts another.
    if (!close && !group.broken) return;
    port.removeAllListeners('message');
    // A copy under way reads by this connection.
    void copies.then(() => {
      release(database);
      port.close();
    });
  });
  say({ is: 'open' });
}
work().catch((error: unknown) => {
  say({ is: 'refused', why: packed(error) });
  port?.close();
});
