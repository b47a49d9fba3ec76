/**
 * A real Node-RED in a process of its own, with the checkout's nodes loaded: for restarts, kills, permissions and the editor.
 * Which Node and which Node-RED: ORDER_LIFECYCLE_NODE and ORDER_LIFECYCLE_NODE_RED (a path to its red.js), else those of this process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import { Output } from './output';
import { type Credentials, type FlowNode, type Furnishing, furnish, newUserDirectory } from './user-directory';

export type Deployment = 'full' | 'nodes' | 'flows' | 'reload';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface NodeRedOptions extends Partial<Furnishing> {
  readonly env?: Readonly<Record<string, string>>;
  /** Command line after the user directory: `--safe`. */
  readonly args?: readonly string[];
  /** The log line that ends the wait (default: the flows have started). */
  readonly ready?: RegExp;
  /** Told of the process before it is ready: for whoever kills it while it starts. */
  readonly born?: (child: ChildProcess) => void;
}

export interface SpawnedNodeRed {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly userDir: string;
  readonly child: ChildProcess;
  readonly output: Output;
  readonly ended: Promise<Ended>;
  /** Resolves when the deployed flows have started, with their revision. */
  deploy(flows: readonly FlowNode[], type?: Deployment, credentials?: Credentials): Promise<string>;
  /** Asks to stop, and waits until the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
  /** Dies at once, as in a power cut, and waits until the process is gone. */
  kill(): Promise<Ended>;
}

/**
 * Starts Node-RED and waits for its flows. A user directory of its own is removed when the process has ended; one that was
 * given stays, so that the next start finds its flows and its ledger.
 */
export async function spawnNodeRed(options: NodeRedOptions = {}): Promise<SpawnedNodeRed> {
  const userDir = options.userDir ?? newUserDirectory();
  const port = options.port ?? (await freePort());
  furnish({ ...options, userDir, port });

  const node = process.env.ORDER_LIFECYCLE_NODE ?? process.execPath;
  const nodeRed = process.env.ORDER_LIFECYCLE_NODE_RED ?? require.resolve('node-red/red.js');
  const child = spawn(node, [nodeRed, '--userDir', userDir, ...(options.args ?? [])], {
    cwd: userDir,
    env: { ...environment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new Output(child.stdout, child.stderr);
  running.add(child);
  options.born?.(child);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      output.end(`Node-RED ended (${signal ?? `code ${code}`})`);
      if (!options.userDir) fs.rmSync(userDir, { recursive: true, force: true });
      resolve({ code, signal });
    });
  });

  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  const url = `http://127.0.0.1:${port}`;
  const spawned: SpawnedNodeRed = {
    url,
    port,
    userDir,
    child,
    output,
    ended,
    deploy: (flows, type = 'full', credentials) => deploy(url, output, flows, type, credentials),
    stop: (signal = 'SIGTERM') => end(signal),
    kill: () => end('SIGKILL'),
  };
  try {
    await Promise.all([
      output.until(/Server now running at/, { never: cannotListen }),
      output.until(options.ready ?? started, { never: cannotStart }),
    ]);
    return spawned;
  } catch (cause) {
    await spawned.kill();
    throw cause;
  }
}

const started = /Started (?:modified )?(?:flows|nodes)/;
const cannotListen = /EADDRINUSE|port in use/;
const cannotStart = /Waiting for missing types|Failed to load external modules|Flows stopped in safe mode/i;

async function deploy(
  url: string,
  output: Output,
  flows: readonly FlowNode[],
  type: Deployment,
  credentials?: Credentials,
): Promise<string> {
  const from = output.lines.length;
  const answer = await fetch(`${url}/flows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2', 'node-red-deployment-type': type },
    body: JSON.stringify({ flows, ...(credentials && { credentials }) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Node-RED refused the deploy (${answer.status}): ${text}`);
  // The answer comes before the flows have started.
  await output.until(started, { from, never: cannotStart });
  return (JSON.parse(text) as { rev: string }).rev;
}

/** This process's environment without what would lead the child to another Node-RED's home. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_RED_HOME: _home, NODE_RED_ENABLE_SAFE_MODE: _safe, PORT: _port, ...kept } = process.env;
  return kept;
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A test that fails before its stop must not leave a Node-RED behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
