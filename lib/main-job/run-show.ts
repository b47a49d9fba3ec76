/** `npm start`: orders through their whole life in Node-RED, open to look at, with one line a minute on the console. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Backstage } from './backstage';
import { startNodeRed } from './node-red';
import type { Options } from './options';
import { inThePortal } from './people';
import { exampleFlow, furnish } from './user-directory';

/** Of something that the store does not have, so that there is a question to answer. */
const UNKNOWN_SKU = 'TEAPOT-GREEN';
const FIRST_AFTER = 15_000;
const TELL_EVERY = 60_000;

/** Runs until it is told to stop. Resolves to the exit code. */
export async function runShow(options: Options, userDir: string, stopped: AbortSignal): Promise<number> {
  const { kept } = furnish(userDir, exampleFlow('08'), true);
  const nodeRed = await startNodeRed(userDir, options.port, options.pace === undefined ? {} : { pace: options.pace });
  let portal: { stop(): void } | undefined;
  try {
    console.log(`Open ${nodeRed.url} in a browser. Ctrl+C ends it.`);
    console.log(`Node-RED's user directory is ${userDir}${kept ? '; its flow is as you left it' : ''}.`);
    nodeRed.ready().then(
      () => {
        if (!stopped.aborted) portal = begin(nodeRed.backstage);
      },
      (error: unknown) => console.error(error instanceof Error ? error.message : String(error)),
    );
    for (let span = FIRST_AFTER; !stopped.aborted; span = TELL_EVERY) {
      await wait(span, undefined, { signal: stopped }).catch(() => undefined);
      if (!stopped.aborted && nodeRed.backstage.runs)
        console.log(`${new Date().toTimeString().slice(0, 5)}  ${await line(nodeRed.backstage)}`);
    }
    return 0;
  } finally {
    portal?.stop();
    await nodeRed.stop();
  }
}

/** Nothing where the flow was changed and has no simulator any more. */
function begin(backstage: Backstage): { stop(): void } | undefined {
  if (!backstage.runs) return undefined;
  const { shop, marketplace } = backstage;
  shop.catalogue.unknown.add(UNKNOWN_SKU);
  marketplace.place({ lines: [{ sku: UNKNOWN_SKU, quantity: 1, price: '24.90' }] });
  return inThePortal(backstage);
}

async function line(backstage: Backstage): Promise<string> {
  const { ledger, marketplace, clock } = backstage;
  const { openCases, parked } = await ledger.overview(clock.now());
  const orders = marketplace.orders();
  const accepted = orders.filter(({ decidedBy }) => decidedBy === 'api').length;
  const waiting =
    ['no case waits for you', '1 case waits for you in the sidebar "orders"'][openCases] ??
    `${openCases} cases wait for you in the sidebar "orders"`;
  return `${orders.length} ordered, ${accepted} accepted, ${parked} waiting at a node, ${backstage.lives()}; ${waiting}`;
}
