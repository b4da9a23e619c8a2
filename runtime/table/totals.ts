/** Counts of a table run so far. */
import type { Code } from '../contract/codes.ts'
import type { Load } from '../http/rate-limit.ts'

/** Counts of one run. */
export interface Totals {
  /** Rows that are done, whatever their outcome. */
  rows: number
  succeeded: number
  /** Rows that failed, unknown ones included. */
  failed: number
  /** Rows that succeeded with an empty result. */
  empty: number
  /** Rows that an earlier run had answered. */
  before: number
  /** Lines of the answer. */
  lines: number
  /** Failed rows by code. */
  failures: Partial<Record<Code, number>>
  /** Writes of unknown outcome: the first row numbers, from 1. */
  unknown: { rows: number; first: number[] }
  /** Rows that may have changed something and whose lines could not be written: the first row numbers, from 1. */
  lost?: { rows: number; first: number[] }
  /** Rows answered by an earlier identical row. */
  shared: number
  /** Some rows were not processed, because the run was asked to stop. */
  stopped: boolean
}

/** Maximum number of row numbers listed. */
const LISTED = 20

/** Counts of zero. */
export const noTotals = (): Totals => ({
  rows: 0,
  succeeded: 0,
  failed: 0,
  empty: 0,
  before: 0,
  lines: 0,
  failures: {},
  unknown: { rows: 0, first: [] },
  shared: 0,
  stopped: false,
})

/** Records rows whose lines could not be written, by their positions from 0. */
export function loseRows(totals: Totals, rows: readonly number[]): void {
  if (rows.length === 0) return
  totals.lost = { rows: rows.length, first: rows.slice(0, LISTED).map((row) => row + 1) }
}

/** The outcome of one row. */
export interface Tally {
  index: number
  /** Undefined if it succeeded. */
  code: Code | undefined
  lines: number
}

/** Counts a row. */
export function count(totals: Totals, { index, code, lines }: Tally): void {
  totals.rows++
  totals.lines += lines
  if (code === undefined) {
    totals.succeeded++
    if (lines === 0) totals.empty++
    return
  }
  totals.failed++
  totals.failures[code] = (totals.failures[code] ?? 0) + 1
  if (code !== 'OUTCOME_UNKNOWN') return
  totals.unknown.rows++
  if (totals.unknown.first.length < LISTED) totals.unknown.first.push(index + 1)
}

/** Whether the run counts as failed. */
export function hasFailed({ rows, failed, stopped }: Totals, failOn: 'none' | 'any' | 'all'): boolean {
  if (stopped) return true
  if (failOn === 'none') return false
  return failOn === 'any' ? failed > 0 : failed > 0 && failed === rows
}

/** The requests behind the rows, as the summary shows them. */
export type Requests = Pick<Load, 'requests' | 'repeats' | 'pauses' | 'paused_ms'>
