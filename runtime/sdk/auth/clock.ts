/** Measures the difference between our clock and the vendor's. */
import type { HttpAnswer } from '../../contract/http.ts'
import { type Phrase, phrase } from '../../contract/phrases.ts'

/** Milliseconds from which a clock counts as wrong: a response takes seconds. */
const WRONG = 60_000

/**
 * Milliseconds by which our clock is ahead of the host's, according to its `Date` header; undefined without a usable header.
 */
export function clockAhead({ headers }: Pick<HttpAnswer, 'headers'>, now = Date.now()): number | undefined {
  const theirs = Date.parse(headers.date ?? '')
  return Number.isNaN(theirs) ? undefined : now - theirs
}

/**
 * What to do about a wrong clock; undefined when the clock is right or the difference is unknown. Use it as the `remedy` of
 * AUTH_FAILED when signatures include the time: vendors refuse a wrong time like a wrong key.
 */
export function clockRemedy(ahead: number | undefined, vendor: string): Phrase | undefined {
  if (ahead === undefined || Math.abs(ahead) < WRONG) return undefined
  const words = { minutes: Math.round(Math.abs(ahead) / 60_000), vendor }
  return ahead > 0
    ? phrase(
        'The clock of this machine is {minutes} min ahead of {vendor}. Correct it first: signatures include the time.',
        words,
      )
    : phrase(
        'The clock of this machine is {minutes} min behind {vendor}. Correct it first: signatures include the time.',
        words,
      )
}
