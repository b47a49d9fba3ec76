/** Every statement of the ledger, prepared once per connection. None reads more than it answers with (test/ledger/plans). */
import type { Database, Statement } from './driver';

/** What stands on one order, in one statement: k tells the kind, rows of a kind in the order in which they came. */
const READ = `
SELECT 0 AS k, h.subject AS id, f.n AS n, f.version AS a, f.hash AS b, f.sent_at AS c, f.answered_at AS d, f.body AS body
  FROM holds h JOIN facts f ON f.n = h.fact WHERE h.key = ?1
UNION ALL SELECT 1, id, n, NULL, NULL, NULL, NULL, body FROM effects WHERE key = ?1
UNION ALL SELECT 2, effect, n, kind, NULL, at, NULL, body FROM turns WHERE key = ?1
UNION ALL SELECT 3, id, n, NULL, NULL, NULL, NULL, body FROM deliveries WHERE key = ?1
UNION ALL SELECT 4, cause, n, NULL, NULL, NULL, NULL, body FROM cases WHERE key = ?1
UNION ALL SELECT 5, NULL, n, NULL, NULL, NULL, NULL, body FROM decisions WHERE key = ?1
UNION ALL SELECT 6, owner, n, NULL, NULL, at, NULL, body FROM people WHERE key = ?1
  AND (owner NOT GLOB 'fact/*' OR owner IN (SELECT 'fact/' || fact FROM holds WHERE key = ?1))
ORDER BY 1, 3`;

