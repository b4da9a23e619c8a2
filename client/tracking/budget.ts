/** The time a run has. */

/** The time of one run. */
export interface Budget {
  /** True once nothing should be begun any more. */
  over(): boolean
  /** Resolves when what is under way is not waited for any longer. */
  ended: Promise<'ended'>
  stop(): void
}

/** Share of the time after which nothing is begun; the reference's own. */
const BEGIN = 0.9
/** Share after which nothing is waited for: the result has to be written, too. */
const WAIT = 0.95
/** Seconds; the manifest's own deadline of a run lies behind it. */
const LONGEST = 3500

/** Starts counting. `signal` ends it early: what is complete by then can still be handed out. */
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
