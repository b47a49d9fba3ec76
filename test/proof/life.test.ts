import assert from 'node:assert/strict';
import { memoryLedger, sqliteInline } from '../../lib/ledger';
import { live } from './life';
import { faultsOf, optionsOf } from './simulate';

const SEED = 11;
const ORDERS = 15;
const KILLS = 60;

/** What a life without faults left behind: where everything ended, whatever came first. */
async function remains(ledger: 'memory' | 'sqlite') {
  const calm = { faults: {}, mischief: { drops: 0, throws: 0, slow: 0 } };
  const world = await live({ ...optionsOf(SEED, ORDERS, 0, ledger), ...calm });
  const sorted = (rows: readonly unknown[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();
  const left = {
    faults: await faultsOf(world),
    counts: sorted(world.simulator.counts()),
    cases: sorted((await world.ledger.openCases(1_000)).map(({ key, kind, count }) => [key, kind, count])),
    // Line items are numbered in the order of their making, which is another each time.
    shop: sorted(
      world.shopify
        .orders()
        .map(({ sourceIdentifier, total, lines }) => [sourceIdentifier, total, lines.map(({ id: _id, ...line }) => line)]),
    ),
    marketplace: sorted(world.mirakl.orders().map(({ id, state, total }) => [id, state, total])),
  };
  await world.ledger.close();
  return left;
}

describe('a life in virtual time', function () {
  this.timeout(60_000);

  it('ends the same on memory and on SQLite', async () => {
    const [memory, sqlite] = [await remains('memory'), await remains('sqlite')];
    assert.deepEqual(memory.faults, []);
    assert.equal(memory.marketplace.length, ORDERS);
    assert.deepEqual(sqlite, memory);
  });

  it('repeats to the letter with the same seed, and differs with another', async () => {
    const traced = async (seed: number): Promise<string> => {
      const lines: string[] = [];
      const world = await live({
        ...optionsOf(seed, ORDERS, KILLS, 'memory'),
        ledger: async () => memoryLedger(),
        trace: (line) => lines.push(line),
      });
      return [...lines, JSON.stringify(world.simulator.arrivals)].join('\n');
    };
    const first = await traced(SEED);
    assert.equal(await traced(SEED), first);
    assert.notEqual(await traced(SEED + 1), first);
  });

  it('keeps its promise on SQLite’s own statements', async () => {
    const world = await live({ ...optionsOf(23, 25, 150, 'sqlite'), ledger: async () => sqliteInline({ file: ':memory:' }) });
    assert.deepEqual(await faultsOf(world), []);
    await world.ledger.close();
  });
});
