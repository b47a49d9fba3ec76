/**
 * `npm run proof:inputs -- --payloads N --seed S`: damaged answers of Mirakl and Shopify through the real engine in virtual time.
 * The process stays alive, nothing is dropped: each order is a Shopify order or an open case whose text names the field (without
 * a readable order id: kept raw, one case of the account), and the undamaged orders of the same page go through.
 */
import { damaged, planned } from './damaged';
import { whole } from './given';

async function main(): Promise<void> {
  const [payloads, first] = [whole('payloads', 500), whole('seed', 1)];
  const became: Record<string, number> = {};
  const sides: Record<string, number> = {};
  let failed = 0;
  for (let seed = first; seed < first + payloads; seed += 1) {
    const plan = planned(seed);
    const one = await damaged(plan);
    became[one.became] = (became[one.became] ?? 0) + 1;
    sides[plan.side] = (sides[plan.side] ?? 0) + 1;
    if (one.faults.length === 0) continue;
    failed += 1;
    process.stdout.write(`payload ${seed} (${one.what}): ${one.faults.join('; ').slice(0, 600)}\n`);
  }
  process.stdout.write(`${JSON.stringify({ payloads, seed: first, sides, became, failed })}\n`);
  if (failed > 0) process.exitCode = 1;
}
main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
