/** A user directory in which Node-RED finds this build as an installed package that has the desk's plugin alone, or nodes with it. */
import fs from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout';
import { newUserDirectory } from '../node-red/user-directory';

const NAME = '@order-lifecycle/node-red';
interface Description {
  readonly version: string;
  readonly 'node-red': { readonly nodes: Readonly<Record<string, string>>; readonly plugins: Readonly<Record<string, string>> };
}

/**
 * Beside the compiled code lie its editor files, as the build puts them; a compilation elsewhere has none, so they are copied
 * there. `bundle`: the desk's script.
 */
export function installedDesk(bundle: string): string {
  const built = path.join(__dirname, '..', '..');
  const userDir = newUserDirectory();
  const home = path.join(userDir, 'node_modules', ...NAME.split('/'));
  fs.mkdirSync(path.join(home, 'dist', 'nodes'), { recursive: true });
  fs.symlinkSync(path.join(built, 'lib'), path.join(home, 'dist', 'lib'), 'junction');
  const nodes = path.join(checkout, 'nodes');
  fs.cpSync(path.join(nodes, 'locales'), path.join(home, 'dist', 'nodes', 'locales'), { recursive: true });
  for (const plugin of ['order-lifecycle-sidebar']) {
    fs.copyFileSync(path.join(nodes, `${plugin}.html`), path.join(home, 'dist', 'nodes', `${plugin}.html`));
    // Required by its real place, where its own requires lead to this build.
    fs.writeFileSync(
      path.join(home, 'dist', 'nodes', `${plugin}.js`),
      `module.exports = require(${JSON.stringify(path.join(built, 'nodes', plugin))});\n`,
    );
  }
  const { version, 'node-red': described } = JSON.parse(
    fs.readFileSync(path.join(checkout, 'package.json'), 'utf8'),
  ) as Description;
  fs.writeFileSync(
    path.join(home, 'package.json'),
    JSON.stringify({ name: NAME, version, 'node-red': { ...described, nodes: {} } }),
  );
  fs.writeFileSync(
    path.join(userDir, 'package.json'),
    JSON.stringify({ name: 'user-directory', private: true, dependencies: { [NAME]: '*' } }),
  );
  const beside = path.join(built, 'lib', 'desk', 'browser');
  fs.mkdirSync(beside, { recursive: true });
  if (path.join(beside, 'desk.js') !== bundle) fs.copyFileSync(bundle, path.join(beside, 'desk.js'));
  return userDir;
}
