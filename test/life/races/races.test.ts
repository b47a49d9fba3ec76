import assert from 'node:assert/strict';
import { RACES } from './table';
import { type Beside, played, walked } from './walk';

/** Some of each here; all of them are `npm run proof:races`. */
const EVERY = 16;
/** Walks with something beside are longer, and the same places are met. Two engines race about one order: levels are the store's. */
const BESIDE: readonly { readonly name: string; readonly beside: Beside; readonly every: number; readonly ofOrders?: true }[] = [
  { name: 'first answers of what writes are lost', beside: { befalls: 'lost answer' }, every: 67 },
  { name: 'one of two engines stands still', beside: { stands: 5 }, every: 131, ofOrders: true },
];
/** Places that an engine was once wrong at, each by its race and number. */
const ONCE: readonly (readonly [what: string, race: string, n: number, beside: Beside])[] = [
  [
    'an answer heard after another engine had given the effect up',
    'cancel against ship: the portal cancels while the shop’s parcel is told',
    41,
    { stands: 5 },
  ],
  [
    'an answer heard after another engine had begun the effect anew',
    'stock against order: a buyer orders while the shop’s count is told',
    Number.POSITIVE_INFINITY,
    { stands: 5 },
  ],
];

describe('Races, every sixteenth interleaving', function () {
  this.timeout(120_000);
  for (const race of RACES)
    it(race.name, async () => {
      const count = await walked(race, EVERY);
      assert.ok(count > 20, `${count} interleavings: the engine did not act at all`);
    });
});
for (const { name, beside, every, ofOrders } of BESIDE)
  describe(`Races, some interleavings, ${name}`, function () {
    this.timeout(120_000);
    for (const race of RACES) if (!ofOrders || !race.holds) it(race.name, () => walked(race, every, beside));
  });
describe('Races that were once lost', function () {
  this.timeout(60_000);
  for (const [what, name, n, beside] of ONCE)
    it(what, async () => {
      const race = RACES.find((one) => one.name === name) ?? assert.fail(`no race ${name}`);
      await played(race, n, beside);
    });
});
