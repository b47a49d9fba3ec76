import assert from 'node:assert/strict';
import type { Run } from '../../lib/engine/port';
import { Runs } from '../../lib/runtime/runs';
import type { Message, RuntimeNode } from '../../lib/runtime/types/node-red';

const run: Run = { key: 'a:1', delivery: 'in|placed', run: 1 };
const fakeNode = (id: string, type = 'function', completes = 1): RuntimeNode =>
  ({ id, type, wires: [], _expectedDoneCount: completes }) as unknown as RuntimeNode;
interface End {
  readonly run: Run;
  readonly how: 'closed' | 'interrupted';
  readonly error?: { readonly node: string; readonly text: string };
}

/** Runs whose quiet time is a moment, with the nodes that live. */
function runsOf(nodes: readonly RuntimeNode[], idle = 60_000) {
  const live = new Map(nodes.map((node) => [node.id, node]));
  const ends: End[] = [];
  const rested: Run[] = [];
  let heard = (_end: End): void => undefined;
  const tell = (end: End): Promise<void> => {
    ends.push(end);
    heard(end);
    return Promise.resolve();
  };
  const runs = new Runs({
    closed: (of, error) => tell({ run: of, how: 'closed', ...(error ? { error } : {}) }),
    rests: (of) => rested.push(of),
    interrupted: (of) => tell({ run: of, how: 'interrupted' }),
    getNode: (id) => live.get(id) ?? null,
    log: () => undefined,
    quiet: 5,
    idle,
  });
  const ended = (): Promise<End> =>
    new Promise((resolve) => {
      const [last] = ends.slice(-1);
      if (last) resolve(last);
      else heard = resolve;
    });
  const send = (msg: Message, to: RuntimeNode): void =>
    runs.sent({ msg, source: { id: 's', node: to, port: 0 }, destination: { id: to.id, node: to } });
  const receive = (msg: Message, at: RuntimeNode): void => runs.received({ msg, destination: { id: at.id, node: at } });
  const complete = (msg: Message, at: RuntimeNode, error?: unknown): void =>
    runs.completed({ msg, error, node: { id: at.id, node: at } });
  const begun = (): Message => {
    const msg: Message = { _msgid: 'm1', event: { subject: run.key, delivery: run.delivery, run: run.run } };
    runs.begin(run, msg);
    return msg;
  };
  return { runs, live, ends, rested, ended, send, receive, complete, begun };
}
/** Long enough for a run that is over to have been told: another one, begun later, is. */
async function othersAreTold(of: ReturnType<typeof runsOf>): Promise<void> {
  const other: Run = { key: 'b:1', delivery: 'in|placed', run: 1 };
  for (let time = 0; time < 3; time += 1) {
    const before = of.ends.length;
    of.runs.begin({ ...other, run: time }, { _msgid: `other ${time}` });
    while (of.ends.length === before) await new Promise(setImmediate);
  }
}

