/** Our nodes as a user wires them, in a Node-RED of its own: `orders in → create order → counted`. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { spawnNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';
import { type Contender, place, type Stub, type Usage } from './contender';
import { USAGE } from './hand-wired';

/** A delivery keeps its slot for a quiet second: more orders take longer and show nothing more. */
const MOST = 1_000;

/** Its nodes and what is loaded before them must come from one build: that of `npm run build`. */
export async function ourNodes(name: string, stub: Stub, inFlight: number): Promise<Contender> {
  const flows: FlowNode[] = [
    { id: 'own', type: 'tab', label: 'usage' },
    { id: 'asked', type: 'http in', z: 'own', url: '/usage', method: 'get', wires: [['usage']] },
    {
      id: 'usage',
      type: 'function',
      z: 'own',
      func: `msg.payload = global.get('usage')(); return msg;`,
      outputs: 1,
      wires: [['answer']],
    },
    { id: 'answer', type: 'http response', z: 'own', wires: [] },
    { id: 'store', type: 'shopify-store', address: stub.url, signIn: 'token', name: 'stub' },
  ];
  const credentials: Record<string, Record<string, string>> = { store: { token: 'key' } };
  const nodeRed = await spawnNodeRed({
    flows,
    credentials,
    settings: { orderLifecycle: { slots: inFlight } },
    settingsCode: USAGE,
    env: { NODE_OPTIONS: `--require ${JSON.stringify(require.resolve('./in-node-red'))}` },
  });
  const usage = async (): Promise<Usage> => (await (await fetch(`${nodeRed.url}/usage`)).json()) as Usage;
  const ended = nodeRed.ended.then(() => {
    throw new Error(`${name} ended: ${nodeRed.output.text.slice(-2_000)}`);
  });
  ended.catch(() => undefined);

  return {
    name,
    most: MOST,
    async run(orders) {
      const run = randomUUID().slice(0, 8);
      const { base, key } = await place(stub.url, orders);
      flows.push(...runOf(run, orders, base, stub.url));
      credentials[`seller-${run}`] = { key };
      const finished = stub.finished();
      const before = await usage();
      await nodeRed.deploy(flows, 'nodes', credentials);
      const began = performance.now();
      const after = (await Promise.race([finished, ended])) as Usage;
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

/** Each run has a marketplace, and so an account and a flow, of its own. */
function runOf(run: string, orders: number, base: string, stub: string): FlowNode[] {
  const z = `tab-${run}`;
  const count = `
const n = (context.get('n') || 0) + 1;
context.set('n', n);
if (n === ${orders}) return { method: 'POST', url: ${JSON.stringify(`${stub}/finished`)}, payload: global.get('usage')() };
return null;`;
  return [
    { id: z, type: 'tab', label: run },
    { id: `seller-${run}`, type: 'marketplace-account', platform: 'mirakl', address: base, name: run },
    {
      id: `in-${run}`,
      type: 'marketplace-order-in',
      z,
      account: `seller-${run}`,
      start: 'date',
      startDate: '2020-01-01',
      wires: [[`create-${run}`], []],
    },
    { id: `create-${run}`, type: 'shopify-create-order', z, store: 'store', wires: [[`count-${run}`], []] },
    { id: `count-${run}`, type: 'function', z, func: count, outputs: 1, wires: [[`tell-${run}`]] },
    { id: `tell-${run}`, type: 'http request', z, method: 'use', ret: 'obj', url: '', wires: [[]] },
  ];
}
