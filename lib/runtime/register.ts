import type { z } from 'zod';
import type { LifecycleError } from '../model/errors';
import { type House, houseOf } from './house';
import { routes } from './routes';
import { asLifecycleError } from './running';
import { type Migration, readSettings } from './settings';
import { Light, says } from './status';
import type { NodeConfig, NodeFile, NodeRed, Registration, RuntimeNode, Status } from './types/node-red';

/** What every node's file states. */
export interface Common<S extends z.ZodObject> {
  /** The .html repeats it as a literal. */
  readonly type: string;
  /** Every field has a default, so that a flow of an older version loads. */
  readonly settings: S;
  readonly migrations?: readonly Migration[];
}
/** A node that was made. */
export interface Made<S extends z.ZodObject> {
  readonly RED: NodeRed;
  readonly house: House;
  readonly node: RuntimeNode;
  readonly config: NodeConfig;
  /** Undefined where they cannot be used; `problem` says why. */
  readonly settings: z.output<S> | undefined;
  readonly problem: LifecycleError | undefined;
  /** Shows a status; the general troubles (no ledger, settings) go before what a node would say. */
  show(status: Status): void;
  /** Whether the node has been closed: from then on it sends nothing. */
  closed(): boolean;
}

/**
 * Registers a node's type. Everything that may go wrong while a node is made is kept with the node: one that throws there
 * would be missing from the flow without a word. `begin` returns what is to be undone at close.
 */
export function nodeFile<S extends z.ZodObject>(
  definition: Common<S>,
  begin: (made: Made<S>) => () => void,
  registration?: Registration,
): NodeFile {
  return (RED) => {
    routes(RED);
    RED.nodes.registerType(
      definition.type,
      function (this: RuntimeNode, config: NodeConfig) {
        RED.nodes.createNode(this, config);
        open(RED, this, config, definition, begin);
      },
      registration,
    );
  };
}

function open<S extends z.ZodObject>(
  RED: NodeRed,
  node: RuntimeNode,
  config: NodeConfig,
  definition: Common<S>,
  begin: (made: Made<S>) => () => void,
): void {
  const house = houseOf(RED);
  const light = new Light(node);
  let closed = false;
  let settings: z.output<S> | undefined;
  let problem: LifecycleError | undefined;
  try {
    settings = readSettings(definition.settings, config, definition.migrations);
  } catch (error) {
    problem = asLifecycleError(error);
    node.error(problem);
  }
  const general = (): Status | undefined =>
    problem ? says.settings : house.problem ? says.ledgerFailed : house.engine ? undefined : says.starting;
  let own: Status = says.nothing;
  const show = (status: Status): void => {
    own = status;
    light.show(general() ?? own);
  };
  const end = begin({ RED, house, node, config, settings, problem, show, closed: () => closed });
  const quiet = house.onChange(() => light.show(general() ?? own));
  light.show(general() ?? own);
  // Node-RED goes by the number of parameters: with two, it gives both and waits for done.
  node.on('close', (_removed: boolean, done: () => void) => {
    closed = true;
    try {
      quiet();
      light.close();
      end();
    } catch (error) {
      RED.log.error(
        `[order-lifecycle] ${definition.type} (${node.id}) could not be closed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (house.leaving) void house.leaving.then(() => done());
    else done();
  });
}
