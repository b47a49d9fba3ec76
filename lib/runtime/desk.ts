/** The plugin behind the sidebar: the routes, and a word to the editor when something moved. */
import { type House, houseOf } from './house';
import { routes } from './routes';
import type { NodeFile, NodeRed } from './types/node-red';

const TOPIC = 'order-lifecycle/changed';

/** Called once by Node-RED, for the life of the process. */
export const desk: NodeFile = (RED) => {
  // Routes could be put there, and nobody would ever reach them.
  if (RED.settings.httpAdminRoot === false || typeof RED.httpAdmin?.get !== 'function') {
    RED.log.warn(
      '[order-lifecycle] There is no desk, because httpAdminRoot is off in settings.js. Cases reach you by order-case-in alone.',
    );
    return;
  }
  routes(RED);
  const house = houseOf(RED);
  house.onChange(() => void announce(RED, house));
};

/** Everybody with `status.read` hears this: a count, and nothing of any order. */
async function announce(RED: NodeRed, house: House): Promise<void> {
  try {
    const overview = await house.engine?.overview();
    RED.comms?.publish(TOPIC, overview ? { openCases: overview.openCases } : {});
  } catch (error) {
    RED.log.warn(
      `[order-lifecycle] the desk could not count its cases: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
