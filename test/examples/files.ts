/** The example flows, as they are published. */
import fs from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout';
import type { FlowNode } from '../node-red/user-directory';

const folder = path.join(checkout, 'examples');
export const exampleNames: readonly string[] = fs.readdirSync(folder).sort();
export const exampleFlow = (name: string): readonly FlowNode[] =>
  JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as readonly FlowNode[];
/** By the number that its name begins with. */
export function exampleNumber(number: string): readonly FlowNode[] {
  const name = exampleNames.find((one) => one.startsWith(`${number} - `));
  if (name === undefined) throw new Error(`there is no example ${number}`);
  return exampleFlow(name);
}
