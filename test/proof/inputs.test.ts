import assert from 'node:assert/strict';
import { damaged } from './inputs';

/** Seeds that once failed, and what they showed. */
const MENDED: readonly [number, string][] = [
  [2, 'a delivery whose event the facts do not tell any more was sent again for ever'],
  [150, 'a reading whose version could not be read lost against the one before, and the order stood still'],
  [2183, 'an order whose id the marketplace does not know was read again for ever, and nobody was asked'],
];
const OTHERS = Array.from({ length: 24 }, (_, n) => 300 + n);

describe('damaged payloads', function () {
  this.timeout(60_000);
  for (const [seed, showed] of MENDED) {
    it(`seed ${seed}: ${showed}`, async () => assert.deepEqual((await damaged(seed)).faults, []));
  }
  it('become a Shopify order or a case that names the field, and stop no other order', async () => {
    const became = new Set<string>();
    for (const seed of OTHERS) {
      const one = await damaged(seed);
      assert.deepEqual(one.faults, [], `seed ${seed}: ${one.what}`);
      became.add(one.became);
    }
    assert.ok(became.has('a case') && became.has('a Shopify order'));
  });
});
