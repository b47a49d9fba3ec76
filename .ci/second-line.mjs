/**
 * Makes the second line: a copy of this checkout, built, with Node 24 and Node-RED 5 in its own node_modules, outside the tree.
 * A copy, because Node finds `node-red` beside the file that requires it, whatever NODE_PATH says. Prints the folder.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.resolve(
  process.env.ORDER_LIFECYCLE_SECOND_LINE ?? path.join(os.homedir(), '.cache', 'order-lifecycle', 'second-line'),
);
const line = ['node@24', 'node-red@5', '@node-red/util@5'];
const stays = new Set(['node_modules', '.git', '.out']);

fs.mkdirSync(folder, { recursive: true });
for (const name of fs.readdirSync(folder)) {
  if (name !== 'node_modules') fs.rmSync(path.join(folder, name), { recursive: true, force: true });
}
for (const name of fs.readdirSync(checkout)) {
  if (!stays.has(name)) fs.cpSync(path.join(checkout, name), path.join(folder, name), { recursive: true });
}
// The lock file still decides every other version; nothing is written back into it.
execFileSync('npm', ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', ...line], {
  cwd: folder,
  stdio: ['ignore', 2, 2],
});
const said = (file, args) => execFileSync(file, args, { cwd: folder, encoding: 'utf8' }).trim();
const node = path.join(folder, 'node_modules', 'node', 'bin', 'node');
const versions = [said(node, ['--version']), said(node, ['-p', 'require("node-red/package.json").version'])];
if (!versions[0].startsWith('v24.') || !versions[1].startsWith('5.'))
  throw new Error(`not the second line: ${versions.join(', ')}`);
console.error(`second line: Node ${versions[0]}, Node-RED ${versions[1]}`);
console.log(folder);
