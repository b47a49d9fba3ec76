/**
 * The one server that every contender calls, in a process of its own: it answers at once and counts. Orders of the
 * measured flows are told apart by run, so that a call made twice or not at all is seen.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stub's process tells its parent. */
export type StubSays = { readonly port: number } | { readonly finished: unknown };
/** What its parent may ask. */
export type StubAsked = { readonly counts: true };
export interface Counts {
  readonly calls: number;
  /** Of these, how many repeated a step of an order. */
  readonly repeated: number;
}

const ANSWER = JSON.stringify({ data: { order: { id: 'gid://shopify/Order/1', name: '#1001', totalPrice: '31.00', currency: 'EUR' }, userErrors: [] }, extensions: { cost: { requestedQueryCost: 10 } } });

if (require.main === module) serve();

function serve(): void {
  let calls = 0;
  const seen = new Set<string>();
  const routes: Readonly<Record<string, (body: string, response: ServerResponse) => void>> = {
    '/call': (body, response) => {
      calls++;
      const { order, step } = JSON.parse(body) as { order: string; step: string };
      seen.add(`${order}/${step}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
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
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
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
