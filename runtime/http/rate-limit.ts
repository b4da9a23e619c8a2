/**
 * Rate limiter shared by all runs of one configuration.
 *
 * A 429 pauses its endpoint for everyone. After the pause one request probes; each success doubles the concurrency until the
 * endpoint counts as unlimited again. Where responses carry a remaining quota, concurrency never exceeds it.
 */
import type { Quota } from '../contract/http.ts'
import { systemClock } from './clock.ts'
import { retryPolicy } from './retry.ts'
import type { StopSignal } from './scope.ts'

/** Counters of all requests of one configuration. */
export interface Load {
  /** Requests sent, retries included. */
  requests: number
  /** Retries. */
  repeats: number
  /** Pauses requested by the vendor; several responses that ask for the same pause count once. */
  pauses: number
  /** Milliseconds of all pauses together. */
  paused_ms: number
  /** End of the latest pause; monotonic. */
  paused_until: number
}

/** The right to send one request to an endpoint. */
export interface Permit {
  /** Releases the permit. `succeeded` raises the limit. */
  release(succeeded: boolean): void
}

/** Limits the requests of one configuration per endpoint. */
export interface RateLimiter {
  readonly load: Load
  /** Milliseconds until the endpoint accepts requests; 0 if it does now. */
  pausedFor(endpoint: string): number
  /** Waits for a permit. Returns undefined immediately if the endpoint is not limited, or when the signal aborts. */
  acquire(endpoint: string, signal: StopSignal): Promise<Permit | undefined> | undefined
  /** Sends nothing to the endpoint for the given time. */
  pause(endpoint: string, ms: number): void
  /** Applies a quota reported by the vendor. */
  applyQuota(endpoint: string, quota: Quota): void
}

/** Above this concurrency a limited endpoint counts as unlimited. */
const UNLIMITED_AT = 128

/** Limits unused for this long are dropped: endpoints with ids in their path would accumulate. */
const IDLE_TTL_MS = 60_000

interface EndpointLimit {
  pausedUntil: number // monotonic
  concurrency: number
  inFlight: number
  waiters: Set<() => void>
}

/** Makes a limiter that limits nothing yet. */
export function createRateLimiter({ monotonic, pause } = systemClock): RateLimiter {
  const limits = new Map<string, EndpointLimit>()
  const load: Load = { requests: 0, repeats: 0, pauses: 0, paused_ms: 0, paused_until: 0 }
  const pausedFor = (endpoint: string): number => {
    const limit = limits.get(endpoint)
    return limit ? Math.max(0, limit.pausedUntil - monotonic()) : 0
  }

  function wake(limit: EndpointLimit): void {
    let free = limit.concurrency - limit.inFlight
    for (const next of limit.waiters) {
      if (free-- <= 0) return
      next()
    }
  }

  function lift(endpoint: string, limit: EndpointLimit): void {
    if (limits.get(endpoint) === limit) limits.delete(endpoint)
    limit.concurrency = Number.POSITIVE_INFINITY
  }

  function limitOf(endpoint: string): EndpointLimit {
    const limit = limits.get(endpoint) ?? { pausedUntil: 0, concurrency: 1, inFlight: 0, waiters: new Set() }
    limits.set(endpoint, limit)
    return limit
  }

  async function queue(
    endpoint: string,
    limit: EndpointLimit,
    signal: StopSignal,
  ): Promise<Permit | undefined> {
    while (!signal.aborted) {
      const wait = limit.pausedUntil - monotonic()
      if (wait > 0) await pause(wait, signal)
      else if (limit.inFlight < limit.concurrency) return take(endpoint, limit)
      else await permitReleased(limit, signal)
    }
    // The next waiter takes its turn.
    wake(limit)
    return undefined
  }

  function take(endpoint: string, limit: EndpointLimit): Permit {
    limit.inFlight++
    return {
      release(succeeded) {
        limit.inFlight--
        if (succeeded && limit.pausedUntil <= monotonic()) limit.concurrency *= 2
        if (limit.concurrency > UNLIMITED_AT) lift(endpoint, limit)
        wake(limit)
      },
    }
  }

  function dropIdle(): void {
    for (const [endpoint, limit] of limits) {
      const idle = limit.inFlight === 0 && limit.waiters.size === 0
      if (idle && limit.pausedUntil < monotonic() - IDLE_TTL_MS) limits.delete(endpoint)
    }
  }

  function pauseEndpoint(endpoint: string, ms: number): void {
    dropIdle()
    const until = monotonic() + ms
    const limit = limitOf(endpoint)
    limit.concurrency = 1
    const from = Math.max(limit.pausedUntil, monotonic())
    if (limit.pausedUntil <= monotonic()) load.pauses++
    load.paused_ms += Math.max(0, until - from)
    limit.pausedUntil = Math.max(limit.pausedUntil, until)
    load.paused_until = Math.max(load.paused_until, until)
  }

  return {
    load,
    pausedFor,
    acquire(endpoint, signal) {
      const limit = limits.get(endpoint)
      return limit && queue(endpoint, limit, signal)
    },
    pause: pauseEndpoint,
    applyQuota(endpoint, { left, reset_ms }) {
      // A longer pause is not waited for: each run fails with RATE_LIMITED.
      if (left === 0 && reset_ms > retryPolicy.maxDelayMs) return
      if (left === 0) return pauseEndpoint(endpoint, reset_ms)
      const known = limits.get(endpoint)
      if (known === undefined && left > UNLIMITED_AT) return
      const limit = limitOf(endpoint)
      if (limit.pausedUntil > monotonic()) return
      limit.concurrency = left
      if (left > UNLIMITED_AT) lift(endpoint, limit)
      wake(limit)
    },
  }
}

/** Waits until a permit is released, or the signal is aborted. */
function permitReleased(limit: EndpointLimit, signal: StopSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      limit.waiters.delete(done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    limit.waiters.add(done)
    signal.addEventListener('abort', done)
  })
}
