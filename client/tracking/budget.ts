/** The time budget of a run. */

/** The time budget of one run. */
export interface Budget {
  /** True once no new work should begin. */
  over(): boolean
  /** Resolves when running work is no longer awaited. */
  ended: Promise<'ended'>
  stop(): void
}

/** Share of the time after which no new work begins; the value of the reference system. */
const BEGIN = 0.9
/** Share after which running work is no longer awaited: writing the result takes time, too. */
const WAIT = 0.95
/** Seconds; the manifest's own deadline of a run is later. */
const LONGEST = 3500

/** Starts the timer. `signal` ends it early: everything complete by then can still be returned. */
export function startBudget(seconds: number, signal: AbortSignal): Budget {
  const started = performance.now()
  const whole = Math.min(seconds, LONGEST) * 1000
  const { promise: ended, resolve } = Promise.withResolvers<'ended'>()
  const end = (): void => resolve('ended')
  const timer = setTimeout(end, whole * WAIT)
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  return {
    over: () => signal.aborted || performance.now() - started >= whole * BEGIN,
    ended,
    stop: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
    },
  }
}
