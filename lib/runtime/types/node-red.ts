/**
 * The part of Node-RED's runtime API that this package uses, as 4.1 and 5.0 have it. Own and exact, because the public
 * typings say that `getNode` never returns null and miss the hooks.
 */
import type { AdminApp, Auth } from '../admin/http';
import type { ExpressApp } from '../webhooks/node-red-port';

/** A message in flight. Everything but `_msgid` belongs to whoever wired the flow. */
export type Message = Record<string, unknown> & { _msgid?: string };
export type Send = (message: Message | readonly (Message | null)[] | null) => void;
/** Without an error the message is done; with one the catch nodes get it. Node-RED does not guard against a second call. */
export type Done = (error?: Error) => void;

export interface Status {
  readonly fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
  readonly shape?: 'dot' | 'ring';
  readonly text?: string;
}
/** A node as it lies in the flow file: `d` is true for a disabled one, `z` names its tab or subflow. */
export interface NodeConfig {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
  readonly d?: boolean;
  readonly name?: string;
  /** Inside a subflow instance: the id in the subflow's definition. */
  readonly _alias?: string;
  readonly [property: string]: unknown;
}
export interface RuntimeNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly z?: string;
  readonly _alias?: string;
  readonly wires: readonly (readonly string[])[];
  readonly credentials?: Readonly<Record<string, string>>;
  /** Input handlers that call done; a node without one never completes (switch, a subflow instance). */
  readonly _expectedDoneCount?: number;
  on(event: 'input', handler: (message: Message, send: Send, done: Done) => void): void;
  on(event: 'close', handler: (removed: boolean, done: () => void) => void): void;
  send: Send;
  /** Handles the message as if it had come by a wire. */
  receive(message: Message): void;
  status(status: Status): void;
  log(text: string): void;
  warn(text: string): void;
  error(error: unknown, message?: Message): void;
}
export interface SendEvent {
  readonly msg: Message;
  readonly source: { readonly id: string; readonly node: RuntimeNode; readonly port: number };
  readonly destination: { readonly id: string; readonly node?: RuntimeNode };
}
export interface ReceiveEvent {
  readonly msg: Message;
  readonly destination: { readonly id: string; readonly node: RuntimeNode };
}
export interface CompleteEvent {
  readonly msg: Message;
  readonly error?: unknown;
  readonly node: { readonly id: string; readonly node: RuntimeNode };
}
export interface Hooks {
  add(hook: `preRoute.${string}` | `postDeliver.${string}`, handler: (event: SendEvent) => void): void;
  add(hook: `onReceive.${string}`, handler: (event: ReceiveEvent) => void): void;
  add(hook: `onComplete.${string}`, handler: (event: CompleteEvent) => void): void;
  /** `*.label` removes every hook of that label. */
  remove(hook: string): void;
}
export interface FlowsEvent {
  readonly config: { readonly flows: readonly NodeConfig[] };
  readonly type: string;
}
/** `runtime-state` is 'stop' at a stop and at each deploy; only a deploy says so. */
export interface RuntimeEvent {
  readonly id: string;
  readonly payload?: { readonly state?: string; readonly deploy?: boolean };
}
export interface Events {
  on(event: 'flows:started' | 'flows:stopping', listener: (event: FlowsEvent) => void): unknown;
  on(event: 'runtime-event', listener: (event: RuntimeEvent) => void): unknown;
  removeListener(event: string, listener: (event: never) => void): unknown;
}
export type NodeConstructor = (this: RuntimeNode, config: NodeConfig) => void;
export interface Registration {
  readonly credentials?: Readonly<Record<string, { readonly type: 'password' }>>;
}
export interface NodeRed {
  readonly nodes: {
    createNode(node: RuntimeNode, config: NodeConfig): void;
    registerType(type: string, made: NodeConstructor, registration?: Registration): void;
    /** Null where there is no such node now: deleted, disabled, or while flows stop. */
    getNode(id: string): RuntimeNode | null;
    getCredentials(id: string): Readonly<Record<string, string>> | null | undefined;
  };
  readonly events: Events;
  /** Absent under the test helper. */
  readonly hooks?: Hooks;
  readonly settings: Readonly<Record<string, unknown>> & { readonly userDir?: string };
  readonly log: { info(text: string): void; warn(text: string): void; error(text: string): void };
  readonly util: { generateId(): string };
  readonly httpAdmin: AdminApp;
  readonly httpNode?: ExpressApp;
  readonly auth: Auth;
  readonly comms?: { publish(topic: string, data: unknown, retain?: boolean): void };
}
/** A node's file is `export = actionNode({…})`: what Node-RED calls once, with its API. */
export type NodeFile = (RED: NodeRed) => void;
