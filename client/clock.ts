/** Measures the difference between our clock and the vendor's, because signatures contain our time. */
import { type HttpAnswer, type Phrase, phrase } from '../runtime/sdk/index.ts'

/** Milliseconds from which a clock counts as wrong. Mimecast's tolerance is not documented; a response takes seconds. */
const WRONG = 60_000

/**
 * Milliseconds by which our clock is ahead of the host's, according to its `Date` header; undefined without a usable header.
 */
export function clockAhead({ headers }: HttpAnswer, now = Date.now()): number | undefined {
  const theirs = Date.parse(headers.date ?? '')
  return Number.isNaN(theirs) ? undefined : now - theirs
}

/**
 * What to do about a wrong clock; undefined when the clock is right or the difference is unknown. Mimecast refuses a
 * signature with a wrong time like one with a wrong key.
 */
export function clockRemedy(ahead: number | undefined): Phrase | undefined {
  if (ahead === undefined || Math.abs(ahead) < WRONG) return undefined
  const minutes = Math.round(Math.abs(ahead) / 60_000)
  return ahead > 0
    ? phrase(
        'The clock of this machine is {minutes} min ahead of Mimecast. Correct it first: signatures include the time.',
        {
          minutes,
        },
      )
    : phrase(
        'The clock of this machine is {minutes} min behind Mimecast. Correct it first: signatures include the time.',
        {
          minutes,
        },
      )
}
