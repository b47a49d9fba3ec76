/**
 * The arrows between the rooms: nodes → runtime → engine → (ledger, platforms, documents) → model, engine → transport → ledger/port.
 * Types count like values. A room or a file of a room (`ledger/port`) that is not listed may not be imported.
 */
import path from 'node:path';
import { lineOf } from './parted.mjs';

const below = {
  engine: ['engine', 'transport', 'ledger', 'platforms', 'documents', 'model'],
};
const mayImport = {
  model: ['model'],
  platforms: ['platforms', 'model'],
  documents: ['documents', 'model'],
  ledger: ['ledger', 'model'],
  transport: ['transport', 'ledger/port', 'model'],
  engine: below.engine,
  // The desk lives in a browser: it speaks with the engine by admin routes only, in the model's words (see wordsOf).
  desk: ['desk'],
  // Written from the vendors' contracts, never from our own translations of them.
  simulator: ['simulator', 'model/money', 'model/json'],
  // Where the parts are put together: an account may point at the simulator.
  runtime: ['runtime', 'desk', 'simulator', ...below.engine],
  nodes: ['nodes', 'runtime', 'engine', 'ledger', 'platforms', 'documents', 'model'],
  // Of a checkout alone, never of the package: its verdict is the judge's own.
  'main-job': ['main-job', 'judge', 'nodes', 'desk', 'runtime', 'simulator', ...below.engine],
};
/** Rooms whose types may be named although nothing of them may run here. */
const wordsOf = { desk: ['model'] };
/** The judge knows the simulated world and the ledger's rows, nothing of what it judges: not even by way of another test's file. */
const judgeMayImport = ['judge', 'simulator', 'ledger/port'];

export function arrows(file, source, code) {
  const from = roomOf(file);
  if (!from) return [];
  const allowed = from.room === 'judge' ? judgeMayImport : mayImport[from.room];
  if (!allowed && from.test) return [];
  if (!allowed) return [{ line: 1, text: `${from.room} is not a room of ARCHITECTURE: put the file where its idea belongs` }];
  return importsOf(source, code).flatMap(({ at, specifier, typesOnly }) => {
    if (!specifier.startsWith('.')) return [];
    const target = path.posix.join(path.posix.dirname(file), specifier);
    const to = roomOf(target);
    const names = to && [to.room, `${to.room}/${to.file}`];
    if (names?.some((name) => allowed.includes(name))) return [];
    if (typesOnly && wordsOf[from.room]?.includes(to?.room)) return [];
    return [{ line: lineOf(source, at), text: `${from.room} may not import ${target}; it may import ${allowed.join(', ')}` }];
  });
}

/** Every specifier that a file imports, exports from, requires or imports lazily. */
export function importsOf(source, code) {
  const found = [];
  for (const match of code.matchAll(/\b(?:from\s*|import\s*|(?:import|require)\s*\(\s*)(['"`])/g)) {
    const begin = match.index + match[0].length;
    const typesOnly = /\b(?:im|ex)port\s+type\b[^;]*$/.test(code.slice(0, match.index));
    found.push({ at: match.index, typesOnly, specifier: source.slice(begin, source.indexOf(match[1], begin)) });
  }
  return found;
}

/** `lib/ledger/port.ts` → room ledger, file port. Only the judge's room among the tests has arrows of its own. */
function roomOf(file) {
  const [top, second, ...rest] = file.replace(/\.tsx?$/, '').split('/');
  if (top === 'nodes') return { room: 'nodes', file: second };
  if (top === 'lib') return { room: second ?? 'lib', file: rest.join('/') };
  if (top === 'test') return { room: second === 'judge' ? 'judge' : 'test', file: rest.join('/'), test: true };
  return null;
}
