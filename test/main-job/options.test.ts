import assert from 'node:assert/strict';
import { optionsOf } from '../../lib/main-job/options';

describe('the command line of npm start', () => {
  it('shows the example without options', () => {
    assert.deepEqual(optionsOf([]), { pace: undefined, port: undefined, userDir: undefined, seed: 1, job: { is: 'show' } });
  });
  it('takes everything that the help names', () => {
    assert.deepEqual(optionsOf(['--pace', '10', '--port', '0', '--user-dir', 'here']), {
      pace: 10,
      port: 0,
      userDir: 'here',
      seed: 1,
      job: { is: 'show' },
    });
    assert.deepEqual(optionsOf(['--once', '200', '--seed', '7']), {
      pace: undefined,
      port: undefined,
      userDir: undefined,
      seed: 7,
      job: { is: 'once', orders: 200 },
    });
    assert.deepEqual(optionsOf(['--once', '--input', 'a', '--input', 'b', '--unknown', 'X', '--unknown', 'Y']), {
      pace: undefined,
      port: undefined,
      userDir: undefined,
      seed: 1,
      job: { is: 'inputs', paths: ['a', 'b'], unknownSkus: ['X', 'Y'] },
    });
    assert.equal(optionsOf(['--help']), 'help');
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['--once'], /--once takes a number of orders/],
    [['--once', '0'], /--once takes a whole number from 1 to 100000, not "0"/],
    [['--once', 'many'], /not "many"/],
    [['--once', '2', '3'], /"3" is no option/],
    [['200'], /"200" is no option\. A number of orders follows --once/],
    [['--once', '2', '--input', 'a'], /not both/],
    [['--input', 'a'], /--input goes with --once/],
    [['--unknown', 'X'], /--unknown goes with --input/],
    [['--seed', '7'], /--seed goes with --once/],
    [['--pace', '0'], /--pace takes a number from 1 to 3600, not "0"/],
    [['--pace', ''], /--pace takes a number/],
    [['--port', '70000'], /--port takes a whole number from 0 to 65535/],
    [['--port', '1.5'], /--port takes a whole number/],
    [['--colour'], /^Unknown option '--colour'\. "npm start -- --help" lists what there is\.$/],
    [['--pace'], /^Option '--pace <value>' argument missing\. /],
    [['--pace', '--once'], /^Option '--pace' argument is ambiguous\. "npm start/],
  ];
  for (const [given, why] of wrong)
    it(`refuses ${given.join(' ')}`, () => {
      assert.throws(
        () => optionsOf(given),
        (error: Error) => error.name === 'Usage' && why.test(error.message),
      );
    });
});
