import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import type { OrderRecord } from '../../lib/model/record';
import { VirtualClock } from '../proof/virtual-clock';
import { engineAlone, KEY } from './alone';
import { ACCOUNT, NOW, placed } from './records';

/** How a life ends: killed; asked to stop; flows stopped and killed with them; flows stopped, started again, and killed later. */
type End = 'killed' | 'stopped' | 'killed after the farewell' | 'killed after it came back';
/** Whether it lived long enough to look at the order. */
type Life = readonly [End, 'lived' | 'at once'];
const LISTENER = { id: 'in', nodeType: 't', account: ACCOUNT, events: ['order.placed'], from: 0 };

/** Lives one after another on one ledger, before a flow that holds the order; then the order as the next engine has dealt with it. */
async function after(lives: readonly Life[]): Promise<OrderRecord> {
  const clock = new VirtualClock(NOW);
  const ledger = memoryLedger();
  const live = async (name: string, run: number): Promise<{ end(how: End): Promise<void> }> => {
    let dead = false;
    const mortal = new Proxy(ledger, {
      get(target, method) {
        const call = Reflect.get(target, method).bind(target);
        return (...given: unknown[]) => (dead ? new Promise(() => undefined) : call(...given));
      },
    });
    const engine = engineAlone({ ledger: mortal, clock, name, takes: true });
    const deploy = () => engine.deploy([LISTENER], [], []);
    await engine.start();
    await engine.account(ACCOUNT, 'mirakl', true);
    if (run > 0) {
      await deploy();
      await clock.run(clock.now() + run);
    }
    return {
      async end(how) {
        if (how !== 'killed' && how !== 'stopped') await engine.farewell();
        if (how === 'killed after it came back') await deploy();
        if (how === 'stopped') engine.stop();
        await clock.run(clock.now() + 1_000);
        dead = true;
      },
    };
  };
  await ledger.append([placed(KEY)], NOW);
  for (const [n, [end, long]] of lives.entries()) await (await live(`engine ${n}`, long === 'lived' ? 90_000 : 0)).end(end);
  await live('the next', 90_000);
  const { order } = await ledger.read(KEY);
  assert.ok(order);
  return order;
}
describe('an order in the flow at the end of an engine', () => {
  const killed: Life = ['killed', 'lived'];
  const stopped: Life = ['stopped', 'lived'];
  const table: readonly (readonly [string, readonly Life[], number, string])[] = [
    ['one death puts it under suspicion', [killed], 1, 'out'],
    ['three deaths ask a person', [killed, killed, killed], 0, 'failed'],
    ['however often it is asked to stop', [stopped, stopped, stopped, stopped], 0, 'out'],
    ['a stop among deaths counts as none', [killed, stopped, killed], 2, 'out'],
    ['nor a stop whose successor stopped before it looked', [killed, killed, stopped, ['stopped', 'at once']], 2, 'out'],
    ['nor one whose successor was killed before it looked', [killed, killed, stopped, ['killed', 'at once']], 2, 'out'],
    ['killed while the flows stop: nothing was in them', [killed, killed, ['killed after the farewell', 'lived']], 2, 'out'],
    ['killed after they have started again', [killed, killed, ['killed after it came back', 'lived']], 0, 'failed'],
  ];
  for (const [name, lives, attempts, state] of table)
    it(name, async () => {
      const [delivery] = Object.values((await after(lives)).deliveries);
      assert.deepEqual([delivery?.state, delivery?.attempts], [state, attempts]);
    });
});
