/** What may lie where: the top level stays as listed, files are read in one sitting, nothing names a machine. */
import { lineOf } from './parted.mjs';

const topLevel = ['nodes', 'lib', 'examples', 'test', 'icons', 'docs'];
const topLevelFiles = ['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
const made = ['node_modules', 'dist'];
const longest = 350;

export const topLevelOf = (names) =>
  names
    .filter((name) => !name.startsWith('.') && ![...topLevel, ...topLevelFiles, ...made].includes(name))
    .map((name) => ({
      file: name,
      line: 1,
      text: `the top level holds ${[...topLevel, ...topLevelFiles].join(', ')} and dot-files only`,
    }));

/** Homes of people and work folders of one machine; and addresses of one registry, which npm writes into lock files. */
const machine = [
  [/(?<![\w.~-])\/(?:home|Users)\/[\w.-]+/g, 'a path of one machine'],
  [/(?<![\w.~/-])\/root\/[\w.-]+/g, 'a path of one machine'],
  [/(?<![\w.~/-])\/work\/(?:main|shared|\.)/g, 'a path of one machine'],
  [/\b[A-Z]:\\{1,2}Users\\/g, 'a path of one machine'],
  [/"resolved"\s*:\s*"(?:https?|file):/g, 'an address in the lock file: keep omit-lockfile-registry-resolved in .npmrc'],
  [/^\s*(?:@[\w-]+:)?registry\s*=/gm, 'an address of one registry'],
];

export const namesNoMachine = (source) =>
  machine.flatMap(([pattern, text]) => [...source.matchAll(pattern)].map(({ index }) => ({ line: lineOf(source, index), text })));

export function length(source) {
  const lines = source.split('\n').length - 1;
  return lines > longest
    ? [{ line: longest, text: `${lines} lines: a file is one idea, read in one sitting; ${longest} is the limit` }]
    : [];
}
