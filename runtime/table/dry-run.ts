/** Runs a table without sending anything: first requests and counts. */
import type { Print } from '../platforms/table.ts'
import type { Emitter } from './output/in-order.ts'
import { boxOf } from './output/line-buffer.ts'
import type { Plan } from './plan.ts'

/** The outcome of a dry run. */
export interface DryTotals {
  rows: number
  /** Rows that would be sent. */
  sent: number
  /** Rows with different inputs among them; counted up to 100,000. */
  distinct: number
  /** Rows that cannot be run. */
  refused: number
  /** Rows already answered in the ledger, and writes of unknown outcome. */
  known: number
  shown: number
}

const DISTINCT = 100_000

/** Maximum number of requests listed. */
export const SHOWN = 10

/**
 * Plans every row and lists the requests of the first ones: `{"row": 1, "request": …, "inputs": …}`, and the lines of the
 * first rows that cannot be run. The run must have been opened with `dry_run`.
 */
export async function dryRun(plan: Plan, print: Print, emitter: Emitter): Promise<DryTotals> {
  const totals: DryTotals = { rows: 0, sent: 0, distinct: 0, refused: 0, known: 0, shown: 0 }
  const keys = new Set<string>()
  let refusals = 0
  for (let planned = await plan.next(); planned; planned = await plan.next()) {
    const { row } = planned
    let text = ''
    totals.rows++
    if (planned.do === 'run') {
      totals.sent++
      if (keys.size < DISTINCT) keys.add(planned.key)
      if (totals.shown < SHOWN) {
        totals.shown++
        const { result } = await planned.ready.perform({})
        const shown = result.dry_run ?? { request: null, inputs: null }
        text = `${JSON.stringify({ row: row.index + 1, ...shown })}\n`
      }
    } else if (planned.do === 'refuse') {
      totals.refused++
      if (refusals++ < SHOWN) text = planned.lines.map((line) => print(line, row, [])).join('')
    } else {
      totals.known++
    }
    await emitter.put(row.index, boxOf([text]))
  }
  totals.distinct = keys.size
  await emitter.end()
  return totals
}
