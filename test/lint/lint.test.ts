/** Every rule of .ci/lint.mjs convicts a sample that breaks it, and lets the sample beside it pass. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkout } from '../checkout';

const lines = (count: number): string => '// one idea\n'.repeat(count);
const arrow = (from: string, to: string, kind = 'import type { Thing }'): [string, string] => [from, `${kind} from '${to}';\n`];
const hole = (code: string): string => ['$', '{', code, '}'].join('');
const home = ['', 'home', 'ann', 'orders'].join('/');

/** What it breaks; file and content that must be found; file and content that must pass. */
const samples: readonly (readonly [string, readonly [string, string], readonly [string, string]])[] = [
  ['model imports nothing above it', arrow('lib/model/a.ts', '../ledger/port'), arrow('lib/model/a.ts', './order')],
  ['ledger → model', arrow('lib/ledger/sqlite/a.ts', '../../engine/port'), arrow('lib/ledger/sqlite/a.ts', '../../model/order')],
  [
    'platforms → model',
    arrow('lib/platforms/mirakl/a.ts', '../../transport/port'),
    arrow('lib/platforms/mirakl/a.ts', '../port'),
  ],
  ['documents → model', arrow('lib/documents/a.ts', '../ledger/port'), arrow('lib/documents/a.ts', '../model/money')],
  [
    'transport → ledger by its port',
    arrow('lib/transport/a.ts', '../ledger/sqlite'),
    arrow('lib/transport/a.ts', '../ledger/port'),
  ],
  ['transport knows no platform', arrow('lib/transport/a.ts', '../platforms/port'), arrow('lib/transport/a.ts', '../model/call')],
  [
    'engine knows no runtime',
    arrow('lib/engine/a.ts', '../runtime/wrapper'),
    arrow('lib/engine/verbs/a.ts', '../../transport/port'),
  ],
  [
    'runtime knows no node',
    arrow('lib/runtime/a.ts', '../../nodes/accept-order'),
    arrow('lib/runtime/a.ts', '../simulator/port'),
  ],
  [
    'nodes leave the wire to the engine',
    arrow('nodes/a.ts', '../lib/transport/http'),
    arrow('nodes/a.ts', '../lib/runtime/action-node'),
  ],
  [
    'the desk asks by admin routes',
    arrow('lib/desk/browser/a.tsx', '../../engine/port'),
    arrow('lib/desk/browser/a.tsx', './cases'),
  ],
  [
    'the desk runs nothing of the model',
    arrow('lib/desk/browser/a.tsx', '../../model/money', 'import { Money }'),
    arrow('lib/desk/browser/a.tsx', '../../model/money'),
  ],
  [
    'the simulator imports no translation',
    arrow('lib/simulator/a.ts', '../platforms/mirakl/codes'),
    arrow('lib/simulator/a.ts', '../model/money'),
  ],
  ['the simulator imports no order', arrow('lib/simulator/a.ts', '../model/order'), arrow('lib/simulator/a.ts', '../model/json')],
  [
    'a lazy import is an import',
    ['lib/model/a.ts', "export const a = () => import('../engine/loop');\n"],
    ['lib/model/a.ts', "export const a = () => import('./tax');\n"],
  ],
  [
    'an export from is an import',
    arrow('lib/model/a.ts', '../engine/port', 'export *'),
    arrow('lib/model/a.ts', './tax', 'export *'),
  ],
  ['a room that is none', ['lib/common/a.ts', 'export {};\n'], ['lib/model/a.ts', 'export {};\n']],
  [
    'the judge imports no model',
    arrow('test/judge/a.ts', '../../lib/model/order'),
    arrow('test/judge/a.ts', '../../lib/simulator/port'),
  ],
  [
    'the judge imports no engine',
    arrow('test/judge/a.ts', '../../lib/engine/port'),
    arrow('test/judge/a.ts', '../../lib/ledger/port'),
  ],
  [
    'the judge imports no platform',
    arrow('test/judge/a.ts', '../../lib/platforms/port'),
    arrow('test/life/a.ts', '../../lib/platforms/port'),
  ],
  [
    'nobody but the main job has the judge’s verdict',
    arrow('lib/runtime/a.ts', '../../test/judge/judge'),
    arrow('lib/main-job/a.ts', '../../test/judge/judge'),
  ],
  ['the judge goes by no other test', arrow('test/judge/a.ts', '../life/world'), arrow('test/judge/a.ts', './verdict')],
  ['Date.now', ['lib/engine/a.ts', 'export const a = Date.now();\n'], ['lib/transport/a.ts', 'export const a = Date.now();\n']],
  [
    'new Date()',
    ['lib/engine/a.ts', 'export const a = new Date();\n'],
    ['lib/engine/a.ts', 'export const a = (at: number) => new Date(at);\n'],
  ],
  ['new Date', ['nodes/a.ts', 'export const a = new Date;\n'], ['nodes/a.ts', '/** new Date() is not for us. */\nexport {};\n']],
  [
    'Math.random',
    ['lib/model/a.ts', 'export const a = Math.random();\n'],
    ['lib/model/a.ts', "export const a = 'Math.random';\n"],
  ],
  [
    'randomUUID',
    ['lib/ledger/a.ts', "import { randomUUID } from 'node:crypto';\n"],
    ['lib/ledger/a.ts', "import { createHash } from 'node:crypto';\n"],
  ],
  ['setTimeout', ['lib/engine/a.ts', 'setTimeout(() => {}, 1);\n'], ['lib/runtime/a.ts', 'setTimeout(() => {}, 1);\n']],
  ['setInterval', ['lib/simulator/a.ts', 'setInterval(() => {}, 1);\n'], ['lib/main-job/a.ts', 'setInterval(() => {}, 1);\n']],
  [
    'code inside a template is code',
    ['lib/engine/a.ts', `export const a = \`at ${hole('Date.now()')}\`;\n`],
    ['lib/engine/a.ts', `export const a = \`Date.now() ${hole('1')}\`;\n`],
  ],
  [
    'a pattern hides nothing after it',
    ['lib/engine/a.ts', 'export const a = /["\'`/]/.test(String(Date.now()));\n'],
    ['lib/engine/a.ts', 'export const a = 4 / 2 / 1;\n'],
  ],
  [
    'timers/promises',
    arrow('lib/engine/a.ts', 'node:timers/promises', 'import { scheduler }'),
    arrow('test/engine/a.ts', 'node:timers/promises', 'import { scheduler }'),
  ],
  ['axios', arrow('lib/runtime/a.ts', 'axios', 'import axios'), arrow('lib/transport/a.ts', 'axios', 'import axios')],
  [
    'parseFloat',
    ['lib/platforms/mirakl/a.ts', 'export const a = parseFloat("1.10");\n'],
    ['lib/platforms/mirakl/a.ts', 'export const a = parseInt("1", 10);\n'],
  ],
  ['toFixed', ['nodes/a.ts', 'export const a = (1.1).toFixed(2);\n'], ['nodes/a.ts', 'export const a = (1.1).toString();\n']],
  [
    'Number(amount)',
    ['lib/model/a.ts', 'export const a = (line: { unitPrice: string }) => Number(line.unitPrice);\n'],
    [
      'lib/model/a.ts',
      'export const a = (line: { prices_decimals: string; tax: { rate: string } }) => Number(line.prices_decimals) + Number(line.tax.rate);\n',
    ],
  ],
  [
    '+amount',
    ['lib/model/a.ts', 'export const a = (line: { amount: string }) => [+line.amount];\n'],
    ['lib/model/a.ts', 'export const a = (line: { sum: bigint; amount: bigint }) => line.sum + line.amount;\n'],
  ],
  ['an open end', ['lib/model/a.ts', `// ${'TO'}DO the rest\n`], ['lib/model/a.ts', "export const a = 'TO' + 'DO';\n"]],
  ['a type error switched off', ['lib/model/a.ts', `// @ts-${'ignore'}\n`], ['lib/model/a.ts', '// ignored\n']],
  ['a lint rule switched off', ['lib/model/a.ts', `// biome-${'ignore'} lint: no\n`], ['lib/model/a.ts', '// biome\n']],
  [
    'a retried test',
    ['test/engine/a.test.ts', 'it("a", function () { this.retries(2); });\n'],
    ['test/engine/a.test.ts', 'it("a", function () { this.slow(2); });\n'],
  ],
  ['a file too long to read', ['lib/model/a.ts', lines(351)], ['lib/model/a.ts', lines(350)]],
  ['the top level', ['build/a.mjs', 'export {};\n'], ['.ci/a.mjs', 'export {};\n']],
  ["a machine's path", ['docs/a.md', `see ${home}\n`], ['docs/a.md', 'see https://example.com/home/ann\n']],
  [
    'an address in the lock file',
    ['package-lock.json', `{"${'resolved'}": "https://packages.example/a.tgz"}\n`],
    ['package-lock.json', '{"version": "1.0.0"}\n'],
  ],
];

