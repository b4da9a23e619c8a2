/**
 * Rate limiter shared by all runs of one configuration.
 *
 * After a pause one request goes first; with each that is answered, twice as many may be under way. Where answers
 * tell how many requests are left, no more than those are under way.
 */
import type { Quota } from '../contract/http.ts'
import { monotonic, pause } from './clock.ts'
import { MAX_PAUSE } from './retry.ts'
import type { StopSignal } from './scope.ts'

/** What the requests of one configuration have met so far. */
export interface Load {
  /** Requests that left, repeats included. */
  requests: number
  /** Requests that were sent again. */
  repeats: number
  /** Pauses that were asked for; several answers that ask for the same pause count once. */
  pauses: number
  /** Milliseconds of all pauses together. */
  paused_ms: number
  /** When the latest pause ends, on the clock of `monotonic`. */
  paused_until: number
}

/** A place in the queue: undefined where nothing limits, so that nothing has to be given back. */
export interface Pass {
  /** The request was answered, or will never be. `widen`: it was let in, and others may follow. */
  leave(widen: boolean): void
}

/** The one door to the network of a configuration. */
export interface Gate {
  readonly load: Load
  /** Milliseconds until requests to the place may leave; 0 when they may now. */
  closedFor(place: string): number
  /** Waits for its turn; undefined where none is needed. Returns early when the signal is aborted. */
  enter(place: string, signal: StopSignal): Promise<Pass | undefined> | undefined
  /** Nothing leaves for the place during the next milliseconds. */
  close(place: string, ms: number): void
  /** So many requests are left, and after so many milliseconds there will be more. */
  learn(place: string, quota: Quota): void
}

/** From so many requests at once on, a place that was limited counts as free again. */
const WIDE = 128

/** Milliseconds after which a limit that nobody meets any more is forgotten. */
const REMEMBERED = 60_000

interface Limit {
  /** On that clock. */
  until: number
  /** Requests that may be under way at once. */
  width: number
  under_way: number
  waiting: Set<() => void>
}

/** Makes an open gate. */
export function createGate(): Gate {
  const limits = new Map<string, Limit>()
  const load: Load = { requests: 0, repeats: 0, pauses: 0, paused_ms: 0, paused_until: 0 }
  const closedFor = (place: string): number => {
    const limit = limits.get(place)
    return limit ? Math.max(0, limit.until - monotonic()) : 0
  }

  function wake(limit: Limit): void {
    let free = limit.width - limit.under_way
    for (const next of limit.waiting) {
      if (free-- <= 0) return
      next()
    }
  }

  function free(place: string, limit: Limit): void {
    if (limits.get(place) === limit) limits.delete(place)
    limit.width = Number.POSITIVE_INFINITY
  }

  function limitOf(place: string): Limit {
    const limit = limits.get(place) ?? { until: 0, width: 1, under_way: 0, waiting: new Set() }
    limits.set(place, limit)
    return limit
  }

  async function queue(place: string, limit: Limit, signal: StopSignal): Promise<Pass | undefined> {
    while (!signal.aborted) {
      const wait = limit.until - monotonic()
      if (wait > 0) await pause(wait, signal)
      else if (limit.under_way < limit.width) return take(place, limit)
      else await turn(limit, signal)
    }
    // Its turn goes to the next.
    wake(limit)
    return undefined
  }

  function take(place: string, limit: Limit): Pass {
    limit.under_way++
    return {
      leave(widen) {
        limit.under_way--
        if (widen && limit.until <= monotonic()) limit.width *= 2
        if (limit.width > WIDE) free(place, limit)
        wake(limit)
      },
    }
  }

  /** Addresses with ids in them would pile up. */
  function forget(): void {
    for (const [place, limit] of limits) {
      const idle = limit.under_way === 0 && limit.waiting.size === 0
      if (idle && limit.until < monotonic() - REMEMBERED) limits.delete(place)
    }
  }

  function close(place: string, ms: number): void {
    forget()
    const until = monotonic() + ms
    const limit = limitOf(place)
    limit.width = 1
    const from = Math.max(limit.until, monotonic())
    if (limit.until <= monotonic()) load.pauses++
    load.paused_ms += Math.max(0, until - from)
    limit.until = Math.max(limit.until, until)
    load.paused_until = Math.max(load.paused_until, until)
  }

  return {
    load,
    closedFor,
    enter(place, signal) {
      const limit = limits.get(place)
      return limit && queue(place, limit, signal)
    },
    close,
    learn(place, { left, reset_ms }) {
      // Who asks for a longer pause is not waited for; each run is told so.
      if (left === 0 && reset_ms > MAX_PAUSE) return
      if (left === 0) return close(place, reset_ms)
      const known = limits.get(place)
      if (known === undefined && left > WIDE) return
      const limit = limitOf(place)
      if (limit.until > monotonic()) return
      limit.width = left
      if (left > WIDE) free(place, limit)
      wake(limit)
    },
  }
}

/** Waits until somebody else leaves, or the signal is aborted. */
function turn(limit: Limit, signal: StopSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      limit.waiting.delete(done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    limit.waiting.add(done)
    signal.addEventListener('abort', done)
  })
}
