/** Writes the query of a list of runs. */
import { limitOf, readCursor } from '../filter.ts'
import type { StoreFilter } from '../store.ts'
import { type Condition, conditionsOf, type Driver, driverOf } from './conditions.ts'

/** A query with its values. */
export interface Query {
  sql: string
  values: (string | number)[]
  /** Runs on a page; the query returns one more if there is a next page. */
  limit: number
}

/** Shortest text that the index finds, in characters. */
const TRIGRAM = 3

/** Newest runs in which a shorter text is searched: reading every record of a large history would hold up the server. */
const SHORT_SEARCH = 20_000

/**
 * Returns the query for a page of records, newest first.
 *
 * @param hasIndex whether the file has a search index
 * @throws ActionError REQUEST_INVALID for a cursor that no list returned
 */
export function listQuery(filter: StoreFilter, hasIndex: boolean): Query {
  const limit = limitOf(filter)
  const q = filter.q?.trim() ?? ''
  const conditions = conditionsOf(filter, cursorCondition(filter.cursor))
  const isIndexed = hasIndex && [...q].length >= TRIGRAM
  if (isIndexed) return { ...searchQuery(q, conditions, limit + 1), limit }
  const driver = driverOf(filter)
  const branches = driver === undefined ? [undefined] : driver.values
  const found = branches.map((value) => branch(driver, value, conditions, q, limit + 1))
  // Each branch has its runs in their order already; merging them reads one page of each.
  const merged = found.map(({ sql }) => `SELECT n FROM (${sql})`).join(' UNION ALL ')
  return {
    sql: `SELECT record FROM (${merged} ORDER BY n DESC LIMIT ${limit + 1}) JOIN records USING (n) ORDER BY n DESC`,
    values: found.flatMap(({ values }) => values),
    limit,
  }
}

/** The numbers of the newest runs with one value of the driver. */
function branch(
  driver: Driver | undefined,
  value: string | number | undefined,
  conditions: readonly Condition[],
  q: string,
  rows: number,
): Pick<Query, 'sql' | 'values'> {
  const others = conditions.filter(({ column }) => column === undefined || column !== driver?.column)
  // A partial index is used only if the query has the number itself.
  const own: Condition[] =
    driver === undefined || value === undefined
      ? []
      : typeof value === 'number'
        ? [{ sql: `${driver.column} = ${value}`, values: [] }]
        : [{ sql: `${driver.column} = ?`, values: [value] }]
  const all = [...own, ...others]
  const from = driver === undefined ? 'runs' : `runs INDEXED BY ${driver.index}`
  const numbers = { sql: `SELECT n FROM ${from} ${where(all)} ORDER BY n DESC`, values: valuesOf(all) }
  if (q === '') return { sql: `${numbers.sql} LIMIT ${rows}`, values: numbers.values }
  const text = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return {
    sql: `SELECT n FROM (${numbers.sql} LIMIT ${SHORT_SEARCH}) JOIN records USING (n) WHERE record LIKE ? ESCAPE '\\' ORDER BY n DESC LIMIT ${rows}`,
    values: [...numbers.values, text],
  }
}

/** The search index goes first and from the newest run down, so that a search for a common word ends with the page, too. */
function searchQuery(
  q: string,
  conditions: readonly Condition[],
  rows: number,
): Pick<Query, 'sql' | 'values'> {
  const all: Condition[] = [
    { sql: 'run_text MATCH ?', values: [`"${q.replaceAll('"', '""')}"`] },
    ...conditions,
  ]
  return {
    sql: `SELECT record FROM run_text CROSS JOIN runs ON runs.n = run_text.rowid JOIN records USING (n) ${where(all)} ORDER BY run_text.rowid DESC LIMIT ${rows}`,
    values: valuesOf(all),
  }
}

/** The run of the cursor may have been deleted since. */
function cursorCondition(cursor: string | undefined): Condition[] {
  if (cursor === undefined) return []
  const last = readCursor(cursor)
  const sql =
    'n < coalesce((SELECT n FROM runs WHERE id = ?), (SELECT n + 1 FROM runs WHERE id < ? ORDER BY id DESC LIMIT 1), 0)'
  return [{ sql, values: [last, last] }]
}

const where = (conditions: readonly Condition[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : ''

const valuesOf = (conditions: readonly Condition[]): (string | number)[] =>
  conditions.flatMap(({ values }) => values)
