/** Reads the history of runs. */
import type { Json, Row } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { refuse } from '../../contract/refuse.ts'
import { createEventLog, type RunEvent } from './events.ts'
import { rowsOf, withoutRows } from './execute/record.ts'
import type { Refusal } from './order.ts'
import { noRun, refusalOf } from './refusal.ts'
import type { Actor, RunFilter, RunPage, RunRecord } from './run.ts'
import type { Runs } from './runs.ts'
import { outputRows } from './tables/output.ts'

/** Returns a run with its result; undefined if it does not exist or the actor may not use its connection. */
export async function getRun(runs: Runs, actor: Actor, id: string): Promise<RunRecord | undefined> {
  const run = runs.live.get(id)?.record ?? (await runs.store.get(id))
  return run && maySee(actor, run) ? run : undefined
}

const maySee = ({ connections }: Actor, { connection }: RunRecord): boolean =>
  connections === undefined || connections.includes(connection)

/** Lists runs, newest first, with the progress of those that are running. */
export async function listRuns(
  runs: Runs,
  { connections }: Actor,
  filter: RunFilter,
): Promise<RunPage | Refusal> {
  let page: RunPage
  try {
    const times = { ...timeOf('since', filter.since), ...timeOf('until', filter.until) }
    const status = storedStatus(filter.status)
    page = await runs.store.list({ ...filter, ...times, ...status, ...(connections && { connections }) })
  } catch (thrown) {
    return refusalOf(thrown, runs.locale)
  }
  const items = page.items.map((run) => inList(runs.live.get(run.id)?.record ?? run))
  const { status } = filter
  return { ...page, items: status ? items.filter((run) => status.includes(run.status)) : items }
}

/** Only the memory knows whether a run waits or runs; the store has both as `queued`. */
function storedStatus(status: RunFilter['status']): Pick<RunFilter, 'status'> {
  return status?.includes('running') ? { status: [...new Set([...status, 'queued' as const])] } : {}
}

/** A run as a list shows it. */
function inList(run: RunRecord): RunRecord {
  const { request, ...record } = withoutRows(run)
  const { context: _, ...rest } = request
  return { ...record, request: rest }
}

/** Reads a time of a filter as the records write it. */
function timeOf(name: 'since' | 'until', text: string | undefined): Pick<RunFilter, 'since' | 'until'> {
  if (text === undefined) return {}
  const time = new Date(text)
  if (!Number.isNaN(time.getTime())) return { [name]: time.toISOString() }
  throw refuse(
    phrase('"{name}" must be a time such as 2026-03-09T08:14:22Z; got "{text}".', {
      name,
      text: text.slice(0, 80),
    }),
  )
}

/** A part of the rows of a result. */
export interface RowPage {
  rows: Row[]
  /** Rows that match `q`, on all pages. */
  total: number
}

/** Which rows to read. */
export interface RowQuery {
  /** Default 0. */
  offset?: number
  /** Default 200. */
  limit?: number
  /** A field, ascending, or `-field`, descending. */
  sort?: string
  /** Text in any field; case does not matter. */
  q?: string
}

/** Rows read from the store at once. */
const CHUNK = 1_000

/** Returns the rows of a result, one by one; the one object that it is, if it is not a list. */
export async function* eachRow(runs: Runs, run: RunRecord): AsyncGenerator<Row, void> {
  if (run.table !== undefined) {
    yield* outputRows(runs, run, undefined)
    return
  }
  if (!run.rows_cut) {
    yield* rowsOf(run.result?.json_result ?? null)
    return
  }
  for (let offset = 0; ; offset += CHUNK) {
    const rows = await runs.store.rows(run.id, offset, CHUNK)
    yield* rows
    if (rows.length < CHUNK) return
  }
}

/** Returns a page of rows, filtered and sorted. */
export async function readRows(
  runs: Runs,
  run: RunRecord,
  { offset = 0, limit = 200, sort, q = '' }: RowQuery,
): Promise<RowPage> {
  if (run.rows_cut && sort === undefined && q === '')
    return { rows: await runs.store.rows(run.id, offset, limit), total: run.rows ?? 0 }
  const wanted = q.toLowerCase()
  const found: Row[] = []
  for await (const row of eachRow(runs, run)) {
    if (wanted === '' || JSON.stringify(Object.values(row)).toLowerCase().includes(wanted)) found.push(row)
  }
  if (sort !== undefined) {
    const field = sort.replace(/^-/, '')
    const sign = sort.startsWith('-') ? -1 : 1
    found.sort((a, b) => compare(a[field], b[field], sign))
  }
  return { rows: found.slice(offset, offset + limit), total: found.length }
}

/** Numbers by value, everything else as text; empty values last in both directions. */
function compare(a: Json | undefined, b: Json | undefined, sign: number): number {
  const [isEmptyA, isEmptyB] = [a, b].map((value) => value === undefined || value === null || value === '')
  if (isEmptyA || isEmptyB) return Number(isEmptyA) - Number(isEmptyB)
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  const [left, right] = [a, b].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  return sign * (left ?? '').localeCompare(right ?? '', 'en', { numeric: true })
}

/** Returns the events of a run after the given id. A run whose events are gone has one event: its end. */
export async function eventsOf(
  runs: Runs,
  actor: Actor,
  id: string,
  after = 0,
  signal?: AbortSignal,
): Promise<AsyncGenerator<RunEvent, void> | Refusal> {
  const run = await getRun(runs, actor, id)
  if (run === undefined) return refusalOf(noRun(id), runs.locale)
  const known = runs.live.get(id) ?? runs.recent.get(id)
  if (known !== undefined) return known.events.after(after, signal)
  const events = createEventLog(id)
  events.add({ event: 'end', data: withoutRows(run) })
  events.close()
  return events.after(0, signal)
}
