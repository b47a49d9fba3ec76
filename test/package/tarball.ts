/**
 * The packed package in an empty user directory, as a newcomer installs it: every node loads, with its icon and the examples.
 * Run by itself (`mocha dist/test/package/tarball.js`), since it installs from a registry.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout';
import { type SpawnedNodeRed, spawnNodeRed } from '../node-red/spawn';
import { newUserDirectory } from '../node-red/user-directory';

interface NodeSet {
  readonly id: string;
  readonly module: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
  readonly err?: string;
  readonly version: string;
}
const description = JSON.parse(fs.readFileSync(path.join(checkout, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
  'node-red': { nodes: Record<string, string>; plugins: Record<string, string> };
};
const ours = ({ module }: NodeSet): boolean => module === description.name;

describe('the tarball in an empty user directory', function () {
  this.timeout(300_000);
  const userDir = newUserDirectory();
  let nodeRed: SpawnedNodeRed;

  before(async () => {
    const npm = (cwd: string, ...args: string[]): string => execFileSync('npm', args, { cwd, encoding: 'utf8' });
    const [{ filename }] = JSON.parse(npm(checkout, 'pack', '--json', '--ignore-scripts', '--pack-destination', userDir)) as [
      { filename: string },
    ];
    fs.writeFileSync(path.join(userDir, 'package.json'), '{"name":"user-directory","private":true}');
    npm(userDir, 'install', `./${filename}`, '--omit=dev', '--no-audit', '--no-fund');
    nodeRed = await spawnNodeRed({ userDir, flows: [], link: false });
  });
  after(async () => {
    await nodeRed?.stop();
    fs.rmSync(userDir, { recursive: true, force: true });
  });

  const get = async <T>(route: string): Promise<T> => {
    const answer = await fetch(nodeRed.url + route, { headers: { accept: 'application/json' } });
    assert.equal(answer.status, 200, route);
    return (await answer.json()) as T;
  };

  it('loads every node, each with its one type, enabled and without an error', async () => {
    const sets = (await get<NodeSet[]>('/nodes')).filter(ours);
    assert.deepEqual(
      sets.map(({ name, types, enabled, err, version }) => ({ name, types, enabled, err, version })),
      Object.keys(description['node-red'].nodes).map((type) => ({
        name: type,
        types: [type],
        enabled: true,
        err: undefined,
        version: description.version,
      })),
    );
  });
  it('loads its plugin', async () => {
    const plugins = (await get<NodeSet[]>('/plugins')).filter(ours);
    assert.deepEqual(
      plugins.map(({ name, enabled, err }) => ({ name, enabled, err })),
      Object.keys(description['node-red'].plugins).map((name) => ({ name, enabled: true, err: undefined })),
    );
  });
  it('is not a link to the checkout', () => {
    const installed = path.join(userDir, 'node_modules', '@order-lifecycle', 'node-red');
    assert.equal(fs.realpathSync(installed), path.join(fs.realpathSync(userDir), 'node_modules', '@order-lifecycle', 'node-red'));
  });
  it('brings its icons', async () => {
    const icons = await get<Record<string, string[]>>('/icons');
    assert.deepEqual(icons[description.name]?.sort(), fs.readdirSync(path.join(checkout, 'icons')).sort());
  });
  it('offers its examples in the import menu', async () => {
    const offered = async (folder: string): Promise<string[]> => {
      const entries = await get<(string | { readonly fn: string })[]>(`/library/examples/flows/${description.name}${folder}`);
      const named = entries.map((entry) =>
        typeof entry === 'string' ? offered(`${folder}/${entry}`) : [`${folder}/${entry.fn}`],
      );
      return (await Promise.all(named)).flat();
    };
    const written = fs.readdirSync(path.join(checkout, 'examples'), { recursive: true, encoding: 'utf8' });
    const wanted = written.filter((name) => name.endsWith('.json')).map((name) => `/${name.replaceAll(path.sep, '/')}`);
    assert.ok(wanted.length > 0);
    // The menu leaves the extension out.
    assert.deepEqual(
      (await offered('')).map((name) => name.replace(/\.json$/, '')).sort(),
      wanted.map((name) => name.replace(/\.json$/, '')).sort(),
    );
  });
  it('says nothing worse than information while it starts', () => {
    const ownSettings = /Projects disabled|Using unencrypted credentials/;
    const said = nodeRed.output.lines.filter((line) => /\[(?:warn|error)\]/.test(line) && !ownSettings.test(line));
    assert.deepEqual(said, []);
  });
});
