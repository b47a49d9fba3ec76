/** The test helper, and this package's nodes as Node-RED loads them. */
import { once } from 'node:events';
import path from 'node:path';
import type { EngineOptions } from '../../lib/engine/port';
import { type House, houseOf } from '../../lib/runtime/house';
import type { NodeConfig, NodeFile, NodeRed, RuntimeNode } from '../../lib/runtime/types/node-red';
import { checkout } from '../checkout';
import { type ScriptedEngine, scriptedEngine } from './scripted-engine';

export interface Helper {
  init(runtime: string, settings: Readonly<Record<string, unknown>>): void;
  load(
    nodes: readonly unknown[],
    flow: readonly NodeConfig[],
    credentials?: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ): Promise<void>;
  setFlows(flow: readonly NodeConfig[], type?: 'full' | 'flows' | 'nodes'): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): RuntimeNode & { once(event: string, listener: (message: never) => void): void };
  request(): { post(path: string): { send(body: unknown): Promise<{ status: number; body: unknown }> } };
  readonly _settings: Record<string, unknown>;
  readonly _events: NodeRed['events'];
}
// The helper carries no types of its own.
export const helper: Helper = require('node-red-node-test-helper');

const TYPES = [
  'order-ledger',
  'shopify-store',
  'marketplace-account',
  'marketplace-order-in',
  'marketplace-event-in',
  'shopify-event-in',
  'push-tracking',
  'propagate-return',
  'push-stock',
  'shopify-update-order',
  'shopify-fulfil-order',
  'propagate-cancellation',
  'propagate-refund',
  'lifecycle-event-in',
  'order-case-in',
  'route-order',
  'order-leave-out',
  'accept-order',
  'shopify-create-order',
  'look-up-order',
  'order-once',
  'order-simulator',
] as const;
export type NodeType = (typeof TYPES)[number];
export const nodeTypes: readonly NodeType[] = TYPES;
export const nodeFile = (type: NodeType): NodeFile => require(`../../nodes/${type}`);
export const allNodes = (): readonly NodeFile[] => TYPES.map(nodeFile);

/** Begins with a house of its own, in which a run counts as over after a moment. */
export function begin(settings: Readonly<Record<string, unknown>> = {}): void {
  helper.init(require.resolve('node-red'), { userDir: path.join(checkout, 'dist'), orderLifecycle: { quiet: 20, ...settings } });
}
/** Begins with an engine that answers as it is told. */
export function beginScripted(): { readonly engine: ScriptedEngine } {
  const scripted: { engine?: ScriptedEngine } = {};
  begin({
    parts: {
      createEngine(options: EngineOptions) {
        scripted.engine = scriptedEngine(options);
        return scripted.engine;
      },
    },
  });
  return scripted as { readonly engine: ScriptedEngine };
}
/** The house that the loaded flow lives in. */
export const house = (): House => houseOf({ events: helper._events } as NodeRed);
/** Unloads the flow and closes the house, so that the suite ends by itself. */
export async function end(): Promise<void> {
  const open = house();
  await helper.unload();
  await open.close();
}
/** The next message that a helper node receives. */
export async function received(id: string): Promise<Record<string, unknown>> {
  const [message] = (await once(helper.getNode(id) as never, 'input')) as [Record<string, unknown>];
  return message;
}
