/**
 * The tables, by steps. `PRAGMA user_version` counts the steps that a file has taken; a step that was published is never
 * changed, a new one is added. Expand first, contract in a later version.
 *
 * Rows that hold JSON keep their rowid `n` (the order in which they came); narrow ones are stored by their key.
 */
import type { Database } from './driver';

const TABLES = `
-- One narrow row per order, and one per account under its own id. What a commit compares and moves.
CREATE TABLE orders (
  key TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  version INTEGER NOT NULL,
  alarm INTEGER,
  standing INTEGER NOT NULL,
  first_seen INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX orders_due ON orders (account, alarm, key) WHERE alarm IS NOT NULL;
CREATE INDEX orders_standing ON orders (key) WHERE standing = 1;
-- Accounts that have orders: alarms are sought account by account, so that a held one costs nothing.
CREATE TABLE sources (account TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;

-- Every reading that was ever appended; the same content of the same version once.
CREATE TABLE facts (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  subject TEXT NOT NULL,
  version TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  answered_at INTEGER NOT NULL,
  hash TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX facts_once ON facts (key, subject, version, hash);
-- The winner of each subject: can be rebuilt from the facts.
CREATE TABLE holds (
  key TEXT NOT NULL,
  subject TEXT NOT NULL,
  fact INTEGER NOT NULL,
  PRIMARY KEY (key, subject)
) WITHOUT ROWID;

CREATE TABLE effects (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  in_doubt INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX effects_id ON effects (key, id);
CREATE INDEX effects_open ON effects (key) WHERE state = 'open';
CREATE INDEX effects_in_doubt ON effects (key) WHERE in_doubt = 1;
-- What an effect wrote and read, each a row: a commit rewrites only what changed.
CREATE TABLE turns (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  effect TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX turns_id ON turns (key, effect, kind, at);

CREATE TABLE deliveries (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX deliveries_id ON deliveries (key, id);
CREATE INDEX deliveries_parked ON deliveries (key) WHERE state = 'parked';
CREATE INDEX deliveries_out ON deliveries (key) WHERE state = 'out';

CREATE TABLE cases (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  cause TEXT NOT NULL,
  account TEXT NOT NULL,
  open INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX cases_id ON cases (key, cause);
CREATE INDEX cases_open ON cases (key, cause) WHERE open = 1;

CREATE TABLE decisions (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX decisions_of ON decisions (key);

CREATE TABLE refs (
  id TEXT NOT NULL,
  system TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (id, system, kind, key)
) WITHOUT ROWID;

-- What is personal, by the row it was cut from and its number there. Erasing an order's person deletes rows here and nowhere else.
CREATE TABLE people (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  owner TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX people_of ON people (key, owner, at);

CREATE TABLE listeners (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE wired (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE accounts (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE engines (name TEXT NOT NULL PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE engine_names (base TEXT NOT NULL PRIMARY KEY, given INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE cursors (
  account TEXT NOT NULL,
  stream TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, stream)
) WITHOUT ROWID;
CREATE TABLE budgets (name TEXT NOT NULL PRIMARY KEY, next_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE once (name TEXT NOT NULL, event TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (name, event)) WITHOUT ROWID;
CREATE TABLE kept (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, body TEXT NOT NULL);

CREATE TABLE audit (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  key TEXT NOT NULL,
  what TEXT NOT NULL,
  seal TEXT
);
CREATE INDEX audit_unsealed ON audit (n) WHERE seal IS NULL;

-- clock: the last instant seen; around: version of the flows, accounts and engines; orders: how many there are.
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('clock', 0), ('around', 0), ('orders', 0);
`;

/** Version 2: what one account's health counts, and what waits for a person's word. */
const HEALTH = `
CREATE INDEX cases_of_account ON cases (account) WHERE open = 1;
CREATE INDEX effects_planned ON effects (key, id) WHERE state = 'planned';
`;

/** Version 3: what has changed outside and is still to be read, once each, with a count of how often anything was said. */
const HINTS = `
CREATE TABLE hints (
  n INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  turn INTEGER NOT NULL,
  at INTEGER NOT NULL
);
CREATE UNIQUE INDEX hints_of ON hints (account, kind, id);
CREATE INDEX hints_line ON hints (account, kind);
INSERT INTO meta VALUES ('hints', 0);
`;

export const MIGRATIONS: readonly string[] = [TABLES, HEALTH, HINTS];

/** In the file's header: tells a ledger from another program's database ("OLLG"). */
export const APPLICATION_ID = 0x4f4c4c47;

/** Takes the steps that the file has not taken, all or none. The caller holds the lock and has made a backup. */
export function migrate(database: Database, from: number, steps: readonly string[] = MIGRATIONS): void {
  if (from >= steps.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(from)) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${steps.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
