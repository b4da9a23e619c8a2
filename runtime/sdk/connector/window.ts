/** The time window that a run of a connector searches. */
import type { TimeWindow } from '../time/windows.ts'

const SECOND = 1000

/** How far a run looks back, milliseconds. */
export interface LookBack {
  /** Where the last run said that this one has to begin; undefined in the first run. */
  from: number | undefined
  /** How far the first run goes back. */
  first: number
  /** How far every other run goes back before `from`, for rows that appear later than they happened. Default 0. */
  overlap?: number
  /** How long the vendor keeps rows. Default: for ever. */
  history?: number
}

/** A window, both ends included, on whole seconds. */
export interface RunWindow extends TimeWindow {
  /** True when the vendor's history is shorter than the run should look back. */
  cut: boolean
}

/** The window from the end of the last run, or from the look-back of the first one, to now. */
export function runWindow({ from, first, overlap = 0, history }: LookBack, now = Date.now()): RunWindow {
  const to = toSecond(now)
  const wanted = toSecond(from === undefined ? to - first : from - overlap)
  const earliest = history === undefined ? wanted : to - history
  const cut = wanted < earliest
  return { from: cut ? earliest : Math.min(wanted, to), to, cut }
}

const toSecond = (ms: number): number => Math.floor(ms / SECOND) * SECOND

/**
 * Where the next run has to begin: at the oldest time that is not processed, minus the overlap. Never before the start of
 * this run, because rows that were handled before that are forgotten.
 */
export const nextFrom = (window: TimeWindow, open: number, overlap: number): number =>
  Math.max(window.from, open - overlap)
