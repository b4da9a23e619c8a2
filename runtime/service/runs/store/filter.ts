/** Filters runs in memory, and reads the conditions of a list. */
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { isUnsettled, type RunPage, type RunRecord } from '../run.ts'
import type { StoreFilter } from './store.ts'

/** A run in memory with its search text. */
interface Searchable {
  record: RunRecord
  text: string
}

/** Default and largest number of runs on a page. */
export const PAGE = { usual: 50, most: 200 }

/** Returns the number of runs on a page. */
export const limitOf = ({ limit = PAGE.usual }: StoreFilter): number =>
  Math.min(PAGE.most, Math.max(1, Math.trunc(limit)))

/**
 * Returns a page of runs.
 *
 * @param runs newest first
 * @throws ActionError REQUEST_INVALID for a cursor that this server did not make
 */
export function pageOf(runs: readonly Searchable[], filter: StoreFilter): RunPage {
  const matches = matcherOf(filter)
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor)
  const limit = limitOf(filter)
  const found: RunRecord[] = []
  for (const { record, text } of runs) {
    if (after !== undefined && record.id >= after) continue
    if (!matches(record, text)) continue
    if (found.length === limit) return { items: found.map(withoutResult), next: cursorOf(found.at(-1)) }
    found.push(record)
  }
  return { items: found.map(withoutResult) }
}

/** What a list leaves out: the result and the context of the request. */
function withoutResult({ result: _, request, ...record }: RunRecord): RunRecord {
  const { context: _context, ...rest } = request
  return { ...record, request: rest }
}

/** Ids sort by time, so the id of the last run is the place of the next page. */
const cursorOf = (last: RunRecord | undefined): string => last?.id ?? ''

/** @throws ActionError REQUEST_INVALID */
export function readCursor(cursor: string): string {
  if (/^run_[0-9a-z]{26}$/.test(cursor)) return cursor
  throw refuse(
    phrase('"cursor" must be the "next" of a page; got "{cursor}".', { cursor: cursor.slice(0, 80) }),
  )
}

function matcherOf(filter: StoreFilter): (run: RunRecord, text: string) => boolean {
  const { status, code, action, connection, connections, actor, via, case_id, effect, since, until } = filter
  const q = filter.q?.trim().toLowerCase()
  const is = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value
  return (run, text) =>
    (status === undefined || status.includes(run.status)) &&
    is(code, run.code ?? '') &&
    (is(action, run.action.id) || action === `${run.action.integration}/${run.action.id}`) &&
    is(connection, run.connection) &&
    (connections?.includes(run.connection) ?? true) &&
    is(actor, run.actor.subject) &&
    is(via, run.actor.via) &&
    is(case_id, run.case_id ?? '') &&
    is(effect, run.action.effect) &&
    (since === undefined || run.started_at >= since) &&
    (until === undefined || run.started_at < until) &&
    (!filter.unsettled || isUnsettled(run)) &&
    (!q || text.toLowerCase().includes(q))
}
