/** Fills a history file with many runs, as the store would have written them, but many in one change. */
import { DatabaseSync } from 'node:sqlite'
import type { RunRecord } from '../runtime/service/runs/run.ts'

/** Runs in one change of the file. */
const BATCH = 20_000

/** A run as it is stored, with the text that a search finds. */
export interface FilledRun {
  record: RunRecord
  text: string
}

/**
 * Adds runs to a file whose tables exist; the store must be closed.
 *
 * @param run the run with a number, from 0
 */
export function fillHistory(file: string, count: number, run: (at: number) => FilledRun): void {
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  const runs = db.prepare(
    `INSERT INTO runs (n, id, status, phase, code, integration, action, effect, connection, actor, via, case_id, started_at, unsettled, has_data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  )
  const records = db.prepare('INSERT INTO records (n, record, result) VALUES (?, ?, ?)')
  const keys = db.prepare('INSERT INTO keys (scope, fingerprint, run, at) VALUES (?, ?, ?, ?)')
  const texts = db.prepare('INSERT INTO run_text (rowid, text) VALUES (?, ?)')
  for (let at = 0; at < count; at++) {
    if (at % BATCH === 0) db.exec('BEGIN')
    const { record, text } = run(at)
    const { result, ...stored } = record
    const { id, status, phase, code = null, action, connection, actor, case_id = null, started_at } = record
    const n = at + 1
    runs.run(
      ...[n, id, status, phase, code, action.integration, action.id, action.effect, connection],
      ...[actor.subject, actor.via, case_id, started_at, Number(status === 'unknown')],
    )
    records.run(n, JSON.stringify(stored), JSON.stringify(result))
    keys.run(`key-${at}`, 'f', id, started_at)
    texts.run(n, text)
    if (at % BATCH === BATCH - 1 || at === count - 1) db.exec('COMMIT')
  }
  db.close()
}
