/** The tables of the history file, and its format version. */
import type { DatabaseSync } from 'node:sqlite'
import { phrase } from '../../../../contract/phrases.ts'
import { storageFailed } from '../../../../contract/refuse.ts'

/** Marks a file as a history: the letters "soar". */
const APPLICATION = 0x736f6172

/** The format that this version reads and writes. */
export const VERSION = 1

/**
 * `runs` has what lists filter by and is small, so that a million runs can be searched; `records` has the rest. `twins` has only
 * writes that may have been sent and have no known outcome.
 */
const TABLES = `
CREATE TABLE runs (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  phase TEXT NOT NULL,
  code TEXT,
  integration TEXT NOT NULL,
  action TEXT NOT NULL,
  effect TEXT NOT NULL,
  connection TEXT NOT NULL,
  actor TEXT NOT NULL,
  via TEXT NOT NULL,
  case_id TEXT,
  started_at TEXT NOT NULL,
  unsettled INTEGER NOT NULL DEFAULT 0,
  has_data INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX runs_code ON runs (code);
CREATE INDEX runs_case ON runs (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX runs_started ON runs (started_at);
CREATE INDEX runs_open ON runs (phase) WHERE phase <> 'ended';
CREATE INDEX runs_data ON runs (started_at) WHERE has_data = 1;
CREATE INDEX runs_unsettled ON runs (unsettled) WHERE unsettled = 1;
CREATE TABLE records (n INTEGER PRIMARY KEY, record TEXT NOT NULL, context TEXT, result TEXT);
CREATE TABLE result_rows (n INTEGER, chunk INTEGER, rows TEXT NOT NULL, PRIMARY KEY (n, chunk)) WITHOUT ROWID;
CREATE TABLE keys (scope TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, run TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE twins (n INTEGER, connection TEXT, fingerprint TEXT, PRIMARY KEY (connection, fingerprint, n)) WITHOUT ROWID;
CREATE INDEX twins_run ON twins (n);
`

/**
 * Each index has the runs of one value in their order, and behind it what a list filters by besides: the list reads no other
 * table until it has found its runs. Files of earlier versions get them when they are opened.
 */
const INDEXES = `
CREATE INDEX IF NOT EXISTS runs_by_status ON runs (status, n, action, integration, actor, connection, via, effect);
CREATE INDEX IF NOT EXISTS runs_by_action ON runs (action, n, integration, actor, connection, via, effect);
CREATE INDEX IF NOT EXISTS runs_by_actor ON runs (actor, n, connection, via, effect);
CREATE INDEX IF NOT EXISTS runs_by_connection ON runs (connection, n, via, effect);
CREATE INDEX IF NOT EXISTS runs_by_via ON runs (via, n, effect);
CREATE INDEX IF NOT EXISTS runs_by_effect ON runs (effect, n);
DROP INDEX IF EXISTS runs_status;
DROP INDEX IF EXISTS runs_action;
DROP INDEX IF EXISTS runs_actor;
`

/** Finds text anywhere in a word, as people search. */
const SEARCH = `CREATE VIRTUAL TABLE run_text USING fts5 (text, tokenize = 'trigram', content = '', contentless_delete = 1)`

/**
 * Checks the format of a file. Changes nothing.
 *
 * @returns whether the file is new
 * @throws ActionError STORAGE_FAILED for another kind of database, and for a newer format
 */
export function checkSchema(db: DatabaseSync, file: string): boolean {
  const application = numberOf(db, 'application_id')
  const version = numberOf(db, 'user_version')
  const tables = db.prepare('SELECT name FROM sqlite_schema').all()
  if (tables.length === 0 && version === 0) return true
  if (application !== APPLICATION) {
    throw storageFailed(
      phrase('{file} is a database of another program. It was not changed. Name another file.', { file }),
    )
  }
  if (version > VERSION) {
    throw storageFailed(
      phrase(
        'The history {file} was written by a newer version (format {version}; this one reads up to {known}). Upgrade, or name another file.',
        { file, version, known: VERSION },
      ),
    )
  }
  return false
}

/** Whether the file has a search index; a build of SQLite may not support one. */
export const hasSearch = (db: DatabaseSync): boolean =>
  db.prepare("SELECT name FROM sqlite_schema WHERE name = 'run_text'").get() !== undefined

/** Creates the indexes that a file does not have yet, all or none. */
export function createIndexes(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    db.exec(`${INDEXES} COMMIT`)
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

/** Creates the tables of a new file, all or none. */
export function createSchema(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    db.exec(TABLES)
    db.exec('SAVEPOINT search')
    try {
      db.exec(SEARCH)
    } catch {
      db.exec('ROLLBACK TO search')
    }
    db.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSION}; COMMIT`)
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

const numberOf = (db: DatabaseSync, pragma: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0)
