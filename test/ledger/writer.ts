/** A process of its own that writes through the worker and says what was acknowledged; the crash test kills it. */
import { sqliteLedger } from '../../lib/ledger';
import { at, effect, NOON, orderOf, patch, seen } from './rows';

async function main(file: string, lanes: number): Promise<void> {
  const ledger = await sqliteLedger({ file });
  // A pipe is written synchronously: what was acknowledged is told before the kill, not kept in a buffer.
  const acknowledge = (line: string) => process.stdout.write(`${line}\n`);
  const lane = async (start: number): Promise<never> => {
    for (let n = start; ; n += lanes) {
      await ledger.append([seen(n, at(0), NOON)], NOON);
      acknowledge(`order ${orderOf(n)}`);
      const done = await ledger.commit(orderOf(n), 1, patch({ effects: [effect('1')], alarm: NOON }));
      if (done === 'done') acknowledge(`effect ${orderOf(n)}`);
    }
  };
  acknowledge('open');
  await Promise.all(Array.from({ length: lanes }, (_, start) => lane(start)));
}
const [, , file = '', lanes = '8'] = process.argv;
main(file, Number(lanes)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
