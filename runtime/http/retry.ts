/** When a request is repeated and how long to wait before. */
import type { HttpAnswer } from '../contract/http.ts'

/** Times one request is sent at most. */
export const MAX_ATTEMPTS = 3

/** Milliseconds; who asks for a longer pause gets none, the caller is told instead. */
export const MAX_PAUSE = 60_000

/** Milliseconds: the longest pause that a result names. What asks for more (a moment where a span belongs) is a mistake. */
const LONGEST_PAUSE = 86_400_000

/** Milliseconds before the first repeat, at most; doubled with every further one. */
const FIRST_PAUSE = 400

/** Statuses of a server or gateway in trouble, which may be gone in a moment. */
const TROUBLE: ReadonlySet<number> = new Set([500, 502, 503, 504])

/** Whether a harmless request is worth repeating after this status. */
export const isTrouble = (status: number): boolean => TROUBLE.has(status)

/** Milliseconds to wait before the next attempt when nobody says how long: exponential, with full jitter. */
export const backoff = (attempt: number): number => Math.random() * FIRST_PAUSE * 2 ** (attempt - 1)

/** Milliseconds that `Retry-After` asks for, given in seconds or as a date; undefined without a usable one. */
function retryAfter(answer: HttpAnswer): number | undefined {
  const text = answer.headers['retry-after']?.trim()
  if (!text) return undefined
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
}

/**
 * Milliseconds that an answer asks to wait, from 0 to one day; undefined when it does not say.
 *
 * @param read reads the vendor's own headers, where it has some
 */
export function pauseOf(
  answer: HttpAnswer,
  read: ((answer: HttpAnswer) => number | undefined) | undefined,
): number | undefined {
  const wait = read?.(answer) ?? retryAfter(answer)
  return wait === undefined || Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_PAUSE)
}
