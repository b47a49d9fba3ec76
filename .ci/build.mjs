/**
 * What tsc leaves undone: the editor's files beside the nodes' code, the desk's bundle, and the outputs of sources that are gone.
 * Node-RED looks for html, locales/ and icons/ in the folder of a node's .js, so they all go to dist/nodes.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const at = (...parts) => path.join(root, ...parts);

const bundles = await bundleDesk();
pruneCompiled();
replace(at('dist', 'nodes', 'locales'), at('nodes', 'locales'));
replace(at('dist', 'nodes', 'icons'), at('icons'));
copyEditorHtml();
for (const [file, contents] of bundles) fs.writeFileSync(file, contents);

/** A renamed test must not go on running from an old output, nor a removed node be published. */
function pruneCompiled() {
  for (const room of ['lib', 'nodes', 'test']) {
    for (const file of filesUnder(path.join(dist, room))) {
      const source = path.join(root, path.relative(dist, file)).replace(/\.js(\.map)?$/, '.ts');
      if (/\.js(\.map)?$/.test(file) && !fs.existsSync(source)) fs.rmSync(file);
    }
  }
}

function copyEditorHtml() {
  const html = fs.readdirSync(at('nodes')).filter((name) => name.endsWith('.html'));
  fs.mkdirSync(at('dist', 'nodes'), { recursive: true });
  for (const name of fs.readdirSync(at('dist', 'nodes'))) {
    if (name.endsWith('.html') && !html.includes(name)) fs.rmSync(at('dist', 'nodes', name));
  }
  for (const name of html) fs.copyFileSync(at('nodes', name), at('dist', 'nodes', name));
}

function replace(target, source) {
  fs.rmSync(target, { recursive: true, force: true });
  if (fs.existsSync(source)) fs.cpSync(source, target, { recursive: true });
}

/** One bundle per .tsx at the top of lib/desk/browser, with the licence of everything that is bundled into it. */
async function bundleDesk() {
  const folder = at('lib', 'desk', 'browser');
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.tsx')) : [];
  if (!entries.length) return [];
  const { build } = await import('esbuild');
  const bundled = await build({
    absWorkingDir: root,
    entryPoints: entries.map((name) => path.join(folder, name)),
    outdir: at('dist', 'lib', 'desk', 'browser'),
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const banner = licences(Object.keys(bundled.metafile.inputs));
  fs.mkdirSync(at('dist', 'lib', 'desk', 'browser'), { recursive: true });
  return bundled.outputFiles.map((file) => [file.path, `${banner}${file.text}`]);
}

function licences(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  return [...packages]
    .sort()
    .map((folder) => {
      const name = folder.replace('node_modules/', '');
      const licence = fs.readdirSync(at(folder)).find((file) => /^licen[cs]e/i.test(file));
      if (!licence) throw new Error(`${name} is bundled into the desk and carries no licence text: add it or do not bundle it`);
      return `/*! ${name}\n${fs.readFileSync(at(folder, licence), 'utf8').trim().replaceAll('*/', '* /')}\n*/\n`;
    })
    .join('');
}

function filesUnder(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
