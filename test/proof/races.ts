/**
 * `npm run proof:races -- [--race TEXT] [--every N]`: two sides act on one order, the second one's deed at every await of the
 * engine since the first one's; rules after every commit, the judge at the end of each. The count of interleavings is printed per
 * pair. One that ends wrongly is played again with its trace.
 */
import { RACES } from '../life/races/table';
import { played, walked } from '../life/races/walk';

const given = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};

async function main(): Promise<void> {
  const every = Number(given('every') ?? 1);
  if (!Number.isInteger(every) || every < 1) throw new Error(`--every takes a whole number from 1 on, not "${given('every')}"`);
  const chosen = RACES.filter(({ name }) => name.includes(given('race') ?? ''));
  if (chosen.length === 0) throw new Error(`--race: no race's name holds "${given('race')}"`);
  const began = Date.now();
  let played = 0;
  let failed = 0;
  for (const race of chosen) {
    try {
      const count = await walked(race, every);
      played += Math.ceil(count / every);
      process.stdout.write(`${race.name}: ${count} interleavings\n`);
    } catch (error) {
      failed += 1;
      await again(race, error);
    }
  }
  const seconds = Math.round((Date.now() - began) / 1_000);
  process.stdout.write(`${JSON.stringify({ races: chosen.length, interleavings: played, every, failed, seconds })}\n`);
  if (failed > 0) process.exitCode = 1;
}
async function again(race: (typeof RACES)[number], error: unknown): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${race.name}: ${text}\n`);
  const n = Number(/interleaving (\d+)/.exec(text)?.[1]);
  if (n > 0) await played(race, n, (line) => process.stdout.write(`  ${line}\n`)).catch(() => undefined);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
