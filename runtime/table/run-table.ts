/** Runs one action over the rows of a table, several at once. */
import { createPace } from './concurrency.ts'
import { failureLine } from './lines.ts'
import { createLockout } from './lockout.ts'
import type { Emitter } from './output/in-order.ts'
import { boxOf } from './output/line-buffer.ts'
import type { Plan, Planned, Settled } from './plan.ts'
import { createReadCache } from './read-cache.ts'
import { type RowRun, runRow, shownData } from './run-row.ts'
import { count, loseRows } from './totals.ts'

/** The dependencies of a table run. */
export interface TableRun extends Omit<RowRun, 'once' | 'lockout' | 'load' | 'signal'> {
  /** Rows with their plans, in order. */
  plan: Plan
  /** Maximum number of concurrent rows. */
  concurrency: number
  emitter: Emitter
  /** Aborted when no further rows should begin; those in progress are finished. */
  stop: AbortSignal
}

/**
 * Runs the table to its end, or until it is stopped.
 *
 * @throws any error that makes continuing impossible: an output or a ledger that cannot be written, a table that does not
 *   match the ledger
 */
export async function runTable(run: TableRun): Promise<void> {
  const { plan, concurrency, totals, emitter } = run
  const halt = new AbortController()
  const { signal } = halt
  // Not AbortSignal.any: checking whether such a signal is aborted needs a search, and every row checks it.
  if (run.stop.aborted) halt.abort()
  run.stop.addEventListener('abort', () => halt.abort())
  const load = await run.open.load()
  const pace = createPace(concurrency, load)
  const { manifest } = run.open.action
  const once = manifest.cache === 'run' && manifest.effect === 'read' ? createReadCache() : undefined
  const rowRun: TableRun & RowRun = { ...run, once, lockout: createLockout(), load, signal }
  let broken: { error: unknown } | undefined
  const stopFor = (error: unknown): void => {
    broken ??= { error }
    halt.abort()
  }
  const failed = (error: unknown): void => {
    stopFor(error)
    pace.done()
  }
  let finished = false
  // One loop begins all rows.
  while (!finished) {
    await pace.begin(signal)
    const next = signal.aborted ? undefined : await plan.next().catch(stopFor)
    if (next) answer(rowRun, next).then(pace.done, failed)
    else pace.done()
    if (signal.aborted) break
    finished = next === undefined
  }
  await pace.idle()
  if (broken) {
    loseRows(totals, await emitter.abandon())
    throw broken.error
  }
  totals.stopped = run.stop.aborted && !finished
  await emitter.end().catch(async (error: unknown) => {
    loseRows(totals, await emitter.abandon())
    throw error
  })
}

/** Carries out the plan of one row and passes its answer to the output. */
async function answer(run: TableRun & RowRun, planned: Planned): Promise<void> {
  const { ledger, emitter, totals } = run
  const { row } = planned
  const i = row.index
  if (planned.do === 'copy' || planned.do === 'hold') return answerSettled(run, planned)
  if (planned.do === 'refuse') {
    const { code } = planned
    const box = boxOf(planned.lines.map((line) => run.print(line, row, [])))
    count(totals, { index: i, code, lines: box.lines })
    await ledger?.done({ i, s: 'failed', code, retry: true }, box)
    return emitter.put(i, box)
  }
  const { box, code, repeatable, changed } = await runRow(run, planned)
  // With a ledger nothing is lost: a resumed run knows that the row was sent.
  box.changed = changed && ledger === undefined
  count(totals, { index: i, code, lines: box.lines })
  const s = code === undefined ? 'answered' : code === 'OUTCOME_UNKNOWN' ? 'unknown' : 'failed'
  const retry = s === 'failed' && repeatable
  if (ledger) {
    const record = { i, s, ...(code && { code }), ...(retry && { retry }) } as const
    await ledger.done(record, box).catch(async (error: unknown) => {
      await box.drop().catch(() => {})
      throw error
    })
  }
  return emitter.put(i, box)
}

/** Passes the answer of a row to the output that an earlier run has settled. */
export async function answerSettled(
  run: Pick<TableRun, 'ledger' | 'emitter' | 'totals' | 'print' | 'bound'>,
  planned: Settled,
): Promise<void> {
  const { ledger, emitter, totals } = run
  const { row } = planned
  const i = row.index
  if (planned.do === 'copy') {
    const { code, answer: place } = planned.known
    totals.before++
    count(totals, { index: i, code, lines: place.lines })
    return emitter.put(i, ledger?.answerOf(place) ?? boxOf([]))
  }
  const code = 'OUTCOME_UNKNOWN'
  const line = failureLine(HELD, code, shownData(run, row))
  const box = boxOf([run.print(line, row, [])])
  count(totals, { index: i, code, lines: 1 })
  await ledger?.done({ i, s: 'unknown', code }, box)
  return emitter.put(i, box)
}

const HELD =
  'It was sent, but the run was killed before the outcome was known. Check the tenant; --retry-unknown sends it again.'
