/** The conditions of a list of runs, and the index that finds its runs. */
import type { RunStatus } from '../../run.ts'
import type { StoreFilter } from '../store.ts'

/** A condition with its values. */
export interface Condition {
  sql: string
  values: (string | number)[]
  /** The column that it compares. */
  column?: string
}

/** The column whose index is walked from the newest run down, once for each of its values. */
export interface Driver {
  column: string
  index: string
  values: readonly (string | number)[]
}

/** Runs that may be recorded in another order than they were started, at most. */
const DISORDER = 1_000

/** Returns every condition of a filter but its text. A column with `+` is compared, never used to find runs. */
export function conditionsOf(filter: StoreFilter, more: readonly Condition[]): Condition[] {
  const { since, until } = filter
  const times: Condition[] = []
  // Numbers follow the time, so the scan begins and ends near the run of that time.
  const first = '(SELECT n FROM runs WHERE started_at >= ? ORDER BY started_at LIMIT 1)'
  if (since !== undefined) {
    times.push({ sql: '+started_at >= ?', values: [since] })
    times.push({
      sql: `n >= coalesce(${first} - ${DISORDER}, (SELECT max(n) FROM runs) - ${DISORDER}, 0)`,
      values: [since],
    })
  }
  if (until !== undefined) {
    times.push({ sql: '+started_at < ?', values: [until] })
    times.push({ sql: `n < coalesce(${first} + ${DISORDER}, 9223372036854775807)`, values: [until] })
  }
  const equal = valuesOf(filter).map(([column, values]): Condition => {
    const marks = values.map(() => '?').join(', ')
    return { sql: `+${column} IN (${marks})`, values: [...values], column }
  })
  return [...equal, ...times, ...more]
}

/** The values of each column that the filter names. */
function valuesOf(filter: StoreFilter): [column: string, values: readonly (string | number)[]][] {
  const { status, code, connection, connections, actor, via, case_id, effect, unsettled } = filter
  const [id, integration] = (filter.action ?? '').split('/').reverse()
  const columns: [string, readonly (string | number | undefined)[] | undefined][] = [
    ['unsettled', unsettled ? [1] : undefined],
    ['status', status],
    ['code', [code]],
    ['action', [filter.action === undefined ? undefined : id]],
    ['integration', [integration]],
    [
      'connection',
      connection === undefined
        ? connections
        : [connection].filter((one) => connections?.includes(one) ?? true),
    ],
    ['actor', [actor]],
    ['via', [via]],
    ['case_id', [case_id]],
    ['effect', [effect]],
  ]
  return columns.flatMap(([column, given]) => {
    const values = given?.filter((value) => value !== undefined)
    return values === undefined || (values.length === 0 && given?.length !== 0) ? [] : [[column, values]]
  })
}

/** Indexes by column, the most selective first. A run has usually succeeded, so these two say least. */
const INDEXES: readonly [column: string, index: string][] = [
  ['unsettled', 'runs_unsettled'],
  ['case_id', 'runs_case'],
  ['code', 'runs_code'],
  ['status', 'runs_by_status'],
  ['action', 'runs_by_action'],
  ['actor', 'runs_by_actor'],
  ['connection', 'runs_by_connection'],
  ['via', 'runs_by_via'],
  ['effect', 'runs_by_effect'],
]

const USUAL: ReadonlySet<string | number> = new Set<RunStatus | 'OK'>(['succeeded', 'OK'])

/** Returns the index to use; undefined if the runs are read from the newest down. */
export function driverOf(filter: StoreFilter): Driver | undefined {
  const given = new Map(valuesOf(filter))
  // Without a value nothing is found, and no index is needed.
  if ([...given.values()].some((values) => values.length === 0)) return undefined
  const drivers = INDEXES.flatMap(([column, index]): Driver[] => {
    const values = given.get(column)
    return values === undefined ? [] : [{ column, index, values: [...new Set(values)] }]
  })
  return drivers.find(({ values }) => !values.some((value) => USUAL.has(value))) ?? drivers[0]
}
