import assert from 'node:assert/strict';
import type { Guards } from '../../lib/engine/guards';
import { live } from './life';
import { faultsOf, optionsOf } from './simulate';
import { ruleOf } from './verdict';

/** A guard, the rules of which one at least must be named when it is off, and a seed that shows it. */
const GUARDS: readonly [
  keyof Guards,
  readonly string[],
  {
    readonly seeds: readonly number[];
    readonly engines: number;
    readonly cancel?: number;
    readonly mischief?: { readonly drops: number; readonly throws: number; readonly slow: number };
  },
][] = [
  ['proof', ['R1', 'R5', 'R15', 'R23'], { seeds: [200, 201, 202, 203, 204, 205], engines: 1 }],
  ['commitTime', ['R1', 'R5', 'R15', 'R23'], { seeds: [200, 201, 202, 203, 204, 205], engines: 1 }],
  ['version', ['R1', 'R4', 'R5', 'R22'], { seeds: [100, 101, 102, 103, 104, 105], engines: 2 }],
  // Many cancel, so that the flow meets orders that are not, or never will be, ready.
  ['duty', ['R4'], { seeds: [101, 102, 103, 104, 105], engines: 1, cancel: 0.5 }],
  // A flow that drops one in five: few lives show it where one in a hundred is dropped.
  ['offer', ['R2', 'R21'], { seeds: [200, 201, 202], engines: 1, mischief: { drops: 0.2, throws: 0.005, slow: 3_000 } }],
];
const ORDERS = 20;
const KILLS = 300;

describe('without one guard the judge convicts, and with all of them the same life is clean', function () {
  this.timeout(120_000);
  for (const [guard, rules, { seeds, ...world }] of GUARDS) {
    it(`${guard}: ${rules.join(', ')}`, async () => {
      for (const seed of seeds) {
        const options = { ...optionsOf(seed, ORDERS, KILLS, 'memory'), ...world };
        const faults = await faultsOf(await live({ ...options, guards: { [guard]: false } }));
        const named = faults.map(ruleOf);
        if (!named.some((rule) => rules.includes(rule))) continue;
        assert.deepEqual(await faultsOf(await live(options)), [], `seed ${seed} with all guards`);
        return;
      }
      assert.fail(`no seed of ${seeds.join(', ')} was convicted without ${guard}`);
    });
  }
});
