/**
 * The house's own rules, beside Biome's: arrows between rooms, what code must not call, what lies where.
 * `node .ci/lint.mjs [folder …]` prints `file:line text` per finding and exits 1 if there is one.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { arrows } from './lint/arrows.mjs';
import { forbidden } from './lint/forbidden.mjs';
import { parted } from './lint/parted.mjs';
import { length, namesNoMachine, topLevelOf } from './lint/tree.mjs';

const given = process.argv.slice(2);
const checkout = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const found = given.length ? given.flatMap((root) => lint(root, `${root}/`)) : lint(checkout, '');
for (const { file, line, text } of found) console.log(`${file}:${line} ${text}`);
if (found.length) process.exitCode = 1;
else console.log('arrows, calls and tree: nothing to say');

function lint(root, prefix) {
  const findings = [...topLevelOf(fs.readdirSync(root)), ...filesOf(root, '').flatMap((file) => check(root, file))];
  return findings.map((finding) => ({ ...finding, file: prefix + finding.file }));
}

function check(root, file) {
  const source = fs.readFileSync(path.join(root, file), 'utf8');
  const findings = namesNoMachine(source);
  if (/^(?:lib|nodes|test)\/.*\.tsx?$/.test(file)) {
    const parts = parted(source);
    findings.push(...arrows(file, source, parts.code), ...forbidden(file, source, parts), ...length(source));
  }
  return findings.map((finding) => ({ file, ...finding }));
}

/** Text files of the checkout, by path from its root with slashes. Made things and other tools' dot-folders are none of ours. */
function filesOf(root, folder) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      const ours =
        !['node_modules', 'dist'].includes(entry.name) && (!entry.name.startsWith('.') || ['.ci', '.github'].includes(name));
      return ours ? filesOf(root, name) : [];
    }
    return entry.isFile() && name !== '.git' && !/\.(?:png|gif|ico|pdf|woff2?|tgz|sqlite)$/.test(name) ? [name] : [];
  });
}
