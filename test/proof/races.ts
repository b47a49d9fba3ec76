/**
 * `npm run proof:races -- [--race TEXT] [--every N] [--lost] [--late] [--stands MINUTES]`: two sides act on one order, the second
 * one's deed at every await of the engine since the first one's; rules after every commit, the judge at the end of each. The count
 * of interleavings is printed per pair. One that ends wrongly is played again with its trace. `--lost`, `--late`: from that await
 * on the first call of each kind that writes gets no answer, done at once or later. `--stands`: two engines on one ledger, and the
 * one at that await stands still there while the other goes on.
 */
import { RACES } from '../life/races/table';
import { type Beside, played, type Race, walked } from '../life/races/walk';
import { given, whole } from './given';

async function main(): Promise<void> {
  const every = whole('every', 1);
  if (every === 0) throw new Error('--every takes a whole number from 1 on, not "0"');
  const chosen = RACES.filter(({ name }) => name.includes(given.get('race') ?? ''));
  if (chosen.length === 0) throw new Error(`--race: no race's name holds "${given.get('race')}"`);
  const befalls = given.has('lost') ? 'lost answer' : given.has('late') ? 'late commit' : undefined;
  const beside: Beside = { ...(befalls ? { befalls } : {}), ...(given.has('stands') ? { stands: whole('stands', 0) } : {}) };
  const began = Date.now();
  let interleavings = 0;
  let failed = 0;
  for (const race of chosen) {
    try {
      const count = await walked(race, every, beside);
      interleavings += Math.ceil(count / every);
      process.stdout.write(`${race.name}: ${count} interleavings\n`);
    } catch (error) {
      failed += 1;
      await again(race, beside, error);
    }
  }
  const seconds = Math.round((Date.now() - began) / 1_000);
  process.stdout.write(`${JSON.stringify({ races: chosen.length, interleavings, every, failed, seconds })}\n`);
  if (failed > 0) process.exitCode = 1;
}
async function again(race: Race, beside: Beside, error: unknown): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${race.name}: ${text}\n`);
  const n = Number(/interleaving (\d+)/.exec(text)?.[1]);
  if (n > 0) await played(race, n, beside, (line) => process.stdout.write(`  ${line}\n`)).catch(() => undefined);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
