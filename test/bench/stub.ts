/**
 * The process that every contender calls: one server answers the four calls of an order at once and counts them (orders
 * are told apart by run, so that a call made twice or not at all is seen); beside it simulated marketplaces, from which
 * our flow reads its orders.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator, serveSimulator } from '../../lib/simulator';
import { seededRandom } from '../../lib/transport/random';
import { realClock } from '../../lib/transport/real-clock';

/** What the stub's process tells its parent. */
export type StubSays = { readonly port: number } | { readonly finished: unknown };
export interface MarketplacePlace {
  readonly base: string;
  readonly host: string;
  readonly key: string;
  readonly shopId: string;
}
export interface Counts {
  readonly calls: number;
  /** Of these, how many repeated a step of an order. */
  readonly repeated: number;
}

/** As Shopify answers a mutation: the payload stands under the call's name. */
const answerOf = (step: string): string =>
  `{"data":{"${step}":{"order":{"id":"gid://shopify/Order/1","name":"#1001"},"userErrors":[]}}}`;

if (require.main === module) serve();

function serve(): void {
  let calls = 0;
  const seen = new Set<string>();
  const routes: Readonly<Record<string, (body: string, response: ServerResponse) => void>> = {
    '/call': (body, response) => {
      calls++;
      const { order, step } = JSON.parse(body) as { order: string; step: string };
      seen.add(`${order}/${step}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end(answerOf(step));
    },
    '/place': (body, response) => {
      void marketplaceWith((JSON.parse(body) as { orders: number }).orders).then((place) => response.end(JSON.stringify(place)));
    },
    '/finished': (body, response) => {
      response.writeHead(204).end();
      process.send?.({ finished: JSON.parse(body) } satisfies StubSays);
    },
    '/counts': (_body, response) => {
      response.end(JSON.stringify({ calls, repeated: calls - seen.size } satisfies Counts));
      calls = 0;
      seen.clear();
    },
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (chunk: string) => (body += chunk))
      .on('end', () => {
        const route = routes[request.url ?? ''];
        if (route) route(body, response);
        else response.writeHead(404).end();
      });
  });
  // Never the one that closes: a connection that ends between two orders would be measured as a contender's fault.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port } satisfies StubSays));
  process.on('disconnect', () => process.exit());
}

/** A marketplace of its own for each run, behind a port of its own: its first sweep is the only one that need not wait for the next minute. */
async function marketplaceWith(orders: number): Promise<MarketplacePlace> {
  const simulator = createSimulator({ clock: realClock(), random: seededRandom(1) });
  const { host, key, shopId, world, place } = simulator.mirakl('bazaar');
  // Orders come accepted and paid: what is measured begins there.
  Object.assign(world, { automaticAcceptance: true, debitDelay: 0 });
  for (let left = orders; left > 0; left--) place();
  const server = await serveSimulator(simulator);
  return { base: `${server.url}/${host}`, host: new URL(server.url).host, key, shopId };
}
