/** Node-RED inside this process, heard on this machine alone. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { type House, houseOf } from '../runtime/house';
import type { HouseSettings } from '../runtime/plan';
import type { NodeRed } from '../runtime/types/node-red';

type Next = () => void;
type Answering = (request: http.IncomingMessage, response: http.ServerResponse, next?: Next) => void;
/** What an embedding application uses of Node-RED; it carries no types of its own. */
interface Application {
  init(server: http.Server, settings: Readonly<Record<string, unknown>>): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly events: NodeRed['events'];
  readonly httpAdmin: Answering;
  readonly httpNode: Answering;
}
export interface Started {
  readonly url: string;
  /** The engine runs and the accounts are known. Rejects where the ledger cannot be opened. */
  readonly ready: Promise<void>;
  /** Stops flows, ledger and server; resolves when nothing of them is left. */
  stop(): Promise<void>;
}
const ADDRESS = '127.0.0.1';
const USUAL_PORT = 1890;

/** Starts Node-RED on a user directory and waits until its flows run. Throws where the port is taken or a node is missing. */
export async function startNodeRed(userDir: string, port: number | undefined, house: HouseSettings): Promise<Started> {
  const app = require('node-red') as Application;
  const server = http.createServer((request, response) => app.httpAdmin(request, response, () => app.httpNode(request, response)));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const taken = await listen(server, port);
  try {
    app.init(server, settings(userDir, taken, house));
    const flows = once(app.events as never, 'flows:started');
    await app.start();
    await flows;
  } catch (error) {
    server.close();
    throw error;
  }
  const shared = houseOf({ events: app.events } as NodeRed);
  return {
    url: `http://${ADDRESS}:${taken}/`,
    ready: accountsOf(shared),
    async stop() {
      await app.stop();
      await shared.close();
      const closed = once(server, 'close');
      server.close();
      // An editor that is open holds its connection for as long as it likes.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function accountsOf(house: House): Promise<void> {
  await house.ready();
  await Promise.all(house.accounts.all.map(({ node }) => house.account(node)));
}

function settings(userDir: string, port: number, house: HouseSettings): Readonly<Record<string, unknown>> {
  return {
    userDir,
    flowFile: 'flows.json',
    uiHost: ADDRESS,
    uiPort: port,
    httpAdminRoot: '/',
    httpNodeRoot: '/',
    credentialSecret: secretOf(userDir),
    // Mishaps are what the simulator is for: each of them as a warning would hide everything else.
    logging: { console: { level: 'error', metrics: false, audit: false } },
    diagnostics: { enabled: false },
    telemetry: { enabled: false },
    editorTheme: { tours: false },
    orderLifecycle: house,
  };
}

/** Credentials are encrypted with a secret of the user directory, for its owner's eyes only. */
function secretOf(userDir: string): string {
  const file = path.join(userDir, '.credential-secret');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return fs.readFileSync(file, 'utf8');
}

async function listen(server: http.Server, port: number | undefined): Promise<number> {
  for (const wanted of port === undefined ? [USUAL_PORT, 0] : [port]) {
    try {
      server.listen(wanted, ADDRESS);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (port === undefined && wanted !== 0 && (code === 'EADDRINUSE' || code === 'EACCES')) continue;
      throw code === 'EADDRINUSE' ? new Error(`Port ${wanted} is taken. Choose another by --port, or leave it out.`) : error;
    }
  }
  throw new Error('No free port was found.');
}
