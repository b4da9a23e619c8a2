import type { Clock } from './types.ts'

/** A quota per path and fixed window. */
export interface RateLimit {
  limit: number
  window_ms: number
}

/** The three headers and whether the call is over the quota. */
export interface Allowance {
  exceeded: boolean
  headers: Record<string, string>
}

/** Effectively unlimited: the headers are on every response, the quota is never exhausted. */
const NONE: RateLimit = { limit: 1_000_000_000, window_ms: 60_000 }

/** Counts calls per path; the reset is milliseconds until the window ends. */
export function rateLimiter(
  now: Clock,
  quota: RateLimit = NONE,
): { take(path: string): Allowance; clear(): void } {
  const windows = new Map<string, { from: number; used: number }>()
  const take = (path: string): Allowance => {
    const time = now()
    let window = windows.get(path)
    if (window === undefined || time >= window.from + quota.window_ms || time < window.from) {
      window = { from: time, used: 0 }
      windows.set(path, window)
    }
    const exceeded = window.used >= quota.limit
    if (!exceeded) window.used++
    return {
      exceeded,
      headers: rateHeaders(quota.limit, quota.limit - window.used, window.from + quota.window_ms - time),
    }
  }
  return { take, clear: () => windows.clear() }
}

/** The headers as the API spells them; all values are texts, the reset is in milliseconds. */
export function rateHeaders(limit: number, remaining: number, reset_ms: number): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(Math.ceil(reset_ms)),
  }
}