export const SQL = {
  // ── an order ──
  order: 'SELECT account, version, alarm, first_seen FROM orders WHERE key = ?',
  rows: READ,
  moved: 'UPDATE orders SET version = version + 1, alarm = ?, standing = ? WHERE key = ? AND version = ?',
  woken: 'UPDATE orders SET version = version + 1, alarm = ?, standing = 1 WHERE key = ?',
  touched: 'UPDATE orders SET version = version + 1 WHERE key = ?',
  created: 'INSERT INTO orders (key, account, version, alarm, standing, first_seen) VALUES (?, ?, 1, ?, ?, ?)',
  counted: "UPDATE meta SET value = value + 1 WHERE name = 'orders'",
  source: 'INSERT INTO sources (account) VALUES (?) ON CONFLICT DO NOTHING',
  sources: 'SELECT account FROM sources',
  effect: `INSERT INTO effects (key, id, state, in_doubt, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (key, id) DO UPDATE SET state = excluded.state, in_doubt = excluded.in_doubt, body = excluded.body`,
  turn: `INSERT INTO turns (key, effect, kind, at, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (key, effect, kind, at) DO UPDATE SET body = excluded.body WHERE body <> excluded.body`,
  turnsEnd: 'DELETE FROM turns WHERE key = ? AND effect = ? AND kind = ? AND at >= ?',
  delivery: `INSERT INTO deliveries (key, id, state, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (key, id) DO UPDATE SET state = excluded.state, body = excluded.body`,
  case: `INSERT INTO cases (key, cause, account, open, body) VALUES (?1, ?2, (SELECT account FROM orders WHERE key = ?1), ?3, ?4)
    ON CONFLICT (key, cause) DO UPDATE SET open = excluded.open, body = excluded.body`,
  decision: 'INSERT INTO decisions (key, body) VALUES (?, ?)',
  ref: 'INSERT INTO refs (id, system, kind, key) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',

  // ── readings ──
  holds: 'SELECT f.n, f.version, f.sent_at, f.hash FROM holds h JOIN facts f ON f.n = h.fact WHERE h.key = ? AND h.subject = ?',
  inDoubt: 'SELECT 1 FROM effects WHERE key = ? AND in_doubt = 1 LIMIT 1',
  fact: `INSERT INTO facts (key, subject, version, sent_at, answered_at, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key, subject, version, hash) DO NOTHING`,
  sameFact: 'SELECT n FROM facts WHERE key = ? AND subject = ? AND version = ? AND hash = ?',
  raised: 'UPDATE facts SET sent_at = ? WHERE n = ?',
  hold: 'INSERT INTO holds (key, subject, fact) VALUES (?, ?, ?) ON CONFLICT (key, subject) DO UPDATE SET fact = excluded.fact',
  facts: 'SELECT n, subject, version, sent_at, answered_at, hash, body FROM facts WHERE key = ? ORDER BY n',
  cursor: 'SELECT version, body FROM cursors WHERE account = ? AND stream = ?',
  cursorMoved: `INSERT INTO cursors (account, stream, version, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (account, stream) DO UPDATE SET version = excluded.version, body = excluded.body`,

  // ── hints ──
  hintTurn: "UPDATE meta SET value = value + 1 WHERE name = 'hints'",
  hint: `INSERT INTO hints (account, kind, id, turn, at) VALUES (?, ?, ?, (SELECT value FROM meta WHERE name = 'hints'), ?)
    ON CONFLICT (account, kind, id) DO UPDATE SET turn = excluded.turn`,
  hints: 'SELECT id, turn, at FROM hints WHERE account = ? AND kind = ? ORDER BY n LIMIT ?',
  heeded: 'DELETE FROM hints WHERE account = ? AND kind = ? AND id = ? AND turn = ?',

  // ── people ──
  person: `INSERT INTO people (key, owner, at, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (key, owner, at) DO UPDATE SET body = excluded.body WHERE body <> excluded.body`,
  personEnd: 'DELETE FROM people WHERE key = ? AND owner = ? AND at >= ?',
  people: 'SELECT owner, at, body FROM people WHERE key = ?',
  erased: 'DELETE FROM people WHERE key = ?',

  // ── what is due ──
  due: 'SELECT key, alarm FROM orders WHERE account = ? AND alarm <= ? ORDER BY alarm, key LIMIT ?',
  next: 'SELECT min(alarm) AS alarm FROM orders WHERE account = ? AND alarm > ?',
  dueCount: 'SELECT count(*) AS n FROM orders WHERE account = ?1 AND alarm <= ?2 AND key <> ?1',

  // ── around ──
  listeners: 'SELECT body FROM listeners ORDER BY n',
  listener: 'INSERT INTO listeners (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  wired: 'SELECT body FROM wired ORDER BY n',
  wire: 'INSERT INTO wired (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  accounts: 'SELECT body FROM accounts ORDER BY n',
  account: 'INSERT INTO accounts (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  engines: 'SELECT name, until FROM engines',
  engine: 'INSERT INTO engines (name, until) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET until = excluded.until',
  engineGone: 'DELETE FROM engines WHERE name = ?',
  namesGiven: 'SELECT base, given FROM engine_names',
  nameGiven: 'INSERT INTO engine_names (base, given) VALUES (?, ?) ON CONFLICT (base) DO UPDATE SET given = excluded.given',

  // ── budgets, gates, lists ──
  // GCRA in one statement: the row moves only where a turn is free.
  take: `INSERT INTO budgets (name, next_at) VALUES (?1, ?4 + ?2)
    ON CONFLICT (name) DO UPDATE SET next_at = max(next_at, ?4) + ?2 WHERE next_at - (max(?3, 1) - 1) * ?2 <= ?4`,
  nextTurn: 'SELECT next_at FROM budgets WHERE name = ?',
  once: 'INSERT INTO once (name, event, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  keep: 'INSERT INTO kept (name, at, body) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at, body = excluded.body',
  kept: 'SELECT at, body FROM kept WHERE name = ?',

  // ── lists ──
  find: 'SELECT DISTINCT key FROM refs WHERE id = ?1 AND (?2 IS NULL OR system = ?2) AND (?3 IS NULL OR kind = ?3) ORDER BY key',
  openCases: 'SELECT key, account, cause, body FROM cases WHERE open = 1 AND key > ? ORDER BY key, cause LIMIT ?',
  openCasesOf: 'SELECT key, account, cause, body FROM cases WHERE open = 1 AND key = ? AND cause > ? ORDER BY cause',
  caseCount: 'SELECT count(*) AS n FROM cases WHERE open = 1 AND account = ?',
  planned: `SELECT key, id FROM effects WHERE state = 'planned' AND (key, id) > (?, ?) ORDER BY key, id LIMIT ?`,
  orders: 'SELECT key FROM orders WHERE key > ? AND key <> account ORDER BY key LIMIT ?',
  standing: 'SELECT key FROM orders WHERE standing = 1 AND key > ? AND key <> account ORDER BY key LIMIT ?',
  openCaseCount: 'SELECT count(*) AS n FROM cases WHERE open = 1',
  openEffectCount: "SELECT count(*) AS n FROM effects WHERE state = 'open'",
  parkedCount: "SELECT count(*) AS n FROM deliveries WHERE state = 'parked'",
  outCount: "SELECT count(*) AS n FROM deliveries WHERE state = 'out'",

  // ── audit and the ledger's own ──
  audit: 'INSERT INTO audit (at, by, key, what) VALUES (?, ?, ?, ?)',
  audits: 'SELECT n, at, by, key, what, seal FROM audit WHERE n > ? ORDER BY n LIMIT ?',
  unsealed: 'SELECT n, at, by, key, what FROM audit WHERE seal IS NULL ORDER BY n LIMIT ?',
  sealed: 'SELECT seal FROM audit WHERE n = ?',
  seal: 'UPDATE audit SET seal = ? WHERE n = ?',
  lastAudit: 'SELECT n, at, seal FROM audit ORDER BY n DESC LIMIT 1',
  meta: 'SELECT value FROM meta WHERE name = ?',
  setMeta: 'UPDATE meta SET value = ? WHERE name = ?',
} as const;

export type Statements = { readonly [Name in keyof typeof SQL]: Statement };

export const prepareAll = (database: Database): Statements =>
  Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)])) as unknown as Statements;
