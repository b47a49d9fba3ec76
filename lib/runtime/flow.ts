import type { Flow, LifeEvent, Run } from '../engine/port';
import type { Listener, OrderRecord } from '../model/record';
import { envelope, toldOrder } from './message';
import { unpack } from './parking';
import type { Runs } from './runs';
import type { Message, NodeRed, RuntimeNode } from './types/node-red';
import { isWired } from './wiring';

/** A trigger that lives, as the flow sees it. */
export interface LiveTrigger {
  readonly node: RuntimeNode;
  /** By output: the event types that leave there. */
  readonly ports: readonly (readonly string[])[];
  /** What is added to `topic`, `order` and `event`; built at every sending, never stored. */
  message(event: LifeEvent, order: OrderRecord): Record<string, unknown>;
}
export interface FlowWay {
  readonly RED: Pick<NodeRed, 'util' | 'nodes'>;
  readonly runs: Runs;
  /** False from the moment flows stop until they have started: what is sent then vanishes. */
  flowing(): boolean;
  trigger(id: string): LiveTrigger | undefined;
  /** The delivery begins again at its trigger: nothing of it waits any more. */
  sentAnew(run: Run): void;
  /** A step that waits at this node no longer waits. */
  resumed(run: Run, node: string): void;
  log(text: string): void;
}

/** Gives the ledger's deliveries to the user's flow. */
export function createFlow(way: FlowWay): Flow {
  const { RED, runs } = way;
  const live = (id: string, type: string): RuntimeNode | null => {
    const node = way.flowing() ? RED.nodes.getNode(id) : null;
    return node?.type === type ? node : null;
  };
  const attempt = (run: Run, give: () => void): boolean => {
    try {
      give();
      return true;
    } catch (error) {
      way.log(`${run.key}: could not be given to the flow (${error instanceof Error ? error.message : String(error)})`);
      return false;
    }
  };
  return {
    hand(run: Run, listener: Listener, event: LifeEvent, order: OrderRecord): boolean {
      const node = live(listener.id, listener.nodeType);
      const trigger = way.trigger(listener.id);
      const port = trigger?.ports.findIndex((events) => events.includes(event.type)) ?? -1;
      if (!node || trigger?.node !== node || !isWired({ getNode: RED.nodes.getNode }, node, port)) return false;
      way.sentAnew(run);
      return attempt(run, () => {
        const message: Message = { _msgid: RED.util.generateId(), ...trigger.message(event, order), ...facts(run, event, order) };
        runs.begin(run, message);
        node.send(trigger.ports.map((_, index) => (index === port ? message : null)));
      });
    },
    resume(run, parked, event, order): boolean {
      const node = live(parked.node, parked.nodeType);
      const message = node && unpack(parked.message);
      if (!node || !message) return false;
      way.resumed(run, parked.node);
      return attempt(run, () => {
        Object.assign(message, facts(run, event, order));
        runs.begin(run, message);
        node.receive(message);
      });
    },
  };
}

function facts(run: Run, event: LifeEvent, record: OrderRecord): Record<string, unknown> {
  const order = toldOrder(record);
  return { ...(order ? { order } : {}), event: envelope(event, run) };
}
