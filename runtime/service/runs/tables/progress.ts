/** Reports the progress of a table run: rows, time left, pauses of the vendor. */

import { monotonic } from '../../../http/clock.ts'
import type { Load } from '../../../http/rate-limit.ts'
import type { Totals } from '../../../table/totals.ts'
import type { LiveRun } from '../runs.ts'
import { countsOf } from './end.ts'

/** Milliseconds between two reports. */
const INTERVAL_MS = 500

/** Starts reporting. */
export function watchTable(
  live: LiveRun,
  totals: Totals,
  sent: { requests: number },
  total: number,
  load: Load,
): { stop(): void } {
  const started = Date.now()
  let reported = -1
  let pausedUntil = 0
  const report = (): void => {
    if (load.paused_until > pausedUntil && load.paused_until > monotonic()) {
      pausedUntil = load.paused_until
      const seconds = Math.ceil((pausedUntil - monotonic()) / 1000)
      live.events.add({ event: 'pause', data: { seconds } })
    }
    const { rows } = totals
    if (rows === reported) return
    reported = rows
    const { record } = live
    live.record = {
      ...record,
      progress: { rows, requests: sent.requests },
      ...(record.table && { table: { ...record.table, ...countsOf(totals) } }),
    }
    const seconds = Math.max(0.001, (Date.now() - started) / 1000)
    const perSecond = (rows - totals.before) / seconds
    const left = perSecond > 0 ? { seconds_left: Math.ceil((total - rows) / perSecond) } : {}
    const data = { rows, total, per_second: Math.round(perSecond * 10) / 10, ...left }
    live.events.add({ event: 'rows', data })
  }
  const timer = setInterval(report, INTERVAL_MS)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      report()
    },
  }
}
