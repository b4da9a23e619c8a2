/** The one deadline of a run: an AbortSignal that is handed down, and a promise for those who do not heed it. */
import { ActionError } from './errors.ts'
import { say } from './words.ts'

/** Milliseconds after the deadline in which the transport may still say what became of its request. */
const GRACE = 1_000

/** Why what a finished run left behind is ended. Made once: an error for each of a million runs would cost its stack. */
const OVER = new ActionError('CANCELLED', { reason: 'the run is over.' })

/** A running deadline. */
export interface Deadline {
  signal: AbortSignal
  /** Rejects a little after the signal, for modules that do not heed it. */
  passed: Promise<never>
  /** Ends it with the run. */
  stop(): void
}

/** Starts it. `started` is epoch milliseconds; `outer` is the caller's own signal; an ActionError as its reason is kept. */
export function startDeadline(started: number, timeout: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  let grace: NodeJS.Timeout | undefined
  let reject: (error: ActionError) => void = () => {}
  const passed = new Promise<never>((_, no) => {
    reject = no
  })
  passed.catch(() => {})
  const abort = (error: ActionError): void => {
    if (controller.signal.aborted) return
    controller.abort(error)
    grace = setTimeout(() => reject(error), GRACE)
  }
  const timedOut = () =>
    abort(new ActionError('TIMED_OUT', { ms: timeout, reason: say('the action was not done in time.') }))
  const cancelled = () => {
    const reason: unknown = outer?.reason
    const known = reason instanceof ActionError ? reason : undefined
    abort(known ?? new ActionError('CANCELLED', { reason: say('it was asked to stop.') }))
  }
  const timer = setTimeout(timedOut, Math.max(0, started + timeout - Date.now()))
  if (outer?.aborted) cancelled()
  outer?.addEventListener('abort', cancelled, { once: true })
  const stop = (): void => {
    clearTimeout(timer)
    clearTimeout(grace)
    outer?.removeEventListener('abort', cancelled)
    // A module that came back early may have left a request behind; nobody waits for its answer any more.
    if (!controller.signal.aborted) controller.abort(OVER)
  }
  return { signal: controller.signal, passed, stop }
}
