/** Reports the progress of one run as events. */
import type { LiveRun } from '../runs.ts'

/** The hooks of a run that count. */
export interface Progress {
  onRow(): void
  beforeRequest(): void
  stop(): void
}

/** Milliseconds between two events about rows. */
const INTERVAL_MS = 500

/** Starts counting the rows and requests of a run. */
export function createProgress(live: LiveRun): Progress {
  const started = Date.now()
  let rows = 0
  let requests = 0
  let reported = 0
  const report = (): void => {
    if (rows === reported) return
    reported = rows
    const seconds = Math.max(0.001, (Date.now() - started) / 1000)
    live.events.add({ event: 'rows', data: { rows, per_second: Math.round(rows / seconds) } })
  }
  const timer = setInterval(report, INTERVAL_MS)
  timer.unref()
  const update = (): void => {
    live.record = { ...live.record, progress: { rows, requests } }
  }
  return {
    onRow: () => {
      rows++
      update()
    },
    beforeRequest: () => {
      requests++
      update()
    },
    stop: () => {
      clearInterval(timer)
      report()
    },
  }
}
