/** The deadline of a run, as a signal and as an end. */
import { ActionError } from '../contract/errors.ts'
import { phrase } from '../contract/phrases.ts'
import type { StopSignal } from '../http/scope.ts'

/** Milliseconds after the deadline in which the transport may still say what became of its request. */
const GRACE = 1_000

/** Why what a finished run left behind is ended. Made once: an error for each of a million runs would cost its stack. */
const OVER = new ActionError('CANCELLED', { reason: phrase('the run has ended') })

/**
 * A running deadline, itself the signal. An AbortController for every run costs more than a request's headers, so one is
 * made only for the module that asks. A class, because each of a million rows has one.
 */
export class Deadline implements StopSignal {
  aborted = false
  reason: unknown
  private readonly listeners: (() => void)[] = []
  private readonly timeout: number
  private readonly timer: NodeJS.Timeout
  private grace: NodeJS.Timeout | undefined
  private giveUp: ((error: unknown) => void) | undefined
  private controller: AbortController | undefined
  private forget: (() => void) | undefined

  /** Starts it. `started` is epoch milliseconds; `outer` is the caller's own signal; an ActionError as its reason is kept. */
  constructor(started: number, timeout: number, outer: AbortSignal | undefined) {
    this.timeout = timeout
    this.timer = setTimeout(timeOut, Math.max(0, started + timeout - Date.now()), this)
    if (outer) this.follow(outer)
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.listeners.push(listener)
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    const at = this.listeners.lastIndexOf(listener)
    if (at >= 0) this.listeners.splice(at, 1)
  }

  /** The same for those who need a whole AbortSignal. */
  abortSignal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.aborted) this.controller.abort(this.reason)
    return this.controller.signal
  }

  /** What the work comes to; rejects a little after the signal where the work does not heed it. */
  bound<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.giveUp = reject
      work.then(resolve, reject)
    })
  }

  /** Ends it with the run. */
  stop(): void {
    clearTimeout(this.timer)
    clearTimeout(this.grace)
    this.forget?.()
    // A module that came back early may have left a request behind; nobody waits for its answer any more.
    this.abort(OVER)
  }

  /** The time has passed. */
  timedOut(): void {
    const reason = phrase('the action was still running')
    this.end(new ActionError('TIMED_OUT', { ms: this.timeout, reason }))
  }

  private follow(outer: AbortSignal): void {
    const cancelled = (): void => {
      const reason: unknown = outer.reason
      const known = reason instanceof ActionError ? reason : undefined
      this.end(known ?? new ActionError('CANCELLED', { reason: phrase('the run was asked to stop') }))
    }
    if (outer.aborted) cancelled()
    outer.addEventListener('abort', cancelled, { once: true })
    this.forget = () => outer.removeEventListener('abort', cancelled)
  }

  private end(error: ActionError): void {
    if (this.aborted) return
    this.abort(error)
    this.grace = setTimeout(() => this.giveUp?.(error), GRACE)
  }

  private abort(reason: ActionError): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.controller?.abort(reason)
    for (const listener of this.listeners.slice()) listener()
  }
}

const timeOut = (deadline: Deadline): void => deadline.timedOut()
