/** The simulated world over real HTTP on 127.0.0.1: the first path segment is the simulated host. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExchangeError } from './exchange';
import type { Simulator } from './port';

export interface SimulatorServer {
  /** `http://127.0.0.1:<port>`; a system's base address is `<url>/<host>`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}
/** How long an answer that never comes keeps its connection open, in ms; clients have their own time-outs. */
const HOLDS = 10_000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
const plainHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** Links that point to the simulated host lead to this server instead. */
const withOwnLinks = (headers: Readonly<Record<string, string>>, host: string, own: string): Record<string, string> =>
  headers.link === undefined
    ? { ...headers }
    : { ...headers, link: headers.link.replaceAll(`https://${host}/`, `http://${own}/${host}/`) };

/** Serves a simulator; port 0 or none takes a free one. An answer that is lost destroys the socket. */
export async function serveSimulator(
  simulator: Simulator,
  { port = 0 }: { readonly port?: number } = {},
): Promise<SimulatorServer> {
  const carry = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, host = '', rest = '/'] = /^\/([^/?]+)(.*)$/.exec(request.url ?? '') ?? [];
    try {
      const body = await bodyOf(request);
      const answer = await simulator.wire({
        method: request.method ?? 'GET',
        url: `https://${host}${rest === '' ? '/' : rest}`,
        headers: plainHeaders(request),
        timeout: HOLDS,
        ...(body === '' ? {} : { body }),
      });
      response.writeHead(answer.status, withOwnLinks(answer.headers, host, request.headers.host ?? ''));
      response.end(answer.text);
    } catch (error) {
      if (error instanceof ExchangeError && !error.sent) {
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end(error.message);
      } else {
        response.socket?.destroy();
        if (!(error instanceof ExchangeError)) throw error;
      }
    }
  };
  const server = createServer((request, response) => void carry(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
