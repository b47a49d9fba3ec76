/** A Node-RED user directory in which this checkout is an installed package, and an example is the flow. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const NAME = '@order-lifecycle/node-red';

const SIDEBARS = ['info', 'order-lifecycle', 'help', 'debug'];

/** The folder of this package: the nearest above that is described as such. */
export const checkout = ((): string => {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
  }
  throw new Error('No package.json lies above the main job. Run it from a whole checkout.');
})();

export type FlowNode = { readonly id: string; readonly type: string } & Record<string, unknown>;

/** The nodes of an example, by the beginning of its name (`01`). */
export function exampleFlow(number: string): FlowNode[] {
  const folder = path.join(checkout, 'examples');
  const name = fs.readdirSync(folder).find((one) => one.startsWith(`${number} `) && one.endsWith('.json'));
  if (name === undefined) throw new Error(`Example ${number} is missing. Check the package out anew.`);
  return JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as FlowNode[];
}

/** In the place of a simulator node: nobody orders, ships or gives back unasked; what goes wrong on purpose stays as it is. */
export const nobodyAtWork = (node: FlowNode): FlowNode =>
  node.type === 'order-simulator' ? { ...node, ordersPerMinute: 0, ships: 0, cancels: 0, refunds: 0, takesBack: 0 } : node;

export const usualUserDirectory = (): string => path.join(os.homedir(), '.order-lifecycle');
export const temporaryUserDirectory = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-'));

/**
 * Makes a user directory ready: Node-RED finds this checkout there. `keep`: flows that are there already stay, so that what
 * somebody changed is still there at the next start. Throws what the file system says.
 */
export function furnish(userDir: string, flows: readonly FlowNode[], keep: boolean): { readonly kept: boolean } {
  const scope = path.join(userDir, 'node_modules', '@order-lifecycle');
  const link = path.join(scope, 'node-red');
  fs.mkdirSync(scope, { recursive: true });
  // Another checkout may have made it, and be gone.
  fs.rmSync(link, { recursive: true, force: true });
  fs.symlinkSync(checkout, link, 'junction');
  const description = path.join(userDir, 'package.json');
  const known = fs.existsSync(description) ? (JSON.parse(fs.readFileSync(description, 'utf8')) as Record<string, unknown>) : {};
  const dependencies = { ...(known.dependencies as Record<string, string> | undefined), [NAME]: `file:${checkout}` };
  fs.writeFileSync(
    description,
    `${JSON.stringify({ name: 'order-lifecycle-demo', private: true, ...known, dependencies }, null, 2)}\n`,
  );
  // The sidebar of orders has its icon beside the first; what somebody arranges stays.
  const arranged = path.join(userDir, '.config.users.json');
  if (!fs.existsSync(arranged)) fs.writeFileSync(arranged, JSON.stringify({ _: { editor: { sidebar: { order: SIDEBARS } } } }));
  const file = path.join(userDir, 'flows.json');
  const kept = keep && fs.existsSync(file);
  if (!kept) fs.writeFileSync(file, JSON.stringify(flows, null, 4));
  return { kept };
}
