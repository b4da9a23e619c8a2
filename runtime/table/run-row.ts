/** Runs one row: output lines and the facts for the ledger. */
import type { Code } from '../contract/codes.ts'
import type { Json, Row } from '../contract/json.ts'
import { monotonic, pause } from '../http/clock.ts'
import type { Load } from '../http/rate-limit.ts'
import type { Print, Shape, SourceRow } from '../platforms/table.ts'
import type { OpenRun, Performed } from '../run/open-run.ts'
import { type Bound, shownRow } from './bindings.ts'
import type { Ledger } from './ledger/ledger.ts'
import { closingLines, emptyLine, failureLine, recordLine } from './lines.ts'
import { type Lockout, MOST_FAILURES } from './lockout.ts'
import { createLineBuffer, type LineBuffer, type WritableLineBuffer } from './output/line-buffer.ts'
import type { Planned } from './plan.ts'
import type { Answer, ReadCache } from './read-cache.ts'
import type { Totals } from './totals.ts'

/** The settings of a run over rows. */
export interface RowRun {
  open: OpenRun
  bound: Bound
  print: Print
  shape: Shape
  /** Write a line for rows with an empty result, too. */
  withEmpty: boolean
  ledger: Ledger | undefined
  totals: Totals
  /** The cache of identical reads. */
  once: ReadCache | undefined
  lockout: Lockout
  /** Counters of the requests so far. */
  load: Load
  /** Aborted when waiting for a retry no longer makes sense. */
  signal: AbortSignal
}

/** The outcome of one row. */
export interface RowAnswer {
  box: LineBuffer
  /** Undefined if it succeeded. */
  code: Code | undefined
  /** Running it again may help and changes nothing twice. */
  repeatable: boolean
  /** It may have changed something. */
  changed: boolean
}

type ToRun = Extract<Planned, { do: 'run' }>
type Take = (record: Row) => void | Promise<void>

/** Maximum attempts for a row that the vendor rate-limited. */
const MAX_ROUNDS = 5

/** Milliseconds of the longest pause before a row is run again. */
const LONGEST_PAUSE = 15 * 60_000

/** The input row, for display. */
export const shownData = ({ bound }: Pick<RowRun, 'bound'>, { columns }: SourceRow): Json =>
  columns === undefined ? null : (shownRow(columns, bound) as Json)

/** Runs one row and formats its outcome. */
export async function runRow(run: RowRun, planned: ToRun): Promise<RowAnswer> {
  const box = createLineBuffer()
  try {
    return await fill(box, run, planned)
  } catch (error) {
    await box.drop().catch(() => {})
    throw error
  }
}

async function fill(box: WritableLineBuffer, run: RowRun, { row, ready }: ToRun): Promise<RowAnswer> {
  const { print, lockout, once, totals, shape } = run
  if (lockout.isOpen) {
    await box.add(print(failureLine(NOT_TRIED, 'AUTH_FAILED', shownData(run, row)), row, []))
    return { box, code: 'AUTH_FAILED', repeatable: true, changed: false }
  }
  let reportedFailures = 0
  const take: Take = (record) => {
    const line = recordLine(record, 'VENDOR_REJECTED')
    if (line.has_error) reportedFailures++
    return box.add(print(line, row, []))
  }
  let ran: Performed
  if (once) {
    const { answer, shared } = await once.answer(JSON.stringify(ready.inputs), () => gather(run, row, ready))
    if (shared) totals.shared++
    for (const record of answer.records) await take(record)
    ran = answer
  } else {
    ran = await perform(run, row, ready, take)
  }
  const { result, written } = ran
  lockout.record(result.error?.code)
  const notes = result.warnings ?? []
  const lines = closingLines(result, shape, result.is_success ? null : shownData(run, row), reportedFailures)
  if (box.lines + lines.length === 0 && run.withEmpty) lines.push(emptyLine)
  for (const line of lines) {
    const room = box.add(print(line, row, notes))
    if (room) await room
  }
  const repeatable = result.error?.retryable === true && !written
  return { box, code: result.error?.code, repeatable, changed: written }
}

async function gather(run: RowRun, row: SourceRow, ready: ToRun['ready']): Promise<Answer> {
  const records: Row[] = []
  const ran = await perform(run, row, ready, (record) => {
    records.push(record)
  })
  return { ...ran, records }
}

/** Performs a run; after a pause, retries it if the vendor rate-limited it. */
async function perform(run: RowRun, row: SourceRow, ready: ToRun['ready'], take: Take): Promise<Performed> {
  const { ledger, shape, signal, load } = run
  let sent: Promise<void> | undefined
  let taken = 0
  const beforeWrite = (): Promise<void> | undefined => {
    sent ??= ledger?.sent(row.index)
    return sent
  }
  let running = false
  const takeRow: Take = (record) => {
    // A module that does not stop at its deadline still produces records.
    if (!running) return undefined
    taken++
    return take(record)
  }
  const options = {
    ...(ledger && { beforeWrite }),
    ...(shape === 'fields' && { takeRow }),
    sentence: shape === 'message',
  }
  for (let round = 1; ; round++) {
    const begun = monotonic()
    running = true
    const ran = await ready.perform(options)
    running = false
    const { error, run: facts } = ran.result
    // A row that used its whole time waiting for a pause requested by the vendor has not failed itself.
    const waited = error?.code === 'TIMED_OUT' && facts.requests === 0 && load.paused_until > begun
    const heldOff = error?.code === 'RATE_LIMITED' || waited
    // Nothing was carried out, and nothing of it was reported yet.
    const again = heldOff && !ran.written && taken === 0
    if (!again || round === MAX_ROUNDS || signal.aborted) return ran
    await pause(Math.min(error?.retry_after_ms ?? 0, LONGEST_PAUSE), signal)
  }
}

const NOT_TRIED = `Not sent: the credentials were refused for ${MOST_FAILURES} consecutive rows.`
