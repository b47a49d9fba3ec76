/** A user directory in which Node-RED finds this build as an installed package, wherever it was compiled to. */
import fs from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout';
import { newUserDirectory } from '../node-red/user-directory';
import { bundleDesk } from './browser';

const NAME = '@order-lifecycle/node-red';
interface Description {
  readonly version: string;
  readonly 'node-red': { readonly nodes: Readonly<Record<string, string>>; readonly plugins: Readonly<Record<string, string>> };
}

/** `npm run build` leaves the editor's files and the desk's bundle beside the code; any other compilation has neither. */
export async function installed(): Promise<string> {
  const built = path.join(__dirname, '..', '..');
  const userDir = newUserDirectory();
  const home = path.join(userDir, 'node_modules', ...NAME.split('/'));
  const dist = path.join(home, 'dist', 'nodes');
  fs.cpSync(path.join(checkout, 'nodes', 'locales'), path.join(dist, 'locales'), { recursive: true });
  fs.cpSync(path.join(checkout, 'icons'), path.join(dist, 'icons'), { recursive: true });
  const { version, 'node-red': described } = JSON.parse(
    fs.readFileSync(path.join(checkout, 'package.json'), 'utf8'),
  ) as Description;
  for (const name of Object.keys({ ...described.nodes, ...described.plugins })) {
    fs.copyFileSync(path.join(checkout, 'nodes', `${name}.html`), path.join(dist, `${name}.html`));
    // Required by its real place, where its own requires lead to this build.
    const code = JSON.stringify(path.join(built, 'nodes', name));
    fs.writeFileSync(path.join(dist, `${name}.js`), `module.exports = require(${code});\n`);
  }
  write(path.join(home, 'package.json'), { name: NAME, version, 'node-red': described });
  write(path.join(userDir, 'package.json'), { name: 'user-directory', private: true, dependencies: { [NAME]: '*' } });
  if (built !== path.join(checkout, 'dist')) {
    const folder = path.join(built, 'lib', 'desk', 'browser');
    fs.mkdirSync(folder, { recursive: true });
    await bundleDesk(folder);
  }
  return userDir;
}
const write = (file: string, content: unknown): void => fs.writeFileSync(file, JSON.stringify(content));
