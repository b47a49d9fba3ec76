/** `npm start`: the example in Node-RED, open to look at, with one line a minute on the console. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Backstage, backstage, WORLD } from './backstage';
import { startNodeRed } from './node-red';
import type { Options } from './options';
import { exampleFlow, furnish } from './user-directory';

const UNKNOWN_SKU = 'TEAPOT-GREEN';
const FIRST_AFTER = 15_000;
const TELL_EVERY = 60_000;

/** Runs until it is told to stop. Resolves to the exit code. */
export async function runShow(options: Options, userDir: string, stopped: AbortSignal): Promise<number> {
  const back = backstage(undefined, () => undefined);
  const { kept } = furnish(userDir, exampleFlow('01'), true);
  const nodeRed = await startNodeRed(userDir, options.port, { parts: back.parts, ...(options.pace === undefined ? {} : { pace: options.pace }) });
  try {
    console.log(`Open ${nodeRed.url} in a browser. Ctrl+C ends it.`);
    console.log(`The flow is kept in ${userDir}${kept ? ', as you left it' : ''}.`);
    await Promise.race([nodeRed.ready, aborted(stopped)]);
    if (!stopped.aborted) back.world.mirakl(WORLD).place({ lines: [{ sku: UNKNOWN_SKU, quantity: 1, price: '24.90' }] });
    for (let span = FIRST_AFTER; !stopped.aborted; span = TELL_EVERY) {
      await wait(span, undefined, { signal: stopped }).catch(() => undefined);
      if (!stopped.aborted) console.log(await line(back));
    }
    return 0;
  } finally {
    await nodeRed.stop();
  }
}
const aborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

async function line(back: Backstage): Promise<string> {
  const { openCases, parked } = await back.ledger.overview(back.clock.now());
  const orders = back.world.mirakl(WORLD).orders();
  const accepted = orders.filter(({ decidedBy }) => decidedBy === 'api').length;
  const made = back.world.shopify(WORLD).orders().length;
  const waiting = openCases === 0 ? 'no case waits for you' : openCases === 1 ? '1 case waits for you in the sidebar' : `${openCases} cases wait for you in the sidebar`;
  return `${new Date().toTimeString().slice(0, 5)}  ${orders.length} ordered, ${accepted} accepted, ${parked} waiting for payment, ${made} in Shopify; ${waiting}`;
}
