/** Reports the progress of a call to its client. */
import type { Translate } from '../../../i18n/sentences.ts'

/** One notification. `progress` is seconds since the start: it must rise each time, and the number of rows is unknown. */
export interface Progress {
  progress: number
  message: string
}

/** Milliseconds between two notifications about rows, and between two heartbeats. */
const ROWS_PAUSE = 250
const LIFE_PAUSE = 2_000

/** A running report. */
export interface Reporter {
  row(): void
  /** Whether the call waits for the answer of a person. */
  waiting(on: boolean): void
  stop(): void
}

/** Reports to `tell`. The first row is reported immediately. */
export function startReport(
  tell: (progress: Progress) => void,
  t: Translate,
  now: () => number = Date.now,
): Reporter {
  const started = now()
  let rows = 0
  let isWaiting = false
  let last = 0
  let lastAt = Number.NEGATIVE_INFINITY
  const report = (): void => {
    const elapsed = (now() - started) / 1000
    last = Math.max(elapsed, last + 0.001)
    lastAt = now()
    const seconds = elapsed.toFixed(1)
    const state = rows > 0 ? t('rows_read', { rows, seconds }) : t('running', { seconds })
    tell({ progress: last, message: isWaiting ? t('waiting', { seconds }) : state })
  }
  const timer = setInterval(report, LIFE_PAUSE)
  timer.unref()
  return {
    row: () => {
      rows++
      if (now() - lastAt >= ROWS_PAUSE) report()
    },
    waiting: (on) => {
      isWaiting = on
      report()
    },
    stop: () => clearInterval(timer),
  }
}
