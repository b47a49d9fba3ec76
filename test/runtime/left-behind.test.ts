/** Field case nodered-listener-left-behind: each deploy multiplied the messages. */
import assert from 'node:assert/strict';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { asked, listening, place, simulated, until } from './flows';

/** Counts what a deploy could leave behind, from inside: listeners, routes, and timers of the process. */
const settingsCode = `{ httpAdminMiddleware: (request, response, next) => {
  if (request.path !== '/counts') return next();
  const { events, hooks } = require(require.resolve('@node-red/util', { paths: [require.main.path] }));
  const routes = (request.app._router || request.app.router).stack.length;
  response.json({
    listeners: events.eventNames().map((name) => [String(name), events.listenerCount(name)]).filter(([name]) => !name.startsWith('node:')),
    hooks: ['preRoute', 'postDeliver', 'onReceive', 'onComplete'].map((name) => hooks.has(name + '.order-lifecycle')),
    routes,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
  });
} }`;
interface Counts {
  readonly listeners: readonly (readonly [string, number])[];
  readonly hooks: readonly boolean[];
  readonly routes: number;
  readonly timers: number;
}

describe('nodered-listener-left-behind', () => {
  let nodeRed: SpawnedNodeRed;
  afterEach(() => nodeRed.kill());
  const counts = async (): Promise<Counts> => (await fetch(`${nodeRed.url}/counts`)).json() as Promise<Counts>;

  it('ten deploys of all three kinds, then three orders: each comes once, and nothing was left behind', async () => {
    const flow = (rev: number) =>
      simulated().map((node) =>
        ['in', 'accept', 'create', 'world'].includes(node.id) ? { ...node, name: `${node.id} ${rev}` } : node,
      );
    nodeRed = await spawnNodeRed({ flows: flow(0), settingsCode });
    await listening(nodeRed);
    const before = await counts();
    for (let rev = 1; rev <= 10; rev += 1) await nodeRed.deploy(flow(rev), (['full', 'flows', 'nodes'] as const)[rev % 3]);
    await listening(nodeRed);
    const placed = [await place(nodeRed), await place(nodeRed), await place(nodeRed)];
    const { came } = await until(
      () => asked(nodeRed),
      (all) => all.came.length >= 3,
      'three orders',
    );
    assert.deepEqual(came.map(({ key }) => key.split(':').at(-1)).sort(), [...placed].sort());

    const after = await counts();
    assert.deepEqual(after.listeners, before.listeners);
    assert.deepEqual(after.hooks, [true, true, true, true]);
    assert.equal(after.routes, before.routes);
    // Statuses of the orders' way, and the quiet second of each run, are timers that end by themselves.
    await until(counts, ({ timers }) => timers <= before.timers, `as many timers as before (${before.timers})`);
    assert.deepEqual(
      nodeRed.output.lines.filter((line) => /MaxListeners|leak/i.test(line)),
      [],
    );
    assert.equal((await asked(nodeRed)).came.length, 3);
  }).timeout(90_000);
});
