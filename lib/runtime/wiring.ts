/**
 * What the deployed flows listen to and can do, as rows for the ledger. What is present is read from the nodes that live,
 * what sleeps from the configuration, by id and type: `close(removed)` is true for a node that was merely disabled, and false
 * inside a deleted subflow instance (design RUNTIME.md, "Deploys" and "Wired").
 */
import type { AccountId } from '../model/order';
import type { Listener, Wired } from '../model/record';
import type { NodeConfig, RuntimeNode } from './types/node-red';

type Bare<T> = Omit<T, 'since' | 'until' | 'present'>;
export type ListenerRow = Bare<Listener>;
export type WiredRow = Bare<Wired>;

export interface LiveListener {
  readonly node: RuntimeNode;
  readonly account: AccountId | '*';
  readonly from: number;
  readonly shop?: AccountId;
  /** By output, in their order: the events that leave there. */
  readonly ports: readonly (readonly string[])[];
}
export interface LiveVerb {
  readonly node: RuntimeNode;
  readonly verbs: readonly string[];
  readonly args?: unknown;
}
export interface Deployed {
  readonly flows: readonly NodeConfig[];
  readonly listeners: readonly LiveListener[];
  readonly verbs: readonly LiveVerb[];
  /** Accounts whose messages have reached a node by a way that no wire shows (mqtt, a file). */
  readonly reached: ReadonlyMap<string, ReadonlySet<AccountId>>;
  getNode(id: string): RuntimeNode | null;
}
export interface Rows {
  readonly listeners: readonly ListenerRow[];
  readonly wired: readonly WiredRow[];
  readonly disabled: readonly string[];
  /** Nodes that do something and that no trigger reaches. */
  readonly unreached: readonly string[];
}

export function rowsOf(deployed: Deployed): Rows {
  const ways = deployed.listeners.map((listener) => ({ listener, reaches: reach(deployed, listener.node) }));
  const listeners = deployed.listeners.map((listener): ListenerRow => {
    const { node, account, from, ports, shop } = listener;
    return {
      id: node.id,
      nodeType: node.type,
      account,
      from,
      ...(shop === undefined ? {} : { shop }),
      events: ports.flatMap((events, port) => (isWired(deployed, node, port) ? events : [])),
    };
  });
  const wired: WiredRow[] = [];
  const unreached: string[] = [];
  for (const { node, verbs, args } of deployed.verbs) {
    const from = ways.filter((way) => way.reaches.has(node.id)).map((way) => way.listener);
    const accounts = new Set<AccountId | '*'>([
      ...from.map((listener) => listener.account),
      ...(deployed.reached.get(node.id) ?? []),
    ]);
    if (accounts.size === 0 && verbs.length > 0) unreached.push(node.id);
    for (const verb of verbs) {
      for (const account of accounts) {
        const reachedFrom = from.filter((listener) => listener.account === account).map((listener) => listener.node.id);
        wired.push({ verb, account, node: node.id, reachedFrom, ...(args === undefined ? {} : { args }) });
      }
    }
  }
  const present = new Set([...deployed.listeners, ...deployed.verbs].map(({ node }) => node.id));
  const disabled = allNodes(deployed.flows)
    .filter(({ id }) => !present.has(id))
    .map(({ id }) => id);
  return { listeners, wired, disabled, unreached };
}

/** An output counts where at least one node that lives is behind it: a delivery that reaches nothing is not done. */
export const isWired = ({ getNode }: Pick<Deployed, 'getNode'>, node: RuntimeNode, port: number): boolean =>
  (node.wires[port] ?? []).some((id) => getNode(id) !== null);

/** Every node that a message may come to from this one: by wires, links, junctions, subflows and link calls. */
export function reach({ flows, getNode }: Pick<Deployed, 'flows' | 'getNode'>, from: RuntimeNode): ReadonlySet<string> {
  const calls = new Map(flows.filter(({ type }) => type === 'link call').map((config) => [config.id, config]));
  const reached = new Set<string>();
  const next = [...from.wires.flat()];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (reached.has(id)) continue;
    const node = getNode(id);
    if (!node) continue;
    reached.add(id);
    next.push(...node.wires.flat());
    if (node.type === 'link call') next.push(...targets(calls.get(node._alias ?? node.id)));
  }
  return reached;
}
const targets = (call: NodeConfig | undefined): readonly string[] => {
  const links = call?.links;
  return Array.isArray(links) ? links.filter((id) => typeof id === 'string') : typeof links === 'string' ? [links] : [];
};

/** Every node that the configuration holds, enabled or not, with those inside subflow instances under the ids they run by. */
export function allNodes(flows: readonly NodeConfig[]): readonly { readonly id: string; readonly type: string }[] {
  const inside = new Map<string, NodeConfig[]>();
  for (const config of flows) {
    const siblings = inside.get(config.z ?? '') ?? [];
    siblings.push(config);
    inside.set(config.z ?? '', siblings);
  }
  const subflows = new Set(flows.filter(({ type }) => type === 'subflow').map(({ id }) => id));
  const found: { id: string; type: string }[] = [];
  const add = (config: NodeConfig, prefix: string, within: readonly string[]): void => {
    const id = `${prefix}${config.id}`;
    found.push({ id, type: config.type });
    const of = config.type.startsWith('subflow:') ? config.type.slice('subflow:'.length) : '';
    // A subflow inside itself is refused by the editor; a hand-written file must not hang a start.
    if (of === '' || within.includes(of)) return;
    for (const inner of inside.get(of) ?? []) add(inner, `${id}-`, [...within, of]);
  };
  for (const config of flows) if (!subflows.has(config.z ?? '')) add(config, '', []);
  return found;
}
