/** An example in a real Node-RED, with an ear in the place of each debug node. */
import { setTimeout as wait } from 'node:timers/promises';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';

export interface Heard {
  /** The debug node's name. */
  readonly at: string;
  readonly message: {
    readonly topic?: string;
    readonly payload?: unknown;
    readonly order?: {
      readonly key: string;
      readonly sourceOrderId: string;
      readonly lines: readonly { readonly sku: { readonly source: string } }[];
    };
    readonly routing?: { readonly tags?: readonly string[]; readonly hold?: string };
    readonly results?: Readonly<Record<string, unknown>>;
    readonly error?: { readonly message: string };
  };
}
const TAB = 'ears';
const ears: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'ears' },
  { id: 'ears-ask', type: 'http in', z: TAB, url: '/heard', method: 'get', wires: [['ears-tell']] },
  {
    id: 'ears-tell',
    type: 'function',
    z: TAB,
    func: "msg.payload = global.get('heard') || []; return msg;",
    outputs: 1,
    wires: [['ears-answer']],
  },
  { id: 'ears-answer', type: 'http response', z: TAB, wires: [] },
];
const ear = (node: FlowNode): FlowNode => ({
  id: node.id,
  type: 'function',
  z: node.z,
  name: node.name,
  func: `const { topic, payload, order, routing, results, error } = msg;
const heard = global.get('heard') || [];
heard.push({ at: ${JSON.stringify(node.name)}, message: { topic, payload, order, routing, results, error: error && { message: error.message } } });
global.set('heard', heard);
return null;`,
  outputs: 1,
  wires: [[]],
});

/** `orders`: how many a minute of the simulated world, instead of the example's few. Its hour passes in six seconds. */
export function runExample(example: readonly FlowNode[], orders: number): Promise<SpawnedNodeRed> {
  const flows = example.map((node) => {
    if (node.type === 'debug') return ear(node);
    return node.type === 'order-simulator' ? { ...node, ordersPerMinute: orders } : node;
  });
  return spawnNodeRed({ flows: [...flows, ...ears], settings: { orderLifecycle: { pace: 600 } } });
}

/** Asks until it is so; nobody tells a test what a debug node shows. */
export async function until(nodeRed: SpawnedNodeRed, is: (heard: readonly Heard[]) => boolean): Promise<readonly Heard[]> {
  const ends = Date.now() + 60_000;
  for (;;) {
    const heard = (await (await fetch(`${nodeRed.url}/heard`)).json()) as readonly Heard[];
    if (is(heard)) return heard;
    if (Date.now() > ends)
      throw new Error(
        `not heard in time; heard ${JSON.stringify(heard.map(({ at, message }) => [at, message.topic, message.error?.message]))}`,
      );
    await wait(100);
  }
}
