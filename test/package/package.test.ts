/**
 * What Node-RED's scorecard (node-red-dev) checks, without its network: P01–P07, N01, N02, D01; and what is promised of an
 * installation: one licence, no addresses, no scripts, nothing that Node 20.19 cannot run.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout';
import { satisfies } from './versions';

interface Description {
  readonly name: string;
  readonly license: string;
  readonly keywords: readonly string[];
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly 'node-red': {
    readonly version: string;
    readonly nodes: Readonly<Record<string, string>>;
    readonly plugins: Readonly<Record<string, string>>;
  };
}
interface Locked {
  readonly dev?: boolean;
  readonly optional?: boolean;
  /** Comes inside another package's tarball. */
  readonly inBundle?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
}

const at = (...parts: string[]): string => path.join(checkout, ...parts);
const text = (...parts: string[]): string => fs.readFileSync(at(...parts), 'utf8');
const json = <T>(...parts: string[]): T => JSON.parse(text(...parts)) as T;

const description = json<Description>('package.json');
const nodes = Object.entries(description['node-red'].nodes);
const entries = [...nodes, ...Object.entries(description['node-red'].plugins)];
const locked = Object.entries(json<{ packages: Record<string, Locked> }>('package-lock.json').packages).filter(
  ([folder]) => folder,
);
/** What an installation without --omit=optional must bring: everything that is neither for development nor optional. */
const hard = locked.filter(([, { dev, optional }]) => !dev && !optional);

const registered = (file: string): { readonly type: string; readonly category: string }[] =>
  [
    ...text(file.replace(/\.js$/, '.html')).matchAll(
      /RED\.nodes\.registerType\(\s*'([\w-]+)'\s*,\s*\{[\s\S]*?\bcategory:\s*'([^']*)'/g,
    ),
  ].map(([, type = '', category = '']) => ({ type, category }));
const filesUnder = (folder: string): string[] =>
  fs
    .readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : []));

describe('the scorecard', () => {
  it('P01: one licence, and its text', () => {
    assert.equal(description.license, 'MIT');
    assert.match(text('LICENSE'), /^MIT License\n\nCopyright \(c\) \d{4} Order Lifecycle contributors\n/);
  });
  it('P03: a repository and a place for bugs', () => {
    assert.match(description.repository.url, /^git\+https:\/\//);
    assert.match(description.bugs.url, /^https:\/\//);
  });
  it('P04: a scoped name', () => assert.match(description.name, /^@[a-z][a-z-]*\/[a-z][a-z-]*$/));
  it('P05: the keyword', () => assert.ok(description.keywords.includes('node-red')));
  it('P06: both lines of Node-RED', () => {
    const installed = json<{ version: string }>(path.relative(checkout, require.resolve('node-red/package.json'))).version;
    for (const version of ['4.1.0', '4.1.15', '5.0.7', installed])
      assert.ok(satisfies(version, description['node-red'].version), version);
    assert.equal(satisfies('4.0.9', description['node-red'].version), false);
  });
  it('P07: the Node of both lines, and no older one than is tested', () => {
    for (const version of ['20.19.0', '22.9.0', '24.0.0']) assert.ok(satisfies(version, description.engines.node), version);
    assert.equal(satisfies('20.18.9', description.engines.node), false);
  });
  it('N01: each file registers the one type that it is named after, and no type of Node-RED itself', () => {
    const core = new Set(
      filesUnder(path.relative(checkout, path.dirname(require.resolve('@node-red/nodes/package.json')))).map((file) =>
        path.basename(file).replace(/^\d+-|\.\w+$/g, ''),
      ),
    );
    assert.ok(core.has('inject'));
    for (const [type, file] of nodes) {
      assert.equal(file, `dist/nodes/${type}.js`);
      assert.deepEqual(
        registered(file).map((found) => found.type),
        [type],
      );
      assert.ok(!core.has(type), type);
    }
  });
  it('N02: every node but the settings nodes appears in an example', () => {
    const used = new Set(
      filesUnder('examples')
        .filter((file) => file.endsWith('.json'))
        .flatMap((file) => (JSON.parse(fs.readFileSync(file, 'utf8')) as { type: string }[]).map(({ type }) => type)),
    );
    const palette = nodes.flatMap(([, file]) => registered(file)).filter(({ category }) => category !== 'config');
    assert.ok(palette.length > 0);
    assert.deepEqual(
      palette.map(({ type }) => type).filter((type) => !used.has(type)),
      [],
    );
  });
  it('D01: at most six dependencies', () => assert.ok(Object.keys(description.dependencies).length <= 6));
});

describe('the package', () => {
  const packed = (): string[] => {
    const [tarball] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: checkout,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      }),
    ) as [{ files: { path: string }[] }];
    return tarball.files.map((file) => file.path);
  };

  it('holds every node with its editor part, help and labels, and the examples', () => {
    const files = new Set(packed());
    const wanted = entries.flatMap(([, file]) => [file, file.replace(/\.js$/, '.html')]);
    wanted.push(...nodes.flatMap(([type]) => [`dist/nodes/locales/en-US/${type}.json`, `dist/nodes/locales/en-US/${type}.html`]));
    wanted.push(
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      ...filesUnder('examples').map((file) => path.relative(checkout, file).replaceAll(path.sep, '/')),
    );
    assert.deepEqual(
      wanted.filter((file) => !files.has(file)),
      [],
    );
  });
  it('holds the icons that its nodes name', () => {
    const files = packed();
    for (const [, file] of nodes) {
      const [, icon] = /\bicon:\s*'([^']+)'/.exec(text(file.replace(/\.js$/, '.html'))) ?? [];
      if (icon?.endsWith('.svg')) assert.ok(files.includes(`dist/nodes/icons/${icon}`), `${file}: ${icon}`);
    }
  });
  it('holds no test, no source, no map and nothing of this checkout', () => {
    const foreign = packed().filter(
      (file) =>
        !/^(?:dist\/(?:lib|nodes)\/|examples\/|package\.json$|LICENSE$|README\.md$|CHANGELOG\.md$)/.test(file) ||
        /\.tsx?$|\.map$|main-job|\.test\./.test(file),
    );
    assert.deepEqual(foreign, []);
  });
  it('needs no script of its own at installation', () => {
    assert.deepEqual(
      ['preinstall', 'install', 'postinstall', 'prepare'].filter((script) => script in description.scripts),
      [],
    );
  });
});

