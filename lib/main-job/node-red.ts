/** Node-RED inside this process, heard on this machine alone. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { type House, houseOf } from '../runtime/house';
import type { HouseSettings } from '../runtime/plan';
import type { Events, NodeRed, RuntimeEvent } from '../runtime/types/node-red';
import { Backstage } from './backstage';

type Answering = (request: http.IncomingMessage, response: http.ServerResponse, next?: () => void) => void;
/** What an embedding application uses of Node-RED, which carries no types of its own. */
interface Application {
  init(server: http.Server, settings: Readonly<Record<string, unknown>>): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly events: Events;
  readonly httpAdmin: Answering;
  readonly httpNode: Answering;
}
export interface Started {
  readonly url: string;
  readonly backstage: Backstage;
  /** The flows run, and every account is known. Rejects where the ledger cannot be opened, or an account or a node cannot be used. */
  ready(): Promise<void>;
  /** Stops flows, ledger and server; resolves when nothing of them is left. */
  stop(): Promise<void>;
}
const ADDRESS = '127.0.0.1';
const USUAL_PORT = 1890;

/** Starts Node-RED on a user directory, and waits for its flows. `port` undefined: the usual one, or any if that is taken. Throws where it is taken. */
export async function startNodeRed(userDir: string, port: number | undefined, house: HouseSettings): Promise<Started> {
  const app = require('node-red') as Application;
  const server = http.createServer((request, response) =>
    app.httpAdmin(request, response, () => app.httpNode(request, response)),
  );
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    // An editor that is open keeps its connection for as long as it likes.
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const taken = await listen(server, port);
  const trouble = troubleOf(app.events);
  const flowing = new Promise<void>((resolve) => app.events.on('flows:started', () => resolve()));
  try {
    app.init(server, settings(userDir, taken, house));
    await app.start();
    // A stop while flows are being started would leave behind what they make afterwards.
    await Promise.race([flowing, trouble.catch(() => undefined)]);
  } catch (error) {
    await close();
    throw error;
  }
  const shared = houseOf({ events: app.events } as NodeRed);
  return {
    url: `http://${ADDRESS}:${taken}/`,
    backstage: new Backstage(shared),
    ready: () => Promise.race([accountsOf(shared), trouble]),
    async stop() {
      await app.stop();
      await shared.close();
      await close();
    },
  };
}

async function accountsOf(house: House): Promise<void> {
  await house.ready();
  await Promise.all(house.accounts.all.map(({ node }) => house.account(node)));
}
/** Rejects where Node-RED does not start the flows: a type that nobody registers, a module that is not installed. */
function troubleOf(events: Events): Promise<never> {
  const trouble = new Promise<never>((_, reject) => {
    events.on('runtime-event', ({ id, payload }: RuntimeEvent) => {
      const { error, types } = (payload ?? {}) as { readonly error?: string; readonly types?: readonly string[] };
      if (id !== 'runtime-state' || !error) return;
      reject(
        new Error(
          `Node-RED did not start the flows (${[error, ...(types ?? [])].join(' ')}). Mend the flow in the editor, or start with another --user-dir.`,
        ),
      );
    });
  });
  // Whoever asks for it hears it; nobody has to.
  trouble.catch(() => undefined);
  return trouble;
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
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
      if (port !== undefined)
        throw new Error(`Port ${wanted} cannot be had (${code}). Choose another by --port, or leave it out.`);
    }
  }
  return (server.address() as AddressInfo).port;
}
