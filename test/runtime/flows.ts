/** Flows for a real Node-RED, and a way to ask it what came through. */

import type { SpawnedNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';
import { onCanvas } from './canvas';

export interface Came {
  readonly key: string;
  readonly redelivered: boolean;
  readonly shopOrder?: string;
}
const note = (into: string, what: string): string =>
  `const all = global.get('${into}') || []; all.push(${what}); global.set('${into}', all);`;

/** Everything that a collector heard, at `/came`; and how often the simulated shop made an order for each key. */
const collectors: readonly FlowNode[] = onCanvas<FlowNode>([
  {
    id: 'came',
    type: 'function',
    z: 'tab',
    func: `${note('came', '{ key: msg.event.subject, redelivered: msg.event.redelivered, shopOrder: msg.results.shopifyOrder && msg.results.shopifyOrder.name }')} return msg;`,
    outputs: 1,
    wires: [[]],
  },
  {
    id: 'skipped',
    type: 'function',
    z: 'tab',
    func: `${note('skipped', 'msg.results.shopifyOrder.skipped')} return msg;`,
    outputs: 1,
    wires: [[]],
  },
  { id: 'caught', type: 'catch', z: 'tab', scope: null, uncaught: false, wires: [['catch']] },
  {
    id: 'catch',
    type: 'function',
    z: 'tab',
    func: `${note('caught', '{ message: msg.error.message, code: msg.error.code, from: msg.error.source.id }')} return msg;`,
    outputs: 1,
    wires: [[]],
  },
  { id: 'ask', type: 'http in', z: 'tab', url: '/came', method: 'get', wires: [['answer']] },
  {
    id: 'answer',
    type: 'function',
    z: 'tab',
    func: `msg.payload = { came: global.get('came') || [], skipped: global.get('skipped') || [], caught: global.get('caught') || [], calls: global.get('calls') || [] }; return msg;`,
    outputs: 1,
    wires: [['respond']],
  },
  { id: 'respond', type: 'http response', z: 'tab', wires: [] },
]);
export interface Asked {
  readonly came: readonly Came[];
  readonly skipped: readonly string[];
  readonly caught: readonly { readonly message: string; readonly code?: string; readonly from: string }[];
  /** Calls that the simulated systems answered. */
  readonly calls: readonly string[];
}
export const asked = async (nodeRed: SpawnedNodeRed): Promise<Asked> =>
  (await fetch(`${nodeRed.url}/came`)).json() as Promise<Asked>;

/** Asks until it is so; Node-RED tells nobody when a function has run. */
export async function until<T>(ask: () => Promise<T>, is: (answer: T) => boolean, what: string): Promise<T> {
  const ends = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (is(answer)) return answer;
    if (Date.now() > ends) throw new Error(`not ${what} in time: ${JSON.stringify(answer).slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** `orders in → (something between) → accept → create`, in a simulated world whose calls are noted. */
export function simulated(between: readonly FlowNode[] = [], first = 'accept'): readonly FlowNode[] {
  return onCanvas<FlowNode>([
    { id: 'tab', type: 'tab', label: 'orders' },
    { id: 'seller', type: 'marketplace-account', platform: 'simulator of mirakl', world: 'demo', name: 'Demo' },
    { id: 'store', type: 'shopify-store', platform: 'simulator', world: 'demo', name: 'Shop' },
    { id: 'world', type: 'order-simulator', z: 'tab', world: 'demo', pace: 60, wires: [['calls']] },
    { id: 'calls', type: 'function', z: 'tab', func: `${note('calls', 'msg.topic')} return null;`, outputs: 1, wires: [[]] },
    { id: 'in', type: 'marketplace-order-in', z: 'tab', account: 'seller', wires: [[first], []] },
    ...between,
    { id: 'accept', type: 'accept-order', z: 'tab', rule: 'always', wires: [['create'], [], []] },
    { id: 'create', type: 'shopify-create-order', z: 'tab', store: 'store', wires: [['came'], ['skipped']] },
    ...collectors,
  ]);
}
export const collecting = collectors;

export async function place(nodeRed: SpawnedNodeRed): Promise<string> {
  const answer = await until(
    () =>
      fetch(`${nodeRed.url}/order-lifecycle/simulator/place`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: 'world' }),
      }),
    (response) => response.ok,
    'a simulator that takes orders',
  );
  return ((await answer.json()) as { order: string }).order;
}
/** What the sidebar is told. */
export const desk = async (
  nodeRed: SpawnedNodeRed,
): Promise<{
  readonly engine: string;
  readonly problem?: string;
  readonly work?: { readonly out: number; readonly parked: number; readonly orders: number; readonly running: number };
  readonly accounts: readonly { readonly id: string; readonly mode?: string; readonly problem?: string }[];
  readonly openCases: number;
  readonly cases: readonly {
    readonly kind: string;
    readonly key: string;
    readonly cause: string;
    readonly openedAt: number;
    readonly count: number;
  }[];
}> => (await fetch(`${nodeRed.url}/order-lifecycle/state`)).json() as never;
/** The trigger's account is known and listened to: what is placed from now on is offered. */
export const listening = (nodeRed: SpawnedNodeRed, accounts = 2) =>
  until(
    () => desk(nodeRed),
    (state) =>
      state.engine === 'running' && state.accounts.length === accounts && state.accounts.every(({ mode }) => mode !== undefined),
    'running with its accounts',
  );
