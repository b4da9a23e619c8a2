/** A store of runs in one SQLite file. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Row } from '../../../../contract/json.ts'
import { isUnsettled, type RunRecord } from '../../run.ts'
import type { RunStore, StoredEnd, StoredRun } from '../store.ts'
import { expireRuns } from './expire.ts'
import { historyFault } from './faults.ts'
import { listQuery } from './query.ts'
import { hasSearch } from './schema.ts'

/** Rows of a result that are stored together. */
const CHUNK = 500

/** Makes the store of an open file. Every function is synchronous inside: a change is on disk when it returns. */
export function storeOver(db: DatabaseSync, file: string): RunStore {
  const hasIndex = hasSearch(db)
  const statements = new Map<string, StatementSync>()
  const sql = (text: string): StatementSync => {
    const known = statements.get(text) ?? db.prepare(text)
    statements.set(text, known)
    return known
  }
  let broken: string | undefined
  const guard = async <T>(work: () => T): Promise<T> => {
    try {
      return work()
    } catch (error) {
      const fault = historyFault(file, error)
      // An error of ours is about the question, such as a malformed cursor.
      if (fault !== error) broken = String(fault.values.reason)
      throw fault
    }
  }
  /** Makes one change. `durable`: it also survives a power failure, which takes a sync of the disk. */
  const change = (durable: boolean, work: () => void): Promise<void> =>
    guard(() => {
      try {
        db.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}; BEGIN IMMEDIATE`)
        work()
        db.exec('COMMIT')
        broken = undefined
      } catch (error) {
        rollBack(db)
        throw error
      }
    })
  const numberOf = (id: string): number =>
    Number((sql('SELECT n FROM runs WHERE id = ?').get(id) as { n: number } | undefined)?.n ?? -1)
  const index = (n: number, text: string, isNew: boolean): void => {
    if (!hasIndex) return
    if (!isNew) sql('DELETE FROM run_text WHERE rowid = ?').run(n)
    sql('INSERT INTO run_text (rowid, text) VALUES (?, ?)').run(n, text)
  }

  const addTwins = (n: number, connection: string, twins: readonly string[]): void => {
    for (const twin of twins)
      sql('INSERT OR IGNORE INTO twins (n, connection, fingerprint) VALUES (?, ?, ?)').run(
        n,
        connection,
        twin,
      )
  }

  function create({ record, key, twins, text }: StoredRun): void {
    const { id, status, phase, action, connection, actor, case_id = null, started_at } = record
    const { lastInsertRowid } = sql(
      `INSERT INTO runs (id, status, phase, integration, action, effect, connection, actor, via, case_id, started_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      ...[id, status, phase, action.integration, action.id, action.effect, connection],
      ...[actor.subject, actor.via, case_id, started_at],
    )
    const n = Number(lastInsertRowid)
    const { context } = record.request
    sql('INSERT INTO records (n, record, context) VALUES (?, ?, ?)').run(
      ...[n, recordText(record), context === undefined ? null : JSON.stringify(context)],
    )
    addTwins(n, connection, twins)
    if (key)
      sql('INSERT OR REPLACE INTO keys (scope, fingerprint, run, at) VALUES (?, ?, ?, ?)').run(
        ...[key.scope, key.fingerprint, id, started_at],
      )
    index(n, text, true)
  }

  function end({ record: ended, rows, text, twins = [] }: StoredEnd): void {
    const { result } = ended
    const n = numberOf(ended.id)
    const unsettled = isUnsettled(ended)
    sql('UPDATE runs SET status = ?, phase = ?, code = ?, unsettled = ?, has_data = ? WHERE n = ?').run(
      ...[
        ended.status,
        ended.phase,
        ended.code ?? null,
        Number(unsettled),
        Number(!ended.result_withheld),
        n,
      ],
    )
    sql('UPDATE records SET record = ?, result = ? WHERE n = ?').run(
      ...[recordText(ended), result === undefined ? null : JSON.stringify(result), n],
    )
    if (!unsettled) sql('DELETE FROM twins WHERE n = ?').run(n)
    else addTwins(n, ended.connection, twins)
    for (let at = 0; rows !== undefined && at < rows.length; at += CHUNK)
      sql('INSERT OR REPLACE INTO result_rows (n, chunk, rows) VALUES (?, ?, ?)').run(
        ...[n, at / CHUNK, JSON.stringify(rows.slice(at, at + CHUNK))],
      )
    index(n, text, false)
  }

  function settle(record: RunRecord): void {
    const n = numberOf(record.id)
    sql('UPDATE runs SET unsettled = ? WHERE n = ?').run(Number(isUnsettled(record)), n)
    sql('UPDATE records SET record = ? WHERE n = ?').run(recordText(record), n)
    sql('DELETE FROM twins WHERE n = ?').run(n)
  }

  function sent(id: string): void {
    const n = numberOf(id)
    sql("UPDATE runs SET phase = 'sent' WHERE n = ?").run(n)
    sql(
      "UPDATE records SET record = json_set(record, '$.phase', 'sent', '$.status', 'running') WHERE n = ?",
    ).run(n)
  }

  const isWrite = ({ action }: RunRecord): boolean => action.effect !== 'read'
  return {
    get broken() {
      return broken
    },
    create: (run) => change(isWrite(run.record), () => create(run)),
    sent: (id) => change(true, () => sent(id)),
    end: (ended) => change(isWrite(ended.record), () => end(ended)),
    settle: (record) => change(true, () => settle(record)),
    get: (id) =>
      guard(() => {
        const found = sql('SELECT record, context, result FROM runs JOIN records USING (n) WHERE id = ?').get(
          id,
        )
        return found && recordOf(found as unknown as Stored)
      }),
    byKey: (scope) =>
      guard(() => {
        const found = sql('SELECT run, fingerprint FROM keys WHERE scope = ?').get(scope)
        return found && { run: String(found.run), fingerprint: String(found.fingerprint) }
      }),
    twin: (connection, fingerprints) =>
      guard(() => {
        const found = fingerprints.flatMap((fingerprint) =>
          sql(
            'SELECT n, id FROM twins JOIN runs USING (n) WHERE twins.connection = ? AND fingerprint = ? AND unsettled = 1 ORDER BY n DESC LIMIT 1',
          ).all(connection, fingerprint),
        )
        const [newest] = found.sort((a, b) => Number(b.n) - Number(a.n))
        return newest && String(newest.id)
      }),
    list: (filter) =>
      guard(() => {
        const { sql: text, values, limit } = listQuery(filter, hasIndex)
        const found = db.prepare(text).all(...values)
        const items = found.slice(0, limit).map((one) => recordOf(one as unknown as Stored))
        const last = items.at(-1)
        return found.length > limit && last ? { items, next: last.id } : { items }
      }),
    unsettled: (connections) =>
      guard(() => {
        const found = sql(
          'SELECT connection, count(*) AS runs FROM runs WHERE unsettled = 1 GROUP BY connection',
        ).all()
        const seen = found.filter(({ connection }) => connections?.includes(String(connection)) ?? true)
        return seen.reduce((sum, { runs }) => sum + Number(runs), 0)
      }),
    rows: (id, offset, limit) =>
      guard(() => {
        const first = Math.floor(offset / CHUNK)
        const last = Math.floor((offset + limit - 1) / CHUNK)
        const chunks = sql(
          'SELECT rows FROM result_rows WHERE n = ? AND chunk BETWEEN ? AND ? ORDER BY chunk',
        ).all(numberOf(id), first, last)
        const rows = chunks.flatMap((chunk) => JSON.parse(String(chunk.rows)) as Row[])
        return rows.slice(offset - first * CHUNK, offset - first * CHUNK + limit)
      }),
    unfinished: () =>
      guard(() => {
        const found = sql("SELECT record FROM runs JOIN records USING (n) WHERE phase <> 'ended'").all()
        return found.map((one) => recordOf(one as unknown as Stored))
      }),
    expire: (before) => expireRuns(db, before, (work) => change(false, work)),
    close: () =>
      guard(() => {
        db.close()
      }),
  }
}

interface Stored {
  record: string
  context?: string | null
  result?: string | null
}

/** A record without its context and its result, which have their own columns: a list does not read them. */
function recordText({ result: _, request, ...record }: RunRecord): string {
  const { context: _context, ...rest } = request
  return JSON.stringify({ ...record, request: rest })
}

function recordOf({ record, context, result }: Stored): RunRecord {
  const parsed = JSON.parse(record) as RunRecord
  if (typeof context === 'string') parsed.request.context = JSON.parse(context)
  if (typeof result === 'string') parsed.result = JSON.parse(result)
  return parsed
}

function rollBack(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back already, as it does when the disk is full.
  }
}
