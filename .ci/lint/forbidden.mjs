/** What code must not do: read a clock or a die of its own, carry money in a JavaScript number, or talk the checks out of their work. */
import { importsOf } from './arrows.mjs';
import { lineOf } from './parted.mjs';

const handedIn = 'is handed in: take it from the port, so that simulated time holds';
const ambient = [
  [/\bDate\s*\.\s*now\b/g, `Date.now: the clock ${handedIn}`],
  [/\bnew\s+Date\s*(?:\(\s*\)|(?![\s\w(.<]))/g, `new Date() without an argument: the clock ${handedIn}`],
  [/(?<!new\s+)(?<![\w.])Date\s*\(/g, `Date(): the clock ${handedIn}`],
  [/\bperformance\s*\.\s*now\b|\bprocess\s*\.\s*hrtime\b/g, `a monotonic clock: the clock ${handedIn}`],
  [/\bMath\s*\.\s*random\b/g, `Math.random: chance ${handedIn}`],
  [/\brandomUUID\b/g, `randomUUID: chance ${handedIn}`],
  [/\bsetTimeout\b/g, `setTimeout: the clock ${handedIn}`],
  [/\bsetInterval\b/g, `setInterval: the clock ${handedIn}`],
];

/** A word for an amount at the end of a name; a tax's rate and code are none. */
const amount = String.raw`(?:amount|price|money|total|tax)s?(?!\w)(?!\s*\??\.\s*(?:rate|code|length)\b)`;
const money = [
  [/\bparseFloat\b/g, 'parseFloat: an amount is decimal text or Money, never a JavaScript number'],
  [/\.\s*toFixed\b/g, 'toFixed rounds in binary: use Money'],
  [
    new RegExp(String.raw`\b(?:Number|Math\.(?:round|floor|ceil|trunc))\s*\([^()]*${amount}`, 'gi'),
    'an amount as a JavaScript number: use Money',
  ],
  [new RegExp(String.raw`(?:[=(,:?[]|\breturn)\s*\+\s*[\w.]*${amount}`, 'gi'), 'an amount as a JavaScript number: use Money'],
];

const marks = [
  [/\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b/g, 'unfinished: finish it, or leave it out'],
  [/@ts-(?:ignore|expect-error|nocheck)/g, 'a type error switched off: make the type true'],
  [/biome-ignore|eslint-disable/g, 'a lint rule switched off: follow it'],
];

/** Where clock, chance and network really come from. The page in the browser shows ages to a person by that person's clock. */
const mayBeAmbient = /^lib\/(?:transport|runtime|main-job|desk\/browser)\//;

export function forbidden(file, source, { code, comments }) {
  const ours = /^(?:lib|nodes)\//.test(file);
  const found = find(marks, comments);
  if (ours) found.push(...find(money, code));
  if (ours && !mayBeAmbient.test(file)) found.push(...find(ambient, code));
  for (const { at, specifier } of ours ? importsOf(source, code) : []) {
    if (/^(?:node:)?timers(?:\/promises)?$/.test(specifier) && !mayBeAmbient.test(file))
      found.push({ at, text: `a timer: the clock ${handedIn}` });
    if (/^axios(?:\/|$)/.test(specifier) && !/^lib\/transport\//.test(file))
      found.push({ at, text: 'axios lives in lib/transport alone' });
  }
  if (/^test\//.test(file))
    found.push(...find([[/\.\s*retries\s*\(/g, 'a retry hides a flake: wait for the event instead']], code));
  return found.map(({ at, text }) => ({ line: lineOf(source, at), text }));
}

const find = (rules, text) =>
  rules.flatMap(([pattern, why]) => [...text.matchAll(pattern)].map(({ index }) => ({ at: index, text: why })));
