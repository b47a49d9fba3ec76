/** Type-checks the package and, where it exists, the desk's page, which has the browser's types instead of Node's. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const projects = ['.', 'lib/desk/browser'].filter((project) => fs.existsSync(`${project}/tsconfig.json`));
const failed = projects.filter((project) => spawnSync('tsc', ['--noEmit', '-p', project], { stdio: 'inherit' }).status !== 0);
process.exit(failed.length ? 1 : 0);
