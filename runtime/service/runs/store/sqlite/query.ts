/** Writes the query of a list of runs. */
import { limitOf, readCursor } from '../filter.ts'
import type { StoreFilter } from '../store.ts'

/** A query with its values. */
export interface Query {
  sql: string
  values: (string | number)[]
  /** Runs on a page; the query returns one more if there is a next page. */
  limit: number
}

/** Shortest text that the index finds, in characters. */
const TRIGRAM = 3

/**
 * Returns the query for a page of records, newest first.
 *
 * @param hasIndex whether the file has a search index
 * @throws ActionError REQUEST_INVALID for a cursor that no list returned
 */
export function listQuery(filter: StoreFilter, hasIndex: boolean): Query {
  const parts: string[] = []
  const values: (string | number)[] = []
  const add = (sql: string, ...given: (string | number)[]): void => {
    parts.push(sql)
    values.push(...given)
  }
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) add(`${column} = ?`, value)
  }
  const { status, code, action, connection, connections, actor, via, case_id, effect, since, until } = filter
  const [only, ...others] = status ?? []
  if (only !== undefined && others.length === 0) add('status = ?', only)
  // With several values an index would have to be sorted; `+` keeps it out, so that the scan ends with the page.
  else if (status !== undefined) add(`+status IN (${marks(status)})`, ...status)
  equal('code', code)
  const [id, integration] = (action ?? '').split('/').reverse()
  if (action !== undefined && id !== undefined) equal('action', id)
  equal('integration', integration)
  equal('+connection', connection)
  if (connections !== undefined) add(`+connection IN (${marks(connections)})`, ...connections)
  equal('actor', actor)
  equal('via', via)
  equal('case_id', case_id)
  equal('effect', effect)
  if (filter.unsettled) add('unsettled = 1')
  if (since !== undefined) {
    add('+started_at >= ?', since)
    // Numbers follow the time, so the scan ends here.
    add('n >= coalesce((SELECT n FROM runs WHERE started_at >= ? ORDER BY started_at LIMIT 1), 0)', since)
  }
  if (until !== undefined) add('+started_at < ?', until)
  if (filter.cursor !== undefined) {
    const last = readCursor(filter.cursor)
    // The run may have been deleted since.
    add(
      'n < coalesce((SELECT n FROM runs WHERE id = ?), (SELECT n + 1 FROM runs WHERE id < ? ORDER BY id DESC LIMIT 1), 0)',
      last,
      last,
    )
  }
  const q = filter.q?.trim() ?? ''
  const isIndexed = hasIndex && [...q].length >= TRIGRAM
  if (q !== '') {
    if (isIndexed) add('run_text MATCH ?', `"${q.replaceAll('"', '""')}"`)
    else add(String.raw`record LIKE ? ESCAPE '\'`, `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  }
  const limit = limitOf(filter)
  const where = parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : ''
  return {
    sql: `SELECT record FROM ${isIndexed ? SEARCHED : LISTED} ${where} ORDER BY ${isIndexed ? 'run_text.rowid' : 'n'} DESC LIMIT ${limit + 1}`,
    values,
    limit,
  }
}

const LISTED = 'runs JOIN records USING (n)'

/** The index goes first and from the newest run down, so that a search for a common word ends with the page, too. */
const SEARCHED = 'run_text CROSS JOIN runs ON runs.n = run_text.rowid JOIN records USING (n)'

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')