describe('runs', () => {
  it('are over when nothing is on its way and every node that completes has', async () => {
    const [a, b] = [fakeNode('a'), fakeNode('b')];
    const at = runsOf([a, b]);
    const msg = at.begun();
    at.send(msg, a);
    at.receive(msg, a);
    at.send(msg, b);
    at.complete(msg, a);
    await othersAreTold(at);
    assert.ok(at.ends.every((end) => end.run.key !== run.key));
    at.receive(msg, b);
    at.complete(msg, b);
    while (!at.ends.some((end) => end.run.key === run.key)) await new Promise(setImmediate);
    assert.deepEqual(at.ends.at(-1), { run, how: 'closed' });
    assert.equal(at.runs.size, 0);
  });

  for (const [what, lost] of [
    ['a new object with the same event', (msg: Message): Message => ({ event: msg.event })],
    ['an object that has lost its event', (msg: Message): Message => ({ _msgid: msg._msgid ?? '' })],
    ['a new message id in the same object', (msg: Message): Message => Object.assign(msg, { _msgid: 'other', event: undefined })],
  ] as const) {
    it(`know a message by ${what}`, async () => {
      const [a, b] = [fakeNode('a'), fakeNode('b')];
      const at = runsOf([a, b]);
      const msg = at.begun();
      at.send(msg, a);
      at.receive(msg, a);
      const next = lost(msg);
      at.send(next, b);
      at.complete(msg, a);
      await othersAreTold(at);
      assert.ok(at.ends.every((end) => end.run.key !== run.key));
    });
  }

  it('wait for no node that never completes', async () => {
    const fork = fakeNode('switch', 'switch', 0);
    const at = runsOf([fork]);
    const msg = at.begun();
    at.send(msg, fork);
    at.receive(msg, fork);
    assert.deepEqual(await at.ended(), { run, how: 'closed' });
  });

  it('take no completion for one that was never received (a link that returns)', async () => {
    const [a, link] = [fakeNode('a'), fakeNode('l', 'link out')];
    const at = runsOf([a, link]);
    const msg = at.begun();
    at.send(msg, a);
    at.receive(msg, a);
    at.complete(msg, link);
    at.complete(msg, link);
    await othersAreTold(at);
    assert.ok(at.ends.every((end) => end.run.key !== run.key));
  });

  it('fail with the error of any of their nodes, but not with one that is a case already', async () => {
    const a = fakeNode('a');
    for (const told of [false, true]) {
      const at = runsOf([a]);
      const msg = at.begun();
      const error = new TypeError('x is not a function');
      if (told) at.runs.told(error);
      at.send(msg, a);
      at.receive(msg, a);
      at.complete(msg, a, error);
      assert.deepEqual(
        await at.ended(),
        told ? { run, how: 'closed' } : { run, how: 'closed', error: { node: 'a', text: 'TypeError: x is not a function' } },
      );
    }
  });

  it('give their slot back at the first zero, and their turn after the quiet while', async () => {
    const a = fakeNode('a');
    const at = runsOf([a]);
    const msg = at.begun();
    assert.deepEqual(at.rested, [], 'a run that begins keeps its slot');
    at.send(msg, a);
    at.receive(msg, a);
    assert.deepEqual(at.rested, []);
    at.complete(msg, a);
    assert.deepEqual([at.rested, at.ends], [[run], []]);
    assert.deepEqual(await at.ended(), { run, how: 'closed' });
  });

  it('give their place back while a message is parked', async () => {
    const a = fakeNode('a');
    const at = runsOf([a]);
    const msg = at.begun();
    at.send(msg, a);
    at.receive(msg, a);
    at.runs.parked(msg, a);
    assert.deepEqual(await at.ended(), { run, how: 'closed' });
  });

  it('are given up when a node says nothing for too long, unless it keeps messages on purpose', async () => {
    const silent = fakeNode('a', 'http request');
    const at = runsOf([silent], 20);
    const msg = at.begun();
    at.send(msg, silent);
    at.receive(msg, silent);
    assert.deepEqual(await at.ended(), { run, how: 'closed' });

    const keeper = fakeNode('d', 'delay');
    const kept = runsOf([keeper], 5);
    const other = kept.begun();
    kept.send(other, keeper);
    kept.receive(other, keeper);
    await othersAreTold(kept);
    assert.ok(kept.ends.every((end) => end.run.key !== run.key));
    kept.runs.close();
  });

  describe('over a deploy', () => {
    it('are interrupted where the node that held a message was made anew', async () => {
      const a = fakeNode('a');
      const at = runsOf([a]);
      const msg = at.begun();
      at.send(msg, a);
      at.receive(msg, a);
      at.runs.stopping();
      at.complete(msg, a);
      at.live.set('a', fakeNode('a'));
      at.runs.started();
      assert.deepEqual(await at.ended(), { run, how: 'interrupted' });
    });
    it('are interrupted where a message went to a node that was not there', async () => {
      const [a, b] = [fakeNode('a'), fakeNode('b')];
      const at = runsOf([a, b]);
      const msg = at.begun();
      at.send(msg, a);
      at.receive(msg, a);
      at.runs.stopping();
      at.live.delete('b');
      at.runs.routed({ msg, source: { id: 'a', node: a, port: 0 }, destination: { id: 'b' } });
      at.complete(msg, a);
      at.live.set('b', b);
      at.runs.started();
      assert.deepEqual(await at.ended(), { run, how: 'interrupted' });
    });
    it('are interrupted where a message was received while flows stopped, by a node that is gone since', async () => {
      const [a, b] = [fakeNode('a'), fakeNode('b')];
      const at = runsOf([a, b]);
      const msg = at.begun();
      at.send(msg, a);
      at.receive(msg, a);
      at.runs.stopping();
      at.send(msg, b);
      at.receive(msg, b);
      at.complete(msg, b);
      at.complete(msg, a);
      at.live.delete('b');
      at.runs.started();
      assert.deepEqual(await at.ended(), { run, how: 'interrupted' });
    });
    it('go on where everything that held them is still there', async () => {
      const [a, b] = [fakeNode('a'), fakeNode('b')];
      const at = runsOf([a, b]);
      const msg = at.begun();
      at.send(msg, a);
      at.receive(msg, a);
      at.runs.stopping();
      at.live.delete('b');
      at.runs.started();
      at.complete(msg, a);
      assert.deepEqual(await at.ended(), { run, how: 'closed' });
    });
    it('are all sent again where flows stop for good', async () => {
      const a = fakeNode('a');
      const at = runsOf([a]);
      const msg = at.begun();
      at.send(msg, a);
      at.runs.stopping();
      at.runs.stopped();
      assert.deepEqual(await at.ended(), { run, how: 'interrupted' });
    });
  });
});
