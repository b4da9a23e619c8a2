/** Deletes what the history no longer keeps. */
import type { DatabaseSync } from 'node:sqlite'
import type { RunStore } from '../store.ts'
import { hasSearch } from './schema.ts'

/** Runs deleted in one change: more would hold up the server. */
const BATCH = 200

/** Deletes in small changes, and lets other work go on between them. */
export async function expireRuns(
  db: DatabaseSync,
  { runs, results, keys }: Parameters<RunStore['expire']>[0],
  change: (work: () => void) => Promise<void>,
): Promise<void> {
  const hasIndex = hasSearch(db)
  if (keys !== undefined) {
    // The key of an unsettled run is kept until it is settled.
    await change(() => {
      db.prepare(
        'DELETE FROM keys WHERE at < ? AND run NOT IN (SELECT id FROM runs WHERE unsettled = 1)',
      ).run(keys)
    })
  }
  if (results !== undefined) {
    await inBatches(
      db,
      `SELECT n FROM runs WHERE has_data = 1 AND started_at < ? AND unsettled = 0 LIMIT ${BATCH}`,
      results,
      (n) => [
        ['DELETE FROM result_rows WHERE n = ?', n],
        ['UPDATE runs SET has_data = 0 WHERE n = ?', n],
        [
          `UPDATE records SET result = json_remove(json_set(result, '$.json_result', NULL, '$.files', json('[]')), '$.undo'),
           record = json_remove(json_set(record, '$.result_withheld', json('true')), '$.rows_cut') WHERE n = ?`,
          n,
        ],
      ],
      change,
    )
  }
  if (runs !== undefined) {
    await inBatches(
      db,
      `SELECT n FROM runs WHERE started_at < ? AND phase = 'ended' AND unsettled = 0 LIMIT ${BATCH}`,
      runs,
      (n) => [
        ['DELETE FROM result_rows WHERE n = ?', n],
        ['DELETE FROM records WHERE n = ?', n],
        ...(hasIndex ? [['DELETE FROM run_text WHERE rowid = ?', n] as [string, number]] : []),
        ['DELETE FROM runs WHERE n = ?', n],
      ],
      change,
    )
  }
}

async function inBatches(
  db: DatabaseSync,
  select: string,
  before: string,
  changesOf: (n: number) => [string, number][],
  change: (work: () => void) => Promise<void>,
): Promise<void> {
  for (;;) {
    const found = db.prepare(select).all(before)
    if (found.length === 0) return
    await change(() => {
      for (const { n } of found) for (const [sql, value] of changesOf(Number(n))) db.prepare(sql).run(value)
    })
    await new Promise(setImmediate)
  }
}
