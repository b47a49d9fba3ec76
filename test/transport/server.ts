/** Local servers that the wire is tried against; each test closes what it opens. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net';

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Opens a server on a free port of this machine; `close` drops its connections, and those given, too. */
export async function listen(server: Server | SocketServer, sockets = new Set<Socket>()): Promise<Listening> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export const serve = (answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<Listening> =>
  listen(
    createServer((request, response) => {
      let body = '';
      request
        .setEncoding('utf8')
        .on('data', (chunk: string) => (body += chunk))
        .on('end', () => answer(request, response, body));
    }),
  );

/** Below HTTP: what a socket does from its first byte, or from its connection. */
export const serveSocket = (accept: (socket: Socket) => void): Promise<Listening> => listen(createSocketServer(accept));

/** A proxy that tunnels (CONNECT) to this machine's `target`, whatever the name, and tells whom it was asked for. */
export async function proxy(target: number, refuse?: number): Promise<Listening & { readonly asked: string[] }> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
    const there = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    sockets.add(there);
    there.on('error', () => socket.destroy());
    socket.on('close', () => there.destroy());
  });
  return { ...(await listen(server, sockets)), asked };
}

/** A port of this machine on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await serveSocket(() => undefined);
  await server.close();
  return server.port;
}
