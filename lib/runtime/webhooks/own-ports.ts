import { createServer, type Server } from 'node:http';
import { misconfigured } from '../../model/errors';
import { answers } from './http';
import type { Reception } from './reception';

/** Ports of our own, one server each, whichever stores share it. They stay open through deploys. */
export class OwnPorts {
  readonly #servers = new Map<number, Promise<Server>>();
  constructor(private readonly reception: Reception) {}

  /** Opens it where it is not open. Rejects with Misconfigured where somebody else has it. */
  open(port: number): Promise<Server> {
    const known = this.#servers.get(port);
    if (known) return known;
    const opening = this.#listen(port);
    this.#servers.set(port, opening);
    opening.catch(() => this.#servers.delete(port));
    return opening;
  }
  /** Closes what nobody uses any more. */
  async only(ports: readonly number[]): Promise<void> {
    for (const [port, opening] of this.#servers) {
      if (ports.includes(port)) continue;
      this.#servers.delete(port);
      const server = await opening.catch(() => undefined);
      if (server) await closed(server);
    }
  }

  #listen(port: number): Promise<Server> {
    const server = createServer((request, response) => {
      if (answers(this.reception, request, response)) return;
      response.writeHead(404, { connection: 'close' }).end();
    });
    // Whoever only holds connections gets none for long.
    Object.assign(server, { headersTimeout: 5_000, requestTimeout: 15_000, keepAliveTimeout: 5_000, maxConnections: 500 });
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(unusable(port, error.code ?? error.message)));
      server.listen(port, () => {
        server.removeAllListeners('error');
        server.on('error', () => undefined);
        server.unref();
        resolve(server);
      });
    });
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
function unusable(port: number, code: string) {
  const why =
    code === 'EADDRINUSE'
      ? `another program, or Node-RED itself, listens on port ${port}`
      : code === 'EACCES'
        ? `this user may not open port ${port}`
        : `port ${port} cannot be opened (${code})`;
  return misconfigured('webhookPort', `Webhooks cannot come in: ${why}. Choose another port in the store's settings.`);
}
