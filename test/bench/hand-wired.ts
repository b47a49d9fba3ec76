/**
 * The same four calls as somebody wires them from Node-RED's own nodes: has this order been done, http request, note
 * in the flow's context that the step is done, next. With `cache: false` each note is on disk before the next call, which
 * is as near to durable as core comes; with the memory store a restart forgets everything.
 */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { spawnNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';
import { type Contender, callOf, STEPS, type Stub, type Usage } from './contender';

/** What a function node calls to learn the process's CPU time and memory. */
export const USAGE = `{ functionGlobalContext: { usage: () => { const { user, system } = process.cpuUsage(); return { cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() }; } } }`;

export async function handWired(name: string, stub: Stub, store: 'file' | 'memory', most?: number): Promise<Contender> {
  const nodeRed = await spawnNodeRed({
    link: false,
    flows: flows(stub.url, store),
    settings: {
      contextStorage: {
        default: { module: 'memory' },
        memory: { module: 'memory' },
        file: { module: 'localfilesystem', config: { cache: false } },
      },
      disableEditor: true,
    },
    settingsCode: USAGE,
  });
  return {
    name,
    ...(most === undefined ? {} : { most }),
    async run(orders, inFlight) {
      const finished = stub.finished();
      const began = performance.now();
      const answer = await fetch(`${nodeRed.url}/run`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ orders, inFlight, run: randomUUID() }),
      });
      if (!answer.ok) throw new Error(`${name} did not begin (${answer.status})`);
      const ended = nodeRed.ended.then(() => {
        throw new Error(`${name} ended`);
      });
      ended.catch(() => undefined);
      const { before, after } = (await Promise.race([finished, ended])) as { before: Usage; after: Usage };
      return {
        orders,
        seconds: (performance.now() - began) / 1000,
        cpuSeconds: after.cpuSeconds - before.cpuSeconds,
        rssBytes: after.rssBytes,
      };
    },
    async close() {
      await nodeRed.stop();
    },
  };
}

/** begin → (has it been done → call → note) for each step → next order … → finished */
function flows(stub: string, store: string): FlowNode[] {
  const tab = { id: 'tab', type: 'tab', label: 'hand-wired' };
  const on = <T extends object>(id: string, type: string, wires: string[][], rest: T): FlowNode => ({
    id,
    type,
    z: 'tab',
    wires,
    ...rest,
  });
  const code = (id: string, func: string, wires: string[][]): FlowNode =>
    on(id, 'function', wires, { func, outputs: wires.length, noerr: 0, initialize: '', finalize: '', libs: [] });
  const http = (id: string, wires: string[][]): FlowNode =>
    on(id, 'http request', wires, {
      method: 'use',
      ret: 'obj',
      paytoqs: 'ignore',
      url: '',
      persist: true,
      authType: '',
      senderr: false,
      headers: [],
    });
  const enter = (step: string): string => `ask-${step}`;
  const [first] = STEPS;

  const steps = STEPS.flatMap((step, n) => {
    const next = STEPS[n + 1];
    const afterwards = next ? enter(next) : 'next';
    return [
      code(enter(step), askCode(stub, step, store, n === 0), n === 0 ? [[`call-${step}`], ['next']] : [[`call-${step}`]]),
      http(`call-${step}`, [[`note-${step}`]]),
      code(`note-${step}`, noteCode(step, store), [[afterwards]]),
    ];
  });
  return [
    tab,
    on('in', 'http in', [['begin']], { url: '/run', method: 'post', upload: false }),
    code('begin', BEGIN, [['next'], ['answer']]),
    on('answer', 'http response', [], { statusCode: '204', headers: {} }),
    code('next', nextCode(stub), [[enter(first)], ['tell']]),
    ...steps,
    http('tell', [[]]),
  ];
}

const BEGIN = `node.send([{ begin: msg.payload }, null]); return [null, msg];`;

/** Keeps so many orders under way, and tells the stub when the last is through. */
const nextCode = (stub: string): string => `
const usage = global.get('usage');
let at = context.get('at');
if (msg.begin) {
  at = { ...msg.begin, begun: 0, done: 0, before: usage() };
  context.set('at', at);
  const first = [];
  while (at.begun < Math.min(at.inFlight, at.orders)) first.push({ order: at.run + '-' + at.begun++ });
  return [first, null];
}
at.done += 1;
if (at.done === at.orders) return [null, { method: 'POST', url: ${JSON.stringify(`${stub}/finished`)}, payload: { before: at.before, after: usage() } }];
return at.begun < at.orders ? [{ order: at.run + '-' + at.begun++ }, null] : null;`;

const askCode = (stub: string, step: string, store: string, first: boolean): string => {
  const call = `
msg.method = 'POST';
msg.url = ${JSON.stringify(`${stub}/call`)};
msg.headers = { 'content-type': 'application/json', accept: 'application/json', authorization: 'key' };
msg.payload = { ...${JSON.stringify(callOf('', step))}, order: msg.order };`;
  if (!first) return `${call}\nreturn msg;`;
  return `
flow.get('order-' + msg.order, ${JSON.stringify(store)}, (error, state) => {
  if (error) return node.error(error, msg);
  if (state) { node.send([null, msg]); return node.done(); }
  ${call}
  node.send([msg, null]);
  node.done();
});`;
};
const noteCode = (step: string, store: string): string => `
if (msg.statusCode !== 200) return node.error('HTTP ' + msg.statusCode, msg);
msg.state = { ...msg.state, ${step}: msg.payload.data.${step}.order.id };
flow.set('order-' + msg.order, msg.state, ${JSON.stringify(store)}, (error) => {
  if (error) return node.error(error, msg);
  node.send({ order: msg.order, state: msg.state });
  node.done();
});`;
