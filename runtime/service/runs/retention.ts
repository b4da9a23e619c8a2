/** Deletes old runs, results and keys, when the server starts and every hour. */
import type { Keep, RunsSetup } from './runs.ts'
import { expireFiles } from './tables/files.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Default times after which runs and the data of their results are deleted. */
const KEEP = { runs_ms: 90 * DAY_MS, results_ms: 30 * DAY_MS }

/** After this time, an idempotency key can be used again. Keys of unsettled runs are kept. */
const KEYS_MS = 30 * DAY_MS

/** Returns the times before which runs, results and keys are deleted. */
export function limitsOf(
  { runs_ms, results_ms }: Keep,
  now: number,
): Record<'runs' | 'results' | 'keys', string> {
  const before = (ms: number): string => new Date(Math.max(0, now - ms)).toISOString()
  return {
    runs: before(runs_ms ?? KEEP.runs_ms),
    results: before(results_ms ?? KEEP.results_ms),
    keys: before(KEYS_MS),
  }
}

/** Starts deleting. A fault is logged, and the next hour tries again. */
export function startRetention({ store, log, tables, keep = {} }: RunsSetup): { stop(): void } {
  const expireAll = async (): Promise<void> => {
    await store.expire(limitsOf(keep, Date.now()))
    if (tables !== undefined) await expireFiles(tables, async (run) => (await store.get(run)) !== undefined)
  }
  const expire = (): void => {
    expireAll().catch((error: unknown) => log.line('error', { err: error }, 'Old runs cannot be deleted.'))
  }
  const first = setImmediate(expire)
  const timer = setInterval(expire, HOUR_MS)
  timer.unref()
  return {
    stop: () => {
      clearImmediate(first)
      clearInterval(timer)
    },
  }
}
