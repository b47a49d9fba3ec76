import assert from 'node:assert/strict';
import { RACES } from './table';
import { walked } from './walk';

/** Some of each here; all of them are `npm run proof:races`. */
const EVERY = 12;

describe('Races, every twelfth interleaving', function () {
  this.timeout(120_000);
  for (const race of RACES)
    it(race.name, async () => {
      const count = await walked(race, EVERY);
      assert.ok(count > 20, `${count} interleavings: the engine did not act at all`);
    });
});
