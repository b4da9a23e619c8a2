/** Retry policy for outbound requests: which failures, how often, how long to wait. */
import type { HttpAnswer } from '../contract/http.ts'

/** Settings for retries. */
export interface RetryPolicy {
  /** Attempts per request, the first included. */
  readonly maxAttempts: number
  /** Upper bound of the first delay in milliseconds; doubles per attempt, with full jitter. */
  readonly baseDelayMs: number
  /** Longest delay requested by the vendor that is waited for. A longer one fails the run with RATE_LIMITED. */
  readonly maxDelayMs: number
  /** Longest delay that a result reports. A longer one is an error of the sender, such as a date instead of a duration. */
  readonly maxReportedMs: number
  /** Status codes worth retrying when the request is safe to repeat. */
  readonly retryableStatus: ReadonlySet<number>
}

/** The policy of every transport. */
export const retryPolicy: RetryPolicy = {
  maxAttempts: 3,
  baseDelayMs: 400,
  maxDelayMs: 60_000,
  maxReportedMs: 86_400_000,
  retryableStatus: new Set([500, 502, 503, 504]),
}

/** Delay in milliseconds before the next attempt when the vendor did not ask for one. */
export const backoffMs = ({ baseDelayMs }: RetryPolicy, attempt: number): number =>
  Math.random() * baseDelayMs * 2 ** (attempt - 1)

/** Milliseconds requested by `Retry-After` (seconds or HTTP date, RFC 9110 §10.2.3); undefined if absent or unreadable. */
function retryAfterMs(answer: HttpAnswer): number | undefined {
  const text = answer.headers['retry-after']?.trim()
  if (!text) return undefined
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
}

/**
 * Milliseconds that a response asks to wait, from 0 to the longest that is reported; undefined if it does not specify any.
 *
 * @param read reads the vendor's own headers, if it has any
 */
export function requestedDelayMs(
  answer: HttpAnswer,
  read: ((answer: HttpAnswer) => number | undefined) | undefined,
): number | undefined {
  const wait = read?.(answer) ?? retryAfterMs(answer)
  if (wait === undefined || Number.isNaN(wait)) return undefined
  return Math.min(Math.max(0, wait), retryPolicy.maxReportedMs)
}
