/** Plans a table run: counts, first requests, first problems. */
import type { Json } from '../../../contract/json.ts'
import type { UndoOutlook } from '../../../contract/result.ts'
import { planRows } from '../../../table/plan.ts'
import type { Runs } from '../runs.ts'
import { planHead } from '../start/plan.ts'
import { likelySeconds } from './likely.ts'
import type { OpenTable } from './open.ts'
import type { TablePlan } from './order.ts'

/** Rows that a plan looks at, and rows with different inputs that it counts. */
const MOST_ROWS = 100_000

/** Requests and problems that a plan lists. */
const SHOWN = 10

/** Rows after which other work of the server gets its turn. */
const TURN = 50

/** Decides row by row what would be done, from the first row and without a ledger. */
export const rowPlan = async (
  { rows, open, bound, tenant }: OpenTable,
  signal: AbortSignal,
): Promise<ReturnType<typeof planRows>> =>
  planRows(await rows(), {
    open,
    bound,
    names: tenant.names,
    ledger: undefined,
    retryUnknown: false,
    keyed: true,
    dialect: undefined,
    signal,
  })

/** Plans every row. The run must have been opened for a dry run. */
export async function planTable(
  runs: Runs,
  opened: OpenTable,
  started: number,
  signal: AbortSignal,
): Promise<TablePlan> {
  const begun = Date.now()
  opened.open.setClock(new Date(started).toISOString())
  const plan = await rowPlan(opened, signal)
  const counts = { rows: 0, sent: 0, invalid: 0 }
  const keys = new Set<string>()
  const requests: TablePlan['requests'] = []
  const problems: TablePlan['problems'] = []
  let undo: UndoOutlook | undefined
  while (counts.rows < MOST_ROWS) {
    const planned = await plan.next()
    if (planned === undefined) break
    const row = planned.row.index + 1
    counts.rows++
    if (planned.do === 'run') {
      counts.sent++
      keys.add(planned.key)
      if (requests.length < SHOWN) {
        const { result } = await planned.ready.perform({})
        const { undo: outlook, ...shown } = result.dry_run ?? { request: null, inputs: {} as Json }
        undo ??= outlook
        requests.push({ row, ...shown })
      }
    } else if (planned.do === 'refuse') {
      counts.invalid++
      const message = planned.lines[0]?.error ?? ''
      if (problems.length < SHOWN) problems.push({ row, code: planned.code, message })
    }
    if (counts.rows % TURN === 0) await new Promise(setImmediate)
  }
  const more = counts.rows < opened.table.rows
  // Rows that were not looked at are taken to be like those that were.
  const scale = more ? opened.table.rows / counts.rows : 1
  const seconds = counts.sent === 0 ? undefined : await likelySeconds(runs, opened, counts.sent * scale)
  return {
    ...runs.ids.make(opened.parts, started),
    ...planHead(opened),
    ...(undo && { undo }),
    warnings: [],
    ...counts,
    distinct: keys.size,
    more,
    ...(seconds !== undefined && { likely_seconds: seconds }),
    requests,
    problems,
    ms: Date.now() - begun,
  }
}