describe('lint', () => {
  let folder: string;
  /** What was said of each sample's own tree, all linted in one go. */
  const said = new Map<string, string[]>();

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-lint-'));
    for (const [n, [, broken, kept]] of samples.entries()) {
      for (const [tree, [file, content]] of [
        [`${n}-broken`, broken],
        [`${n}-kept`, kept],
      ] as const) {
        fs.mkdirSync(path.join(folder, tree, path.dirname(file)), { recursive: true });
        fs.writeFileSync(path.join(folder, tree, file), content);
        said.set(tree, []);
      }
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(checkout, '.ci', 'lint.mjs'), ...said.keys()], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
    for (const line of stdout.trim().split('\n')) {
      const [tree = '', ...rest] = line.split('/');
      assert.ok(said.has(tree), line);
      said.get(tree)?.push(rest.join('/'));
    }
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  for (const [n, [rule, [file]]] of samples.entries()) {
    it(`convicts: ${rule}`, () => {
      const [line = '', ...more] = said.get(`${n}-broken`) ?? [];
      assert.deepEqual(more, []);
      assert.ok(line.startsWith(`${file}:`) || line.startsWith(`${file.split('/')[0]}:`), `${file}: ${line}`);
    });
    it(`lets pass: ${rule}`, () => assert.deepEqual(said.get(`${n}-kept`), []));
  }

  it('lets a clean tree pass with exit code 0', () => {
    const clean = samples.findIndex(([rule]) => rule === 'ledger → model');
    const { status, stdout } = spawnSync(process.execPath, [path.join(checkout, '.ci', 'lint.mjs'), `${clean}-kept`], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'arrows, calls and tree: nothing to say\n' });
  });
});