describe('the dependencies', () => {
  const engines = (folder: string): string => json<{ engines?: { node?: string } }>(folder, 'package.json').engines?.node ?? '*';

  it('are locked by content, without the address of a registry', () => {
    assert.deepEqual(
      locked
        .filter(([, { resolved, integrity, inBundle }]) => resolved !== undefined || !(integrity || inBundle))
        .map(([folder]) => folder),
      [],
    );
  });
  it('run no script at installation', () => {
    const scripted = hard.filter(([folder]) => {
      const { scripts = {} } = json<{ scripts?: Record<string, string> }>(folder, 'package.json');
      return (
        ['preinstall', 'install', 'postinstall'].some((script) => script in scripts) || fs.existsSync(at(folder, 'binding.gyp'))
      );
    });
    assert.deepEqual(scripted, []);
  });
  it('the optional one brings its binary along, so that its script may be refused', () => {
    assert.ok(
      fs
        .readdirSync(at('node_modules/@photostructure/sqlite/prebuilds'))
        .some((folder) => folder.startsWith(`${process.platform}-`)),
    );
  });
  it('exclude neither Node 20.19 nor Node 24', () => {
    for (const version of ['20.19.0', '24.0.0']) {
      assert.deepEqual(
        hard.filter(([folder]) => !satisfies(version, engines(folder))).map(([folder]) => `${folder} wants ${engines(folder)}`),
        [],
      );
    }
  });
  it('are read by a check that knows which ranges hold', () => {
    const held: readonly (readonly [string, string, boolean])[] = [
      ['20.19.0', '>=18', true],
      ['20.19.0', '>= 20.19.1', false],
      ['20.19.0', '^12.22.0 || ^14.16.0 || ^16.0.0 || >=17.0.0', true],
      ['20.19.0', '^18.17.0 || >=20.20', false],
      ['20.19.0', '20.x', true],
      ['20.19.0', '>=18 <20', false],
      ['20.19.0', '18 - 20', true],
      ['20.19.0', '>20', false],
      ['20.19.0', '~20.18.0', false],
      ['20.19.0', '*', true],
    ];
    for (const [version, range, expected] of held) assert.equal(satisfies(version, range), expected, `${version} in ${range}`);
    assert.throws(() => satisfies('20.19.0', 'latest'), /teach it/);
  });
});
