/** The deadline of a run, as a signal that also rejects the run's work. */
import { ActionError } from '../contract/errors.ts'
import { phrase } from '../contract/phrases.ts'
import type { StopSignal } from '../http/scope.ts'

/** Milliseconds after the deadline in which the transport can still report the outcome of its request. */
const GRACE = 1_000

/** Abort reason for leftovers of a finished run. Created once: an error for each of a million runs would capture a stack. */
const OVER = new ActionError('CANCELLED', { reason: phrase('the run has ended') })

/**
 * A running deadline, which is itself the signal. An AbortController costs more than a request's headers, so one is created
 * only when a module asks for it. A class, because each of a million rows has one.
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

  /** Starts the timer. `started` is in epoch milliseconds; `outer` is the caller's signal, whose ActionError reason is kept. */
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

  /** The same deadline as a complete AbortSignal. */
  abortSignal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.aborted) this.controller.abort(this.reason)
    return this.controller.signal
  }

  /** Settles with the work; rejects shortly after the signal if the work ignores it. */
  bound<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.giveUp = reject
      work.then(resolve, reject)
    })
  }

  /** Stops the timer when the run ends. */
  stop(): void {
    clearTimeout(this.timer)
    clearTimeout(this.grace)
    this.forget?.()
    // A module that returned early may have left a request open, whose response is no longer needed.
    this.abort(OVER)
  }

  /** Ends the run with TIMED_OUT. */
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
